"""Lines of fixed width: which text stands in which columns, and whether it can be what it should be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from auditor.catalogue import table
from auditor.targets.fault import Fault

_TABLE = Path(__file__).with_name("gv100.yaml")
_DIGITS = re.compile(r"[0-9]+")


def layout() -> Mapping[str, Any]:
    """The table of columns and records."""
    return table(_TABLE)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Record:
    """One line: what it describes (``of``) and the text of its columns."""

    of: str
    cells: Mapping[str, str]
    as_of: date

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def record_of(line: str) -> Record | Fault:
    """The record on a line, or the first thing that is wrong with it."""
    columns: Mapping[str, list[int]] = layout()["columns"]
    kind = line[slice(*columns["record"])]
    known = layout()["records"].get(kind)
    if known is None:
        return Fault("gv-record", "mend-gv-record", {"value": kind, "known": ", ".join(layout()["records"])})
    needed = max(columns[name][1] for name in known["digits"])
    if len(line) < needed:
        params = {"count": str(len(line)), "expected": str(layout()["width"])}
        return Fault("gv-short", "mend-gv-cut", params)
    cells = {name: line[slice(*place)].strip() for name, place in columns.items()}
    return _wrong(cells, known["digits"], columns) or _dated(known["of"], cells)


def _wrong(cells: Mapping[str, str], digits: list[str], columns: Mapping[str, list[int]]) -> Fault | None:
    for name in digits:
        first, end = columns[name]
        # a number may be padded with blanks, a key may not
        whole = name in {"area", "population"} or len(cells[name]) == end - first
        if not whole or not _DIGITS.fullmatch(cells[name]):
            params = {"first": str(first + 1), "last": str(end), "value": cells[name], "column": name}
            return Fault("gv-digits", "mend-gv-encoding", params)
    if not cells["name"]:
        first, end = columns["name"]
        params = {"first": str(first + 1), "last": str(end), "value": "", "column": "name"}
        return Fault("gv-name", "mend-gv-cut", params)
    return None


def _dated(of: str, cells: Mapping[str, str]) -> Record | Fault:
    text = cells["as_of"]
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return Fault("gv-date", "mend-gv-encoding", {"value": text})
    return Record(of, cells, day)
