"""What is read of documents that were made with care."""

import base64

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Permissions, String

from auditor.visit.documents import office, pdf
from auditor.visit.documents.kinds import form_of
from auditor.visit.documents.reader import read
from tests.visit.documents.papers import (
    LINES,
    button,
    docx,
    field,
    flat,
    odt,
    packed,
    saved,
    scanned,
    tagged,
    with_fields,
    xfa,
)


def test_a_form_to_print() -> None:
    facts = read(saved(flat(pages=2)))
    assert facts["kind"] == "pdf"
    assert facts["pages"] == 2
    assert facts["text"].splitlines()[: len(LINES)] == list(LINES)
    assert (facts["tagged"], facts["title"], facts["language"]) == (False, "", "")
    assert not facts["fillable"]
    assert not facts["image_only"]


def test_fields_with_names_and_labels_but_no_values() -> None:
    facts = read(
        saved(
            with_fields(
                flat(),
                field("name", "Name des Hundehalters", V=String("Erika Musterfrau"), Ff=2),
                field("rasse", kind="/Ch"),
                field("aktenzeichen", Ff=1),
                field("summe", F=2),
                field("hier", "Unterschrift", "/Sig"),
                button(Dictionary(S=Name.ResetForm)),
            )
        )
    )
    kinds = [(f["kind"], f["name"], f["label"]) for f in facts["fields"]]
    assert kinds == [
        ("text", "name", "Name des Hundehalters"),
        ("choice", "rasse", ""),
        ("text", "aktenzeichen", ""),
        ("signature", "hier", "Unterschrift"),
        ("button", "senden", "Absenden"),
    ]
    assert facts["fields"][0]["required"]
    assert facts["fillable"]
    assert facts["signature_fields"] == 1
    assert facts["unlabelled"] == 1  # the read-only and the hidden one ask nobody
    assert not facts["has_submit_button"]
    assert "Erika" not in str(facts)


def test_fields_only_to_be_seen_are_no_form_to_fill() -> None:
    assert not read(saved(with_fields(flat(), field("stand", Ff=1))))["fillable"]


def test_fields_inherit_from_their_group() -> None:
    made = flat()
    group = made.make_indirect(Dictionary(T=String("person"), FT=Name.Tx, Ff=2))
    group.Kids = Array([made.make_indirect(Dictionary(T=String(n), Parent=group)) for n in ("vor", "nach")])
    made.Root.AcroForm = Dictionary(Fields=Array([group]))
    facts = read(saved(made))
    assert [(f["kind"], f["name"], f["required"]) for f in facts["fields"]] == [
        ("text", "vor", True),
        ("text", "nach", True),
    ]


def test_one_field_in_several_places_is_one_field() -> None:
    made = flat()
    choice = made.make_indirect(Dictionary(T=String("anrede"), FT=Name.Btn, Ff=1 << 15))
    choice.Kids = Array(
        [made.make_indirect(Dictionary(Subtype=Name.Widget, Parent=choice)) for _ in range(3)]
    )
    made.Root.AcroForm = Dictionary(Fields=Array([choice]))
    assert [f["kind"] for f in read(saved(made))["fields"]] == ["radio"]


def test_tags_title_and_language() -> None:
    facts = read(saved(tagged(flat())))
    assert (facts["tagged"], facts["title"], facts["language"]) == (True, "Antrag auf Hundesteuer", "de-DE")
    assert (facts["figures"], facts["figures_without_text"]) == (1, 1)


def test_half_tagged_is_neither() -> None:
    claimed = flat()
    claimed.Root.MarkInfo = Dictionary(Marked=True)
    undeclared = tagged(flat())
    del undeclared.Root["/MarkInfo"]
    assert read(saved(claimed))["tagged"] is None
    assert read(saved(undeclared))["tagged"] is None


def test_language_of_the_tags_counts() -> None:
    made = tagged(flat(), language="")
    made.Root.StructTreeRoot.K[0].Lang = String("de")
    assert read(saved(made))["language"] == "de"


def test_title_in_the_newer_place() -> None:
    made = flat()
    with made.open_metadata() as metadata:
        metadata["dc:title"] = "Anzeige einer Veranstaltung"
    assert read(saved(made))["title"] == "Anzeige einer Veranstaltung"


def test_a_scan() -> None:
    assert read(saved(scanned()))["image_only"]
    mixed = scanned()
    mixed.pages.extend(flat().pages)
    assert not read(saved(mixed))["image_only"]


def test_blank_pages_are_no_scan() -> None:
    assert not read(saved(flat(lines=())))["image_only"]


