"""5.3 Rollen und Verantwortung: who answers for the service, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.evidence.model import Fetch, Page, Role


def contact_route(case: Case) -> Iterator[Observation]:
    """5.3.2: from every page of the way somebody can be written to or called within two clicks."""
    for page in case.flow:
        yield _contact_from(case, page)
    yield from look.unseen(case)


def _contact_from(case: Case, page: Page) -> Observation:
    written = look.links_to(page, "contact")
    alive = [link for link in written if not look.dead(case, link, Role.CONTACT)]
    if look.mail_or_phone(page) or alive or (not written and look.offers(page, "contact")):
        return passed(page)
    if imprints := look.links_to(page, "imprint"):
        return _contact_by_imprint(case, page, imprints[0].href)
    if look.blind(page):
        return cant_tell(page, "unsure", page=look.title(page))
    if look.offers(page, "help"):
        return cant_tell(page, "help", page=look.title(page))
    if written:
        return failed(page, "dead", page=look.title(page), node=written[0])
    words = look.number(page) or look.hint(page, "contact")
    where = {"page": look.title(page)}
    return cant_tell(page, "perhaps", words=words, **where) if words else failed(page, "missing", **where)


def _contact_by_imprint(case: Case, page: Page, href: str) -> Observation:
    """The imprint is one click away; it counts if it was seen to name an address or a number."""
    imprints = case.pages(Role.IMPRINT)
    behind = [p for p in imprints if look.same_page(p.requested_url, href)] or list(imprints)
    if any(look.mail_or_phone(p) for p in behind):
        return passed(page)
    return cant_tell(page, "imprint", page=look.title(page))


def responsible_body_named(case: Case) -> Iterator[Observation]:
    """5.3.2: the same single public body is named on every page of the way."""
    names = look.place_names(case)
    for page in case.flow:
        yield _named(page, names)
    yield from look.unseen(case)


def _named(page: Page, names: frozenset[str]) -> Observation:
    if names and look.names_any(page, names):
        return passed(page)
    others = look.bodies(page)
    if others:
        shown = ", ".join(sorted(name.title() for name in others)[:3])
        return cant_tell(page, "other", page=look.title(page), bodies=shown)
    if (
        look.blind(page)
        or look.foreign(page, frozenset({"de"}))  # names of bodies are known in German only
        or look.silent_images(page)
        or look.offers(page, "imprint")
        or look.mail_or_phone(page)
    ):
        return cant_tell(page, "unnamed", page=look.title(page))
    return failed(page, "nobody", page=look.title(page))


def security_txt(case: Case) -> Iterator[Observation]:
    """5.3.2 note 2: a file after RFC 9116, where there is one, is well formed. Its absence is no finding."""
    entry = case.entry
    for fetch in case.evidence.fetches:
        if entry is None or fetch.purpose != "security-txt" or not _is_security_txt(fetch):
            continue
        flaws = tuple(_flaws(fetch, case.evidence.started))
        host = look.host_of(fetch.url)
        if not flaws:
            yield passed(entry)
        for flaw in flaws:
            yield cant_tell(entry, flaw, host=host, subject=host)


def _is_security_txt(fetch: Fetch) -> bool:
    """Many servers answer any address with a page of their own; that is no such file."""
    return fetch.status == 200 and bool(
        re.search(r"^(contact|expires)\s*:", fetch.text, re.IGNORECASE | re.MULTILINE)
    )


def _flaws(fetch: Fetch, now: datetime) -> Iterator[str]:
    fields = re.findall(r"^([A-Za-z-]+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", fetch.text, re.MULTILINE)
    contacts = [value for name, value in fields if name.lower() == "contact"]
    expires = [value for name, value in fields if name.lower() == "expires"]
    if not any(re.match(r"(https|mailto|tel):\S", value, re.IGNORECASE) for value in contacts):
        yield "no-contact"
    if len(expires) != 1 or (end := _moment(expires[0])) is None:
        yield "no-expires"
    elif end < now:
        yield "expired"


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace("z", "Z"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
