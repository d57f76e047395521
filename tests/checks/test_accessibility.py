"""Accessibility beyond axe on hand-made evidence; the common cases are examples of the rules."""

import pytest

from auditor.checks import fields, names, screens, titles, tongues
from auditor.checks.case import Case
from auditor.evidence.model import Box, Node, Reason, Role
from tests.checks.seen import block, case, control, document, heading, link, messages, page, view, worst


def _with(*controls: object, **more: object) -> Case:
    return case(page(seen=document(controls=controls, **more)))


def _node(tag: str, name: str = "Text", selector: str = "") -> Node:
    return Node(selector=selector or f"main > {tag}", tag=tag, name=name)


@pytest.mark.parametrize(
    ("needed", "nodes", "outcome"),
    [
        (323, (), "passed"),
        (400, (_node("p"),), "failed"),
        (400, (_node("td"),), "cantTell"),
        (400, (_node("p", selector="#t > table > tbody > tr > td > p"),), "cantTell"),
        (400, (_node("div", name=""),), "cantTell"),
        (400, (), "cantTell"),
    ],
)
def test_reflow(needed: int, nodes: tuple[Node, ...], outcome: str) -> None:
    narrow = view("narrow", 320, needed, overflow=nodes)
    data = document(blocks=(block("Gebühr", tag="th"),))
    assert worst(screens.reflow(case(page(seen=data, views=(narrow,))))) == outcome


def test_a_table_without_header_cells_only_arranges_the_page_and_must_wrap() -> None:
    narrow = view("narrow", 320, 900, overflow=(_node("a", selector="body > table > tbody > tr > td > a"),))
    assert worst(screens.reflow(case(page(views=(narrow,))))) == "failed"


def test_radio_buttons_of_one_question_are_one_field() -> None:
    answers = [control(x, "radio", field="a", required=True) for x in ("Ja", "Nein", "Weiß nicht")]
    assert worst(fields.required_marked(_with(*answers))) == "inapplicable"


def test_reflow_without_the_narrow_view_is_untested() -> None:
    assert worst(screens.reflow(case(page()))) == "untested"


def test_flow_pages_that_would_not_load_are_untested() -> None:
    narrow = view("narrow", 320, 320)
    lost = page(Role.FORM, reason=Reason.TIMEOUT, frames=())
    assert worst(screens.reflow(case(page(views=(narrow,)), lost))) == "untested"


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        ("width=device-width, initial-scale=1", "passed"),
        ("initial-scale=1.0", "passed"),
        ("width=device-width, min-width=900", "passed"),
        ("width=1024", "failed"),
    ],
)
def test_phone(content: str, outcome: str) -> None:
    seen = page(seen=document(metas={"viewport": content}), views=(view("phone", 360, 360),))
    assert worst(screens.phone(case(seen))) == outcome


@pytest.mark.parametrize(
    ("title", "outcome"),
    [
        ("Hund anmelden – Stadt Musterstadt", "passed"),
        ("E-Mail-Adresse ändern", "passed"),
        ("Antrag", "cantTell"),
        ("Startseite | Formular", "cantTell"),
        ("Startseite | Stadt Musterstadt", "passed"),
        ("– GOV.UK", "failed"),
        ("| Stadt", "failed"),
        ("Untitled Document", "failed"),
        ("formular_neu.html", "failed"),
        ("", "inapplicable"),
    ],
)
def test_title(title: str, outcome: str) -> None:
    assert worst(titles.title(case(page(seen=document(title=title))))) == outcome


def test_same_title_is_doubted_only_for_other_content() -> None:
    one = page(seen=document(headings=(heading("Hund"),)))
    other = page(Role.FORM, seen=document(headings=(heading("Ihre Angaben"),)))
    same = page(Role.FORM, seen=document(headings=(heading("Hund"),)))
    assert worst(titles.titles_differ(case(one, other))) == "cantTell"
    assert worst(titles.titles_differ(case(one, same))) == "passed"


def test_one_field_and_searches_need_no_mark() -> None:
    assert worst(fields.required_marked(_with(control("E-Mail", required=True)))) == "inapplicable"
    search = control("Suchbegriff", required=True, landmark="search")
    assert worst(fields.required_marked(_with(search, control("Rasse")))) == "inapplicable"


def test_note_above_the_form_marks_all() -> None:
    asked = (control("Rasse", required=True), control("Alter"))
    note = document("Alle Felder sind Pflichtfelder.", controls=asked)
    assert worst(fields.required_marked(case(page(seen=note)))) == "passed"


