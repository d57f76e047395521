"""Sheets from the command line: written, filled in, checked, and used by a whole report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auditor.cli.exit import Exit
from auditor.cli.main import run
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Document, Evidence, Frame, Page, Role, Service, Tool, View

URL = "https://www.musterstadt.example/hund"
HEAD = (
    f"dienst: {URL}\nstelle: Stadt Musterstadt\nfunktion: Leitung Bürgeramt\n"
    "datum: 2026-10-01\ngilt-bis: 2026-11-30\n"
)


def bundle(folder: Path, day: int = 1) -> Path:
    """A small service that was visited on that day of November or December 2026."""
    month, of_month = divmod(day - 1, 30)
    when = datetime(2026, 11 + month, of_month + 1, tzinfo=UTC)
    page = Page(
        id="p1", role=Role.ENTRY, requested_url=URL, final_url=URL,
        frames=(Frame(id="f0", url=URL, document=Document(title="Hund", lang="de")),),
        views=(View(name="desktop", width=1366, height=768, scroll_width=1366),),
    )  # fmt: skip
    tool = Tool(version="1", browser="b", axe="a", user_agent="u")
    return BundleWriter(folder / "hund.zip").close(
        Evidence(tool=tool, service=Service(url=URL), started=when, finished=when, pages=(page,))
    )


def results(out: Path) -> dict[str, Any]:
    return json.loads((out / "results.json").read_text(encoding="utf-8"))["services"][0]


def rejudge(tmp_path: Path, *sheets: str, day: int = 1) -> Path:
    out = tmp_path / "out"
    args = [part for sheet in sheets for part in ("--attestations", sheet)]
    assert run(["rejudge", str(bundle(tmp_path, day)), "-o", str(out), "-q", *args]) == Exit.OK
    return out


def test_a_sheet_for_an_address_is_written_and_valid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["attest", "init", URL, "-o", str(tmp_path / "neu")]) == Exit.OK
    path = Path(capsys.readouterr().out.strip())
    assert path.name == "auskunft-www-musterstadt-example-hund.yaml"
    assert run(["attest", "validate", str(path)]) == Exit.OK
    assert "in Ordnung, 0 beantwortet" in capsys.readouterr().out


def test_nothing_filled_in_is_ever_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["attest", "init", URL, "-o", str(tmp_path)]
    run(args)
    (path,) = tmp_path.iterdir()
    path.write_text("filled in", encoding="utf-8")
    assert run(args) == Exit.USAGE
    assert "--force" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "filled in"
    assert run([*args, "--force"]) == Exit.OK
    assert path.read_text(encoding="utf-8") != "filled in"


@pytest.mark.parametrize("target", ["www.musterstadt.example", "gone.json", "ftp://a.example/"])
def test_what_is_neither_address_nor_report_is_said(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["attest", "init", target]) == Exit.USAGE
    assert target in capsys.readouterr().err


def test_mistakes_end_with_code_2_and_name_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "antworten:\n  user-known:\n    antwort: offen\n", encoding="utf-8")
    assert run(["attest", "validate", str(path)]) == Exit.USAGE
    assert "a.yaml, Zeile 7" in capsys.readouterr().err
    assert (
        run(["rejudge", str(bundle(tmp_path)), "--attestations", str(path), "-o", str(tmp_path / "out")])
        == Exit.USAGE
    )
    assert not (tmp_path / "out").exists()


def test_expired_answers_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    old = HEAD.replace("2026-10-01", "2020-10-01").replace("2026-11-30", "1.11.2020")
    path.write_text(old + "antworten:\n  users-known:\n    antwort: nicht erfüllt\n", encoding="utf-8")
    assert run(["attest", "validate", str(path)]) == Exit.OK
    assert "abgelaufen seit 2020-11-01: users-known" in capsys.readouterr().out


def test_the_whole_way_from_a_report_to_its_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A report is made, sheets are written from it, people fill them in, and the report is made again with them."""
    plain = results(rejudge(tmp_path))
    report = str(tmp_path / "out" / "results.json")
    sheets = tmp_path / "sheets"
    assert run(["attest", "init", report, "-o", str(sheets)]) == Exit.OK
    assert run(["attest", "review", report, "-o", str(sheets)]) == Exit.OK
    asked, doubts = sorted(sheets.iterdir())
    for path in (asked, doubts):
        text = path.read_text(encoding="utf-8")
        head = text.replace('stelle: ""', "stelle: Stadt").replace('funktion: ""', "funktion: Leitung")
        head = head.replace('datum: ""', "datum: 2026-10-01").replace('gilt-bis: ""', "gilt-bis: 2026-11-30")
        head = head.replace('antwort: offen\n    nachweis: ""', 'antwort: erfüllt\n    nachweis: "Akte 1"')
        head = head.replace(
            'entscheidung: offen\n    grund: ""', 'entscheidung: bestanden\n    grund: "angesehen"'
        )
        path.write_text(head, encoding="utf-8")
    capsys.readouterr()
    told = results(rejudge(tmp_path, str(sheets)))
    said = told.pop("testimony")
    assert plain.pop("testimony") is None
    assert told == plain
    assert len(said["statements"]) > 60
    assert said["reviews"]
    assert {each["body"] for each in said["statements"]} == {"Stadt"}
    assert not any(each["expired"] for each in said["statements"])
    assert said["score"]["low"] > plain["score"]["low"]
    card = (tmp_path / "out" / plain["scorecard"]).read_text(encoding="utf-8")
    assert "Auskunft: erfüllt" in card
    assert "Von Menschen geprüft: bestanden" in card


def test_answers_expire_at_the_day_of_the_visit(tmp_path: Path) -> None:
    """Not at the day the report is made again: a month must come out the same whenever it is judged."""
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "antworten:\n  users-known:\n    antwort: nicht erfüllt\n", encoding="utf-8")
    for day, expired in ((30, False), (31, True)):
        (statement,) = results(rejudge(tmp_path, str(path), day=day))["testimony"]["statements"]
        assert statement["expired"] is expired


def test_a_sheet_for_a_service_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    text = HEAD.replace(URL, "https://b.example/") + "antworten:\n  users-known:\n    antwort: offen\n"
    path.write_text(text, encoding="utf-8")
    assert (
        run(["rejudge", str(bundle(tmp_path)), "-o", str(tmp_path / "out"), "--attestations", str(path)])
        == Exit.OK
    )
    assert "https://b.example/" in capsys.readouterr().err
    assert results(tmp_path / "out")["testimony"] is None


def test_one_service_of_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = str(rejudge(tmp_path) / "results.json")
    assert run(["attest", "review", report, "--service", "katze", "-o", str(tmp_path)]) == Exit.USAGE
    assert "Es gibt: hund" in capsys.readouterr().err
    assert (
        run(["attest", "review", report, "--service", "hund", "-o", str(tmp_path), "--lang", "en"]) == Exit.OK
    )
    assert (tmp_path / "review-hund.yaml").is_file()
