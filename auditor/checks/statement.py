"""The statement of accessibility and its feedback route (5.6.6, BITV § 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from auditor.checks.case import (
    Case,
    Observation,
    cant_tell,
    documents,
    failed,
    main_document,
    passed,
    untested,
)
from auditor.checks.dates import dates_in
from auditor.checks.laender import enforcement, land_of
from auditor.checks.look import has_mail, host_of, leads_to, links, site, unseen
from auditor.checks.prose import excerpt, label, lacking, language, led_by, readable, word_set
from auditor.checks.readability import words
from auditor.evidence.model import Link, Page, Reason, Role
from auditor.wording import table

_DEAD = frozenset({Reason.HTTP_ERROR, Reason.NOT_FOUND, Reason.DNS, Reason.EMPTY, Reason.REDIRECT_LOOP})
_CLOSED = frozenset({Reason.LOGIN, Reason.CAPTCHA})


def linked(case: Case) -> Iterable[Observation]:
    """Every page on the way links the statement, and the link leads to a page that loads."""
    for page in case.flow:
        if led_by(case, page, Role.ACCESSIBILITY):
            yield passed(page)
        elif elsewhere := _section_elsewhere(case):
            yield cant_tell(page, "elsewhere", found=elsewhere.final_url)
        else:
            yield lacking(page, "no-link", subject="accessibility-link")
    yield from unseen(case)
    yield from arrival(case, Role.ACCESSIBILITY)


def _section_elsewhere(case: Case) -> Page | None:
    """A page of another role that has a chapter on accessibility, as many an imprint does."""
    others = (p for p in case.loaded if p.role is not Role.ACCESSIBILITY)
    return next((p for p in others if any(_names_statement(h.text) for h in main_document(p).headings)), None)


def arrival(case: Case, role: Role) -> Iterator[Observation]:
    """What became of the links to pages of a role."""
    for page in case.missed(role):
        if page.reason in _DEAD and not case.pages(role):
            yield failed(page, "dead-link", target_url=page.requested_url, subject=f"{role.value}-dead")
        elif not case.pages(role):
            yield untested(page.reason or Reason.NOT_VISITED, page)


def _names_statement(text: str) -> bool:
    return "statement" in table("statement").signals(text)


@dataclass(frozen=True)
class _Statement:
    """One page with a statement, and the runs of text on it with what each of them says."""

    page: Page
    runs: tuple[tuple[str, frozenset[str]], ...]

    def says(self, *signals: str) -> bool:
        return any(found & set(signals) for _, found in self.runs)

    def quote(self, signal: str) -> str:
        return next((excerpt(text) for text, found in self.runs if signal in found), "")

    @property
    def text(self) -> str:
        return "\n".join(text for text, _ in self.runs)

    @property
    def named(self) -> bool:
        """It calls itself a statement."""
        document = main_document(self.page)
        return any(_names_statement(text) for text in (document.title, *(h.text for h in document.headings)))

    @property
    def proper(self) -> bool:
        """It is long enough to be a statement, too, and in a language the wording table covers."""
        return self.named and len(words(self.text)) >= _SHORTEST and language([self.text]) == "de"


_SHORTEST = 40  # words; shorter pages only point to the statement


def _statements(case: Case) -> tuple[_Statement, ...]:
    """The statements seen; read once."""
    if "statements" not in case.memo:
        pages = [_Statement(p, tuple(_runs(p))) for p in case.pages(Role.ACCESSIBILITY)]
        named = [s for s in pages if s.named]  # the others are forms for reports, or tell of ramps
        case.memo["statements"] = tuple(named or pages)
    return case.memo["statements"]  # type: ignore[return-value]


def _runs(page: Page) -> Iterator[tuple[str, frozenset[str]]]:
    for _, block in readable(page):
        yield block.text, table("statement").signals(block.text)


def _unseen(case: Case) -> Iterator[Observation]:
    """The statement could not be opened: whatever is asked of it is untested."""
    for page in case.missed(Role.ACCESSIBILITY):
        if page.reason not in _DEAD:
            yield untested(page.reason or Reason.NOT_VISITED, page)


def parts(case: Case) -> Iterable[Observation]:
    """Status sentence, what is not accessible, feedback route, enforcement body."""
    if not _statements(case):
        yield from _unseen(case)
    for statement in _statements(case):
        missing = list(_missing_parts(statement))
        if not statement.proper and missing:
            yield cant_tell(statement.page, "unclear")
            continue
        for part in missing:
            if part == "enforcement":
                yield lacking(statement.page, "no-enforcement", subject=part)
            else:
                yield cant_tell(statement.page, f"no-{part}", subject=part)
        if not missing:
            yield passed(statement.page)


def _missing_parts(statement: _Statement) -> Iterator[str]:
    link_words = " . ".join(label(link) for _, link in links(statement.page))
    if not statement.says("status-full", "status-partial", "status-none"):
        yield "status"
    if not statement.says("barriers", "status-full"):
        yield "barriers"
    if not statement.says("feedback"):
        yield "feedback"
    if not statement.says("enforcement") and "enforcement" not in table("statement").signals(link_words):
        yield "enforcement"


def reviewed(case: Case) -> Iterable[Observation]:
    """The statement was made or looked through within the year before the visit."""
    if not _statements(case):
        yield from _unseen(case)
    limit = case.evidence.started.date() - timedelta(days=_YEAR)
    for statement in _statements(case):
        found = [(day, text, kinds) for text, kinds in statement.runs for day in _dates_beside(text, kinds)]
        if not found:
            yield cant_tell(statement.page, "no-date")
            continue
        day, text, _ = max(found, key=lambda f: f[0])
        if day >= limit:
            yield passed(statement.page)
        elif any("reviewed" in kinds for _, _, kinds in found):
            yield failed(statement.page, "too-old", date=day.isoformat(), quote=excerpt(text), subject="date")
        else:
            yield cant_tell(
                statement.page, "only-created", date=day.isoformat(), quote=excerpt(text), subject="date"
            )


_YEAR = 366  # days


def _dates_beside(text: str, kinds: frozenset[str]) -> list[date]:
    """Dates in a run of text that speaks of making or reviewing; a month or year counts as its last day."""
    return dates_in(text) if kinds & {"created", "reviewed"} else []


def covers_host(case: Case) -> Iterable[Observation]:
    """A statement is there for every host on the way."""
    statements = _statements(case)
    if not statements:
        yield from _unseen(case)
        return
    for page in _one_per_domain(case.flow):
        if any(_covers(s, page) for s in statements):
            yield passed(page)
        elif all(
            "scope-only" in kinds for s in statements for _, kinds in s.runs if "scope" in kinds
        ) and any(s.says("scope-only") for s in statements):
            quote = next(s.quote("scope-only") for s in statements if s.says("scope-only"))
            yield failed(
                page,
                "excluded",
                host=host_of(page.final_url),
                quote=quote,
                subject=site(host_of(page.final_url)),
            )
        else:
            seen = host_of(statements[0].page.final_url)
            yield cant_tell(
                page,
                "not-named",
                host=host_of(page.final_url),
                statement=seen,
                subject=site(host_of(page.final_url)),
            )


def _one_per_domain(pages: Iterable[Page]) -> Iterator[Page]:
    seen: set[str] = set()
    for page in pages:
        if (name := site(host_of(page.final_url))) not in seen:
            seen.add(name)
            yield page


def _covers(statement: _Statement, page: Page) -> bool:
    """Same registered domain, or named in the statement."""
    if site(host_of(statement.page.final_url)) == site(host_of(page.final_url)):
        return True
    return site(host_of(page.final_url)) in statement.text.lower()


def claim(case: Case) -> Iterable[Observation]:
    """Who claims full conformity has no proven barrier on the way."""
    if not _statements(case):
        yield from _unseen(case)
    for statement in _statements(case):
        if statement.says("status-partial", "status-none") or not statement.says("status-full"):
            if statement.says("status-partial", "status-none"):
                yield passed(statement.page)
            continue
        yield from _contradictions(case, statement)


def _contradictions(case: Case, statement: _Statement) -> Iterator[Observation]:
    quote = statement.quote("status-full")
    covered = [p for p in case.flow if _covers(statement, p)]
    judged = [p for p in covered if any(f.axe for f in p.frames)]
    if not judged:
        yield untested(Reason.NOT_VISITED, statement.page)
    for page in judged:
        proofs = sorted(
            {
                r.id
                for f in page.frames
                if f.axe
                for r in f.axe.violations
                if r.id in word_set("axe-proof", "rules")
            }
        )
        if proofs:
            yield failed(page, "contradiction", quote=quote, barriers=", ".join(proofs), subject="claim")
        else:
            yield passed(page)


def feedback_route(case: Case) -> Iterable[Observation]:
    """Barriers can be reported electronically, without login or riddle."""
    if not _statements(case):
        yield from _unseen(case)
    for statement in _statements(case):
        yield _best_route(case, statement)


_RIDDLE = re.compile(r"captcha|turnstile|sicherheitsabfrage|spamschutz.{0,20}code", re.IGNORECASE)


def _best_route(case: Case, statement: _Statement) -> Observation:
    page = statement.page
    if has_mail(page) or statement.says("mail-in-words"):
        return passed(page)
    if any(c.kind == "textarea" and c.visible for _, d in documents(page) for c in d.controls):
        return failed(page, "captcha", subject="captcha") if _has_riddle(page) else passed(page)
    routes = [link for _, link in links(page) if _reports(link)]
    closed = [
        p for link in routes for p in case.evidence.pages if p.requested_url == link.href and _closed(p)
    ]
    if closed and len(closed) == len(routes):
        return failed(page, "closed", link=closed[0].requested_url, subject="closed")
    if routes:
        return passed(page)
    if statement.says("feedback"):
        return cant_tell(page, "not-electronic", quote=statement.quote("feedback"))
    return lacking(page, "none", subject="feedback") if statement.proper else cant_tell(page, "unclear")


def _reports(link: Link) -> bool:
    promised = any(leads_to(link, purpose) for purpose in ("contact", "barrier-report"))
    return promised or "feedback" in table("statement").signals(label(link))


def _closed(page: Page) -> bool:
    return page.reason in _CLOSED or page.wall is not None


def _has_riddle(page: Page) -> bool:
    """A picture or word riddle stands in the way of the form."""
    fields = (
        f"{c.label} {c.field} {c.id} {c.html}" for _, d in documents(page) for c in d.controls if c.visible
    )
    return any(_RIDDLE.search(words_of_field) for words_of_field in fields)


# --- further parts ------------------------------------------------------------------------------------------


def method(case: Case) -> Iterable[Observation]:
    """The statement says how its verdict was reached: by own assessment or by somebody else's test."""
    yield from _part_told(case, "method", "no-method")


