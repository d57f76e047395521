"""Score, coverage, caps and grade: the whole formula, with all its numbers.

The score is the interval between two scenarios. In the lower one everything that is not known – a person must look,
could not be measured, unknown whether it can be finished – counts as broken; in the upper one as met. Both scenarios
go through the same formula, so hiding something never pays:

1. A rule is worth 1 when passed and 0 when failed: its worst step decides, the number of places does not. Rules that
   do not apply take no part. Its weight is the factor of its obligation times the factor of its severity.
2. axe-core's rules are one family within their chapter, with one fixed weight: each broken rule takes its share of
   what is left. So sixty small rules do not drown the others, and one barrier is felt.
3. A chapter is the weighted mean of its rules, the service the weighted mean of the chapters in which a rule applied.
4. Caps: a service that cannot be finished online, or that breaks a duty, stays below a limit whatever else shines.

Coverage is the judged part of the applicable weight, in the same proportions. The grade is that of the lower end; there
is none where less than half was judged or nobody knows whether the service can be finished, since the lower end would
then say more about the measurement than about the service.
Rules that do not count, possibilities (kann) and attested rules are shown, and take no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, prod
from typing import Literal

from auditor.checks.case import Outcome
from auditor.judge.axe import PREFIX
from auditor.judge.result import Cap, ChapterScore, RuleOutcome, Score
from auditor.rulebook.model import Automation, Obligation, Rule, Rulebook

#: How much a requirement weighs by its verb. A possibility (kann) is shown only.
OBLIGATION_FACTOR = {Obligation.MUSS: 3, Obligation.SOLLTE: 1, Obligation.KANN: 0}

#: How much it weighs by Nielsen's severity (0 no problem … 4 catastrophe).
SEVERITY_FACTOR = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}

#: The axe family weighs as much as this many duties of severity 3.
FAMILY_DUTIES = 8
FAMILY_WEIGHT = FAMILY_DUTIES * OBLIGATION_FACTOR[Obligation.MUSS] * SEVERITY_FACTOR[3]

#: What a broken axe rule takes of what is left of the family's value, by severity.
FAMILY_LOSS = {0: 0.0, 1: 0.05, 2: 0.1, 3: 0.25, 4: 0.5}

#: Highest possible score of a service that cannot be finished online.
COMPLETION_LIMIT = 49.0

#: Highest possible score while a duty is broken, and while one of the highest severity is.
MUSS_LIMIT = 89.0
MUSS_SEVERE_LIMIT = 79.0
SEVERE = 4

#: Grades by the lower end of the score, best first.
GRADES = ((90.0, "A"), (80.0, "B"), (65.0, "C"), (50.0, "D"), (30.0, "E"), (0.0, "F"))

#: No grade below this coverage.
GRADE_COVERAGE = 0.5

#: The month of the first rulebook: its rules count from the start, and for older visits that are judged again.
FIRST_EDITION = "2026-11"

_KNOWN = frozenset({Outcome.PASSED, Outcome.FAILED})
_SCORE_DIGITS = 1
_COVERAGE_DIGITS = 4

Completable = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Verdict:
    """Score with what explains it."""

    score: Score
    coverage: float
    grade: str | None
    caps: tuple[Cap, ...]
    chapters: tuple[ChapterScore, ...]


@dataclass(frozen=True)
class _Value:
    """Interval 0–1, judged share 0–1 and weight of a rule, a family or a chapter."""

    low: float
    high: float
    judged: float
    weight: float


@dataclass(frozen=True)
class _Judged:
    """A counting, applicable rule with its outcome."""

    rule: Rule
    outcome: Outcome

    @property
    def value(self) -> _Value:
        """The rule by itself."""
        unknown = self.outcome not in _KNOWN
        low = 1.0 if self.outcome is Outcome.PASSED else 0.0
        return _Value(low, 1.0 if unknown else low, 0.0 if unknown else 1.0, weight(self.rule))


def weight(rule: Rule) -> float:
    """Weight of a rule within its chapter; for the axe family only within the family."""
    return float(OBLIGATION_FACTOR[rule.obligation] * SEVERITY_FACTOR[rule.severity])


def counts(rule: Rule, month: str) -> bool:
    """Whether the rule takes part in the score of a visit in this month (``2026-11``); else it is shown only.

    A new rule informs for the month it was made in (``since``) and counts from the next, so nobody is measured by a
    rule that nobody could read; one that was given up ends with ``until``.
    """
    announced = rule.since > FIRST_EDITION and month <= rule.since
    retired = rule.until is not None and month > rule.until
    in_force = rule.counts and not announced and not retired
    return in_force and rule.automation is not Automation.ATTESTED and weight(rule) > 0


def assess(outcomes: Iterable[RuleOutcome], rulebook: Rulebook, completable: Completable) -> Verdict:
    """The verdict over a measured service. The order of the outcomes does not matter."""
    judged = [
        _Judged(rulebook.rule(each.rule), each.outcome)
        for each in sorted(outcomes, key=lambda each: each.rule)
        if each.counts and each.outcome is not Outcome.INAPPLICABLE
    ]
    members: dict[str, list[_Judged]] = defaultdict(list)
    for each in judged:
        members[each.rule.chapter].append(each)
    by_chapter = {chapter.id: _chapter(members[chapter.id], chapter.weight) for chapter in rulebook.chapters}
    whole = _mean([value for value in by_chapter.values() if value is not None]) or _Value(0.0, 1.0, 0.0, 0.0)
    applying = caps_of(
        (each.rule for each in judged if each.outcome is Outcome.FAILED),
        (each.rule for each in judged if each.outcome not in _KNOWN),
        completable,
    )
    low, high = _percent(whole.low), _percent(whole.high)
    capped = Score(
        low=min([low, *(cap.limit for cap in applying)]),
        high=min([high, *(cap.limit for cap in applying if cap.bound == "both")]),
    )
    coverage = round(whole.judged, _COVERAGE_DIGITS)
    return Verdict(
        score=capped,
        coverage=coverage,
        grade=_grade(capped.low, coverage, completable),
        caps=tuple(cap for cap in applying if cap.limit < (high if cap.bound == "both" else low)),
        chapters=tuple(_chapter_score(chapter, value) for chapter, value in by_chapter.items()),
    )


def _grade(low: float, coverage: float, completable: Completable) -> str | None:
    """None where too little is known to put a letter on a public page."""
    if coverage < GRADE_COVERAGE or completable == "unknown":
        return None
    return next(letter for limit, letter in GRADES if low >= limit)


def _chapter(judged: Sequence[_Judged], chapter_weight: float) -> _Value | None:
    """None where no rule of the chapter applies."""
    family = [each for each in judged if each.rule.id.startswith(PREFIX)]
    values = [each.value for each in judged if not each.rule.id.startswith(PREFIX)]
    mean = _mean([*values, *([_family(family)] if family else [])])
    return mean and _Value(mean.low, mean.high, mean.judged, float(chapter_weight))


def _family(members: Sequence[_Judged]) -> _Value:
    values = [each.value for each in members]
    losses = [FAMILY_LOSS[each.rule.severity] for each in members]
    judged = _mean(values)
    return _Value(
        low=prod(1 - loss * (1 - value.low) for loss, value in zip(losses, values, strict=True)),
        high=prod(1 - loss * (1 - value.high) for loss, value in zip(losses, values, strict=True)),
        judged=judged.judged if judged else 0.0,
        weight=float(FAMILY_WEIGHT),
    )


def _mean(values: Sequence[_Value]) -> _Value | None:
    """Weighted mean; None where nothing has weight."""
    total = fsum(each.weight for each in values)
    if not total:
        return None
    low, high, judged = (
        fsum(part * each.weight for part, each in zip(parts, values, strict=True)) / total
        for parts in zip(*((each.low, each.high, each.judged) for each in values), strict=True)
    )
    return _Value(low, high, judged, total)


def caps_of(failed: Iterable[Rule], unknown: Iterable[Rule], completable: Completable) -> list[Cap]:
    """All caps that apply: ``both`` ends for what is known to be broken, the low end for what may be.

    ``failed`` and ``unknown`` are rules that count; those that are no duty set no limit.
    """
    caps: list[Cap] = []
    if completable != "yes":
        bound: Literal["both", "low"] = "both" if completable == "no" else "low"
        caps.append(Cap(kind="completion", limit=COMPLETION_LIMIT, bound=bound))
    caps.extend(_duty_caps(failed, "both"))
    caps.extend(_duty_caps(unknown, "low"))
    return caps


def _duty_caps(rules: Iterable[Rule], bound: Literal["both", "low"]) -> list[Cap]:
    duties = [rule for rule in rules if rule.obligation is Obligation.MUSS]
    severe = tuple(rule.id for rule in duties if rule.severity >= SEVERE)
    others = tuple(rule.id for rule in duties if rule.severity < SEVERE)
    caps = (
        Cap(kind="muss-severe", limit=MUSS_SEVERE_LIMIT, bound=bound, rules=severe),
        Cap(kind="muss", limit=MUSS_LIMIT, bound=bound, rules=others),
    )
    return [cap for cap in caps if cap.rules]


def _chapter_score(chapter: str, value: _Value | None) -> ChapterScore:
    if value is None:
        return ChapterScore(chapter=chapter, low=None, high=None, coverage=None)
    return ChapterScore(
        chapter=chapter,
        low=_percent(value.low),
        high=_percent(value.high),
        coverage=round(value.judged, _COVERAGE_DIGITS),
    )


def _percent(share: float) -> float:
    return round(100 * share, _SCORE_DIGITS)
