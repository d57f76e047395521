"""What the pages of a ranking show beyond figures: quotes, proofs, and the months before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, select

from auditor.checks.case import MediaBreak, Outcome, Quote
from auditor.ranking.model import Detail, Point, Proof
from auditor.store import engine as database
from auditor.store.bulk import grouped, listed, portions
from auditor.store.errors import explained
from auditor.store.tables import (
    EditionRow,
    FindingRow,
    MediaBreakRow,
    OutcomeRow,
    QuoteRow,
    ResultRow,
    StandingRow,
)

#: A rule that counts and is proven broken, and one that a person must look at.
BROKEN = and_(OutcomeRow.outcome == Outcome.FAILED.value, OutcomeRow.counts.is_(True))
_DOUBTFUL = and_(OutcomeRow.outcome == Outcome.CANT_TELL.value, OutcomeRow.counts.is_(True))

_BREAK = ("kind", "quote", "url", "page", "step")
_QUOTE = ("signal", "quote", "url", "page", "step")
_SEEN = ("message", "params", "url", "step", "role", "name", "quote", "target", "fingerprint")


@dataclass
class Details:
    """Details and histories by portions (:class:`auditor.ranking.model.Details`), for one process of several.

    It can be pickled: ``where`` is the address of the database, opened when something is asked for. ``month`` is the
    last one of the histories; without it they go up to the newest.
    """

    where: str
    month: str | None = None
    _engine: Engine | None = field(default=None, repr=False, compare=False)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_engine": None}

    def close(self) -> None:
        """Let go of the database; the next question opens it again."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def details(self, ids: Sequence[int]) -> Mapping[int, Detail]:
        """What is known of these results; ids that are not there are left out.

        Raises:
            StoreError: the database cannot be read.
        """
        found: dict[int, Detail] = {}
        with explained(self._place), self._opened().connect() as connection:
            for portion in portions(dict.fromkeys(ids)):
                found.update(_details(connection, portion))
        return found

    def histories(self, ags: Sequence[str]) -> Mapping[str, tuple[Point, ...]]:
        """The published months of these municipalities, the oldest first; who has none is left out.

        Raises:
            StoreError: the database cannot be read.
        """
        found: dict[str, list[Point]] = defaultdict(list)
        with explained(self._place), self._opened().connect() as connection:
            for portion in portions(dict.fromkeys(ags)):
                for key, point in _points(connection, portion, self.month):
                    found[key].append(point)
        return {key: tuple(points) for key, points in found.items()}

    @property
    def _place(self) -> str:
        return database.shown(database.url_of(self.where))

    def _opened(self) -> Engine:
        if self._engine is None:
            self._engine = database.connect(database.url_of(self.where))
        return self._engine


def _details(connection: Connection, ids: Sequence[int]) -> dict[int, Detail]:
    heads = connection.execute(
        select(ResultRow.service_id, ResultRow.completion_reason).where(ResultRow.service_id.in_(ids))
    ).all()
    breaks = listed(connection, MediaBreakRow, _BREAK, ids)
    quotes = listed(connection, QuoteRow, _QUOTE, ids)
    doubts = grouped(
        connection,
        select(OutcomeRow.service_id, func.count())
        .where(OutcomeRow.service_id.in_(ids), _DOUBTFUL)
        .group_by(OutcomeRow.service_id),
    )
    proofs = _proofs(connection, ids)
    return {
        number: Detail(
            id=number,
            breaks=tuple(MediaBreak(**dict(zip(_BREAK, values, strict=True))) for values in breaks[number]),
            quotes=tuple(Quote(**dict(zip(_QUOTE, values, strict=True))) for values in quotes[number]),
            proofs=tuple(proofs[number]),
            look=doubts[number][0][0] if doubts[number] else 0,
            completion_reason=reason,
        )
        for number, reason in heads
    }


def _proofs(connection: Connection, ids: Sequence[int]) -> dict[int, list[Proof]]:
    """The first place of every rule that counts and is broken, in the order of the rules."""
    seen = _first_places(connection, ids)
    found: dict[int, list[Proof]] = defaultdict(list)
    for number, rules in listed(connection, OutcomeRow, ("rule", "more"), ids, BROKEN).items():
        for rule, more in rules:
            if (number, rule) in seen:
                places, *place = seen[number, rule]
                found[number].append(Proof(*(rule, *place, places + more)))
    return found


def _first_places(connection: Connection, ids: Sequence[int]) -> dict[tuple[int, str], tuple[Any, ...]]:
    """By result and rule: how many places are listed, and the first. Joined with outcomes only afterwards, because a
    database would look for the rule among all results."""
    places = (
        select(
            FindingRow.service_id, func.min(FindingRow.position).label("first"), func.count().label("places")
        )
        .where(FindingRow.service_id.in_(ids), FindingRow.outcome == Outcome.FAILED.value)
        .group_by(FindingRow.service_id, FindingRow.rule)
        .subquery()
    )
    query = select(
        FindingRow.service_id,
        FindingRow.rule,
        places.c.places,
        *(getattr(FindingRow, name) for name in _SEEN),
    ).join(places, and_(places.c.service_id == FindingRow.service_id, places.c.first == FindingRow.position))
    return {(row[0], row[1]): tuple(row[2:]) for row in connection.execute(query)}


def _points(connection: Connection, ags: Sequence[str], month: str | None) -> list[tuple[str, Point]]:
    query = (
        select(
            StandingRow.ags,
            EditionRow.month,
            StandingRow.low,
            StandingRow.high,
            StandingRow.coverage,
            StandingRow.rank,
            StandingRow.of,
            EditionRow.rulebook,
        )
        .join(EditionRow, EditionRow.id == StandingRow.edition_id)
        .where(StandingRow.ags.in_(ags))
        .order_by(EditionRow.month)
    )
    if month is not None:
        query = query.where(EditionRow.month <= month)
    return [(row[0], Point(*row[1:])) for row in connection.execute(query)]
