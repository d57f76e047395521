"""Lists as people really save them, and what they are told when something is wrong."""

import io
import sys
from pathlib import Path

import pytest

from auditor.targets import TargetError, Targets, load_targets

CSV = (
    "URL;Name;Gemeinde;Gemeindeschlüssel;LeiKa-ID;Leistung;Bundesland;Einwohner;Serviceportal\n"
    "https://www.muehlbach.example/hund;Hundesteuer;Mühlbach (Öd);09184119;99102013011000;Hundesteuer;Bayern;12.345;X\n"
)


def read(tmp_path: Path, content: str | bytes, name: str = "liste.csv") -> Targets:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_targets([str(path)])


def texts(targets: Targets, lang: str = "de") -> str:
    return "\n".join(problem.text(lang) for problem in targets.problems)


def urls(targets: Targets) -> list[str]:
    return [service.url for service in targets.services]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_delimiter_and_encoding_are_found(
    tmp_path: Path, delimiter: str, encoding: str, newline: str
) -> None:
    text = CSV.replace(";", delimiter).replace("\n", newline)
    targets = read(tmp_path, text.encode(encoding))
    assert not targets.problems, texts(targets)
    (service,) = targets.services
    assert service.model_dump() == {
        "url": "https://www.muehlbach.example/hund",
        "key": None,
        "name": "Hundesteuer",
        "municipality": "Mühlbach (Öd)",
        "ags": "09184119",
        "leika": "99102013011000",
        "service": "Hundesteuer",
        "land": "BY",
        "population": 12345,
        "portal": "X",
    }
    assert targets.targets[0].place.line == 2


def test_an_address_on_the_command_line() -> None:
    targets = load_targets(["https://www.stadt.example/a"])
    assert urls(targets) == ["https://www.stadt.example/a"]
    assert targets.targets[0].place.source == ""


def test_plain_list_with_comments(tmp_path: Path) -> None:
    text = "# Basket\n\nhttps://a.example/x  # Hund\nhttps://a.example/#/antrag\n"
    targets = read(tmp_path, text, "liste.txt")
    assert urls(targets) == ["https://a.example/x", "https://a.example/#/antrag"]
    assert [t.place.line for t in targets.targets] == [3, 4]


def test_a_csv_that_is_a_plain_list(tmp_path: Path) -> None:
    assert urls(read(tmp_path, "https://a.example/x?a=1&b=%2C\nhttps://b.example\n")) == [
        "https://a.example/x?a=1&b=%2C",
        "https://b.example",
    ]


def test_one_column_keeps_delimiters_in_addresses(tmp_path: Path) -> None:
    assert urls(read(tmp_path, "url\nhttps://a.example/x;y,z|1\n")) == ["https://a.example/x;y,z|1"]


def test_excel_declares_its_delimiter(tmp_path: Path) -> None:
    assert urls(read(tmp_path, "sep=;\nurl;name\nhttps://a.example;A\n")) == ["https://a.example"]


def test_quoted_cells_over_lines_keep_the_line_numbers(tmp_path: Path) -> None:
    targets = read(
        tmp_path, 'name;url\n"Hund;\nKatze";https://a.example\n\nX;htp://b.example\nY;https://c.example\n'
    )
    assert targets.services[0].name == "Hund; Katze"
    assert [t.place.line for t in targets.targets] == [2, 6]
    assert targets.problems[0].place.line == 5


def test_yaml_keeps_leading_zeros(tmp_path: Path) -> None:
    text = (
        "# Liste\nservices:\n  - https://a.example\n"
        "  - url: https://b.example\n    gemeinde: Süd\n    ags: 09184119\n    einwohner: 900\n    name: null\n"
    )
    targets = read(tmp_path, text, "liste.yaml")
    assert not targets.problems, texts(targets)
    assert targets.services[1].ags == "09184119"
    assert targets.services[1].population == 900
    assert targets.services[1].name is None
    assert [t.place.line for t in targets.targets] == [3, 4]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"- https://a.example\nb c\n")))
    targets = load_targets(["-"])
    assert not targets.services
    assert "Standardeingabe, Zeile" in texts(targets)


def test_land_comes_from_the_key_and_must_agree(tmp_path: Path) -> None:
    targets = read(tmp_path, "url;ags;land\nhttps://a.example;09184119;\nhttps://b.example;09184119;Hessen\n")
    assert targets.services[0].land == "BY"
    assert "gehört zu BY, die Spalte „land“ sagt HE" in texts(targets)


