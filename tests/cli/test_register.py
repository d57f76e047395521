"""The register on the command line, and lists completed by it, without opening anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.cli.main import run
from tests.targets import gv100, gvisys
from tests.targets.xzufi import benefit, duty, link, message, online


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "GV100AD.txt").write_bytes(gv100.TEXT.replace("\n", "\r\n").encode("cp1252"))
    return tmp_path


def imported(folder: Path) -> None:
    assert run(["register", "import", "GV100AD.txt"]) == 0
    assert (folder / "register.csv").read_text(encoding="utf-8").startswith("ags;ars;name;land;")


def test_import_and_show(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(folder)
    assert "register.csv: 5 Gemeinden, Gebietsstand 2026-12-31." in capsys.readouterr().out
    for wanted in ("09184119", "091845101119", "Mühlbach"):
        assert run(["register", "show", wanted]) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0] == "Mühlbach, Stadt"
        assert "Einwohner: 4.321" in said
        assert "Fläche: 25,12 km²" in said
        assert "Verwaltet von: Mühltal (Verwaltungsgemeinschaft, 091845101)" in said
        assert "Mitglieder dort: Mühldorf a.d.Öd, Mühlbach" in said
    assert run(["register", "show", "Mühlbach", "--lang", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert {"Kind: Town", "Inhabitants: 4,321", "Area: 25.12 km²"} <= set(said)


def test_the_text_file_itself_can_be_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "show", "Weiler", "--register", "GV100AD.txt"]) == 0
    assert "Kreis: Mühlkreis (09184)" in capsys.readouterr().out


def test_who_administers_for_whom(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        gv100.district("16062"),
        gv100.association("160625054", "Bleichstadt, Stadt", "58"),
        gv100.municipality("16062001", "5054", "Dorf"),
        gv100.municipality("16062002", "5054", "Bleichstadt, Stadt"),
        gv100.district("08115"),
        gv100.association("081155001", "GVV Ort/Tal", "56"),
        gv100.municipality("08115001", "5001", "Ort"),
    ]
    (folder / "gv.txt").write_text("\n".join(lines), encoding="utf-8")
    assert run(["register", "import", "gv.txt"]) == 0
    for wanted, told in (
        ("Dorf", "Verwaltet von: Bleichstadt, Stadt (Erfüllende Gemeinde, 16062002)"),
        ("Bleichstadt", "Verwaltet auch: Dorf"),
        ("Ort", "Einzelne Aufgaben gemeinsam in: GVV Ort/Tal (Verwaltungsverband, 081155001)"),
    ):
        capsys.readouterr()
        assert run(["register", "show", wanted]) == 0
        assert told in capsys.readouterr().out.splitlines()


def test_the_workbook_is_imported_as_well(folder: Path) -> None:
    imported(folder)
    text = (folder / "register.csv").read_bytes()
    gvisys.write(folder / "AuszugGV4QAktuell.xlsx", [gvisys.row(line) for line in gv100.LINES])
    assert run(["register", "import", "AuszugGV4QAktuell.xlsx", "--force"]) == 0
    assert (folder / "register.csv").read_bytes() == text


def later(folder: Path) -> None:
    """The register a year on: Mühldorf has gone into Mühlbach, Weiler has a longer name, Großheim is no more."""
    lines = [
        gv100.district(day="20271231"),
        gv100.association("091845101", "Mühltal", day="20271231"),
        gv100.municipality(
            "09184119", "5101", "Mühlbach, Stadt", kind="63", population=5300, area=3512, day="20271231"
        ),
        gv100.municipality("09184130", "0130", "Weiler a.d.Öd", day="20271231"),
        gv100.municipality("09184444", "9444", "Forst Süd", kind="66", population=0, day="20271231"),
    ]
    (folder / "neu.txt").write_text("\n".join(lines), encoding="utf-8")


def test_changes_between_two_registers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later(folder)
    areas = "2.512 (Mühlbach) + 1.000 (Mühldorf a.d.Öd) = 3.512 ha, jetzt 3.512"
    assert run(["register", "changes", "GV100AD.txt", "neu.txt", "--day", "2027-07-01"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Eingliederungen, deren Flächen aufgehen (1):",
        f"  Mühlbach, Stadt (09184119): {areas}; Einwohner 4.321 + 987 = 5.308, jetzt 5.300",
        "Von Hand zu klären, nicht in der Tabelle (1):",
        "  weggefallen: 09161000 Großheim, Stadt (13.335 ha, 123.456 Einwohner)",
        "changes.csv: 2 Änderungen.",
    ]
    assert (folder / "changes.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "2027-07-01;09184118;Mühldorf a.d.Öd;09184119;Mühlbach, Stadt;merged;",
        "2027-07-01;09184130;Weiler;09184130;Weiler a.d.Öd;renamed;",
    ]
    for wanted in ("09184118", "09184119"):
        args = ["register", "show", wanted, "--register", "neu.txt", "--changes", "changes.csv"]
        assert run(args) == 0
        said = capsys.readouterr().out.splitlines()
        assert said[0] == "Mühlbach, Stadt"
        assert "Frühere Schlüssel: 09184118 Mühldorf a.d.Öd (endete am 2027-07-01)" in said
    assert run(["register", "changes", "GV100AD.txt", "neu.txt", "--force", "--lang", "en"]) == 0
    assert "The day is 2027-12-31 everywhere" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["changes", "neu.txt", "GV100AD.txt"], "Das erste Verzeichnis muss das ältere sein"),
        (["changes", "GV100AD.txt", "neu.txt", "--day", "2026-01-01"], "Der 2026-01-01 liegt nicht zwischen"),
        (["changes", "GV100AD.txt", "neu.txt", "-o", "neu.txt"], "neu.txt gibt es schon"),
        (["import-changes", "neu.txt"], "Die Arbeitsmappe lässt sich nicht lesen"),
        (
            ["show", "09161000", "--register", "neu.txt", "--changes", "split.csv"],
            "aufgeteilt: 09184119 Mühlbach, 09184130",
        ),
        (["show", "Weiler", "--register", "neu.txt", "--changes", "neu.txt"], "fehlen Spalten"),
    ],
)
def test_changes_that_cannot_be_told(
    folder: Path, capsys: pytest.CaptureFixture[str], args: list[str], told: str
) -> None:
    later(folder)
    head = "date;old_ags;old_name;new_ags;new_name;kind\n"
    parts = "2027-01-01;09161000;;09184119;Mühlbach;split\n2027-01-01;09161000;;09184130;;split\n"
    (folder / "split.csv").write_text(head + parts, encoding="utf-8")
    assert run(["register", *args]) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "changes.csv").exists()


def test_names_are_not_unique(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = gv100.TEXT + gv100.municipality("09161777", "0777", "Weiler") + "\n"
    (folder / "zwei.txt").write_text(text, encoding="utf-8")
    assert run(["register", "show", "Weiler", "--register", "zwei.txt"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2 Gemeinden heißen „Weiler“:",
        "09161777 Weiler (Großheim, BY)",
        "09184130 Weiler (Mühlkreis, BY)",
    ]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["register", "show", "09184119"],
            "Hier liegt kein Gemeindeverzeichnis „register.csv“. Bitte anlegen",
        ),
        (
            ["register", "show", "09184191", "--register", "GV100AD.txt"],
            "Ähnlich sind: 09184119 Mühlbach, Stadt",
        ),
        (["register", "show", "Wieler", "--register", "GV100AD.txt"], "Ähnlich sind: 09184130 Weiler."),
        (["register", "import", "weg.txt"], "weg.txt: Die Datei lässt sich nicht lesen"),
        (
            ["register", "import", "liste.csv"],
            "liste.csv, Zeile 1: „ur“ am Anfang der Zeile ist keine Satzart",
        ),
        (["register", "import", "GV100AD.txt", "-o", "liste.csv"], "liste.csv gibt es schon. Mit --force"),
        (["targets", "liste.csv", "--register", "liste.csv"], "1 Fehler im Gemeindeverzeichnis"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], args: list[str], told: str
) -> None:
    (folder / "liste.csv").write_text("url\n", encoding="utf-8")
    assert run(args) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "register.csv").exists()
    assert (folder / "liste.csv").read_text(encoding="utf-8") == "url\n"


def test_force_overwrites(folder: Path) -> None:
    imported(folder)
    assert run(["register", "import", "GV100AD.txt"]) == 2
    assert run(["register", "import", "GV100AD.txt", "--force"]) == 0


def test_lists_are_looked_through_with_the_register(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(folder)
    one = "https://a.example/hund"
    text = message(
        benefit("1"), benefit("2", "Umzug"), online("7", link(one), duty("1", "091845101119", "091840130130"))
    )
    (folder / "dienste.xml").write_text(text, encoding="utf-8")
    (folder / "liste.csv").write_text("url;ags\nhttps://b.example;09184191\n", encoding="utf-8")
    capsys.readouterr()
    assert run(["targets", "dienste.xml", "liste.csv", "--register", "register.csv", "--lang", "en"]) == 0
    notes, unknown, missing, twice, shared, sum_ = capsys.readouterr().out.splitlines()
    assert (notes, twice, sum_) == (
        "Notes on the lists (2):",
        "Listed twice (1):",
        "2 services, no mistakes.",
    )
    assert unknown.startswith(
        "liste.csv, line 2: The register of 2026-12-31 does not know the municipality key 09184191."
    )
    assert unknown.endswith("Did you mean “09184119 Mühlbach, Stadt”?")
    assert missing.startswith(
        "dienste.xml, line 5: “Umzug”: according to this list no online service is offered."
    )
    assert shared == (
        f"dienste.xml, line 6: “{one}” is for Weiler (09184130) as well and already listed for Mühlbach (09184119) "
        "here: dienste.xml, line 6. It is audited once."
    )


def test_a_contradiction_stops_the_audit_before_anything_is_opened(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "liste.csv").write_text(
        "url;ags;gemeinde\nhttps://b.example;09184119;Weiler\n", encoding="utf-8"
    )
    assert run(["audit", "liste.csv", "--register", "GV100AD.txt"]) == 2
    assert "gehört zu „Mühlbach, Stadt“" in capsys.readouterr().err
    assert not (folder / "out").exists()
