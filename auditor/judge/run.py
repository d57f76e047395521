"""One service's evidence in, the whole verdict out. The same evidence and rulebook give the same bytes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from auditor.checks.case import Case, Completion, main_document
from auditor.checks.documents import papers
from auditor.checks.paper import Hurdle, completion, hurdles, product
from auditor.evidence.model import Evidence, Page, Reason, Role
from auditor.judge.axe import PREFIX, Family, collect
from auditor.judge.journey import document_summary, walk_summary
from auditor.judge.ladder import climb
from auditor.judge.outcome import MAX_FINDINGS, Identity, all_untested, judge_rule, settle
from auditor.judge.result import DocumentSummary, PageSummary, RuleOutcome, ServiceResult
from auditor.judge.score import assess, counts
from auditor.rulebook.model import Rule, Rulebook

log = logging.getLogger(__name__)
_Told = TypeVar("_Told")

_UNKNOWN = Completion(kind="unknown", completable="unknown", maturity=None)
_NO_HURDLES: tuple[Hurdle, ...] = ()
_NO_DOCUMENTS: tuple[DocumentSummary, ...] = ()


def judge(
    evidence: Evidence,
    rulebook: Rulebook,
    slug: str,
    *,
    most: int = MAX_FINDINGS,
    month: str | None = None,
) -> ServiceResult:
    """Judge a service. ``slug`` is its file name in the report, ``most`` the findings listed for one rule.

    Which rules count is decided by the ``month`` (``2026-11``), that of the visit unless another is given: so an older
    visit can be compared with one of that month.

    A service whose start page could not be measured is untested: no score, no grade, every rule with the reason.
    """
    reason = _why_unmeasured(evidence)
    if reason is not None:
        return _unmeasured(evidence, rulebook, slug, reason)
    case = Case(evidence)
    outcomes = _outcomes(case, rulebook, most, month or _month(evidence))
    finishing = _told(completion, case, _UNKNOWN)
    verdict = assess(outcomes, rulebook, finishing.completable)
    return ServiceResult(
        slug=slug,
        service=evidence.service,
        tool=evidence.tool,
        mode=evidence.mode,
        rulebook=rulebook.version,
        measured=True,
        completion=finishing,
        score=verdict.score,
        caps=verdict.caps,
        grade=verdict.grade,
        coverage=verdict.coverage,
        chapters=verdict.chapters,
        outcomes=outcomes,
        pages=_summaries(evidence),
        product=_told(product, case, None),
        hurdles=_told(hurdles, case, _NO_HURDLES),
        documents=_told(_documents, case, _NO_DOCUMENTS),
        profile=climb(outcomes, rulebook, finishing.completable),
        visited=evidence.started,
    )


def _why_unmeasured(evidence: Evidence) -> Reason | None:
    if evidence.reason is not None:
        return evidence.reason
    entries = [page for page in evidence.pages if page.role is Role.ENTRY]
    if any(page.reason is None for page in entries):
        return None
    return next((page.reason for page in entries if page.reason is not None), Reason.NOT_VISITED)


def _unmeasured(evidence: Evidence, rulebook: Rulebook, slug: str, reason: Reason) -> ServiceResult:
    entry = next((page for page in evidence.pages if page.role is Role.ENTRY), None)
    month = _month(evidence)
    outcomes = _by_rule(all_untested((_identity(rule, month) for rule in rulebook.rules), reason))
    return ServiceResult(
        slug=slug,
        service=evidence.service,
        tool=evidence.tool,
        mode=evidence.mode,
        rulebook=rulebook.version,
        measured=False,
        reason=reason,
        detail=evidence.detail or (entry.detail if entry else ""),
        completion=_UNKNOWN,
        score=None,
        grade=None,
        coverage=0.0,
        outcomes=outcomes,
        pages=_summaries(evidence),
        profile=climb(outcomes, rulebook, "unknown", measured=False),
        visited=evidence.started,
    )


def _month(evidence: Evidence) -> str:
    return f"{evidence.started:%Y-%m}"


def _outcomes(case: Case, rulebook: Rulebook, most: int, month: str) -> tuple[RuleOutcome, ...]:
    """Outcomes of all rules, sorted by id; axe rules newer than the rulebook are shown without counting."""
    family = collect(case)
    known = {rule.id for rule in rulebook.rules}
    strangers = (PREFIX + axe_id for axe_id in family.objecting() if PREFIX + axe_id not in known)
    return _by_rule(
        [
            *(_outcome(case, family, _identity(rule, month, most), rule) for rule in rulebook.rules),
            *(_settle_axe(Identity(rule, None, counts=False, most=most), case, family) for rule in strangers),
        ]
    )


def _by_rule(outcomes: Iterable[RuleOutcome]) -> tuple[RuleOutcome, ...]:
    return tuple(sorted(outcomes, key=lambda each: each.rule))


def _outcome(case: Case, family: Family, identity: Identity, rule: Rule) -> RuleOutcome:
    if rule.id.startswith(PREFIX):
        return _settle_axe(identity, case, family, top_only=rule.top_only)
    return judge_rule(rule, case, identity)


def _settle_axe(identity: Identity, case: Case, family: Family, *, top_only: bool = False) -> RuleOutcome:
    found = family.observations(identity.rule.removeprefix(PREFIX), top_only=top_only)
    return settle(found, case, identity)


def _identity(rule: Rule, month: str, most: int = MAX_FINDINGS) -> Identity:
    return Identity(rule.id, rule.automation, counts(rule, month), most)


def _told(tell: Callable[[Case], _Told], case: Case, otherwise: _Told) -> _Told:
    """What a function over the evidence says; a defect of ours must not cost the service its verdict."""
    try:
        return tell(case)
    except Exception:
        log.exception("%s fails on %s", getattr(tell, "__name__", tell), case.evidence.service.url)
        return otherwise


def _documents(case: Case) -> tuple[DocumentSummary, ...]:
    return tuple(map(document_summary, papers(case)))


def _summaries(evidence: Evidence) -> tuple[PageSummary, ...]:
    return tuple(map(_summary, evidence.pages))


def _summary(page: Page) -> PageSummary:
    desktop = next((view for view in page.views if view.name == "desktop"), None)
    return PageSummary(
        id=page.id,
        url=page.requested_url,
        final_url=page.final_url,
        role=page.role.value,
        step=page.step,
        title=main_document(page).title,
        status="measured" if page.reason is None else "untested",
        reason=page.reason,
        frames=len(page.frames),
        frames_judged=sum(frame.axe is not None for frame in page.frames),
        screenshot=desktop.screenshot if desktop else None,
        walk=walk_summary(page.walk) if page.walk else None,
    )
