from typing import Any

import pytest

from auditor.checks import privacy as p
from auditor.evidence.model import Consent, Cookie, Form, Role, StorageItem


def test_known_vendor_fails_once_for_the_whole_service(build: Any, verdicts: Any) -> None:
    fonts = build.request("https://fonts.googleapis.com/css")
    case = build.case(build.page(requests=(fonts,)), build.page(Role.ROUTE, requests=(fonts,)))
    assert verdicts(p.no_third_party_before_consent(case)) == [("failed", "known")]


def test_calls_after_a_touch_do_not_count(build: Any, verdicts: Any) -> None:
    page = build.page(requests=(build.request("https://www.youtube.com/embed/x", phase="touched"),))
    assert verdicts(p.no_third_party_before_consent(build.case(page))) == [("passed", "")]


def test_form_server_is_part_of_the_service(build: Any, verdicts: Any) -> None:
    frame = build.frame("https://formulare.anbieter.example/x", controls=[build.control("Name")])
    page = build.page(frames=(frame,), requests=(build.request("https://static.anbieter.example/x.js"),))
    assert verdicts(p.no_third_party_before_consent(build.case(page))) == [("passed", "")]


def test_a_vendor_with_an_input_field_stays_a_vendor(build: Any, verdicts: Any) -> None:
    frame = build.frame("https://www.google.com/maps/embed", controls=[build.control("Start")])
    page = build.page(frames=(frame,), requests=(build.request("https://www.google.com/maps/embed"),))
    assert verdicts(p.no_third_party_before_consent(build.case(page))) == [("failed", "known")]


def test_the_residents_own_machine_is_no_stranger(build: Any, verdicts: Any) -> None:
    page = build.page(requests=(build.request("http://127.0.0.1:24727/eID-Client", host="127.0.0.1"),))
    assert verdicts(p.no_third_party_before_consent(build.case(page))) == [("passed", "")]


def test_strangers_and_contract_vendors_need_a_look(build: Any, verdicts: Any) -> None:
    page = build.page(
        requests=(build.request("https://cdn.jsdelivr.net/x"), build.request("https://x.other.example/y"))
    )
    assert verdicts(p.no_third_party_before_consent(build.case(page))) == [
        ("cantTell", "contract"),
        ("cantTell", "stranger"),
    ]


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (Cookie(name="_ga", domain="x", days=730), ("failed", "tracking")),
        (Cookie(name="JSESSIONID", domain="x"), ("passed", "")),
        (Cookie(name="abc", domain="x"), ("passed", "")),
        (Cookie(name="abc", domain="x", days=30), ("cantTell", "unknown")),
        (Cookie(name="abc", domain="x", first_party=False), ("cantTell", "unknown")),
        (Cookie(name="_pk_ses.1.2", domain="x"), ("cantTell", "unclear")),
    ],
)
def test_cookies(build: Any, verdicts: Any, cookie: Cookie, expected: tuple[str, str]) -> None:
    case = build.case(build.page(cookies=(cookie,)))
    assert verdicts(p.no_tracking_storage_before_consent(case)) == [expected]


def test_session_storage_of_unknown_name_is_fine_local_is_not_sure(build: Any, verdicts: Any) -> None:
    items = tuple(StorageItem(origin="x", kind=kind, key=kind) for kind in ("session", "local"))
    case = build.case(build.page(storage=items))
    assert verdicts(p.no_tracking_storage_before_consent(case)) == [("cantTell", "unknown")]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Ich willige in die Veröffentlichung ein", [("failed", "ticked")]),
        ("Ja, ich möchte den Newsletter erhalten", [("failed", "ticked")]),
        ("Ich habe die Hinweise gelesen und stimme der Verarbeitung zu", [("cantTell", "acknowledged")]),
        ("Ich bin Halter des Hundes", []),
        ("Ich stimme nicht zu", []),
        ("Statistik", []),
    ],
)
def test_preticked(build: Any, verdicts: Any, label: str, expected: list[tuple[str, str]]) -> None:
    case = build.case(build.page(controls=[build.control(label, "checkbox", checked=True)]))
    assert verdicts(p.preticked_consent(case)) == expected


def test_statistics_in_a_banner(build: Any, verdicts: Any) -> None:
    box = build.control("Statistik", "checkbox", checked=True)
    locked = build.control("Marketing", "checkbox", checked=True, disabled=True)
    case = build.case(build.page(controls=[box, locked], consent=Consent(accept="Alle akzeptieren")))
    assert verdicts(p.preticked_consent(case)) == [("failed", "ticked")]


