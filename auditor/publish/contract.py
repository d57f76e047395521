"""results.json: what other programs may rely on. The published schema is generated from these models."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from auditor import __version__
from auditor.checks.case import Outcome
from auditor.evidence.model import Reason, Role, StepKind, Stop
from auditor.judge.result import (
    DocumentSummary,
    Finding,
    PageSummary,
    RuleOutcome,
    ServiceResult,
    WalkSummary,
)
from auditor.publish.clean import clean
from auditor.publish.inputs import StoredResult
from auditor.publish.part import Clean, Part, Points, ScoreOut, Share
from auditor.publish.people import RungOut, TestimonyOut, rung_out, testimony_out
from auditor.publish.words import Words, clause_of
from auditor.rulebook.model import Automation, Obligation

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class ToolOut(Part):
    """What measured and judged. Several versions, where results of several were put together, are comma-separated."""

    version: str
    rulebook: str
    axe: str
    browser: str
    config: str = Field(description="Hash of the settings of the run; empty where unknown.")


class BreakOut(Part):
    """A change of medium the resident is made to do, in the page's own words."""

    kind: Literal["print", "sign", "post", "fax", "email-scan", "in-person", "originals", "cash"]
    quote: Clean
    url: Clean
    step: int | None


class CompletionOut(Part):
    """Can the service be finished online?"""

    kind: Literal["offline", "information", "form-download", "online-with-break", "online", "unknown"] = (
        Field(serialization_alias="class", validation_alias="class")
    )
    completable: Literal["yes", "no", "unknown"]
    maturity: Literal[0, 1, 2, 3] | None = Field(
        description="OZG maturity as far as it can be seen from outside."
    )
    media_breaks: tuple[BreakOut, ...]


class ChapterOut(Part):
    """One chapter of the standard; null where no rule applied."""

    chapter: str
    low: Points | None
    high: Points | None
    coverage: Share | None


class FindingOut(Part):
    """One place; ``target`` is a CSS path, ``screenshot`` a path relative to this file. ``outcome`` tells a proven
    failure from a place that a person must look at; ``role`` and ``name`` are what assistive technology would say."""

    message: Clean
    role: Clean
    name: Clean
    url: Clean
    step: int | None
    frame: Clean | None
    target: Clean
    screenshot: str | None
    fingerprint: str
    outcome: Literal["failed", "cantTell"] | None = Field(
        default=None, description="Of this place; a rule that failed may have doubtful places, too."
    )


class OutcomeOut(Part):
    """What one rule says of the service. ``clause`` is only given where it was read in the standard itself; ``counts``
    says whether the rule entered the score, or only informs."""

    rule: str
    clause: str | None
    law: str | None
    wcag: tuple[str, ...]
    wcag_version: Literal["2.1", "2.2"] | None = Field(
        default=None, description="2.1 binds today; what only 2.2 asks for never enters the score."
    )
    act: tuple[str, ...]
    obligation: Obligation
    automation: Automation
    severity: Annotated[int, Field(ge=0, le=4)]
    counts: bool
    outcome: Outcome
    reason: Reason | None
    findings: tuple[FindingOut, ...]
    more: Annotated[int, Field(ge=0)] = Field(default=0, description="Places beyond those listed.")


class PageOut(Part):
    """A page that was opened or should have been."""

    url: Clean
    final_url: Clean
    role: Role
    status: Literal["measured", "untested"]
    frames: Annotated[int, Field(ge=0)]


class FieldOut(Part):
    """A field that was filled with test data; the data are not given. ``meaning`` is what it was taken to ask for."""

    label: Clean
    meaning: str
    required: bool
    sensitive: bool
    tries: Annotated[int, Field(ge=1)]


class StepErrorOut(Part):
    """A message of the service about the test data."""

    field: Clean
    text: Clean


