"""How far a rank moves when a weight changes.

No weight is right for everybody. So every weight – of a chapter of the standard, of a service of the basket – is made
20 % smaller and 20 % larger, one at a time; every service and municipality is valued anew; and the best and the worst
rank that comes out is shown beside the real one. Who has a rank stays the same throughout.

A service's value is made anew from its chapters with the formula of :mod:`auditor.judge.score`: the weighted mean of
the chapters in which a rule applied, under the same caps. Unchanged weights give the very value that was measured:
chapters are kept with one decimal, so what rounding took is given back. Of the caps by rules that nobody could judge
only those are known that bind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auditor.judge.score import caps_of
from auditor.ranking.model import Basket, Cell, Measured, Place, Standing
from auditor.ranking.standing import SCOPES, ranks_of
from auditor.rulebook.model import Rule, Rulebook

#: Weights are made so much smaller and larger, relative to what they are.
VARIATION = 0.2

_TENTHS = 10
_NEARLY = 1e-6

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]


def with_sensitivity(
    standings: Sequence[Standing], basket: Basket, rulebook: Rulebook
) -> tuple[Standing, ...]:
    """The standings with best and worst rank at every place; those without a rank stay as they are."""
    able = [each for each in standings if each.overall is not None]
    if not able:
        return tuple(standings)
    country = _Country.of(able, basket, rulebook)
    scopes = {name: _Scope.of(able, name) for name in SCOPES}
    for lows, highs in country.variations():
        for scope in scopes.values():
            scope.note(lows, highs)
    moved = {
        each.town.ags: {name: scope.place(n) for name, scope in scopes.items()} for n, each in enumerate(able)
    }
    return tuple(_with(each, moved.get(each.town.ags, {})) for each in standings)


def _with(standing: Standing, extremes: Mapping[str, tuple[int, int]]) -> Standing:
    if not extremes:
        return standing
    return replace(
        standing,
        overall=_wider(standing.overall, extremes["overall"]),
        in_land=_wider(standing.in_land, extremes["in_land"]),
        in_size=_wider(standing.in_size, extremes["in_size"]),
    )


def _wider(place: Place | None, extremes: tuple[int, int]) -> Place | None:
    if place is None:
        return None
    best, worst = extremes
    return replace(place, best=min(best, place.rank), worst=max(worst, place.rank))


@dataclass
class _Scope:
    """The best and worst ranks so far within the groups of one scope; ``groups`` are indices of municipalities."""

    groups: tuple[Indices, ...]
    best: Indices
    worst: Indices

    @classmethod
    def of(cls, able: Sequence[Standing], name: str) -> _Scope:
        members: dict[str, list[int]] = defaultdict(list)
        for index, each in enumerate(able):
            members[SCOPES[name](each.town)].append(index)
        groups = tuple(np.array(each, dtype=np.intp) for each in members.values())
        return cls(groups, np.full(len(able), len(able), dtype=np.intp), np.zeros(len(able), dtype=np.intp))

    def note(self, lows: Floats, highs: Floats) -> None:
        """Take the ranks of one variation into account."""
        for group in self.groups:
            ordered = group[np.lexsort((highs[group], -lows[group]))]
            pairs = zip(lows[ordered].tolist(), highs[ordered].tolist(), strict=True)
            ranks = np.fromiter(ranks_of(pairs), dtype=np.intp, count=len(ordered))
            self.best[ordered] = np.minimum(self.best[ordered], ranks)
            self.worst[ordered] = np.maximum(self.worst[ordered], ranks)

    def place(self, index: int) -> tuple[int, int]:
        return int(self.best[index]), int(self.worst[index])


@dataclass(frozen=True)
class _Country:
    """All ranked municipalities as tables of numbers.

    ``which`` says by municipality and service of the basket which row of ``values`` counts there, ``part`` (0 or 1)
    whether it takes part.
    """

    values: Values
    which: Indices
    part: Floats
    weights: Floats

    @classmethod
    def of(cls, able: Sequence[Standing], basket: Basket, rulebook: Rulebook) -> _Country:
        columns = {each.id: n for n, each in enumerate(basket.services)}
        rows: dict[int, int] = {}
        results: list[Measured] = []
        which = np.zeros((len(able), len(columns)), dtype=np.intp)
        part = np.zeros(which.shape)

        def row(cell: Cell) -> int:
            if cell.state != "measured" or cell.result is None:
                return Values.MISSING if cell.state == "missing" else Values.UNKNOWN
            # one town's result may have been corrected, another's not: the same address, not the same object
            if id(cell.result) not in rows:
                rows[id(cell.result)] = len(results)
                results.append(cell.result)
            return rows[id(cell.result)]

        for n, standing in enumerate(able):
            for cell in standing.cells:
                if cell.state != "elsewhere" and cell.service in columns:
                    which[n, columns[cell.service]] = row(cell)
                    part[n, columns[cell.service]] = 1.0
        values = Values.of(results, rulebook)
        return cls(values, which, part, np.array([each.weight for each in basket.services]))

    def variations(self) -> Iterator[tuple[Floats, Floats]]:
        """The ends of all municipalities' intervals, once for every changed weight."""
        for weights in _varied(self.values.weights, self.values.used):
            yield self._towns(*self.values.at(weights), self.weights)
        lows, highs = self.values.at(self.values.weights)
        for weights in _varied(self.weights, np.any(self.part, axis=0, keepdims=True)[0]):
            yield self._towns(lows, highs, weights)

    def _towns(self, lows: Floats, highs: Floats, weights: Floats) -> tuple[Floats, Floats]:
        total = self.part @ weights
        return (
            _tenth((self.part * lows[self.which]) @ weights / total),
            _tenth((self.part * highs[self.which]) @ weights / total),
        )


