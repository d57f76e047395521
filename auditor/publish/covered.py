"""How much of the standard was measured, answered by people, or is open, chapter by chapter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from auditor.checks.case import Outcome
from auditor.judge.result import RuleOutcome, ServiceResult
from auditor.publish.words import Words
from auditor.rulebook.model import Automation

_MEASURED = frozenset({Outcome.PASSED, Outcome.FAILED})


@dataclass(frozen=True)
class Covered:
    """Numbers of requirements of one chapter that concern the service; those that do not apply are left out."""

    id: str
    title: str
    measured: int
    attested: int
    open: int


def covered(result: ServiceResult, words: Words) -> tuple[Covered, ...]:
    """Chapters in the order of the standard, without those in which nothing applies."""
    said = result.testimony.statements if result.testimony else ()
    answered = {each.rule for each in said if not each.expired}
    counts = Counter(
        (words.rule(each.rule).chapter, _kind(each, answered))
        for each in result.outcomes
        if each.outcome is not Outcome.INAPPLICABLE
    )
    rows = (
        Covered(
            chapter.id,
            words.chapter(chapter.id),
            counts[chapter.id, "measured"],
            counts[chapter.id, "attested"],
            counts[chapter.id, "open"],
        )
        for chapter in words.rulebook.chapters
    )
    return tuple(row for row in rows if row.measured or row.attested or row.open)


def _kind(outcome: RuleOutcome, answered: set[str]) -> str:
    if outcome.outcome in _MEASURED:
        return "measured"
    attested = outcome.automation is Automation.ATTESTED and outcome.rule in answered
    return "attested" if attested else "open"
