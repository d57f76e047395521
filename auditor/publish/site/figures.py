"""A month counted: what of the basket was looked at, what came out, and what nobody knows.

Looked at are services that were measured, and those of which somebody found that the municipality does not offer them
online. Of these can be said: proven yes, proven no, not to be told from outside. What was not looked at stands apart
and is never shown as bad.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from auditor.publish.overview import Part, parts_of
from auditor.ranking.model import Cell, LandStanding, Ranking, Standing, State

VERDICTS = ("yes", "no", "unknown")
#: States in which a service takes part, but nobody looked at it.
_NOT_LOOKED_AT: tuple[State, ...] = ("unmeasured", "unlisted")


@dataclass
class Tally:
    """Cells of some municipalities counted; ``verdicts`` only of those looked at."""

    verdicts: Counter[str] = field(default_factory=Counter)
    states: Counter[State] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    towns: int = 0
    looked_at: int = 0

    def add(self, standing: Standing) -> None:
        """Count a municipality."""
        before = self.verdicts.total()
        for cell in standing.cells:
            self.states[cell.state] += 1
            verdict = verdict_of(cell)
            if verdict:
                self.verdicts[verdict] += 1
            if cell.state == "unmeasured":
                self.reasons[cell.reason or "none"] += 1
        self.towns += 1
        self.looked_at += self.verdicts.total() > before

    @property
    def total(self) -> int:
        """Services looked at."""
        return self.verdicts.total()

    @property
    def share(self) -> float | None:
        """Part 0–1 of them that is proven to be finishable; None where none was looked at."""
        return self.verdicts["yes"] / self.total if self.total else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The verdicts as slices of one bar."""
        return parts_of({key: self.verdicts[key] for key in VERDICTS})

    @property
    def not_looked_at(self) -> int:
        """Services that take part and that nobody looked at."""
        return sum(self.states[state] for state in _NOT_LOOKED_AT)


@dataclass(frozen=True)
class LandFigures:
    """A Land: what was counted in it, and its ``standing`` (towns, ranked, median)."""

    land: str
    tally: Tally
    standing: LandStanding


@dataclass(frozen=True)
class Figures:
    """All of it: ``by_land`` in the order of the ranking's Länder."""

    all: Tally
    by_land: Mapping[str, LandFigures]
    ranked: int

    @property
    def lands(self) -> Iterable[LandFigures]:
        """The Länder."""
        return self.by_land.values()


def verdict_of(cell: Cell) -> str | None:
    """What can be said of a service that was looked at; None where nobody looked, or another body is in charge."""
    if cell.state == "measured":
        return cell.completable
    return "no" if cell.state == "missing" else None


def figures(ranking: Ranking) -> Figures:
    """Count a month, in one pass."""
    whole, lands = Tally(), {standing.land: Tally() for standing in ranking.lands}
    ranked = 0
    for standing in ranking.standings:
        whole.add(standing)
        lands.setdefault(standing.town.land, Tally()).add(standing)
        ranked += standing.overall is not None
    told = {
        standing.land: LandFigures(standing.land, lands[standing.land], standing)
        for standing in ranking.lands
    }
    return Figures(whole, MappingProxyType(told), ranked)
