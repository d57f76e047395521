"""Which offer and which result stand for a service of the basket in a municipality.

Lists say several things of one service: the municipality's own pages, old and new, and its association's. The choice
must neither punish a page that was forgotten nor reward hiding one:

1. What residents can use comes first, then who is in charge: an offer, then “another body is in charge”, then
   “missing”. So a service counts as missing only where nobody says anything else.
2. Of the same kind, the municipality's own word comes before its association's. An own offer decides even if it could
   not be measured; else a municipality would gain by blocking its own page.
3. Of several offers of one holder the best result counts: a resident can finish by it, and a forgotten page beside it
   does no harm. Since an unknown never counts more than what was measured, hiding one of them changes the lower end
   only downwards.
4. “Missing” holds for a year from the day somebody looked; then nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from auditor.ranking.model import Basket, BasketService, Cell, Measured, Offer
from auditor.ranking.towns import Country
from auditor.targets.values import fold

#: A note that something is missing is worth nothing once it is older than this; towns do put services online.
MISSING_DAYS = 365

Find = Callable[[str, str], Measured | None]
"""The result of an address as it holds for a municipality: AGS and address in, the latest visit out."""

_PRECEDENCE = {"online": 0, "elsewhere": 1, "missing": 2}


@dataclass(frozen=True)
class Limits:
    """Results from ``as_of`` and at most ``max_age`` days before count."""

    as_of: date
    max_age: int

    def fresh(self, result: Measured) -> bool:
        """Whether the visit was in time."""
        age = (self.as_of - result.visited.date()).days
        return 0 <= age <= self.max_age

    def holds(self, offer: Offer) -> bool:
        """Whether a note that something is missing still holds; one without a day does."""
        return offer.day is None or offer.day >= self.as_of - timedelta(days=MISSING_DAYS)


class Matcher:
    """Finds the service of the basket that an offer is of."""

    def __init__(self, basket: Basket) -> None:
        self._keys = [(key, each.id) for each in basket.services for key in each.leika]
        names = [
            (fold(name), each)
            for each in basket.services
            for name in (each.title.en, each.title.de, each.id)  # of two that read alike, the id is meant
        ]
        self._names: dict[str, BasketService] = dict(names)
        self._known: dict[tuple[str | None, str | None], str | None] = {}

    def service(self, offer: Offer) -> str | None:
        """The id; None where it is none of the basket."""
        said = (offer.leika, offer.service)
        if said not in self._known:
            self._known[said] = self._find(*said)
        return self._known[said]

    def _find(self, leika: str | None, service: str | None) -> str | None:
        """By key; by name only where the key does not say that it is something else."""
        for key, found in self._keys:
            if leika is not None and leika.startswith(key):
                return found
        named = self._names.get(fold(service)) if service else None
        if named is None or (leika is not None and named.leika):
            return None
        return named.id


Offers = Mapping[tuple[str, str], Sequence[Offer]]
"""By today's holder and service of the basket."""


def sorted_offers(offers: Iterable[Offer], basket: Basket, country: Country) -> Offers:
    """The offers that are of the basket; those listed under a former key belong to who it became."""
    matcher = Matcher(basket)
    found: dict[tuple[str, str], list[Offer]] = defaultdict(list)
    for each in offers:
        service, holder = matcher.service(each), country.holder(each.holder)
        if service is not None and holder is not None:
            found[holder, service].append(each)
    return found


def cells_of(
    offers: Iterable[Offer], find: Find, basket: Basket, country: Country, limits: Limits
) -> dict[str, tuple[Cell, ...]]:
    """Every service of the basket in every municipality, by AGS, in the order of the basket."""
    known = sorted_offers(offers, basket, country)
    return {
        ags: tuple(_cell(ags, each.id, known, find, country, limits) for each in basket.services)
        for ags in country.towns
    }


def _cell(ags: str, service: str, known: Offers, find: Find, country: Country, limits: Limits) -> Cell:
    group = country.associations.get(ags)
    said = [
        (_PRECEDENCE[offer.state], level, offer)
        for level, holder in enumerate((ags, group))
        if holder is not None
        for offer in known.get((holder, service), ())
    ]
    valid = [each for each in said if each[2].state != "missing" or limits.holds(each[2])]
    if not valid:
        return Cell(service, "unlisted", reason="stale" if said else None)
    first = min(each[:2] for each in valid)
    chosen = [each[2] for each in valid if each[:2] == first]
    by = country.names.get(group or "", group) if first[1] else None
    if chosen[0].state == "online":
        return replace(_best(ags, service, chosen, find, limits), by=by)
    latest = max(chosen, key=lambda each: (each.day or date.min, each.source or "", each.name or ""))
    if latest.state == "elsewhere":
        return Cell(service, "elsewhere", offer=latest)
    return Cell(service, "missing", 0.0, 0.0, 1.0, "no", offer=latest, by=by)


def _best(ags: str, service: str, offers: Sequence[Offer], find: Find, limits: Limits) -> Cell:
    """The cell of the best result, or of the offer of which most is known."""
    cells = [_online(ags, service, offer, find, limits) for offer in offers]
    return max(cells, key=_merit)


def _merit(cell: Cell) -> tuple[object, ...]:
    """Measured first, then the higher lower end; what remains only makes the choice the same every time."""
    visited = cell.result.visited.timestamp() if cell.result is not None else 0.0
    address = cell.offer.address if cell.offer is not None else ""
    return cell.state == "measured", cell.low, cell.coverage, -cell.high, visited, address or ""


def _online(ags: str, service: str, offer: Offer, find: Find, limits: Limits) -> Cell:
    result = find(ags, offer.address) if offer.address is not None else None
    if result is None:
        return Cell(service, "unmeasured", offer=offer, reason="pending")
    if not limits.fresh(result):
        return Cell(service, "unmeasured", offer=offer, reason="stale")
    if not result.measured or result.low is None or result.high is None:
        reason = result.reason or "not-visited"
        return Cell(service, "unmeasured", offer=offer, result=result, reason=reason)
    return Cell(
        service,
        "measured",
        low=result.low,
        high=result.high,
        coverage=result.coverage,
        completable=result.completable,
        offer=offer,
        result=result,
    )
