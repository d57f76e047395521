import io
import re

import httpx
import pytest

from auditor.demo.content import forms
from auditor.demo.forms import Field, Form, fault, iban_ok

ANSWERS = {
    "date": "24.3.1985", "plz": "43210", "email": "erika@beispiel.example", "tel": "0221 4710 100",
    "number": "2", "iban": "DE02 1203 0000 0000 2020 51", "check": "ja", "file": "plan.pdf",
}  # fmt: skip
ONLINE = [form for form in forms().values() if form.ending == "online"]


def answers_for(form: Form, number: int) -> dict[str, str]:
    fields = form.step(number).fields
    return {f.name: f.options[0] if f.options else ANSWERS.get(f.kind, "Test") for f in fields}


def go(client: httpx.Client, form: Form, path: str, data: dict[str, str], before: str = "") -> httpx.Response:
    """Post like a browser would: with what the page before carried hidden."""
    hidden = dict(re.findall(r'<input type="hidden" name="(stand)" value="([^"]*)"', before))
    return client.post(f"/formular/{form.id}/{path}", data=hidden | data, follow_redirects=True)


def to_check_page(client: httpx.Client, form: Form) -> httpx.Response:
    page = client.get(f"/formular/{form.id}/")
    for number in range(1, len(form.steps) + 1):
        page = go(client, form, f"schritt/{number}", answers_for(form, number), page.text)
    return page


@pytest.fixture
def dog() -> Form:
    return forms()["kaltenmuende", "hund"]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr("auditor.demo.server.time.sleep", lambda _: None)


@pytest.mark.parametrize("form", ONLINE, ids=lambda form: form.id)
def test_an_online_form_ends_with_a_number_and_one_final_request(demo, client, form):
    browser = client(form.host)
    page = to_check_page(browser, form)
    assert demo.log.of("final") == ()

    end = go(browser, form, "absenden", {f.name: "ja" for f in form.consents}, page.text)

    assert re.search(rf"{form.prefix}-\d{{6}}", end.text)
    assert [entry.path for entry in demo.log.of("final")] == [f"/formular/{form.id}/absenden"]


def test_every_step_names_what_is_missing_beside_the_field_and_on_top(client, dog):
    browser = client("kaltenmuende")

    page = go(browser, dog, "schritt/1", {"vorname": "Erika", "geburtsdatum": "31.2.1985"})

    assert page.text.count("Füllen Sie dieses Feld aus: Nachname.") == 2
    assert "Den Tag 31.2.1985 gibt es nicht" in page.text
    assert 'value="Erika"' in page.text
    assert '<a href="#nachname">' in page.text
    assert "<title>Fehler: " in page.text


def test_the_check_page_shows_all_and_sending_needs_the_confirmation(demo, client, dog):
    browser = client("kaltenmuende")
    page = to_check_page(browser, dog)
    assert "erika@beispiel.example" in page.text
    assert "Antrag verbindlich absenden" in page.text

    refused = go(browser, dog, "absenden", {})

    assert "Bestätigen Sie bitte" in refused.text
    assert "Vorgangsnummer:" not in refused.text
    assert len(demo.log.of("final")) == 1  # it was a final request, even though it was turned down


def test_nobody_gets_past_an_open_step(client, dog):
    browser = client("kaltenmuende")

    for path in ("schritt/4", "pruefen", "bestaetigung"):
        assert browser.get(f"/formular/hund/{path}", follow_redirects=True).url.path.endswith("/schritt/1")
    assert browser.get("/formular/hund/schritt/9").status_code == 404


def test_back_keeps_what_was_typed(client, dog):
    browser = client("kaltenmuende")
    go(browser, dog, "schritt/1", answers_for(dog, 1))

    back = go(browser, dog, "schritt/2", {"strasse": "Kai 7", "aktion": "zurueck"})

    assert 'value="erika@beispiel.example"' in back.text
    assert 'value="Kai 7"' in browser.get("/formular/hund/schritt/2").text


