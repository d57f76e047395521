"""What residents are told of their data before and while they apply (5.8.5), and small mercies of a form (5.8.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.evidence.model import Control, Frame, Link, Page, Role

DETAILS = ("detail-erasure", "detail-restriction", "detail-duty", "detail-withdrawal")


def details(case: Case) -> Iterator[Observation]:
    """Art. 13 GDPR: the fullest notice also tells of erasure, restriction, duty to answer, withdrawal."""
    notices = [page for page in case.pages(Role.PRIVACY) if not look.foreign(page)]
    if not notices:
        return
    lacking = {page.id: _lacking(look.text(page)) for page in notices}
    best = min(notices, key=lambda page: len(lacking[page.id]))
    if not lacking[best.id]:
        yield passed(best)
    for part in lacking[best.id]:
        yield cant_tell(best, part, page=look.title(best), subject=part)


def _lacking(words: str) -> list[str]:
    asked = [
        part for part in DETAILS if part != "detail-withdrawal" or look.phrase("consent-word").search(words)
    ]
    return [part for part in asked if not look.phrase(part).search(words)]


def speaks_of_service(case: Case) -> Iterator[Observation]:
    """5.8.5: a notice speaks of the application, not only of visits to the website."""
    notices = case.pages(Role.PRIVACY)
    if not notices or not look.application_pages(case):
        return
    fitting = next((page for page in notices if look.says(page, "application-word")), None)
    yield passed(fitting) if fitting else cant_tell(notices[0], "website-only", page=look.title(notices[0]))


def recipients_named(case: Case) -> Iterator[Observation]:
    """5.8.5: whose servers the pages call stands in the privacy notice."""
    notices = case.pages(Role.PRIVACY)
    if not notices:
        return
    told = "\n".join(look.text(page) for page in notices).casefold()
    blind = any(look.blind(page) for page in notices)
    for name, (page, host) in sorted(_called(case).items()):
        if _named(name, host, told):
            yield passed(page)
        elif not blind:
            yield cant_tell(page, "unnamed", vendor=name, host=host, page=look.title(page), subject=name)


def _called(case: Case) -> dict[str, tuple[Page, str]]:
    """Well-known third parties that pages of the way call while loading: name → page and host."""
    found: dict[str, tuple[Page, str]] = {}
    for page in case.flow:
        for request in page.requests:
            vendor = look.vendor(request.host)
            if vendor and request.phase == "load" and not request.first_party:
                found.setdefault(vendor.name, (page, request.host))
    return found


def _named(name: str, host: str, told: str) -> bool:
    """By the vendor's first word or by its domain: „Google Maps“ is named where Google is."""
    first = re.split(r"[\s(]", name)[0].casefold()
    return first in told or look.site(host) in told


def handover_announced(case: Case) -> Iterator[Observation]:
    """5.8.5: who is led to another provider's address is told before."""
    pages = {page.id: page for page in case.evidence.pages}
    for page in case.flow:
        source = pages.get(page.found_on or "")
        if source is None or source.reason is not None or page.walk is not None:
            continue
        before, after = (look.site(look.host_of(p.final_url)) for p in (source, page))
        if before == after:
            continue
        if _announced(source, page, after):
            yield passed(source)
        elif not look.blind(source):
            yield cant_tell(
                source, "silent", page=look.title(source), host=look.host_of(page.final_url), subject=after
            )


def _announced(source: Page, target: Page, site: str) -> bool:
    leading = [link for _, link in look.links(source) if look.same_page(link.href, target.requested_url)]
    return (
        any(_says_so(link) for link in leading)
        or site in look.text(source).casefold()
        or bool(look.says(source, "leaving"))
    )


def _says_so(link: Link) -> bool:
    return any(look.phrase("elsewhere-label").search(look.plain(words)) for words in (link.text, link.name))


def third_gender(case: Case) -> Iterator[Observation]:
    """Who must state a gender can choose more than two."""
    for page in case.flow:
        seen: set[tuple[str, str]] = set()
        for frame, control in look.fillable(page):
            key = (control.group, control.field)
            if key in seen or not _asks_gender(control):
                continue
            seen.add(key)
            choices = _choices(frame, control)
            two = len([c for c in choices if look.phrase("two-genders").fullmatch(c)]) == 2
            if not two or look.phrase("gender-third").search("\n".join(choices)):
                yield passed(page)
            elif control.required:
                yield failed(page, "two", page=look.title(page), node=control, frame=frame)
            else:
                yield cant_tell(page, "two-optional", page=look.title(page), node=control, frame=frame)


def _asks_gender(control: Control) -> bool:
    asked = control.group if control.kind == "radio" else control.label
    named = re.search(look.data("personal-fields")["gender"]["label"], look.plain(asked), re.IGNORECASE)
    return control.kind in {"radio", "select"} and bool(named)


def _choices(frame: Frame, control: Control) -> list[str]:
    if control.kind == "select" or frame.document is None:
        return [look.plain(option) for option in control.options]
    beside = (c for c in frame.document.controls if c.kind == "radio" and c.field == control.field)
    return [look.plain(c.label) for c in beside]


def free_text_hint(case: Case) -> Iterator[Observation]:
    """5.8.3: beside a free text stands what belongs there and what does not."""
    for page in look.application_pages(case):
        warned = bool(look.says(page, "free-text-hint"))
        for frame, control in look.fillable(page):
            if control.kind != "textarea" or not control.visible:
                continue
            told = (
                control.description
                or control.placeholder
                or look.phrase("free-text-hint").search(control.label)
            )
            where = {"label": look.plain(control.label)[:80], "page": look.title(page)}
            if warned or told:
                yield passed(page)
            else:
                yield cant_tell(page, "open", **where, node=control, frame=frame)


def cookies_short_lived(case: Case) -> Iterator[Observation]:
    """5.8.4: nothing stays on the device for longer than about a year."""
    longest = look.data("storage")["longest_days"]
    reported: set[str] = set()
    for page in case.loaded:
        lasting = [c for c in page.cookies if c.days is not None]
        long = [c for c in lasting if c.days and c.days > longest and c.name not in reported]
        reported |= {c.name for c in long}
        for cookie in long:
            yield cant_tell(page, "long", name=cookie.name, days=f"{cookie.days:.0f}", subject=cookie.name)
        if lasting and not long:
            yield passed(page)
