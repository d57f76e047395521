"""Many rows at a time, in and out, without holding all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, insert, select

from auditor.store.tables import Base

T = TypeVar("T")

#: Ids of one SELECT: below what any database takes as parameters of a statement, enough that the round trip no longer
#: matters. More rows than that go in or out at a time.
PORTION = 500
_INSERTED = 10 * PORTION
_FETCHED = 10 * PORTION


def portions(items: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


def insert_all(connection: Connection, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, within the connection's transaction."""
    for portion in portions(rows, _INSERTED):
        connection.execute(insert(table.__table__), portion)  # type: ignore[arg-type]


def streamed(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """The rows of a large answer, fetched while they are used."""
    return iter(connection.execution_options(yield_per=_FETCHED).execute(query))


def grouped(connection: Connection, query: Select[*tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """The rows by their first column, in the order of the query, without it."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for first, *rest in connection.execute(query):
        found[first].append(tuple(rest))
    return found


def listed(
    connection: Connection, table: Any, names: Sequence[str], ids: Sequence[int], *where: ColumnElement[bool]
) -> dict[int, list[tuple[Any, ...]]]:
    """Columns of the rows that belong to these services, in the order of position."""
    query = (
        select(table.service_id, *(getattr(table, name) for name in names))
        .where(table.service_id.in_(ids), *where)
        .order_by(table.service_id, table.position)
    )
    return grouped(connection, query)
