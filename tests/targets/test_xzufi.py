"""Targets from XZuFi: which service is online where, what is not, and documents that mean no good."""

from __future__ import annotations

import io
import socket
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.targets import Targets, load_targets
from auditor.targets.register import Register, read_official
from tests.targets import gv100
from tests.targets.xzufi import (
    area,
    authority,
    benefit,
    duty,
    forget,
    identity,
    link,
    message,
    online,
    transferred,
)

URL = "https://dienste.muehlbach.example/hund"
MUEHLBACH = "091845101119"


@pytest.fixture
def register(tmp_path: Path) -> Register:
    path = tmp_path / "GV100AD.txt"
    path.write_text(gv100.TEXT, encoding="utf-8")
    return read_official(path)


def read(tmp_path: Path, *messages: str | bytes, register: Register | None = None) -> Targets:
    paths = []
    for number, content in enumerate(messages, start=1):
        path = tmp_path / f"xzufi-{number}.xml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(str(path))
    return load_targets(paths, register)


def notes(listed: Targets, lang: str = "de") -> str:
    return "\n".join(note.text(lang) for note in listed.notes)


def problems(listed: Targets, lang: str = "de") -> str:
    return "\n".join(problem.text(lang) for problem in listed.problems)


@pytest.mark.parametrize("version", ["2_2_0", "2_2", "2_3_0", "2_3_1"])
def test_an_online_service_of_a_municipality(tmp_path: Path, version: str) -> None:
    listed = read(
        tmp_path,
        message(
            benefit("1"),
            online("7", link(URL), duty("1", MUEHLBACH)),
            area(MUEHLBACH, "Mühlbach"),
            version=version,
        ),
    )
    assert not listed.problems, problems(listed)
    assert not listed.notes, notes(listed)
    (service,) = listed.services
    assert service.model_dump(exclude_none=True) == {
        "url": URL,
        "name": "Hundesteuer online",
        "service": "Hund anmelden",
        "leika": "99102013011000",
        "municipality": "Mühlbach",
        "ags": "09184119",
        "land": "BY",
    }
    assert listed.targets[0].place.text().endswith("xzufi-1.xml, Zeile 5")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_and_standard_input(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """Told from a list by its content, whatever it is called."""
    text = message(benefit("1", "Müll"), online("7", link(URL), duty("1", MUEHLBACH)))
    declared = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    data = text.replace("UTF-8", declared, 1).encode(encoding)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (service,) = load_targets(["-"]).services
    assert service.service == "Müll"


def test_several_areas_share_one_address_and_none_is_lost(tmp_path: Path, register: Register) -> None:
    listed = read(
        tmp_path,
        message(benefit("1"), online("7", link(URL), duty("1", MUEHLBACH, "091845101118", "091840130130"))),
        register=register,
    )
    assert [(s.municipality, s.ags, s.population) for s in listed.services] == [
        ("Mühlbach", "09184119", 4321)
    ]
    assert [d.target.service.ags for d in listed.duplicates] == ["09184118", "09184130"]
    assert (
        "gilt auch für Weiler (09184130) und steht für Mühlbach (09184119) schon hier:"
        in listed.duplicates[1].text()
    )
    assert "for Weiler (09184130) as well" in listed.duplicates[1].text("en")


def test_missing_without_address_and_by_another_body_are_three_things(
    tmp_path: Path, register: Register
) -> None:
    listed = read(
        tmp_path,
        message(
            benefit("1", "Hund anmelden"),
            benefit("2", "Wohnsitz ummelden"),
            benefit("3", "Fahrzeug abmelden"),
            online("7", duty("1", MUEHLBACH), name="Hund"),
            online("8", link(URL), duty("3", "091840000000"), name="Kfz"),
        ),
        register=register,
    )
    assert not listed.problems
    said = notes(listed).splitlines()
    assert len(said) == 3
    assert "Zeile 7: Der Onlinedienst „Hund“ nennt keine Adresse" in said[0]
    assert "Zeile 8: Der Onlinedienst „Kfz“ gilt nicht für eine einzelne Gemeinde" in said[1]
    assert "sondern für 091840000000 (Mühlkreis)" in said[1]
    assert "Zeile 5: „Wohnsitz ummelden“: laut dieser Liste wird kein Onlinedienst angeboten." in said[2]
    (service,) = listed.services
    assert (service.land, service.ags, service.municipality) == ("BY", None, None)


def test_a_list_without_online_services_accuses_nobody(tmp_path: Path) -> None:
    """A message with services only, as the catalogues hand them out, does not say that they are not online."""
    listed = read(tmp_path, message(benefit("1"), benefit("2")))
    assert not listed.notes
    assert not listed.targets
    assert (
        "enthalten keinen Onlinedienst. Bitte auch die Nachrichten mit den Onlinediensten nennen"
        in problems(listed)
    )


def test_several_messages_are_read_together(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        message(online("7", link(URL), duty("1", MUEHLBACH))),
        message(benefit("1", "Hund")),
    )
    assert not listed.problems
    assert not listed.notes
    assert listed.services[0].service == "Hund"


@pytest.mark.parametrize(
    ("digits", "scheme", "expected"),
    [
        (
            MUEHLBACH,
            "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs_2026-07-31",
            ("09184119", "BY"),
        ),
        ("09184119", "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:ags", ("09184119", "BY")),
        ("110000000000", "", ("11000000", "BE")),
        ("02", "urn:xoev-de:bund:destatis:schluessel:land", ("02000000", "HH")),
        ("040000000000", "", (None, "HB")),
        ("09184", "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:kreis", (None, "BY")),
        ("091845101000", "", (None, "BY")),
        ("000000000000", "", (None, None)),
        # a town that is its own district and a district look alike; only a register tells them apart
        ("091610000000", "", (None, "BY")),
        ("84999", "urn:example:postleitzahl", (None, None)),
        ("09184119", "urn:example:eigene-nummer", (None, None)),
        ("84999", "", (None, None)),
        ("Mühlbach", "", (None, None)),
    ],
)
def test_areas_are_read_without_guessing(
    tmp_path: Path, digits: str, scheme: str, expected: tuple[str | None, str | None]
) -> None:
    listed = read(tmp_path, message(benefit("1"), online("7", link(URL), duty("1", digits, scheme=scheme))))
    (service,) = listed.services
    assert (service.ags, service.land) == expected
    (offer,) = listed.offers or (None,)
    holder = expected[0] or ("091845101" if digits == "091845101000" else None)
    assert (offer and offer.holder) == holder
    assert bool(listed.notes) is (holder is None)


def test_the_register_tells_a_town_from_a_district(tmp_path: Path, register: Register) -> None:
    text = message(benefit("1"), online("7", link(URL), duty("1", "091610000000")))
    (service,) = read(tmp_path, text, register=register).services
    assert (service.municipality, service.ags, service.population) == ("Großheim", "09161000", 123456)


def test_the_authority_in_charge_says_where_if_the_online_service_does_not(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        message(
            benefit("1"),
            online("7", link(URL), duty("1")),
            authority("5", duty("1", MUEHLBACH), duty("9", "x")),
        ),
    )
    assert [service.ags for service in listed.services] == ["09184119"]


def test_duties_handed_over_on_their_own_and_what_is_taken_back(tmp_path: Path) -> None:
    first = message(
        benefit("1"),
        benefit("2", "Alt"),
        online("7", link(URL)),
        online("8", link("https://alt.example"), duty("2")),
        transferred("7", duty("1", MUEHLBACH, number="z1")),
        transferred("7", duty("1", "091840130130", number="z2")),
    )
    second = message(
        forget("Zustaendigkeit", "z2"),
        forget("Onlinedienst", "8"),
        forget("Leistung", "2"),
        forget("Neues", "8"),
    )
    listed = read(tmp_path, first, second)
    assert [(service.url, service.ags) for service in listed.services] == [(URL, "09184119")]
    assert not listed.duplicates
    assert not listed.notes


def test_a_later_message_replaces_an_earlier_one(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        message(online("7", link("https://alt.example"), duty("1", MUEHLBACH))),
        message(online("7", link(URL), duty("1", MUEHLBACH))),
    )
    assert [service.url for service in listed.services] == [URL]


def test_the_best_address_is_taken_and_the_others_are_told(tmp_path: Path) -> None:
    links = link("https://info.example", "02"), link("https://en.example", "01", "en"), link(URL)
    listed = read(tmp_path, message(benefit("1"), online("7", *links, duty("1", MUEHLBACH))))
    assert [service.url for service in listed.services] == [URL]
    assert f"„Hundesteuer online“ nennt 3 Adressen; geprüft wird {URL}." in notes(listed)


def test_references_without_an_agency_and_strangers(tmp_path: Path) -> None:
    own = "<xzufi:zustaendigkeit><xzufi:leistungID>1</xzufi:leistungID></xzufi:zustaendigkeit>"
    other = identity("1", "leistungID", agency="L8")
    stranger = f"<xzufi:zustaendigkeit>{other}</xzufi:zustaendigkeit>"
    unknown = f"<xzufi:spezialisierung>{identity('3')}{benefit('4')}</xzufi:spezialisierung>"
    listed = read(tmp_path, message(benefit("1", "Hund"), online("7", link(URL), own), unknown))
    assert listed.services[0].service == "Hund"
    listed = read(tmp_path, message(benefit("1", "Hund"), online("7", link(URL), stranger)))
    assert listed.services[0].service is None
    assert (
        "„Hund“: kein Onlinedienst dieser Liste nennt diese Leistung; weil 1 davon keine bekannte"
        in notes(listed)
    )


def test_a_service_may_be_named_by_its_second_number(tmp_path: Path) -> None:
    second = identity("B-1", "idSekundaer", agency="Katalog")
    named = f"<xzufi:zustaendigkeit>{identity('B-1', 'leistungID', agency='Katalog')}</xzufi:zustaendigkeit>"
    listed = read(tmp_path, message(benefit("1", "Hund", more=second), online("7", link(URL), named)))
    assert not listed.notes
    assert listed.services[0].service == "Hund"


@pytest.mark.parametrize(
    ("scheme", "towns"), [("ZustaendigkeitOnlinedienst", {"09184130"}), ("", {"09184119"})]
)
def test_an_authority_and_an_online_service_of_one_number(
    tmp_path: Path, scheme: str, towns: set[str]
) -> None:
    """Numbers are unique for one kind of object only."""
    handed = duty("1", "091840130130", number="z1").replace(
        "<xzufi:id ", f'<xzufi:id schemeID="{scheme}" ', 1
    )
    listed = read(
        tmp_path,
        message(
            benefit("1"),
            online("7", link(URL), duty("1", MUEHLBACH) if not scheme else ""),
            authority("7"),
            transferred("7", handed),
        ),
    )
    assert {target.service.ags for target in listed.targets} == towns
    assert not listed.duplicates


def test_a_code_of_another_catalogue_is_no_leika_key(tmp_path: Path) -> None:
    text = message(benefit("1", leika="S1000010000000"), online("7", link(URL), duty("1", MUEHLBACH)))
    assert read(tmp_path, text).services[0].leika is None


def test_a_bad_address_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        message(
            benefit("1"), online("7", link("htp://a.example"), duty("1", MUEHLBACH)), online("8", link(URL))
        ),
    )
    assert [service.url for service in listed.services] == [URL]
    assert (
        "xzufi-1.xml, Zeile 5: „htp://a.example“ ist keine Webadresse. Meinten Sie „http://a.example“?"
        in problems(listed)
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<a><b></a>", "line 1: This is not valid XML"),
        (message(benefit("1"))[:-30], "This is not valid XML"),
        ("\n\n<a>\n<b></a>", "line 4: This is not valid XML"),
        ("<kml xmlns='x'/>", "line 1: This is XML but not XZuFi; it begins with “kml”."),
        ("<!DOCTYPE html><html><p>x<br></html>", "line 1: This is a web page, not a list."),
        ("\n<HTML><p>x</html>", "This is a web page, not a list."),
        (message(benefit("1"), version="2_1_0"), "line 2: XZuFi 2.1 is not read"),
        (message(benefit("1"), version="3_0_0"), "line 2: XZuFi 3.0 is not read"),
    ],
)
def test_documents_that_cannot_be_read(tmp_path: Path, content: str, told: str) -> None:
    listed = read(tmp_path, content)
    assert told in problems(listed, "en")
    assert not listed.targets
    assert not listed.notes


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB + "<r>&i;</r>",
        BOMB + '<r x="&i;"/>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]><r/>',
        "<r>" + "<a>" * 5000 + "</a>" * 5000 + "</r>",
    ],
)
def test_hostile_documents_are_refused_quickly_and_reach_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    start = time.monotonic()
    listed = read(tmp_path, content)
    assert time.monotonic() - start < 5
    assert len(listed.problems) == 1
    assert "root:" not in problems(listed)
    assert not listed.targets


