"""Titles of pages: they begin with what the page is about, and differ where the content does (WCAG 2.4.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from auditor.checks.case import Case, Observation, cant_tell, failed, main_document, passed
from auditor.checks.look import data, plain, same_page, unseen
from auditor.checks.prose import main_title
from auditor.evidence.model import Page


def title(case: Case) -> Iterable[Observation]:
    """The page title begins with what the page is about (WCAG 2.4.2)."""
    for page in case.flow:
        whole_title = main_document(page).title.strip()
        first = _parts(whole_title)[0]
        if not whole_title:
            continue  # axe reports a missing title
        if not re.search(r"\w", first):
            yield failed(page, "front-empty", title=whole_title, subject="title")
        elif _title_is("empty", whole_title):
            yield failed(page, "left-behind", title=whole_title, subject="title")
        elif _title_is("vague", first) and all(_title_is("vague", p) for p in _parts(whole_title)):
            yield cant_tell(page, "vague", title=whole_title, subject="title")
        else:
            yield passed(page)
    yield from unseen(case)


def _parts(whole_title: str) -> list[str]:
    return re.split(data("titles")["separators"], whole_title)


def _title_is(kind: str, words_of_title: str) -> bool:
    pattern = re.sub(r"\|\s+", "|", data("titles")[kind])
    return re.match(pattern, words_of_title.strip(), re.IGNORECASE) is not None


def titles_differ(case: Case) -> Iterable[Observation]:
    """Pages with different content have different titles (WCAG 2.4.2)."""
    by_title: dict[str, list[Page]] = defaultdict(list)
    for page in case.flow:
        if main_document(page).title.strip():
            by_title[plain(main_document(page).title)].append(page)
    if sum(len(pages) for pages in by_title.values()) < 2:
        return
    for name, pages in by_title.items():
        first, others = pages[0], [p for p in pages[1:] if _shows_other_content(pages[0], p)]
        for other in others:
            yield cant_tell(other, "same", title=name, other=first.final_url, subject="title")
        if not others:
            yield passed(first)


def _shows_other_content(one: Page, other: Page) -> bool:
    """Another address and another main heading; the first alone may be the same page with a session in its URL."""
    heading, second = main_title(main_document(one)), main_title(main_document(other))
    return (
        not same_page(one.final_url, other.final_url) and bool(heading) and bool(second) and heading != second
    )
