"""Titles as towns write them, and whether they name a service that is looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.wording.titles import GRADES, Names, doubtful_path, path_title, read_title, stem

SERVICES = {
    "ausweis": Names(["Personalausweis", "Personalausweis beantragen", "Ausweis beantragen"]),
    "wohnsitz": Names(["Wohnsitz ummelden", "Wohnsitz anmelden", "Ummeldung", "Wohnung ummelden", "Umzug"]),
    "hund": Names(["Hund anmelden", "Hundesteuer", "Hundesteuer anmelden"]),
    "gewerbe": Names(["Gewerbe anmelden", "Gewerbeanmeldung"]),
    "geburt": Names(["Geburtsurkunde", "Personenstandsurkunde"]),
    "parken": Names(["Bewohnerparkausweis", "Bewohnerparken", "Anwohnerparkausweis"]),
    "kita": Names(["Kita-Platz", "Kita-Anmeldung", "Kindergartenplatz", "Kinderbetreuung"]),
    "sperr": Names(["Sperrmüll", "Sperrmüllabholung"]),
    "wohngeld": Names(["Wohngeld", "Mietzuschuss", "Lastenzuschuss"]),
    "zeugnis": Names(["Führungszeugnis"]),
    "melde": Names(["Meldebescheinigung", "Aufenthaltsbescheinigung"]),
    "bau": Names(["Bauantrag", "Baugenehmigung"]),
}

#: Title → service and grade; nothing means that no service may be found.
TITLES = [
    ("Personalausweis", "ausweis sure"),
    ("Personalausweise", "ausweis sure"),
    ("Beantragung eines Personalausweises", "ausweis sure"),
    ("Personalausweis neu beantragen", "ausweis sure"),
    ("Antrag auf Ausstellung eines Personalausweises", "ausweis sure"),
    ("Personal\u00adausweis", "ausweis sure"),
    ("Personalausweis und Reisepass", "ausweis likely"),
    ("Vorläufiger Personalausweis", "ausweis likely"),
    ("Personalausweis: Verlust anzeigen", "ausweis look"),
    ("Personalausweis - Terminvereinbarung", "ausweis look"),
    ("Personalausweisgebührenverordnung", ""),
    ("Personalausweisportal", "ausweis look"),
    ("Schwerbehindertenausweis", ""),
    ("Wohnsitz ummelden", "wohnsitz sure"),
    ("Ummeldung des Wohnsitzes", "wohnsitz sure"),
    ("An-, Um- und Abmeldung", "wohnsitz sure"),
    ("Wohnsitz: An-/Ummeldung", "wohnsitz sure"),
    ("Wohnsitzanmeldung online", "wohnsitz sure"),
    ("Elektronische Wohnsitzanmeldung (eWA)", "wohnsitz likely"),
    ("Kfz-Ummeldung", ""),
    ("Umzug", "wohnsitz sure"),
    ("Umzugskostenbeihilfe", ""),
    ("Hund anmelden", "hund sure"),
    ("Hunde an- und abmelden", "hund sure"),
    ("Anmeldung eines Hundes", "hund sure"),
    ("Hundesteuer-Anmeldung", "hund sure"),
    ("Hundesteueranmeldung", "hund sure"),
    ("Hundesteuer (An- und Abmeldung)", "hund sure"),
    ("Hundesteuer", "hund sure"),
    ("Hundesteuerabmeldung", ""),
    ("Abmeldung zur Hundesteuer", ""),
    ("Hundesteuersatzung der Stadt", ""),
    ("Ersatzmarke Hundesteuer", "hund likely"),
    ("Hundehaltung", ""),
    ("Gewerbeanmeldung", "gewerbe sure"),
    ("Gewerbe an-, um- oder abmelden", "gewerbe sure"),
    ("Gewerbean-, -um- und -abmeldung", "gewerbe sure"),
    ("Gewerbeabmeldung", ""),
    ("Gewerbe ummelden", ""),
    ("Gewerbe", "gewerbe likely"),
    ("Gewerbesteuer", ""),
    ("Gewerbegebiet Nord", ""),
    ("Geburtsurkunde", "geburt sure"),
    ("Geburtsurkunden online bestellen", "geburt sure"),
    ("Urkunden (Geburts-, Ehe-, Sterbeurkunde)", "geburt likely"),
    ("Personenstandsurkunden anfordern", "geburt sure"),
    ("Geburtsanzeige", ""),
    ("Bewohnerparkausweis", "parken sure"),
    ("Parkausweis für Bewohner", "ausweis look · parken sure"),
    ("Parkausweise für Bewohnerinnen und Bewohner", "ausweis look · parken sure"),
    ("Anwohnerparkausweise", "parken sure"),
    ("Bewohnerparkausweis verlängern", "parken look"),
    ("Parkhäuser", ""),
    ("Kita-Platz", "kita sure"),
    ("Kitaplatz", "kita sure"),
    ("Anmeldung in der Kita", "kita sure"),
    ("Vormerkung für einen Kita-Platz", "kita sure"),
    ("Kindertagesstätten", ""),
    ("Sperrmüll anmelden", "sperr sure"),
    ("Sperrmuellabholung", "sperr sure"),
    ("Abholung von Sperrmüll", "sperr sure"),
    ("Wohngeld", "wohngeld sure"),
    ("Wohngeldantrag", "wohngeld sure"),
    ("Wohngeld (Miet- und Lastenzuschuss)", "wohngeld sure"),
    ("Wohngeldstelle", "wohngeld look"),
    ("Pressemitteilung: Neues Wohngeld", ""),
    ("Führungszeugnis", "zeugnis sure"),
    ("FUEHRUNGSZEUGNIS", "zeugnis sure"),
    ("Erweitertes Führungszeugnis", "zeugnis likely"),
    ("Meldebescheinigung", "melde sure"),
    ("Abmeldebescheinigung", "melde look"),
    ("Bauantrag", "bau sure"),
    ("Baugenehmigung beantragen", "bau sure"),
    ("Bebauungsplan Ortsmitte", ""),
    ("Stellenausschreibung: Sachbearbeitung Wohngeld", ""),
    ("Amtsblatt 11/2026", ""),
    ("Online beantragen", ""),
    ("mehr", ""),
    ("", ""),
]


def _found(title: str) -> str:
    hits = {id_: match for id_, names in SERVICES.items() if (match := names.match(title))}
    return " · ".join(f"{id_} {match.grade}" for id_, match in sorted(hits.items()))


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_titles(title: str, expected: str) -> None:
    assert _found(title) == expected


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.stadt.example/a-z/hundesteuer-anmelden.html", "hundesteuer anmelden"),
        ("https://www.stadt.example/buergerservice/Wohngeld/index.php?id=4", "Wohngeld"),
        ("https://www.stadt.example/tb-wohngeld--174.html", "tb wohngeld"),
        ("https://www.stadt.example/detail/28616/show", ""),
        ("https://www.stadt.example/f%C3%BChrungszeugnis/", "führungszeugnis"),
        ("https://www.stadt.example/", ""),
    ],
)
def test_an_address_says_what_its_end_says(url: str, words: str) -> None:
    assert path_title(url) == words


def test_news_are_doubtful_wherever_they_stand() -> None:
    assert doubtful_path("https://www.stadt.example/Aktuelles/2026/hundesteuer")
    assert not doubtful_path("https://www.stadt.example/dienste/aktuelles")


@given(st.permutations(["Hundesteuer", "Hund anmelden", "Hundesteuer anmelden", "Hundeanmeldung"]))
def test_the_order_of_names_does_not_matter(names: list[str]) -> None:
    for title in ("Hundesteuer-Anmeldung", "Hunde", "Hundesteuermarke", "Anmeldung eines Hundes im Ort"):
        assert Names(names).match(title) == Names(sorted(names)).match(title)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    match = SERVICES["hund"].match(text)
    assert match is None or match.grade in GRADES
    assert len(read_title(text).topics) == len(read_title(text).written)
    path_title(f"https://stadt.example/{text}".replace("[", "").replace("]", ""))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=30))
def test_a_stem_is_never_more_than_the_word(word: str) -> None:
    assert stem(word)
    assert len(stem(word)) <= len(word)


def test_a_name_for_three_services_is_not_a_name_for_each() -> None:
    names = Names(["Gewerbe anmelden", "Gewerbe An-, Um- und Abmeldung"])
    assert names.match("Gewerbeabmeldung") is None
    both = names.match("An- und Abmeldung eines Gewerbes")
    assert both is not None
    assert both.grade == "sure"


def test_a_login_is_no_registration() -> None:
    names = Names(["Wohnsitz anmelden", "Anmeldung", "Ummeldung"])
    assert [match and match.grade for match in map(names.match, ("Anmeldung", "Anmelden", "Ummeldung"))] == [
        "look",
        "look",
        "sure",
    ]


def test_the_letters_of_an_a_to_z() -> None:
    assert SERVICES["hund"].letters == {"H", "A"}
    assert "F" in SERVICES["zeugnis"].letters
