"""One service in one line, as lists and the head of its scorecard show it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from auditor.evidence.model import Reason, Service
from auditor.evidence.slug import slugify
from auditor.publish.clean import Address, shorten, show_url
from auditor.publish.inputs import StoredResult
from auditor.publish.profile import TopView, top_view
from auditor.publish.words import Words


@dataclass(frozen=True)
class Interval:
    """Points 0–100: ``sure`` reached, ``open`` neither shown nor refuted; whole numbers, rounded outwards."""

    low: int
    high: int

    @classmethod
    def of(cls, low: float | None, high: float | None) -> Interval | None:
        """Rounded outwards, so that the true interval lies inside."""
        if low is None or high is None:
            return None
        first = math.floor(low + 1e-9)
        return cls(first, max(first, math.ceil(high - 1e-9)) if high - low >= 0.5 else first)

    @property
    def open(self) -> int:
        """Width of what is unknown."""
        return self.high - self.low

    @property
    def text(self) -> str:
        """„43–71“."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True)
class Line:
    """One service in an overview."""

    position: int
    slug: str
    name: str
    town: str
    town_slug: str
    address: Address
    measured: bool
    reason: Reason | None
    verdict: str
    kind: str
    maturity: int | None
    breaks: int
    profile: TopView | None
    score: Interval | None
    grade: str | None
    coverage: float


def name_of(service: Service) -> str:
    """What the service is called; its address where the operator gave no name."""
    return shorten(service.name or service.service or show_url(service.url, 60), 120)


def line_of(stored: StoredResult, words: Words) -> Line:
    """A result as one line."""
    result, service = stored.result, stored.result.service
    town = shorten(service.municipality or "", 80)
    return Line(
        position=stored.position,
        slug=result.slug,
        name=name_of(service),
        town=town,
        town_slug=town_slug(service),
        address=Address.of(service.url),
        measured=result.measured,
        reason=result.reason,
        verdict=result.completion.completable if result.measured else "untested",
        kind=result.completion.kind,
        maturity=result.completion.maturity,
        breaks=len(result.completion.media_breaks),
        profile=top_view(result, words),
        score=Interval.of(result.score.low, result.score.high) if result.score else None,
        grade=result.grade,
        coverage=result.coverage,
    )


def town_slug(service: Service) -> str:
    """File name of the municipality's page; two towns of one name are told apart by their official key."""
    words = slugify(service.municipality or "")
    if not words:
        return ""
    return f"{words}-{slugify(service.ags)}" if service.ags else words
