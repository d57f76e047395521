"""A municipality as one row of a table, in whichever ranking it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.evidence.slug import slugify
from auditor.publish.catalogue import Catalogue
from auditor.publish.overview import Part, parts_of
from auditor.publish.site.figures import VERDICTS
from auditor.publish.site.page import Site
from auditor.publish.site.paths import town_path
from auditor.ranking.model import Movement, Place, Standing

Scope = Literal["overall", "in_land", "in_size"]
"""Among whom a row is ranked: everybody, its Land, its size class."""


@dataclass(frozen=True, slots=True)
class Span:
    """Points 0–100 to the tenth, as they are ranked, so that readers see which intervals overlap."""

    low: float
    high: float
    text: str

    @classmethod
    def of(cls, low: float, high: float, words: Catalogue) -> Span:
        """The interval with its text, „43,5–71,0“."""
        ends = dict.fromkeys((words.number(low, 1), words.number(high, 1)))
        return cls(round(low, 1), round(high, 1), "–".join(ends))

    @property
    def open(self) -> float:
        """Width of what is unknown."""
        return round(self.high - self.low, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality; ``gained`` is how many ranks it rose (negative: fell) since last month, among all."""

    ags: str
    name: str
    href: str
    land: str
    land_name: str
    population: int
    place: Place | None
    score: Span | None
    coverage: float
    services: tuple[Part, ...]
    movement: Movement | None
    gained: int | None
    unranked: str | None

    @property
    def total(self) -> int:
        """Services that take part."""
        return sum(part.count for part in self.services)


def row(standing: Standing, site: Site, scope: Scope = "overall") -> Row:
    """A standing as a row of this ranking."""
    town, move = standing.town, standing.movement
    before = move.rank_before if move and scope == "overall" else None
    here = standing.overall
    return Row(
        ags=town.ags,
        name=town.name,
        href=town_path(town.ags),
        land=town.land,
        land_name=site.land(town.land),
        population=town.population,
        place=getattr(standing, scope),
        score=None if standing.unranked == "empty" else span_of(standing, site),
        coverage=standing.coverage,
        services=parts_of(dict(zip(VERDICTS, standing.finishable, strict=True))),
        movement=move,
        gained=before - here.rank if before and here else None,
        unranked=standing.unranked,
    )


def span_of(standing: Standing, site: Site) -> Span:
    """The points of a municipality."""
    return Span.of(standing.low, standing.high, site.words.catalogue)


def by_name(standings: Iterable[Standing]) -> list[Standing]:
    """In the order of an index of names: umlauts like their letters, equal names by key."""
    return sorted(standings, key=lambda standing: (sort_name(standing.town.name), standing.town.ags))


def sort_name(name: str) -> str:
    """The name as it is sorted: small letters without marks."""
    return slugify(name) or name.lower()


def initial(name: str) -> str:
    """The letter a name is found under; ``0`` where it begins with none."""
    first = sort_name(name)[:1].upper()
    return first if "A" <= first <= "Z" else "0"


def portions(standings: Sequence[Standing], size: int) -> list[Sequence[Standing]]:
    """Cut into pages of this size; an empty list is one empty page."""
    return [standings[at : at + size] for at in range(0, len(standings), size)] or [standings]
