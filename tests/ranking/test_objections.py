"""What is read from reviewed files, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.ranking.errors import RankingError
from auditor.ranking.objections import Known, Replies, read_replies
from tests.ranking.conftest import DAY, basket, rule, rulebook

KNOWN = Known(rulebook(rule("imprint")), basket(), lambda ags: ags.startswith("01"))
OPEN = """objections:
  - id: o1
    kind: objection
    rule: imprint
    ags: 01051001
    by: Stadt Musterstadt
    received: 2026-11-20
    statement: Das Impressum steht im Fuß der Seite.
    decision: open
"""
CORRECTED = (
    OPEN.replace("open", "corrected")
    + """    outcome: passed
    reason: {de: "Es steht da.", en: "It is there."}
    decided: 23.11.2026
    reviewer: Redaktion
    until: 2027-05-31
"""
)


def read(tmp_path: Path, *texts: str) -> Replies:
    for n, text in enumerate(texts):
        (tmp_path / f"{n}.yaml").write_text(text, encoding="utf-8")
    return read_replies([tmp_path], KNOWN, DAY)


def test_an_open_objection(tmp_path: Path) -> None:
    (found,) = read(tmp_path, OPEN).objections
    assert (found.id, found.rule, found.ags, found.decision, found.outcome) == (
        "o1",
        "imprint",
        "01051001",
        "open",
        None,
    )
    assert found.statement["en"] == found.statement["de"] == "Das Impressum steht im Fuß der Seite."
    assert found.until == date(2027, 11, 20)


def test_a_correction_with_everything(tmp_path: Path) -> None:
    (found,) = read(tmp_path, CORRECTED).objections
    assert (found.outcome, found.decided, found.reviewer) == ("passed", date(2026, 11, 23), "Redaktion")
    assert found.reason is not None
    assert found.reason["en"] == "It is there."
    assert found.until == date(2027, 5, 31)


def test_an_address_is_known_by_its_key(tmp_path: Path) -> None:
    (found,) = read(tmp_path, OPEN.replace("ags: 01051001", "url: https://a.example/hund/")).objections
    assert (found.ags, found.address) == (None, "a.example/hund")


def test_expired_ones_no_longer_hold(tmp_path: Path) -> None:
    found = read(tmp_path, CORRECTED)
    assert [len(found.on(day)) for day in (date(2026, 11, 19), date(2027, 5, 31), date(2027, 6, 1))] == [
        0,
        1,
        0,
    ]


def test_notes_on_changed_months(tmp_path: Path) -> None:
    text = "corrections:\n  - {day: 2026-11-28, month: 2026-10, text: {de: „Wert“ berichtigt, en: Value corrected}}\n"
    (found,) = read(tmp_path, text).corrections
    assert (found.day, found.month, found.text["de"]) == (date(2026, 11, 28), "2026-10", "„Wert“ berichtigt")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("rule: imprint", "rule: inprint", 4, "Did you mean “imprint”"),
        ("rule: imprint", "rule: zzz", 4, "auditor rules"),
        ("ags: 01051001", "ags: 09999999", 5, "does not know 09999999"),
        ("ags: 01051001", "ags: 105100", 5, "no municipality key"),
        ("    ags: 01051001\n", "", 2, "whom it concerns"),
        ("kind: objection", "kind: einspruch", 3, "Use one of: explanation, objection"),
        ("2026-11-20", "2026-13-01", 7, "no date"),
        ("2026-11-20", "2026-12-01", 7, "in the future"),
        ("decision: open", "decision: open\n    outcome: passed", 10, "Only a correction"),
        ("decision: open", "decision: rejected", 2, "no “reason”"),
        ("decision: open", "decision: corrected", 2, "no outcome"),
        ("decision: open", "decision: open\n    until: 2029-01-01", 10, "more than a year"),
        ("decision: open", "decision: open\n    fingerprint: abc", 10, "no fingerprint"),
        ("decision: open", "decision: open\n    service: katze", 10, "“katze” is unknown"),
        ("    by: Stadt Musterstadt\n", "", 2, "“by” is missing"),
        ("objections:", "einwände:", 1, "“einwände” is unknown"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(tmp_path: Path, old, new, line, words) -> None:
    with pytest.raises(RankingError) as caught:
        read(tmp_path, OPEN.replace(old, new))
    said = caught.value.text("en")
    assert words in said
    assert line in {each.line for each in caught.value.problems}, said
    assert caught.value.text("de") != said


def test_completion_is_never_inapplicable(tmp_path: Path) -> None:
    text = CORRECTED.replace("rule: imprint", "rule: completion").replace(
        "outcome: passed", "outcome: inapplicable"
    )
    with pytest.raises(RankingError, match="cantTell, passed"):
        read(tmp_path, text)


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    with pytest.raises(RankingError, match="taken already"):
        read(tmp_path, OPEN, OPEN)


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing yet\n") == Replies()
