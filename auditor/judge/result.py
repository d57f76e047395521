"""The verdict on one service: outcomes, score and completion, independent of language.

Findings carry a message key and its parameters instead of text; the report turns them into German or English
with the words of the rule file. Outcome words are those of EARL 1.0.
"""

from __future__ import annotations

from typing import Literal

from auditor.checks.case import Completion, Outcome
from auditor.evidence.model import Box, Mode, Model, Reason, Service, Tool

SCHEMA = "1"


class Finding(Model):
    """One place where a rule failed or a person must look.

    ``fingerprint`` is stable against changed class names, ids, order and build hashes: it is made of the rule,
    the service, the step and the role and name of the element.
    """

    message: str
    params: dict[str, str] = {}
    outcome: Outcome
    page: str
    url: str
    step: int | None = None
    frame: str | None = None
    target: str = ""
    html: str = ""
    quote: str = ""
    box: Box | None = None
    fingerprint: str


class RuleOutcome(Model):
    """What one rule says of one service: its worst step."""

    rule: str
    outcome: Outcome
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
    """Why a score cannot be higher, with the limit it sets."""

    kind: Literal["completion", "muss", "muss-severe"]
    limit: float
    bound: Literal["low", "high", "both"]
    rules: tuple[str, ...] = ()


class PageSummary(Model):
    """A page as the report lists it."""

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
    """The whole verdict on one service."""

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
