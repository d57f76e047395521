"""What lists say of who offers what, online or not."""

from datetime import date
from pathlib import Path

import pytest

from auditor.judge.fingerprint import address_key
from auditor.targets import Offer, Targets, load_targets
from auditor.targets.register import read_official
from tests.targets import gv100, xzufi

URL = "https://www.muehlbach.example/hund"


def read(tmp_path: Path, content: str, name: str = "liste.csv", register: bool = False) -> Targets:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    known = None
    if register:
        source = tmp_path / "GV100AD.txt"
        source.write_text(gv100.TEXT, encoding="utf-8")
        known = read_official(source)
    return load_targets([str(path)], known)


def said(targets: Targets, lang: str = "de") -> str:
    return "\n".join(each.text(lang) for each in (*targets.problems, *targets.notes))


def test_every_target_of_a_municipality_is_an_offer(tmp_path: Path) -> None:
    listed = read(tmp_path, f"url;name;ags;leika;leistung\n{URL};Hund;09184119;99102013011000;Hundesteuer\n")
    assert listed.offers == (
        Offer(
            "09184119",
            "99102013011000",
            "Hundesteuer",
            "online",
            "www.muehlbach.example/hund",
            URL,
            "Hund",
        ),
    )


def test_a_target_of_nobody_is_audited_and_nobodys_offer(tmp_path: Path) -> None:
    listed = read(tmp_path, f"url;gemeinde\n{URL};Mühlbach\n")
    assert len(listed.targets) == 1
    assert listed.offers == ()


def test_one_address_for_many_is_audited_once_and_offered_by_all(tmp_path: Path) -> None:
    """The offers lead to the result of the spelling that is audited."""
    listed = read(
        tmp_path,
        f"url;ags\n{URL};09184119\n{URL}#oben;09184120\nHTTPS://WWW.muehlbach.example:443/hund;09184121\n",
    )
    assert len(listed.targets) == 1
    assert [each.holder for each in listed.offers] == ["09184119", "09184120", "09184121"]
    assert {each.address for each in listed.offers} == {address_key(listed.services[0].url)}
    assert listed.offers[1].url == f"{URL}#oben"


def test_a_line_said_twice_is_one_offer(tmp_path: Path) -> None:
    assert len(read(tmp_path, f"url;ags\n{URL};09184119\n{URL};09184119\n").offers) == 1


@pytest.mark.parametrize("state", ["missing", "fehlt", "Nicht angeboten"])
@pytest.mark.parametrize("day", ["2026-11-03", "3.11.2026"])
def test_a_missing_service_has_a_day_and_a_source(tmp_path: Path, state: str, day: str) -> None:
    listed = read(
        tmp_path,
        f"url;ags;leistung;Zustand;Quelle;geprüft am\n{URL};09184119;Hund;angeboten;;\n"
        f";09184119;Umzug;{state};Rathaus, Anruf;{day}\n",
    )
    assert not listed.problems, said(listed)
    assert [each.url for each in listed.services] == [URL]
    assert listed.offers[1] == Offer(
        "09184119", None, "Umzug", "missing", source="Rathaus, Anruf", day=date(2026, 11, 3)
    )


def test_what_another_body_does_names_it(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        "- ags: 09184119\n  leika: 99102013011000\n  status: andere Stelle\n  zuständige Stelle: Landratsamt\n",
        "liste.yaml",
    )
    assert not listed.problems, said(listed)
    assert listed.targets == ()
    assert listed.offers == (Offer("09184119", "99102013011000", None, "elsewhere", provider="Landratsamt"),)


def test_a_list_of_what_is_not_online_needs_no_column_for_addresses(tmp_path: Path) -> None:
    listed = read(tmp_path, "ags;leistung;state;provider\n09184119;Kfz;elsewhere;Landratsamt\n")
    assert not listed.problems, said(listed)
    assert len(listed.offers) == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "{url};09184119;Hund;fehlt;;",
            "braucht einen Tag und eine Quelle; es fehlen: checked, source. Bitte",
        ),
        (";09184119;Hund;fehlt;Anruf;", "es fehlen: checked."),
        (";09184119;Hund;fehlt;;2026-11-03", "es fehlen: source."),
        (";;Hund;fehlt;Anruf;2026-11-03", "nicht, von welcher Gemeinde. Bitte „ags“ oder „ars“"),
        (";;Hund;andere Stelle;;", "nicht, von welcher Gemeinde"),
        (";09184119;;andere Stelle;;", "nicht, von welcher Leistung. Bitte „leika“"),
        (";09184119;Hund;fehlt;Anruf;31.11.2026", "„31.11.2026“ ist kein Tag. Bitte so schreiben"),
        (
            ";09184119;Hund;onlnie;;",
            "„onlnie“ sagt nicht, ob die Leistung online angeboten wird. Meinten Sie „online“",
        ),
        (";09184119;Hund;nein;Anruf;2026-11-03", "„nein“ sagt nicht, ob"),
        (";09184119;Hund;;;", "Die Adresse fehlt"),
        ("{url}/a b;09184119;Hund;andere Stelle;;", "Leerzeichen"),
    ],
)
def test_a_claim_without_its_proof_is_a_mistake(tmp_path: Path, line: str, fault: str) -> None:
    listed = read(tmp_path, f"url;ags;leistung;state;source;checked\n{line.format(url=URL)}\n")
    assert fault in said(listed)
    assert listed.offers == ()
    assert listed.problems[0].place.line == 2
    assert said(listed, "en")


