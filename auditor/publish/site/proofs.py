"""What is proven broken in one result, in words that may be published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditor.publish.clean import Address, safe_href, shorten, show_url
from auditor.publish.discreet import public_message, public_proof
from auditor.publish.mask import masked
from auditor.publish.ruleview import RuleView
from auditor.publish.site import paths
from auditor.publish.site.index import Index
from auditor.publish.words import rank
from auditor.ranking.correct import COMPLETION
from auditor.ranking.model import Detail, Measured, Objection, Proof

_QUOTE = 240
#: Of a form that many share; the rest stands once on the form's own page.
WORST = 3


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """What somebody says against a finding, and what was decided; without ``rule`` it is about completion."""

    id: str
    kind: str
    by: str
    received: date
    statement: str
    decision: str
    outcome: str | None
    reason: str
    decided: date | None
    reviewer: str
    until: date | None
    rule: RuleView | None


@dataclass(frozen=True, slots=True)
class ProofView:
    """A broken rule with the first place it was seen. ``shared`` leads to the defect where many have it."""

    rule: RuleView
    message: str
    quote: str
    address: Address | None
    step: int | None
    places: int
    shared: str | None
    shared_by: int
    objections: tuple[ObjectionView, ...] = ()


@dataclass(frozen=True, slots=True)
class BreakView:
    """A sentence that sends residents away from the screen, with every kind of it."""

    kinds: tuple[str, ...]
    quote: str
    address: Address


def objection_view(each: Objection, index: Index) -> ObjectionView:
    """In the language of the site."""
    lang = index.lang
    return ObjectionView(
        each.id, each.kind, each.by, each.received, each.statement[lang], each.decision, each.outcome,
        each.reason[lang] if each.reason else "", each.decided, each.reviewer or "", each.until,
        None if each.rule == COMPLETION else index.rule(each.rule),
    )  # fmt: skip


def quote(text: str) -> str:
    """Words of an audited page, short and without what names a person."""
    return shorten(masked(text), _QUOTE)


def address(url: str) -> Address:
    """An audited address; no link where it names a person."""
    shown = masked(url)
    return Address(show_url(shown), safe_href(url) if shown == url else None)


def proof_views(
    result: Measured, proofs: Iterable[Proof], objections: Sequence[Objection], index: Index
) -> tuple[ProofView, ...]:
    """Duties before recommendations, severe before slight; what was corrected since is left out."""
    proven = (proof for proof in proofs if proof.rule in result.failed)
    ordered = sorted(proven, key=lambda proof: rank(index.words.rule(proof.rule)))
    return tuple(proof_view(result, proof, objections, index) for proof in ordered)


def proof_view(result: Measured, proof: Proof, objections: Sequence[Objection], index: Index) -> ProofView:
    """One broken rule. Of a rule that could help an attacker only that it is broken is told."""
    rule, defect = index.words.rule(proof.rule), index.defect(result, proof.rule)
    shown = public_proof(rule, proof)
    return ProofView(
        rule=index.rule(proof.rule),
        message=index.catalogue.text("proof.discreet")
        if rule.discreet
        else public_message(index.words, rule, proof),
        quote=shorten(shown.quote, _QUOTE),
        address=address(shown.url) if shown.url else None,
        step=shown.step,
        places=1 if rule.discreet else proof.places,
        shared=paths.defect_path(defect.id) if defect else None,
        shared_by=len(defect.towns) if defect else 0,
        objections=tuple(objection_view(each, index) for each in objections if concerns(each, proof)),
    )


def concerns(objection: Objection, proof: Proof) -> bool:
    """Whether it is about this finding; one that names a place is shown with the first place only if that is it."""
    return objection.rule == proof.rule and objection.fingerprint in {None, proof.fingerprint}


def break_views(detail: Detail) -> tuple[BreakView, ...]:
    """Each sentence once."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in detail.breaks:
        found.setdefault((quote(each.quote), each.url), []).append(each.kind)
    return tuple(
        BreakView(tuple(dict.fromkeys(kinds)), text, address(url)) for (text, url), kinds in found.items()
    )


def said(detail: Detail) -> tuple[tuple[str, Address], ...]:
    """The page's own sentences that decided whether it can be finished, each once."""
    found = {quote(each.quote): address(each.url) for each in detail.quotes if each.quote}
    return tuple(found.items())
