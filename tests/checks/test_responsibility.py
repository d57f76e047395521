from typing import Any

import pytest

from auditor.checks import responsibility as r
from auditor.evidence.model import Fetch, Reason, Role

CONTACT = ("Kontakt", "https://www.musterstadt.example/kontakt")
IMPRINT = ("Impressum", "https://www.musterstadt.example/impressum")


def test_contact_in_an_embedded_form_counts(build: Any, verdicts: Any) -> None:
    frame = build.frame("https://formulare.example/", links=[("0123 456", "tel:+49123456")])
    assert verdicts(r.contact_route(build.case(build.page(frames=(frame,))))) == [("passed", "")]


def test_no_contact_fails_but_not_where_we_were_blind(build: Any, verdicts: Any) -> None:
    assert verdicts(r.contact_route(build.case(build.page()))) == [("failed", "missing")]
    assert verdicts(r.contact_route(build.case(build.page(guarded=True)))) == [("cantTell", "unsure")]


def test_dead_contact_link(build: Any, verdicts: Any) -> None:
    gone = build.page(Role.CONTACT, url=CONTACT[1], status=404, reason=Reason.NOT_FOUND)
    assert verdicts(r.contact_route(build.case(build.page(links=[CONTACT]), gone))) == [("failed", "dead")]


def test_contact_that_timed_out_is_not_dead(build: Any, verdicts: Any) -> None:
    slow = build.page(Role.CONTACT, url=CONTACT[1], status=None, reason=Reason.TIMEOUT)
    assert verdicts(r.contact_route(build.case(build.page(links=[CONTACT]), slow))) == [("passed", "")]


def test_imprint_is_a_detour_that_must_help(build: Any, verdicts: Any) -> None:
    entry = build.page(links=[IMPRINT])
    helpful = build.page(Role.IMPRINT, url=IMPRINT[1], texts=["Telefon 0123 45678"])
    assert verdicts(r.contact_route(build.case(entry, helpful))) == [("passed", "")]
    assert verdicts(r.contact_route(build.case(entry))) == [("cantTell", "imprint")]


def test_page_that_did_not_load_is_untested(build: Any, verdicts: Any) -> None:
    case = build.case(build.page(links=[CONTACT]), build.page(Role.FORM, reason=Reason.TIMEOUT))
    assert verdicts(r.contact_route(case)) == [("passed", ""), ("untested", "")]


def test_body_named_everywhere(build: Any, verdicts: Any) -> None:
    case = build.case(build.page(title="Stadt Musterstadt"), build.page(Role.FORM, texts=["Musterstadt"]))
    assert verdicts(r.responsible_body_named(case)) == [("passed", ""), ("passed", "")]


def test_unnamed_form_needs_a_look_unless_nothing_at_all_is_there(build: Any, verdicts: Any) -> None:
    entry = build.page(title="Stadt Musterstadt")
    assert verdicts(r.responsible_body_named(build.case(entry, build.page(Role.FORM, images=[""]))))[-1] == (
        "cantTell",
        "unnamed",
    )
    assert verdicts(r.responsible_body_named(build.case(entry, build.page(Role.FORM, links=[IMPRINT]))))[
        -1
    ] == ("cantTell", "unnamed")
    assert verdicts(r.responsible_body_named(build.case(entry, build.page(Role.FORM))))[-1] == (
        "failed",
        "nobody",
    )


def fetched(text: str, status: int = 200) -> Fetch:
    return Fetch(
        purpose="security-txt",
        url="https://www.musterstadt.example/.well-known/security.txt",
        status=status,
        text=text,
    )


def test_security_txt(build: Any, verdicts: Any) -> None:
    good = "Contact: mailto:a@b.example\nExpires: 2027-01-01T00:00:00Z\n"
    judged = {
        good: [("passed", "")],
        good.replace("2027", "2026"): [("cantTell", "expired")],
        good.replace("mailto:", ""): [("cantTell", "no-contact")],
        "Contact: mailto:a@b.example": [("cantTell", "no-expires")],
        good + "Expires: 2028-01-01T00:00:00Z": [("cantTell", "no-expires")],
        good.replace("2027-01-01T00:00:00Z", "bald"): [("cantTell", "no-expires")],
        "<html>Willkommen</html>": [],
    }
    for text, expected in judged.items():
        assert verdicts(r.security_txt(build.case(build.page(), fetches=(fetched(text),)))) == expected, text
    assert verdicts(r.security_txt(build.case(build.page(), fetches=(fetched(good, 404),)))) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Steueramt 04321 987654", ("cantTell", "perhaps")),
        ("Call 0800 389 2500 or chat", ("passed", "")),
        ("(0800) 12 34 56", ("passed", "")),
        ("01067 Dresden", ("failed", "missing")),
        ("Stand 01.02.2026, Drucksache 2026/0123", ("failed", "missing")),
        ("IBAN DE02 1203 0000 0000 2020 51", ("failed", "missing")),
    ],
)
def test_digits_that_may_be_a_number(
    build: Any, verdicts: Any, words: str, expected: tuple[str, str]
) -> None:
    assert verdicts(r.contact_route(build.case(build.page(texts=[words])))) == [expected]


def test_words_that_may_lead_to_somebody(build: Any, verdicts: Any) -> None:
    page = build.page(links=[("Sprechzeiten im Rathaus", "https://www.musterstadt.example/zeiten")])
    assert verdicts(r.contact_route(build.case(page))) == [("cantTell", "perhaps")]
