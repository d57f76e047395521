"""One line of a list, whatever the shape of the list."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.targets.fault import Fault


@dataclass(frozen=True)
class Row:
    """The text of each column, and what is wrong with the line already."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None


def column_twice(column: str, first: str, second: str) -> Fault:
    """Two names in the list mean the same column."""
    return Fault("double-column", "mend-double", {"column": column, "first": first, "value": second})