def reasons(case: Case) -> Iterable[Observation]:
    """A statement that names barriers says why they are there."""
    yield from _part_told(case, "reasons", "no-reasons", only="barriers")


def _part_told(case: Case, signal: str, message: str, *, only: str = "") -> Iterator[Observation]:
    if not _statements(case):
        yield from _unseen(case)
    for statement in _statements(case):
        if not statement.proper or (only and not statement.says(only)):
            continue
        yield (
            passed(statement.page)
            if statement.says(signal)
            else cant_tell(statement.page, message, subject=signal)
        )


def right_body(case: Case) -> Iterable[Observation]:
    """The body named for disputes is that of the Land in which the municipality lies."""
    land = land_of(case.evidence.service)
    if not _statements(case):
        yield from _unseen(case)
    for statement in _statements(case):
        if not statement.named:
            continue
        if land is None:
            yield cant_tell(statement.page, "land-unknown")
            continue
        own = enforcement().get(land.code)
        if own is None:
            continue
        named = _bodies_named(statement)
        if land.code in named:
            yield passed(statement.page)
        elif others := sorted(named):
            shown = ", ".join(enforcement()[code].name for code in others)
            yield cant_tell(statement.page, "other", other=shown, own=own.name, subject="body")
        else:
            yield cant_tell(statement.page, "unnamed", own=own.name, subject="body")


def _bodies_named(statement: _Statement) -> frozenset[str]:
    """Whose enforcement bodies the statement names in words or links, by the code of the Land."""
    addresses = "\n".join(f"{link.href} {label(link)}" for _, link in links(statement.page))
    told = f"{statement.text}\n{addresses}"
    return frozenset(code for code, body in enforcement().items() if body.pattern.search(told))


def is_page(case: Case) -> Iterable[Observation]:
    """The statement is a page of its own, not only a file to download."""
    if case.pages(Role.ACCESSIBILITY):
        yield passed(case.pages(Role.ACCESSIBILITY)[0])
        return
    for page in case.missed(Role.ACCESSIBILITY):
        if page.reason in {Reason.DOWNLOAD, Reason.UNSUPPORTED}:
            yield cant_tell(page, "file", address=page.requested_url, subject="file")
