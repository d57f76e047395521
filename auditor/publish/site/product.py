"""Products, shared forms and what is broken in them for many: addressed to who can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from auditor.publish.clean import Address
from auditor.publish.line import Interval
from auditor.publish.ruleview import RuleView
from auditor.publish.site import paths
from auditor.publish.site.cells import source_name
from auditor.publish.site.charts import Part, parts
from auditor.publish.site.index import Index, Seen, TownLink
from auditor.publish.site.page import Page
from auditor.publish.site.proofs import ProofView, address, proof_view, proof_views
from auditor.publish.site.town import portions
from auditor.ranking.model import Defect, Detail, Product

OWN: tuple[str, ...] = ("produkte/*.html", "maengel/*.html")
#: Details read at once.
_PORTION = 200
#: Products or forms in the list of all; every municipality leads to its own.
SHOWN = 200
#: Municipalities in the list of one page; the rest goes to pages of its own.
LISTED = 500


@dataclass(frozen=True, slots=True)
class ExampleView:
    """Where something can be seen."""

    town: str
    href: str
    service: str
    service_id: str
    address: Address
    score: Interval | None


@dataclass(frozen=True, slots=True)
class DefectRow:
    """A defect in a list; ``share`` of the source's municipalities have it, in per cent."""

    defect: Defect
    rule: RuleView
    href: str
    share: float


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product in the list of all; ``yes`` of ``results`` addresses can be finished online."""

    name: str
    href: str
    towns: int
    results: int
    yes: int
    score: Interval
    top: DefectRow | None


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """Products of one kind; ``total`` counts those that are not shown, too."""

    kind: str
    rows: tuple[ProductRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of municipalities, by Land; ``pages`` are the addresses of all of them."""

    number: int
    pages: tuple[str, ...]
    total: int
    shown: int
    lands: tuple[tuple[str, tuple[TownLink, ...]], ...]


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product or shared form. ``better`` are defects that are not proven in the best of it."""

    product: Product
    name: str
    address: Address | None
    href: str
    score: Interval
    counts: tuple[Part, ...]
    services: tuple[tuple[str, str], ...]
    lands: tuple[tuple[str, int], ...]
    defects: tuple[DefectRow, ...]
    best: ExampleView | None
    better: tuple[RuleView, ...]
    proofs: tuple[ProofView, ...]
    listed: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class DefectView:
    """One broken rule in one product or form."""

    row: DefectRow
    product: Product
    name: str
    product_href: str
    address: Address | None
    services: tuple[tuple[str, str], ...]
    lands: tuple[tuple[str, int], ...]
    example: ExampleView | None
    proof: ProofView | None
    best: ExampleView | None
    listed: tuple[Listed, ...]


def pages(index: Index) -> Iterator[Page]:
    """The list of products, then a page for each product and each of its defects, with their further pages."""
    products = index.ranking.products
    yield Page(paths.PRODUCTS, "products.html", {"groups": product_groups(products, index)})
    for portion in portions(products, _PORTION):
        details = _details(portion, index)
        for product in portion:
            yield from _folded(product_view(product, details, index), "product.html")
            for defect in product.defects:
                yield from _folded(defect_view(defect, product, details, index), "defect.html")


def product_groups(products: Sequence[Product], index: Index) -> tuple[ProductGroup, ...]:
    """Products and shared forms apart, in the given order; the most used ones only."""
    groups = []
    for kind in ("product", "form"):
        own = [each for each in products if each.kind == kind]
        rows = tuple(_product_row(each, index) for each in own[:SHOWN])
        groups.append(ProductGroup(kind, rows, len(own)))
    return tuple(groups)


def _product_row(product: Product, index: Index) -> ProductRow:
    first = next(iter(product.defects), None)
    return ProductRow(
        source_name(product), paths.product_path(product.id), len(product.towns), product.results,
        product.completable.get("yes", 0), Interval.of(product.low, product.high) or Interval(0, 100),
        _row(first, product, index) if first else None,
    )  # fmt: skip


def _folded(view: ProductView | DefectView, template: str) -> Iterator[Page]:
    """The page, and more pages where its municipalities are too many for one."""
    for part in view.listed:
        yield Page(part.pages[part.number - 1], template, {"view": view, "part": part})


def _details(products: Sequence[Product], index: Index) -> Mapping[int, Detail]:
    wanted = {p.best.id for p in products if p.best and p.kind == "form"}
    wanted |= {d.example.id for p in products for d in p.defects}
    return index.site.details.details(sorted(wanted))


def product_view(product: Product, details: Mapping[int, Detail], index: Index) -> ProductView:
    """Everything the page of one product says."""
    best = product.best
    detail = details.get(best.id) if best and product.kind == "form" else None
    rows = tuple(_row(defect, product, index) for defect in product.defects)
    failed = set(best.failed) if best else set()
    return ProductView(
        product=product,
        name=source_name(product),
        address=address(product.best.url) if product.kind == "form" and product.best else None,
        href=paths.product_path(product.id),
        score=Interval.of(product.low, product.high) or Interval(0, 100),
        counts=parts([(key, product.completable.get(key, 0)) for key in ("yes", "no", "unknown")]),
        services=_services(product.services, index),
        lands=tuple(index.lands(product.towns)),
        defects=rows,
        best=_example(best.id, index) if best else None,
        better=tuple(row.rule for row in rows if best and row.defect.rule not in failed),
        proofs=proof_views(best, detail.proofs, (), index) if best and detail else (),
        listed=listed(paths.product_path(product.id), product.towns, index),
    )


def defect_view(defect: Defect, product: Product, details: Mapping[int, Detail], index: Index) -> DefectView:
    """Everything the page of one defect says."""
    detail = details.get(defect.example.id)
    proof = next((each for each in detail.proofs if each.rule == defect.rule), None) if detail else None
    best = product.best
    free = best is not None and defect.rule not in best.failed
    return DefectView(
        row=_row(defect, product, index),
        product=product,
        name=source_name(product),
        product_href=paths.product_path(product.id),
        address=address(product.best.url) if product.kind == "form" and product.best else None,
        services=_services(product.services, index),
        lands=tuple(index.lands(defect.towns)),
        example=_example(defect.example.id, index),
        proof=proof_view(defect.example, proof, (), index) if proof else None,
        best=_example(best.id, index) if best and free else None,
        listed=listed(paths.defect_path(defect.id), defect.towns, index),
    )


def _row(defect: Defect, product: Product, index: Index) -> DefectRow:
    share = 100 * len(defect.towns) / len(product.towns) if product.towns else 0.0
    return DefectRow(
        defect, index.rule(defect.rule), paths.defect_path(defect.id), round(min(share, 100.0), 2)
    )


def _services(services: Sequence[str], index: Index) -> tuple[tuple[str, str], ...]:
    known = index.site.service_by_id
    return tuple(
        (index.site.service(each), paths.service_path(each) if each in known else "") for each in services
    )


def _example(result: int, index: Index) -> ExampleView | None:
    seen: Seen | None = index.seen.get(result)
    if seen is None:
        return None
    return ExampleView(
        seen.standing.town.name, paths.town_path(seen.standing.town.ags), index.site.service(seen.cell.service),
        seen.cell.service, address(seen.result.url), Interval.of(seen.cell.low, seen.cell.high),
    )  # fmt: skip


def listed(path: str, ags: Sequence[str], index: Index) -> tuple[Listed, ...]:
    """Municipalities for one page or several: the first stands at ``path``, ``…-seite-2.html`` follows."""
    links = index.links(ags)
    runs = list(portions(links, LISTED)) or [()]
    ways = tuple(
        path if n == 1 else path.replace(".html", f"-seite-{n}.html") for n in range(1, len(runs) + 1)
    )
    return tuple(Listed(n, ways, len(links), len(run), _by_land(run, index)) for n, run in enumerate(runs, 1))


def _by_land(links: Sequence[TownLink], index: Index) -> tuple[tuple[str, tuple[TownLink, ...]], ...]:
    return tuple(
        (index.site.land(land), tuple(run)) for land, run in groupby(links, key=lambda link: link.land)
    )
