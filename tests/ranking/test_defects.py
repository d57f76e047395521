"""Mend once, help many."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from auditor.checks.case import Outcome
from auditor.judge.score import MUSS_LIMIT
from auditor.ranking.defects import MOST_FLIPS, MOST_RESULTS, products_of
from auditor.ranking.standing import standings_of
from tests.ranking.conftest import cell, measured, offer, result, rule, rulebook, town

BOOK = rulebook(rule("imprint", chapter="law"), rule("dates"), rule("zoom"), rule("hint", counts=False))
WEIGHTS = {"hund": 1.0, "kita": 3.0}
BOTH = {"imprint": Outcome.FAILED, "dates": Outcome.FAILED, "zoom": Outcome.PASSED}


class Store:
    """Gives the same verdict for every id, and remembers what it was asked for."""

    def __init__(self, outcomes=None) -> None:
        self.whole = result(BOOK, outcomes or BOTH)
        self.asked: list[Sequence[int]] = []

    def __call__(self, ids):
        self.asked.append(ids)
        return dict.fromkeys(ids, self.whole)


def using(
    ags: str, address: str, service: str = "hund", failed=("imprint", "dates"), product="FormaKomm", **changes
):
    """A municipality that offers one service at an address; the other services of its basket are unlisted."""
    low = changes.pop("low", 40.0)
    here = cell(
        low, service=service, offer=offer(ags, service, address=address),
        result=measured(address, low, product=product, failed=failed), **changes,
    )  # fmt: skip
    other = "kita" if service == "hund" else "hund"
    return ags, (here, cell(0.0, 100.0, other, state="unlisted", coverage=0.0))


def found(*towns, sample=None):
    standings = standings_of([town(ags) for ags, _ in towns], dict(towns), WEIGHTS)
    return products_of(standings, WEIGHTS, BOOK, sample or Store())


def test_a_product_and_what_is_broken_in_it() -> None:
    (product,) = found(
        using("1", "a"), using("2", "b", failed=("imprint",), low=60.0), using("3", "c", failed=())
    )
    assert (product.kind, product.name, product.towns, product.results) == (
        "product",
        "FormaKomm",
        ("1", "2", "3"),
        3,
    )
    assert (product.low, product.best.address, product.services) == (40.0, "b", ("hund",))
    (defect,) = product.defects
    assert (defect.rule, defect.towns, defect.services) == ("imprint", ("1", "2"), 2)
    assert defect.example.address in {"a", "b"}


def test_a_form_of_several_holders_and_not_that_of_one() -> None:
    shared = found(using("1", "a", product=None), using("2", "a", product=None))
    assert [(each.kind, each.name, each.towns) for each in shared] == [("form", "a", ("1", "2"))]
    assert found(using("1", "a", product=None), using("2", "b", product=None)) == ()
    assert found(using("1", "a", product=None, by="Amt"), using("2", "a", product=None, by="Amt")) == ()


def test_what_hits_one_municipality_only_is_its_own() -> None:
    (product,) = found(using("1", "a", failed=("imprint",)), using("2", "b", failed=()))
    assert product.defects == ()


def test_a_rule_that_does_not_count_is_no_defect() -> None:
    (product,) = found(using("1", "a", failed=("hint", "gone")), using("2", "b", failed=("hint", "gone")))
    assert product.defects == ()


def test_the_gain_is_what_the_judge_says_when_only_this_is_mended() -> None:
    (product,) = found(using("1", "a"), using("2", "b"))
    # chapters weigh 45 and 10; in 5.6 one of two rules of equal weight is met, in law none
    before = 100 * 45 * 0.5 / 55
    gains = {"imprint": 100 * 10 / 55, "dates": 100 * 45 * 0.5 / 55}
    for each in product.defects:
        expected = min(before + gains[each.rule], MUSS_LIMIT) - before
        assert each.gain == pytest.approx(expected, abs=0.11)
        # the dog tax is one of four parts of the basket
        assert each.town_gain == pytest.approx(expected / 4, abs=0.06)


def test_what_brings_most_comes_first() -> None:
    (product,) = found(using("1", "a"), using("2", "b"))
    assert [each.rule for each in product.defects] == ["dates", "imprint"]


def test_what_is_mended_in_the_verdict_brings_nothing_and_says_nothing() -> None:
    (product,) = found(using("1", "a"), using("2", "b"), sample=Store(dict.fromkeys(BOTH, Outcome.PASSED)))
    assert {(each.gain, each.town_gain) for each in product.defects} == {(None, None)}


def test_without_verdicts_the_defects_are_there_without_figures() -> None:
    (product,) = found(using("1", "a"), using("2", "b"), sample=lambda ids: {})
    assert {each.gain for each in product.defects} == {None}


def test_the_sample_is_bounded_and_always_the_same() -> None:
    towns = [using(str(n), f"a{n}") for n in range(100)]
    one, other = Store(), Store()
    assert found(*towns, sample=one) == found(*reversed(towns), sample=other)
    assert one.asked == other.asked
    assert len(one.asked[0]) == MOST_RESULTS > MOST_FLIPS


def test_a_rare_defect_is_in_the_sample_too() -> None:
    common = [using(str(n), f"a{n}", failed=("imprint",)) for n in range(100)]
    (product,) = found(*common, using("x", "x", failed=("dates",)), using("y", "y", failed=("dates",)))
    assert all(each.gain is not None for each in product.defects)


def test_a_town_whose_finding_was_corrected_is_not_hit() -> None:
    products = found(using("1", "a"), using("2", "a"), using("3", "a", failed=()))
    assert {each.name for each in products} == {"a", "FormaKomm"}
    for product in products:
        assert {each.towns for each in product.defects} == {("1", "2")}
        assert product.results == 1


def test_ids_are_readable_and_differ() -> None:
    products = found(using("1", "a", product="Köln Form"), using("2", "b", product="Koeln-Form"))
    ids = [each.id for each in products]
    assert len(set(ids)) == 2
    assert all(each.startswith("product-koeln-form-") for each in ids)
