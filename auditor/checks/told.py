"""What a service says of itself before one starts: how it goes, how to pay, how to contradict, how fresh it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, main_document, passed, untested
from auditor.checks.dates import dates_in
from auditor.checks.prose import excerpt, readable
from auditor.evidence.model import Page, Reason, Role


def _before(case: Case) -> tuple[Page, ...]:
    """Pages read before the form begins."""
    return tuple(page for page in case.flow if page.role is not Role.FORM and page.walk is None)


def _told_or_ask(case: Case, phrase: str, message: str) -> Iterator[Observation]:
    """Passed where one of the pages before the form says it; else a person looks."""
    pages = _before(case)
    told = next((page for page in pages if _says(page, phrase)), None)
    if told:
        yield passed(told)
    elif pages:
        yield cant_tell(pages[0], message, page=look.title(pages[0]))


def _says(page: Page, phrase: str) -> bool:
    pattern = look.phrase(phrase)
    headings = (h.text for h in main_document(page).headings)
    return any(pattern.search(look.plain(t)) for t in (*(b.text for _, b in readable(page)), *headings))


def steps_described(case: Case) -> Iterator[Observation]:
    """The service page tells how it goes, from the application to the answer."""
    yield from _told_or_ask(case, "process-words", "untold")


def redress_named(case: Case) -> Iterator[Observation]:
    """The service page tells how to contradict a decision."""
    yield from _told_or_ask(case, "redress", "untold")


def payment_named(case: Case) -> Iterator[Observation]:
    """Where a fee is named, the ways to pay are named, too."""
    pages = _before(case)
    costing = next((page for page in pages if _costs(page)), None)
    if costing is None:
        return
    told = next((page for page in case.flow if look.says(page, "payment-words")), None)
    yield passed(told) if told else cant_tell(costing, "untold", page=look.title(costing))


def _costs(page: Page) -> bool:
    """A sum of money in a run of text that speaks of fees."""
    runs = (look.plain(b.text) for _, b in readable(page))
    return any(_SUM.search(t) and look.phrase("fee-words").search(t) for t in runs)


_SUM = re.compile(r"\b(?!0+(?:,0+)?\s?(?:€|euro))\d{1,5}(?:,\d\d|,-+)?\s?(?:€|euro\b|eur\b)", re.IGNORECASE)


def second_language(case: Case) -> Iterator[Observation]:
    """The service is explained in a second language of the Union, too."""
    pages = _before(case)
    offering = next((page for page in pages if _other_language(page)), None)
    if offering:
        yield passed(offering)
    elif pages:
        yield cant_tell(pages[0], "only-one", page=look.title(pages[0]))


def _other_language(page: Page) -> bool:
    document = main_document(page)
    alternates = {rel.hreflang.lower()[:2] for rel in document.rels if "alternate" in rel.rel.split()}
    linked = any(
        link.hreflang.lower()[:2] not in {"", "de"}
        or any(look.phrase("language-name").fullmatch(look.plain(w)) for w in (link.text, link.name))
        for _, link in look.links(page)
    )
    buttons = (c for _, c in look.controls(page) if c.kind in {"button", "submit", "select"})
    chosen = any(
        look.phrase("language-name").fullmatch(look.plain(word))
        for c in buttons
        for word in (c.label, c.name, *c.options)
    )
    return bool(alternates - {"", "de", "x-"}) or linked or chosen


def freshness(case: Case) -> Iterator[Observation]:
    """The service page says when it was last looked through, and that is not years ago."""
    entry = case.entry
    if entry is None:
        return
    runs = [look.plain(b.text) for _, b in look.blocks(entry)]
    runs = [run for run in runs if look.phrase("update-words").search(run) and dates_in(run)]
    if not runs:
        yield cant_tell(entry, "undated", page=look.title(entry))
        return
    newest, run = max((max(dates_in(run)), run) for run in runs)
    limit = case.evidence.started.date() - timedelta(days=look.data("usability")["stale_days"])
    if newest >= limit:
        yield passed(entry)
    else:
        yield cant_tell(entry, "old", date=newest.isoformat(), quote=excerpt(run), subject="date")


def hours_beside_phone(case: Case) -> Iterator[Observation]:
    """Where a telephone number stands, it says when somebody answers."""
    pages = [p for p in (*case.flow, *case.pages(Role.CONTACT)) if look.has_phone(p)]
    if not pages:
        return
    told = next((p for p in pages if look.says(p, "opening-hours") or look.says(p, "clock-hours")), None)
    yield passed(told) if told else cant_tell(pages[0], "untold", page=look.title(pages[0]))


def always_open(case: Case) -> Iterator[Observation]:
    """An online service has no opening hours."""
    if not (case.pages(Role.FORM) or look.application_pages(case)):
        return
    for page in case.flow:
        quote = look.says(page, "service-hours")
        yield cant_tell(page, "hours", quote=excerpt(quote), subject="hours") if quote else passed(page)


def failure_explained(case: Case) -> Iterator[Observation]:
    """5.11.3: a page that fails says so in plain words and names a contact."""
    for page in case.evidence.pages:
        broken = page.reason is Reason.HTTP_ERROR and (page.status or 0) >= 500
        down = page.reason is None and page in case.flow and look.says(page, "outage-notice")
        if not broken and not down:
            continue
        if not page.frames or not look.text(page).strip():
            yield (
                cant_tell(page, "blank", page=page.requested_url, subject="blank")
                if broken
                else untested(Reason.EMPTY, page)
            )
        elif look.says(page, "outage-notice") and (look.mail_or_phone(page) or look.offers(page, "contact")):
            yield passed(page)
        else:
            message = "no-contact" if look.says(page, "outage-notice") else "unexplained"
            yield cant_tell(page, message, page=page.requested_url, subject=message)


def lost_page_helps(case: Case) -> Iterator[Observation]:
    """Who follows a dead link lands on a page that says so and helps on."""
    for page in case.evidence.pages:
        if (
            page.reason is not Reason.NOT_FOUND
            or page.status != _GONE
            or not page.frames
            or page.role is Role.ENTRY
        ):
            continue
        way_on = look.mail_or_phone(page) or look.offers(page, "contact") or bool(list(look.links(page)))
        if look.says(page, "lost-page") and way_on:
            yield passed(page)
        else:
            yield cant_tell(page, "helpless", page=page.requested_url, subject="lost-page")


_GONE = 404


def way_to_the_end(case: Case) -> Iterator[Observation]:
    """5.6.2: somebody who fills everything in arrives at the end."""
    for page in case.flow:
        step = page.walk
        if step is None or step.stop is None:
            continue
        if step.stop in {"final-reached", "confirmed"}:
            yield passed(page)
        elif step.stop in {"stuck", "failed"}:
            at = step.stuck_at or step.heading or look.title(page)
            yield cant_tell(page, "stuck", at=excerpt(at, 100), step=step.number, subject=at[:60])
        else:
            yield untested(_REASONS.get(step.stop, Reason.NOT_VISITED), page)


_REASONS = {"captcha": Reason.CAPTCHA, "login": Reason.LOGIN, "guard": Reason.GUARD, "limit": Reason.BUDGET}
