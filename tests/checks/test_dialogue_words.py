"""Sentences and labels of good services that the tables must not take for bad ones, and bad ones they must find."""

import pytest

from auditor.checks.look import phrase


def says(name: str, text: str, table: str) -> bool:
    return bool(phrase(name, table).search(text))


@pytest.mark.parametrize(
    "text",
    [
        "Bitte benutzen Sie nicht den Zurück-Button Ihres Browsers.",
        "Verwenden Sie bitte nicht die Zurück-Taste.",
        "Drücken Sie während der Bearbeitung nicht die Zurück-Taste des Browsers.",
        "Die Zurück-Schaltfläche Ihres Browsers darf nicht verwendet werden.",
        "Do not use the back button.",
    ],
)
def test_forbidding_the_way_back(text: str) -> None:
    assert says("browser-back-forbidden", text, "dialogue")


@pytest.mark.parametrize(
    "text",
    [
        "Wenn der Zurück-Button nicht funktioniert, klicken Sie auf „Neu laden“.",
        "Mit dem Zurück-Button kommen Sie zur vorigen Seite, Ihre Eingaben gehen nicht verloren.",
        "Sie können jederzeit den Zurück-Button benutzen.",
        "Bitte vergessen Sie nicht, Ihren Ausweis mitzubringen.",
    ],
)
def test_not_forbidding_the_way_back(text: str) -> None:
    assert not says("browser-back-forbidden", text, "dialogue")


@pytest.mark.parametrize(
    "text",
    [
        "Ihre Sitzung läuft in 20 Minuten ab.",
        "Sitzung: noch 14:59",
        "Nach 30 Minuten Inaktivität werden Ihre Angaben gelöscht.",
        "Sie werden nach 15 Minuten automatisch abgemeldet.",
    ],
)
def test_time_limits(text: str) -> None:
    assert says("session-ends", text, "dialogue")


@pytest.mark.parametrize(
    "text",
    [
        "Die Sitzung des Stadtrats endet gegen 20 Uhr.",
        "Melden Sie sich innerhalb von 14 Tagen an.",
        "Das Ausfüllen dauert etwa 10 Minuten.",
        "Nach 30 Minuten ist das Parken kostenpflichtig.",
    ],
)
def test_other_limits(text: str) -> None:
    assert not says("session-ends", text, "dialogue")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("bare", "Geburtsdatum ist ungültig.", True),
        ("bare", "Ungültige Eingabe", True),
        ("bare", "Geben Sie das Geburtsdatum als TT.MM.JJJJ an.", False),
        ("bare", "Das Datum ist ungültig, zum Beispiel so: 24.03.1985.", False),
        ("bare", "Das Datum liegt in der Zukunft.", False),
        ("generic", "Bitte prüfen Sie Ihre Eingaben.", True),
        ("generic", "Bitte prüfen Sie Ihre Eingaben: Geburtsdatum fehlt.", False),
        ("generic", "Bitte füllen Sie alle Pflichtfelder aus.", True),
        ("english", "This field is required.", True),
        ("english", "Nachname is required", True),
        ("english", "Bitte geben Sie Ihre E-Mail-Adresse an.", False),
        ("english", "Das Feld „Name“ ist ein Pflichtfeld.", False),
        ("complaint", "Füllen Sie dieses Feld aus: Name.", True),
        ("complaint", "Wählen Sie eine Antwort aus.", True),
        ("complaint", "Wie heißt Ihr Hund?", False),
    ],
)
def test_messages(name: str, text: str, found: bool) -> None:
    assert says(name, text, "complaints") is found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<select onchange="this.form.submit()">', True),
        ("<select onchange='window.location=this.value'>", True),
        ('<select onchange="zeige(this.value)">', False),
        ('<input oninput="zaehle()">', False),
        ("""<select onchange="melde('a');this.form.submit()">""", True),
        ('<select onchange="if (location.hash == a) b()">', False),
        ('<button onchange="enableSubmit()">', False),
        ('<input data-onchange="submit()">', False),
    ],
)
def test_fields_that_act_by_themselves(html: str, found: bool) -> None:
    assert says("sends-on-input", html, "dialogue") is found
