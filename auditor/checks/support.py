"""5.11 Betrieb und Support: help for residents."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.evidence.model import Page, Role


def first_level_support(case: Case) -> Iterator[Observation]:
    """5.11.4: there is a first contact for residents: phone, e-mail, form or a named support."""
    asked = (*case.flow, *case.pages(Role.CONTACT), *case.pages(Role.IMPRINT))
    helping = next((page for page in asked if _supports(page)), None)
    entry = case.entry
    if entry is None:
        return
    if helping:
        yield passed(helping)
    elif (
        any(look.blind(p) for p in asked)
        or case.missed(Role.CONTACT, Role.IMPRINT)
        or _linked_unseen(case, asked)
    ):
        yield cant_tell(entry, "unsure", page=look.title(entry))
    elif words := next((w for p in asked if (w := look.number(p) or look.hint(p, "contact"))), ""):
        yield cant_tell(entry, "perhaps", page=look.title(entry), words=words)
    else:
        yield failed(entry, "missing", page=look.title(entry))


def _supports(page: Page) -> bool:
    contact_form = page.role is Role.CONTACT and any(c.kind == "textarea" for _, c in look.controls(page))
    return look.mail_or_phone(page) or contact_form or bool(look.says(page, "support"))


def _linked_unseen(case: Case, asked: tuple[Page, ...]) -> bool:
    """A page where help usually stands is linked but was not opened."""
    purposes = ("contact", "imprint", "help")
    linked = [link for page in asked for purpose in purposes for link in look.links_to(page, purpose)]
    return any(not any(look.same_page(p.requested_url, link.href) for p in case.loaded) for link in linked)


def number_115(case: Case) -> Iterator[Observation]:
    """5.11.6: the public-service number 115 is named, where the municipality takes part."""
    entry = case.entry
    if entry is None:
        return
    pages = (*case.flow, *case.pages(Role.CONTACT), *case.pages(Role.IMPRINT))
    named = next((page for page in pages if _names_115(page)), None)
    yield passed(named) if named else cant_tell(entry, "absent", page=look.title(entry))


def _names_115(page: Page) -> bool:
    dialled = any(link.href.replace(" ", "").lower() == "tel:115" for _, link in look.links(page))
    return dialled or bool(look.says(page, "number-115"))
