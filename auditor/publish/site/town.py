"""Municipality pages: the answer first, then the rank and why, then every service with its proofs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from markupsafe import Markup

from auditor.publish.line import Interval
from auditor.publish.opendata.schema import levels
from auditor.publish.opendata.terms import entry
from auditor.publish.ruleview import RuleView
from auditor.publish.site import paths
from auditor.publish.site.cells import CellView, Said, about, cell_view, source_name
from auditor.publish.site.charts import Distribution, History, Part, history, parts, sparkline
from auditor.publish.site.index import VERDICTS, Index, verdict
from auditor.publish.site.page import Page
from auditor.publish.site.proofs import ObjectionView, objection_view
from auditor.ranking.model import Cell, Correction, Defect, Detail, Place, Point, Standing
from auditor.ranking.standing import RANK_COVERAGE

_Each = TypeVar("_Each")

OWN: tuple[str, ...] = ("gemeinden/*.html",)
#: Municipalities whose details are read at once: few enough for memory, many enough for the database.
PORTION = 200
#: Shared defects named on a municipality's page.
HELPS = 5
#: Tables of open data that a municipality looks itself up in, and their formats for people.
_LEVELS, _FORMS = frozenset({"municipality", "all"}), frozenset({"csv", "json"})


@dataclass(frozen=True, slots=True)
class RankView:
    """One of the three ranks; ``group`` names who it is among, ``href`` leads to the table."""

    key: str
    group: str
    href: str
    place: Place


@dataclass(frozen=True, slots=True)
class HelpView:
    """A defect that many share, and which of this municipality's services have it."""

    rule: RuleView
    href: str
    kind: str
    source: str
    source_href: str
    services: tuple[str, ...]
    towns: int
    gain: float | None


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file of open data; ``path`` is below the site's folder."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class TownView:
    """One municipality's page."""

    standing: Standing
    land: str
    land_href: str
    size: str
    answer: str
    counts: tuple[Part, ...]
    elsewhere: int
    score: Interval
    ranks: tuple[RankView, ...]
    cells: tuple[CellView, ...]
    changed: tuple[str, ...]
    helps: tuple[HelpView, ...]
    history: History | None
    spark: Markup
    group: Distribution | None
    objections: tuple[ObjectionView, ...]
    corrections: Sequence[Correction]
    files: tuple[FileLink, ...]

    @property
    def district(self) -> str:
        """Name of the Kreis; empty where only its key is known."""
        return _name(self.standing.town.district)

    @property
    def kind(self) -> str:
        """What the municipality calls itself; empty where only a code is known."""
        return _name(self.standing.town.kind)

    @property
    def provider(self) -> str:
        """Name of the association that administers for it; empty where only its key is known."""
        return _name(self.standing.town.provider or "")


@dataclass
class Tally:
    """What is counted while details pass by, so that nobody has to read them twice: services by kind of break."""

    breaks: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, cell: Cell, detail: Detail | None) -> None:
        """One municipality's service with its details."""
        if detail is not None:
            self.breaks[cell.service].update({each.kind for each in detail.breaks})


def pages(index: Index, tally: Tally) -> Iterator[Page]:
    """A page for every municipality of the register, ranked or not."""
    site, files = index.site, file_links(index)
    for portion in portions(site.ranking.standings, PORTION):
        ids = {c.result.id for s in portion for c in s.cells if c.result and c.state == "measured"}
        details = site.details.details(sorted(ids))
        pasts = site.details.histories([s.town.ags for s in portion])
        for standing in portion:
            for cell in standing.cells:
                tally.add(cell, details.get(cell.result.id) if cell.result else None)
            past = pasts.get(standing.town.ags, ())
            view = town_view(standing, details, past, index, files)
            yield Page(
                paths.town_path(standing.town.ags), "town.html", {"town": view, "least": RANK_COVERAGE}
            )
    yield from _former(index)


def _former(index: Index) -> Iterator[Page]:
    """Where a municipality stood that has become part of another, a page that leads there: addresses must not die."""
    known = index.site.by_ags
    for standing in index.ranking.standings:
        for ags in standing.town.former:
            if ags not in known:
                yield Page(paths.town_path(ags), "merged.html", {"former": ags, "now": standing.town})


def portions(of: Sequence[_Each], size: int) -> Iterator[Sequence[_Each]]:
    """Runs of at most ``size``."""
    return (of[start : start + size] for start in range(0, len(of), size))


def file_links(index: Index) -> tuple[FileLink, ...]:
    """Files of this month in which a municipality finds its own lines."""
    site, titles = index.site, {level.id: level.title[index.lang] for level in levels()}
    return tuple(
        FileLink(f"{titles[each.level]} ({entry('forms')[each.form]['name']})", each.path)
        for each in site.downloads
        if each.month == site.ranking.month and each.level in _LEVELS and each.form in _FORMS
    )


