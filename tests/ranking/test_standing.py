"""The laws of value and rank."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ranking.standing import ranked, ranks_of, standings_of, tenth, value_of
from tests.ranking.conftest import cell, town

WEIGHTS = {"hund": 1.0, "kita": 3.0}
INTERVALS = st.lists(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda two: (float(min(two)), float(max(two)))),
    min_size=1,
    max_size=12,
)


def country(intervals, names=None):
    """Municipalities with these intervals, in order of their ranks."""
    towns = [town(f"{n:08}", name=(names or {}).get(n, f"Ort {n:03}")) for n in range(len(intervals))]
    cells = {each.ags: (cell(low, high),) for each, (low, high) in zip(towns, intervals, strict=True)}
    return standings_of(towns, cells, WEIGHTS)


def rank(standings, index):
    return next(each.overall.rank for each in standings if each.town.ags == f"{index:08}")


def position(standings, index):
    return next(n for n, each in enumerate(standings) if each.town.ags == f"{index:08}")


def test_the_value_is_the_weighted_mean_of_what_takes_part() -> None:
    cells = (cell(10, 30), cell(50, 70, service="kita", coverage=0.6), cell(service="weg", state="elsewhere"))
    value = value_of(cells, {**WEIGHTS, "weg": 5.0})
    assert (value.low, value.high, value.coverage) == (40.0, 60.0, 0.7)


def test_missing_is_known_and_unmeasured_is_not() -> None:
    missing = cell(0.0, 0.0, state="missing", completable="no")
    unknown = cell(0.0, 100.0, state="unmeasured", coverage=0.0)
    assert value_of((missing, cell(80, service="kita")), WEIGHTS).coverage == 1.0
    assert value_of((unknown, cell(80, service="kita")), WEIGHTS).coverage == 0.75


@pytest.mark.parametrize(("coverage", "why"), [(0.8, None), (0.7999, "coverage"), (0.0, "coverage")])
def test_no_rank_below_four_fifths(coverage: float, why: str | None) -> None:
    (found,) = standings_of([town("1")], {"1": (cell(coverage=coverage),)}, WEIGHTS)
    assert (found.unranked, found.overall is None) == (why, why is not None)


def test_nothing_that_takes_part_is_empty() -> None:
    (found,) = standings_of([town("1")], {"1": (cell(state="elsewhere"),)}, WEIGHTS)
    assert (found.unranked, found.low, found.high, found.coverage) == ("empty", 0, 100, 0)


def test_ranks_by_groups() -> None:
    assert list(ranks_of([(80, 90), (75, 82), (70, 85), (60, 79), (59, 60), (10, 20)])) == [1, 1, 1, 4, 4, 6]


def test_places_overall_in_the_land_and_in_the_size_class() -> None:
    towns = [town("1"), town("2", land="NI"), town("3", size="gross")]
    found = standings_of(
        towns, {each.ags: (cell(float(low)),) for each, low in zip(towns, (30, 20, 10), strict=True)}, WEIGHTS
    )
    places = {each.town.ags: (each.overall, each.in_land, each.in_size) for each in found}
    assert [(p.rank, p.of) for p in places["3"]] == [(3, 3), (2, 2), (1, 1)]
    assert [(p.rank, p.of) for p in places["2"]] == [(2, 3), (1, 1), (2, 2)]


def test_ties_are_counted() -> None:
    found = country([(50, 60), (50, 60), (10, 20)])
    assert [(each.overall.rank, each.overall.tied) for each in found] == [(1, 1), (1, 1), (3, 0)]


@given(INTERVALS, st.randoms(use_true_random=False))
def test_neither_order_nor_rank_depends_on_the_input(intervals, chance: random.Random) -> None:
    found = list(country(intervals))
    shuffled = found[:]
    chance.shuffle(shuffled)
    assert list(ranked(shuffled)) == found


@given(INTERVALS)
def test_ranks_only_grow_and_equal_intervals_are_equal(intervals) -> None:
    found = country(intervals)
    ranks = [each.overall.rank for each in found]
    assert ranks == sorted(ranks)
    assert all(rank <= n for n, rank in enumerate(ranks, start=1))
    by_interval = {}
    for each in found:
        assert by_interval.setdefault((each.low, each.high), each.overall.rank) == each.overall.rank


@given(INTERVALS)
def test_a_group_touches_its_first_and_the_next_group_is_proven_worse(intervals) -> None:
    first = None
    for each in country(intervals):
        if first is None or each.overall.rank != first.overall.rank:
            assert first is None or each.high < first.low
            first = each
        assert each.high >= first.low


@given(INTERVALS, st.integers(0, 11), st.integers(0, 100))
def test_hiding_never_leads_further_up(intervals, which, more) -> None:
    """What was broken becomes unknown: the same lower end, a higher upper one."""
    which %= len(intervals)
    low, high = intervals[which]
    hidden = [*intervals[:which], (low, min(100.0, high + more)), *intervals[which + 1 :]]
    assert position(country(hidden), which) >= position(country(intervals), which)


@given(INTERVALS, st.integers(0, 11), st.floats(0, 100))
def test_a_lower_lower_end_never_makes_the_rank_better(intervals, which, less) -> None:
    which %= len(intervals)
    low, high = intervals[which]
    worse = [*intervals[:which], (tenth(max(0.0, low - less)), high), *intervals[which + 1 :]]
    assert rank(country(worse), which) >= rank(country(intervals), which)


@given(INTERVALS, st.integers(0, 11), st.sampled_from(["Aach", "Zwota"]))
def test_a_name_never_makes_a_rank(intervals, which, name) -> None:
    which %= len(intervals)
    assert rank(country(intervals, {which: name}), which) == rank(country(intervals), which)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=10))
def test_rounding_is_the_same_however_the_sum_was_made(tenths) -> None:
    values = [each / 10 for each in tenths]
    assert tenth(sum(values) / len(values)) == tenth(sum(reversed(values)) / len(values))


def test_the_unranked_stand_after_the_ranked() -> None:
    towns = [town("1"), town("2"), town("3")]
    cells = {
        "1": (cell(90, 100, coverage=0.5),),
        "2": (cell(10),),
        "3": (replace(cell(), state="elsewhere"),),
    }
    assert [each.town.ags for each in standings_of(towns, cells, WEIGHTS)] == ["2", "1", "3"]
