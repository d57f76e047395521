"""The official register of municipalities: read from GV100AD, kept as a table, asked by key and name."""

from auditor.targets.register.changes import Change, Changes
from auditor.targets.register.changes_table import ChangesError, changes_csv, load_changes
from auditor.targets.register.compare import Comparison, Sum, compare
from auditor.targets.register.load import load_register, read_official
from auditor.targets.register.model import Association, Municipality, Register, RegisterError
from auditor.targets.register.official import read_changes
from auditor.targets.register.table import register_csv

__all__ = [
    "Association",
    "Change",
    "Changes",
    "ChangesError",
    "Comparison",
    "Municipality",
    "Register",
    "RegisterError",
    "Sum",
    "changes_csv",
    "compare",
    "load_changes",
    "load_register",
    "read_changes",
    "read_official",
    "register_csv",
]
