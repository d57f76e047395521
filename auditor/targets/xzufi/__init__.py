"""XZuFi 2.2 and newer: the online services, competences and areas of a transfer message as targets."""

from auditor.targets.xzufi.dump import Dump
from auditor.targets.xzufi.join import Entry, entries
from auditor.targets.xzufi.safe import is_xml

__all__ = ["Dump", "Entry", "entries", "is_xml"]
