"""Two registers compared: proven changes only, and everything else left to a person."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.targets.register import Changes, Comparison, Municipality, Register, compare

OLD, NEW = date(2025, 12, 31), date(2026, 12, 31)
DAY = date(2026, 7, 1)


def town(ags: str, name: str, area: int, people: int = 1000, day: date = OLD) -> Municipality:
    return Municipality(ags, ags[:5] + "0000" + ags[5:], name, "Kreis", "64", people, area, "84999", day)


def compared(old: list[Municipality], new: list[Municipality]) -> Comparison:
    found = compare(Register(old), Register(new), DAY)
    Changes(found.changes)  # never contradict each other
    return found


def told(found: Comparison) -> list[tuple[str, str, str]]:
    return [(each.old, each.new, each.kind) for each in found.changes]


A, B, C, D = (town(f"0918410{n}", f"Ort {n}", 1000 * n + n * n) for n in range(1, 5))


def test_nothing_has_changed() -> None:
    assert compared([A, B], [A, B]) == Comparison((), (), (), (), ())


def test_a_new_name_and_a_new_key() -> None:
    found = compared([A, B], [town(A.ags, "Bad Ort 1", A.area_ha), town("09185107", "Ort 2", B.area_ha)])
    assert told(found) == [(A.ags, A.ags, "renamed"), (B.ags, "09185107", "moved")]
    assert {each.day for each in found.changes} == {DAY}
    assert (found.changes[0].old_name, found.changes[0].new_name) == ("Ort 1", "Bad Ort 1")


def test_one_goes_into_another_and_the_areas_add_up_but_for_rounding() -> None:
    found = compared([A, B, C], [A, town(C.ags, "Ort 3", B.area_ha + C.area_ha + 1, 1990)])
    assert told(found) == [(B.ags, C.ags, "merged")]
    (made,) = found.sums
    assert (made.receiver.ags, made.before, made.parts) == (C.ags, C, (B,))
    assert (found.gone, found.new, found.grown) == ((), (), ())


def test_several_become_a_new_one() -> None:
    found = compared([A, B, C, D], [D, town("09184120", "Neustadt", A.area_ha + B.area_ha + C.area_ha, 3010)])
    assert told(found) == [(each.ags, "09184120", "merged") for each in (A, B, C)]


@pytest.mark.parametrize(
    ("area", "people"),
    [(B.area_ha + C.area_ha + 40, 2000), (B.area_ha + C.area_ha, 5000), (C.area_ha + B.area_ha // 2, 1500)],
)
def test_what_does_not_add_up_is_left_to_a_person(area: int, people: int) -> None:
    found = compared([A, B, C], [A, town(C.ags, "Ort 3", area, people)])
    assert told(found) == []
    assert found.gone == (B,)
    assert [now.area_ha for _, now in found.grown] == [area]


def test_two_explanations_are_none() -> None:
    twin = town("09184109", "Zwilling", A.area_ha)
    found = compared([A, twin, C], [town(C.ags, "Ort 3", A.area_ha + C.area_ha, 2000)])
    assert told(found) == []
    assert found.gone == (A, twin)
    receivers = [town(each.ags, each.name, each.area_ha + A.area_ha, 2000) for each in (C, D)]
    assert told(compared([A, C, D], receivers)) == []


def test_no_merger_over_the_border_of_a_district_and_none_of_a_single_one() -> None:
    far = town("09185101", "Fern", 500)
    grown = town("09185101", "Fern", 500 + A.area_ha, 2000)
    assert compared([A, far], [grown]).gone == (A,)
    found = compared([A], [town("09184120", "Ganz anders", A.area_ha)])
    assert (told(found), found.gone) == ([], (A,))
    assert [each.ags for each in found.new] == ["09184120"]


@given(st.lists(st.integers(1, 10**5), min_size=3, max_size=9, unique=True), st.data())
def test_every_key_that_is_gone_is_explained_or_left_to_a_person(
    areas: list[int], data: st.DataObject
) -> None:
    old = [town(f"0918410{n}", f"Ort {n}", area) for n, area in enumerate(areas)]
    gone = data.draw(st.sets(st.sampled_from(old[1:]), min_size=1))
    grown = town(
        old[0].ags, old[0].name, old[0].area_ha + sum(each.area_ha for each in gone), 1000 * (1 + len(gone))
    )
    found = compared(old, [grown, *(each for each in old[1:] if each not in gone)])
    assert {each.old for each in found.changes} | {each.ags for each in found.gone} == {g.ags for g in gone}
    assert all(each.new == grown.ags for each in found.changes)
