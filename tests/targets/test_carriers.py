"""Who administers for whom: by kind and Land, and which member carries an association."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.targets.register import Municipality, load_register, read_official, register_csv
from tests.targets import gv100, gvisys


def towns(
    tmp_path: Path, group: str, kind: str, name: str, seat: str, *members: str
) -> dict[str, Municipality]:
    """The members of an association (9 digits) by name, read from GV100AD."""
    head = gv100.association(group, name, kind)
    lines = [gv100.district(group[:5]), head[:72] + seat.ljust(50) + head[122:]]
    lines += [gv100.municipality(f"{group[:5]}{n:03}", group[5:], each) for n, each in enumerate(members, 1)]
    path = tmp_path / "gv.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    register = read_official(path)
    table = tmp_path / "register.csv"
    table.write_text(register_csv(register), encoding="utf-8")
    assert load_register(table).municipalities == register.municipalities
    return {each.short: each for each in register.municipalities}


def test_a_municipality_that_administers_for_others(tmp_path: Path) -> None:
    found = towns(
        tmp_path, "160625054", "58", "Bleichstadt, Stadt", "Bleichstadt", "Dorf", "Bleichstadt, Stadt"
    )
    provider = found["Dorf"].provider
    assert provider is not None
    assert provider.carrier == found["Bleichstadt"].ags == "16062002"
    assert found["Bleichstadt"].provider is None


@pytest.mark.parametrize(
    ("name", "seat", "members", "carrier"),
    [
        ("Lugau", "Lugau", ("Dorf", "Lugau/Erzgeb., Stadt"), "14521002"),
        ("Berg-Tal", "Berg", ("Berg, Stadt", "Tal"), "14521001"),
        ("Berg-Tal", "Fern", ("Berg", "Tal"), None),
        ("Berg", "Berg", ("Berg/Elbe", "Berg/Saale"), None),
        ("Berg-Tal", "", ("Bergdorf", "Tal"), None),
    ],
)
def test_in_sachsen_the_seat_tells_the_carrier(
    tmp_path: Path, name: str, seat: str, members: tuple[str, ...], carrier: str | None
) -> None:
    found = towns(tmp_path, "145215115", "54", name, seat, *members)
    groups = {each.association for each in found.values()}
    assert {group.carrier for group in groups if group is not None} == {carrier}
    assert [name for name, each in found.items() if each.provider is None] == [
        name for name, each in found.items() if each.ags == carrier
    ]


@pytest.mark.parametrize(
    ("group", "kind", "provides"),
    [
        ("010515163", "51", True),
        ("033545406", "52", True),
        ("071315001", "53", True),
        ("091715101", "54", True),
        ("160615001", "54", True),
        ("145215405", "56", True),
        ("081155003", "54", False),
        ("081155001", "56", False),
    ],
)
def test_which_kinds_administer_where(tmp_path: Path, group: str, kind: str, provides: bool) -> None:
    town = towns(tmp_path, group, kind, "Verband", "Ort", "Ort", "Dorf")["Ort"]
    assert (town.provider is not None) is provides
    assert town.association is not None
    assert town.association.partly is not provides
    assert town.association.carrier is None


def test_the_workbook_tells_a_carrier_by_name_only(tmp_path: Path) -> None:
    lines = [
        gv100.district("16062"),
        gv100.association("160625054", "Bleichstadt, Stadt", "58"),
        gv100.municipality("16062001", "5054", "Dorf"),
        gv100.municipality("16062002", "5054", "Bleichstadt, Stadt"),
    ]
    path = gvisys.write(tmp_path / "gv.xlsx", [gvisys.row(line) for line in lines])
    provider = read_official(path).municipalities[0].provider
    assert provider is not None
    assert provider.carrier == "16062002"


def test_tables_of_earlier_versions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "gv.txt"
    path.write_text(gv100.TEXT, encoding="utf-8")
    rows = [line.split(";") for line in register_csv(read_official(path)).splitlines()]
    at = rows[0].index("association_carrier")
    table = tmp_path / "register.csv"
    table.write_text("\n".join(";".join(row[:at] + row[at + 1 :]) for row in rows), encoding="utf-8")
    assert set(load_register(table).municipalities) == set(read_official(path).municipalities)