@pytest.mark.parametrize(
    ("consent", "expected"),
    [
        (Consent(accept="Akzeptieren", refuse="Ablehnen"), [("passed", "")]),
        (
            Consent(accept="Alle akzeptieren", text="Wir nutzen Cookies. Alle akzeptieren Einstellungen"),
            [("failed", "no-refusal")],
        ),
        (Consent(accept="OK", text="Wir nutzen Cookies. OK"), [("cantTell", "unsure")]),
        (
            Consent(accept="Akzeptieren", text="Nur notwendige Cookies · Akzeptieren"),
            [("cantTell", "unsure")],
        ),
        (Consent(), []),
        (None, []),
    ],
)
def test_refusal(build: Any, verdicts: Any, consent: Consent | None, expected: list[tuple[str, str]]) -> None:
    assert verdicts(p.refuse_as_easy_as_accept(build.case(build.page(consent=consent)))) == expected


def test_notice_reachable_from_a_button(build: Any, verdicts: Any) -> None:
    page = build.page(controls=[build.control("Datenschutzhinweise", "button")])
    assert verdicts(p.privacy_notice_reachable(build.case(page))) == [("passed", "")]


def test_notice_missing(build: Any, verdicts: Any) -> None:
    assert verdicts(p.privacy_notice_reachable(build.case(build.page()))) == [("failed", "missing")]


def test_lacking_parts_never_fail(build: Any) -> None:
    notice = build.page(Role.PRIVACY, texts=["Verantwortlich ist die Stadt."])
    found = list(p.privacy_notice_parts(build.case(build.page(), notice)))
    assert {o.outcome.value for o in found} == {"cantTell"}
    assert {o.message for o in found} == set(p.NOTICE_PARTS) - {"notice-controller"}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Die Daten werden nach zehn Jahren gelöscht.", ("passed", "")),
        ("Wir speichern Protokolle 7 Tage.", ("passed", "")),
        (
            "Das Cookie wird gelöscht, sobald Sie den Browser schließen; mit dem Ende der Sitzung.",
            ("passed", ""),
        ),
        ("Wir speichern Daten, solange es erforderlich ist.", ("cantTell", "vague")),
        ("Wir speichern Daten.", ("cantTell", "missing")),
    ],
)
def test_retention(build: Any, verdicts: Any, sentence: str, expected: tuple[str, str]) -> None:
    case = build.case(build.page(), build.page(Role.PRIVACY, texts=[sentence]))
    assert verdicts(p.retention_period_stated(case)) == [expected]


def test_optional_salutation_is_nobodys_business(build: Any, verdicts: Any) -> None:
    asked = build.control("Anrede", "select", options=("Herr", "Frau"))
    assert verdicts(p.data_minimisation(build.case(build.page(Role.FORM, controls=[asked])))) == [
        ("passed", "")
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Bitte wählen", "Herr", "Frau"), ("failed", "two-salutations")),
        (("Herr", "Frau", "Divers"), ("cantTell", "reason")),
        (("Herr", "Frau", "Firma"), ("cantTell", "reason")),
        (("Herr",), ("cantTell", "reason")),
    ],
)
def test_compulsory_salutation(
    build: Any, verdicts: Any, options: tuple[str, ...], expected: tuple[str, str]
) -> None:
    asked = build.control("Anrede", "select", options=options, required=True)
    assert verdicts(p.data_minimisation(build.case(build.page(Role.FORM, controls=[asked])))) == [expected]


def form(html: str, action: str = "https://www.musterstadt.example/weiter", method: str = "get") -> Form:
    return Form(selector="form", tag="form", index=0, action=action, method=method, html=html)


def test_get_form_with_personal_data(build: Any, verdicts: Any) -> None:
    controls = [build.control("Nachname", form=0), build.control("Geburtsdatum", form=0)]

    def judged(sent: Form) -> list[tuple[str, str]]:
        return list(
            verdicts(
                p.no_personal_data_in_url(build.case(build.page(Role.FORM, controls=controls, forms=[sent])))
            )
        )

    assert judged(form('<form method="get">')) == [("failed", "in-address")]
    assert judged(form("<form>")) == [("cantTell", "perhaps")]
    assert judged(form('<form method="post">', method="post")) == [("passed", "")]


def test_search_by_name_is_no_personal_data(build: Any, verdicts: Any) -> None:
    controls = [build.control("Nachname", form=0), build.control("Vorname", form=0)]
    page = build.page(controls=controls, forms=[form('<form method="get">')])
    assert verdicts(p.no_personal_data_in_url(build.case(page))) == []
