"""What to audit: addresses, plain lists, tables, YAML and XZuFi, read forgivingly and checked strictly."""

from auditor.targets.address import host_of
from auditor.targets.load import load_targets
from auditor.targets.model import Absent, Duplicate, Note, Place, Problem, Target, TargetError, Targets
from auditor.targets.offer import Offer

__all__ = [
    "Absent",
    "Duplicate",
    "Note",
    "Offer",
    "Place",
    "Problem",
    "Target",
    "TargetError",
    "Targets",
    "host_of",
    "load_targets",
]
