"""Easy language and sign language: offered where the Land asks for it, and with the parts BITV § 4 names (5.6.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, passed
from auditor.checks.laender import Duty, land_of
from auditor.checks.look import blind
from auditor.checks.prose import lacking, led_by, readable_text
from auditor.checks.readability import measure
from auditor.checks.statement import arrival
from auditor.evidence.model import Page, Role

ENOUGH_WORDS = 40  # a shorter text is not judged


def easy_language(case: Case) -> Iterable[Observation]:
    """Easy language is offered, where the Land asks municipalities for it."""
    yield from _offered(case, Role.EASY_LANGUAGE)


def sign_language(case: Case) -> Iterable[Observation]:
    """Sign language is offered, where the Land asks municipalities for it."""
    yield from _offered(case, Role.SIGN_LANGUAGE)


def _offered(case: Case, role: Role) -> Iterator[Observation]:
    page = next((p for p in case.loaded if led_by(case, p, role)), None)
    land = land_of(case.evidence.service)
    if page is not None:
        yield passed(page)
        yield from arrival(case, role)
    elif case.entry is None or (land is not None and land.duty is Duty.NO):
        return
    elif land is None or land.duty is Duty.UNKNOWN:
        yield cant_tell(case.entry, "land-unknown")
    elif _is_start_page(case.entry):
        yield lacking(case.entry, "not-offered", land=land.name, subject=role.value)
    else:
        yield cant_tell(case.entry, "look-at-start-page", land=land.name)


def _is_start_page(page: Page) -> bool:
    """The page is the root of its host, where BITV § 4 wants the offer to be."""
    return re.fullmatch(r"https?://[^/]+/?(index\.\w+)?", page.final_url) is not None


def easy_sentences(case: Case) -> Iterable[Observation]:
    """Texts in easy language have short sentences."""
    for page in case.pages(Role.EASY_LANGUAGE):
        figures = measure([readable_text(page)])
        if figures.words < ENOUGH_WORDS or blind(page):
            yield cant_tell(page, "too-little")
        elif figures.mean_sentence > _EASY_MEAN:
            yield cant_tell(page, "long-sentences", mean=f"{figures.mean_sentence:.1f}")
        else:
            yield passed(page)


_EASY_MEAN = 12.0  # words


#: What BITV § 4 wants told in easy language; each is a message of the rule easy-language-parts.
PARTS = ("easy-contents", "easy-navigation", "easy-statement", "easy-more")


def easy_parts(case: Case) -> Iterable[Observation]:
    """The pages in easy language tell of contents, navigation, accessibility and where there is more."""
    pages = case.pages(Role.EASY_LANGUAGE)
    if not pages or any(blind(page) for page in pages):
        return
    told = "\n".join(readable_text(page) for page in pages)
    missing = [part for part in PARTS if not look.phrase(part).search(told)]
    if not missing:
        yield passed(pages[0])
    for part in missing:
        yield cant_tell(pages[0], part, subject=part)


def sign_video(case: Case) -> Iterable[Observation]:
    """Where sign language is promised, there is a film."""
    for page in case.pages(Role.SIGN_LANGUAGE):
        if _has_film(page):
            yield passed(page)
        else:
            yield cant_tell(page, "no-film", page=look.title(page))


def _has_film(page: Page) -> bool:
    """A video element, a film in a frame, or a link to one."""
    shown = any(media.tag == "video" for _, document in documents(page) for media in document.media)
    framed = any(_is_film(frame.url) for frame in page.frames if frame.parent is not None)
    return shown or framed or any(_is_film(link.href) for _, link in look.links(page))


def _is_film(url: str) -> bool:
    vendor = look.vendor(look.host_of(url))
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return False
    return path.endswith((".mp4", ".webm", ".m4v", ".mov", ".m3u8")) or bool(
        vendor and vendor.purpose == "video"
    )
