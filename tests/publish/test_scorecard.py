"""Figures on a scorecard never say more than the result."""

from __future__ import annotations

import pytest

from auditor.evidence.model import Service
from auditor.judge.result import Cap
from auditor.publish.line import Interval, name_of, town_slug
from auditor.publish.scorecard import binding


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (43.2, 70.9, "43–71"),
        (72.5, 72.5, "72"),
        (99.9, 99.9, "99"),
        (0.0, 100.0, "0–100"),
        (49.0, 49.0, "49"),
        (59.6, 60.0, "59"),
    ],
)
def test_points_are_rounded_outwards(low: float, high: float, text: str) -> None:
    interval = Interval.of(low, high)
    assert interval
    assert interval.text == text


def test_no_points_without_measurement() -> None:
    assert Interval.of(None, None) is None


def test_only_caps_that_bind_are_named() -> None:
    finish = Cap(kind="completion", limit=49, bound="both")
    severe = Cap(kind="muss-severe", limit=79, bound="both", rules=("a",))
    doubt = Cap(kind="muss", limit=89, bound="low", rules=("b",))
    open_end = Cap(kind="completion", limit=49, bound="low")
    assert binding([severe, finish, doubt]) == (finish,)
    assert binding([severe, open_end]) == (open_end, severe)
    assert binding([doubt]) == (doubt,)
    assert binding([]) == ()


def test_a_service_without_name_is_called_by_its_address() -> None:
    assert name_of(Service(url="https://www.musterstadt.example/antrag/")) == "www.musterstadt.example/antrag"


def test_two_towns_of_one_name_have_two_pages() -> None:
    north = Service(url="https://a.example", municipality="Neustadt", ags="01001000")
    south = Service(url="https://b.example", municipality="Neustadt", ags="09001000")
    assert town_slug(north) != town_slug(south)
    assert town_slug(Service(url="https://c.example")) == ""
