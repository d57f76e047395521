"""Which of the documents linked on a page may be the form. Pure functions over what was read of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from auditor.evidence.model import FURNITURE, Link, Page
from auditor.wording import classify_label, table

_SUFFIXES = frozenset({".pdf", ".doc", ".docx", ".dotx", ".odt", ".ott", ".rtf", ".xls", ".xlsx", ".ods"})
_NAMED = re.compile(r"\b(pdf|docx?|odt)\b", re.IGNORECASE)
_FORMS = frozenset({"form", "form-download", "apply-online"})


@dataclass(frozen=True)
class Linked:
    """A link to a document; ``sure`` when its words call it the form."""

    url: str
    text: str
    page: str
    sure: bool


def linked(page: Page) -> Iterator[Linked]:
    """Links to documents on a page, but to leaflets, by-laws and fee lists, in their order."""
    for frame in page.frames:
        for link in frame.document.links if frame.document else ():
            if _is_document(link) and link.landmark not in FURNITURE and not link.teaser:
                sure = _says_form(link)
                if sure is not None:
                    yield Linked(link.href, link.name or link.text, page.id, sure)


def _is_document(link: Link) -> bool:
    parts = urlsplit(link.href)
    if parts.scheme not in {"http", "https"}:
        return False
    suffix = PurePosixPath(parts.path).suffix.lower()
    return (
        suffix in _SUFFIXES or link.download or bool(_NAMED.search(f"{link.type} {link.name or link.text}"))
    )


def _says_form(link: Link) -> bool | None:
    """Whether the words call it the form: of the label, else of the file's name, else of the heading above. None
    where they call it something else, and only that."""
    label = link.name or link.text
    name = re.sub(r"[_\W]+", " ", unquote(PurePosixPath(urlsplit(link.href).path).stem))
    called = {"form"} if classify_label(label) & _FORMS else set()
    for words in (label, name, link.heading):
        called |= table("documents").signals(words) & {"form", "leaflet"}
        if called:
            return None if called == {"leaflet"} else called == {"form"}
    return False
