"""The verdict on one service: outcomes, score and completion, independent of language.

Findings carry a message key and its parameters instead of text; the report turns them into German or English
with the words of the rule file. Outcome words are those of EARL 1.0.
"""

from __future__ import annotations

from typing import Literal

from auditor.checks.case import Completion, Outcome
from auditor.evidence.model import Box, Mode, Model, Reason, Service, Tool
from auditor.rulebook.model import Automation

SCHEMA = "1"


class Finding(Model):
    """One place where a rule failed or a person must look.

    ``frame`` and ``frame_url`` are None on the page itself. ``box`` is on the full page in the desktop view, whatever
    the frame; None where its place is not known. ``role`` and ``name`` are what assistive technology would say.
    ``fingerprint`` is stable against changed class names, ids, order and build hashes: it is made of the rule,
    the service, the step and the role and name of the element; further places that look the same end in #2, #3 …
    """

    message: str
    params: dict[str, str] = {}
    outcome: Outcome
    page: str
    url: str
    step: int | None = None
    frame: str | None = None
    frame_url: str | None = None
    target: str = ""
    html: str = ""
    role: str = ""
    name: str = ""
    quote: str = ""
    box: Box | None = None
    fingerprint: str


class RuleOutcome(Model):
    """What one rule says of one service: its worst step.

    ``automation`` is None for an axe rule that the rulebook does not know; attested rules are ``untested`` without a
    reason until somebody answers for them. ``counts`` says whether the rule entered score and coverage. ``more``
    is the number of findings beyond those listed.
    """

    rule: str
    outcome: Outcome
    automation: Automation | None = None
    counts: bool = True
    reason: Reason | None = None
    findings: tuple[Finding, ...] = ()
    more: int = 0


class Score(Model):
    """An interval 0–100: everything unknown counted as failed … as passed."""

    low: float
    high: float


class ChapterScore(Model):
    """Score and coverage of one chapter of the standard; ``None`` where no rule applied."""

    chapter: str
    low: float | None
    high: float | None
    coverage: float | None


class Cap(Model):
    """Why a score cannot be higher, with the limit it sets; ``bound`` low: only the unknown puts it there."""

    kind: Literal["completion", "muss", "muss-severe"]
    limit: float
    bound: Literal["low", "high", "both"]
    rules: tuple[str, ...] = ()


class PageSummary(Model):
    """A page as the report lists it; ``status`` is measured or untested, ``screenshot`` a name in the bundle."""

    id: str
    url: str
    final_url: str
    role: str
    step: int | None
    title: str
    status: str
    reason: Reason | None
    frames: int
    frames_judged: int
    screenshot: str | None


class ServiceResult(Model):
    """The whole verdict on one service; ``score`` and ``grade`` are None where there is none to give."""

    slug: str
    service: Service
    tool: Tool
    mode: Mode
    rulebook: str
    measured: bool
    reason: Reason | None = None
    detail: str = ""
    completion: Completion
    score: Score | None
    caps: tuple[Cap, ...] = ()
    grade: str | None
    coverage: float
    chapters: tuple[ChapterScore, ...] = ()
    outcomes: tuple[RuleOutcome, ...] = ()
    pages: tuple[PageSummary, ...] = ()