OBJECTS = [
    benefit("1"),
    benefit("2", "Umzug"),
    online("7", link(URL)),
    online("8", link("https://b.example"), duty("2")),
    authority("5", duty("2", "091840130130")),
    area(MUEHLBACH, "Mühlbach"),
    transferred("7", duty("1", MUEHLBACH, number="z1")),
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(OBJECTS), st.integers(0, len(OBJECTS)))
def test_neither_the_order_nor_the_files_matter(
    tmp_path_factory: pytest.TempPathFactory, objects: list[str], cut: int
) -> None:
    listed = read(tmp_path_factory.mktemp("xzufi"), message(*objects[:cut]), message(*objects[cut:]))
    assert not listed.problems
    assert not listed.notes
    assert {(service.url, service.ags, service.service) for service in listed.services} == {
        (URL, "09184119", "Hund anmelden"),
        ("https://b.example", "09184130", "Umzug"),
    }


WHOLE = message(*OBJECTS, forget("Leistung", "3")).encode()


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(WHOLE)),
    st.integers(0, 60),
    st.sampled_from([b"", b"<", b"&", b"<xzufi:id/>", b"\x00", b"]]>"]),
)
def test_no_damage_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, start: int, gone: int, put: bytes
) -> None:
    listed = read(tmp_path_factory.mktemp("xzufi"), WHOLE[:start] + put + WHOLE[start + gone :])
    assert listed.targets or listed.problems


def test_a_document_too_large(tmp_path: Path) -> None:
    listed = read(tmp_path, b"<a>" + b" " * 64_000_000 + b"</a>")
    assert "mehr als 64 MB. Bitte in mehrere Nachrichten aufteilen" in problems(listed)


def test_lines_far_down_are_still_right(tmp_path: Path) -> None:
    blank = "\n" * 70_000
    text = message(benefit("1"), online("7", link("htp://a.example"), duty("1", MUEHLBACH))).replace(
        "<xzufi:schreibe><xzufi:onlinedienst>", f"{blank}<xzufi:schreibe><xzufi:onlinedienst>"
    )
    assert "Zeile 70005" in problems(read(tmp_path, text))