@pytest.mark.parametrize(
    ("address", "wrong", "meant"),
    [
        ("htp://a.example/x", "ist keine Webadresse", "http://a.example/x"),
        ("htps://a.example/x", "ist keine Webadresse", "https://a.example/x"),
        ("https//a.example", "ist keine Webadresse", "https://a.example"),
        ("https:/a.example", "ist keine Webadresse", "https://a.example"),
        ("https:\\\\a.example\\b", "ist keine Webadresse", None),
        ("www.a.example/x", "fehlt „https://“", "https://www.a.example/x"),
        ("a.example:8443/x", "fehlt „https://“", "https://a.example:8443/x"),
        ("https://www.a,example/x", "ist keine Webadresse", "https://www.a.example/x"),
        ("https://www..a.example", "ist keine Webadresse", "https://www.a.example"),
        ("https://a.example/b c", "ein Leerzeichen", "https://a.example/b%20c"),
        ("https://a.exam\u200bple/b", "Steuerzeichen", "https://a.example/b"),
        ("https://u:geheim@a.example/b", "Zugangsdaten", "https://a.example/b"),
        ("ftp://a.example/x", "ist keine Adresse im Web", None),
        ("mailto:amt@a.example", "ist keine Adresse im Web", None),
        ("https://", "ist keine Webadresse", None),
        ("https://a.example:99999/", "ist keine Webadresse", None),
        ("https://[::1/", "ist keine Webadresse", None),
        ("Hundesteuer", "ist keine Webadresse", None),
    ],
)
def test_what_is_wrong_with_an_address(tmp_path: Path, address: str, wrong: str, meant: str | None) -> None:
    targets = read(tmp_path, f"# x\n{address}\n", "liste.txt")
    said = texts(targets)
    assert not targets.services
    assert "liste.txt, Zeile 2: " in said
    assert wrong in said
    assert "geheim" not in said
    if meant is not None:
        assert f"„{meant}“" in said


@pytest.mark.parametrize(
    "address",
    [
        "https://münchen.example/x",
        "http://localhost:8000/",
        "http://127.0.0.1:5000/a",
        "http://[::1]:80/",
        "https://a_b.example/x?q=a@b",
        "HTTPS://A.EXAMPLE",
        "https://a.example/äöü",
    ],
)
def test_unusual_addresses_are_addresses(address: str) -> None:
    targets = load_targets([address])
    assert urls(targets) == [address], texts(targets)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("ags", "9184119", "führende Null verschluckt. Meinten Sie „09184119“?"),
        ("ags", "091840119119", "Meinten Sie „09184119“?"),
        ("ags", "9,18E+06", "als Text formatieren"),
        ("ags", "x", "hat 8 Ziffern"),
        ("leika", "9,9102E+13", "als Text formatieren"),
        ("leika", "991020130110", "hat 14 Ziffern"),
        ("land", "Bayer", "Meinten Sie „BY“?"),
        ("land", "Atlantis", "Erlaubt sind BB, BE"),
        ("population", "viele", "keine Einwohnerzahl"),
        ("population", "-5", "keine Einwohnerzahl"),
        ("population", "1.23", "keine Einwohnerzahl"),
    ],
)
def test_what_is_wrong_with_a_value(tmp_path: Path, column: str, value: str, said: str) -> None:
    targets = read(tmp_path, f'url;{column}\nhttps://a.example;"{value}"\n')
    assert said in texts(targets)
    assert "Zeile 2" in texts(targets)
    assert not targets.services


@pytest.mark.parametrize(
    ("land", "code"),
    [("NRW", "NW"), ("Thüringen", "TH"), ("thueringen", "TH"), ("DE-SN", "SN"), ("Saxony-Anhalt", "ST")],
)
def test_names_of_lands(tmp_path: Path, land: str, code: str) -> None:
    assert read(tmp_path, f"url;land\nhttps://a.example;{land}\n").services[0].land == code


@pytest.mark.parametrize("value", ["1.234.567", "1 234 567", "1234567", "1,234,567", "1\u202f234\u202f567"])
def test_groups_of_three(tmp_path: Path, value: str) -> None:
    assert read(tmp_path, f'url;einwohner\nhttps://a.example;"{value}"\n').services[0].population == 1234567


