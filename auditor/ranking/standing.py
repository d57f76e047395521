"""The value of a municipality and its rank.

**Value.** The weighted mean of its services of the basket, for both ends of the interval and for coverage. A service
another body is in charge of takes no part. What is missing counts 0 and is known; what is not measured or not listed
counts 0 … 100 and is not known. There is no rank below :data:`RANK_COVERAGE`.

**Order.** By the lower end. Of equal lower ends, the narrower interval comes first, then the name. So turning something
known to be broken into something unknown leaves the lower end where it was, raises the upper one, lowers coverage, and
never leads further up: hiding does not pay.

**Rank.** Intervals overlap in chains: the first with the second, the second with the third, the first not with the
third. “Equal rank where intervals overlap” can therefore not hold for every pair, or all of the country would be first.
Going down the order, a municipality shares the rank of the first of its group while its interval still touches that
one's; else it opens the next group, and its rank is its position. What holds, and is tested:

* nobody below has a better rank than anybody above, and rank and order do not depend on the order of the input;
* within a group everybody's interval touches the first one's: nobody is proven to be worse than it;
* of two ranks, the first of the better group is proven better than the first of the next;
* equal intervals have equal ranks, whatever the names;
* a lower lower end never makes the rank better.

Being unknown can lead to sharing the rank of those right above, since nobody can prove the difference; it never leads
past them in the order, and the cut at coverage bounds it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, fsum
from typing import Literal

from auditor.ranking.model import Basket, Cell, Place, Standing, Town

#: No rank where less than this share of the basket could be judged.
RANK_COVERAGE = 0.8

_COVERAGE_DIGITS = 4
_TENTHS = 10
_NEARLY = 1e-6  # sums of the same numbers in another way differ by less; a half must not be rounded both ways

Scope = Callable[[Town], str]

SCOPES: Mapping[str, Scope] = {
    "overall": lambda town: "",
    "in_land": lambda town: town.land,
    "in_size": lambda town: town.size,
}
"""Among whom a municipality has a rank: all, its Land, its size class."""


@dataclass(frozen=True, slots=True)
class Value:
    """Interval 0–100 and coverage 0–1; None of it is known where nothing takes part (``empty``)."""

    low: float
    high: float
    coverage: float
    empty: bool = False


def tenth(value: float) -> float:
    """Rounded to one decimal, halves up; the figures people see are the figures that are ranked."""
    return floor(value * _TENTHS + 0.5 + _NEARLY) / _TENTHS


def weights_of(basket: Basket) -> Mapping[str, float]:
    """The weights of the basket by service."""
    return {each.id: each.weight for each in basket.services}


def value_of(cells: Iterable[Cell], weights: Mapping[str, float]) -> Value:
    """The value of a municipality with these cells; services without a weight take no part."""
    part = [each for each in cells if each.state != "elsewhere" and weights.get(each.service)]
    if not part:
        return Value(0.0, 100.0, 0.0, empty=True)
    total = fsum(weights[each.service] for each in part)

    def mean(of: Callable[[Cell], float]) -> float:
        return fsum(weights[each.service] * of(each) for each in part) / total

    return Value(
        low=tenth(mean(lambda each: each.low)),
        high=tenth(mean(lambda each: each.high)),
        coverage=round(mean(lambda each: each.coverage), _COVERAGE_DIGITS),
    )


def standings_of(
    towns: Iterable[Town], cells: Mapping[str, tuple[Cell, ...]], weights: Mapping[str, float]
) -> tuple[Standing, ...]:
    """All municipalities in order with their ranks, the unranked after the ranked."""
    values = [(town, value_of(cells[town.ags], weights)) for town in towns]
    standings = [_standing(town, cells[town.ags], value) for town, value in values]
    return ranked(standings)


def _standing(town: Town, cells: tuple[Cell, ...], value: Value) -> Standing:
    why: Literal["coverage", "empty"] | None = None
    if value.empty:
        why = "empty"
    elif value.coverage < RANK_COVERAGE:
        why = "coverage"
    return Standing(town, value.low, value.high, value.coverage, cells, unranked=why)


def ranked(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    """The standings in order, with their places among all, in their Land and in their size class."""
    ordered = sorted(standings, key=_order)
    able = [each for each in ordered if each.unranked is None]
    overall, in_land, in_size = (_places(able, SCOPES[name]) for name in ("overall", "in_land", "in_size"))
    return tuple(
        replace(
            each,
            overall=overall.get(each.town.ags),
            in_land=in_land.get(each.town.ags),
            in_size=in_size.get(each.town.ags),
        )
        for each in ordered
    )


def _order(standing: Standing) -> tuple[bool, bool, float, float, str, str]:
    town = standing.town
    unranked, empty = standing.unranked is not None, standing.unranked == "empty"
    return unranked, empty, -standing.low, standing.high, town.name, town.ags


def _places(ordered: Sequence[Standing], scope: Scope) -> dict[str, Place]:
    groups: dict[str, list[Standing]] = defaultdict(list)
    for each in ordered:
        groups[scope(each.town)].append(each)
    found = {}
    for members in groups.values():
        ranks = tuple(ranks_of((each.low, each.high) for each in members))
        shared = Counter(ranks)
        for each, rank in zip(members, ranks, strict=True):
            found[each.town.ags] = Place(rank, len(members), shared[rank] - 1)
    return found


def ranks_of(ordered: Iterable[tuple[float, float]]) -> Iterator[int]:
    """The ranks of intervals that are in order: by the lower end downwards, then the upper end upwards."""
    rank, first = 0, float("inf")
    for position, (low, high) in enumerate(ordered, start=1):
        if high < first:
            rank, first = position, low
        yield rank
