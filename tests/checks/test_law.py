from typing import Any

import pytest

from auditor.checks import law
from auditor.evidence.model import Reason, Role

ADDRESS = "Stadt Musterstadt, Rathausplatz 1, 12345 Musterstadt"
MAIL = "E-Mail stadt@musterstadt.example"
PHONE = "Telefon 0123 456-0"
MAYOR = "Vertreten durch die Bürgermeisterin"


def test_imprint_on_every_host(build: Any, verdicts: Any) -> None:
    entry = build.page(links=[("Impressum", "https://www.musterstadt.example/impressum")])
    bare = build.page(Role.FORM, url="https://formulare.example/x")
    assert verdicts(law.imprint_reachable(build.case(entry, bare))) == [("passed", ""), ("failed", "missing")]


def test_imprint_behind_contact_needs_a_look(build: Any, verdicts: Any) -> None:
    page = build.page(links=[("Kontakt", "https://www.musterstadt.example/kontakt")])
    assert verdicts(law.imprint_reachable(build.case(page))) == [("cantTell", "unsure")]


def test_dead_imprint(build: Any, verdicts: Any) -> None:
    url = "https://www.musterstadt.example/impressum"
    gone = build.page(Role.IMPRINT, url=url, status=404, reason=Reason.NOT_FOUND)
    assert verdicts(law.imprint_reachable(build.case(build.page(links=[("Impressum", url)]), gone))) == [
        ("failed", "dead")
    ]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([ADDRESS, MAIL, PHONE, MAYOR], [("passed", "")]),
        ([ADDRESS, PHONE, MAYOR], [("failed", "mail")]),
        ([ADDRESS, "E-Mail: siehe Bild", PHONE, MAYOR], [("cantTell", "mail-unsure")]),
        (["Stadt Musterstadt am Rathausplatz eins", MAIL, "Kontaktformular", MAYOR], [("failed", "address")]),
        ([ADDRESS, MAIL, MAYOR], [("cantTell", "second")]),
        ([ADDRESS, MAIL, PHONE], [("cantTell", "representative")]),
    ],
)
def test_parts(build: Any, verdicts: Any, texts: list[str], expected: list[tuple[str, str]]) -> None:
    assert (
        verdicts(law.imprint_parts(build.case(build.page(), build.page(Role.IMPRINT, texts=texts))))
        == expected
    )


def test_a_picture_may_hold_the_address(build: Any, verdicts: Any) -> None:
    page = build.page(Role.IMPRINT, texts=[ADDRESS, PHONE, MAYOR], images=[""])
    assert verdicts(law.imprint_parts(build.case(build.page(), page))) == [("cantTell", "mail-unsure")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Angaben gemäß § 5 TMG", [("failed", "outdated")]),
        ("Angaben gemäß § 5 Abs. 1 TMG", [("failed", "outdated")]),
        ("Angaben gemäß § 5 DDG (vormals § 5 TMG)", [("passed", "")]),
        ("§ 25 Abs. 2 TTDSG", [("failed", "outdated")]),
        ("Verantwortlich nach § 55 Abs. 2 RStV", [("failed", "outdated")]),
        ("Verantwortlich nach § 18 Abs. 2 MStV", [("passed", "")]),
        ("Gestaltung: TMG Tourismus GmbH", []),
        ("Impressum", []),
    ],
)
def test_outdated_law(build: Any, verdicts: Any, sentence: str, expected: list[tuple[str, str]]) -> None:
    case = build.case(build.page(), build.page(Role.IMPRINT, texts=[sentence]))
    assert verdicts(law.outdated_law_cited(case)) == expected


def application(build: Any, *, button: str = "Weiter", texts: tuple[str, ...] = ()) -> Any:
    fields = [build.control(label) for label in ("Vorname", "Nachname", "Straße")]
    return build.page(Role.FORM, controls=[*fields, build.control(button, "submit")], texts=texts)


def test_summary(build: Any, verdicts: Any) -> None:
    judged = [
        (application(build, texts=("Zusammenfassung",)), [("passed", "")]),
        (application(build, button="Angaben prüfen"), [("passed", "")]),
        (application(build, button="Antrag absenden"), [("cantTell", "sends-unchecked")]),
        (application(build), [("untested", "")]),
        (build.page(Role.FORM), []),
    ]
    for page, expected in judged:
        assert verdicts(law.summary_before_submit(build.case(build.page(), page))) == expected


def test_copy(build: Any, verdicts: Any) -> None:
    judged = [
        (application(build, texts=("Sie erhalten eine Kopie Ihres Antrags.",)), [("passed", "")]),
        (application(build, texts=("Sie erhalten eine Eingangsbestätigung.",)), [("cantTell", "receipt")]),
        (application(build), [("untested", "")]),
    ]
    for page, expected in judged:
        assert verdicts(law.copy_after_submit(build.case(build.page(), page))) == expected
