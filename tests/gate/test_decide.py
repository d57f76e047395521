"""Only proven failures count, and only those that were asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditor.checks.case import Outcome
from auditor.evidence.model import Reason
from auditor.gate.decide import decide
from auditor.gate.model import Decision, Entry, Gate, State
from auditor.judge.result import Rung, RungState, ServiceResult
from auditor.rulebook.model import Obligation
from tests.gate.conftest import BOOK, TODAY, entry, finding, outcome, result


def at(gate: Gate, *results: ServiceResult, baseline: tuple[Entry, ...] = ()) -> Decision:
    return decide(results, {}, BOOK, gate, baseline, TODAY)


def states(decision: Decision) -> dict[str, State]:
    return {w.rule.id: w.state for each in decision.services for w in each.findings}


def test_a_duty_is_red_and_everything_else_is_not() -> None:
    one = result(*(outcome(r, finding(r)) for r in ("duty", "slight", "advice", "maybe", "coming")))
    assert states(at(Gate(), one)) == {
        "duty": State.NEW,
        "slight": State.NEW,
        "advice": State.APART,
        "maybe": State.APART,
        "coming": State.APART,
    }


@pytest.mark.parametrize(
    ("gate", "red"),
    [
        (Gate(fail_on=Obligation.SOLLTE), {"duty", "slight", "advice"}),
        (Gate(fail_on=Obligation.KANN), {"duty", "slight", "advice", "maybe"}),
        (Gate(min_severity=2), {"duty"}),
        (Gate(informing=True), {"duty", "slight", "coming"}),
        (Gate(rules=("du*",)), {"duty"}),
        (Gate(skip=("duty",)), {"slight"}),
        (Gate(min_severity=4), set()),
    ],
)
def test_the_gate_can_be_set(gate: Gate, red: set[str]) -> None:
    one = result(*(outcome(r, finding(r)) for r in ("duty", "slight", "advice", "maybe", "coming")))
    decision = at(gate, one)
    assert {name for name, state in states(decision).items() if state is State.NEW} == red
    assert decision.red is bool(red)


def test_what_a_person_must_look_at_never_counts() -> None:
    doubt = finding("x", Outcome.CANT_TELL)
    decision = at(Gate(fail_on=Obligation.KANN, informing=True), result(outcome("duty", doubt)))
    assert states(decision) == {"duty": State.REVIEW}
    assert not decision.red
    assert decision.complete


def test_known_findings_do_not_count_until_they_expire() -> None:
    one = result(outcome("duty", finding("a"), finding("b"), finding("c")))
    known = (entry("a"), entry("b", expires=TODAY), entry("c", expires=TODAY - timedelta(days=1)))
    decision = at(Gate(), one, baseline=known)
    assert [w.state for w in decision.services[0].findings] == [State.KNOWN, State.KNOWN, State.EXPIRED]
    assert decision.red


def test_a_known_finding_of_another_rule_is_new() -> None:
    decision = at(Gate(), result(outcome("duty", finding("a"))), baseline=(entry("a", "slight"),))
    assert decision.red


def test_entries_without_a_finding_are_stale_only_where_the_rule_was_judged() -> None:
    judged = result(outcome("duty", word=Outcome.PASSED), outcome("slight", word=Outcome.UNTESTED))
    known = (entry("gone"), entry("unseen", "slight"))
    assert at(Gate(), judged, baseline=known).stale == (known[0],)
    assert at(Gate(), result(measured=False), baseline=known).stale == ()


def test_what_could_not_be_measured_is_not_green() -> None:
    assert not at(Gate(), result(measured=False)).complete
    assert not at(Gate(), result(gap=Reason.TIMEOUT)).complete
    assert not at(Gate()).complete


def test_a_login_is_no_gap() -> None:
    assert at(Gate(), result(gap=Reason.LOGIN)).complete


def test_too_few_points() -> None:
    assert not at(Gate(fail_under=60), result(low=60)).red
    short = at(Gate(fail_under=60.1), result(low=60)).services[0].shortfalls
    assert [(s.kind, s.wanted, s.reached) for s in short] == [("score", "60.1", "60")]


def test_a_rung_fails_only_where_it_is_proven_to_be_missed() -> None:
    def rungs(completable: RungState) -> ServiceResult:
        ladder = (
            Rung(id="reachable", state="reached", own="reached"),
            Rung(id="completable", state=completable, own=completable, failed=("no-media-break",)),
            Rung(id="accessible", state="missed", own="missed", failed=("duty",)),
        )
        return result().model_copy(update={"profile": ladder})

    gate = Gate(profile="completable")
    assert not at(gate, rungs("open")).red
    assert not at(gate, rungs("reached")).red
    (short,) = at(gate, rungs("missed")).services[0].shortfalls
    assert (short.wanted, short.reached, short.rules) == ("completable", "completable", ("no-media-break",))
    assert at(Gate(profile="accessible"), rungs("reached")).red
    assert not at(Gate(profile="reachable"), rungs("missed")).red
