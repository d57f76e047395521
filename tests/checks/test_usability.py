"""Usability rules on hand-made evidence; the common cases are examples of the rules."""

import pytest

from auditor.checks import usability
from auditor.checks.case import Case, Completion, MediaBreak
from auditor.evidence.model import Role
from tests.checks.seen import block, case, control, document, messages, page, worst


def _form(*labels: str, button: str = "Weiter", text: str = "", **more: object) -> Case:
    fields = tuple(control(x, field=x) for x in labels)
    press = control(button, "submit", tag="button")
    return case(page(Role.FORM, seen=document(text, controls=(*fields, press), **more)))


def _decided(kind: str, completable: str, *breaks: MediaBreak) -> Case:
    found = case(page())
    found.memo["completion"] = Completion(
        kind=kind, completable=completable, maturity=None, media_breaks=breaks
    )
    return found


def test_media_breaks_follow_the_verdict() -> None:
    printed = MediaBreak(kind="print", quote="Bitte ausdrucken.", url="u", page="entry")
    assert messages(usability.media_breaks(_decided("online-with-break", "no", printed))) == ["print"]
    assert messages(usability.media_breaks(_decided("form-download", "no"))) == ["document"]
    assert worst(usability.media_breaks(_decided("online", "yes"))) == "passed"
    assert worst(usability.media_breaks(_decided("online", "unknown"))) == "cantTell"
    assert worst(usability.media_breaks(_decided("information", "no"))) == "inapplicable"


def test_saving_offered_before_the_form_counts() -> None:
    told = page(seen=document("Sie können Ihre Angaben jederzeit zwischenspeichern."))
    steps = page(Role.FORM, seen=document(controls=(control("A"), control("Weiter", "submit"))))
    assert worst(usability.save_and_resume(case(told, steps))) == "passed"
    assert worst(usability.save_and_resume(case(page(), steps))) == "cantTell"


def test_radio_buttons_of_a_group_are_one_field() -> None:
    answers = tuple(control(f"Antwort {i}", "radio", field="a") for i in range(12))
    short = page(Role.FORM, seen=document(controls=(*answers, control("Absenden", "submit"))))
    assert worst(usability.save_and_resume(case(short))) == "inapplicable"


@pytest.mark.parametrize("text", ["Schritt 1 von 4", "Seite 2/5", "Fortschritt: 20 %", "Step 3 of 7"])
def test_progress_in_words(text: str) -> None:
    assert worst(usability.progress(_form("Rasse", text=text))) == "passed"


def test_progress_not_asked_of_a_single_page() -> None:
    assert worst(usability.progress(_form("Rasse", button="Absenden"))) == "inapplicable"
    assert worst(usability.progress(_form("Rasse"))) == "cantTell"


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Das Formular ist nicht für Smartphones geeignet.", "failed"),
        ("Bitte öffnen Sie das Formular am PC.", "failed"),
        ("Der Antrag kann nur am PC ausgefüllt werden.", "failed"),
        ("Sie können den Antrag am PC oder mit dem Smartphone ausfüllen.", "passed"),
        ("Nicht nur am PC, auch mit dem Handy.", "passed"),
        ("Für die AusweisApp brauchen Sie ein Smartphone oder ein Kartenlesegerät.", "passed"),
        ("Sie benötigen das Java-Plugin.", "failed"),
        ("Bitte aktivieren Sie JavaScript.", "passed"),
        ("Der Internet Explorer wird nicht unterstützt.", "passed"),
        ("Zum Öffnen benötigen Sie den Adobe Reader.", "cantTell"),
    ],
)
def test_any_device(sentence: str, outcome: str) -> None:
    assert worst(usability.any_device(case(page(seen=document(sentence))))) == outcome


def test_furniture_is_not_read() -> None:
    footer = document(blocks=(block("Nur am PC nutzbar.", landmark="contentinfo"),))
    assert worst(usability.any_device(case(page(seen=footer)))) == "passed"


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"maxlength": 34}, "passed"),
        ({"maxlength": 27}, "passed"),
        ({"maxlength": 22}, "failed"),
        ({"pattern": "[A-Z]{2}[0-9]{20}"}, "failed"),
        ({"pattern": "[A-Z]{2}[0-9 ]{20,30}"}, "passed"),
        ({"pattern": "(["}, "passed"),
        ({}, "passed"),
    ],
)
def test_iban(more: dict[str, object], outcome: str) -> None:
    assert (
        worst(usability.iban_with_blanks(case(page(seen=document(controls=(control("IBAN *", **more),))))))
        == outcome
    )


def test_official_papers_by_label_only() -> None:
    asked = document(controls=(control("Geburtsurkunde des Kindes", "file"),))
    photo = document(controls=(control("Foto", "file"),))
    assert worst(usability.once_only(case(page(seen=asked)))) == "cantTell"
    assert worst(usability.once_only(case(page(seen=photo)))) == "passed"
