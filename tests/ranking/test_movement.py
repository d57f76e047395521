"""Whatever moved a municipality, the parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ranking.model import Cell
from auditor.ranking.movement import Before, Former, FormerCell, FormerEdition, movement_of
from auditor.ranking.standing import standings_of, value_of
from tests.ranking.conftest import cell, measured, town

SERVICES = ("hund", "kita", "weg")
STATES = ("measured", "unmeasured", "unlisted", "missing", "elsewhere")
WEIGHTS = {"hund": 1.0, "kita": 2.0, "weg": 0.5}
TENTHS = st.integers(0, 1000).map(lambda tenths: tenths / 10)


def one(service: str, state: str, low: float) -> Cell:
    if state == "measured":
        return cell(low, 100.0, service, result=measured(f"{service}.example", low))
    ends = (0.0, 0.0) if state == "missing" else (0.0, 100.0)
    return cell(
        *ends, service=service, state=state, coverage=float(state == "missing"), completable="unknown"
    )


def before(cells, rulebook="r1", rejudged=None, weights=WEIGHTS, rank=3) -> Before:
    """The month before with these cells, seen with the rulebook r1."""
    value = value_of(cells, weights)
    kept = tuple(
        FormerCell(c.service, c.state, c.low, c.high, c.completable, c.result.address if c.result else None)
        for c in cells
    )
    former = Former("1", value.low, value.high, value.coverage, rank, kept)
    edition = FormerEdition("2026-10", rulebook, weights, {"1": former})
    return Before(edition, {each.address: each for each in rejudged or ()}, "r1")


def moved(cells, past: Before, weights=WEIGHTS):
    (standing,) = standings_of([town("1")], {"1": tuple(cells)}, weights)
    return movement_of(standing, past, weights)


CELLS = st.tuples(*(st.builds(one, st.just(each), st.sampled_from(STATES), TENTHS) for each in SERVICES))
BASKETS = st.fixed_dictionaries({each: st.sampled_from((0.0, 0.5, 1.0, 3.0)) for each in SERVICES})


@given(old=CELLS, new=CELLS, lows=st.tuples(TENTHS, TENTHS, TENTHS), old_weights=BASKETS, weights=BASKETS)
def test_the_parts_are_the_whole(old, new, lows, old_weights, weights) -> None:
    again = [measured(f"{key}.example", low) for key, low in zip(SERVICES, lows, strict=True)]
    found = moved(new, before(old, "r0", again, old_weights), weights)
    assert round(found.service + found.rule + found.lists, 1) == found.points


@given(CELLS)
def test_nothing_changed_is_no_movement(cells) -> None:
    found = moved(cells, before(cells))
    assert (found.points, found.service, found.rule, found.lists, found.changed) == (0, 0, 0, 0, ())


@given(old=CELLS, lows=st.tuples(TENTHS, TENTHS, TENTHS))
def test_the_rulebook_alone_is_all_rule(old, lows) -> None:
    again = [measured(f"{key}.example", low) for key, low in zip(SERVICES, lows, strict=True)]
    new = [
        one(each.service, "measured", low) if each.state == "measured" else each
        for each, low in zip(old, lows, strict=True)
    ]
    found = moved(new, before(old, "r0", again))
    assert (found.service, found.lists) == (0, 0)
    assert found.rule == found.points


def test_a_better_service_is_all_service() -> None:
    found = moved([one("hund", "measured", 70.0)], before([one("hund", "measured", 40.0)]))
    assert (found.points, found.service, found.rule, found.lists) == (30, 30, 0, 0)


def test_a_service_that_was_missing_and_is_there_now_has_changed() -> None:
    found = moved([one("hund", "measured", 70.0)], before([one("hund", "missing", 0.0)]))
    assert (found.service, found.lists) == (70, 0)


@pytest.mark.parametrize("state", ["unlisted", "unmeasured", "elsewhere"])
def test_what_nobody_knew_before_is_no_change_of_the_service(state: str) -> None:
    old = [one("hund", state, 0.0), one("kita", "measured", 40.0)]
    found = moved([one("hund", "measured", 70.0), one("kita", "measured", 40.0)], before(old))
    assert (found.service, found.rule) == (0, 0)
    assert found.lists == found.points


def test_without_old_evidence_nobody_can_tell_service_from_rule() -> None:
    found = moved([one("hund", "measured", 70.0)], before([one("hund", "measured", 40.0)], "r0"))
    assert (found.points, found.service, found.rule, found.lists) == (30, None, None, 0)


def test_completion_that_changed_is_named() -> None:
    old = one("hund", "measured", 40.0)
    new = one("hund", "measured", 70.0)
    found = moved([new], before([replace(old, completable="no")]))
    assert found.changed == ("hund",)
    assert moved([new], before([replace(old, completable="unknown")])).changed == ()


def test_merged_and_new_municipalities_have_no_movement() -> None:
    past = before([one("hund", "measured", 40.0)])
    cells = (one("hund", "measured", 40.0),)
    merged, new = standings_of([town("2", former=("1",)), town("3")], {"2": cells, "3": cells}, WEIGHTS)
    assert movement_of(merged, past, WEIGHTS) is None
    assert movement_of(new, past, WEIGHTS) is None


def test_the_rank_before_is_told() -> None:
    cells = [one("hund", "measured", 40.0)]
    assert moved(cells, before(cells, rank=None)).rank_before is None
    assert moved(cells, before(cells)).rank_before == 3
