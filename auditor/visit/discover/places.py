"""Which links of a town's site lead to lists of services, and whose hosts its links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, urlsplit

from auditor.evidence.model import Document, Link, Page
from auditor.visit.discover.model import Sighting, Where, Whose
from auditor.visit.hosts import host_of
from auditor.visit.leads import DOCUMENTS, key_of
from auditor.wording.source import read, read_file
from auditor.wording.tables import Table, load_table
from auditor.wording.titles import doubtful_path

_FILE = Path(__file__).with_name("places.yaml")
_ORDER: tuple[str, ...] = get_args(Where)
_MOST_WORDS = 6  # a link with more of them is a teaser, not the way to a list
_LETTER = re.compile(r"[A-ZÄÖÜ]")
_RANGE = re.compile(r"([A-Z])\s*(?:[-–—/]|bis)\s*([A-Z])")
_NUMBER = re.compile(r"\d{1,2}")
_BASE = str.maketrans({"Ä": "A", "Ö": "O", "Ü": "U"})
_FEW_LETTERS = 4  # links of one letter that make an A–Z
_LISTS = frozenset({"a-z", "services", "online", "forms"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page behind which services may be listed; ``letters`` if it lists those of some letters only."""

    url: str
    where: Where
    depth: int
    letters: frozenset[str] = frozenset()

    @property
    def rank(self) -> tuple[int, int, str]:
        """The likeliest first; never by the order in which links stood."""
        return _ORDER.index(self.where), self.depth, self.url


def places_in(page: Page, where: Where, depth: int) -> Iterator[Place]:
    """The lists that a page leads to: others, and the letters and further pages of its own."""
    for document in documents(page):
        letters = [(link, found) for link in document.links if (found := _letters(label(link)))]
        if len(letters) >= _FEW_LETTERS:
            for link, found in letters:
                yield Place(link.href, "a-z", depth, found)
        for link in document.links:
            kind = _kind(label(link))
            if kind is not None and not doubtful_path(link.href):
                yield Place(link.href, kind, depth)
            elif where in _LISTS and _goes_on(link):
                yield Place(link.href, where, depth)


def sightings_in(page: Page, where: Where, scope: Scope) -> Iterator[Sighting]:
    """Every link of a page."""
    for document in documents(page):
        for link in document.links:
            url = key_of(link.href)
            if urlsplit(url).scheme in {"http", "https"} and url != key_of(page.final_url):
                document_like = link.download or is_document(url)
                yield Sighting(url, where, scope.whose(url), label(link), link.heading, document_like)


@dataclass(frozen=True)
class Scope:
    """The hosts that are the municipality's own: that of its home page, and those below it."""

    hosts: frozenset[str]

    @classmethod
    def of(cls, *urls: str) -> Scope:
        """The scope around these addresses; www makes no difference."""
        return cls(frozenset(host_of(url).removeprefix("www.") for url in urls))

    def own(self, url: str) -> bool:
        """Whether the address is the municipality's own. Neighbours under one domain are not."""
        host = host_of(url)
        return any(host == base or host.endswith(f".{base}") for base in self.hosts if base)

    def whose(self, url: str) -> Whose:
        """Whose host the address is on."""
        if self.own(url):
            return "own"
        return "vendor" if _is_vendor(url) else "other"


def documents(page: Page) -> Sequence[Document]:
    """The content of all frames."""
    return [frame.document for frame in page.frames if frame.document is not None]


def label(link: Link) -> str:
    """What a link says."""
    return " ".join((link.name or link.text).split())


def _kind(text: str) -> Where | None:
    if not text or len(text.split()) > _MOST_WORDS:
        return None
    found = _table().signals(text)
    return cast("Where | None", next((kind for kind in _ORDER if kind in found), None))


def _letters(text: str) -> frozenset[str]:
    """The letters a link of an A–Z stands for; none if it is no such link."""
    said = text.strip().upper()
    if _LETTER.fullmatch(said):
        return frozenset({said.translate(_BASE)})
    span = _RANGE.fullmatch(said)
    if span is None or span[1] > span[2] or said in {"A-Z", "A–Z", "A BIS Z", "A - Z", "A – Z"}:
        return frozenset()
    return frozenset(chr(code) for code in range(ord(span[1]), ord(span[2]) + 1))


def _goes_on(link: Link) -> bool:
    """Whether a link turns the page of a list."""
    said = label(link).lower()
    if "next" in link.rel.lower().split() or said in words()["next"]:
        return bool(parse_qsl(urlsplit(link.href).query)) or "next" in link.rel.lower()
    return bool(_NUMBER.fullmatch(said) and urlsplit(link.href).query)


def is_document(url: str) -> bool:
    """Whether an address is that of a PDF or office file."""
    return PurePosixPath(urlsplit(url).path).suffix.lower() in DOCUMENTS


def _is_vendor(url: str) -> bool:
    """Whether the address is one of a known portal product; a calendar of appointments is no service."""
    low, host = url.lower(), host_of(url)
    return any(any(m in low for m in urls) or any(m in host for m in hosts) for urls, hosts in _vendors())


@cache
def _vendors() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The marks of portal products in addresses and in host names."""
    products = [p for p in read("products")["products"] if not p.get("appointment")]
    return tuple((_marks(p, "url"), _marks(p, "host")) for p in products)


def _marks(product: dict[str, Any], kind: str) -> tuple[str, ...]:
    return tuple(str(mark).lower() for mark in product.get(kind, ()))


@cache
def words() -> dict[str, Any]:
    """The word lists of this room."""
    return cast("dict[str, Any]", read_file(_FILE))


@cache
def _table() -> Table:
    return load_table(_FILE)
