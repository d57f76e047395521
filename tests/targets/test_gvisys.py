"""The register as a workbook: the same facts as the text file, faults with sheet and row, and limits that hold."""

from __future__ import annotations

import builtins
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.targets.register import RegisterError, load_register, read_official
from auditor.targets.register import workbook as workbook_module
from tests.targets import gv100, gvisys

ROWS = [gvisys.row(line) for line in gv100.LINES]
TOWN = gv100.LINES.index(gv100.municipality("09184130", "0130", "Weiler"))
SHEET = f"Blatt „{gvisys.SHEET}“, Zeile {TOWN + 7}: "


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "GV100AD.txt"
    path.write_text(gv100.TEXT, encoding="utf-8")
    return path


def said(path: Path) -> str:
    with pytest.raises(RegisterError) as caught:
        read_official(path)
    return caught.value.text("de")


def spoilt(tmp_path: Path, column: int, value: Any) -> str:
    rows = [list(row) for row in ROWS]
    rows[TOWN][column] = value
    return said(gvisys.write(tmp_path / "gv.xlsx", rows))


def test_text_and_workbook_give_the_same_register(tmp_path: Path, text: Path) -> None:
    path = gvisys.write(tmp_path / "AuszugGV4QAktuell.xlsx", ROWS)
    assert read_official(path).municipalities == read_official(text).municipalities
    assert load_register(path).municipalities == read_official(text).municipalities


@pytest.mark.parametrize(
    ("sheet", "titles"),
    [
        ("Onlineprodukt_Gemeinden_311226", ()),
        ("Onlineprodukt_Gemeinden", ("Stand 30.06.2020", "Gebietsstand: 31.12.2026")),
    ],
)
def test_copies_saved_anew_and_sheets_of_all_years(
    tmp_path: Path, text: Path, sheet: str, titles: tuple[str, ...]
) -> None:
    rows = [gvisys.renumbered(row) for row in ROWS]
    path = gvisys.write(tmp_path / "gv.xlsx", rows, sheet, titles)
    assert read_official(path).municipalities == read_official(text).municipalities


def test_areas_as_text_with_a_comma(tmp_path: Path, text: Path) -> None:
    rows = [
        [f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else cell for cell in r] for r in ROWS
    ]
    path = gvisys.write(tmp_path / "gv.xlsx", rows)
    assert read_official(path).municipalities == read_official(text).municipalities


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (0, "99", "„99“ am Anfang der Zeile ist keine Satzart"),
        (0, None, "„“ am Anfang der Zeile ist keine Satzart"),
        (1, "98", "Die Art „98“"),
        (4, "184", "In der Spalte „E (district)“ steht „184“"),
        (5, None, "In der Spalte „F (association)“ steht „“"),
        (6, "1x", "In der Spalte „G (municipality)“ steht „1x“"),
        (7, None, "In der Spalte „H (name)“"),
        (8, "groß", "In der Spalte „I (area_km2)“ steht „groß“"),
        (9, None, "In der Spalte „J (population)“"),
        (9, 12.5, "In der Spalte „J (population)“ steht „12.5“"),
        (6, "119", "Der Gemeindeschlüssel 09184119 steht schon in Zeile 16"),
    ],
)
def test_faults_name_sheet_row_and_remedy(tmp_path: Path, column: int, value: Any, told: str) -> None:
    message = spoilt(tmp_path, column, value)
    assert f"gv.xlsx, {SHEET}" in message
    assert told in message
    assert "Bitte" in message


def test_what_is_no_workbook_of_the_register(tmp_path: Path) -> None:
    path = gvisys.write(tmp_path / "gv.xlsx", ROWS, "Tabelle1")
    assert (
        "Kein Blatt der Arbeitsmappe heißt „Onlineprodukt_Gemeinden…“ (gefunden: Deckblatt, Tabelle1)"
        in said(path)
    )
    assert "nennt den Gebietsstand" in said(gvisys.write(path, ROWS, "Onlineprodukt_Gemeinden_neu"))
    assert "enthält keine Gemeinde" in said(gvisys.write(path, []))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("GV100AD.txt", gv100.TEXT)
    assert "Bitte entpacken" in said(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "Die Arbeitsmappe lässt sich nicht lesen" in said(path)


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gvisys.write(tmp_path / "gv.xlsx", ROWS)
    monkeypatch.setattr(workbook_module, "_MOST_ROWS", 10)
    assert "Das Blatt hat mehr als 10 Zeilen" in said(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/null", bytes(workbook_module._MOST_UNPACKED))
    assert path.stat().st_size < 1_000_000
    assert "Die Arbeitsmappe ist entpackt größer als 160 MB" in said(path)


def test_without_the_library_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gvisys.write(tmp_path / "gv.xlsx", ROWS)
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    assert 'pip install "din66336-auditor[rank]"' in said(path)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_spoilt_workbook_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = gvisys.write(tmp_path_factory.mktemp("gv") / "gv.xlsx", ROWS)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        register = read_official(path)
    except RegisterError:
        return
    assert len(register.municipalities) == 5
