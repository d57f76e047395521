"""Understands German administrative wording; the words themselves are data in ``rules/wording``."""

from auditor.wording.fold import normalise
from auditor.wording.labels import classify_label
from auditor.wording.source import WordingError
from auditor.wording.tables import Hit, Table, table

__all__ = ["Hit", "Table", "WordingError", "classify_label", "normalise", "table"]
