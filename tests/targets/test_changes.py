"""Mergers and new keys: followed to a day, never beyond a split, and no table that contradicts itself is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.targets.register import Change, Changes, ChangesError, changes_csv, load_changes

HEAD = "date;old_ags;old_name;new_ags;new_name;kind;share\n"
A, B, C, D, E = (f"0918410{n}" for n in range(1, 6))
TABLE = HEAD + (
    f"2024-01-01;{A};Altdorf;{B};Bachdorf;merged;\n"
    f"2025-07-01;{B};Bachdorf;{B};Bachstadt;renamed;\n"
    f"2026-01-01;{B};Bachstadt;{C};Cstadt;moved;\n"
    f"2026-01-01;{D};Dorf;{C};Cstadt;split;0.7\n"
    f"2026-01-01;{D};Dorf;{E};Edorf;split;0,3\n"
)


def read(tmp_path: Path, text: str | bytes) -> Changes:
    path = tmp_path / "changes.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_changes(path)


def said(tmp_path: Path, rows: str, lang: str = "de") -> str:
    with pytest.raises(ChangesError) as caught:
        read(tmp_path, HEAD + rows)
    return caught.value.text(lang)


@pytest.mark.parametrize(
    ("ags", "day", "successor"),
    [
        (A, date(2023, 12, 31), A),
        (A, date(2024, 1, 1), B),
        (A, date(2025, 12, 31), B),
        (A, date(2026, 1, 1), C),
        (B, date(2025, 8, 1), B),
        (B, date(2026, 11, 1), C),
        (C, date(2026, 11, 1), C),
        (D, date(2025, 12, 31), D),
        (D, date(2026, 1, 1), None),
        (E, date(2026, 11, 1), E),
        ("01001000", date(2026, 11, 1), "01001000"),
    ],
)
def test_a_key_is_followed_to_the_day(tmp_path: Path, ags: str, day: date, successor: str | None) -> None:
    assert read(tmp_path, TABLE).successor(ags, day) == successor


def test_former_keys_go_back_through_the_chain_and_never_over_a_split(tmp_path: Path) -> None:
    changes = read(tmp_path, TABLE)
    assert changes.former(B, date(2025, 1, 1)) == (A,)
    assert changes.former(C, date(2025, 1, 1)) == ()
    assert changes.former(C, date(2026, 1, 1)) == (A, B)
    assert changes.former(B, date(2026, 1, 1)) == ()
    assert changes.former(E, date(2026, 1, 1)) == ()
    assert [each.share for each in changes.ended(D)] == [0.7, 0.3]
    assert changes.ended(C) == ()


def test_the_table_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    changes = read(tmp_path, TABLE)
    assert read(tmp_path, changes_csv(changes.changes)).changes == changes.changes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_whatever_program_saved_it(tmp_path: Path, encoding: str) -> None:
    text = "# gepflegt von Hand\n\n" + TABLE.replace("Altdorf", "Öd").replace("\n", "\r\n")
    changes = read(tmp_path, text.encode(encoding))
    assert changes.changes[0].old_name == "Öd"
    tabs = TABLE.replace("0,3", "0.3").replace(";", "\t")
    assert read(tmp_path, tabs).changes == read(tmp_path, TABLE).changes


def test_no_changes_are_changes_too(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD).changes == ()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (f"2024-13-01;{A};;{B};;merged;\n", "Zeile 2: „2024-13-01“ ist kein Tag. Gebraucht wird der Tag"),
        (f"2024-01-01;9184101;;{B};;merged;\n", "Zeile 2: „9184101“ ist kein Gemeindeschlüssel"),
        (f"2024-01-01;{A};;{B};;joined;\n", "„joined“ ist keine Art von Änderung. Erlaubt sind merged,"),
        (f"2024-01-01;{A};;{B};;merged;3\n", "„3“ ist kein Anteil"),
        (f"2024-01-01;{A};;{A};;merged;\n", f"{A} bleibt derselbe Schlüssel"),
        (f"2024-01-01;{A};;{B};;renamed;\n", "Bei „renamed“ bleibt der Schlüssel"),
        (f"2024-01-01;{A};;{B};;merged;;;\n", "Zeile 2: Die Zeile hat 9 Felder"),
        (f"2024-01-01;{A};;{B};;merged;\n" * 2, "Zeile 3: Dass 09184101 zu 09184102 wurde, steht schon"),
        (
            f"2024-01-01;{A};;{B};;merged;\n2025-01-01;{A};;{C};;merged;\n",
            "Zeile 3: 09184101 endet laut Tabelle schon am 2024-01-01",
        ),
        (
            f"2024-01-01;{A};;{B};;merged;\n2024-01-01;{A};;{C};;merged;\n",
            "Zeile 3: 09184101 hat mehrere Nachfolger",
        ),
        (f"2024-01-01;{A};;{B};;split;\n", "Zeile 2: 09184101 wurde laut Tabelle aufgeteilt"),
        (
            f"2024-01-01;{A};;{B};;merged;\n2023-01-01;{B};;{C};;merged;\n",
            "Zeile 2: 09184102 gab es zu dieser Zeit nicht mehr",
        ),
        (
            f"2024-01-01;{A};;{B};;merged;\n2025-01-01;{B};;{A};;merged;\n",
            "im Kreis: 09184101 → 09184102 → 09184101. Bitte",
        ),
        (
            f"2024-01-01;{A};;{B};;split;0.7\n2024-01-01;{A};;{C};;split;0.7\n",
            "Zeile 2: Die Anteile von 09184101 ergeben zusammen 1.40",
        ),
    ],
)
def test_mistakes_are_told_with_line_and_remedy(tmp_path: Path, rows: str, told: str) -> None:
    text = said(tmp_path, rows)
    assert "changes.csv, Zeile " in text
    assert told in text
    assert "in der Tabelle der Gebietsänderungen; nichts davon wird benutzt." in text
    assert "changes.csv, line " in said(tmp_path, rows, "en")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "fehlen Spalten: date, old_ags"),
        (b"ags;name\n", "Die erste Zeile lautet: date;old_ags"),
        (b"PK\x03\x04", "Arbeitsmappe"),
        (b"\x89PNG\x00\x01", "keine Textdatei"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(ChangesError) as caught:
        read(tmp_path, content)
    assert told in caught.value.text("de")
    with pytest.raises(ChangesError, match="cannot be read"):
        load_changes(tmp_path / "weg.csv")


def test_contradictions_are_refused_without_a_file_too() -> None:
    day = date(2024, 1, 1)
    with pytest.raises(ValueError, match="change-circle"):
        Changes([Change(day, A, "", B, "", "merged"), Change(day, B, "", A, "", "merged")])


@st.composite
def histories(draw: st.DrawFn) -> list[Change]:
    """Municipalities that each go, if at all, into one with a higher key, and never later than that one ends."""
    ends = sorted(draw(st.lists(st.integers(0, 900), min_size=8, max_size=8)))
    made: list[Change] = []
    for index, end in enumerate(ends):
        if draw(st.booleans()):
            into = draw(st.integers(index + 1, 8))
            day = date.fromordinal(date(2024, 1, 1).toordinal() + end)
            made.append(Change(day, f"0900000{index}", "", f"0900000{into}", "", "merged"))
    return made


@given(histories(), st.integers(-10, 1000))
def test_former_and_successor_are_each_other_s_inverse(made: list[Change], offset: int) -> None:
    changes = Changes(made)
    day = date.fromordinal(date(2024, 1, 1).toordinal() + offset)
    keys = [f"0900000{index}" for index in range(9)]
    for key in keys:
        now = changes.successor(key, day)
        assert now is not None
        assert changes.successor(now, day) == now
        assert (key in changes.former(now, day)) == (now != key)
    assert sum(len(changes.former(key, day)) for key in keys) == sum(each.day <= day for each in made)
