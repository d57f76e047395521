"""One service of the basket in one municipality, as its page tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from auditor.publish.clean import Address, shorten
from auditor.publish.line import Interval
from auditor.publish.mask import masked
from auditor.publish.site import paths
from auditor.publish.site.index import Index, verdict
from auditor.publish.site.proofs import (
    WORST,
    BreakView,
    ObjectionView,
    ProofView,
    address,
    break_views,
    objection_view,
    proof_views,
    said,
)
from auditor.ranking.correct import COMPLETION
from auditor.ranking.model import CapValue, Cell, Detail, Measured, Objection, Product

_NAME = 120


@dataclass(frozen=True, slots=True)
class SourceView:
    """The product or shared form behind a service. ``towns`` counts who uses it."""

    kind: str
    name: str
    href: str
    towns: int


@dataclass(frozen=True, slots=True)
class CellView:
    """What is known of one service. ``more`` counts proven failures that stand on the page of the shared form."""

    id: str
    title: str
    href: str
    verdict: str
    why: str
    name: str
    address: Address | None
    by: str
    visited: datetime | None = None
    vain: datetime | None = None
    vain_reason: str = ""
    score: Interval | None = None
    coverage: float = 0.0
    caps: tuple[CapValue, ...] = ()
    quotes: tuple[tuple[str, Address], ...] = ()
    breaks: tuple[BreakView, ...] = ()
    product: SourceView | None = None
    form: SourceView | None = None
    proofs: tuple[ProofView, ...] = ()
    failed: int = 0
    more: int = 0
    look: int = 0
    objections: tuple[ObjectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Objections: ``own`` concern this service, ``wide`` the municipality, so whichever finding is of their rule."""

    own: Sequence[Objection]
    wide: Sequence[Objection]


def cell_view(cell: Cell, detail: Detail | None, objections: Said, index: Index) -> CellView:
    """One service of a municipality."""
    result, offer = cell.result, cell.offer
    url = result.url if result else offer.url if offer else None
    if detail is not None and _settled(objections):
        detail = replace(detail, breaks=(), quotes=(), completion_reason="")
    plain = CellView(
        id=cell.service,
        title=index.site.service(cell.service),
        href=paths.service_path(cell.service),
        verdict=verdict(cell),
        why=_settled_why(cell, index) if _settled(objections) else _why(cell, detail, index),
        name=shorten(masked(offer.name), _NAME) if offer and offer.name else "",
        address=address(url) if url and cell.state in {"measured", "unmeasured"} else None,
        by=cell.by or "",
    )
    if cell.state != "measured" or result is None:
        return replace(plain, objections=tuple(objection_view(each, index) for each in objections.own))
    return _measured(plain, cell, result, detail, objections, index)


def _measured(
    plain: CellView,
    cell: Cell,
    result: Measured,
    detail: Detail | None,
    objections: Said,
    index: Index,
) -> CellView:
    form, product = index.form(result), index.product(result)
    every = (*objections.own, *objections.wide)
    proofs = proof_views(result, detail.proofs, every, index) if detail else ()
    shown = _worst(proofs) if form else proofs
    beside = {each.id for proof in shown for each in proof.objections}
    failed = len(result.failed)
    return replace(
        plain,
        visited=result.visited,
        vain=result.vain,
        vain_reason=_reason(result.vain_reason, index),
        score=Interval.of(cell.low, cell.high),
        coverage=cell.coverage,
        caps=result.caps,
        quotes=said(detail) if detail else (),
        breaks=break_views(detail) if detail else (),
        product=_source(product),
        form=_source(form),
        proofs=shown,
        failed=failed,
        more=failed - len(shown),
        look=detail.look if detail else 0,
        objections=tuple(objection_view(each, index) for each in objections.own if each.id not in beside),
    )


def _reason(reason: str | None, index: Index) -> str:
    key = f"reason.{reason}"
    return index.catalogue.text(key if key in index.catalogue else "reason.none")


def _settled(objections: Said) -> bool:
    """Whether the verdict on completion was corrected, so that the page's words no longer speak for it."""
    said = (*objections.own, *objections.wide)
    return any(each.rule == COMPLETION and each.decision == "corrected" for each in said)


def _settled_why(cell: Cell, index: Index) -> str:
    return index.catalogue.text(f"cell.settled.{cell.completable}")


def _worst(proofs: Sequence[ProofView]) -> tuple[ProofView, ...]:
    """The three worst and those that somebody objects to."""
    return (*proofs[:WORST], *(proof for proof in proofs[WORST:] if proof.objections))


def _source(product: Product | None) -> SourceView | None:
    if product is None:
        return None
    return SourceView(product.kind, source_name(product), paths.product_path(product.id), len(product.towns))


def source_name(product: Product) -> str:
    """A product's own name; of a form its address as readers see it."""
    return product.name if product.kind == "product" else address(product.name).text


def _why(cell: Cell, detail: Detail | None, index: Index) -> str:
    """The state of the service in a sentence."""
    text, offer = index.catalogue.text, cell.offer
    if cell.state == "measured" and cell.result is not None:
        return index.reason(cell.result, detail.completion_reason if detail else "")
    if cell.state == "unmeasured":
        own, known = f"cell.reason.{cell.reason}", f"reason_long.{cell.reason}"
        return text(
            own if own in index.catalogue else known if known in index.catalogue else "reason_long.none"
        )
    if cell.state == "missing" and offer is not None and offer.source and offer.day:
        return text("cell.missing.seen", source=masked(offer.source), day=index.catalogue.date(offer.day))
    if cell.state == "elsewhere" and offer is not None and offer.provider:
        return text("cell.elsewhere.named", provider=masked(offer.provider))
    return text(f"cell.{cell.state}.plain")


def about(cell: Cell, objections: Sequence[Objection]) -> list[Objection]:
    """Those of a municipality's objections that name this service or its address."""
    own = cell.result.address if cell.result else cell.offer.address if cell.offer else None
    return [
        each
        for each in objections
        if (each.address == own if each.address is not None else each.service == cell.service)
    ]
