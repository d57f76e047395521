"""Dates as people write them on a sheet."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from auditor.targets.days import read_date

__all__ = ["months_after", "read_date"]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
