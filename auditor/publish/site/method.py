"""How the ranking is made, with an example out of this very month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.publish.methodology import methodology
from auditor.publish.site.page import Page, Site
from auditor.publish.site.paths import METHODOLOGY, SERVICE_METHOD
from auditor.publish.site.rows import Row, Span, row, span_of
from auditor.ranking.model import Cell, Standing
from auditor.ranking.sensitivity import VARIATION
from auditor.ranking.standing import value_of, weights_of

OWN: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One service of the example: ``weight`` is None where it takes no part."""

    service: str
    state: str
    completable: str
    weight: float | None
    span: Span
    coverage: float


@dataclass(frozen=True)
class Example:
    """A municipality reckoned through. ``first`` is who its rank begins with, ``above`` the last one before that."""

    row: Row
    span: Span
    parts: tuple[Part, ...]
    weight: float
    low_sum: float
    high_sum: float
    coverage: float
    first: Row
    above: Row | None


def pages(site: Site) -> Iterator[Page]:
    """The method of the ranking, and that of single services."""
    services = [
        (each.title[site.words.catalogue.lang], each.about, each.leika, each.weight)
        for each in site.ranking.basket.services
    ]
    values = {"services": services, "example": example(site), "variation": VARIATION}
    yield Page(METHODOLOGY, "ranking-method.html", values)
    yield Page(SERVICE_METHOD, "methodology.html", {"method": methodology(site.words)})


def example(site: Site) -> Example | None:
    """The ranked municipality whose services differ most; None where nobody is ranked."""
    ranked = list(site.ranking.ranked)
    if not ranked:
        return None
    chosen = max(ranked, key=_variety)
    group = [s for s in ranked if s.overall and chosen.overall and s.overall.rank == chosen.overall.rank]
    above = ranked.index(group[0]) - 1
    weights = weights_of(site.ranking.basket)
    parts = [_part(cell, weights.get(cell.service, 0.0), site) for cell in chosen.cells]
    value = value_of(chosen.cells, weights)
    return Example(
        row=row(chosen, site),
        span=span_of(chosen, site),
        parts=tuple(parts),
        weight=sum(part.weight or 0.0 for part in parts),
        low_sum=sum((part.weight or 0.0) * part.span.low for part in parts),
        high_sum=sum((part.weight or 0.0) * part.span.high for part in parts),
        coverage=value.coverage,
        first=row(group[0], site),
        above=row(ranked[above], site) if above >= 0 else None,
    )


def _variety(standing: Standing) -> tuple[int, bool]:
    kinds = {(cell.state, cell.completable) for cell in standing.cells}
    return len(kinds), bool(standing.overall and standing.overall.tied)


def _part(cell: Cell, weight: float, site: Site) -> Part:
    takes_part = cell.state != "elsewhere" and weight > 0
    return Part(
        site.service(cell.service),
        cell.state,
        cell.completable,
        weight if takes_part else None,
        Span.of(cell.low, cell.high, site.words.catalogue),
        cell.coverage,
    )
