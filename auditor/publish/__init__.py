"""Renders results: HTML scorecards, JSON, CSV."""

from auditor.publish.inputs import Publisher, StoredResult
from auditor.publish.run import publish

__all__ = ["Publisher", "StoredResult", "publish"]
