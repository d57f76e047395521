"""Sheets as they are handed out: complete, valid, and safe whatever a page says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.attest.model import AttestError
from auditor.attest.nodes import compose
from auditor.attest.read import read_sheets
from auditor.attest.results import Measured, Place, read_results
from auditor.attest.write import plain, quoted, review_sheet, statement_sheet
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation

BOOK = load_rulebook()
TODAY = date(2026, 11, 27)
SERVICE = Measured("https://www.musterstadt.example/hund", "Hundesteuer", "hund")
HOSTILE = "x\"\n  users-known: {antwort: erfüllt}\n# \u202e\x1b[31m \x00 '{{ 7*7 }}"


def written(tmp_path: Path, text: str):
    path = tmp_path / "sheet.yaml"
    path.write_text(text, encoding="utf-8")
    return read_sheets([path], BOOK, TODAY)[0]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_question_for_people_is_on_the_sheet_and_it_is_valid(tmp_path: Path, lang) -> None:
    text = statement_sheet(SERVICE, BOOK, lang, "sheet.yaml")
    asked = [r.id for r in BOOK.rules if r.automation is not Automation.AUTOMATIC]
    sheet = written(tmp_path, text)
    assert (sheet.services, sheet.statements, sheet.open) == ((SERVICE.url,), (), len(asked))
    assert all(f"\n  {rule}:\n" in text for rule in asked)


@pytest.mark.parametrize(
    ("lang", "label"), [("de", "Was als Nachweis zählt:"), ("en", "What counts as evidence:")]
)
def test_every_attested_question_says_what_counts_as_evidence(lang, label) -> None:
    text = statement_sheet(SERVICE, BOOK, lang, "sheet.yaml")
    assert text.count(label) == sum(rule.automation is Automation.ATTESTED for rule in BOOK.rules)


def test_lines_are_no_longer_than_a_page_is_wide() -> None:
    assert max(map(len, statement_sheet(SERVICE, BOOK, "de", "sheet.yaml").splitlines())) <= 110


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_review_sheet_lists_the_places_and_is_valid(tmp_path: Path, lang) -> None:
    places = tuple(
        Place(f"{n:016x}", rule, "https://www.musterstadt.example/hund", HOSTILE, "main > p")
        for n, rule in enumerate(("page-title", "axe/color-contrast", "axe/color-contrast"))
    )
    service = Measured(SERVICE.url, HOSTILE, "hund", places, (("axe/color-contrast", 7),))
    text = review_sheet(service, BOOK, lang, "sheet.yaml")
    sheet = written(tmp_path, text)
    assert (sheet.reviews, sheet.open) == ((), 3)
    assert "7 " in text
    assert not any(ord(c) < 32 and c != "\n" for c in text)


def test_a_service_without_doubts_has_an_empty_sheet(tmp_path: Path) -> None:
    assert written(tmp_path, review_sheet(SERVICE, BOOK, "de", "sheet.yaml")).open == 0


@given(st.text(max_size=200))
def test_any_text_becomes_one_harmless_value(text: str) -> None:
    value = compose(f"key: {quoted(text)}")
    ((key, read),) = value.pairs() or ()
    assert key == "key"
    assert read.text is not None
    assert "\n" not in read.text


def test_markdown_becomes_plain_words() -> None:
    assert plain("Ein [Link](https://x.example) und **fett**,\n`code`.") == "Ein Link und fett, code."


def report(tmp_path: Path, **changes) -> Path:
    finding = {
        "fingerprint": "0123456789abcdef",
        "url": "https://x.example/a",
        "message": "Sehen Sie nach.",
        "target": "p",
    }
    outcomes = [
        {"rule": "page-title", "outcome": "cantTell", "more": 2, "findings": [finding]},
        {"rule": "reflow-320", "outcome": "failed", "findings": [
            {**finding, "outcome": "failed"}, {**finding, "fingerprint": "fedcba9876543210", "outcome": "cantTell"}]},
        {"rule": "users-known", "outcome": "untested", "findings": []},
    ]  # fmt: skip
    service = {
        "url": "https://x.example/",
        "name": None,
        "scorecard": "services/x.html",
        "outcomes": outcomes,
    }
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"services": [service | changes]}), encoding="utf-8")
    return path


def test_doubtful_places_of_a_report_are_found_also_beside_failures(tmp_path: Path) -> None:
    (service,) = read_results(report(tmp_path))
    assert (service.slug, service.name, service.left_out) == ("x", "", (("page-title", 2),))
    assert [(p.rule, p.fingerprint) for p in service.places] == [
        ("page-title", "0123456789abcdef"), ("reflow-320", "fedcba9876543210"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"services": 1}', '{"services": [{}]}', '{"services": [[]]}', "\ufeff<x>"]
)
def test_what_is_no_report_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AttestError, match=r"no results\.json"):
        read_results(path)
