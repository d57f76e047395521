"""What is looked for at a municipality, where it was seen, and how the looking went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from auditor.evidence.model import Reason
from auditor.wording.titles import Grade

Where = Literal["sitemap", "home", "a-z", "services", "online", "forms", "topics", "index", "search", "page"]
"""Where a link was seen: the kind of page, or the sitemap."""

Whose = Literal["own", "vendor", "other"]
"""Whose host a link leads to: the municipality's, that of a known portal product, or somebody else's."""


@dataclass(frozen=True)
class Wish:
    """A service that is looked for: an id and what municipalities call it, the usual name first."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A link, as it was seen. ``text`` is empty in a sitemap; ``heading`` is what stands above the link."""

    url: str
    where: Where
    whose: Whose = "own"
    text: str = ""
    heading: str = ""
    document: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that was opened to see what it is: its headings of the first level and its title."""

    headings: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be the service. ``words`` is the name that fitted, ``quote`` what it was found in.

    ``confirmed`` says that the page was opened and names the service itself.
    """

    url: str
    grade: Grade
    where: Where
    whose: Whose
    words: str
    quote: str
    rest: int
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A place where was looked: how many pages, addresses or questions, and why not (all), if there was a reason."""

    where: Where
    count: int = 0
    reason: Reason | None = None
    detail: str = ""


@dataclass(frozen=True)
class Bounds:
    """The most that a municipality is asked for: ``pages`` opened in the browser, ``requests`` in all, ``seconds``.

    Of sitemaps, so many files, addresses and bytes (each file, unpacked) are read.
    """

    pages: int = 30
    requests: int = 1_500
    seconds: float = 900.0
    sitemap_files: int = 20
    sitemap_urls: int = 50_000
    sitemap_bytes: int = 20_000_000


@dataclass(frozen=True)
class Finding:
    """What was found at one home page. ``reason`` says why it could not be read, then nothing was looked for.

    ``candidates`` holds for every wish what was found, the best first. ``portals`` are hosts of portal products the
    pages lead to, which were not searched.
    """

    home: str
    final_url: str
    reason: Reason | None = None
    detail: str = ""
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    looks: tuple[Look, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    portals: tuple[str, ...] = ()
    pages: int = 0
    requests: int = 0
