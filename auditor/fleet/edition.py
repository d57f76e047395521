"""A month of the ranking: gathered from the store, ranked, and published as a whole or not at all."""

from __future__ import annotations

import calendar
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from auditor import __version__
from auditor.fleet.again import Yardstick, judged_again
from auditor.judge.result import ServiceResult
from auditor.ranking.make import MAX_AGE, Inputs
from auditor.ranking.model import Basket, Correction, Measured, PastCell, PastStanding, Ranking, SizeClass
from auditor.ranking.movement import Former, FormerCell, FormerEdition
from auditor.ranking.objections import Replies
from auditor.ranking.standing import weights_of
from auditor.ranking.towns import Mergers, NoMergers
from auditor.rulebook.model import Rulebook
from auditor.store import Store, editions
from auditor.store import month as window
from auditor.targets.register import Register


def as_of(month: str, today: date) -> date:
    """The day a month is ranked for: its last one, or today while it lasts.

    Raises:
        ValueError: no month like ``2026-11``, or one that has not begun.
    """
    first = date.fromisoformat(f"{month}-01")
    if first > today:
        raise ValueError(month)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return min(last, today)


@dataclass(frozen=True)
class Order:
    """What a month is made of besides the store. ``rules`` is the folder of the rulebook, None for our own."""

    month: str
    day: date
    register: Register
    basket: Basket
    sizes: tuple[SizeClass, ...]
    rulebook: Rulebook
    rules: Path | None = None
    mergers: Mergers = field(default_factory=NoMergers)
    replies: Replies = field(default_factory=Replies)
    workers: int = os.cpu_count() or 1

    @property
    def yardstick(self) -> Yardstick:
        """The rules everybody is judged by."""
        return Yardstick(self.rulebook, self.rules, self.month)


def gather(store: Store, order: Order) -> Inputs:
    """Everything the ranking needs, all of it judged by the same rules as far as the evidence was kept."""
    until = datetime.combine(order.day + timedelta(days=1), time(), UTC)
    since = until - timedelta(days=MAX_AGE + 1)
    measured, outdated = _alike(store, list(window.measured(store, since, until)), order)
    former, rejudged = _before(store, order)
    known = editions.edition(store, order.month)
    return Inputs(
        month=order.month,
        as_of=order.day,
        made=known.made if known else datetime.now(UTC).replace(microsecond=0),
        tool=__version__,
        offers=tuple(window.offers(store, since, until)),
        measured={each.address: each for each in measured},
        register=order.register,
        basket=order.basket,
        sizes=order.sizes,
        rulebook=order.rulebook,
        mergers=order.mergers,
        former=former,
        rejudged=rejudged,
        replies=replace(order.replies, corrections=_corrections(store, order)),
        sample=lambda ids: _whole(store, ids),
        months=tuple(sorted({*editions.months(store), order.month})),
        outdated=outdated,
    )


def checksum(store: Store, month: str) -> str:
    """That of the month's open data as it was published; empty if it was not."""
    known = editions.edition(store, month)
    return known.checksum if known else ""


def keep(store: Store, ranking: Ranking, checksum: str, correction: Correction | None) -> None:
    """Note the month in the store, where the next one finds it; ``correction`` says why it replaces a published one."""
    if correction is not None:
        editions.correct(store, correction)
    known = editions.edition(store, ranking.month) is not None
    facts = {"weights": dict(weights_of(ranking.basket))}
    editions.write(store, editions.edition_of(ranking, checksum, facts), ranking.standings, replace=known)


def _corrections(store: Store, order: Order) -> tuple[Correction, ...]:
    every = {*order.replies.corrections, *editions.corrections(store)}
    return tuple(sorted(every, key=lambda each: (each.day, each.month, each.ags or "", each.text.de)))


def _whole(store: Store, ids: Sequence[int]) -> Mapping[int, ServiceResult]:
    return dict(window.results(store, ids))


def _alike(store: Store, results: Sequence[Measured], order: Order) -> tuple[list[Measured], int]:
    """The results by the same rules, and how many could not be judged again."""
    yardstick = order.yardstick
    old = [each for each in results if not yardstick.judged(each)]
    new = {each.id: each for each in judged_again(store, old, yardstick, order.workers)}
    return [new.get(each.id, each) for each in results], len(old) - len(new)


def _before(store: Store, order: Order) -> tuple[FormerEdition | None, Mapping[str, Measured]]:
    """The month published before, and its results as today's rules see them, by address."""
    edition = editions.edition_before(store, order.month)
    if edition is None:
        return None, {}
    cells = list(editions.cells(store, edition.month))
    ids = [each.result for each in cells if each.result is not None]
    results = list(window.measured_by_id(store, ids))
    yardstick = order.yardstick
    old = [each for each in results if not yardstick.judged(each)]
    again = {each.address: each for each in judged_again(store, old, yardstick, order.workers)}
    alike = yardstick.counts_alike(edition.month)
    former = FormerEdition(
        month=edition.month,
        rulebook=edition.rulebook if alike else f"{edition.rulebook}/{edition.month}",
        weights=edition.facts.get("weights") or weights_of(order.basket),
        towns=_towns(editions.standings(store, edition.month), cells, {each.id: each for each in results}),
    )
    return former, again


def _towns(
    standings: Iterable[PastStanding], cells: Iterable[PastCell], results: Mapping[int, Measured]
) -> Mapping[str, Former]:
    found: dict[str, list[FormerCell]] = {}
    for each in cells:
        result = results.get(each.result) if each.result is not None else None
        product = result.product if result is not None else None
        found.setdefault(each.ags, []).append(
            FormerCell(each.service, each.state, each.low, each.high, each.completable, each.address, product)
        )
    return {
        each.ags: Former(
            each.ags, each.low, each.high, each.coverage, each.rank, tuple(found.get(each.ags, ()))
        )
        for each in standings
    }
