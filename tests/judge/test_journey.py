"""What a report may tell of the walk: questions, never what was put in."""

from __future__ import annotations

import pytest

from auditor.checks.documents import read
from auditor.evidence.model import DocumentFile, Filled, Reason, Step, StepButton, StepError
from auditor.judge.journey import document_summary, is_sensitive, walk_summary


def test_no_value_of_a_field_is_told() -> None:
    step = Step(
        number=2,
        kind="stuck",
        heading="Ihr Hund",
        progress="Schritt 2 von 4",
        filled=(
            Filled(label="IBAN", meaning="iban", value="DE02120300000000202051", required=True, tries=2),
            Filled(label="", field="rasse", meaning="breed", value="Dackel"),
        ),
        buttons=(StepButton(label="Weiter", verdict="forward", why=("words",), pressed=True),),
        errors=(StepError(field="IBAN", text="Bitte prüfen"),),
        barriers=("captcha",),
        stop="stuck",
        stuck_at="IBAN",
        why="Bitte prüfen",
    )
    told = walk_summary(step)
    assert "DE02120300000000202051" not in told.model_dump_json()
    assert [(f.label, f.required, f.sensitive, f.tries) for f in told.fields] == [
        ("IBAN", True, True, 2),
        ("rasse", False, False, 1),
    ]
    assert (told.number, told.kind, told.heading, told.progress) == (
        2,
        "stuck",
        "Ihr Hund",
        "Schritt 2 von 4",
    )
    assert (told.stop, told.stuck_at, told.why, told.barriers) == (
        "stuck",
        "IBAN",
        "Bitte prüfen",
        ("captcha",),
    )
    assert told.buttons[0].model_dump() == {
        "label": "Weiter",
        "verdict": "forward",
        "why": ("words",),
        "pressed": True,
    }


@pytest.mark.parametrize(
    ("meaning", "label", "close"),
    [
        ("religion", "Konfession", True),
        ("text", "Grad der Schwerbehinderung", True),
        ("text", "Sind Sie schwanger?", True),
        ("id-number", "Nummer", True),
        ("last-name", "Familienname", False),
        ("birth-date", "Geburtsdatum", False),
        ("text", "Partei wechseln", False),
        ("city", "Ort", False),
    ],
)
def test_which_questions_touch_closely(meaning: str, label: str, close: bool) -> None:
    assert is_sensitive(meaning, label) is close


def test_a_document_in_short() -> None:
    seen = DocumentFile(
        url="https://a.example/antrag.pdf", found_on="p0", link="Antrag (PDF)", kind="pdf", pages=2,
        text="Antrag\nOrt, Datum, Unterschrift der antragstellenden Person\n",
    )  # fmt: skip
    told = document_summary(read(seen))
    assert (told.label, told.page, told.pages, told.fillable) == ("Antrag (PDF)", "p0", 2, False)
    assert "Unterschrift" in told.signature_line
    assert told.tagged is None
    away = document_summary(read(DocumentFile(url="https://a.example/b.pdf", reason=Reason.TIMEOUT)))
    assert (away.reason, away.signature_line) == (Reason.TIMEOUT, "")
