"""What a month's ranking reads: the visits of a window of time, what the lists of that time say, and details.

Everything comes in portions, so that the whole country never is in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, null, or_, select, union_all

from auditor.judge.fingerprint import address_key
from auditor.judge.result import ServiceResult
from auditor.ranking.model import CapValue, ChapterValue, Measured, Offer
from auditor.store.bulk import listed, portions, streamed
from auditor.store.details import BROKEN, Details
from auditor.store.errors import explained
from auditor.store.rows import Row, result_of, service_of
from auditor.store.store import DONE, Store
from auditor.store.tables import (
    VERDICT,
    Base,
    CapRow,
    ChapterRow,
    OfferRow,
    OutcomeRow,
    ResultRow,
    RunRow,
    ServiceRow,
)

__all__ = ["Details", "measured", "offers", "results"]

#: Whole verdicts held at a time: with all their findings they are a thousand times as large as the slim ones.
_WHOLE = 20

#: When the browser was there; verdicts of older versions know only when their run began.
_visited = func.coalesce(ResultRow.visited, RunRow.started, type_=ResultRow.visited.type)


class _Visit(NamedTuple):
    """What decides which of several visits to one address is taken."""

    id: int
    visited: datetime
    reason: str | None


@dataclass(slots=True)
class _Address:
    """The newest visit that measured something, and the newest that did not."""

    good: _Visit | None = None
    bad: _Visit | None = None

    def add(self, visit: _Visit, *, measured: bool) -> None:
        """Visits come in the order of time."""
        if measured:
            self.good = visit
        else:
            self.bad = visit

    @property
    def taken(self) -> _Visit | None:
        """The visit that stands for the address."""
        return self.good or self.bad

    @property
    def in_vain(self) -> _Visit | None:
        """A visit after the one taken that measured nothing."""
        later = self.good and self.bad and self.bad.visited > self.good.visited
        return self.bad if later else None


def measured(store: Store, since: datetime, until: datetime) -> Iterator[Measured]:
    """One visit for every address that was visited from ``since`` on and before ``until``, in the order of their ids.

    It is the newest that measured something, else the newest: a visit that measured nothing must not erase a good one;
    it is told in ``vain`` and ``vain_reason``.
    """
    taken: dict[int, _Visit | None] = {}
    for address in _addresses(store, since, until).values():
        if (visit := address.taken) is not None:
            taken[visit.id] = address.in_vain
    with explained(store.place):
        for ids in portions(sorted(taken)):
            with store.engine.connect() as connection:
                rows = _slim(connection, store, ids)
            for each in rows:
                vain = taken[each.id]
                yield each if vain is None else replace(each, vain=vain.visited, vain_reason=vain.reason)


def _visited_within(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Told apart, so that an index finds the month among many."""
    known = and_(ResultRow.visited >= since, ResultRow.visited < until)
    return or_(known, and_(ResultRow.visited.is_(None), RunRow.started >= since, RunRow.started < until))


def measured_by_id(store: Store, ids: Iterable[int]) -> Iterator[Measured]:
    """The visits behind some ids, in the order of their ids; those not there are left out."""
    for portion in portions(sorted(set(ids))):
        with explained(store.place), store.engine.connect() as connection:
            rows = _slim(connection, store, portion)
        yield from rows


def _addresses(store: Store, since: datetime, until: datetime) -> dict[str, _Address]:
    query = (
        select(ServiceRow.id, ServiceRow.url, _visited, ResultRow.measured, ResultRow.reason)
        .join(ResultRow, ResultRow.service_id == ServiceRow.id)
        .join(RunRow, RunRow.id == ServiceRow.run_id)
        .where(ServiceRow.state == DONE, _visited_within(since, until))
        .order_by(_visited, ServiceRow.id)
    )
    found: dict[str, _Address] = defaultdict(_Address)
    with explained(store.place), store.engine.connect() as connection:
        for number, url, visited, good, reason in streamed(connection, query):
            found[address_key(url)].add(_Visit(number, visited, reason), measured=good)
    return found


_HEAD = (
    ResultRow.service_id,
    ServiceRow.url,
    _visited.label("visited"),
    ResultRow.mode,
    ResultRow.rulebook,
    ResultRow.tool_version,
    ResultRow.measured,
    ResultRow.reason,
    ResultRow.completion_kind,
    ResultRow.completable,
    ResultRow.maturity,
    ResultRow.score_low,
    ResultRow.score_high,
    ResultRow.coverage,
    ResultRow.grade,
    ResultRow.product,
    ServiceRow.portal,
    ServiceRow.bundle,
)


