"""Published months: written once, read for movement and history, never changed in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select

from auditor.ranking.model import (
    Cell,
    Correction,
    PastCell,
    PastStanding,
    Place,
    Ranking,
    Standing,
)
from auditor.rulebook.model import Text
from auditor.store import engine as database
from auditor.store.bulk import insert_all, portions, streamed
from auditor.store.errors import StoreError, explained
from auditor.store.rows import Row
from auditor.store.store import Store
from auditor.store.tables import CellRow, CorrectionRow, EditionRow, StandingRow


@dataclass(frozen=True)
class Edition:
    """A month as it was ranked.

    ``basket`` is the version of the basket. ``checksum`` is that of the open data, ``facts`` whatever else the month
    was made of, as JSON.
    """

    month: str
    made: datetime
    as_of: date
    rulebook: str
    tool: str
    basket: str
    checksum: str
    facts: Mapping[str, Any] = field(default_factory=dict)


_EDITION = tuple(each.name for each in fields(Edition))


def edition_of(ranking: Ranking, checksum: str, facts: Mapping[str, Any] | None = None) -> Edition:
    """The head of a ranked month."""
    return Edition(
        ranking.month,
        ranking.made,
        ranking.as_of,
        ranking.rulebook,
        ranking.tool,
        ranking.basket.version,
        checksum,
        facts or {},
    )


def write(store: Store, edition: Edition, standings: Iterable[Standing], *, replace: bool = False) -> None:
    """Keep a month in one transaction; it is all there, or nothing is.

    Raises:
        StoreError: the month is there already, and it was not said that it may be replaced.
    """
    with explained(store.place), database.writing(store.engine) as connection, connection.begin():
        known = connection.execute(select(EditionRow.id).where(EditionRow.month == edition.month)).scalar()
        if known is not None and not replace:
            raise StoreError(
                store.place,
                f"{edition.month} was published already",
                "leave it as it is, or say that it may be replaced and note a correction",
            )
        if known is not None:
            # not left to the foreign keys: a database may have been told not to mind them
            for table in (CellRow, StandingRow):
                connection.execute(delete(table).where(table.edition_id == known))
            connection.execute(delete(EditionRow).where(EditionRow.id == known))
        values = {**{name: getattr(edition, name) for name in _EDITION}, "facts": dict(edition.facts)}
        number = connection.execute(insert(EditionRow).values(values).returning(EditionRow.id)).scalar_one()
        for portion in portions(standings):
            insert_all(connection, StandingRow, (_standing_row(number, each) for each in portion))
            insert_all(
                connection,
                CellRow,
                (_cell_row(number, each.town.ags, cell) for each in portion for cell in each.cells),
            )


def months(store: Store) -> tuple[str, ...]:
    """The months known, the oldest first."""
    with explained(store.place), store.engine.connect() as connection:
        return tuple(connection.execute(select(EditionRow.month).order_by(EditionRow.month)).scalars())


def edition(store: Store, month: str) -> Edition | None:
    """The head of a month; None if it was not ranked."""
    return _one(store, EditionRow.month == month)


def edition_before(store: Store, month: str) -> Edition | None:
    """The latest month before this one; None if there is none."""
    return _one(store, EditionRow.month < month)


def standings(store: Store, month: str) -> Iterator[PastStanding]:
    """How the municipalities stood in a month, by their keys."""
    names = [each.name for each in fields(PastStanding)]
    query = (
        select(*(getattr(StandingRow, name) for name in names))
        .join(EditionRow, EditionRow.id == StandingRow.edition_id)
        .where(EditionRow.month == month)
        .order_by(StandingRow.ags)
    )
    with explained(store.place), store.engine.connect() as connection:
        yield from (PastStanding(*row) for row in streamed(connection, query))


def cells(store: Store, month: str, ags: Sequence[str] | None = None) -> Iterator[PastCell]:
    """The cells of a month, by municipality and service; only of these municipalities where they are named."""
    query = (
        select(*_PAST)
        .join(EditionRow, EditionRow.id == CellRow.edition_id)
        .where(EditionRow.month == month)
        .order_by(CellRow.ags, CellRow.service)
    )
    with explained(store.place), store.engine.connect() as connection:
        if ags is None:
            yield from (PastCell(*row) for row in streamed(connection, query))
            return
        for portion in portions(sorted(set(ags))):
            yield from (PastCell(*row) for row in streamed(connection, query.where(CellRow.ags.in_(portion))))


def correct(store: Store, correction: Correction) -> None:
    """Note that a published month was changed; the same note is kept once."""
    text = correction.text
    row = {
        "day": correction.day,
        "month": correction.month,
        "ags": correction.ags,
        "de": text.de,
        "en": text.en,
    }
    with explained(store.place), database.writing(store.engine) as connection, connection.begin():
        same = select(CorrectionRow.id).where(
            *(getattr(CorrectionRow, name).is_not_distinct_from(value) for name, value in row.items())
        )
        if connection.execute(same).first() is None:
            connection.execute(insert(CorrectionRow).values(row))


def corrections(store: Store, month: str | None = None) -> tuple[Correction, ...]:
    """The notes of a month, or all of them, the oldest first."""
    query = select(CorrectionRow.__table__).order_by(CorrectionRow.day, CorrectionRow.id)
    if month is not None:
        query = query.where(CorrectionRow.month == month)
    with explained(store.place), store.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(
        Correction(row["day"], row["month"], Text(de=row["de"], en=row["en"]), row["ags"]) for row in rows
    )


#: Columns of a cell in the order of the fields of a past one.
_PAST = (
    CellRow.ags,
    CellRow.service,
    CellRow.state,
    CellRow.low,
    CellRow.high,
    CellRow.coverage,
    CellRow.completable,
    CellRow.service_id,
    CellRow.address,
    CellRow.rulebook,
    CellRow.reason,
    CellRow.provider,
)


def _one(store: Store, where: Any) -> Edition | None:
    """The latest month of which this is true."""
    query = select(EditionRow.__table__).where(where).order_by(EditionRow.month.desc()).limit(1)
    with explained(store.place), store.engine.connect() as connection:
        row = connection.execute(query).mappings().first()
    return None if row is None else _edition(row)


def _edition(row: RowMapping) -> Edition:
    return Edition(**{name: row[name] for name in _EDITION})


def _standing_row(edition_id: int, standing: Standing) -> Row:
    return {
        "edition_id": edition_id,
        "ags": standing.town.ags,
        "low": standing.low,
        "high": standing.high,
        "coverage": standing.coverage,
        **_place("", standing.overall),
        **_place("land_", standing.in_land),
        **_place("size_", standing.in_size),
        "unranked": standing.unranked,
    }


def _place(among: str, place: Place | None) -> Row:
    rank, of = (None, None) if place is None else (place.rank, place.of)
    return {f"{among}rank": rank, f"{among}of": of}


def _cell_row(edition_id: int, ags: str, cell: Cell) -> Row:
    result = cell.result
    return {
        "edition_id": edition_id,
        "ags": ags,
        "service": cell.service,
        "state": cell.state,
        "low": cell.low,
        "high": cell.high,
        "coverage": cell.coverage,
        "completable": cell.completable,
        "service_id": None if result is None else result.id,
        "address": _address(cell),
        "rulebook": None if result is None else result.rulebook,
        "reason": cell.reason,
        "provider": cell.by,
    }


def _address(cell: Cell) -> str | None:
    if cell.result is not None:
        return cell.result.address
    return None if cell.offer is None else cell.offer.address
