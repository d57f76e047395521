"""The table of the axe family: what follows from a level, and how mistakes are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.rulebook.errors import RulebookError
from auditor.rulebook.load import load_rulebook

Book = Callable[..., Path]

TABLE = """\
engine: "4.12.1"
since: "2026-11"
messages:
  violation: {de: "{fault}", en: "{fault}"}
  review: {de: "Prüfen: {fault}", en: "Check: {fault}"}
prose:
  how: {de: "Mit axe.", en: "With axe."}
rules:
  image-alt:
    level: A
    wcag: ["1.1.1"]
    severity: 4
    harms: [blind]
    fault: {de: "Bild ohne Text", en: "Image without text"}
    title: {de: "Bilder haben Text.", en: "Images have text."}
    remedy: {de: "Text ergänzen.", en: "Add text."}
"""


def load(book: Book, table: str = TABLE) -> Path:
    return book({"axe/axe.yaml": table})


def test_level_a_of_wcag_21_is_a_duty_under_5_6_6(book: Book) -> None:
    rule = load_rulebook(load(book)).rule("axe/image-alt")
    assert (rule.clause, rule.rows, rule.obligation, rule.counts) == ("5.6.6", ("5.6.6a",), "muss", True)
    assert (rule.chapter, rule.en, rule.wcag_version, rule.confidence) == ("5.6", ("9.1.1.1",), "2.1", "A")
    assert rule.messages["violation"].de == "Bild ohne Text"
    assert rule.prose["how"].en == "With axe."


@pytest.mark.parametrize(
    ("sound", "other"),
    [
        ("level: A\n", "level: AAA\n"),
        ("level: A\n", "level: experimental\n"),
        ("level: A\n", "level: deprecated\n"),
        ('level: A\n    wcag: ["1.1.1"]', "level: best-practice"),
        ('level: A\n    wcag: ["1.1.1"]', 'level: AA\n    wcag: ["2.5.8"]\n    wcag_version: "2.2"'),
    ],
)
def test_everything_else_is_shown_apart_and_is_no_clause(book: Book, sound: str, other: str) -> None:
    rule = load_rulebook(load(book, TABLE.replace(sound, other))).rule("axe/image-alt")
    assert (rule.clause, rule.criterion, rule.obligation, rule.counts, rule.en) == (
        None,
        "6",
        "kann",
        False,
        (),
    )


@pytest.mark.parametrize(
    ("sound", "broken", "line", "what"),
    [
        ("severity: 4", "severty: 4", 12, "unknown key “severty”"),
        ("severity: 4", "severity: 7", 9, "“severity”: Input should be less than or equal to 4"),
        ("level: A", "level: B", 10, "level “B” is unknown"),
        ("[blind]", "[blnd]", 13, "“blnd” is unknown in “harms”"),
        ('"1.1.1"', '"1.1"', 11, "“1.1” in “wcag” is malformed"),
        (', en: "Add text."', "", 16, "“remedy” has no English text"),
        ('en: "{fault}"', 'en: "{name}"', 4, "message “violation” has other blanks than it needs"),
        ("prose:\n  how:", "prose:\n  hwo:", 7, "unknown key “hwo”"),
        ("engine:", "engin:", 1, "unknown key “engin”"),
        ("since:", "until:", 1, "“rules” or “since” is missing"),
    ],
)
def test_mistake_in_the_table_is_named(book: Book, sound: str, broken: str, line: int, what: str) -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(load(book, TABLE.replace(sound, broken, 1)))
    assert [
        p for p in caught.value.problems if (p.file, p.line) == ("axe/axe.yaml", line) and what in p.what
    ], str(caught.value)
