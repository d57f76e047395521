"""What to audit: addresses, plain lists, tables, YAML and XZuFi, read forgivingly and checked strictly."""

from auditor.targets.address import host_of
from auditor.targets.load import load_targets
from auditor.targets.model import Duplicate, Note, Place, Problem, Target, TargetError, Targets

__all__ = [
    "Duplicate",
    "Note",
    "Place",
    "Problem",
    "Target",
    "TargetError",
    "Targets",
    "host_of",
    "load_targets",
]
