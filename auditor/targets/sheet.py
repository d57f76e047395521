"""Lists saved as a table: delimiter found, header understood, lines counted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from auditor.targets.fault import Fault
from auditor.targets.row import Row, column_twice
from auditor.targets.values import IGNORED, column_of, unknown_column

_DELIMITERS = ";,\t|"
_NO_DELIMITER = "\x1f"
_NEEDED = frozenset({"url", "state"})  #: one of them: what is not online needs no address
_SEPARATOR_LINE = re.compile(
    r'"?sep=(.)?"?\s*', re.IGNORECASE
)  # Excel's own first line; its sign may split it


def is_header(line: str) -> bool:
    """Whether a first line names the columns of a table."""
    if _SEPARATOR_LINE.fullmatch(line):
        return True
    names = [column_of(cell) for cell in _split(line, _delimiter(line))]
    return "url" in names or sum(name is not None for name in names) >= 2


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line]


def _delimiter(header: str) -> str:
    """The delimiter under which the header names most columns; none if it names a single one."""

    def named(delimiter: str) -> tuple[int, int]:
        cells = _split(header, delimiter)
        return sum(column_of(cell) is not None for cell in cells), len(cells)

    best = max(_DELIMITERS, key=named)
    return best if named(best)[1] > 1 else _NO_DELIMITER


def table_rows(text: str, first: str) -> Iterator[Row]:
    """The rows of a table; ``first`` is its first line that is no comment."""
    records = _records(text, first)
    header = next(records, None)
    if header is None:
        return
    if header.fault is not None:
        yield Row(header.line, fault=header.fault)
        return
    columns, faults = _header(header.cells)
    yield from (Row(header.line, fault=fault) for fault in faults)
    if _NEEDED.isdisjoint(columns):
        return
    for record in records:
        if record.fault is not None:
            yield Row(record.line, fault=record.fault)
        elif any(record.cells):
            yield _table_row(record, columns)


@dataclass(frozen=True)
class _Record:
    """A line of a table before its columns are known."""

    line: int
    cells: tuple[str, ...] = ()
    delimiter: str = ""
    fault: Fault | None = None


def _records(text: str, first: str) -> Iterator[_Record]:
    """The records with the lines they start on; comments and blank lines left out."""
    source = io.StringIO(text, newline="")
    declared = _SEPARATOR_LINE.fullmatch(first)
    delimiter = (declared[1] or "\t") if declared else _delimiter(first)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            yield _Record(line, fault=Fault("broken-table", "mend-quotes", {"detail": str(error)}))
            return
        if not any(cells) or cells[0].startswith("#") or _SEPARATOR_LINE.fullmatch(cells[0]):
            continue
        yield _Record(line, cells, delimiter)


def _header(cells: tuple[str, ...]) -> tuple[list[str | None], list[Fault]]:
    """The column each cell of the header means (None: ignored), and what is wrong with the header."""
    columns: list[str | None] = []
    names: dict[str, str] = {}
    faults: list[Fault] = []
    for cell in cells:
        column = None if cell.startswith(IGNORED) else column_of(cell)
        if column in names:
            faults.append(column_twice(column, names[column], cell))
            column = None
        elif column is None and cell and not cell.startswith(IGNORED):
            faults.append(unknown_column(cell))
        if column is not None:
            names[column] = cell
        columns.append(column)
    if not names:
        return [], [Fault("no-header", "mend-header")]
    if _NEEDED.isdisjoint(names):
        faults.append(Fault("no-url-column", "mend-url-column", {"found": ", ".join(c for c in cells if c)}))
    return columns, faults


def _table_row(record: _Record, columns: list[str | None]) -> Row:
    if any(record.cells[len(columns) :]):
        shown = {"\t": "Tab", _NO_DELIMITER: ","}.get(record.delimiter, record.delimiter)
        params = {"count": str(len(record.cells)), "expected": str(len(columns)), "delimiter": shown}
        return Row(record.line, fault=Fault("too-many-cells", "mend-cells", params))
    pairs = zip_longest(columns, record.cells[: len(columns)], fillvalue="")
    return Row(record.line, {column: cell or "" for column, cell in pairs if column})
