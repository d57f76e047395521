"""What people say of a service, put beside what was measured: answers of the provider, reviews of doubtful places.

Pure, and powerless on purpose: score, coverage, grade, outcomes and ladder of the result stay what the measurement made
them. How the service would stand if people were believed is worked out beside it, in the testimony.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from auditor.checks.case import Outcome
from auditor.judge.ladder import climb
from auditor.judge.result import Review, RuleOutcome, ServiceResult, Signed, Statement, Testimony
from auditor.judge.score import assess
from auditor.rulebook.model import Automation, Rulebook

_Signed = TypeVar("_Signed", bound=Signed)

_BY_ANSWER = {
    "met": Outcome.PASSED,
    "not-met": Outcome.FAILED,
    "not-applicable": Outcome.INAPPLICABLE,
}
_BY_DECISION = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "inapplicable": Outcome.INAPPLICABLE,
}
#: Rules that a provider can say something about; the others are measured and need no statement.
_SAYABLE = frozenset({Automation.ATTESTED, Automation.ASSISTED})


def with_testimony(
    result: ServiceResult,
    statements: Iterable[Statement],
    reviews: Iterable[Review],
    rulebook: Rulebook,
    on: date,
) -> ServiceResult:
    """The same result with what people say of it, as it stands on the day of the visit.

    Of several answers to one question the latest counts. Expired ones are shown as such and believed no more.
    """
    said = _latest((each for each in statements if _sayable(each.rule, rulebook)), lambda each: each.rule, on)
    decided = _latest(reviews, lambda each: each.fingerprint, on)
    places = _doubtful_places(result.outcomes)
    found = tuple(each for each in decided if places.get(each.fingerprint) == each.rule)
    believed = _believed(result.outcomes, said, found)
    completable = result.completion.completable
    testimony = Testimony(
        statements=said,
        reviews=found,
        strays=len(decided) - len(found),
        score=assess(believed, rulebook, completable).score if result.measured else None,
        profile=climb(believed, rulebook, completable, measured=result.measured),
    )
    return result.model_copy(update={"testimony": testimony})


def _sayable(rule: str, rulebook: Rulebook) -> bool:
    return any(each.id == rule and each.automation in _SAYABLE for each in rulebook.rules)


def _latest(signed: Iterable[_Signed], key: Callable[[_Signed], str], on: date) -> tuple[_Signed, ...]:
    """The last word on each subject, in the order of the subjects."""
    last: dict[str, _Signed] = {}
    for each in signed:
        before = last.get(key(each))
        if before is None or each.given >= before.given:
            last[key(each)] = each
    return tuple(
        each.model_copy(update={"expired": each.valid_until < on}) for _, each in sorted(last.items())
    )


def _doubtful_places(outcomes: Iterable[RuleOutcome]) -> dict[str, str]:
    return {
        finding.fingerprint: outcome.rule
        for outcome in outcomes
        for finding in outcome.findings
        if finding.outcome is Outcome.CANT_TELL
    }


def _believed(
    outcomes: Iterable[RuleOutcome], said: Sequence[Statement], decided: Sequence[Review]
) -> tuple[RuleOutcome, ...]:
    answers = {each.rule: _BY_ANSWER[each.answer] for each in said if not each.expired}
    decisions = {each.fingerprint: _BY_DECISION[each.decision] for each in decided if not each.expired}
    return tuple(_settled(each, answers, decisions) for each in outcomes)


def _settled(
    outcome: RuleOutcome, answers: Mapping[str, Outcome], decisions: Mapping[str, Outcome]
) -> RuleOutcome:
    """The outcome if people are believed: a statement settles only what nobody can measure, a review only doubt."""
    settled = outcome.outcome
    if outcome.automation is Automation.ATTESTED:
        settled = answers.get(outcome.rule, settled)
    elif settled is Outcome.CANT_TELL:
        settled = _reviewed(outcome, decisions)
    return outcome.model_copy(update={"outcome": settled})


def _reviewed(outcome: RuleOutcome, decisions: Mapping[str, Outcome]) -> Outcome:
    """Failed by one bad place; no longer in doubt only when every place was decided."""
    found = [decisions.get(finding.fingerprint) for finding in outcome.findings]
    if Outcome.FAILED in found:
        return Outcome.FAILED
    if outcome.more or not found or None in found:
        return Outcome.CANT_TELL
    return Outcome.PASSED if Outcome.PASSED in found else Outcome.INAPPLICABLE
