"""Services and Länder as a whole."""

from __future__ import annotations

import pytest

from auditor.ranking.lands import land_standings
from auditor.ranking.services import BEST, service_standings
from auditor.ranking.standing import standings_of, weights_of


@pytest.fixture
def country(make):
    """One municipality in SH, two in NI; the third offers nothing online."""
    towns = [make.town("1", name="B"), make.town("2", name="A", land="NI"), make.town("3", land="NI")]
    cells = {
        "1": (make.cell(80.0), make.cell(20.0, service="kita", completable="no")),
        "2": (
            make.cell(80.0),
            make.cell(0, 100, "kita", state="unmeasured", coverage=0.0, completable="unknown"),
        ),
        "3": (
            make.cell(0, 0, state="missing", completable="no"),
            make.cell(service="kita", state="elsewhere"),
        ),
    }
    return standings_of(towns, cells, weights_of(make.basket()))


def test_a_service_over_all_municipalities(country, make) -> None:
    dogs, day_care = service_standings(country, make.basket())
    assert dogs.states == {"measured": 2, "unmeasured": 0, "unlisted": 0, "missing": 1, "elsewhere": 0}
    assert dogs.completable == {"yes": 2, "no": 1, "unknown": 0}
    assert (dogs.low, dogs.high, dogs.best) == (80.0, 80.0, ("2", "1"))
    assert day_care.completable == {"yes": 0, "no": 1, "unknown": 1}


def test_a_service_that_nobody_offers_has_no_figures(make) -> None:
    (found, _) = service_standings([], make.basket())
    assert (found.low, found.high, found.best) == (None, None, ())


def test_only_so_many_are_the_best(make) -> None:
    towns = [make.town(str(n)) for n in range(BEST + 5)]
    cells = {each.ags: (make.cell(float(n)),) for n, each in enumerate(towns)}
    (found, _) = service_standings(standings_of(towns, cells, {"hund": 1.0}), make.basket())
    assert found.best[0] == str(BEST + 4)
    assert len(found.best) == BEST


def test_a_land_as_a_whole(country) -> None:
    north, lower = land_standings(country)
    assert (north.land, north.towns, north.ranked, north.low) == ("SH", 1, 1, 50.0)
    assert (lower.land, lower.towns, lower.ranked, lower.low) == ("NI", 2, 1, 0.0)
    assert lower.completable == {"yes": 1, "no": 1, "unknown": 1}
