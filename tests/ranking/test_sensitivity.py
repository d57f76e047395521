"""How far ranks move: unchanged weights change nothing, and the formula is the judge's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.case import Outcome
from auditor.judge.score import assess
from auditor.ranking.model import CapValue, ChapterValue, Measured
from auditor.ranking.sensitivity import VARIATION, Values, with_sensitivity
from auditor.ranking.standing import standings_of, weights_of
from auditor.rulebook.model import Obligation, Rulebook
from tests.ranking.conftest import basket, cell, measured, result, rule, rulebook, service, town

RULES = tuple(
    rule(f"{chapter.replace('.', '')}-{n}", chapter=chapter, severity=n + 1, obligation=obligation)
    for chapter in ("5.3", "5.6", "5.8", "law")
    for n, obligation in enumerate((Obligation.SOLLTE, Obligation.MUSS, Obligation.SOLLTE, Obligation.MUSS))
)
BOOK = rulebook(*RULES)
OUTCOMES = st.fixed_dictionaries({each.id: st.sampled_from(Outcome) for each in RULES})
COMPLETABLE = st.sampled_from(("yes", "no", "unknown"))


def slim(outcomes, completable: str) -> Measured:
    """What the store keeps of a whole verdict."""
    whole = result(BOOK, outcomes, completable)
    return measured(
        low=whole.score.low,
        high=whole.score.high,
        completable=completable,
        chapters=tuple(
            ChapterValue(each.chapter, each.low, each.high, each.coverage)
            for each in whole.chapters
            if each.low is not None
        ),
        caps=tuple(CapValue(each.kind, each.limit, each.bound) for each in whole.caps),
        failed=tuple(key for key, outcome in outcomes.items() if outcome is Outcome.FAILED),
    )


@given(st.lists(st.tuples(OUTCOMES, COMPLETABLE), min_size=1, max_size=5))
def test_unchanged_weights_give_what_was_measured(verdicts) -> None:
    results = [slim(*each) for each in verdicts]
    values = Values.of(results, BOOK)
    lows, highs = values.at(values.weights)
    assert lows.tolist() == [*(each.low for each in results), 0.0, 0.0]
    assert highs.tolist() == [*(each.high for each in results), 0.0, 100.0]


@given(OUTCOMES, COMPLETABLE, st.integers(0, 3), st.sampled_from((1 - VARIATION, 1 + VARIATION)))
def test_changed_weights_give_what_the_judge_would(outcomes, completable, which, factor) -> None:
    """To the tenth of a point or two that kept chapters lack, and save for caps by rules nobody could judge."""
    known = {key: Outcome.FAILED if value is Outcome.CANT_TELL else value for key, value in outcomes.items()}
    known = {key: Outcome.PASSED if value is Outcome.UNTESTED else value for key, value in known.items()}
    values = Values.of([slim(known, completable)], BOOK)
    weights = values.weights.copy()
    weights[which] *= factor
    whole = result(BOOK, known, completable)
    # whole numbers, since a rulebook has no others
    chapters = tuple(
        each.model_copy(update={"weight": round(each.weight * 10 * (factor if n == which else 1))})
        for n, each in enumerate(BOOK.chapters)
    )
    expected = assess(whole.outcomes, Rulebook(BOOK.rules, chapters, "x"), completable).score
    lows, highs = values.at(weights)
    assert abs(lows[0] - expected.low) <= 0.2
    assert abs(highs[0] - expected.high) <= 0.2


def chapters(**values: float) -> tuple[ChapterValue, ...]:
    return tuple(ChapterValue(key.replace("c", "5."), value, value, 1.0) for key, value in values.items())


def country(*results: Measured, services=("hund",)):
    found = basket(*(service(each) for each in services))
    towns = [town(str(n)) for n in range(len(results) // len(services))]
    cells = {
        each.ags: tuple(
            cell(r.low, service=key, result=r)
            for key, r in zip(services, results[n * len(services) :], strict=False)
        )
        for n, each in enumerate(towns)
    }
    return with_sensitivity(standings_of(towns, cells, weights_of(found)), found, BOOK)


def test_a_weight_that_decides_moves_the_rank() -> None:
    # 45 and 15: 0.75 · 60 + 0.25 · 20 = 50, and 0.75 · 40 + 0.25 · 78 = 49.5
    good = measured("good", 50.0, chapters=chapters(c6=60.0, c8=20.0))
    other = measured("other", 49.5, chapters=chapters(c6=40.0, c8=78.0))
    first, second = country(good, other)
    assert (first.overall.rank, first.overall.best, first.overall.worst) == (1, 1, 2)
    assert (second.overall.rank, second.overall.best, second.overall.worst) == (2, 1, 2)


def test_the_weight_of_a_service_moves_the_rank_too() -> None:
    results = [measured(f"r{n}", low) for n, low in enumerate((60.0, 40.0, 39.0, 60.0))]
    first, second = country(*results, services=("hund", "kita"))
    assert (first.town.ags, first.overall.worst, second.overall.best) == ("0", 2, 1)


def test_clear_distances_do_not_move() -> None:
    results = [
        measured(f"r{n}", low, chapters=chapters(c6=low, c8=low)) for n, low in enumerate((90.0, 50.0, 10.0))
    ]
    places = [(each.overall.best, each.overall.rank, each.overall.worst) for each in country(*results)]
    assert places == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]


@given(st.lists(st.tuples(OUTCOMES, COMPLETABLE), min_size=2, max_size=6))
def test_the_rank_lies_between_best_and_worst_in_every_scope(verdicts) -> None:
    for each in country(*(slim(*verdict) for verdict in verdicts)):
        for place in (each.overall, each.in_land, each.in_size):
            assert 1 <= place.best <= place.rank <= place.worst <= place.of


def test_the_unranked_stay_as_they_are() -> None:
    found = basket(service("hund"))
    unknown = cell(0.0, 100.0, state="unmeasured", coverage=0.0)
    standings = standings_of([town("1")], {"1": (unknown,)}, weights_of(found))
    assert with_sensitivity(standings, found, BOOK) == standings


def test_what_is_missing_or_elsewhere_counts_as_it_does_in_the_value() -> None:
    found = basket(service("hund"), service("kita"), service("weg"))
    cells = (
        cell(80.0, result=measured(low=80.0)),
        cell(0.0, 0.0, service="kita", state="missing", completable="no"),
        cell(service="weg", state="elsewhere"),
    )
    (standing,) = standings_of([town("1")], {"1": cells}, weights_of(found))
    (again,) = with_sensitivity([standing], found, BOOK)
    assert replace(again.overall, best=None, worst=None) == standing.overall
    assert np.isclose(standing.low, 40.0)