def test_a_draft_opens_again_in_another_browser(demo, client, dog):
    saved = go(client("kaltenmuende"), dog, "schritt/1", {"vorname": "Erika", "aktion": "speichern"})
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", saved.text)
    assert code

    other = client("kaltenmuende")
    assert "kennen wir nicht" in other.post("/formular/hund/fortsetzen", data={"code": "FALSCH"}).text
    opened = other.post("/formular/hund/fortsetzen", data={"code": code[0]}, follow_redirects=True)

    assert 'value="Erika"' in opened.text
    assert len(demo.log.of("save")) == 1
    assert demo.log.of("final") == ()


def test_the_copy_can_be_read_and_downloaded(client, dog):
    browser = client("kaltenmuende")
    to_check_page(browser, dog)
    assert browser.get("/formular/hund/kopie.pdf").status_code == 404
    go(browser, dog, "absenden", {"richtig": "ja"})

    page, paper = browser.get("/formular/hund/kopie"), browser.get("/formular/hund/kopie.pdf")

    assert "erika@beispiel.example" in page.text
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-1.7")
    assert b"erika@beispiel.example" in paper.content
    assert b"/StructTreeRoot" in paper.content


def test_the_paper_form_is_never_sent_but_printed(demo, client):
    form = forms()["formularserver", "gewerbe-hollerbruck"]
    browser = client("formularserver")
    assert "unterschriebenen Ausdruck bitte per Post" in browser.get(f"/formular/{form.id}/").text
    to_check_page(browser, form)

    end = go(browser, form, "ausdruck", {})

    assert "Ihr Antrag ist noch nicht gestellt" in end.text
    assert b"Unterschrift" in browser.get(f"/formular/{form.id}/ausdruck.pdf").content
    assert browser.post(f"/formular/{form.id}/absenden").status_code == 404
    assert demo.log.of("final") == ()


def test_the_same_answers_get_the_same_number(dog):
    assert dog.number({"a": "1", "b": "2"}) == dog.number({"b": "2", "a": "1"})
    assert dog.number({"a": "1"}) != dog.number({"a": "2"})


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("date", "1.5.2024", "1.13.2024"),
        ("date", "2024-05-01", "Mai 2024"),
        ("email", "a@b.example", "a@b"),
        ("plz", "43210", "4321"),
        ("tel", "+49 221 4710-100", "später"),
        ("number", "2,5", "zwei"),
        ("iban", "DE02120300000000202051", "DE02120300000000202052"),
    ],
)
def test_answers_are_checked_by_kind(kind, good, bad):
    field = Field(name="x", label="X", kind=kind)

    assert fault(field, {"x": good}) == ""
    assert fault(field, {"x": bad})
    assert fault(field, {}) == ""


def test_a_condition_makes_a_field_required(dog):
    owed = {"zahlart": "Lastschrift"}

    assert set(dog.errors(4, owed)) == {"kontoinhaber", "iban"}
    assert dog.errors(4, {"zahlart": "Überweisung"}) == {}


def test_iban_of_another_country_is_no_german_iban():
    assert not iban_ok("AT611904300234573201")


def test_a_file_leaves_only_its_name(client):
    form = forms()["kaltenmuende", "sondernutzung"]
    browser = client("kaltenmuende")
    go(browser, form, "schritt/1", answers_for(form, 1))
    upload = {"lageplan": ("Plan Straße.pdf", io.BytesIO(b"%PDF-1.7 secret"), "application/pdf")}
    data = {name: value for name, value in answers_for(form, 2).items() if name != "lageplan"}

    page = browser.post("/formular/sondernutzung/schritt/2", data=data, files=upload, follow_redirects=True)

    assert "Plan Straße.pdf" in page.text
    assert "secret" not in page.text


def test_a_forged_hidden_state_starts_anew(client):
    form = forms()["formularserver", "bewohnerparken-ahrenfurt"]

    page = client("formularserver").post(
        f"/formular/{form.id}/schritt/1", data={"stand": "%%%", "aktion": "weiter"}
    )

    assert page.status_code == 200
    assert "Füllen Sie dieses Feld aus" in page.text