@dataclass(frozen=True)
class Values:
    """Results as tables: a row each, and two more for a missing service and an unknown one; a column a chapter.

    ``here`` (0 or 1) says whether a rule of the chapter applied; ``caps`` are the limits of both ends, ``rest`` what
    rounding took of them, ``flat`` the values of rows without chapters, which no weight changes.
    """

    MISSING = -2
    UNKNOWN = -1

    lows: Floats
    highs: Floats
    here: Floats
    caps: tuple[Floats, Floats]
    rest: tuple[Floats, Floats]
    flat: tuple[Floats, Floats]
    weights: Floats
    used: NDArray[np.bool_]

    @classmethod
    def of(cls, results: Sequence[Measured], rulebook: Rulebook) -> Values:
        """The tables of these results, all of them measured."""
        columns = {each.id: n for n, each in enumerate(rulebook.chapters)}
        shape = (len(results) + 2, len(columns))
        lows, highs, here = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        caps = np.full(shape[0], 100.0), np.full(shape[0], 100.0)
        flat = np.zeros(shape[0]), np.zeros(shape[0])
        flat[1][cls.UNKNOWN] = 100.0
        rules = {rule.id: rule for rule in rulebook.rules}
        for n, result in enumerate(results):
            flat[0][n], flat[1][n] = result.low or 0.0, result.high or 0.0
            caps[0][n], caps[1][n] = _limits(result, rules)
            for chapter in result.chapters:
                if chapter.chapter in columns:
                    place = n, columns[chapter.chapter]
                    lows[place], highs[place], here[place] = chapter.low, chapter.high, 1.0
        weights = np.array([float(each.weight) for each in rulebook.chapters])
        nothing = np.zeros(shape[0])
        bare = cls(
            lows, highs, here, caps, (nothing, nothing), flat, weights, np.any(here, axis=0, keepdims=True)[0]
        )
        return replace(bare, rest=bare._rest())

    def at(self, weights: Floats) -> tuple[Floats, Floats]:
        """Both ends of every row with these weights of the chapters."""
        low, high = self._means(weights)
        low = np.minimum(low + self.rest[0], self.caps[0])
        high = np.minimum(high + self.rest[1], self.caps[1])
        known = self.here @ weights > 0
        return np.where(known, low, self.flat[0]), np.where(known, high, self.flat[1])

    def _means(self, weights: Floats) -> tuple[Floats, Floats]:
        total = self.here @ weights
        total[total == 0] = 1.0
        return _tenth(self.lows @ weights / total), _tenth(self.highs @ weights / total)

    def _rest(self) -> tuple[Floats, Floats]:
        means = self._means(self.weights)
        rests = []
        for mean, flat, cap in zip(means, self.flat, self.caps, strict=True):
            missing = flat - mean
            rests.append(np.where(flat < cap, missing, np.maximum(missing, 0.0)))
        return rests[0], rests[1]


def _limits(result: Measured, rules: Mapping[str, Rule]) -> tuple[float, float]:
    """The limits of both ends; never below what was measured, which another rulebook may have limited otherwise."""
    failed = [rules[each] for each in result.failed if each in rules]
    known = [(cap.bound, cap.limit) for cap in caps_of(failed, (), result.completable)]
    known += [(cap.bound, cap.limit) for cap in result.caps]
    low = min((limit for _, limit in known), default=100.0)
    high = min((limit for bound, limit in known if bound != "low"), default=100.0)
    return max(low, result.low or 0.0), max(high, result.high or 0.0)


def _varied(weights: Floats, used: NDArray[np.bool_]) -> Iterator[Floats]:
    """The weights with each that is used made smaller, then larger."""
    for index in np.flatnonzero(used):
        for factor in (1 - VARIATION, 1 + VARIATION):
            changed = weights.copy()
            changed[index] *= factor
            yield changed


def _tenth(values: Floats) -> Floats:
    """:func:`auditor.ranking.standing.tenth` for many."""
    rounded: Floats = np.floor(values * _TENTHS + 0.5 + _NEARLY) / _TENTHS
    return rounded
