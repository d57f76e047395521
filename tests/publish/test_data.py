"""results.json and results.csv: what other programs and spreadsheets rely on."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from auditor.publish import publish
from auditor.publish.clean import cell, clean, safe_href, shorten, show_url
from auditor.publish.contract import results_schema, results_schema_text
from tests.publish.conftest import RULEBOOK, Stored

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "schema" / "results.schema.json"


@pytest.fixture(scope="module")
def data(report: Path) -> dict[str, Any]:
    return json.loads((report / "results.json").read_text(encoding="utf-8"))


def test_schema_is_published_as_generated() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == results_schema_text()


def test_results_fit_the_schema(data: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(results_schema())
    jsonschema.validate(data, results_schema(), cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_not_in_the_contract(data: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"extra": 1}, results_schema(), cls=jsonschema.Draft202012Validator)


def test_keys_of_the_contract(data: dict[str, Any]) -> None:
    assert data.keys() == {"schema", "tool", "services"}
    assert data["schema"] == "1"
    assert data["tool"].keys() == {"version", "rulebook", "axe", "browser", "config"}
    assert data["tool"]["config"] == "c0ffee"
    service = data["services"][1]
    assert service.keys() == {
        "url", "name", "municipality", "ags", "leika", "status", "reason", "completion", "score", "grade",
        "coverage", "chapters", "outcomes", "pages", "evidence", "scorecard",
        "product", "steps", "documents", "hurdles", "profile", "testimony", "key",
    }  # fmt: skip
    assert service["completion"].keys() == {"class", "completable", "maturity", "media_breaks"}
    assert service["completion"]["media_breaks"][0].keys() == {"kind", "quote", "url", "step"}
    outcome = service["outcomes"][0]
    assert outcome.keys() == {
        "rule", "clause", "law", "wcag", "wcag_version", "act", "obligation", "automation", "severity", "counts",
        "outcome", "reason", "findings", "more",
    }  # fmt: skip
    assert outcome["findings"][0].keys() == {
        "message", "url", "step", "frame", "target", "screenshot", "fingerprint", "outcome", "role", "name",
    }  # fmt: skip
    assert service["pages"][0].keys() == {"url", "final_url", "role", "status", "frames"}


def test_paths_lead_to_files(data: dict[str, Any], report: Path, stored: list[Stored]) -> None:
    shots = 0
    for service, each in zip(data["services"], stored, strict=True):
        assert (report / service["scorecard"]).is_file()
        assert each.bundle
        assert service["evidence"] == f"evidence/{each.bundle.name}"
        for outcome in service["outcomes"]:
            for finding in outcome["findings"]:
                if finding["screenshot"]:
                    assert (report / finding["screenshot"]).is_file()
                    shots += 1
    assert shots > 10


def test_unmeasured_is_neither_zero_nor_pass(data: dict[str, Any]) -> None:
    away = data["services"][-1]
    assert (away["status"], away["reason"], away["score"], away["grade"]) == (
        "untested",
        "timeout",
        None,
        None,
    )
    assert {outcome["outcome"] for outcome in away["outcomes"]} == {"untested"}


def test_csv_opens_in_a_german_spreadsheet(report: Path) -> None:
    raw = (report / "results.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(rows) == 8
    assert rows[0]["municipality"] == "Musterstadt"
    assert rows[1]["completable"] == "no"
    assert rows[0]["untested"] == "0"
    assert rows[1]["media_breaks"] == "3"
    assert "," in rows[1]["coverage"]
    assert rows[-1]["score_low"] == ""


def test_the_walk_is_told_without_what_was_put_in(data: dict[str, Any]) -> None:
    steps = data["services"][4]["steps"]
    assert [(s["number"], s["button"], s["stop"], s["stuck_at"]) for s in steps] == [
        (1, "Weiter", None, ""),
        (2, "Weiter", None, ""),
        (3, "Weiter", "stuck", "Rasse *"),
    ]
    assert steps[0].keys() == {
        "number", "kind", "url", "heading", "progress", "fields", "button", "errors", "barriers", "stop", "stuck_at",
        "why",
    }  # fmt: skip
    assert steps[0]["fields"][1] == {
        "label": "Religionszugehörigkeit", "meaning": "religion", "required": False, "sensitive": True, "tries": 1,
    }  # fmt: skip
    assert data["services"][4]["product"] == "XIMA Formcycle"
    assert data["services"][1]["steps"] == []
    assert data["services"][1]["product"] is None


def test_hurdles_for_the_lawmaker(report: Path) -> None:
    raw = (report / "hurdles.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [(r["municipality"], r["kind"], r["law"]) for r in rows] == [
        ("Kleinau", "sign", "§ 126 BGB"),
        ("Kleinau", "in-person", "'=1+1"),
    ]
    assert rows[1]["quote"].startswith("'=HYPERLINK")


def test_no_table_of_hurdles_where_there_are_none(stored: list[Stored], tmp_path: Path) -> None:
    (tmp_path / "hurdles.csv").write_text("old", encoding="utf-8")
    publish(stored[:2], RULEBOOK, tmp_path)
    assert not (tmp_path / "hurdles.csv").exists()
    assert "hurdles.csv" not in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert cell(f"{start}cmd|' /C calc'!A0").startswith("'")


def test_cells_hide_nothing() -> None:
    assert cell("\u200b=1+1") == "'=1+1"
    assert cell(None) == ""
    assert cell(3) == "3"


def test_what_is_left_as_it_is_holds_nothing_that_cannot_be_seen() -> None:
    kept = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isprintable()]
    assert all(clean(f"{each}\n") == f"{each}\n" for each in kept)


def test_clean_removes_what_cannot_be_seen() -> None:
    assert clean("a\x1b[31mb\x1b]0;title\x07c\u202ed\x00e\u2066f\ud800g") == "abcdefg"
    assert clean("Größe\tund\nUmbruch – „gut“") == "Größe\tund\nUmbruch – „gut“"


def test_shorten_cuts_at_words() -> None:
    assert shorten("kurz", 10) == "kurz"
    assert shorten("eins zwei drei vier", 15) == "eins zwei drei…"
    assert len(shorten("x" * 500, 20)) == 20


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://www.musterstadt.example/a?b=1", True),
        ("http://127.0.0.1:8000/", True),
        ("javascript:alert(1)", False),
        ("java\x00script:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//host/path", False),
        ("https://user:secret@host.example/", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url: str, safe: bool) -> None:
    assert (safe_href(url) is not None) is safe


def test_addresses_are_shown_without_secrets() -> None:
    assert show_url("https://user:secret@host.example/path/") == "host.example/path"
