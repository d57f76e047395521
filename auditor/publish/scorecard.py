"""Puts one service's verdict into the order in which a resident, then a town hall, asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from auditor.checks.case import MediaBreak, Outcome, Quote
from auditor.evidence.model import FLOW_ROLES, Reason, Service
from auditor.judge.result import Cap, Finding, PageSummary, RuleOutcome, ServiceResult
from auditor.publish.clean import Address, clean, shorten, show_url
from auditor.publish.contract import evidence_path
from auditor.publish.covered import Covered, covered
from auditor.publish.inputs import StoredResult
from auditor.publish.journey import DocumentView, StepView, document_view, step_view
from auditor.publish.line import Interval, Line, line_of
from auditor.publish.pictures import Album, Picture
from auditor.publish.profile import RungView, ladder
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.testimony import ReviewView, StatementView, reviews, statements
from auditor.publish.words import Words, rank
from auditor.rulebook.model import Automation, Rule

SHOWN = 4  # findings of one rule in the open; the rest is folded away
QUOTE_LIMIT = 320
HTML_LIMIT = 400


@dataclass(frozen=True)
class PlaceView:
    """One place where a rule failed or a person must look."""

    message: str
    quote: str
    picture: Picture | None
    page: str
    page_number: int | None
    address: Address
    step: int | None
    frame: str
    target: str
    html: str
    fingerprint: str
    review: ReviewView | None = None


@dataclass(frozen=True)
class Group:
    """All places of one rule; ``more`` were left out of the result."""

    rule: RuleView
    places: tuple[PlaceView, ...]
    more: int = 0

    @property
    def open(self) -> tuple[PlaceView, ...]:
        """Shown at once."""
        return self.places[:SHOWN]

    @property
    def folded(self) -> tuple[PlaceView, ...]:
        """Shown on request."""
        return self.places[SHOWN:]


@dataclass(frozen=True)
class ReasonGroup:
    """Rules that could not be measured for the same reason."""

    reason: Reason | None
    rules: tuple[RuleView, ...]


@dataclass(frozen=True)
class ChapterView:
    """One chapter of the standard with its points."""

    id: str
    title: str
    score: Interval | None
    coverage: float | None


@dataclass(frozen=True)
class PageView:
    """A page that was opened, in the order a resident meets it."""

    number: int
    id: str
    title: str
    role: str
    step: int | None
    address: Address
    status: str
    reason: Reason | None
    frames: int
    frames_judged: int
    thumbnail: Picture | None
    walked: StepView | None


@dataclass(frozen=True)
class QuoteView:
    """Words of an audited page that counted; ``kinds`` of media break where they are some."""

    text: str
    address: Address
    page_number: int | None
    step: int | None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class HurdleView:
    """A demand with the paragraph that the page names."""

    kind: str
    law: str
    quote: QuoteView


@dataclass(frozen=True)
class Versions:
    """What measured and judged."""

    tool: str
    rulebook: str
    axe: str
    browser: str
    user_agent: str
    mode: str


@dataclass(frozen=True)
class Scorecard:
    """One service's page."""

    line: Line
    service: Service
    explanation: str
    detail: str
    started: datetime | None
    quotes: tuple[QuoteView, ...]
    breaks: tuple[QuoteView, ...]
    caps: tuple[Cap, ...]
    ladder: tuple[RungView, ...]
    told_score: Interval | None
    chapters: tuple[ChapterView, ...]
    route: tuple[PageView, ...]
    journey: tuple[PageView, ...]
    product: str | None
    documents: tuple[DocumentView, ...]
    hurdles: tuple[HurdleView, ...]
    offered: tuple[PageView, ...]
    failed: tuple[Group, ...]
    advice: tuple[Group, ...]
    hints: tuple[Group, ...]
    coming: tuple[Group, ...]
    look: tuple[Group, ...]
    untested: tuple[ReasonGroup, ...]
    covered: tuple[Covered, ...]
    statements: tuple[StatementView, ...]
    attested: tuple[RuleView, ...]
    passed: tuple[RuleView, ...]
    inapplicable: tuple[RuleView, ...]
    versions: Versions
    evidence: str | None
    shots: dict[str, str] = field(default_factory=dict)


def scorecard(stored: StoredResult, words: Words, album: Album) -> Scorecard:
    """Everything the page of one service says."""
    return _Desk(stored.result, words, album).lay_out(stored)


