"""Renders results: HTML scorecards, JSON, CSV."""

from auditor.publish.inputs import Publisher, PublisherError, StoredResult, load_publisher
from auditor.publish.run import publish

__all__ = ["Publisher", "PublisherError", "StoredResult", "load_publisher", "publish"]
