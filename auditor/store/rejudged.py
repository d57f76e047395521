"""Verdicts by another rulebook, remembered so that a month's evidence is judged again only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import delete, select

from auditor.ranking.model import CapValue, ChapterValue, Measured
from auditor.store import engine as database
from auditor.store.bulk import insert_all, portions
from auditor.store.errors import explained
from auditor.store.rows import Row
from auditor.store.store import Store
from auditor.store.tables import RejudgedRow

#: What another rulebook may change of a result, as it is.
_SAME = (
    "rulebook",
    "measured",
    "reason",
    "kind",
    "completable",
    "maturity",
    "low",
    "high",
    "coverage",
    "grade",
)


def remember(store: Store, results: Iterable[Measured]) -> None:
    """Keep results as another rulebook (``rulebook``) judges them; what was kept of the same ones is replaced."""
    with explained(store.place), database.writing(store.engine) as connection, connection.begin():
        for portion in portions(results):
            for rulebook in {each.rulebook for each in portion}:
                ids = [each.id for each in portion if each.rulebook == rulebook]
                connection.execute(
                    delete(RejudgedRow).where(
                        RejudgedRow.rulebook == rulebook, RejudgedRow.service_id.in_(ids)
                    )
                )
            insert_all(connection, RejudgedRow, map(_row, portion))


def remembered(store: Store, results: Iterable[Measured], rulebook: str) -> Iterator[Measured]:
    """Those of the results that this rulebook has judged already, as it judges them, in the same order."""
    for portion in portions(results):
        query = select(RejudgedRow.__table__).where(
            RejudgedRow.rulebook == rulebook, RejudgedRow.service_id.in_([each.id for each in portion])
        )
        with explained(store.place), store.engine.connect() as connection:
            rows = {row["service_id"]: dict(row) for row in connection.execute(query).mappings()}
        yield from (_again(each, rows[each.id]) for each in portion if each.id in rows)


def _row(result: Measured) -> Row:
    return {
        "service_id": result.id,
        **{name: getattr(result, name) for name in _SAME},
        "chapters": [asdict(each) for each in result.chapters],
        "caps": [asdict(each) for each in result.caps],
        "failed": list(result.failed),
    }


def _again(result: Measured, row: Row) -> Measured:
    same: dict[str, Any] = {name: row[name] for name in _SAME}
    return replace(
        result,
        **same,
        chapters=tuple(ChapterValue(**each) for each in row["chapters"]),
        caps=tuple(CapValue(**each) for each in row["caps"]),
        failed=tuple(row["failed"]),
    )
