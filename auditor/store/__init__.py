"""Runs, services, outcomes and findings in SQL."""

from auditor.store.errors import StoreError
from auditor.store.store import Pending, Progress, Run, Store, StoredResult, config_hash

__all__ = ["Pending", "Progress", "Run", "Store", "StoreError", "StoredResult", "config_hash"]
