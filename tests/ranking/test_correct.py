"""What was decided is put right before it counts."""

from __future__ import annotations

import pytest

from auditor.checks.case import Outcome
from auditor.judge.result import Finding
from auditor.ranking.correct import Corrections, corrected
from auditor.ranking.model import Objection
from tests.ranking.conftest import DAY, WORD, cell, country, measured, result, rule, rulebook, town

BOOK = rulebook(rule("imprint", chapter="law"), rule("dates"), rule("zoom", severity=4))
BROKEN = {"imprint": Outcome.FAILED, "dates": Outcome.PASSED, "zoom": Outcome.PASSED}
WHOLE = result(BOOK, BROKEN, "no")
MARK, OTHER = "0123456789abcdef", "fedcba9876543210"


def decided(rule_id: str = "imprint", outcome: str = "passed", **changes) -> Objection:
    values = {"ags": "1", "outcome": outcome, "decision": "corrected", **changes}
    return Objection("o1", "objection", rule_id, "Stadt", DAY, WORD, **values)


def slim(**changes):
    values = {
        "low": WHOLE.score.low,
        "high": WHOLE.score.high,
        "completable": "no",
        "failed": ("imprint",),
        "id": 7,
    }
    return measured("a", **{**values, **changes})


def test_a_corrected_rule_is_scored_as_decided() -> None:
    found = corrected(slim(completable="yes"), WHOLE, [decided()], BOOK)
    assert (found.low, found.high, found.failed) == (100.0, 100.0, ())


def test_what_does_not_apply_takes_no_part() -> None:
    found = corrected(slim(), WHOLE, [decided(outcome="inapplicable")], BOOK)
    assert "law" not in {each.chapter for each in found.chapters}


@pytest.mark.parametrize(
    ("outcome", "completable", "kind"), [("passed", "yes", "online"), ("cantTell", "unknown", "unknown")]
)
def test_completion_can_be_corrected(outcome: str, completable: str, kind: str) -> None:
    sound = result(BOOK, dict.fromkeys(BROKEN, Outcome.PASSED), "no")
    found = corrected(slim(kind="offline"), sound, [decided("completion", outcome)], BOOK)
    assert (found.completable, found.kind) == (completable, kind)
    assert (found.low, found.high) == ((100.0, 100.0) if completable == "yes" else (49.0, 100.0))


def test_one_place_is_not_the_rule() -> None:
    places = [
        Finding(message="m", outcome=Outcome.FAILED, page="p", url="u", fingerprint=each)
        for each in (MARK, OTHER)
    ]

    def whole(*findings: Finding):
        outcomes = [
            each.model_copy(update={"findings": findings}) if each.rule == "imprint" else each
            for each in WHOLE.outcomes
        ]
        return WHOLE.model_copy(update={"outcomes": tuple(outcomes)})

    assert corrected(slim(), whole(*places), [decided(fingerprint=MARK)], BOOK).failed == ("imprint",)
    assert corrected(slim(), whole(places[0]), [decided(fingerprint=MARK)], BOOK).failed == ()
    both = [decided(fingerprint=MARK), decided(fingerprint=OTHER)]
    assert corrected(slim(), whole(*places), both, BOOK).failed == ()


def test_nothing_is_corrected_where_nothing_was_measured() -> None:
    bare = measured("a", None)
    assert corrected(bare, WHOLE.model_copy(update={"measured": False}), [decided()], BOOK) is bare


def test_a_shared_form_is_corrected_for_everybody_or_for_one() -> None:
    whole = country(town("1"), town("2"))
    shared = Corrections({"a": slim()}, [decided(ags=None, address="a")], lambda ids: {7: WHOLE}, BOOK)
    assert shared.find("2", "a").failed == ()

    single = Corrections({"a": slim()}, [decided()], lambda ids: {7: WHOLE}, BOOK)
    cells = {ags: (cell(result=slim()),) for ags in ("1", "2")}
    assert single.settle(cells, whole) == {"1"}
    assert single.find("1", "a").failed == ()
    assert single.find("2", "a").failed == ("imprint",)


def test_only_the_service_that_is_meant_is_corrected() -> None:
    found = Corrections({"a": slim()}, [decided(service="kita")], lambda ids: {7: WHOLE}, BOOK)
    assert not found.settle({"1": (cell(result=slim()),)}, country(town("1")))


def test_without_the_whole_verdict_nothing_changes() -> None:
    found = Corrections({"a": slim()}, [decided(ags=None, address="a")], lambda ids: {}, BOOK)
    assert found.find("1", "a") == slim()
