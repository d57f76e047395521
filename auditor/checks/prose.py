"""What a page says, as text, and how sure one may be that something is missing from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from auditor.checks.case import Case, Observation, cant_tell, documents, failed
from auditor.checks.look import blind, data, leads_to, links, plain, same_page
from auditor.checks.readability import words
from auditor.evidence.model import FURNITURE, Document, Frame, Link, Node, Page, Role, TextBlock

#: Parts of a page that belong to the site rather than to the page.

_TELLING = (
    0.12  # share of stop words: running text of the language has over 0.3, the other language next to none
)
_FAINT = 0.03


def lacking(page: Page, message: str, **where: object) -> Observation:
    """Something is missing: failed if all of the page was seen, else a person must look."""
    return cant_tell(page, message, **where) if blind(page) else failed(page, message, **where)


def readable(page: Page) -> Iterator[tuple[Frame, TextBlock]]:
    """Text a resident can read, also inside closed accordions, without the furniture of the site."""
    for frame, document in documents(page):
        for block in document.blocks:
            if (block.visible or block.collapsed) and block.landmark not in FURNITURE and not block.teaser:
                yield frame, block


def readable_text(page: Page) -> str:
    """Everything readable on a page, one run of text a line."""
    return "\n".join(plain(block.text) for _, block in readable(page))


def running_german(page: Page) -> Iterator[tuple[Frame, TextBlock]]:
    """German running text, not headings, labels, buttons or links."""
    for frame, block in readable(page):
        german = block.lang.lower().split("-")[0] in {"", "de"}
        whole = len(words(block.text)) >= _RUN or re.search(r"[.!?]\s*$", block.text)
        if german and not block.in_link and whole:
            yield frame, block


_RUN = 8  # words; a shorter run of text without a full stop is a label


def label(link: Link) -> str:
    """What a resident is told of a link."""
    return link.name or link.text


def led_by(case: Case, page: Page, role: Role) -> tuple[Link, ...]:
    """Links of a page to the page of this role: by their words, or because a page of this role was found there."""
    known = [u for p in case.evidence.pages if p.role is role for u in (p.requested_url, p.final_url)]
    return tuple(
        link
        for _, link in links(page)
        if leads_to(link, role.value) or any(same_page(link.href, address) for address in known)
    )


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """Words of ``rules/tables/<name>.yaml`` that stand in one string."""
    return frozenset(data(name)[key].split())


def language(texts: Iterable[str]) -> Literal["de", "en", ""]:
    """German, English, or not to be told from these texts, by their commonest small words."""
    every = [w.lower() for text in texts for w in words(text)]
    if not every:
        return ""
    german = sum(w in word_set("stop-words", "de") for w in every) / len(every)
    english = sum(w in word_set("stop-words", "en") for w in every) / len(every)
    if german >= _TELLING and english <= _FAINT:
        return "de"
    if english >= _TELLING and german <= _FAINT:
        return "en"
    return ""


def main_title(document: Document) -> str:
    """Text of the first visible top heading, else of the first heading; empty if there is none."""
    shown = [h for h in document.headings if h.visible]
    return next((h.text for h in shown if h.level == 1), shown[0].text if shown else "")


def excerpt(text: str, limit: int = 160) -> str:
    """The beginning of a text, cut at a word."""
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0] + " …"


def called(node: Node) -> str:
    """What to call an element in a message."""
    return excerpt(node.name, 60) or node.tag
