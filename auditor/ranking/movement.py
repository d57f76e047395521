"""How a municipality moved since the month before, and why.

The change of the lower end is taken apart step by step, each step starting where the last one ended:

1. ``rule``: the old evidence judged by the new rulebook, everything else as before.
2. ``service``: then what was measured, or found missing, in both months takes its new value.
3. ``lists``: then all the rest: services that came into the lists, went out of them or to another body, what could be
   measured in one of the months only, and the basket itself.

So the three add up to the whole change, to the tenth of a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum

from auditor.ranking.model import Completable, Measured, Movement, Standing, State
from auditor.ranking.standing import tenth

#: Of these states it is known how the service was.
_KNOWN: frozenset[State] = frozenset({"measured", "missing"})


@dataclass(frozen=True, slots=True)
class FormerCell:
    """A cell of the month before; ``address`` and ``product`` are those of its result."""

    service: str
    state: State
    low: float
    high: float
    completable: Completable
    address: str | None = None
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """How a municipality stood in the month before; ``rank`` among all, None where it had none."""

    ags: str
    low: float
    high: float
    coverage: float
    rank: int | None
    cells: tuple[FormerCell, ...]


@dataclass(frozen=True)
class FormerEdition:
    """The month before as it was published. ``weights`` are those of its basket, ``towns`` by AGS."""

    month: str
    rulebook: str
    weights: Mapping[str, float]
    towns: Mapping[str, Former]


Rejudged = Mapping[str, Measured]
"""The results of the month before, judged again by the new rulebook, by address."""


@dataclass(frozen=True)
class Before:
    """The month before, seen with the new rulebook (of this version)."""

    edition: FormerEdition
    rejudged: Rejudged
    rulebook: str

    def again(self, cell: FormerCell) -> FormerCell | None:
        """The cell as the new rulebook sees it; None where its evidence was not kept."""
        if cell.state != "measured":
            return cell
        result = self.rejudged.get(cell.address or "")
        if result is None:
            return cell if self.edition.rulebook == self.rulebook else None
        return replace(
            cell, low=result.low or 0.0, high=_or(result.high, 100.0), completable=result.completable
        )


def with_movement(
    standings: Iterable[Standing], before: Before, weights: Mapping[str, float]
) -> tuple[Standing, ...]:
    """The standings with their movements; none for municipalities that are new or were merged since."""
    return tuple(replace(each, movement=movement_of(each, before, weights)) for each in standings)


def movement_of(standing: Standing, before: Before, weights: Mapping[str, float]) -> Movement | None:
    """The movement of one municipality; None where there is nothing to compare it with."""
    towns = before.edition.towns
    former = towns.get(standing.town.ags)
    if former is None or any(key in towns for key in standing.town.former):
        return None
    judged = {each.service: before.again(each) for each in former.cells}
    kept = all(each is not None for each in judged.values())
    again = {each.service: judged[each.service] or each for each in former.cells}
    new = {each.service: each for each in standing.cells if weights.get(each.service)}
    both = [key for key, cell in again.items() if key in new and {cell.state, new[key].state} <= _KNOWN]

    def mean(lows: Mapping[str, float]) -> float:
        return _mean(lows, before.edition.weights)

    old_lows = {each.service: each.low for each in former.cells if each.state != "elsewhere"}
    rule_lows = {key: again[key].low for key in old_lows}
    service_lows = rule_lows | {key: new[key].low for key in both}
    points = _difference(standing.low, former.low)
    rule = _difference(mean(rule_lows), mean(old_lows))
    service = _difference(mean(service_lows), mean(rule_lows))
    return Movement(
        rank_before=former.rank,
        points=points,
        service=service if kept else None,
        rule=rule if kept else None,
        lists=_difference(points, rule + service),
        changed=tuple(
            key for key in new if key in both and _other(again[key].completable, new[key].completable)
        ),
    )


def _mean(lows: Mapping[str, float], weights: Mapping[str, float]) -> float:
    part = {key: weights[key] for key in lows if weights.get(key)}
    total = fsum(part.values())
    return tenth(fsum(weight * lows[key] for key, weight in part.items()) / total) if total else 0.0


def _difference(new: float, old: float) -> float:
    return round(new - old, 1) + 0.0  # never minus nothing


def _other(old: Completable, new: Completable) -> bool:
    return old != new and "unknown" not in {old, new}


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
