"""Many rows at a time, in and out, without holding all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert

from auditor.store.tables import Base

T = TypeVar("T")

#: Rows of one INSERT, and ids of one SELECT: far below what any database takes as parameters of one statement, and
#: enough that the round trip no longer matters.
PORTION = 500


def portions(items: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while portion := list(islice(rest, size)):
        yield portion


def insert_all(connection: Connection, table: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, within the connection's transaction."""
    for portion in portions(rows, 10 * PORTION):
        connection.execute(insert(table.__table__), portion)  # type: ignore[arg-type]
