"""What belongs to this service: its pages and links, without menus, teasers and lists of other services."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from auditor.checks.case import Case, documents
from auditor.evidence.model import FURNITURE, Document, Link, Page, Role
from auditor.wording.tables import table

#: Parts of a page that are not the service itself.


def pages(case: Case) -> tuple[Page, ...]:
    """The measured pages on the resident's way, without those reached only by links to other services."""
    found = case.memo.get("paper.pages")
    if found is None:
        found = case.memo["paper.pages"] = tuple(p for p in case.flow if not stranger(case, p))
    return found  # type: ignore[return-value]


def stranger(case: Case, page: Page) -> bool:
    """Whether every link that leads to the page is a teaser or stands in a list of other services."""
    if page.role is Role.ENTRY or page.walk is not None:  # the form itself led to what was walked
        return False
    own, others = _targets(case)
    return key_of(page.requested_url) in others - own


def _targets(case: Case) -> tuple[frozenset[str], frozenset[str]]:
    found = case.memo.get("paper.targets")
    if found is None:
        every = [
            (key_of(link.href), _elsewhere(link))
            for p in case.flow
            for _, d in documents(p)
            for link in d.links
            if not same_page(link, p)
        ]
        found = case.memo["paper.targets"] = (
            frozenset(key for key, elsewhere in every if not elsewhere),
            frozenset(key for key, elsewhere in every if elsewhere),
        )
    return found  # type: ignore[return-value]


def links(page: Page) -> Iterator[tuple[Link, Document]]:
    """Links of the service that may lead on, with the document they stand in."""
    for _, document in documents(page):
        for link in document.links:
            if label_of(link) and not _elsewhere(link):
                yield link, document


def _elsewhere(link: Link) -> bool:
    return (
        link.landmark in FURNITURE
        or link.teaser
        or "other-services" in table("documents").signals(link.heading)
    )


def label_of(link: Link) -> str:
    """What a link is called."""
    return link.name or link.text


def key_of(url: str) -> str:
    """An address without its fragment, except the routes of single-page apps."""
    return url if "#/" in url or "#!" in url else urldefrag(url).url


def same_page(link: Link, page: Page) -> bool:
    """Whether a link only jumps within its page."""
    return key_of(link.href) in {key_of(page.final_url), key_of(page.requested_url)} or link.href.startswith(
        "#"
    )
