"""Which offer and which result count."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.ranking.cells import Limits, Matcher, cells_of
from auditor.ranking.model import Cell, Measured, Offer
from tests.ranking.conftest import DAY, basket, country, measured, offer, town
from tests.ranking.test_towns import MERGED

TOWN = "01051001"
GROUP = "010515163"


@pytest.fixture
def cell(make):
    """The cell of the dog tax in one town that belongs to an association."""

    def build(*offers: Offer, results: tuple[Measured, ...] = (), limits: Limits | None = None) -> Cell:
        known = {each.address: each for each in results}
        whole = make.country(make.town(TOWN), groups={TOWN: GROUP})
        found = cells_of(
            offers, lambda _, address: known.get(address), make.basket(), whole, limits or make.limits
        )
        return found[TOWN][0]

    return build


def test_nothing_listed_is_unlisted_not_missing(cell) -> None:
    assert cell() == Cell("hund", "unlisted")


def test_a_result_in_time_is_measured(cell, make) -> None:
    found = cell(make.offer(address="a"), results=(make.measured("a", 40.0, 60.0, coverage=0.9),))
    assert (found.state, found.low, found.high, found.coverage, found.completable) == (
        "measured",
        40,
        60,
        0.9,
        "yes",
    )


@pytest.mark.parametrize(
    ("results", "reason"),
    [((), "pending"), (("old",), "stale"), (("none",), "timeout"), (("future",), "stale")],
)
def test_no_usable_result_is_unmeasured_and_says_why(cell, make, results, reason) -> None:
    known = {
        "old": make.measured("a", visited=make.noon - make.days(days=21)),
        "future": make.measured("a", visited=make.noon + make.days(days=21)),
        "none": make.measured("a", None),
    }
    found = cell(make.offer(address="a"), results=tuple(known[each] for each in results))
    assert (found.state, found.reason, found.low, found.high, found.coverage) == (
        "unmeasured",
        reason,
        0,
        100,
        0,
    )


def test_missing_counts_nothing_and_is_known(cell, make) -> None:
    found = cell(make.offer(state="missing", day=make.day))
    assert (found.state, found.low, found.high, found.coverage, found.completable) == (
        "missing",
        0,
        0,
        1,
        "no",
    )


def test_missing_is_forgotten_after_a_year(cell, make) -> None:
    found = cell(make.offer(state="missing", day=make.day - make.days(days=366)))
    assert (found.state, found.reason) == ("unlisted", "stale")


def test_elsewhere_takes_no_part(cell, make) -> None:
    assert cell(make.offer(state="elsewhere", provider="Kreis")).offer.provider == "Kreis"


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("missing", "online"), "measured"),
        (("elsewhere", "online"), "measured"),
        (("missing", "elsewhere"), "elsewhere"),
    ],
)
def test_what_residents_can_use_comes_first(cell, make, states, expected) -> None:
    for order in itertools.permutations(states):
        offers = [make.offer(state=state, address="a" if state == "online" else None) for state in order]
        assert cell(*offers, results=(make.measured("a"),)).state == expected


def test_the_association_offers_it_in_its_members_stead(cell, make) -> None:
    found = cell(make.offer(GROUP, address="a"), make.offer(state="missing"), results=(make.measured("a"),))
    assert (found.state, found.by) == ("measured", "Amt Beispiel")


def test_the_own_offer_decides_even_if_it_was_not_measured(cell, make) -> None:
    offers = (make.offer(GROUP, address="theirs"), make.offer(address="own"))
    found = cell(*offers, results=(make.measured("theirs", 90.0),))
    assert (found.state, found.by, found.offer.address) == ("unmeasured", None, "own")


def test_a_forgotten_page_beside_a_good_one_does_no_harm(cell, make) -> None:
    offers = (make.offer(address="old"), make.offer(address="new"), make.offer(address="blocked"))
    found = cell(
        *offers,
        results=(make.measured("old", 10.0), make.measured("new", 80.0), make.measured("blocked", None)),
    )
    assert found.result.address == "new"


@given(lows=st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=5), hidden=st.integers(0, 4))
def test_hiding_one_of_several_pages_never_raises_the_lower_end(lows, hidden) -> None:
    def low(results: list[Measured]) -> float:
        known = {each.address: each for each in results}
        offers = [offer(address=str(n)) for n in range(len(lows))]
        whole = country(town(TOWN))
        return cells_of(offers, lambda _, a: known.get(a), basket(), whole, Limits(DAY, 30))[TOWN][0].low

    results = [measured(str(n), value) for n, value in enumerate(lows)]
    assert low([each for n, each in enumerate(results) if n != hidden]) <= low(results)


def test_offers_are_matched_by_key_or_name_and_never_by_likeness(make) -> None:
    matcher = Matcher(make.basket())
    said = {
        ("99102013104000", None): "hund",
        ("99102013070000", "Hund"): None,
        (None, "HUND"): "hund",
        (None, "Hund tun"): "hund",
        (None, "Hund abmelden"): None,
        ("99000000000000", "Kita"): "kita",
        (None, None): None,
    }
    for (leika, service), expected in said.items():
        assert matcher.service(make.offer(service=service, leika=leika)) == expected, (leika, service)


def test_what_is_listed_under_a_former_key_goes_to_the_successor(make) -> None:
    whole = make.country(make.town(TOWN), mergers=MERGED)
    offers = (make.offer("01051002", address="a"), make.offer("01051003", "kita", address="b"))
    found = cells_of(offers, lambda *_: make.measured("a"), make.basket(), whole, make.limits)[TOWN]
    assert [each.state for each in found] == ["measured", "unlisted"]
