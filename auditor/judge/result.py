"""The verdict on one service: outcomes, score and completion, independent of language.

Findings carry a message key and its parameters instead of text; the report turns them into German or English
with the words of the rule file. Outcome words are those of EARL 1.0.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from auditor.checks.case import Completion, Outcome
from auditor.checks.paper import Hurdle
from auditor.evidence.model import Box, Mode, Model, Reason, Service, StepError, StepKind, Stop, Tool
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


class AskedField(Model):
    """A field the walk filled; what it put there is left out. ``tries`` above 1: the first values were refused."""

    label: str
    meaning: str = ""
    required: bool = False
    sensitive: bool = False
    tries: int = 1


class OfferedButton(Model):
    """A button of a step, what the walk took it for, by which signs, and whether it was pressed."""

    label: str
    verdict: str
    why: tuple[str, ...] = ()
    pressed: bool = False


class WalkSummary(Model):
    """What the walk met on a page. ``why`` is for developers, or the service's own words where it refused a value."""

    number: int
    kind: StepKind
    heading: str = ""
    progress: str = ""
    fields: tuple[AskedField, ...] = ()
    buttons: tuple[OfferedButton, ...] = ()
    errors: tuple[StepError, ...] = ()
    barriers: tuple[str, ...] = ()
    stop: Stop | None = None
    stuck_at: str = ""
    why: str = ""


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
    walk: WalkSummary | None = None


class DocumentSummary(Model):
    """A document linked as the way to apply. ``reason`` says why it was not read to its end; then absent facts prove
    nothing. ``signature_line`` quotes the line to be signed by hand; ``page`` is where the link stood."""

    url: str
    label: str
    kind: str
    reason: Reason | None = None
    page: str | None = None
    pages: int | None = None
    fillable: bool = False
    signature_fields: int = 0
    signature_line: str = ""
    tagged: bool | None = None
    image_only: bool = False


RungState = Literal["missed", "open", "unrefuted", "reached"]
"""How a rung of the profile ladder stands, worst first: proven wrong, unknown, nothing found against it, proven."""


class Rung(Model):
    """One rung of the profile ladder.

    ``own`` is how it stands by itself; ``state`` is never better than that of the rung below. ``failed``, ``look``,
    ``untested`` and ``attest`` are the rules that speak against it or leave it open: broken, for a person to look at
    (at ``places`` places), not measured, to be answered by the provider. ``completable`` is given where the rung asks
    whether the service can be finished online.
    """

    id: str
    state: RungState
    own: RungState
    failed: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    places: int = 0
    untested: tuple[str, ...] = ()
    attest: tuple[str, ...] = ()
    completable: Literal["yes", "no", "unknown"] | None = None


class Signed(Model):
    """Who answers for a statement, the day it was given and the last on which it holds; ``expired`` at the visit."""

    body: str
    role: str
    given: date
    valid_until: date
    expired: bool = False


class Statement(Signed):
    """What the responsible body says of a requirement that a program cannot see, or not alone."""

    rule: str
    answer: Literal["met", "not-met", "not-applicable"]
    evidence: str = ""
    remark: str = ""


class Review(Signed):
    """What a person decided about a place of which the program could not tell."""

    fingerprint: str
    rule: str
    decision: Literal["passed", "failed", "inapplicable"]
    remark: str


class Testimony(Model):
    """What people say beside the measurement. It changes no score, coverage, grade or rank.

    ``score`` and ``profile`` are how the service would stand if this were counted in; shown apart. ``strays`` is the
    number of reviews whose place was not found again.
    """

    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    strays: int = 0
    score: Score | None = None
    profile: tuple[Rung, ...] = ()


class ServiceResult(Model):
    """The whole verdict on one service; ``score`` and ``grade`` are None where there is none to give.

    ``product`` is the portal software it runs on, None where unknown. ``profile`` is the ladder, lowest rung first, by
    measurement alone. ``testimony`` is added when a report is made and not stored: it belongs to who gave it.
    ``visited`` is when the browser was there; None where an older version recorded the verdict.
    """

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
    product: str | None = None
    hurdles: tuple[Hurdle, ...] = ()
    documents: tuple[DocumentSummary, ...] = ()
    profile: tuple[Rung, ...] = ()
    testimony: Testimony | None = None
    visited: datetime | None = None
