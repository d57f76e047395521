"""A list completed by the register: filled where silent, told where doubtful, refused where it contradicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.targets import Targets, load_targets
from auditor.targets.register import Register, read_official
from tests.targets import gv100


@pytest.fixture
def register(tmp_path: Path) -> Register:
    path = tmp_path / "GV100AD.txt"
    path.write_text(gv100.TEXT, encoding="utf-8")
    return read_official(path)


def load(
    tmp_path: Path, register: Register, *lines: str, head: str = "url;ags;municipality;population"
) -> Targets:
    path = tmp_path / "liste.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return load_targets([str(path)], register)


def test_what_is_missing_is_filled_in(tmp_path: Path, register: Register) -> None:
    (service,) = load(tmp_path, register, "https://a.example;09184119;;").services
    assert (service.municipality, service.land, service.population) == ("Mühlbach", "BY", 4321)


def test_what_the_list_says_stays(tmp_path: Path, register: Register) -> None:
    (service,) = load(tmp_path, register, "https://a.example;09184119;Stadt Mühlbach;4000").services
    assert (service.municipality, service.population) == ("Stadt Mühlbach", 4000)


@pytest.mark.parametrize(
    "name", ["Mühlbach", "Muehlbach", "Stadt Mühlbach", "VG Mühltal", "Landkreis Mühlkreis", "Bad Irgendwo"]
)
def test_names_that_contradict_nothing(tmp_path: Path, register: Register, name: str) -> None:
    """Old names, the association, the district: only the name of another municipality contradicts."""
    listed = load(tmp_path, register, f"https://a.example;09184119;{name};")
    assert not listed.problems
    assert listed.services[0].municipality == name


def test_the_name_of_another_municipality_is_a_mistake(tmp_path: Path, register: Register) -> None:
    listed = load(tmp_path, register, "https://a.example;09184119;Weiler;")
    assert not listed.services
    (problem,) = listed.problems
    assert problem.text().endswith(
        "liste.csv, Zeile 2: Der Gemeindeschlüssel 09184119 gehört zu „Mühlbach, Stadt“, die Spalte „municipality“ "
        "sagt „Weiler“ (09184130). Bitte eines von beiden berichtigen."
    )


def test_a_name_within_another_is_not_the_same(tmp_path: Path) -> None:
    lines = [*gv100.LINES, gv100.municipality("09184131", "0131", "Bach")]
    path = tmp_path / "GV100AD.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    listed = load(tmp_path, read_official(path), "https://a.example;09184119;Bach;")
    assert "die Spalte „municipality“ sagt „Bach“ (09184131)" in listed.problems[0].text()


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            "09184191;;",
            "not know the municipality key 09184191. Did you mean “09184119 Mühlbach, Stadt”?",
        ),
        ("09184999;Weiler;", "Did you mean “09184130 Weiler”?"),
        ("07000001;;", "Please check the key, or use a register of the same year."),
        ("09184000;;", "is no municipality but the district Mühlkreis"),
    ],
)
def test_an_unknown_key_is_a_note_and_is_audited_all_the_same(
    tmp_path: Path, register: Register, cells: str, told: str
) -> None:
    listed = load(tmp_path, register, f"https://a.example;{cells}")
    assert not listed.problems
    assert len(listed.services) == 1
    (note,) = listed.notes
    assert "liste.csv, line 2: " in note.text("en")
    assert told in note.text("en")


def test_without_a_key_nothing_is_guessed(tmp_path: Path, register: Register) -> None:
    listed = load(tmp_path, register, "https://a.example;;Mühlbach;")
    assert listed.services[0].ags is None
    assert not listed.notes


def test_without_a_register_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("url;ags\nhttps://a.example;09184119\n", encoding="utf-8")
    listed = load_targets([str(path)])
    assert listed.services[0].population is None
    assert not listed.notes