class StepOut(Part):
    """One step of the walk through the form. ``button`` was pressed; ``stop`` says why the walk ended here, on which
    field or button, in words for developers."""

    number: int
    kind: StepKind
    url: Clean
    heading: Clean
    progress: Clean
    fields: tuple[FieldOut, ...]
    button: Clean | None
    errors: tuple[StepErrorOut, ...]
    barriers: tuple[str, ...]
    stop: Stop | None
    stuck_at: Clean
    why: Clean


class DocumentOut(Part):
    """A document linked as the way to apply, as far as it could be read; else ``reason``."""

    url: Clean
    label: Clean
    kind: Literal["pdf", "office", "odf", "other", "unreadable"]
    reason: Reason | None
    pages: int | None
    fillable: bool
    signature_fields: Annotated[int, Field(ge=0)]
    signature_line: Clean
    tagged: bool | None


class HurdleOut(Part):
    """A demand of paper, signature or appearance, and the paragraph that the page itself names for it."""

    kind: str
    law: Clean
    quote: Clean
    url: Clean


class ServiceOut(Part):
    """One service; ``key`` is the operator's own name for it."""

    url: Clean
    key: Clean | None
    name: Clean | None
    municipality: Clean | None
    ags: str | None
    leika: str | None
    status: Literal["measured", "untested"]
    reason: Reason | None
    completion: CompletionOut
    score: ScoreOut | None
    grade: str | None
    coverage: Share
    chapters: tuple[ChapterOut, ...]
    outcomes: tuple[OutcomeOut, ...]
    pages: tuple[PageOut, ...]
    product: str | None = Field(description="Portal software the service runs on; null where unknown.")
    steps: tuple[StepOut, ...] = Field(
        description="The walk through the form; empty where nothing was filled."
    )
    documents: tuple[DocumentOut, ...]
    hurdles: tuple[HurdleOut, ...]
    evidence: str | None = Field(description="Path of the evidence bundle, relative to this file.")
    scorecard: str = Field(description="Path of the scorecard, relative to this file.")
    profile: tuple[RungOut, ...] = Field(default=(), description="The profile ladder, by measurement alone.")
    testimony: TestimonyOut | None = Field(default=None, description="Null where nobody was asked.")


class Results(Part):
    """Results of one run of the auditor over a list of services, in the order of the list."""

    schema_: Literal["1"] = Field(serialization_alias="schema", validation_alias="schema")
    tool: ToolOut
    services: tuple[ServiceOut, ...]


Shots = Mapping[tuple[str, str], str]
"""Picture path by (slug, fingerprint)."""


def results_schema() -> dict[str, Any]:
    """The JSON schema of results.json."""
    schema = Results.model_json_schema(mode="serialization", by_alias=True)
    return {
        "$schema": _DIALECT,
        "title": "din66336-auditor results",
        **{k: v for k, v in schema.items() if k != "title"},
    }


def results_schema_text() -> str:
    """The schema as it is published under ``docs/schema``."""
    return json.dumps(results_schema(), ensure_ascii=False, indent=2) + "\n"


def results_json(results: Sequence[StoredResult], words: Words, shots: Shots, config: str) -> str:
    """The text of results.json; messages are in the language of the report."""
    services = tuple(_service(stored, words, shots) for stored in results)
    whole = Results.model_construct(
        schema_="1", tool=_tool([s.result for s in results], words, config), services=services
    )
    return whole.model_dump_json(by_alias=True, indent=1) + "\n"


def _tool(results: Sequence[ServiceResult], words: Words, config: str) -> ToolOut:
    return ToolOut(
        version=joined((r.tool.version for r in results), __version__),
        rulebook=joined((r.rulebook for r in results), words.rulebook.version),
        axe=joined((r.tool.axe for r in results), ""),
        browser=joined((r.tool.browser for r in results), ""),
        config=config,
    )


def joined(values: Any, default: str) -> str:
    """Different values of a run, sorted and comma-separated."""
    return ", ".join(sorted({clean(v) for v in values if v})) or default