def test_columns_are_suggested_and_can_be_ignored(tmp_path: Path) -> None:
    targets = read(tmp_path, "url;gemeide;kontakt;_notiz\nhttps://a.example;A;b;c\n")
    assert "„gemeide“ ist unbekannt. Meinten Sie „municipality“?" in texts(targets)
    assert "„kontakt“ ist unbekannt. Bitte „_“ vor den Namen setzen" in texts(targets)
    assert "notiz" not in texts(targets)
    assert urls(targets) == ["https://a.example"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("ulr;name\nhttps://a.example;A\n", "Die Spalte „url“ fehlt"),
        ("https://a.example;A\n", "nennt keine Spalten"),
        ("url;link\nhttps://a.example;b\n", "Zwei Spalten bedeuten „url“"),
        ("url;name\nhttps://a.example/a;b;A\n", "Die Zeile hat 3 Felder"),
        ('url;name\nhttps://a.example;"A\n', "Anführungszeichen gehen nicht auf"),
        ("url;name\n;A\n", "Die Adresse fehlt"),
        ("url;name\n", "enthält keine Adresse"),
        ("", "enthält keine Adresse"),
        ("# nur ein Kommentar\n", "enthält keine Adresse"),
        (b"PK\x03\x04\x00\x00", "ist eine Arbeitsmappe"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x01", "keine Textdatei"),
        (b"a\x00\x00b\x00", "keine Textdatei"),
    ],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, content: str | bytes, said: str) -> None:
    targets = read(tmp_path, content)
    assert said in texts(targets)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- url: [a\n", "kein gültiges YAML"),
        ("name: x\n", "Erwartet wird eine Liste"),
        ("- url: https://a.example\n  ags: [1]\n", "braucht einen einfachen Wert"),
        ("- url: https://a.example\n  gemeide: x\n", "Meinten Sie „municipality“?"),
        ("- - x\n", "Erwartet wird eine Liste"),
        ("- name: x\n", "Die Adresse fehlt"),
        ("[" * 5000, "kein gültiges YAML"),
    ],
)
def test_what_is_wrong_with_yaml(tmp_path: Path, content: str, said: str) -> None:
    targets = read(tmp_path, content, "liste.yml")
    assert said in texts(targets)


def test_no_file_at_all(tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_text("url\nhttps://a.example\n", encoding="utf-8")
    targets = load_targets(
        [
            str(tmp_path),
            str(tmp_path / "lsite.csv"),
            str(tmp_path / "weg.xlsx"),
            "www.stadt.example/hund",
            "Hund",
        ]
    )
    said = texts(targets).splitlines()
    assert "Das ist ein Ordner" in said[0]
    assert "Meinten Sie" in said[1]
    assert "liste.csv“" in said[1]
    assert "Die Datei gibt es nicht" in said[2]
    assert "Meinten Sie „https://www.stadt.example/hund“?" in said[3]
    assert "weder eine Datei noch eine Webadresse" in said[4]


def test_all_mistakes_of_a_line_and_file_are_told_at_once_in_both_languages(tmp_path: Path) -> None:
    targets = read(tmp_path, "url;ags;land\nhtp://a.example;1;X\nhttps://b.example;;\n")
    assert [p.place.line for p in targets.problems] == [2, 2, 2]
    assert urls(targets) == ["https://b.example"]
    error = TargetError(targets.problems)
    assert "line 2: “htp://a.example” is not a web address. Did you mean “http://a.example”?" in error.text(
        "en"
    )
    assert error.text("de").count("\n") == 3
    assert "3 Fehler in den Listen; nichts wurde geprüft" in error.text("de")


def test_duplicates_are_audited_once_and_told(tmp_path: Path) -> None:
    text = (
        "https://a.example\nHTTPS://A.example:443/\nhttps://a.example/#top\n"
        "https://a.example/#/a\nhttps://a.example/#/b\nhttp://a.example/\nhttps://a.example/A\nhttps://a.example/a\n"
    )
    targets = read(tmp_path, text, "liste.txt")
    assert urls(targets) == [
        "https://a.example",
        "https://a.example/#/a",
        "https://a.example/#/b",
        "http://a.example/",
        "https://a.example/A",
        "https://a.example/a",
    ]
    assert [d.target.place.line for d in targets.duplicates] == [2, 3]
    assert "Zeile 2: „HTTPS://A.example:443/“ steht schon hier:" in targets.duplicates[0].text()