@pytest.mark.parametrize(
    "note",
    [
        "Alle Felder ohne den Zusatz „Optional“ müssen Sie ausfüllen.",
        "Bitte füllen Sie alles aus: Alle Angaben müssen ausgefüllt werden.",
        "Felder ohne Kennzeichnung sind Pflicht.",
    ],
)
def test_notes_as_design_systems_word_them(note: str) -> None:
    asked = (control("Rasse", required=True), control("Telefon – Optional"), control("Gechippt?", "radio"))
    assert worst(fields.required_marked(case(page(seen=document(note, controls=asked))))) == "passed"


def test_where_the_optional_fields_are_marked_a_bare_one_may_be_required_by_the_server() -> None:
    asked = (control("Rasse", required=True), control("Telefon – Optional"), control("Gechippt?", "radio"))
    assert worst(fields.required_marked(_with(*asked))) == "cantTell"


def test_some_marked_some_not_is_for_a_person() -> None:
    asked = (control("A", required=True, required_marked=True), control("B", required=True), control("C"))
    assert worst(fields.required_marked(_with(*asked))) == "cantTell"


@pytest.mark.parametrize(
    ("label", "more", "outcome"),
    [
        ("Ihre E-Mail-Adresse", {}, "failed"),
        ("Ihre E-Mail-Adresse *", {"autocomplete": "section-a email"}, "passed"),
        ("E-Mail", {"autocomplete": "username"}, "passed"),
        ("E-Mail", {}, "cantTell"),
        ("Vorname", {"group": "Persönliche Angaben"}, "failed"),
        ("Vorname", {"group": "Angaben zum Kind"}, "cantTell"),
        ("Telefon", {"group": "Ihre Kontaktdaten", "autocomplete": "email"}, "failed"),
        ("Ort der Veranstaltung", {}, "inapplicable"),
        ("Name des Hundes", {}, "inapplicable"),
        ("Ihre E-Mail-Adresse", {"visible": False}, "inapplicable"),
    ],
)
def test_autocomplete(label: str, more: dict[str, object], outcome: str) -> None:
    assert worst(fields.autocomplete(_with(control(label, **more)))) == outcome


def test_placeholder_with_text_beside_it_is_doubted() -> None:
    field = control("Vorname", label_source="placeholder", box=Box(x=100, y=100, width=200, height=30))
    near = block("Vorname", box=Box(x=100, y=75, width=60, height=20))
    far = block("Vorname", box=Box(x=100, y=500, width=60, height=20))
    assert worst(fields.placeholder_label(_with(field, blocks=(near,)))) == "cantTell"
    assert worst(fields.placeholder_label(_with(field, blocks=(far,)))) == "failed"


def test_single_radio_and_other_groups_are_no_group() -> None:
    alone = control("Ja", "radio", field="a")
    assert worst(fields.grouped_choices(_with(alone, control("Nein", "radio", field="b")))) == "inapplicable"


def test_styled_radios_hidden_from_view_still_need_their_question() -> None:
    pair = [control(x, "radio", field="a", visible=False) for x in ("Ja", "Nein")]
    assert worst(fields.grouped_choices(_with(*pair))) == "failed"


@pytest.mark.parametrize(
    ("link_", "texts", "outcome"),
    [
        (link("Hundesteuersatzung"), (), "passed"),
        (link("mehr ›"), (), "failed"),
        (link("mehr", heading="Hundesteuer"), (), "cantTell"),
        (link("hier", selector="main > p > a"), ("Die Satzung der Stadt finden Sie hier.",), "passed"),
        (link("mehr", visible=False), (), "inapplicable"),
        (link("mehr", name="mehr zur Satzung"), (), "passed"),
    ],
)
def test_link_purpose(link_: object, texts: tuple[str, ...], outcome: str) -> None:
    seen = case(page(seen=document(*texts, links=(link_,))))
    assert worst(names.link_purpose(seen)) == outcome


_GERMAN = "Wenn Sie einen Hund halten, müssen Sie ihn bei der Stadt anmelden und die Steuer zahlen. " * 5
_ENGLISH = "If you keep a dog you have to register it with the town and pay the tax that is due. " * 5


@pytest.mark.parametrize(
    ("lang", "text", "outcome"),
    [
        ("de-DE", _GERMAN, "passed"),
        ("de", _ENGLISH, "failed"),
        ("en-GB", _GERMAN, "failed"),
        ("en", _ENGLISH, "passed"),
        ("de", _GERMAN + _ENGLISH, "cantTell"),
        ("tr", _GERMAN, "inapplicable"),
        ("", _GERMAN, "inapplicable"),
    ],
)
def test_language(lang: str, text: str, outcome: str) -> None:
    assert worst(tongues.language_matches(case(page(seen=document(text, lang=lang))))) == outcome


def test_small_targets_are_named() -> None:
    small = view("phone", 360, 360, small_targets=(_node("button", "+"),))
    assert messages(screens.target_size(case(page(views=(small,))))) == ["small"]
