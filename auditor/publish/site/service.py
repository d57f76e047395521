"""Service pages: where one service can be finished online, who does it best, and what stands in the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from auditor.publish.clean import Address
from auditor.publish.line import Interval
from auditor.publish.ruleview import RuleView
from auditor.publish.site import paths
from auditor.publish.site.cells import source_name
from auditor.publish.site.charts import Part, parts
from auditor.publish.site.index import OPEN, VERDICTS, Index, verdict
from auditor.publish.site.page import Page
from auditor.publish.site.proofs import address
from auditor.publish.site.town import Tally
from auditor.ranking.model import BasketService, Cell, Product, ServiceStanding, Standing

OWN: tuple[str, ...] = ("dienste/*.html",)
#: Rows of the lists; enough to learn from, few enough to read.
BEST, PRODUCTS, FAILURES = 10, 12, 10


@dataclass(frozen=True, slots=True)
class LandRow:
    """One Land; ``open`` counts what nobody knows. ``share`` of those that take part can finish it, in per cent."""

    name: str
    href: str
    towns: int
    yes: int
    no: int
    open: int
    share: float


@dataclass(frozen=True, slots=True)
class BestView:
    """A municipality to learn from."""

    name: str
    href: str
    land: str
    population: int
    score: Interval
    product: str
    product_href: str | None
    address: Address


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product that serves this service, by municipalities and those in which it can be finished."""

    name: str
    href: str
    kind: str
    towns: int
    yes: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the measured municipalities something concerns; ``share`` in per cent."""

    key: str
    count: int
    share: float
    rule: RuleView | None = None


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service of the basket over the whole country."""

    service: BasketService
    title: str
    about: str
    href: str
    total: int
    yes: int
    no: int
    measured: int
    elsewhere: int
    counts: tuple[Part, ...]
    score: Interval | None
    lands: tuple[LandRow, ...]
    best: tuple[BestView, ...]
    products: tuple[ProductRow, ...]
    breaks: tuple[Share, ...]
    failures: tuple[Share, ...]


@dataclass
class _Count:
    """What is counted for one service while municipalities pass by."""

    verdicts: Counter[str] = field(default_factory=Counter)
    lands: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    products: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def add(self, standing: Standing, cell: Cell, index: Index) -> None:
        key = verdict(cell)
        self.verdicts[key] += 1
        self.lands[standing.town.land][key] += 1
        if cell.state != "measured" or cell.result is None:
            return
        self.failed.update(cell.result.failed)
        for source in index.sources(cell.result):
            self.products[source.id] += 1
            self.finished[source.id] += key == "yes"


def pages(index: Index, tally: Tally) -> Iterator[Page]:
    """The list of services and a page for each; ``tally`` holds what was counted on the municipalities' pages."""
    views = service_views(index, tally)
    yield Page(paths.SERVICES, "services.html", {"services": views})
    for view in views:
        yield Page(view.href, "service.html", {"view": view})


def service_views(index: Index, tally: Tally) -> tuple[ServiceView, ...]:
    """Every service, in the order of the basket."""
    counts = {service.id: _Count() for service in index.ranking.basket.services}
    for standing in index.ranking.standings:
        for cell in standing.cells:
            counts[cell.service].add(standing, cell, index)
    return tuple(
        _view(each, counts[each.service.id], tally.breaks[each.service.id], index)
        for each in index.ranking.services
    )


def _view(each: ServiceStanding, count: _Count, breaks: Counter[str], index: Index) -> ServiceView:
    service, verdicts = each.service, count.verdicts
    measured = verdicts["yes"] + verdicts["no"] + verdicts["unknown"]
    return ServiceView(
        service=service,
        title=service.title[index.lang],
        about=service.about[index.lang] if service.about else "",
        href=paths.service_path(service.id),
        total=verdicts.total() - verdicts["elsewhere"],
        yes=verdicts["yes"],
        no=verdicts["no"] + verdicts["missing"],
        measured=measured,
        elsewhere=verdicts["elsewhere"],
        counts=parts([(key, verdicts[key]) for key in VERDICTS if key != "elsewhere" and verdicts[key]]),
        score=Interval.of(each.low, each.high),
        lands=tuple(sorted((_land(*pair, index) for pair in count.lands.items()), key=lambda row: row.name)),
        best=tuple(_best(each, index)),
        products=tuple(_products(count, index)),
        breaks=_shares(breaks, measured),
        failures=tuple(
            Share(share.key, share.count, share.share, index.rule(share.key))
            for share in _shares(count.failed, measured)[:FAILURES]
        ),
    )


def _land(land: str, verdicts: Counter[str], index: Index) -> LandRow:
    total = verdicts.total() - verdicts["elsewhere"]
    return LandRow(
        index.site.land(land), paths.land_path(land), total, verdicts["yes"],
        verdicts["no"] + verdicts["missing"], sum(verdicts[key] for key in OPEN),
        round(100 * verdicts["yes"] / total, 2) if total else 0.0,
    )  # fmt: skip


def _best(each: ServiceStanding, index: Index) -> Iterator[BestView]:
    """Where it can be finished, the most points first; others are nobody's example."""
    shown = 0
    for ags in each.best:
        standing = index.site.by_ags.get(ags)
        cell = _cell(standing, each.service.id) if standing else None
        if standing is None or cell is None or cell.result is None or cell.completable != "yes":
            continue
        product = index.product(cell.result) or index.form(cell.result)
        yield BestView(
            standing.town.name, paths.town_path(ags), index.site.land(standing.town.land), standing.town.population,
            Interval.of(cell.low, cell.high) or Interval(0, 100),
            source_name(product) if product else cell.result.product or "",
            paths.product_path(product.id) if product else None, address(cell.result.url),
        )  # fmt: skip
        shown += 1
        if shown == BEST:
            return


def _cell(standing: Standing, service: str) -> Cell | None:
    return next((c for c in standing.cells if c.service == service and c.state == "measured"), None)


def _products(count: _Count, index: Index) -> Iterator[ProductRow]:
    by_id: dict[str, Product] = index.site.product_by_id
    for ident, towns in sorted(count.products.items(), key=lambda pair: (-pair[1], pair[0]))[:PRODUCTS]:
        product = by_id[ident]
        yield ProductRow(
            source_name(product), paths.product_path(ident), product.kind, towns, count.finished[ident]
        )


def _shares(count: Counter[str], measured: int) -> tuple[Share, ...]:
    ordered: Sequence[tuple[str, int]] = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Share(key, n, round(100 * n / measured, 2)) for key, n in ordered if n and measured)
