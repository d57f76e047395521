"""The ladder: what each rung needs, and its laws whatever the outcomes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.case import Outcome
from auditor.judge.ladder import WORST_FIRST, climb, top
from auditor.judge.result import Finding, RuleOutcome
from auditor.judge.score import counts
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation, Rulebook

BOOK = load_rulebook()
IDS = ("reachable", "completable", "accessible", "usable", "exemplary")
COMPLETABLE = ("no", "unknown", "yes")


def outcomes(
    book: Rulebook = BOOK, *, default: Outcome = Outcome.PASSED, **changed: Outcome
) -> list[RuleOutcome]:
    """Everything measured as told; attested questions open."""
    wanted = {key.replace("_", "-"): value for key, value in changed.items()}
    return [
        RuleOutcome(
            rule=rule.id,
            outcome=wanted.get(
                rule.id, Outcome.UNTESTED if rule.automation is Automation.ATTESTED else default
            ),
            automation=rule.automation,
            counts=counts(rule, "2026-11"),
        )
        for rule in book.rules
    ]  # fmt: skip


def states(*args, **kwargs) -> tuple[str, ...]:
    return tuple(rung.state for rung in climb(*args, **kwargs))


def test_the_table_holds_the_five_rungs_in_order() -> None:
    assert tuple(profile.id for profile in BOOK.profiles) == IDS


def test_a_service_without_a_flaw_is_never_said_to_be_accessible() -> None:
    """Nothing speaks against it; more a program cannot say. What only people know leaves the last rung open."""
    found = climb(outcomes(), BOOK, "yes")
    assert [rung.state for rung in found] == ["reached", "reached", "unrefuted", "unrefuted", "open"]
    assert top(found).id == "usable"
    assert len(found[-1].attest) > 40


def test_one_barrier_breaks_the_rung_and_all_above() -> None:
    found = climb(outcomes(reflow_320=Outcome.FAILED), BOOK, "yes")
    assert [rung.state for rung in found] == ["reached", "reached", "missed", "missed", "missed"]
    assert found[2].failed == ("reflow-320",)


def test_a_lower_rung_holds_back_but_does_not_blame_the_one_above() -> None:
    found = climb(outcomes(), BOOK, "no")
    assert [rung.state for rung in found] == ["reached", "missed", "missed", "missed", "missed"]
    assert [rung.own for rung in found] == ["reached", "missed", "unrefuted", "unrefuted", "open"]
    assert found[1].completable == "no"
    assert found[2].failed == ()


def test_a_place_for_a_person_leaves_the_rung_open_and_is_counted() -> None:
    place = Finding(message="m", outcome=Outcome.CANT_TELL, page="p", url="u", fingerprint="f")
    changed = [
        each.model_copy(update={"outcome": Outcome.CANT_TELL, "findings": (place, place), "more": 3})
        if each.rule == "reflow-320"
        else each
        for each in outcomes()
    ]
    found = climb(changed, BOOK, "yes")
    assert [rung.state for rung in found] == ["reached", "reached", "open", "open", "open"]
    assert (found[2].look, found[2].places) == (("reflow-320",), 5)


def test_a_service_that_was_not_measured_is_open_and_never_accused() -> None:
    untested = outcomes(default=Outcome.UNTESTED)
    assert set(states(untested, BOOK, "unknown", measured=False)) == {"open"}


def test_where_nothing_applies_nothing_was_shown() -> None:
    found = climb(outcomes(default=Outcome.INAPPLICABLE), BOOK, "yes")
    assert [rung.state for rung in found] == ["reached", "reached", "open", "open", "open"]


def test_what_does_not_count_holds_nobody_back() -> None:
    rule = "target-size"
    assert not next(each.counts for each in outcomes() if each.rule == rule)
    assert states(outcomes(target_size=Outcome.FAILED), BOOK, "yes") == states(outcomes(), BOOK, "yes")


def test_an_answer_of_the_provider_is_asked_for_by_the_last_rung_only() -> None:
    denied = states(outcomes(usability_reviewed=Outcome.FAILED), BOOK, "yes")
    assert denied == ("reached", "reached", "unrefuted", "unrefuted", "missed")


def test_a_rulebook_without_a_ladder_has_none() -> None:
    bare = Rulebook(BOOK.rules, BOOK.chapters, BOOK.version)
    assert climb(outcomes(), bare, "yes") == ()
    assert top(()) is None


MEASURED = [rule.id for rule in BOOK.rules if rule.automation is not Automation.ATTESTED]
ANY = st.fixed_dictionaries({}, optional={rule: st.sampled_from(tuple(Outcome)) for rule in MEASURED[-40:]})
FINISHING = st.sampled_from(COMPLETABLE)


def told(changed: dict[str, Outcome]) -> list[RuleOutcome]:
    return [each.model_copy(update={"outcome": changed.get(each.rule, each.outcome)}) for each in outcomes()]


@given(ANY, FINISHING, st.booleans())
def test_no_rung_stands_better_than_the_one_below(changed, completable, measured) -> None:
    ranks = [
        WORST_FIRST.index(state) for state in states(told(changed), BOOK, completable, measured=measured)
    ]
    assert ranks == sorted(ranks, reverse=True)


@given(ANY, FINISHING, st.sampled_from([rule.id for rule in BOOK.rules]))
def test_a_failure_never_raises_a_rung(changed, completable, broken) -> None:
    before = climb(told(changed), BOOK, completable)
    after = climb(told({**changed, broken: Outcome.FAILED}), BOOK, completable)
    for one, other in zip(before, after, strict=True):
        assert WORST_FIRST.index(other.state) <= WORST_FIRST.index(one.state)
        assert WORST_FIRST.index(other.own) <= WORST_FIRST.index(one.own)


@given(ANY, FINISHING)
def test_only_a_proven_failure_misses_a_rung(changed, completable) -> None:
    for rung in climb(told(changed), BOOK, completable):
        assert (rung.own == "missed") == bool(rung.failed or rung.completable == "no")


@given(ANY, FINISHING, st.randoms())
def test_the_order_of_the_outcomes_does_not_matter(changed, completable, random) -> None:
    given_ = told(changed)
    shuffled = list(given_)
    random.shuffle(shuffled)
    assert climb(given_, BOOK, completable) == climb(shuffled, BOOK, completable)


@pytest.mark.parametrize("index", range(len(IDS)))
def test_every_rung_selects_rules_that_exist(index: int) -> None:
    profile = BOOK.profiles[index]
    assert any(selection.matches(rule) for selection in profile.needs for rule in BOOK.rules)