def town_view(
    standing: Standing,
    details: Mapping[int, Detail],
    published: Sequence[Point],
    index: Index,
    files: tuple[FileLink, ...] = (),
) -> TownView:
    """Everything the page of one municipality says."""
    town, site = standing.town, index.site
    past, months = _past(standing, published, index), site.ranking.months
    objections = index.objections(standing)
    wide = [each for each in objections if each.service is None and each.address is None]
    cells = tuple(
        cell_view(
            cell,
            details.get(cell.result.id) if cell.result else None,
            Said([each for each in about(cell, objections) if each not in wide], wide),
            index,
        )
        for cell in standing.cells
    )
    beside = {o.id for c in cells for o in (*c.objections, *(o for p in c.proofs for o in p.objections))}
    group = index.groups.get(town.size) if standing.overall else None
    counted = Counter(verdict(cell) for cell in standing.cells)
    return TownView(
        standing=standing,
        land=site.land(town.land),
        land_href=paths.land_path(town.land),
        size=site.size(town.size),
        answer=answer(standing, index),
        counts=parts([(key, counted[key]) for key in VERDICTS if key != "elsewhere" and counted[key]]),
        elsewhere=counted["elsewhere"],
        score=Interval.of(standing.low, standing.high) or Interval(0, 100),
        ranks=tuple(_ranks(standing, index)),
        cells=cells,
        changed=tuple(site.service(each) for each in standing.movement.changed) if standing.movement else (),
        helps=_helps(standing, index),
        history=history(past, months, town.name, index.catalogue),
        spark=sparkline(past, months, index.catalogue),
        group=group.place(standing.low, town.name) if group else None,
        objections=tuple(objection_view(each, index) for each in objections if each.id not in beside),
        corrections=index.corrections.get(town.ags, ()),
        files=files,
    )


def answer(standing: Standing, index: Index) -> str:
    """How many services can be finished online, in a sentence that never counts the unknown as bad."""
    count, text, number = index.catalogue.count, index.catalogue.text, index.catalogue.number
    yes, no, unknown = standing.finishable
    total = yes + no + unknown
    if not total:
        return text("answer.empty")
    if not yes and not no:
        return count("answer.nothing-known", total)
    said = text("answer.none", total=number(total)) if not yes else ""
    if yes:
        said = (
            text("answer.all", total=number(total))
            if yes == total > 1
            else count("answer.yes", yes, total=number(total))
        )
    said += count("answer.no", no) if no else ""
    said += count("answer.unknown", unknown) if unknown else ""
    return said + text("answer.end")


def _past(standing: Standing, published: Sequence[Point], index: Index) -> Sequence[Point]:
    """Published months and this one, which may not have been published yet."""
    month, place = index.ranking.month, standing.overall
    if standing.unranked == "empty" or any(point.month == month for point in published):
        return published
    rank, of = (place.rank, place.of) if place else (None, None)
    now = Point(month, standing.low, standing.high, standing.coverage, rank, of, index.ranking.rulebook)
    return (*published, now)


def _ranks(standing: Standing, index: Index) -> Iterator[RankView]:
    town, text = standing.town, index.catalogue.text
    for key, place, group, href in (
        ("overall", standing.overall, text("rank.country"), paths.RANKING),
        ("land", standing.in_land, index.site.land(town.land), paths.land_path(town.land)),
        ("size", standing.in_size, index.site.size(town.size), paths.size_path(town.size)),
    ):
        if place is not None:
            yield RankView(key, group, href, place)


def _helps(standing: Standing, index: Index) -> tuple[HelpView, ...]:
    """Shared defects in this municipality's services, by what mending them would bring all of them together."""
    hit: dict[str, tuple[Defect, list[str]]] = {}
    weight: defaultdict[str, float] = defaultdict(float)
    for cell in standing.cells:
        if cell.state != "measured" or cell.result is None:
            continue
        for rule in cell.result.failed:
            defect = index.defect(cell.result, rule)
            if defect is not None:
                hit.setdefault(defect.id, (defect, []))[1].append(cell.service)
                weight[defect.id] += (defect.gain or 0.0) * index.site.service_by_id[cell.service].weight
    best = sorted(hit, key=lambda ident: (-weight[ident], ident))[:HELPS]
    return tuple(_help(*hit[ident], index) for ident in best)


def _help(defect: Defect, services: Sequence[str], index: Index) -> HelpView:
    product = index.products_by_defect[defect.id]
    return HelpView(
        index.rule(defect.rule), paths.defect_path(defect.id), defect.kind, source_name(product),
        paths.product_path(product.id), tuple(index.site.service(each) for each in services), len(defect.towns),
        defect.gain,
    )  # fmt: skip


def _name(text: str) -> str:
    return "" if text.isdigit() else text
