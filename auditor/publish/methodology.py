"""The formula for readers, out of the very constants that compute it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from auditor.judge import score
from auditor.publish.words import Words
from auditor.rulebook.model import Automation, Obligation, Profile


@dataclass(frozen=True)
class ChapterWeight:
    """A chapter's part in the whole; ``rules`` of it count, ``attested`` only people can answer."""

    id: str
    title: str
    about: str
    reason: str
    weight: int
    rules: int
    attested: int


@dataclass(frozen=True)
class Band:
    """A grade and the points it takes: from ``low`` up to, not including, ``below`` (None: up to 100)."""

    grade: str
    low: int
    below: int | None


@dataclass(frozen=True)
class Limit:
    """A cap: ``key`` names its reason in the catalogue."""

    key: str
    points: int


@dataclass(frozen=True)
class RungNeeds:
    """A rung of the ladder: its meaning and proof, how many measured rules and questions for people it needs."""

    title: str
    about: str
    proof: str
    rules: int
    attested: int


@dataclass(frozen=True)
class Methodology:
    """Numbers of the methodology page."""

    obligations: tuple[tuple[str, int], ...]
    severities: tuple[tuple[int, int], ...]
    chapters: tuple[ChapterWeight, ...]
    family_duties: int
    family_loss: tuple[tuple[int, float], ...]
    limits: tuple[Limit, ...]
    bands: tuple[Band, ...]
    grade_coverage: float
    rules_total: int
    ladder: tuple[RungNeeds, ...]


def methodology(words: Words) -> Methodology:
    """Today's formula with today's rulebook."""
    return Methodology(
        obligations=tuple((o.value, score.OBLIGATION_FACTOR[o]) for o in Obligation),
        severities=tuple(sorted(score.SEVERITY_FACTOR.items())),
        chapters=_chapters(words),
        family_duties=score.FAMILY_DUTIES,
        family_loss=tuple(sorted(score.FAMILY_LOSS.items())),
        limits=(
            Limit("completion", round(score.COMPLETION_LIMIT)),
            Limit("muss-severe", round(score.MUSS_SEVERE_LIMIT)),
            Limit("muss", round(score.MUSS_LIMIT)),
        ),
        bands=_bands(),
        grade_coverage=score.GRADE_COVERAGE,
        rules_total=len(words.rulebook.rules),
        ladder=tuple(_needs(profile, words) for profile in words.rulebook.profiles),
    )


def _needs(profile: Profile, words: Words) -> RungNeeds:
    chosen = [r for r in words.rulebook.rules if any(selection.matches(r) for selection in profile.needs)]
    asked = [r for r in chosen if r.automation is Automation.ATTESTED] if profile.attested else []
    said = words.profile(profile.id)
    counting = sum(
        r.automation is not Automation.ATTESTED and r.counts and score.weight(r) > 0 for r in chosen
    )
    return RungNeeds(said.title, said.about, profile.proof.value, counting, len(asked))


def _bands() -> tuple[Band, ...]:
    above: list[int | None] = [None, *(round(higher[0]) for higher, _ in pairwise(score.GRADES))]
    return tuple(Band(grade, round(low), top) for (low, grade), top in zip(score.GRADES, above, strict=True))


def _chapters(words: Words) -> tuple[ChapterWeight, ...]:
    lang = words.catalogue.lang
    views = []
    for chapter in words.rulebook.chapters:
        rules = [r for r in words.rulebook.rules if r.chapter == chapter.id]
        attested = sum(r.automation is Automation.ATTESTED for r in rules)
        counting = sum(
            r.automation is not Automation.ATTESTED and r.counts and score.weight(r) > 0 for r in rules
        )
        views.append(
            ChapterWeight(
                id=chapter.id,
                title=chapter.title[lang],
                about=chapter.about[lang],
                reason=chapter.reason[lang],
                weight=chapter.weight,
                rules=counting,
                attested=attested,
            )
        )
    return tuple(views)