@pytest.mark.parametrize(
    ("action", "target"),
    [
        (
            Dictionary(S=Name.SubmitForm, F=String("https://a:b@amt.example/annahme?id=7")),
            "https://amt.example/annahme",
        ),
        (
            Dictionary(
                S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("mailto:amt@stadt.example?subject=x"))
            ),
            "mailto:amt@stadt.example",
        ),
        (Dictionary(S=Name.JavaScript, JS=String("this.mailDoc({cTo: 'amt@stadt.example'})")), ""),
        (
            Dictionary(
                S=Name.ResetForm, Next=Dictionary(S=Name.SubmitForm, F=String("https://amt.example/a"))
            ),
            "https://amt.example/a",
        ),
    ],
)
def test_buttons_that_send(action: Dictionary, target: str) -> None:
    facts = read(saved(with_fields(flat(), field("name"), button(action))))
    assert facts["has_submit_button"]
    assert facts["submit_target"] == target


def test_mail_links() -> None:
    made = flat()
    link = Dictionary(
        Subtype=Name.Link,
        A=Dictionary(S=Name.URI, URI=String("mailto:steueramt@ahrenfurt.example?subject=Hund")),
    )
    made.pages[0].Annots = Array([made.make_indirect(link)])
    facts = read(saved(made))
    assert facts["mail_links"] == ["mailto:steueramt@ahrenfurt.example"]
    assert not facts["has_submit_button"]


TEMPLATE = b'<template><field><event><submit format="pdf" target="https://amt.example/xfa"/></event></field></template>'


def test_xfa() -> None:
    static = read(saved(xfa(with_fields(flat(), field("name")), b"<template/>", dynamic=False)))
    dynamic = read(saved(xfa(flat(["Please wait..."]), TEMPLATE, dynamic=True)))
    assert (static["xfa"], static["has_submit_button"]) == ("static", False)
    assert (dynamic["xfa"], dynamic["submit_target"]) == ("dynamic", "https://amt.example/xfa")


def test_locked() -> None:
    closed = read(saved(flat(), encryption=Encryption(owner="o", user="u")))
    assert closed == {"kind": "pdf", "encrypted": True, "reason": "unsupported-document"}
    free = read(
        saved(flat(), encryption=Encryption(owner="o", user="", allow=Permissions(print_highres=False)))
    )
    assert (free["encrypted"], free["blocks_readers"]) == (True, False)
    assert "Unterschrift" in free["text"]


def test_rights_that_shut_out_screen_readers() -> None:
    how = Encryption(
        owner="o",
        user="",
        R=3,
        aes=False,
        metadata=False,
        allow=Permissions(accessibility=False, extract=False),
    )
    assert read(saved(flat(), encryption=how))["blocks_readers"]


def test_long_documents_are_cut_and_say_so() -> None:
    facts = read(saved(flat([f"Zeile {i} " + "Wort " * 15 for i in range(30)], pages=40)))
    assert len(facts["text"]) == 20_000
    assert facts["text_truncated"]
    assert facts["pages"] == 40


def test_word_file() -> None:
    body = (
        "<w:p><w:r><w:t>Antrag auf Wohn</w:t></w:r><w:r><w:t>geld</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:ffData/></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ort, Datum</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>Unterschrift</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    facts = read(docx(body))
    assert facts["kind"] == "office"
    assert facts["text"].splitlines() == ["Antrag auf Wohngeld", "Ort, Datum Unterschrift"]
    assert (facts["title"], facts["language"], facts["fillable"]) == ("Antrag", "de-DE", True)
    assert "Beispiel" not in str(facts)  # who wrote it is nobody's business


def test_opendocument_file() -> None:
    facts = read(
        odt('<form:text form:id="a"/><text:p>Antrag<text:tab/>Nr.</text:p><text:p>Unterschrift</text:p>')
    )
    assert facts["kind"] == "odf"
    assert facts["text"] == "Antrag Nr.\nUnterschrift"
    assert (facts["language"], facts["field_count"]) == ("de-DE", 1)


def test_a_zip_of_anything_is_no_document() -> None:
    assert office.facts_of(packed({"bild.txt": "x"}))["kind"] == "other"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\n\n%PDF-1.4", "pdf"),
        (b"<!doctype html>", "other"),
        (b"", "other"),
        (base64.b64decode("0M8R4KGxGuE="), "old-office"),
        (b"{\\rtf1", "old-office"),
    ],
)
def test_first_bytes(data: bytes, form: str) -> None:
    assert form_of(data) == form


def test_no_control_characters_survive() -> None:
    hostile = "Antrag\u202eflr\u0007\x1b[31m auf\xad Hunde\ufffe\nsteuer"
    assert pdf.words_of(hostile) == "Antragflr[31m auf Hundesteuer"
