"""What fields mean and what is written into them."""

from __future__ import annotations

import base64
from datetime import date

import pytest

from auditor.visit.walk.data import Facts, attachment_for, values_for
from auditor.visit.walk.meaning import meaning_of, meanings
from auditor.visit.walk.state import Asked

FACTS = Facts(date(2026, 11, 15), "Kaltenmünde")


def asked(label: str = "", kind: str = "text", **more: object) -> Asked:
    return Asked(ref=0, kind=kind, label=label, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "meaning"),
    [
        (asked("Vorname *"), "first-name"),
        (asked("Familienname"), "last-name"),
        (asked("Vor- und Nachname"), "full-name"),
        (asked("Name auf dem Konto"), "full-name"),
        (asked("Geburtsdatum"), "birth-date"),
        (asked("Geb.-Datum"), "birth-date"),
        (asked("Name", autocomplete="section-x family-name"), "last-name"),
        (asked("Straße und Hausnummer"), "street-number"),
        (asked("Wo genau? Straße und Hausnummer"), "street-number"),
        (asked("Hausnummer"), "house-number"),
        (asked("PLZ"), "postcode"),
        (asked("Wohnort"), "city"),
        (asked("E-Mail-Adresse wiederholen"), "email"),
        (asked("So erreichen wir Sie", "email"), "email"),
        (asked("Mobiltelefon"), "mobile"),
        (asked("IBAN"), "iban"),
        (asked("Amtliches Kennzeichen"), "plate"),
        (asked("Beginn der Tätigkeit", hint="TT.MM.JJJJ"), "start-date"),
        (asked("Angemeldete Tätigkeit"), "activity"),
        (asked("Seit wann lebt der Hund bei Ihnen?", hint="Zum Beispiel 2.10.2025"), "past-date"),
        (asked("Name des Hundes"), "dog-name"),
        (asked("Einzug", "date"), "past-date"),
        (asked("Anzahl mitziehender Personen"), "count"),
        (asked("Kreditkartennummer"), "card-number"),
        (asked("", name="plz"), "postcode"),
        (asked("Bitte leer lassen"), "honeypot"),
        (asked("Tag", group="Geburtsdatum"), "birth-day"),
        (asked("Irgendwas"), "text"),
    ],
)
def test_meaning(field: Asked, meaning: str) -> None:
    assert meaning_of(field) == meaning


def test_every_meaning_has_values_or_is_never_filled() -> None:
    for row in meanings():
        if row.key not in {
            "password",
            "card-number",
            "card-code",
            "captcha",
            "honeypot",
            "academic-title",
            "upload",
        }:
            assert values_for(row.key, asked(), FACTS)[0], row.key


def test_data_are_marked_and_reserved() -> None:
    assert values_for("first-name", asked(), FACTS)[0] == "Testperson"
    assert all(v.endswith(("example.org", "example.com")) for v in values_for("email", asked(), FACTS))
    assert values_for("city", asked(), FACTS)[0] == "Kaltenmünde"
    iban = values_for("iban", asked(), FACTS)[0]
    digits = "".join(str(int(c, 36)) for c in iban[4:] + iban[:4])
    assert int(digits) % 97 == 1


def test_shapes() -> None:
    assert values_for("birth-date", asked("", "date"), FACTS) == ("1985-03-24",)
    assert values_for("birth-date", asked(), FACTS)[0] == "24.03.1985"
    assert values_for("birth-date", asked(placeholder="JJJJ-MM-TT"), FACTS)[0] == "1985-03-24"
    assert values_for("start-date", asked("", "date", max="2026-11-20"), FACTS)[0] == "2026-11-20"
    assert values_for("past-date", asked("", "date"), FACTS)[0] == "2026-11-01"
    assert values_for("count", asked("", "number", min="3"), FACTS)[0] == "3"
    assert values_for("phone", asked(pattern=r"\+49\d+"), FACTS)[0] == "+493023125123"
    assert values_for("text", asked(pattern="[0-9]{5}"), FACTS)[0] == "12345"
    assert all(len(v) <= 5 for v in values_for("last-name", asked(maxlength=5), FACTS)[:1])


def test_attachments_fit_what_is_accepted() -> None:
    pdf = attachment_for(".pdf,.jpg")
    assert base64.b64decode(pdf.data).startswith(b"%PDF")
    assert attachment_for("").name.endswith(".pdf")
    assert base64.b64decode(attachment_for("image/jpeg").data).startswith(b"\xff\xd8")
    assert base64.b64decode(attachment_for(".png").data).startswith(b"\x89PNG")
