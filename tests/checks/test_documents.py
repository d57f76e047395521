"""What documents ask of a resident, and whether everybody can read them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from auditor.checks import documents
from auditor.checks.case import Case
from auditor.evidence.model import Candidate, DocumentFile, Reason, Role
from tests.checks.seen import case, messages, page, worst

URL = "https://stadt.example/antrag.pdf"
FORM = "Antrag auf Befreiung\nName, Vorname ______\nHiermit beantrage ich die Befreiung.\n"


def pdf(**facts: Any) -> DocumentFile:
    good = {
        "url": URL,
        "final_url": URL,
        "link": "Formular Hundesteuer",
        "status": 200,
        "kind": "pdf",
        "pages": 1,
        "tagged": True,
        "title": "Antrag auf Hundesteuer",
        "language": "de-DE",
        "text": FORM,
    }
    return DocumentFile(**{**good, **facts})


def with_documents(*seen: DocumentFile, **facts: Any) -> Case:
    plain = case(page()).evidence
    return Case(plain.model_copy(update={"documents": seen, **facts}))


def outcome(**facts: Any) -> str:
    return worst(documents.accessible(with_documents(pdf(**facts))))


@pytest.mark.parametrize(
    ("facts", "expected", "message"),
    [
        ({}, "passed", ""),
        ({"image_only": True, "text": "", "tagged": False}, "failed", "scan"),
        ({"image_only": True, "text": "", "tagged": True}, "cantTell", "scan"),
        ({"tagged": False}, "failed", "untagged"),
        ({"tagged": False, "text": ""}, "cantTell", "untagged"),
        ({"tagged": None}, "cantTell", "half-tagged"),
        ({"language": ""}, "failed", "no-language"),
        ({"title": ""}, "cantTell", "no-title"),
        ({"title": "Microsoft Word - Antrag_2019.doc"}, "cantTell", "no-title"),
        ({"title": "antrag-hund.docx"}, "cantTell", "no-title"),
        ({"title": "Anlage 3 zum Antrag"}, "passed", ""),
        ({"unlabelled": 3}, "cantTell", "unlabelled"),
        ({"figures": 2, "figures_without_text": 1}, "cantTell", "figures"),
        ({"encrypted": True, "blocks_readers": True}, "cantTell", "shut"),
        ({"encrypted": True, "reason": Reason.UNSUPPORTED, "text": ""}, "cantTell", "locked"),
        ({"xfa": "dynamic", "tagged": False, "language": ""}, "cantTell", "xfa"),
    ],
)
def test_flaws(facts: dict[str, Any], expected: str, message: str) -> None:
    found = list(documents.accessible(with_documents(pdf(**facts))))
    assert worst(found) == expected
    assert messages(found) == ([message] if message else [])


ENGLISH_VOICE = (
    "Wenn Sie einen Hund halten, müssen Sie ihn bei der Stadt anmelden. Die Anmeldung ist kostenlos und dauert nur "
    "wenige Minuten. Sie brauchen dafür den Impfpass und die Nummer auf dem Chip. Nach der Anmeldung bekommen Sie "
    "eine Steuermarke, die der Hund am Halsband tragen soll. Die Steuer wird einmal im Jahr fällig."
)


def test_german_form_that_calls_itself_english() -> None:
    assert outcome(language="en-US", text=ENGLISH_VOICE) == "failed"
    assert outcome(language="de", text=ENGLISH_VOICE) == "passed"
    assert outcome(language="en-US", text="Name") == "passed"
    assert outcome(language="tr", text=ENGLISH_VOICE) == "passed"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": "unreadable", "reason": Reason.TIMEOUT}, "untested"),
        ({"kind": "unreadable", "reason": Reason.CRASH}, "untested"),
        ({"kind": "unreadable", "reason": Reason.NOT_FOUND, "status": 404}, "inapplicable"),
        ({"kind": "other", "reason": Reason.UNSUPPORTED}, "inapplicable"),
        ({"kind": "office", "tagged": None, "language": "", "title": ""}, "inapplicable"),
        ({"tagged": False, "text": "folgende Satzung\n§ 9 tritt am Tag danach in Kraft"}, "inapplicable"),
    ],
)
def test_what_is_not_judged(facts: dict[str, Any], expected: str) -> None:
    assert outcome(**facts) == expected


def test_documents_left_aside_are_untested() -> None:
    def left(text: str) -> Candidate:
        return Candidate(page="p0", url=URL + "4", text=text, role=Role.ROUTE, outcome="document")

    assert (
        worst(documents.accessible(with_documents(pdf(), candidates=(left("Formular (PDF)"),)))) == "untested"
    )
    assert (
        worst(documents.accessible(with_documents(pdf(), candidates=(left("Lageplan (PDF)"),)))) == "passed"
    )


@pytest.mark.parametrize(
    ("link", "text", "expected"),
    [
        ("Hundesteuer (PDF)", FORM, "failed"),
        ("Hundesteuer (PDF)", "So melden Sie Ihren Hund an.", "inapplicable"),
        ("Merkblatt zum Antrag (PDF)", "So melden Sie Ihren Hund an.", "inapplicable"),
        ("Antrag auf Hundesteuer (PDF)", "So melden Sie Ihren Hund an.", "failed"),
    ],
)
def test_only_forms_are_judged(link: str, text: str, expected: str) -> None:
    assert outcome(link=link, text=text, tagged=False) == expected


def test_no_document_nothing_to_judge() -> None:
    assert worst(documents.accessible(with_documents())) == "inapplicable"


# --- what a document asks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("____________\nOrt, Datum, Unterschrift", "Ort, Datum, Unterschrift"),
        (
            "Ort, Datum ............ Unterschrift des Antragstellers",
            "Ort, Datum Unterschrift des Antragstellers",
        ),
        ("Datum\n\nUnterschrift", "Datum Unterschrift"),
        ("Musterstadt, den ____\n\nUnterschrift der Sorgeberechtigten", "Unterschrift der Sorgeberechtigten"),
        ("Ich bitte um Prüfung.\n_________\nUnterschrift", "Unterschrift"),
        ("rechtsverbindliche Unterschrift, Stempel", "rechtsverbindliche Unterschrift, Stempel"),
        ("Place, date, signature of applicant", "Place, date, signature of applicant"),
        ("Diese Meldung ist ohne Unterschrift gültig.\nOrt, Datum, Unterschrift", ""),
        ("Eine Unterschrift ist nicht erforderlich.\nUnterschrift", ""),
        ("Nur vom Amt auszufüllen:\nDatum, Unterschrift Sachbearbeiterin", ""),
        ("Unterschriftenliste zum Bürgerbegehren", ""),
        ("Sie unterschreiben nichts.", ""),
        ("", ""),
    ],
)
def test_signature_line(text: str, quote: str) -> None:
    assert documents.read(pdf(text=text)).signed == quote


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Bitte senden Sie den Antrag an folgende Anschrift:\nStadt Ahrenfurt", "post"),
        ("Senden Sie das Formular per Post zurück.", "post"),
        ("Zurück an: Stadt Ahrenfurt, Am Markt 1, 04999 Ahrenfurt", "address"),
        ("zurück an:\nStadt Ahrenfurt, Am Markt 1, 04999 Ahrenfurt", "address"),
        ("An die\nStadt Ahrenfurt\nSteueramt\nAm Markt 1\n04999 Ahrenfurt", "address"),
        ("Per Fax: 03421 12-345 oder per E-Mail", "fax"),
        ("Das Formular ist im Bürgerbüro abzugeben.", "hand-in"),
        ("Seit 2024 kann der Antrag nur online gestellt werden.", "online-instead"),
    ],
)
def test_where_it_goes(text: str, signal: str) -> None:
    assert signal in documents.read(pdf(text=text)).quotes


@pytest.mark.parametrize(
    "text",
    [
        "Stadt Ahrenfurt, Am Markt 1, 04999 Ahrenfurt, Telefon 03421 12-0",
        "Fragen? Wenden Sie sich an das Steueramt.",
        "Den Bescheid schicken wir Ihnen zu.",
        "Antrag an das Amt. Wohnhaft in 04999 Ahrenfurt.",
    ],
)
def test_no_way_back_is_read_into_it(text: str) -> None:
    assert documents.read(pdf(text=text)).returned == ""


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "form"),
        ({"text": "", "fillable": True}, "form"),
        ({"text": "Ort, Datum, Unterschrift"}, "form"),
        ({"text": "Der Rat hat folgende Satzung beschlossen. Ort, Datum, Unterschrift"}, "leaflet"),
        ({"text": "So melden Sie Ihren Hund an."}, "unknown"),
        ({"text": "", "kind": "office", "reason": Reason.UNSUPPORTED}, "unknown"),
        ({"kind": "other"}, "unknown"),
    ],
)
def test_kind(facts: dict[str, Any], kind: str) -> None:
    assert documents.read(pdf(**facts)).kind == kind


@pytest.mark.parametrize(
    ("facts", "proof"),
    [
        ({"text": FORM + "Ort, Datum, Unterschrift"}, True),
        ({"text": FORM + "Bitte per Post senden."}, True),
        ({"text": FORM}, False),
        ({"text": FORM + "An die\nStadt Ahrenfurt\n04999 Ahrenfurt"}, False),
        (
            {
                "text": FORM + "Unterschrift",
                "has_submit_button": True,
                "submit_target": "https://a.example/x",
            },
            False,
        ),
        ({"text": FORM + "Unterschrift", "has_submit_button": True}, False),
        (
            {"text": FORM + "Unterschrift", "has_submit_button": True, "submit_target": "mailto:a@b.example"},
            True,
        ),
        ({"text": "Merkblatt. Vergessen Sie die Unterschrift nicht."}, False),
    ],
)
def test_paper_is_proved_only_by_words(facts: dict[str, Any], proof: bool) -> None:
    assert documents.read(pdf(**facts)).proves_paper is proof


@pytest.mark.parametrize(
    "text", ["Ort " * 5000, "an " * 6000, "An die\n" * 3000, "senden an 1 " * 1600, "_ " * 9000]
)
def test_long_texts_take_no_time(text: str) -> None:
    start = time.perf_counter()
    documents.read(pdf(text=text[:20_000]))
    assert time.perf_counter() - start < 1.0
