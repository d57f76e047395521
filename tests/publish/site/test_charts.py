"""Drawings: what they say in words, gaps and changed rules, and places among others."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from auditor.publish.catalogue import Catalogue
from auditor.publish.site.charts import Group, history, month_rows, parts, sparkline
from auditor.publish.site.run import BOOKS
from auditor.ranking.model import Point

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11", "2026-12")
WORDS = Catalogue("de", *BOOKS)


def point(month: str, low: float, high: float, rulebook: str = "a", coverage: float = 0.9) -> Point:
    return Point(month, low, high, coverage, 3, 20, rulebook)


POINTS = (point("2026-09", 40, 60), point("2026-11", 50, 62), point("2026-12", 55.4, 60.2, "b"))


def drawn(markup: str) -> Tag:
    svg = BeautifulSoup(markup, "lxml").svg
    assert svg is not None
    return svg


def test_a_month_without_measurement_is_a_gap_and_never_a_zero() -> None:
    rows = month_rows(POINTS, MONTHS)
    assert [row.month for row in rows] == ["2026-09", "2026-10", "2026-11", "2026-12"]
    assert rows[1].score is None
    assert [row.rules_changed for row in rows] == [False, False, False, True]
    nothing = month_rows((point("2026-11", 0, 100, coverage=0.0),), MONTHS)
    assert nothing[0].score is None


def test_the_history_says_in_words_what_it_draws() -> None:
    found = history(POINTS, MONTHS, "Musterstadt", WORDS)
    assert found is not None
    svg = drawn(found.drawing)
    names = svg["aria-labelledby"].split()
    assert [svg.find(id=name).get_text() for name in names] == [
        "Punkte von Musterstadt, Monat für Monat",
        (
            "September 2026: 40–60 Punkte; Oktober 2026: nicht gemessen; November 2026: 50–62 Punkte; "
            "Dezember 2026: 55–61 Punkte (neues Regelwerk)."
        ),
    ]
    assert len(svg.select(".chart-sure")) == 3
    assert len(svg.select(".chart-gap")) == 1
    assert len(svg.select(".chart-change")) == 1
    assert "style=" not in found.drawing


def test_one_month_is_no_history() -> None:
    assert history(POINTS[:1], MONTHS, "Musterstadt", WORDS) is None
    assert sparkline(POINTS[:1], MONTHS, WORDS) == ""
    assert history((), MONTHS, "Musterstadt", WORDS) is None


def test_names_cannot_become_markup() -> None:
    found = history(POINTS, MONTHS, "<script>alert(1)</script>\u202e", WORDS)
    assert found is not None
    assert "<script" not in found.drawing
    assert "\u202e" not in found.drawing


def test_the_sparkline_has_a_label() -> None:
    svg = drawn(sparkline(POINTS, MONTHS, WORDS))
    assert svg["aria-label"] == "September 2026: 40–60 Punkte; Dezember 2026: 55–61 Punkte"
    assert len(svg.find_all("rect")) == 3


def test_a_place_among_others() -> None:
    group = Group([10.0, 20.0, 20.04, 30.0, 100.0], "ab 100.000", WORDS)
    place = group.place(20.0, "Musterstadt")
    assert place is not None
    assert (place.total, place.fewer, place.more) == (5, 1, 2)
    assert sum(count for _, count, _ in place.bins) == 5
    assert [span for span, _, own in place.bins if own] == ["20–29"]
    assert place.bins[-1] == ("90–100", 1, False)
    assert Group([10.0], "ab 100.000", WORDS).place(10.0, "Musterstadt") is None


@given(st.lists(st.floats(0, 100), min_size=2, max_size=40), st.data())
def test_who_stands_somewhere_is_counted_once(lows: list[float], data: st.DataObject) -> None:
    own = data.draw(st.sampled_from(lows))
    place = Group(lows, "x", WORDS).place(own, "y")
    assert place is not None
    same = place.total - place.fewer - place.more
    assert same >= 1
    assert sum(count for _, count, _ in place.bins) == len(lows)
    assert sum(is_own for *_, is_own in place.bins) == 1


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100), st.sampled_from("ab")), min_size=2, max_size=30)
)
def test_nothing_is_drawn_outside(values: list[tuple[float, float, str]]) -> None:
    months = [f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(len(values))]
    points = [
        point(month, min(a, b), max(a, b), book) for month, (a, b, book) in zip(months, values, strict=True)
    ]
    found = history(points, months, "x", WORDS)
    assert found is not None
    assert all(0 <= float(figure) <= 100.01 for figure in re.findall(r'="(-?[\d.]+)%"', found.drawing))


def test_parts_fill_the_whole() -> None:
    made = parts([("yes", 1), ("no", 2), ("unknown", 0)])
    assert [(p.key, round(p.start), round(p.share)) for p in made] == [
        ("yes", 0, 33),
        ("no", 33, 67),
        ("unknown", 100, 0),
    ]
    assert [p.share for p in parts([("yes", 0)])] == [0.0]
