"""The ranking tables: everybody, per Land, per size class, from A to Z, and those without a rank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from auditor.publish.site.page import Page, Site
from auditor.publish.site.paths import (
    LANDS,
    LETTERS,
    SIZES,
    land_path,
    letter_path,
    ranking_path,
    size_path,
    unranked_path,
)
from auditor.publish.site.rows import Scope, by_name, initial, portions, row
from auditor.publish.site.tiles import legend, tile_map
from auditor.ranking.model import Standing

OWN: tuple[str, ...] = ("rangliste/*.html", "laender/*.html", "groessen/*.html", "a-z/*.html")

#: Rows on one page: a page stays below a megabyte, and can be searched in a blink.
PER_PAGE = 500
COLUMNS = ("rank", "range", "name", "land", "population", "points", "services", "coverage", "movement")


@dataclass(frozen=True)
class Listing:
    """One ranking over several pages; ``kind`` is a key of ``tables`` in the texts, ``name`` what it is about."""

    kind: str
    name: str
    scope: Scope
    standings: Sequence[Standing]
    path: Callable[[int], str]


@dataclass(frozen=True)
class Leaf:
    """One page of a listing, as the others lead to it."""

    path: str
    label: str


def pages(site: Site) -> Iterator[Page]:
    """All tables."""
    everybody = site.ranking.standings
    yield from _listing(site, Listing("overall", "", "overall", everybody, ranking_path))
    yield from _unranked(site, by_name(standing for standing in everybody if not standing.overall))
    yield from _lands(site)
    yield from _sizes(site)
    yield from _letters(site)


def _listing(site: Site, listing: Listing) -> Iterator[Page]:
    """The ranked, best first; below them on the last page the others, unless those have pages of their own."""
    ranked = [s for s in listing.standings if getattr(s, listing.scope)]
    rest = by_name(s for s in listing.standings if not getattr(s, listing.scope))
    cut = portions(ranked, PER_PAGE)
    leaves = [Leaf(listing.path(n), _ranks(part, listing.scope)) for n, part in enumerate(cut, 1)]
    for number, part in enumerate(cut, 1):
        told = rest if number == len(cut) and listing.kind != "overall" else ()
        values: dict[str, Any] = {
            "listing": listing,
            "columns": _columns(site, listing.kind),
            "total": len(listing.standings),
            "ranked": len(ranked),
            "rows": [row(standing, site, listing.scope) for standing in part],
            "rest": [row(standing, site, listing.scope) for standing in told],
            "leaves": leaves,
            "number": number,
        }
        yield Page(leaves[number - 1].path, "table.html", values)


def _columns(site: Site, kind: str) -> tuple[str, ...]:
    """What a table shows: no Land where all are of one, no movement in the first month."""
    left_out = {"land"} if kind == "land" else set()
    if not site.ranking.previous:
        left_out.add("movement")
    return tuple(column for column in COLUMNS if column not in left_out)


def _ranks(part: Sequence[Standing], scope: Scope) -> str:
    ends = [getattr(standing, scope).rank for standing in (part[0], part[-1])] if part else []
    return "–".join(dict.fromkeys(str(rank) for rank in ends))


def _unranked(site: Site, rest: Sequence[Standing]) -> Iterator[Page]:
    cut = portions(rest, PER_PAGE)
    leaves = [Leaf(unranked_path(n), _names(part)) for n, part in enumerate(cut, 1)]
    for number, part in enumerate(cut, 1):
        values = {
            "rows": [row(standing, site) for standing in part],
            "leaves": leaves,
            "number": number,
            "total": len(rest),
        }
        yield Page(leaves[number - 1].path, "unranked.html", values)


def _names(part: Sequence[Standing]) -> str:
    return "–".join(dict.fromkeys(initial(s.town.name) for s in (part[0], part[-1]))) if part else ""


def _lands(site: Site) -> Iterator[Page]:
    yield Page(LANDS, "lands.html", {"map": tile_map(site), "shades": legend()})
    for land in site.figures.by_land:
        own = [standing for standing in site.ranking.standings if standing.town.land == land]
        yield from _listing(site, Listing("land", site.land(land), "in_land", own, partial(land_path, land)))


def _sizes(site: Site) -> Iterator[Page]:
    towns = {
        size.id: [standing for standing in site.ranking.standings if standing.town.size == size.id]
        for size in site.ranking.sizes
    }
    rows = [
        (size_path(size), site.size(size), len(own), sum(s.in_size is not None for s in own))
        for size, own in towns.items()
    ]
    yield Page(SIZES, "sizes.html", {"rows": rows})
    for size, own in towns.items():
        yield from _listing(site, Listing("size", site.size(size), "in_size", own, partial(size_path, size)))


def _letters(site: Site) -> Iterator[Page]:
    named = by_name(site.ranking.standings)
    groups = {
        letter: list(group)
        for letter, group in groupby(named, key=lambda standing: initial(standing.town.name))
    }
    letters = [(letter, letter_path(letter), len(group)) for letter, group in groups.items()]
    yield Page(LETTERS, "letters.html", {"letters": letters})
    for letter, group in groups.items():
        values = {"letter": letter, "letters": letters, "rows": [row(standing, site) for standing in group]}
        yield Page(letter_path(letter), "letter.html", values)
