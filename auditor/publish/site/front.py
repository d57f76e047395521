"""The front page: the country's answer, how sure it is, and what would help most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from auditor.publish.clean import show_url
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.site.page import Page, Site
from auditor.publish.site.paths import FRONT, defect_path
from auditor.publish.site.rows import Row, row
from auditor.publish.site.tiles import legend, tile_map
from auditor.ranking.model import Defect, Standing

OWN: tuple[str, ...] = ()
#: Rows of the lists on the front page: enough to see who leads, few enough to read.
_TOP, _MOVERS, _DEFECTS, _REASONS = 10, 5, 5, 4


@dataclass(frozen=True)
class Mover:
    """A municipality that moved by changed services: ``points`` by them alone, ``changed`` are their names."""

    row: Row
    points: float
    changed: tuple[str, ...]


@dataclass(frozen=True)
class SharedDefect:
    """A defect that many municipalities share; ``gain`` in points of a municipality, in the middle."""

    href: str
    rule: RuleView
    source: str
    kind: str
    towns: int
    gain: float | None


def pages(site: Site) -> Iterator[Page]:
    """The front page."""
    values = {
        "figures": site.figures,
        "map": tile_map(site),
        "shades": legend(),
        "leaders": [row(standing, site) for standing in islice(site.ranking.ranked, _TOP)],
        "risen": _movers(site, 1),
        "fallen": _movers(site, -1),
        "defects": _defects(site),
        "reasons": site.figures.all.reasons.most_common(_REASONS),
    }
    yield Page(FRONT, "front.html", values)


def _movers(site: Site, sign: int) -> list[Mover]:
    """Those that changed services moved most, up (1) or down (-1)."""

    def moved(standing: Standing) -> float:
        return sign * ((standing.movement.service or 0.0) if standing.movement else 0.0)

    most = nlargest(_MOVERS, (s for s in site.ranking.ranked if moved(s) > 0), key=moved)
    return [_mover(standing, site, sign * moved(standing)) for standing in most]


def _mover(standing: Standing, site: Site, points: float) -> Mover:
    changed = standing.movement.changed if standing.movement else ()
    return Mover(row(standing, site), points, tuple(site.service(each) for each in changed))


def _defects(site: Site) -> list[SharedDefect]:
    """What would help most: the gain of a municipality times those who have it."""

    def worth(defect: Defect) -> tuple[float, int, str]:
        return (defect.town_gain or 0.0) * len(defect.towns), len(defect.towns), defect.id

    known = (defect for product in site.ranking.products for defect in product.defects)
    return [
        SharedDefect(
            defect_path(each.id),
            view_rule(site.words.rule(each.rule), site.words),
            show_url(each.source) if each.kind == "form" else each.source,
            each.kind,
            len(each.towns),
            each.town_gain,
        )
        for each in nlargest(_DEFECTS, known, key=worth)
    ]
