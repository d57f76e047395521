"""What stops publication, and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.catalogue import table
from auditor.checks.case import Outcome
from auditor.ranking import errors
from auditor.ranking.alarm import alarm_text, distribution_alarms, load_thresholds
from auditor.ranking.canaries import Canary, canary_alarms, read_canaries
from auditor.ranking.errors import RankingError
from auditor.ranking.model import Alarm
from auditor.ranking.movement import Before, Former, FormerCell, FormerEdition
from auditor.ranking.standing import standings_of
from tests.ranking.conftest import DAY, NOON, Limits, cell, measured, result, rule, rulebook, town

LIMITS = load_thresholds()
BOOK = rulebook(rule("imprint"))
IN_TIME = Limits(DAY, 30)
WHOLE = result(BOOK, {"imprint": Outcome.FAILED})


def month(lows, states=None, product=None, land="SH"):
    """A month of municipalities with one service each; None was not measured."""
    towns = [town(str(n), land=land) for n in range(len(lows))]
    cells = {}
    for each, low in zip(towns, lows, strict=True):
        if low is None:
            cells[each.ags] = (cell(0.0, 100.0, state="unmeasured", coverage=0.0),)
        else:
            cells[each.ags] = (cell(low, result=measured(each.ags, low, product=product)),)
    return standings_of(towns, cells, {"hund": 1.0})


def before(standings, rulebook="r1", rejudged=None) -> Before:
    towns = {
        each.town.ags: Former(
            each.town.ags, each.low, each.high, each.coverage, 1,
            tuple(FormerCell(c.service, c.state, c.low, c.high, "yes", each.town.ags) for c in each.cells),
        )
        for each in standings
    }  # fmt: skip
    return Before(FormerEdition("2026-10", rulebook, {"hund": 1.0}, towns), rejudged or {}, "r1")


def keys(now, past=None) -> list[str]:
    return [each.key.removeprefix("alarm-") for each in distribution_alarms(now, past, LIMITS)]


def test_a_quiet_month_raises_no_alarm() -> None:
    assert keys(month([50.0] * 30), before(month([49.0] * 30))) == []


def test_too_much_that_was_not_measured() -> None:
    assert keys(month([50.0] * 5 + [None] * 5)) == ["unmeasured"]


def test_a_rise_of_what_was_not_measured() -> None:
    assert keys(month([50.0] * 8 + [None] * 2), before(month([50.0] * 10))) == ["unmeasured-rise"]


def test_a_shift_overall_in_either_direction() -> None:
    for low in (44.0, 56.0):
        assert keys(month([low] * 10), before(month([50.0] * 10))) == ["shift"]


@pytest.mark.parametrize(("many", "alarmed"), [(19, False), (20, True)])
def test_a_product_is_looked_at_from_twenty_services_on(many: int, alarmed: bool) -> None:
    now = month([20.0] * many, product="FormaKomm")
    assert ("shift-product" in keys(now, before(month([50.0] * many)))) is alarmed


@pytest.mark.parametrize(("many", "alarmed"), [(19, False), (20, True)])
def test_a_land_is_looked_at_from_twenty_municipalities_on(many: int, alarmed: bool) -> None:
    assert ("shift-land" in keys(month([60.0] * many), before(month([50.0] * many)))) is alarmed


def test_a_new_rulebook_alone_raises_no_alarm() -> None:
    again = {str(n): measured(str(n), 30.0) for n in range(30)}
    assert keys(month([30.0] * 30), before(month([50.0] * 30), "r0", again)) == []


def test_what_only_one_month_has_is_not_compared() -> None:
    assert "shift" not in keys(month([10.0] * 30), before(month([None] * 30)))


def test_a_form_that_many_share_is_one_service() -> None:
    towns = [town(str(n)) for n in range(30)]
    cells = {each.ags: (cell(20.0, result=measured("form", 20.0, product="P")),) for each in towns}
    now = standings_of(towns, cells, {"hund": 1.0})
    assert "shift-product" not in keys(now, before(month([50.0] * 30)))


def test_nothing_ranked() -> None:
    assert keys(()) == ["nothing-ranked"]


def test_every_alarm_has_words_in_both_languages() -> None:
    words = table(Path(errors.__file__).with_name("messages.yaml"))
    alarms = [key for key in words if key.startswith("alarm-")]
    blanks = dict.fromkeys(
        (
            "address",
            "reason",
            "what",
            "expected",
            "found",
            "share",
            "limit",
            "rise",
            "month",
            "shift",
            "product",
            "land",
        ),
        "x",
    )
    assert len(alarms) == 8
    for key in alarms:
        assert alarm_text(Alarm(key, blanks), "de") != alarm_text(Alarm(key, blanks), "en")


def test_an_own_table_of_limits_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "alarm.yaml"
    path.write_text("unmeasured: 400\n", encoding="utf-8")
    with pytest.raises(RankingError, match="outside 0") as caught:
        load_thresholds(path)
    assert "“shift” is missing" in str(caught.value)


# Canaries


def sung(canary: Canary, *results, whole=WHOLE) -> list[Alarm]:
    known = {each.address: each for each in results}
    return list(canary_alarms([canary], known, IN_TIME, lambda ids: dict.fromkeys(ids, whole)))


def test_a_canary_that_sings_is_no_alarm() -> None:
    canary = Canary("a", "yes", "online", {"imprint": Outcome.FAILED})
    assert sung(canary, measured("a")) == []


def test_a_missing_an_old_and_an_unmeasured_canary_are_alarms() -> None:
    old = measured("a", visited=NOON.replace(month=9))
    reasons = [
        sung(Canary("a", "yes"), *each)[0].params["reason"] for each in ((), (old,), (measured("a", None),))
    ]
    assert reasons == ["pending", "stale", "timeout"]
    (later,) = sung(Canary("a", "yes"), measured("a", vain=NOON, vain_reason="blocked"))
    assert later.params["reason"] == "blocked"


def test_a_canary_with_another_answer_says_which() -> None:
    found = sung(Canary("a", "no", "offline", {"imprint": Outcome.PASSED}), measured("a"))
    assert [each.params["what"] for each in found] == ["completable", "kind", "imprint"]
    assert "instead of no" in alarm_text(found[0], "en")


def test_a_rule_is_unknown_where_the_verdict_is_not_kept() -> None:
    (found,) = canary_alarms(
        [Canary("a", rules={"imprint": Outcome.PASSED})], {"a": measured("a")}, IN_TIME, lambda ids: {}
    )
    assert found.params["found"] == "untested"


def test_canaries_are_read(tmp_path: Path) -> None:
    path = tmp_path / "canaries.yaml"
    path.write_text(
        "canaries:\n  - url: https://a.example/hund\n    completable: yes\n"
        "    kind: online\n    rules: {imprint: failed}\n",
        encoding="utf-8",
    )
    (found,) = read_canaries(path, BOOK)
    assert found == Canary("a.example/hund", "yes", "online", {"imprint": Outcome.FAILED})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("canaries: []\n", "empty"),
        ("canaries:\n  - {address: a}\n", "what is expected"),
        ("canaries:\n  - {kind: online}\n", "whom it concerns"),
        ("canaries:\n  - {address: a, kind: onlin}\n", "Did you mean “online”"),
        ("canaries:\n  - {address: a, rules: {inprint: failed}}\n", "Did you mean “imprint”"),
        ("canaries:\n  - {address: a, rules: {imprint: broken}}\n", "Use one of"),
    ],
)
def test_mistakes_in_canaries_are_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "canaries.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RankingError, match=words):
        read_canaries(path, BOOK)


def test_canaries_with_a_corrected_result_are_asked_as_measured() -> None:
    assert sung(Canary("a", "no"), replace(measured("a"), completable="no")) == []


def test_figures_are_written_as_the_language_does():
    alarm = Alarm("alarm-shift", {"month": "2026-10", "shift": "-5.4", "limit": "5"})
    assert "-5,4" in alarm_text(alarm, "de")
    assert "-5.4" in alarm_text(alarm, "en")
