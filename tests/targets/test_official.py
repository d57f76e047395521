"""The official lists of changes: which rows end a key, which only move a field, and faults with sheet and row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.targets.register import Changes, ChangesError, read_changes

A, B, C, D = (f"0918410{n}" for n in range(1, 5))
DAY = "01.01.2026"


def row(old: str, new: str, kind: str, people: object = 100, **other: Any) -> list[Any]:
    names = other.get("names", ("Alt", "Neu"))
    days = other.get("days", (DAY, DAY))
    level = other.get("level", "Gemeinde")
    return ["09/2026/0001-R", level, "", old, names[0], kind, "1.234", people, "", new, names[1], *days]


def book(path: Path, *rows: Sequence[Any]) -> Path:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "Titel"
    sheet = made.create_sheet("Daten")
    for cells in [["Gebietsänderungen"], [], ["Kennziffer", "Regionaleinheit"], *rows, ["Hinweis"]]:
        sheet.append(list(cells))
    made.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[Any]) -> Changes:
    return read_changes([book(tmp_path / "2026.xlsx", *rows)])


def told(changes: Changes) -> list[tuple[str, str, str, float | None]]:
    return [(each.old, each.new, each.kind, each.share) for each in changes.changes]


def test_each_kind_becomes_what_it_is(tmp_path: Path) -> None:
    changes = read(
        tmp_path,
        row(A, B, "1"),
        row(C, "09185101", "3"),
        row(D, D, "4", names=("Dorf", "Bad Dorf")),
        row("09184", "09185", "3", level="Kreis"),
        row("09184107", "09184108", "2"),
    )
    assert told(changes) == [(A, B, "merged", None), (C, "09185101", "moved", None), (D, D, "renamed", None)]
    assert changes.changes[0].day == date(2026, 1, 1)
    assert (changes.changes[2].old_name, changes.changes[2].new_name) == ("Dorf", "Bad Dorf")


def test_inhabitants_in_several_parts_are_a_split_and_empty_land_is_no_part(tmp_path: Path) -> None:
    split = read(tmp_path, row(A, B, "1", 300), row(A, C, "1", 100))
    assert told(split) == [(A, B, "split", 0.75), (A, C, "split", 0.25)]
    assert split.successor(A, date(2026, 1, 1)) is None
    assert told(read(tmp_path, row(A, B, "1", 300), row(A, C, "1", 0))) == [(A, B, "merged", None)]
    assert told(read(tmp_path, row(A, A, "1", 300), row(A, C, "1", 5))) == [(A, A, "renamed", None)]


def test_days_and_keys_as_programs_save_them(tmp_path: Path) -> None:
    stamp = datetime(2026, 7, 1)  # noqa: DTZ001 - as openpyxl writes days
    changes = read(tmp_path, row(A, B, "1", days=(stamp, "01.01.2027")), row(C, D, "3.4", days=("", stamp)))
    assert {each.day for each in changes.changes} == {date(2026, 7, 1)}
    assert told(read(tmp_path, [*row(A, B, "1")[:3], int(A), *row(A, B, "1")[4:]])) == [
        (A, B, "merged", None)
    ]


def test_years_follow_each_other_and_may_repeat(tmp_path: Path) -> None:
    first = book(tmp_path / "2024.xlsx", row(A, B, "1", days=("01.01.2024", "")))
    second = book(tmp_path / "2026.xlsx", row(A, B, "1", days=("01.01.2024", "")), row(B, C, "3"))
    changes = read_changes([second, first])
    assert changes.successor(A, date(2025, 1, 1)) == B
    assert changes.successor(A, date(2026, 1, 1)) == C


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (row(A, B, "7"), "„7“ ist keine Art von Änderung. Erlaubt sind 1, 2, 3, 4."),
        (row("n.a.", B, "1"), "„n.a.“ ist kein Gemeindeschlüssel"),
        (row(A, A, "3"), f"Die Änderungsart „3“ passt nicht zu den Schlüsseln {A} und {A}"),
        (row(A, B, "4"), "Die Änderungsart „4“ passt nicht"),
        (row(A, B, "1", days=("bald", "")), "„bald“ ist kein Tag"),
        (row(B, A, "1"), "Die Änderungen führen im Kreis"),
    ],
)
def test_faults_name_sheet_and_row(tmp_path: Path, cells: list[Any], message: str) -> None:
    with pytest.raises(ChangesError) as caught:
        read(tmp_path, row(A, B, "1") if "Kreis" in message else row(C, D, "1"), cells)
    text = caught.value.text("de")
    assert message in text
    assert "2026.xlsx, Blatt „Daten“, Zeile " in text


def test_what_is_no_such_list(tmp_path: Path) -> None:
    with pytest.raises(ChangesError, match="No sheet has a row with “Gemeinde”"):
        read(tmp_path)
    (tmp_path / "2026.csv").write_text("a;b", encoding="utf-8")
    with pytest.raises(ChangesError, match="workbook cannot be read"):
        read_changes([tmp_path / "2026.csv"])
    with pytest.raises(ChangesError, match="cannot be read"):
        read_changes([tmp_path / "weg.xlsx"])
