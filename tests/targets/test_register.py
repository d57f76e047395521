"""The official register: read to the column, mistakes told with their line, asked by key and name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.targets.register import (
    Municipality,
    Register,
    RegisterError,
    load_register,
    read_official,
    register_csv,
)
from auditor.targets.register.model import kinds
from tests.targets import gv100

DAY = date(2026, 12, 31)


def read(tmp_path: Path, content: str | bytes, name: str = "GV100AD.txt") -> Register:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_official(path)


def said(tmp_path: Path, content: str | bytes, lang: str = "de") -> str:
    with pytest.raises(RegisterError) as caught:
        read(tmp_path, content)
    return caught.value.text(lang)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return read(tmp_path, gv100.TEXT)


def test_a_municipality_with_all_its_facts(register: Register) -> None:
    town = register.municipality("09184119")
    assert town is not None
    assert (town.ags, town.ars, town.name, town.short) == (
        "09184119",
        "091845101119",
        "Mühlbach, Stadt",
        "Mühlbach",
    )
    assert (town.land, town.district_key, town.district) == ("BY", "09184", "Mühlkreis")
    assert (town.kind, town.population, town.area_ha, town.postcode, town.as_of) == (
        "63", 4321, 2512, "84999", DAY,
    )  # fmt: skip
    assert town.provider is not None
    assert (town.provider.name, town.provider.key) == ("Mühltal", "091845101")


def test_it_is_asked_by_key_land_association_and_name(register: Register) -> None:
    assert register.as_of == DAY
    assert register.municipality("09184999") is None
    assert register.by_ars("091610000000") is register.municipality("09161000")
    assert [each.short for each in register.members("091845101")] == ["Mühldorf a.d.Öd", "Mühlbach"]
    assert [each.short for each in register.in_land("BY")] == [
        "Großheim", "Mühldorf a.d.Öd", "Mühlbach", "Weiler",
    ]  # fmt: skip
    assert register.in_land("HE") == ()
    assert [each.ags for each in register.named("mühlbach")] == ["09184119"]
    assert [each.ags for each in register.named("Muehlbach, Stadt")] == ["09184119"]
    assert register.district("09184") == "Mühlkreis"


def test_who_governs_and_who_provides(register: Register) -> None:
    def of(ags: str) -> Municipality:
        found = register.municipality(ags)
        assert found is not None
        return found

    assert not of("09184444").governed
    assert of("09184130").governed
    assert of("09184130").provider is None
    assert of("09161000").provider is None


def test_likeness_of_keys_and_names(register: Register) -> None:
    assert register.near("09184191")[0].ags == "09184119"
    assert register.near("Müh")[:2] == register.members("091845101")
    assert [each.ags for each in register.near("Wieler")] == ["09184130"]
    assert register.near("Xyz") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_of_all_years(tmp_path: Path, register: Register, encoding: str, newline: str) -> None:
    again = read(tmp_path, gv100.TEXT.replace("\n", newline).encode(encoding))
    assert again.municipalities == register.municipalities


def test_trailing_blanks_may_be_gone_and_control_z_may_end_it(tmp_path: Path, register: Register) -> None:
    text = "\r\n".join(line.rstrip() for line in gv100.LINES) + "\r\n\x1a"
    assert read(tmp_path, text).municipalities == register.municipalities


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (gv100.municipality("09184200", "5101", "Kurz")[:148], "abgeschnitten: 148 statt 220 Zeichen"),
        ("6", "„6“ am Anfang der Zeile ist keine Satzart (10, 20, 30, 40, 50, 60)"),
        ("99" + gv100.municipality("09184200", "5101", "X")[2:], "„99“ am Anfang der Zeile"),
        (
            gv100.municipality("0918420X", "5101", "X"),
            "Spalten 16–18 (municipality) steht „20X“ statt Ziffern",
        ),
        (gv100.municipality("09184200", "5101", "X", day="20261331"), "„20261331“ ist kein Tag"),
        (gv100.municipality("09184200", "5101", ""), "Spalten 23–72 fehlt der Name"),
        (gv100.municipality("09184200", "5101", "X", kind="99"), "Die Art „99“"),
        (gv100.municipality("09184119", "5101", "X"), "09184119 steht schon in Zeile 10"),
        # ü as two characters: what a program leaves that took UTF-8 for Windows-1252
        (gv100.municipality("09184200", "5101", "X").replace("X", "MÃ¼", 1), "statt Ziffern"),
    ],
)
def test_mistakes_are_told_with_line_and_remedy(tmp_path: Path, line: str, told: str) -> None:
    text = said(tmp_path, gv100.TEXT + line + "\n")
    assert f"GV100AD.txt, Zeile {len(gv100.LINES) + 1}: " in text
    assert told in text
    assert "1 Fehler im Gemeindeverzeichnis; nichts davon wird benutzt" in text
    assert re.search(r"(Bitte|Ist das|Die Spalten).*\n", text)


def test_mistakes_in_english_and_all_at_once(tmp_path: Path) -> None:
    text = said(tmp_path, gv100.TEXT + "xx\n" * 30, "en")
    assert "line 15: “xx” at the start of the line is no kind of record" in text
    assert "30 mistakes in the register" in text
    assert len(text.splitlines()) == 21


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "enthält keine Gemeinde"),
        (gv100.land().encode(), "enthält keine Gemeinde"),
        (b"PK\x03\x04abc", "Bitte entpacken"),
        (b"\x89PNG\x00\x01", "keine Textdatei"),
        ("ags;ars;name\n", "schon eine fertige Tabelle"),
        ("url;name\nhttps://a.example;A\n", "keine Satzart"),
    ],
)
def test_files_that_are_no_register(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert told in said(tmp_path, content)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        load_register(tmp_path / "weg.txt")


def test_the_table_holds_everything(tmp_path: Path, register: Register) -> None:
    path = tmp_path / "register.csv"
    path.write_text(register_csv(register), encoding="utf-8")
    assert set(load_register(path).municipalities) == set(register.municipalities)
    assert register_csv(load_register(path)) == register_csv(register)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("09184119;", "9184119;", "line 4: The column “ags” holds “9184119”"),
        (";4321;", ";4.321;", "line 4: The column “population” holds “4.321”"),
        (";63;", ";00;", "line 4: The kind “00”"),
        ("2026-12-31\n09184119", "2026-02-31\n09184119", "line 3: “2026-02-31” is no day"),
        ("postcode", "plz", "line 1: The table lacks columns: postcode"),
    ],
)
def test_a_table_spoilt_by_a_spreadsheet(
    tmp_path: Path, register: Register, old: str, new: str, told: str
) -> None:
    path = tmp_path / "register.csv"
    text = register_csv(register)
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        load_register(path)
    assert told in caught.value.text("en")


_NAMES = (
    st.text(
        st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßÄÖÜé ,.-/()"),
        min_size=1,
        max_size=50,
    )
    .map(str.strip)
    .filter(bool)
)
_NUMBERS = st.integers(0, 10**11 - 1)
_LEVEL = {kind for kind in kinds() if kind >= "60"}


@st.composite
def towns(draw: st.DrawFn) -> dict[str, object]:
    return {
        "ags": draw(st.from_regex(r"\A(0[1-9]|1[0-6])[0-9]{6}\Z")),
        "group": draw(st.from_regex(r"\A[0-9]{4}\Z")),
        "name": draw(_NAMES),
        "kind": draw(st.sampled_from(sorted(_LEVEL))),
        "population": draw(_NUMBERS),
        "area": draw(_NUMBERS),
        "postcode": draw(st.from_regex(r"\A[0-9]{5}\Z")),
    }


@settings(max_examples=60, deadline=None)
@given(
    st.lists(towns(), min_size=1, max_size=5, unique_by=lambda town: town["ags"]),
    st.sampled_from(["utf-8", "cp1252"]),
)
def test_every_line_of_the_format_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, object]], encoding: str
) -> None:
    text = "".join(gv100.municipality(**town) + "\r\n" for town in made)  # type: ignore[arg-type]
    register = read(tmp_path_factory.mktemp("gv"), text.encode(encoding))
    assert len(register.municipalities) == len(made)
    for town, found in zip(made, register.municipalities, strict=True):
        ags = str(town["ags"])
        assert found.ags == ags
        assert found.ars == f"{ags[:5]}{town['group']}{ags[5:]}"
        assert (found.name, found.kind, found.population, found.area_ha, found.postcode) == (
            town["name"], town["kind"], town["population"], town["area"], town["postcode"],
        )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    with pytest.raises(RegisterError):
        read(tmp_path_factory.mktemp("gv"), data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 219), st.integers(0, len(gv100.LINES) - 1))
def test_a_line_cut_anywhere_never_gives_other_facts(
    tmp_path_factory: pytest.TempPathFactory, width: int, index: int
) -> None:
    lines = list(gv100.LINES)
    lines[index] = lines[index][:width]
    folder = tmp_path_factory.mktemp("gv")
    whole = {each.ags: each for each in read(folder, gv100.TEXT).municipalities}
    try:
        cut = read(folder, "\n".join(lines))
    except RegisterError:
        return
    for each in cut.municipalities:
        assert each.population == whole[each.ags].population
        assert each.ars == whole[each.ags].ars
        assert each.postcode in {whole[each.ags].postcode, ""}