class _Desk:
    """Sorts one result; pages are numbered in the order a resident meets them."""

    def __init__(self, result: ServiceResult, words: Words, album: Album) -> None:
        self.result, self.words, self.album = result, words, album
        ordered = [p for p in result.pages if p.role in FLOW_ROLES]
        ordered += [p for p in result.pages if p.role not in FLOW_ROLES]
        self.pages: dict[str, PageSummary] = {p.id: p for p in ordered}
        self.numbers = {p.id: number for number, p in enumerate(ordered, 1)}
        self.walked = any(p.walk for p in ordered)
        self.reviews = reviews(result)
        self.shots: dict[str, str] = {}

    def lay_out(self, stored: StoredResult) -> Scorecard:
        result, verdict = self.result, self.result.completion
        pages = [self._page(p) for p in self.pages.values()]
        failed, doubtful = self._groups(Outcome.FAILED), self._groups(Outcome.CANT_TELL)
        return Scorecard(
            line=line_of(stored, self.words),
            service=result.service,
            explanation=self.words.verdict_reason(verdict),
            detail=shorten(result.detail, QUOTE_LIMIT),
            started=self.album.evidence.started if self.album.evidence else None,
            quotes=self._quotes(verdict.evidence),
            breaks=self._quotes(verdict.media_breaks),
            caps=binding(result.caps),
            ladder=ladder(result, self.words),
            told_score=self._told_score(),
            chapters=self._chapters(),
            route=tuple(p for p in pages if p.role in FLOW_ROLES and not p.walked),
            journey=tuple(p for p in pages if p.walked),
            product=result.product,
            documents=tuple(document_view(d, self.numbers.get(d.page or "")) for d in result.documents),
            hurdles=self._hurdles(),
            offered=tuple(p for p in pages if p.role not in FLOW_ROLES and not p.walked),
            failed=tuple(g for g in failed if g.rule.counts),
            advice=tuple(g for g in failed if not g.rule.counts and not g.rule.is_coming),
            hints=tuple(g for g in doubtful if not g.rule.counts and not g.rule.is_coming),
            coming=tuple(g for g in (*failed, *doubtful) if not g.rule.counts and g.rule.is_coming),
            look=tuple(g for g in doubtful if g.rule.counts),
            untested=self._untested(),
            covered=covered(result, self.words),
            statements=statements(result, self.words),
            attested=self._attested(),
            passed=self._with(Outcome.PASSED),
            inapplicable=self._with(Outcome.INAPPLICABLE),
            versions=self._versions(),
            evidence=evidence_path(stored.bundle),
            shots=self.shots,
        )

    def _measurable(self) -> Iterable[RuleOutcome]:
        """Outcomes of rules that something other than a statement of the provider can answer."""
        ordered = sorted(self.result.outcomes, key=lambda o: (not o.counts, *rank(self.words.rule(o.rule))))
        return (o for o in ordered if o.automation is not Automation.ATTESTED)

    def _groups(self, wanted: Outcome) -> tuple[Group, ...]:
        """Findings of one kind by rule; a failed rule's doubtful places go to a person, like any other's."""
        groups = []
        for outcome in self._measurable():
            rule = self.words.rule(outcome.rule)
            found = [f for f in outcome.findings if f.outcome is wanted]
            if not found and outcome.outcome is not wanted:
                continue
            more = outcome.more if outcome.outcome is wanted else 0
            groups.append(Group(self._rule(outcome), tuple(self._place(rule, f) for f in found), more))
        return tuple(groups)

    def _place(self, rule: Rule, finding: Finding) -> PlaceView:
        page = self.pages.get(finding.page)
        picture = self.album.crop(finding, page)
        if picture:
            self.shots[finding.fingerprint] = picture.path
        return PlaceView(
            message=self.words.message(rule, finding),
            quote=shorten(finding.quote, QUOTE_LIMIT),
            picture=picture,
            page=self._title(page) if page else "",
            page_number=self.numbers.get(finding.page),
            address=Address.of(finding.url),
            step=self._step(finding.page, finding.step),
            frame=show_url(finding.frame_url or finding.frame or ""),
            target=clean(finding.target),
            html=shorten(finding.html, HTML_LIMIT),
            fingerprint=finding.fingerprint,
            review=self.reviews.get(finding.fingerprint),
        )

    def _with(self, wanted: Outcome) -> tuple[RuleView, ...]:
        return tuple(self._rule(o) for o in self._measurable() if o.outcome is wanted)

    def _rule(self, outcome: RuleOutcome) -> RuleView:
        """Whether a rule counted is a fact of the result, not of today's rulebook."""
        return replace(view_rule(self.words.rule(outcome.rule), self.words), counts=outcome.counts)

    def _untested(self) -> tuple[ReasonGroup, ...]:
        by_reason: dict[Reason | None, list[RuleView]] = {}
        for outcome in self._measurable():
            if outcome.outcome is Outcome.UNTESTED:
                by_reason.setdefault(outcome.reason, []).append(self._rule(outcome))
        return tuple(ReasonGroup(reason, tuple(rules)) for reason, rules in by_reason.items())

    def _told_score(self) -> Interval | None:
        """The points if the reviews of people are believed; None where they change nothing."""
        said = self.result.testimony.score if self.result.testimony else None
        if said is None or said == self.result.score:
            return None
        return Interval.of(said.low, said.high)

    def _attested(self) -> tuple[RuleView, ...]:
        """Questions that nobody has answered, or whose answer holds no longer."""
        said = self.result.testimony.statements if self.result.testimony else ()
        answered = {each.rule for each in said if not each.expired}
        rules = [
            r
            for r in self.words.rulebook.rules
            if r.automation is Automation.ATTESTED and r.id not in answered
        ]
        order = {c.id: n for n, c in enumerate(self.words.rulebook.chapters)}
        rules.sort(key=lambda r: (order.get(r.chapter, len(order)), rank(r)))
        return tuple(view_rule(rule, self.words) for rule in rules)

    def _chapters(self) -> tuple[ChapterView, ...]:
        return tuple(
            ChapterView(c.chapter, self.words.chapter(c.chapter), Interval.of(c.low, c.high), c.coverage)
            for c in self.result.chapters
        )

    def _step(self, page_id: str, step: int | None) -> int | None:
        """The step as the walk counted it; where nobody walked, as the visit did."""
        if not self.walked:
            return step
        page = self.pages.get(page_id)
        return page.walk.number if page and page.walk else None

    def _title(self, page: PageSummary) -> str:
        return shorten(page.title, 100) or show_url(page.final_url or page.url, 60)

    def _page(self, page: PageSummary) -> PageView:
        return PageView(
            number=self.numbers[page.id],
            id=page.id,
            title=self._title(page),
            role=page.role,
            step=self._step(page.id, page.step),
            address=Address.of(page.final_url or page.url),
            status=page.status,
            reason=page.reason,
            frames=page.frames,
            frames_judged=page.frames_judged,
            thumbnail=self.album.thumbnail(page) if page.role in FLOW_ROLES or page.walk else None,
            walked=step_view(page.walk) if page.walk else None,
        )

    def _quotes(self, said: Iterable[Quote | MediaBreak]) -> tuple[QuoteView, ...]:
        """Each sentence once, with all the kinds of media break it speaks of."""
        views: dict[tuple[str, str], QuoteView] = {}
        for each in said:
            text = shorten(each.quote, QUOTE_LIMIT)
            if not text:  # what decided was a form or its absence, which has no words
                continue
            seen = views.get((text, each.page))
            kinds = (*(seen.kinds if seen else ()), *((each.kind,) if isinstance(each, MediaBreak) else ()))
            view = QuoteView(
                text, Address.of(each.url), self.numbers.get(each.page), self._step(each.page, each.step)
            )
            views[text, each.page] = replace(view, kinds=tuple(dict.fromkeys(kinds)))
        return tuple(views.values())

    def _hurdles(self) -> tuple[HurdleView, ...]:
        return tuple(
            HurdleView(
                hurdle.kind,
                shorten(hurdle.law, QUOTE_LIMIT),
                QuoteView(
                    shorten(hurdle.quote, QUOTE_LIMIT),
                    Address.of(hurdle.url),
                    self.numbers.get(hurdle.page),
                    None,
                ),
            )
            for hurdle in self.result.hurdles
        )

    def _versions(self) -> Versions:
        tool = self.result.tool
        return Versions(
            clean(tool.version),
            self.result.rulebook,
            clean(tool.axe),
            clean(tool.browser),
            clean(tool.user_agent),
            self.result.mode.value,
        )


def binding(caps: Iterable[Cap]) -> tuple[Cap, ...]:
    """The lowest cap of what is known, and the lowest of what may be where it is lower still."""
    ordered = sorted(caps, key=lambda cap: (cap.limit, cap.bound != "both"))
    known = next((cap for cap in ordered if cap.bound != "low"), None)
    possible = next((cap for cap in ordered if cap.bound == "low"), None)
    if known and possible and possible.limit >= known.limit:
        possible = None
    return tuple(cap for cap in (possible, known) if cap)