def _slim(connection: Connection, store: Store, ids: Sequence[int]) -> list[Measured]:
    heads = connection.execute(
        select(*_HEAD)
        .join(ServiceRow, ServiceRow.id == ResultRow.service_id)
        .join(RunRow, RunRow.id == ServiceRow.run_id)
        .where(ResultRow.service_id.in_(ids))
        .order_by(ResultRow.service_id)
    )
    chapters = listed(connection, ChapterRow, ("chapter", "low", "high", "coverage"), ids, _SCORED)
    caps = listed(connection, CapRow, ("kind", "limit", "bound"), ids)
    failed = listed(connection, OutcomeRow, ("rule",), ids, BROKEN)
    return [
        Measured(
            id=row.service_id,
            address=address_key(row.url),
            url=row.url,
            visited=row.visited,
            mode=row.mode,
            rulebook=row.rulebook,
            tool=row.tool_version,
            measured=row.measured,
            reason=row.reason,
            kind=row.completion_kind,
            completable=row.completable,
            maturity=row.maturity,
            low=row.score_low,
            high=row.score_high,
            coverage=row.coverage,
            grade=row.grade,
            product=row.product or _named(row.portal),
            bundle=None if row.bundle is None else str(store.found(row.bundle)),
            chapters=tuple(ChapterValue(*values) for values in chapters[row.service_id]),
            caps=tuple(CapValue(*values) for values in caps[row.service_id]),
            failed=tuple(rule for (rule,) in failed[row.service_id]),
        )
        for row in heads
    ]


def _named(portal: str | None) -> str | None:
    """The product a list names where none was recognised; an address names none."""
    return None if portal is None or "://" in portal else portal.strip() or None


#: A chapter in which a rule applied.
_SCORED = ChapterRow.low.is_not(None)


def results(store: Store, ids: Iterable[int]) -> Iterator[tuple[int, ServiceResult]]:
    """The whole verdicts behind some ids (:attr:`Measured.id`), for a few of them; ids not there are left out."""
    for portion in portions(ids, _WHOLE):
        with explained(store.place), store.engine.connect() as connection:
            yield from _whole(connection, portion)


def _whole(connection: Connection, ids: Sequence[int]) -> list[tuple[int, ServiceResult]]:
    services = connection.execute(
        select(ServiceRow.__table__)
        .where(ServiceRow.id.in_(ids), ServiceRow.state == DONE)
        .order_by(ServiceRow.id)
    ).mappings()
    rows = {table: _of_services(connection, table, ids) for table in VERDICT}
    return [
        (each["id"], result_of(service_of(dict(each)), {table: rows[table][each["id"]] for table in VERDICT}))
        for each in services
    ]


def _of_services(connection: Connection, table: type[Base], ids: Sequence[int]) -> dict[int, list[Row]]:
    columns = table.__table__.c
    query = select(table.__table__).where(columns.service_id.in_(ids))
    if "position" in columns:
        query = query.order_by(columns.position)
    found: dict[int, list[Row]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["service_id"]].append(dict(row))
    return found


def offers(store: Store, since: datetime, until: datetime) -> Iterator[Offer]:
    """What the lists of all runs begun from ``since`` on and before ``until`` say, in the order of holders.

    The newest run that speaks of a service of a holder decides what is offered there, and where: an address it no
    longer names is no longer the service's. Of runs of older versions, which kept no lists, it is what was audited.
    """
    window = and_(RunRow.started >= since, RunRow.started < until)
    with explained(store.place), store.engine.connect() as connection:
        rows = streamed(connection, _said(window))
        for _, same in groupby(rows, key=lambda row: (row.holder, row.leika or row.service)):
            yield from _holding(same)


#: Columns of an offer in the order of its fields.
_OFFER = tuple(each.name for each in fields(Offer))


def _said(window: ColumnElement[bool]) -> Select[Any]:
    """Kept offers and, for runs without any, the services of a municipality; the newest of a kind first."""
    kept = select(
        *(getattr(OfferRow, name) for name in _OFFER), OfferRow.run_id, OfferRow.id.label("place")
    ).join(RunRow, RunRow.id == OfferRow.run_id)
    audited = {
        "holder": ServiceRow.ags,
        "state": literal("online"),
        **{name: getattr(ServiceRow, name) for name in ("leika", "service", "url", "name")},
    }
    services = (
        select(
            *(audited.get(name, null()).label(name) for name in _OFFER),
            ServiceRow.run_id,
            ServiceRow.position,
        )
        .join(RunRow, RunRow.id == ServiceRow.run_id)
        .where(ServiceRow.ags.is_not(None), ServiceRow.run_id.not_in(select(OfferRow.run_id)))
    )
    both = union_all(kept.where(window), services.where(window)).subquery()
    what = func.coalesce(both.c.leika, both.c.service)
    return select(both).order_by(both.c.holder, what, both.c.run_id.desc(), both.c.place)


def _holding(rows: Iterable[Any]) -> Iterator[Offer]:
    """Of rows about one service of one holder, the newest run first, what that run says: it replaces older ones."""
    newest: int | None = None
    for *values, run, _ in rows:
        newest = newest or run
        if run == newest:
            yield _addressed(Offer(*values))


def _addressed(offer: Offer) -> Offer:
    """With the address that an older version did not keep."""
    if offer.address is not None or offer.state != "online" or offer.url is None:
        return offer
    return replace(offer, address=address_key(offer.url))
