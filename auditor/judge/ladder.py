"""The profile ladder: reachable, completable, accessible, usable, exemplary.

What each rung needs stands in ``rules/profiles.yaml``. A rung is *missed* only where a failure is proven, *open* where
something it needs is unknown, *reached* where it is proven. Some rungs can never be proven by a program; the best that
can be said of them is *unrefuted*: all that could be measured was in order. No rung stands better than the one below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from auditor.checks.case import Outcome
from auditor.judge.result import RuleOutcome, Rung, RungState
from auditor.rulebook.model import Automation, Profile, Proof, Rulebook

WORST_FIRST: tuple[RungState, ...] = get_args(RungState)

#: States in which a rung holds: nothing known speaks against it.
HOLDING: frozenset[RungState] = frozenset({"unrefuted", "reached"})

Completable = Literal["yes", "no", "unknown"]


def climb(
    outcomes: Iterable[RuleOutcome], rulebook: Rulebook, completable: Completable, *, measured: bool = True
) -> tuple[Rung, ...]:
    """The ladder of one service, lowest rung first. The order of the outcomes does not matter.

    ``measured`` says whether its start page could be opened.
    """
    known = {rule.id for rule in rulebook.rules}
    ordered = sorted((each for each in outcomes if each.rule in known), key=lambda each: each.rule)
    rungs: list[Rung] = []
    for profile in rulebook.profiles:
        needed = [each for each in ordered if _needs(profile, each, rulebook)]
        rung = _rung(profile, needed, completable, measured=measured)
        below = rungs[-1].state if rungs else rung.own
        rungs.append(rung.model_copy(update={"state": worse(rung.own, below)}))
    return tuple(rungs)


def top(rungs: Sequence[Rung]) -> Rung | None:
    """The highest rung that holds; None where not even the first does."""
    return next((rung for rung in reversed(rungs) if rung.state in HOLDING), None)


def worse(one: RungState, other: RungState) -> RungState:
    """The worse of two states."""
    return min(one, other, key=WORST_FIRST.index)


def _needs(profile: Profile, outcome: RuleOutcome, rulebook: Rulebook) -> bool:
    """Only what counts can hold a service back; attested rules never count, so a rung must ask for them."""
    rule = rulebook.rule(outcome.rule)
    attested = rule.automation is Automation.ATTESTED
    if not (profile.attested if attested else outcome.counts):
        return False
    return any(selection.matches(rule) for selection in profile.needs)


def _rung(
    profile: Profile, needed: Sequence[RuleOutcome], completable: Completable, *, measured: bool
) -> Rung:
    look = [each for each in needed if each.outcome is Outcome.CANT_TELL]
    unseen = [each for each in needed if each.outcome is Outcome.UNTESTED]
    rung = Rung(
        id=profile.id,
        state="open",
        own="open",
        failed=_ids(each for each in needed if each.outcome is Outcome.FAILED),
        look=_ids(look),
        places=sum(places(each) for each in look),
        untested=_ids(each for each in unseen if each.automation is not Automation.ATTESTED),
        attest=_ids(each for each in unseen if each.automation is Automation.ATTESTED),
        completable=completable if profile.proof is Proof.COMPLETION else None,
    )
    judged = any(each.outcome is Outcome.PASSED for each in needed)
    return rung.model_copy(update={"own": _own(rung, profile.proof, judged=judged, measured=measured)})


def places(outcome: RuleOutcome) -> int:
    """How many places of this rule a person must look at."""
    return sum(finding.outcome is Outcome.CANT_TELL for finding in outcome.findings) + outcome.more


def _own(rung: Rung, proof: Proof, *, judged: bool, measured: bool) -> RungState:
    if rung.failed or rung.completable == "no":
        return "missed"
    unknown = not measured or rung.look or rung.untested or rung.attest or rung.completable == "unknown"
    if unknown:
        return "open"
    if proof is Proof.NEVER:
        return "unrefuted" if judged else "open"
    return "reached"


def _ids(outcomes: Iterable[RuleOutcome]) -> tuple[str, ...]:
    return tuple(each.rule for each in outcomes)