def _service(stored: StoredResult, words: Words, shots: Shots) -> ServiceOut:
    result, service = stored.result, stored.result.service
    return ServiceOut(
        url=service.url,
        key=service.key,
        name=service.name or service.service,
        municipality=service.municipality,
        ags=service.ags,
        leika=service.leika,
        status="measured" if result.measured else "untested",
        reason=result.reason,
        completion=_completion(result),
        score=ScoreOut(low=result.score.low, high=result.score.high) if result.score else None,
        grade=result.grade,
        coverage=result.coverage,
        chapters=tuple(
            ChapterOut(chapter=c.chapter, low=c.low, high=c.high, coverage=c.coverage)
            for c in result.chapters
        ),
        outcomes=tuple(_outcome(o, result.slug, words, shots) for o in result.outcomes),
        pages=tuple(
            PageOut(
                url=p.url,
                final_url=p.final_url,
                role=Role(p.role),
                status="untested" if p.reason else "measured",
                frames=p.frames,
            )
            for p in result.pages
        ),
        product=result.product,
        steps=tuple(_step(page, page.walk) for page in result.pages if page.walk),
        documents=tuple(map(_document, result.documents)),
        hurdles=tuple(HurdleOut(kind=h.kind, law=h.law, quote=h.quote, url=h.url) for h in result.hurdles),
        evidence=evidence_path(stored.bundle),
        scorecard=f"services/{result.slug}.html",
        profile=tuple(map(rung_out, result.profile)),
        testimony=testimony_out(result.testimony) if result.testimony else None,
    )


def _step(page: PageSummary, walk: WalkSummary) -> StepOut:
    return StepOut(
        number=walk.number,
        kind=walk.kind,
        url=page.final_url or page.url,
        heading=walk.heading,
        progress=walk.progress,
        fields=tuple(FieldOut(**field.model_dump()) for field in walk.fields),
        button=next((b.label for b in walk.buttons if b.pressed), None),
        errors=tuple(StepErrorOut(field=e.field, text=e.text) for e in walk.errors),
        barriers=walk.barriers,
        stop=walk.stop,
        stuck_at=walk.stuck_at,
        why=walk.why,
    )


def _document(document: DocumentSummary) -> DocumentOut:
    return DocumentOut(**document.model_dump(exclude={"page", "image_only"}))


def evidence_path(bundle: Path | None) -> str | None:
    """Where the evidence of a service lies in a published folder; that of earlier runs may lie deeper."""
    if bundle is None:
        return None
    below = (
        bundle.parts[len(bundle.parts) - bundle.parts[::-1].index("evidence") :]
        if "evidence" in bundle.parts
        else ()
    )
    return "/".join(("evidence", *(below or (bundle.name,))))


def _completion(result: ServiceResult) -> CompletionOut:
    verdict = result.completion
    breaks = tuple(BreakOut(kind=b.kind, quote=b.quote, url=b.url, step=b.step) for b in verdict.media_breaks)
    return CompletionOut.model_construct(
        kind=verdict.kind, completable=verdict.completable, maturity=verdict.maturity, media_breaks=breaks
    )


def _outcome(outcome: RuleOutcome, slug: str, words: Words, shots: Shots) -> OutcomeOut:
    rule = words.rule(outcome.rule)
    return OutcomeOut(
        rule=outcome.rule,
        clause=clause_of(rule),
        law=rule.law,
        wcag=rule.wcag,
        wcag_version=rule.wcag_version,
        act=rule.act,
        obligation=rule.obligation,
        automation=rule.automation,
        severity=rule.severity,
        counts=outcome.counts,
        outcome=outcome.outcome,
        reason=outcome.reason,
        findings=tuple(
            _finding(f, words.message(rule, f), shots.get((slug, f.fingerprint))) for f in outcome.findings
        ),
        more=outcome.more,
    )


def _finding(finding: Finding, message: str, shot: str | None) -> FindingOut:
    return FindingOut(
        message=message,
        role=finding.role,
        name=finding.name,
        url=finding.url,
        step=finding.step,
        frame=finding.frame_url or finding.frame,
        target=finding.target,
        screenshot=shot,
        fingerprint=finding.fingerprint,
        outcome="failed" if finding.outcome is Outcome.FAILED else "cantTell",
    )
