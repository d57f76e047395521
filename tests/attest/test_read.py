"""What people write on sheets, and how they are told of mistakes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.attest.dates import months_after, read_date
from auditor.attest.model import AttestError
from auditor.attest.read import MOST_CHARACTERS, read_sheets
from auditor.rulebook.load import load_rulebook

BOOK = load_rulebook()
HEAD = """dienst: https://www.musterstadt.example/hund
stelle: Stadt Musterstadt
funktion: Leitung Bürgeramt
datum: 2026-11-02
"""
MET = HEAD + "antworten:\n  users-known:\n    antwort: erfüllt\n    nachweis: Akte 33.1\n"


def test_an_answer_takes_who_and_when_from_the_head(read) -> None:
    sheet = read(MET)
    (statement,) = sheet.statements
    assert sheet.services == ("https://www.musterstadt.example/hund",)
    assert (statement.rule, statement.answer, statement.evidence) == ("users-known", "met", "Akte 33.1")
    assert (statement.body, statement.role) == ("Stadt Musterstadt", "Leitung Bürgeramt")
    assert (statement.given, statement.valid_until) == (date(2026, 11, 2), date(2027, 11, 2))


def test_an_answer_may_have_its_own(read) -> None:
    own = MET + "    stelle: Rechenzentrum\n    datum: 1.10.2026\n    gilt-bis: 01.10.2028\n"
    (statement,) = read(own).statements
    assert (statement.body, statement.role) == ("Rechenzentrum", "Leitung Bürgeramt")
    assert (statement.given, statement.valid_until) == (date(2026, 10, 1), date(2028, 10, 1))


def test_english_and_other_spellings_are_understood(read) -> None:
    sheet = read(
        "Service: [https://a.example/1, https://b.example/1]\nBody: Town\nROLE: Head\n"
        "date: 2026-11-02\nvalid_until: ''\nanswers:\n  users-known: {answer: Not Met}\n"
        "  roles-defined: {Antwort: nicht erfuellt}\n  process-mapped: {answer: open}\n"
    )
    assert [each.answer for each in sheet.statements] == ["not-met", "not-met"]
    assert (len(sheet.services), sheet.open) == (2, 1)


def test_a_file_from_windows_is_read(read) -> None:
    assert read(MET.replace("\n", "\r\n").encode("cp1252")).statements[0].answer == "met"


def test_an_empty_sheet_of_open_questions_is_fine(read) -> None:
    sheet = read(
        "dienst: https://a.example/\nstelle:\nfunktion:\ndatum:\nantworten:\n  users-known:\n    antwort: offen\n"
    )
    assert (sheet.statements, sheet.open) == ((), 1)


def test_a_review_is_read(read) -> None:
    sheet = read(
        HEAD
        + 'sichtung:\n  "0123456789abcdef#2":\n    regel: axe/color-contrast\n    seite: https://x.example\n'
        "    ansehen: Kontrast\n    entscheidung: nicht bestanden\n    grund: 2,9 zu 1 gemessen\n"
    )
    (review,) = sheet.reviews
    assert (review.fingerprint, review.rule, review.decision) == (
        "0123456789abcdef#2",
        "axe/color-contrast",
        "failed",
    )


def entry(text: str) -> str:
    return HEAD + "antworten:\n" + text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (entry("  user-known:\n    antwort: offen\n"), [(6, "unknown-rule")]),
        (entry("  reflow-320:\n    antwort: erfüllt\n    nachweis: x\n"), [(6, "measured-rule")]),
        (entry("  users-known:\n    antwort: ja\n"), [(7, "unknown-answer")]),
        (entry("  users-known:\n    antwort:\n"), [(7, "no-answer")]),
        (entry("  users-known:\n    nachweis: x\n"), [(6, "no-answer")]),
        (entry("  users-known:\n    antwort: erfüllt\n"), [(7, "needs-evidence")]),
        (entry("  users-known:\n    antwort: nicht anwendbar\n"), [(7, "needs-remark")]),
        (entry("  users-known:\n    antwrot: offen\n"), [(6, "no-answer"), (7, "unknown-key")]),
        (entry("  users-known: erfüllt\n"), [(6, "shape"), (6, "no-answer")]),
        (entry("  users-known:\n    antwort: offen\n  users-known:\n    antwort: offen\n"), [(8, "double-key")]),
        (entry("  users-known:\n    antwort: offen\n    antwort: offen\n"), [(8, "double-key")]),
        (entry("  users-known:\n    antwort: [offen]\n"), [(7, "no-text-value"), (7, "unknown-answer")]),
        (MET + "    datum: 31.2.2026\n", [(9, "bad-date")]),
        (MET + "    datum: gestern\n", [(9, "bad-date")]),
        (MET + "    datum: 2026-11-28\n", [(9, "future")]),
        (MET + "    gilt-bis: 2026-11-01\n", [(9, "ends-early")]),
        (MET + "    gilt-bis: 2028-11-03\n", [(9, "too-far")]),
        (MET + f"    bemerkung: {'x' * (MOST_CHARACTERS + 1)}\n", [(9, "too-long")]),
        (MET.replace("stelle: Stadt Musterstadt", "stelle:"), [(2, "needs-body")]),
        (MET.replace("funktion: Leitung Bürgeramt\n", ""), [(1, "needs-role")]),
        (MET.replace("datum: 2026-11-02", 'datum: ""'), [(4, "needs-given")]),
        (MET.replace("dienst: https://www.musterstadt.example/hund\n", ""), [(1, "no-service")]),
        (MET.replace("https://www", "www"), [(1, "bad-service")]),
        (HEAD, [(1, "empty")]),
        ("", [(1, "shape"), (1, "empty"), (1, "no-service")]),
        ("- eins\n", [(1, "shape"), (1, "empty"), (1, "no-service")]),
        (HEAD + "antworten: [\n", [(6, "broken")]),
        (HEAD + "sichtung:\n  zzz:\n    regel: page-title\n    entscheidung: offen\n", [(6, "bad-fingerprint")]),
        (HEAD + 'sichtung:\n  "0123456789abcdef":\n    regel: page-titel\n    entscheidung: bestanden\n',
         [(7, "unknown-rule"), (8, "needs-reason")]),
        (b"PK\x03\x04\x00\x00", [(1, "no-text")]),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_line(problems, text, expected) -> None:
    assert problems(text) == expected


def test_a_mistake_in_the_head_is_told_once(problems) -> None:
    two = MET.replace("datum: 2026-11-02", "datum: morgen") + "  roles-defined:\n    antwort: nicht erfüllt\n"
    assert problems(two) == [(4, "bad-date")]


def test_the_nearest_rule_is_suggested_in_both_languages(read) -> None:
    with pytest.raises(AttestError) as caught:
        read(entry("  user-known:\n    antwort: offen\n"))
    assert (
        "auskunft.yaml, Zeile 6: Eine Anforderung „user-known“ gibt es nicht. Meinten Sie „users-known“?"
        in caught.value.text("de")
    )
    assert (
        "auskunft.yaml, line 6: There is no requirement “user-known”. Did you mean “users-known”?"
        in caught.value.text("en")
    )


def test_possible_answers_are_listed_in_the_language_of_the_reader(read) -> None:
    with pytest.raises(AttestError) as caught:
        read(entry("  users-known:\n    antwort: vielleicht\n"))
    assert "Möglich ist: offen, erfüllt, nicht erfüllt, nicht anwendbar." in caught.value.text("de")
    assert "Use one of: open, met, not met, not applicable." in caught.value.text("en")


def test_a_folder_is_read_by_name_and_all_mistakes_are_told(tmp_path: Path) -> None:
    book, today = load_rulebook(), date(2026, 11, 27)
    for name in ("b.yml", "a.yaml"):
        (tmp_path / name).write_text(MET, encoding="utf-8")
    (tmp_path / "note.txt").write_text("no sheet", encoding="utf-8")
    assert [Path(sheet.file).name for sheet in read_sheets([tmp_path], book, today)] == ["a.yaml", "b.yml"]
    (tmp_path / "a.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "b.yml").write_text("", encoding="utf-8")
    with pytest.raises(AttestError) as caught:
        read_sheets([tmp_path, tmp_path / "gone.yaml"], book, today)
    assert {Path(each.file).name for each in caught.value.problems} == {"a.yaml", "b.yml", "gone.yaml"}


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(AttestError, match="holds no sheet"):
        read_sheets([tmp_path], load_rulebook(), date(2026, 11, 27))


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_text_crashes_the_reader(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="replace")
    with pytest.raises(AttestError) as caught:  # no random text names a service and an answer
        read_sheets([path], BOOK, date(2026, 11, 27))
    assert caught.value.text("de")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-02", date(2026, 11, 2)),
        ("2.11.2026", date(2026, 11, 2)),
        ("02. 11. 2026", date(2026, 11, 2)),
        ("29.2.2027", None),
        ("11/02/2026", None),
        ("2026-11-02T10:00", None),
        ("2.11.26", None),
        ("", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 1), 1, date(2026, 12, 1)),
    ],
)
def test_months(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
