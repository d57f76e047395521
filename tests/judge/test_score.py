"""The laws of the score, whatever the rules are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.case import Outcome
from auditor.judge.result import RuleOutcome
from auditor.judge.score import (
    COMPLETION_LIMIT,
    FIRST_EDITION,
    GRADES,
    MUSS_LIMIT,
    MUSS_SEVERE_LIMIT,
    assess,
    counts,
)
from auditor.rulebook.model import Automation, Obligation

CHAPTERS = ("5.3", "5.6", "5.8", "law")
COMPLETABLE = ("no", "unknown", "yes")
OUTCOMES = tuple(Outcome)
UNKNOWN = (Outcome.CANT_TELL, Outcome.UNTESTED)


@dataclass(frozen=True)
class Spec:
    axe: bool
    chapter: str
    obligation: Obligation
    severity: int
    outcome: Outcome


SPECS = st.lists(
    st.builds(
        Spec,
        st.booleans(),
        st.sampled_from(CHAPTERS),
        st.sampled_from(Obligation),
        st.integers(0, 4),
        st.sampled_from(OUTCOMES),
    ),
    min_size=1,
    max_size=25,
)
FINISHING = st.sampled_from(COMPLETABLE)


def verdict_of(make, specs, completable="yes"):
    rules = [
        make.rule(
            f"axe/r{n}" if spec.axe else f"r{n}",
            chapter=spec.chapter,
            obligation=spec.obligation,
            severity=spec.severity,
        )
        for n, spec in enumerate(specs)
    ]
    outcomes = [
        RuleOutcome(rule=rule.id, outcome=spec.outcome, counts=counts(rule, "2026-11"))
        for rule, spec in zip(rules, specs, strict=True)
    ]
    return assess(outcomes, make.rulebook(*rules), completable)


def changed(specs, index, outcome):
    index %= len(specs)
    spec = specs[index]
    return [
        *specs[:index],
        Spec(spec.axe, spec.chapter, spec.obligation, spec.severity, outcome),
        *specs[index + 1 :],
    ]


@given(SPECS, FINISHING)
def test_an_interval_within_bounds(make, specs, completable):
    verdict = verdict_of(make, specs, completable)
    assert 0 <= verdict.score.low <= verdict.score.high <= 100
    assert 0 <= verdict.coverage <= 1
    for chapter in verdict.chapters:
        assert chapter.low is None or 0 <= chapter.low <= chapter.high <= 100


@given(SPECS, FINISHING, st.randoms(use_true_random=False))
def test_order_of_rules_does_not_matter(make, specs, completable, random):
    rules = [make.rule(f"r{n}", chapter=s.chapter, severity=s.severity) for n, s in enumerate(specs)]
    outcomes = [RuleOutcome(rule=r.id, outcome=s.outcome) for r, s in zip(rules, specs, strict=True)]
    shuffled = random.sample(outcomes, len(outcomes))
    book = make.rulebook(*rules)
    assert assess(outcomes, book, completable) == assess(shuffled, book, completable)


@given(SPECS, FINISHING, st.integers(0, 99))
def test_a_failure_instead_of_anything_applicable_never_raises_either_end(make, specs, completable, index):
    if specs[index % len(specs)].outcome is Outcome.INAPPLICABLE:
        specs = changed(specs, index, Outcome.PASSED)
    before = verdict_of(make, specs, completable).score
    after = verdict_of(make, changed(specs, index, Outcome.FAILED), completable).score
    assert after.low <= before.low
    assert after.high <= before.high


@given(SPECS, FINISHING, st.integers(0, 99))
def test_a_pass_instead_of_anything_applicable_never_lowers_either_end(make, specs, completable, index):
    if specs[index % len(specs)].outcome is Outcome.INAPPLICABLE:
        specs = changed(specs, index, Outcome.FAILED)
    before = verdict_of(make, specs, completable).score
    after = verdict_of(make, changed(specs, index, Outcome.PASSED), completable).score
    assert after.low >= before.low
    assert after.high >= before.high


@given(SPECS, FINISHING, st.integers(0, 99), st.sampled_from(UNKNOWN))
def test_not_knowing_never_raises_the_lower_end_nor_lowers_the_upper(
    make, specs, completable, index, unknown
):
    if specs[index % len(specs)].outcome is Outcome.INAPPLICABLE:
        specs = changed(specs, index, Outcome.FAILED)
    before = verdict_of(make, specs, completable)
    after = verdict_of(make, changed(specs, index, unknown), completable)
    assert after.score.low <= before.score.low
    assert after.score.high >= before.score.high
    assert after.coverage <= before.coverage


@given(SPECS)
def test_not_knowing_whether_it_can_be_finished_is_the_worst_and_the_best_case(make, specs):
    no, unknown, yes = (verdict_of(make, specs, each).score for each in COMPLETABLE)
    assert unknown.low == no.low <= yes.low
    assert unknown.high == yes.high >= no.high
    assert no.high <= COMPLETION_LIMIT


@given(SPECS)
def test_all_passed_is_a_hundred(make, specs):
    specs = [Spec(s.axe, s.chapter, Obligation.MUSS, max(s.severity, 1), Outcome.PASSED) for s in specs]
    verdict = verdict_of(make, specs)
    assert (verdict.score.low, verdict.score.high, verdict.coverage) == (100, 100, 1)
    assert verdict.grade == "A"
    assert verdict.caps == ()


@given(SPECS, FINISHING)
def test_what_does_not_count_changes_nothing(make, specs, completable):
    shown = [
        Spec(False, "5.6", Obligation.KANN, 4, Outcome.FAILED),
        Spec(False, "5.6", Obligation.MUSS, 0, Outcome.FAILED),
    ]
    assert verdict_of(make, specs, completable) == verdict_of(make, [*specs, *shown], completable)


@given(SPECS)
def test_broken_duties_cap_both_ends(make, specs):
    failing = [
        s for s in specs if s.obligation is Obligation.MUSS and s.severity and s.outcome is Outcome.FAILED
    ]
    score = verdict_of(make, specs).score
    if failing:
        assert score.high <= MUSS_LIMIT
    if any(s.severity == 4 for s in failing):
        assert score.high <= MUSS_SEVERE_LIMIT


def one(outcome, **changes):
    values = {"axe": False, "chapter": "5.6", "obligation": Obligation.MUSS, "severity": 3} | changes
    return Spec(outcome=outcome, **values)


def test_sixty_passing_axe_rules_do_not_hide_one_barrier(make):
    family = [one(Outcome.PASSED, axe=True) for _ in range(60)]
    verdict = verdict_of(make, [*family, one(Outcome.FAILED, axe=True)])
    assert verdict.chapters[1].high == 75


def test_the_family_does_not_drown_the_rest(make):
    family = [one(Outcome.PASSED, axe=True) for _ in range(60)]
    verdict = verdict_of(make, [*family, *(one(Outcome.FAILED) for _ in range(8))])
    assert verdict.chapters[1].high == 50


def test_weights_follow_obligation_and_severity(make):
    verdict = verdict_of(
        make, [one(Outcome.PASSED, severity=4), one(Outcome.FAILED, obligation=Obligation.SOLLTE, severity=3)]
    )
    assert verdict.score.low == pytest.approx(80.0)


def test_coverage_is_the_judged_share_of_the_weight(make):
    verdict = verdict_of(make, [one(Outcome.PASSED), one(Outcome.CANT_TELL), one(Outcome.INAPPLICABLE)])
    assert verdict.coverage == 0.5


def test_caps_name_the_rules_and_only_those_that_bind(make):
    good = [one(Outcome.PASSED, severity=4) for _ in range(40)]
    caps = verdict_of(make, [*good, one(Outcome.FAILED), one(Outcome.CANT_TELL, severity=4)], "unknown").caps
    assert [(c.kind, c.bound, c.rules) for c in caps] == [
        ("completion", "low", ()),
        ("muss", "both", ("r40",)),
        ("muss-severe", "low", ("r41",)),
    ]
    assert verdict_of(make, [one(Outcome.FAILED)], "no").caps == ()


def test_no_letter_where_too_little_is_known(make):
    assert verdict_of(make, [one(Outcome.PASSED)], "unknown").grade is None
    assert (
        verdict_of(make, [one(Outcome.PASSED), one(Outcome.CANT_TELL), one(Outcome.UNTESTED)]).grade is None
    )
    assert verdict_of(make, [one(Outcome.FAILED)], "yes").grade == "F"


def test_nothing_applicable_is_nothing_known(make):
    verdict = verdict_of(make, [one(Outcome.INAPPLICABLE)])
    assert (verdict.score.low, verdict.score.high, verdict.coverage, verdict.grade) == (0, 100, 0, None)
    assert {c.low for c in verdict.chapters} == {None}


def test_grades_reach_down_to_zero():
    limits = [limit for limit, _ in GRADES]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == 0


def test_which_rules_count(make):
    assert counts(make.rule(), "2026-11")
    assert not counts(make.rule(counts=False), "2026-11")
    assert not counts(make.rule(obligation=Obligation.KANN), "2026-11")
    assert not counts(make.rule(automation=Automation.ATTESTED), "2026-11")
    assert not counts(make.rule(until="2026-10"), "2026-11")
    assert counts(make.rule(until="2026-11"), "2026-11")


def test_a_new_rule_informs_for_a_month_before_it_counts(make):
    later = make.rule(since="2027-03")
    assert not counts(later, "2027-02")
    assert not counts(later, "2027-03")
    assert counts(later, "2027-04")


def test_the_first_rulebook_counts_at_once_and_for_older_visits(make):
    assert counts(make.rule(since=FIRST_EDITION), FIRST_EDITION)
    assert counts(make.rule(since=FIRST_EDITION), "2026-06")