def test_an_old_list_that_calls_the_land_state(tmp_path: Path) -> None:
    listed = read(tmp_path, f"url;ags;state\n{URL};09184119;Bayern\n{URL}/2;;NW\n")
    assert not listed.problems, said(listed)
    assert [each.land for each in listed.services] == ["BY", "NW"]
    assert [each.state for each in listed.offers] == ["online"]


def test_a_regional_key_of_a_municipality(tmp_path: Path) -> None:
    listed = read(tmp_path, f"url;ars\n{URL};091845101119\n")
    assert (listed.services[0].ags, listed.services[0].land) == ("09184119", "BY")
    assert [each.holder for each in listed.offers] == ["09184119"]


def test_a_regional_key_of_an_association_is_for_its_members(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        f"url;ars;leistung;state;source;checked\n{URL};091845101000;Hund;;;\n"
        ";091845101000;Umzug;fehlt;Anruf;2026-11-03\n",
    )
    assert not listed.problems, said(listed)
    assert (listed.services[0].ags, listed.services[0].land) == (None, "BY")
    assert [(each.holder, each.state) for each in listed.offers] == [
        ("091845101", "online"),
        ("091845101", "missing"),
    ]


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            "091845101000;09184119",
            "meint einen Gemeindeverband, der Gemeindeschlüssel „09184119“ nur eine Gemeinde",
        ),
        ("091845101119;09184120", "meinen zweierlei Gemeinden"),
        ("91845101119;", "Meinten Sie „091845101119“"),
        ("091845101;", "Dann lautet der Schlüssel „091845101000“"),
        ("09184119;", "gehört in die Spalte „ags“"),
        ("090000000000;", "meint keine Gemeinde und keinen Gemeindeverband"),
        ("9,18E+11;", "hat gerundet"),
    ],
)
def test_regional_keys_that_cannot_be(tmp_path: Path, keys: str, fault: str) -> None:
    listed = read(tmp_path, f"url;ars;ags\n{URL};{keys}\n")
    assert fault in said(listed)
    assert listed.offers == ()


def test_the_register_knows_what_is_missing_where(tmp_path: Path) -> None:
    """One municipality must not be blamed for another, least of all for what is missing."""
    head = "ags;ars;gemeinde;leistung;state;source;checked\n"
    rest = "Umzug;fehlt;Anruf;2026-11-03\n"
    fine = read(tmp_path, f"{head}09184119;;Mühlbach;{rest};091845101000;;{rest}", register=True)
    assert not fine.problems + fine.notes, said(fine)
    assert len(fine.offers) == 2
    strange = read(tmp_path, f"{head}09184999;;;{rest};091849999000;;{rest}", register=True)
    assert "kennt das Verzeichnis" in said(strange)
    assert "gehört zum Gemeindeverband 091849999" in said(strange)
    assert len(strange.offers) == 2
    wrong = read(tmp_path, f"{head}09184119;;Weiler;{rest}", register=True)
    assert "gehört zu „Mühlbach, Stadt“" in said(wrong)
    assert wrong.offers == ()


def test_a_completed_target_keeps_its_offer(tmp_path: Path) -> None:
    listed = read(tmp_path, f"url;ags\n{URL};09184119\n", register=True)
    assert listed.services[0].municipality == "Mühlbach"
    assert [each.holder for each in listed.offers] == ["09184119"]


def test_xzufi_says_who_offers_what_and_nothing_of_what_is_missing(tmp_path: Path) -> None:
    text = xzufi.message(
        xzufi.benefit("1"),
        xzufi.benefit("2"),
        xzufi.online("7", xzufi.link(URL), xzufi.duty("1", "091845101119", "091845101000", "09184")),
    )
    path = tmp_path / "export.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    listed = load_targets([str(path)])
    assert {(each.holder, each.state) for each in listed.offers} == {
        ("09184119", "online"),
        ("091845101", "online"),
    }
    assert "wird kein Onlinedienst angeboten" in said(listed)
    assert "sondern für 09184" in said(listed)
