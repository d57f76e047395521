"""Counts and lists over many services: the front page and a municipality's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.checks.case import Outcome
from auditor.evidence.model import Service
from auditor.judge.ladder import HOLDING, WORST_FIRST
from auditor.publish.inputs import StoredResult
from auditor.publish.line import Line, line_of, town_slug
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.words import Words, rank

VERDICTS = ("yes", "no", "unknown", "untested")
KINDS = ("online", "online-with-break", "form-download", "information", "offline", "unknown")
COMMON = 10  # rows of the list of frequent defects


@dataclass(frozen=True)
class Part:
    """One slice of a whole; ``start`` and ``share`` in per cent."""

    key: str
    count: int
    start: float
    share: float


@dataclass(frozen=True)
class Common:
    """A rule that many services break."""

    rule: RuleView
    count: int
    share: float


@dataclass(frozen=True)
class RungTally:
    """How many services stand in which state on one rung of the ladder, best first."""

    title: str
    parts: tuple[Part, ...]

    @property
    def holding(self) -> int:
        """Services that reached it or that nothing speaks against."""
        return sum(part.count for part in self.parts if part.key in HOLDING)


@dataclass(frozen=True)
class Overview:
    """Some services in figures."""

    lines: tuple[Line, ...]
    verdicts: tuple[Part, ...]
    kinds: tuple[Part, ...]
    common: tuple[Common, ...]
    ladder: tuple[RungTally, ...]

    @property
    def total(self) -> int:
        """Number of services."""
        return len(self.lines)

    @property
    def measured(self) -> int:
        """Number of services that could be measured."""
        return sum(line.measured for line in self.lines)

    def count(self, verdict: str) -> int:
        """Number of services with this verdict."""
        return next(part.count for part in self.verdicts if part.key == verdict)

    @property
    def open(self) -> int:
        """Number of services without a yes or no."""
        return self.count("unknown") + self.count("untested")


@dataclass(frozen=True)
class Town:
    """A municipality and its services."""

    slug: str
    name: str
    ags: str | None
    land: str | None
    population: int | None
    overview: Overview


def overview(results: Sequence[StoredResult], words: Words) -> Overview:
    """Figures and lists over these services."""
    lines = tuple(line_of(stored, words) for stored in results)
    measured = [line for line in lines if line.measured]
    return Overview(
        lines=lines,
        verdicts=_parts(VERDICTS, (line.verdict for line in lines)),
        kinds=_parts(KINDS, (line.kind for line in measured)),
        common=_common(results, words),
        ladder=_ladder(results, words),
    )


def towns(results: Sequence[StoredResult], words: Words) -> tuple[Town, ...]:
    """Municipalities by name; services without one belong to none."""
    by_slug: dict[str, list[StoredResult]] = {}
    for stored in results:
        slug = town_slug(stored.result.service)
        if slug:
            by_slug.setdefault(slug, []).append(stored)
    return tuple(_town(slug, by_slug[slug], words) for slug in sorted(by_slug))


def _town(slug: str, results: Sequence[StoredResult], words: Words) -> Town:
    services: list[Service] = [stored.result.service for stored in results]
    return Town(
        slug=slug,
        name=line_of(results[0], words).town,
        ags=next((s.ags for s in services if s.ags), None),
        land=next((s.land for s in services if s.land), None),
        population=next((s.population for s in services if s.population), None),
        overview=overview(results, words),
    )


def _ladder(results: Sequence[StoredResult], words: Words) -> tuple[RungTally, ...]:
    """All services on every rung of today's ladder; those of an older version without one are left out."""
    ladders = [stored.result.profile for stored in results if stored.result.profile]
    tallies = []
    for profile in words.rulebook.profiles if ladders else ():
        states = [rung.state for rungs in ladders for rung in rungs if rung.id == profile.id]
        tallies.append(RungTally(words.profile(profile.id).title, _parts(WORST_FIRST[::-1], states)))
    return tuple(tallies)


def _parts(keys: Sequence[str], found: Iterable[str]) -> tuple[Part, ...]:
    counts = Counter(found)
    return parts_of({key: counts[key] for key in keys})


def parts_of(counts: Mapping[str, int]) -> tuple[Part, ...]:
    """Counts as slices of one bar, in their order."""
    total, start, parts = sum(counts.values()), 0.0, []
    for key, count in counts.items():
        share = round(100 * count / total, 3) if total else 0.0
        parts.append(Part(key, count, round(start, 3), share))
        start += share
    return tuple(parts)


def _common(results: Sequence[StoredResult], words: Words) -> tuple[Common, ...]:
    """The rules that most services break, duties and severe ones first among equals."""
    measured = [stored.result for stored in results if stored.result.measured]
    counts = Counter(o.rule for r in measured for o in r.outcomes if o.outcome is Outcome.FAILED)
    rules = [words.rule(rule_id) for rule_id in counts]
    rules = sorted((r for r in rules if r.counts), key=lambda r: (-counts[r.id], rank(r)))[:COMMON]
    return tuple(Common(view_rule(r, words), counts[r.id], 100 * counts[r.id] / len(measured)) for r in rules)
