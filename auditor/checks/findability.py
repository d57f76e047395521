"""Whether a resident who searches can find the service (criterion 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.case import Case, Observation, cant_tell, failed, main_document, passed
from auditor.checks.look import application_pages, hidden, host_of, same_page, site, unseen
from auditor.evidence.model import Page


def indexable(case: Case) -> Iterable[Observation]:
    """Search engines may list the start page."""
    page = case.entry
    if page is None:
        yield from unseen(case)
        return
    ban = _noindex(page)
    if not ban:
        yield passed(page)
    elif page in application_pages(case):
        yield cant_tell(page, "form-hidden", words=ban, subject="noindex")
    else:
        yield failed(page, "hidden", words=ban, subject="noindex")


def _noindex(page: Page) -> str:
    """The words that keep search engines away, or an empty string."""
    metas = [m.content for m in main_document(page).metas if m.name in {"robots", "googlebot", "bingbot"}]
    headers = [v for k, v in page.headers.items() if k.lower() == "x-robots-tag"]
    return next((w for w in metas + headers if re.search(r"\b(noindex|none)\b", w, re.IGNORECASE)), "")


def described(case: Case) -> Iterable[Observation]:
    """The start page describes itself in a sentence for the list of results."""
    page = case.entry
    if page is None:
        yield from unseen(case)
        return
    texts = [
        m.content.strip() for m in main_document(page).metas if m.name in {"description", "og:description"}
    ]
    if any(len(text) >= _TELLING for text in texts):
        yield passed(page)
    elif any(texts):
        yield cant_tell(page, "short", text=next(t for t in texts if t), subject="description")
    else:
        yield (cant_tell if hidden(page) else failed)(page, "none", subject="description")


_TELLING = 40  # characters


def one_address(case: Case) -> Iterable[Observation]:
    """The start page does not name another page as the real one."""
    page = case.entry
    if page is None:
        yield from unseen(case)
        return
    canonical = [r.href for r in main_document(page).rels if "canonical" in r.rel.split()]
    for address in canonical[:1]:
        if same_page(address.split("?")[0], page.final_url.split("?")[0]):
            yield passed(page)
        elif site(host_of(address)) != site(host_of(page.final_url)):
            yield cant_tell(page, "other-site", address=address, subject="canonical")
        elif re.fullmatch(r"https?://[^/]+/?", address) and not re.fullmatch(
            r"https?://[^/]+/?", page.final_url
        ):
            yield failed(page, "home-page", address=address, subject="canonical")
        else:
            yield passed(page)
