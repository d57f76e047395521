"""Tables: headers that belong to their cells, captions, and tables that only arrange (WCAG 1.3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.markup import structures, unread
from auditor.checks.prose import excerpt
from auditor.evidence.model import Document, Frame, Page
from auditor.evidence.structure import Cell, Table

_BARE_ROLES = frozenset({"presentation", "none"})
_GRIDS = frozenset({"", "table", "grid", "treegrid"})
_ABOVE = 80  # CSS pixels between a heading and the table it names


def _tables(case: Case) -> Iterator[tuple[Page, Frame, Document, Table]]:
    """Tables that assistive technology meets."""
    for page, frame, document, structure in structures(case):
        for table in structure.tables:
            if table.exposed:
                yield page, frame, document, table


def _is_data(table: Table) -> bool:
    """Marked up as a table of data: with headers, and not declared to be mere arrangement."""
    return table.written_role in _GRIDS and any(c.header for c in table.cells)


def _called(table: Table) -> str:
    first = next((c.text for c in table.cells if c.text), "")
    return excerpt(table.caption or table.titled or first, 60) or "table"


# --- headers ------------------------------------------------------------------------------------------------


def headers_assigned(case: Case) -> Iterable[Observation]:
    """Every header cell has cells that it heads."""
    for page, frame, _, table in _tables(case):
        if _is_data(table) and not table.cut:
            yield from _lonely_headers(page, frame, table)
    yield from unread(case)


def _lonely_headers(page: Page, frame: Frame, table: Table) -> Iterator[Observation]:
    headers = [c for c in table.cells if c.header and not c.empty]
    lonely = [c for c in headers if not any(_heads(table, c, other) for other in table.cells)]
    certain = any(not c.header for c in table.cells)
    for cell in lonely:
        where = {"node": table, "frame": frame, "header": excerpt(cell.text, 60), "table": _called(table)}
        spans = cell.columns >= max(table.widths, default=1) or cell.rows >= len(table.widths)
        closes = any(_closes(cell, other) for other in table.cells)
        yield (
            failed(page, "lonely", **where)
            if certain and not spans and not closes
            else cant_tell(page, "perhaps-lonely", **where)
        )
    if headers and not lonely:
        yield passed(page)


def _closes(header: Cell, cell: Cell) -> bool:
    """The header sums up what is above it or left of it, as in a line of totals."""
    above = cell.row < header.row and _overlap(cell.column, cell.columns, header.column, header.columns)
    left = cell.column < header.column and _overlap(cell.row, cell.rows, header.row, header.rows)
    return not cell.header and (above or left)


def _heads(table: Table, header: Cell, cell: Cell) -> bool:
    """Whether the header belongs to the cell: by ``headers``, else below it or beside it."""
    if cell is header:
        return False
    known = {c.id for c in table.cells if c.id}
    named = [name for name in cell.headers if name in known]
    if named:
        return header.id in named
    below = cell.row >= header.row + header.rows and _overlap(
        cell.column, cell.columns, header.column, header.columns
    )
    beside = cell.column >= header.column + header.columns and _overlap(
        cell.row, cell.rows, header.row, header.rows
    )
    before = cell.column < header.column and _overlap(cell.row, cell.rows, header.row, header.rows)
    if header.scope in {"col", "colgroup"}:
        return below
    if header.scope in {"row", "rowgroup"}:
        return beside or before
    return below or (beside and not cell.header)


def _overlap(start: int, length: int, other: int, its_length: int) -> bool:
    return start < other + its_length and other < start + length


def has_headers(case: Case) -> Iterable[Observation]:
    """A table of data says which cells are headers."""
    for page, frame, _, table in _tables(case):
        if table.written_role not in _GRIDS or not table.native or table.nested or table.cut:
            continue
        where = {"node": table, "frame": frame, "table": _called(table)}
        rows, columns = len(table.widths), max(table.widths, default=0)
        if rows < 2 or columns < 2 or table.fields or table.blocks:
            continue
        if any(c.header or c.headers or c.scope for c in table.cells):
            yield passed(page)
        elif table.caption:
            yield failed(page, "captioned", **where)
        elif _bold_row(table) or (table.bordered and rows >= 3):
            yield cant_tell(page, "perhaps-data", **where)
    yield from unread(case)


def _bold_row(table: Table) -> bool:
    """The first row is bold, the others are not: headers for the eye alone."""
    first = [c for c in table.cells if c.row == 0 and not c.empty]
    rest = [c for c in table.cells if c.row > 0 and not c.empty]
    return len(first) > 1 and all(c.bold for c in first) and bool(rest) and not all(c.bold for c in rest)


def header_scope(case: Case) -> Iterable[Observation]:
    """Where headers run both ways, each says which way."""
    for page, frame, _, table in _tables(case):
        headers = [c for c in table.cells if c.header and not c.empty]
        if not _is_data(table) or not table.native or table.cut:
            continue
        across = any(c.row == 0 for c in headers)
        down = [c for c in headers if c.row > 0 and any(_beside(c, d) for d in table.cells)]
        if not across or not down:
            continue
        said = any(c.scope for c in headers) or any(c.headers for c in table.cells)
        where = {"node": table, "frame": frame, "table": _called(table)}
        if said:
            yield passed(page)
        elif len({c.column for c in down}) > 1:
            yield cant_tell(page, "several", **where)
        else:
            yield cant_tell(page, "both-ways", **where)
    yield from unread(case)


def _beside(header: Cell, cell: Cell) -> bool:
    return not cell.header and cell.row == header.row and cell.column > header.column


# --- shape --------------------------------------------------------------------------------------------------


def named(case: Case) -> Iterable[Observation]:
    """A table of data has a caption, or stands right under a heading."""
    for page, frame, document, table in _tables(case):
        if _is_data(table) and not table.nested:
            if table.caption or table.titled or _under_heading(document, table):
                yield passed(page)
            else:
                yield cant_tell(page, "unnamed", node=table, frame=frame, table=_called(table))
    yield from unread(case)


def _under_heading(document: Document, table: Table) -> bool:
    if table.box is None:
        return True
    tops = (h.box.y + h.box.height for h in document.headings if h.box and h.level > 1)
    return any(0 <= table.box.y - top <= _ABOVE for top in tops)


def regular(case: Case) -> Iterable[Observation]:
    """A table of data is simple: not nested, its rows of one length, its cells filled."""
    for page, frame, _, table in _tables(case):
        where = {"node": table, "frame": frame, "table": _called(table)}
        if table.nested and table.written_role in _GRIDS:
            yield cant_tell(page, "in-header" if table.in_header else "nested", **where)
        elif not _is_data(table) or not table.native or table.cut:
            continue
        elif len({w for w in table.widths if w}) > 1:
            yield cant_tell(page, "ragged", **where)
        elif sum(c.empty and not c.header for c in table.cells) >= 2:
            yield cant_tell(page, "gaps", **where)
        else:
            yield passed(page)
    yield from unread(case)


def arranging(case: Case) -> Iterable[Observation]:
    """Tables are for data, not for arranging."""
    for page, frame, _, table in _tables(case):
        where = {"node": table, "frame": frame, "table": _called(table)}
        marked = table.caption or any(c.header or c.scope or c.headers for c in table.cells)
        if table.written_role in _BARE_ROLES and marked:
            yield failed(page, "contradicts", **where)
        elif table.written_role in _BARE_ROLES:
            yield passed(page)
        elif table.native and table.written_role == "" and not marked and not table.titled and table.blocks:
            yield cant_tell(page, "arranges", **where)
        elif _is_data(table):
            yield passed(page)
    yield from unread(case)
