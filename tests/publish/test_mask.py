"""People are taken out of public quotes; offices, laws, streets, fees and dates stay."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.publish.mask import masked
from auditor.publish.mask_words import words

MASKED = [
    # names after a title
    ("Frau Müller hilft Ihnen.", "Frau [Name] hilft Ihnen."),
    ("Bitte wenden Sie sich an Herrn Dr. Öztürk.", "Bitte wenden Sie sich an Herrn Dr. [Name]."),
    ("Frau Dr. med. Anna-Lena Müller-Lüdenscheidt", "Frau Dr. med. [Name]"),
    ("Herr von der Heide", "Herr [Name]"),
    ("Frau Ursula von der Leyen", "Frau [Name]"),
    ("Frau A. Schmidt, Zimmer 3", "Frau [Name], Zimmer 3"),
    ("Frau Klein und Herr Groß", "Frau [Name] und Herr [Name]"),
    ("Frau Müller/Herr Grabowski", "Frau [Name]/Herr [Name]"),
    ("Frau Müller oder Schmidt", "Frau [Name] oder [Name]"),
    ("FRAU MÜLLER", "FRAU [Name]"),
    ("Frau Müller Bürgerbüro", "Frau [Name] Bürgerbüro"),
    ("Frau Müller Stadt Musterstadt", "Frau [Name] Stadt Musterstadt"),
    ("Frau Müller Karl-Marx-Straße 5", "Frau [Name] Karl-Marx-Straße 5"),
    ("Frau Müller Hauptstraße 5", "Frau [Name] Hauptstraße 5"),
    ("Herr O'Neill", "Herr [Name]"),
    ("Frau Şahin", "Frau [Name]"),
    ("Herr Łukasz Żak", "Herr [Name]"),
    ("Herr Cem Yıldız", "Herr [Name]"),
    ("Frau Bürgermeisterin Grabowski", "Frau Bürgermeisterin [Name]"),
    ("Prof. Dr. Hans Grabowski", "Prof. Dr. [Name]"),
    ("Dr. H. Grabowski", "Dr. [Name]"),
    ("Herr Weg", "Herr [Name]"),
    ("Frau Platz", "Frau [Name]"),
    ("Frau Neuhaus", "Frau [Name]"),
    ("Frau Mül\u00adler", "Frau [Name]"),
    ("Frau Mu\u0308ller", "Frau [Name]"),
    ("Fr. Grabowski", "Fr. [Name]"),
    ("gez. Grabowski", "gez. [Name]"),
    ("Ms Jane Doe", "Ms [Name]"),
    ("Mr. Smith will help", "Mr. [Name] will help"),
    # names after a task
    ("Ansprechpartner: Max Müller", "Ansprechpartner: [Name]"),
    ("Ansprechpartnerin: Grabowski", "Ansprechpartnerin: [Name]"),
    ("Ansprechpartner*in Cem Yıldız", "Ansprechpartner*in [Name]"),
    ("Ansprechpartner/-in: Yıldız, Zimmer 4", "Ansprechpartner/-in: [Name], Zimmer 4"),
    ("Ihr Ansprechpartner ist Peter Grabowski.", "Ihr Ansprechpartner ist [Name]."),
    ("Ansprechpartner(in): Müller, Anna", "Ansprechpartner(in): [Name]"),
    ("Sachbearbeiterin Grabowski", "Sachbearbeiterin [Name]"),
    ("Sachbearbeiter:in Frau Kowalczyk", "Sachbearbeiter:in Frau [Name]"),
    ("Datenschutzbeauftragter: Igor Petrow", "Datenschutzbeauftragter: [Name]"),
    ("vertreten durch Xaver Grabowski", "vertreten durch [Name]"),
    ("vertreten durch den Bürgermeister Max Huber", "vertreten durch den Bürgermeister [Name]"),
    ("Amtsleitung: Igor Petrow", "Amtsleitung: [Name]"),
    ("Contact person: Jane Doe", "Contact person: [Name]"),
    ("i. A. Müller", "i. A. [Name]"),
    # names by themselves
    ("Kontakt: Sabine Grabowski", "Kontakt: [Name]"),
    ("Hier hilft Karl-Heinz Grabowski weiter.", "Hier hilft [Name] weiter."),
    ("Müller, Anna", "[Name]"),
    ("M. Müller", "[Name]"),
    # a room and a name
    ("Müller, Zimmer 12", "[Name], Zimmer 12"),
    ("Grabowski, Zimmer 12", "[Name], Zimmer 12"),
    ("M. Grabowski (Raum 2.14)", "[Name] (Raum 2.14)"),
    ("Zimmer 12: Grabowski", "Zimmer 12: [Name]"),
    ("Zimmer 12 (Grabowski)", "Zimmer 12 ([Name])"),
    ("Zi. 12, Weber", "Zi. 12, [Name]"),
    # addresses
    ("max.mueller@stadt.example", "[E-Mail]@stadt.example"),
    ("m.mueller@stadt.example", "[E-Mail]@stadt.example"),
    ("MUELLER@stadt.example", "[E-Mail]@stadt.example"),
    ("anna-lena.schmidt@rathaus.stadt.example", "[E-Mail]@rathaus.stadt.example"),
    ("mailto:max.mueller@stadt.example?subject=x", "mailto:[E-Mail]@stadt.example?subject=x"),
    ("max.mueller(at)stadt.example", "[E-Mail]@stadt.example"),
    ("max.mueller [at] stadt [dot] example", "[E-Mail]@stadt [dot] example"),
    ("mueller.standesamt@stadt.example", "[E-Mail]@stadt.example"),
    ("max.mueller%40stadt.example", "[E-Mail]@stadt.example"),
    ("<max.mueller@stadt.example>", "<[E-Mail]@stadt.example>"),
    # numbers
    ("Tel. 02151 86-1234", "Tel. [Tel.]"),
    ("(02151) 86-1234", "[Tel.]"),
    ("02151/861-234", "[Tel.]"),
    ("+49 2151 86-1234", "[Tel.]"),
    ("+49 (0) 2151 86-1234", "[Tel.]"),
    ("02151-86-1234", "[Tel.]"),
    ("Frau Grabowski, Telefon 02151 861234", "Frau [Name], Telefon [Tel.]"),
    ("Durchwahl: 123", "Durchwahl: [Tel.]"),
    ("Durchwahl -123", "Durchwahl -[Tel.]"),
    ("Nebenstelle 45", "Nebenstelle [Tel.]"),
    ("IBAN: DE89 3704 0044 0532 0130 00", "IBAN: [IBAN]"),
    ("DE89370400440532013000", "[IBAN]"),
    ("AT61 1904 3002 3457 3201", "[IBAN]"),
]

KEPT = [
    # offices and their addresses
    "info@stadt.example",
    "buergerbuero@stadt.example",
    "poststelle@stadt.example",
    "gewerbeamt@stadt.example",
    "Bürgerbüro@stadt.example",
    "stadt@musterstadt.example",
    "musterstadt@musterstadt.example",
    "standesamt.musterstadt@musterstadt.example",
    "fb3-2@stadt.example",
    "amt50@stadt.example",
    "kfz-zulassung@kreis.example",
    "no-reply@portal.example",
    "ordnungsamt@stadt.example",
    "auslaenderbehoerde(at)stadt.example",
    "vg-musterland@vg-musterland.example",
    "einwohnermeldeamt@stadt.example",
    "wohngeldstelle@stadt.example",
    "datenschutz@stadt.example",
    "Ansprechpartner Bürgerbüro",
    "Ansprechpartner: Stadt Musterstadt",
    "Ansprechpartner: Ordnungsamt, Zimmer 12",
    "Ansprechpartner für Gewerbe",
    "Ihre Ansprechpartnerinnen und Ansprechpartner",
    "Kontakt Musterstadt",
    "Sachbearbeitung im Fachbereich 3",
    "Leitung der Abteilung",
    "Der Bürgermeister",
    "Bürgermeister der Stadt Musterstadt",
    "Landratsamt Musterkreis",
    "Bürgerbüro Musterstadt, Zimmer 3",
    "Rathaus, Zimmer 12",
    "Musterstadt, Raum 4",
    "Zimmer 12, Erdgeschoss",
    "Bundesministerium des Innern",
    "Die Bundesbeauftragte für den Datenschutz",
    # streets and houses
    "Frau-Holle-Weg",
    "Frau-Holle-Weg 5",
    "Dr.-Müller-Straße",
    "Dr.-Müller-Straße 12, 12345 Musterstadt",
    "Dr. Müller-Straße 3",
    "Frau Holle Weg 5",
    "Prof.-Schmidt-Platz 1",
    "Karl-Marx-Straße 7",
    "Anna-Seghers-Schule",
    "Paul Gerhardt Haus",
    "Theodor-Heuss-Platz",
    "Theodor Heuss Platz 2",
    "St. Martin",
    "Martin Luther Straße",
    "Herrenberg",
    "Frauenhaus",
    "Herrnhut",
    "Dr. Oetker GmbH",
    "Max-Planck-Institut",
    "Frankfurt am Main",
    "Karlsruhe",
    "Friedrichshafen",
    # laws
    "§ 5 Abs. 1 BMG",
    "§ 14 Abs. 1 Satz 2 GewO",
    "§§ 17, 19 BMG",
    "Art. 6 Abs. 1 Buchst. e DSGVO",
    "§ 3a VwVfG i. V. m. § 126a BGB",
    "§ 3a Absatz 2 Satz 4 Nr. 1 VwVfG",
    "BGBl. I S. 1084",
    "DIN SPEC 66336:2025-05",
    "EN 301 549 V3.2.1",
    # numbers that are nobody's
    "115",
    "Behördennummer 115",
    "Tel. 115",
    "Notruf 112",
    "0800 123-4567",
    "116 117",
    "Telefon 02151 86-0",
    "02151 86-00",
    "Telefon 02151 861234",
    "01.02.2026",
    "01-02-2026",
    "2026-11-03",
    "08:00-12:00 Uhr",
    "Mo.–Fr. 08-12 Uhr",
    "01067 Dresden",
    "12,50 €",
    "0,50 Euro",
    "26,00 EUR",
    "1.234,56 €",
    "AGS 05114000",
    "Aktenzeichen 32.1-2026/0815",
    "Durchwahl -0",
    # forms
    "Anrede: Frau Herr Divers",
    "Frau oder Herr",
    "Anrede (Frau, Herr, keine)",
    "Vorname Nachname",
    "Frau und Mann",
    "Mo., Fr. Nachmittag",
    "z. B. Personalausweis",
    "u. a. Geburtsurkunde",
    "Sehr geehrte Damen und Herren",
    "Bitte drucken Sie den Antrag aus und unterschreiben Sie ihn.",
    "Jede Frau kann den Antrag stellen.",
    "Wohnsitz ummelden",
    "",
    " ",
    "Im August Termine",
    "Die Anmeldung im Mai",
    "https://www.stadt.example/antrag?id=0123456789",
]


@pytest.mark.parametrize(("text", "public"), MASKED)
def test_people_are_masked(text: str, public: str) -> None:
    assert masked(text) == public


@pytest.mark.parametrize("text", KEPT)
def test_what_is_nobody_stays(text: str) -> None:
    assert masked(text) == text


def test_a_quote_with_everything() -> None:
    quote = (
        "Bitte drucken Sie den Antrag (§ 5 Abs. 1 BMG) aus und geben Sie ihn bei Frau Grabowski, Zimmer 12, "
        "Dr.-Müller-Straße 3, ab. Tel. 02151 86-1234, e.grabowski@stadt.example oder buergerbuero@stadt.example. "
        "Gebühr 12,50 € auf DE89 3704 0044 0532 0130 00 bis 01.02.2026."
    )
    assert masked(quote) == (
        "Bitte drucken Sie den Antrag (§ 5 Abs. 1 BMG) aus und geben Sie ihn bei Frau [Name], Zimmer 12, "
        "Dr.-Müller-Straße 3, ab. Tel. [Tel.], [E-Mail]@stadt.example oder buergerbuero@stadt.example. "
        "Gebühr 12,50 € auf [IBAN] bis 01.02.2026."
    )


_capital = st.sampled_from(string.ascii_uppercase + "ÄÖÜŞŁÇ")
_small = st.text(string.ascii_lowercase + "äöüßéı", min_size=3, max_size=12)
_surname = st.builds(lambda a, b: a + b, _capital, _small).filter(lambda n: not _common(n))
_lead = st.sampled_from(
    [
        "Frau ",
        "Herr ",
        "Herrn ",
        "Dr. ",
        "Prof. Dr. ",
        "Frau Dr. ",
        "Mr ",
        "Ms. ",
        "an Frau A. ",
        "Frau Anna ",
    ]
)
_end = st.sampled_from(
    ["", ".", ", Zimmer 3", " hilft", " (Bürgerbüro)", ": 8–12 Uhr", " Rathaus", " Telefon"]
)


def _common(name: str) -> bool:
    from auditor.publish.mask_words import fold  # noqa: PLC0415

    return fold(name) in words("never") | words("places", "sure") | words("degrees")


@given(lead=_lead, name=_surname, second=st.none() | _surname, end=_end)
def test_nothing_is_left_of_a_name(lead: str, name: str, second: str | None, end: str) -> None:
    full = f"{name}-{second}" if second else name
    public = masked(lead + full + end)
    assert full not in public
    assert "[Name]" in public


@given(given_name=_small, name=_small, domain=st.sampled_from(["stadt.example", "kreis-x.example"]))
def test_nothing_is_left_of_a_personal_address(given_name: str, name: str, domain: str) -> None:
    local = f"{given_name}.{name}"
    public = masked(f"Mail: {local}@{domain}.")
    assert public in {f"Mail: [E-Mail]@{domain}.", f"Mail: {local}@{domain}."}
    assert masked(f"x{name}q.{given_name}zq@{domain}") == f"[E-Mail]@{domain}"


_pieces = st.lists(
    st.sampled_from([text for text, _ in MASKED] + KEPT) | st.text(max_size=12),
    max_size=4,
)


@given(_pieces, st.sampled_from([" ", "\n", ", ", "", " – "]))
def test_masking_twice_changes_nothing(pieces: list[str], joint: str) -> None:
    once = masked(joint.join(pieces))
    assert masked(once) == once


def test_long_hostile_text_takes_no_time() -> None:
    for text in (
        "A. " * 20_000,
        "Frau " * 20_000,
        "a.-" * 20_000,
        "0 " * 40_000,
        "a@" * 20_000,
        "Müller " * 15_000,
    ):
        masked(text)
