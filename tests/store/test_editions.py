from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from auditor.ranking.model import (
    Basket,
    Cell,
    Correction,
    Measured,
    Offer,
    PastCell,
    PastStanding,
    Place,
    Point,
    Ranking,
    Standing,
    Town,
)
from auditor.rulebook.model import Text
from auditor.store import StoreError, editions
from auditor.store.editions import Edition
from auditor.store.month import Details

TOWN = Town("05999001", "Großmühlen", "NW", "Kreis", 4711, "small")
MEASURED = Measured(
    id=7,
    address="a.example/1",
    url="https://a.example/1",
    visited=datetime(2026, 11, 3, tzinfo=UTC),
    mode="walk",
    rulebook="rules1",
    tool="0.1",
    measured=True,
    reason=None,
    kind="online",
    completable="yes",
    maturity=3,
    low=61.5,
    high=72.0,
    coverage=0.9,
    grade="C",
    product=None,
)
CELLS = (
    Cell("dog", "measured", 61.5, 72.0, 0.9, "yes", result=MEASURED, by="059995001"),
    Cell("move", "missing", 0.0, 0.0, 1.0, "no", offer=Offer(TOWN.ags, None, "Umzug", "missing")),
    Cell("trade", "unmeasured", offer=Offer(TOWN.ags, None, "x", "online", "b.example"), reason="timeout"),
)


def standing(ags="05999001", low=20.5, rank=3):
    return Standing(
        town=replace(TOWN, ags=ags),
        low=low,
        high=57.0,
        coverage=0.6,
        cells=CELLS,
        overall=Place(rank, 10_750) if rank else None,
        in_land=Place(2, 396) if rank else None,
        unranked=None if rank else "coverage",
    )


def edition(month="2026-11", **changes):
    made = datetime(2026, 12, 1, 8, tzinfo=UTC)
    values = ("rules1", "0.1", "basket-1", "sha256:abc", {"open": ["data.csv"]})
    return replace(Edition(month, made, date(2026, 12, 1), *values), **changes)


def test_a_month_is_read_as_it_was_written(store):
    editions.write(store, edition(), [standing(), standing("05999002", 10.0, None)])
    assert editions.edition(store, "2026-11") == edition()
    assert list(editions.standings(store, "2026-11")) == [
        PastStanding("05999001", 20.5, 57.0, 0.6, 3, 10_750, 2, 396),
        PastStanding("05999002", 10.0, 57.0, 0.6, None, None, unranked="coverage"),
    ]
    own = list(editions.cells(store, "2026-11", ["05999002", "05999009"]))
    assert own == [
        PastCell(
            "05999002",
            "dog",
            "measured",
            61.5,
            72.0,
            0.9,
            "yes",
            7,
            "a.example/1",
            "rules1",
            None,
            "059995001",
        ),
        PastCell("05999002", "move", "missing", 0.0, 0.0, 1.0, "no", None, None, None),
        PastCell(
            "05999002", "trade", "unmeasured", 0.0, 100.0, 0.0, "unknown", None, "b.example", None, "timeout"
        ),
    ]
    assert len(list(editions.cells(store, "2026-11"))) == 6


def test_the_head_of_a_ranking():
    ranking = Ranking(
        month="2026-11",
        as_of=date(2026, 12, 1),
        made=datetime(2026, 12, 1, 8, tzinfo=UTC),
        rulebook="rules1",
        tool="0.1",
        basket=Basket("basket-1", ()),
        sizes=(),
        max_age=30,
        standings=(),
        services=(),
        lands=(),
        products=(),
    )
    assert editions.edition_of(ranking, "sha256:abc", {"open": ["data.csv"]}) == edition()


def test_a_published_month_is_not_replaced_in_silence(store):
    editions.write(store, edition(), [standing()])
    with pytest.raises(StoreError, match="2026-11 was published already"):
        editions.write(store, edition(checksum="other"), [])
    assert editions.edition(store, "2026-11") == edition()
    editions.write(store, edition(checksum="other"), [standing("05999002")], replace=True)
    assert editions.edition(store, "2026-11").checksum == "other"
    assert [each.ags for each in editions.standings(store, "2026-11")] == ["05999002"]
    assert {each.ags for each in editions.cells(store, "2026-11")} == {"05999002"}
    assert editions.months(store) == ("2026-11",)


def test_a_month_is_written_whole_or_not_at_all(store):
    editions.write(store, edition(), [standing()])

    def broken():
        yield standing("05999002")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        editions.write(store, edition(), broken(), replace=True)
    with pytest.raises(StoreError):
        editions.write(store, edition("2026-12"), [standing(), standing()])
    assert [each.ags for each in editions.standings(store, "2026-11")] == ["05999001"]
    assert editions.months(store) == ("2026-11",)


def test_the_month_before(store):
    assert editions.edition_before(store, "2026-11") is None
    for month in ("2026-09", "2026-10", "2026-12"):
        editions.write(store, edition(month), [])
    assert editions.edition_before(store, "2026-12").month == "2026-10"
    assert editions.edition(store, "2026-11") is None
    assert editions.months(store) == ("2026-09", "2026-10", "2026-12")
    assert list(editions.cells(store, "2026-11")) == []


def test_histories_go_up_to_the_ranked_month(store, path):
    for month, rank in (("2026-12", 1), ("2026-10", None), ("2026-11", 2)):
        editions.write(store, edition(month), [standing(rank=rank)])
    assert Details(str(path), "2026-11").histories(["05999001", "05999009"]) == {
        "05999001": (
            Point("2026-10", 20.5, 57.0, 0.6, None, None, "rules1"),
            Point("2026-11", 20.5, 57.0, 0.6, 2, 10_750, "rules1"),
        )
    }
    assert len(Details(str(path)).histories(["05999001"])["05999001"]) == 3


def test_corrections(store):
    late = Correction(date(2026, 12, 9), "2026-11", Text(de="„Süd“ neu", en="South anew"), "05999001")
    early = Correction(date(2026, 12, 8), "2026-10", Text(de="Alle", en="All"))
    for each in (late, early, late, early):
        editions.correct(store, each)
    assert editions.corrections(store) == (early, late)
    assert editions.corrections(store, "2026-11") == (late,)


@pytest.mark.parametrize(
    ("table", "where"),
    [
        ("standing", "ags = '1'"),
        ("cell", "ags = '1'"),
        ("cell", "edition_id = 1"),
        ("cell", "edition_id = 1 AND ags IN ('1', '2')"),
    ],
)
def test_one_municipality_and_one_month_are_found_by_index(store, table, where):
    with store.engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT low FROM {table} WHERE {where}")).all()
    assert all("SEARCH" in row[-1] for row in plan)
