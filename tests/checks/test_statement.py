"""The statement of accessibility on hand-made evidence; the common cases are examples of the rules."""

from datetime import date

import pytest

from auditor.checks import inclusion, statement
from auditor.checks.dates import DATE, day_of
from auditor.checks.laender import Duty, laender, land_of
from auditor.evidence.model import AxeResult, AxeRule, Page, Reason, Role, Service, Wall
from auditor.wording import table
from tests.checks.seen import case, document, link, messages, page, worst

_PROPER = (
    "Erklärung zur Barrierefreiheit. Die Stadt ist bemüht, ihre Website im Einklang mit den Bestimmungen der BITV"
    " barrierefrei zu machen. Diese Website ist mit den Anforderungen teilweise vereinbar. Einige ältere Dokumente sind"
    " nicht barrierefrei. Das Schlichtungsverfahren ist für Sie kostenlos, und Sie brauchen dafür keinen Anwalt."
)


def _entry() -> Page:
    way = link("Barrierefreiheit", "https://www.stadt.example/b")
    return page(seen=document("Hund anmelden", links=(way,)))


def test_link_by_target_when_the_words_say_nothing() -> None:
    entry = page(
        seen=document("Hund", links=(link("Mehr für alle", "https://www.stadt.example/accessibility#x"),))
    )
    assert worst(statement.linked(case(entry, page(Role.ACCESSIBILITY)))) == "passed"


def test_missing_link_is_doubted_where_the_page_was_not_seen_whole() -> None:
    cut = page(seen=document("Hund", truncated=True))
    assert worst(statement.linked(case(cut))) == "cantTell"
    assert worst(statement.linked(case(page(seen=document("Hund"))))) == "failed"


def test_dead_link_fails_but_a_time_out_is_untested() -> None:
    gone = page(Role.ACCESSIBILITY, reason=Reason.NOT_FOUND, frames=())
    slow = page(Role.ACCESSIBILITY, reason=Reason.TIMEOUT, frames=())
    assert worst(statement.linked(case(_entry(), gone))) == "failed"
    assert worst(statement.linked(case(_entry(), slow))) == "untested"


def test_a_dead_link_beside_a_living_one_is_no_failure() -> None:
    gone = page(Role.ACCESSIBILITY, "https://www.stadt.example/alt", reason=Reason.NOT_FOUND, frames=())
    assert worst(statement.linked(case(_entry(), page(Role.ACCESSIBILITY), gone))) == "passed"


@pytest.mark.parametrize(
    ("sentence", "signal"),
    [
        ("Diese Website ist mit der BITV 2.0 teilweise vereinbar.", "status-partial"),
        ("Die Website ist noch nicht vollständig barrierefrei.", "status-partial"),
        ("Diese Website ist vollständig mit den Anforderungen vereinbar.", "status-full"),
        ("Diese Website ist mit den Anforderungen nicht vereinbar.", "status-none"),
        ("Wenden Sie sich an die Landesbeauftragte für Menschen mit Behinderungen.", "enforcement"),
        ("Stand: Juni 2026", "reviewed"),
    ],
)
def test_words_of_statements(sentence: str, signal: str) -> None:
    assert signal in table("statement").signals(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir arbeiten daran, vollständig barrierefrei zu werden.",
        "Die Website ist nicht vollständig vereinbar.",
        "Unser Ziel ist, alle Inhalte vollständig barrierefrei anzubieten.",
    ],
)
def test_an_aim_is_no_claim(sentence: str) -> None:
    assert "status-full" not in table("statement").signals(sentence)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("am 3. März 2021", date(2021, 3, 3)),
        ("am 03.03.2021", date(2021, 3, 3)),
        ("2021-03-03", date(2021, 3, 3)),
        ("im März 2021", date(2021, 3, 31)),
        ("03/2021", date(2021, 3, 31)),
        ("Stand 2021", date(2021, 12, 31)),
        ("im Dezember 2021", date(2021, 12, 31)),
    ],
)
def test_dates(written: str, day: date) -> None:
    found = [day_of(m.groupdict()) for m in DATE.finditer(written)]
    assert day in found


def test_impossible_dates_are_no_dates() -> None:
    assert day_of(next(DATE.finditer("31.02.2021")).groupdict()) is None


def test_review_exactly_a_year_ago_is_in_time() -> None:
    page_in_time = page(Role.ACCESSIBILITY, seen=document("Zuletzt überprüft am 22.11.2025."))
    page_late = page(Role.ACCESSIBILITY, seen=document("Zuletzt überprüft am 20.11.2025."))
    assert worst(statement.reviewed(case(_entry(), page_in_time))) == "passed"
    assert worst(statement.reviewed(case(_entry(), page_late))) == "failed"


def test_claim_against_axe_names_the_rules_and_ignores_best_practice() -> None:
    claiming = page(
        Role.ACCESSIBILITY, seen=document("Diese Website ist vollständig mit der BITV vereinbar.")
    )

    def entry(*ids: str) -> Page:
        found = _entry()
        axe = AxeResult(version="4", violations=tuple(AxeRule(id=i) for i in ids))
        return found.model_copy(update={"frames": (found.frames[0].model_copy(update={"axe": axe}),)})

    proven = list(statement.claim(case(entry("region", "label"), claiming)))
    assert worst(proven) == "failed"
    assert proven[0].params["barriers"] == "label"
    assert worst(statement.claim(case(entry("region"), claiming))) == "passed"


def test_feedback_form_behind_a_login_fails_unless_there_is_a_mail_address() -> None:
    form = "https://www.stadt.example/melden"
    wall = page(Role.CONTACT, form, wall=Wall(kind="login", quote="Bitte anmelden"))
    behind = page(Role.ACCESSIBILITY, seen=document(_PROPER, links=(link("Barriere melden", form),)))
    mail = page(Role.ACCESSIBILITY, seen=document(_PROPER + " Schreiben Sie an b@stadt.example."))
    assert worst(statement.feedback_route(case(_entry(), behind, wall))) == "failed"
    assert worst(statement.feedback_route(case(_entry(), mail, wall))) == "passed"


def test_enforcement_body_in_a_link_counts() -> None:
    text = (
        _PROPER.replace("Das Schlichtungsverfahren ist", "Das Verfahren ist")
        + " Rückmeldungen sind uns wichtig."
    )
    name = "Erklärung zur Barrierefreiheit"
    linked = page(
        Role.ACCESSIBILITY, seen=document(text, title=name, links=(link("Schlichtungsstelle BGG"),))
    )
    bare = page(Role.ACCESSIBILITY, seen=document(text, title=name))
    assert messages(statement.parts(case(_entry(), linked))) == []
    assert messages(statement.parts(case(_entry(), bare))) == ["no-enforcement"]


def test_without_a_statement_its_content_is_not_judged() -> None:
    for check in (
        statement.parts,
        statement.reviewed,
        statement.claim,
        statement.covers_host,
        statement.feedback_route,
    ):
        assert (
            worst(check(case(_entry()))) == "inapplicable"
        )  # the judge calls it untested: the page is needed


def test_all_laender_are_known_by_name_code_and_key() -> None:
    assert len(laender()) == 16
    assert len({land.key for land in laender()}) == 16
    assert land_of(Service(url="u", land="DE-NW")) == land_of(Service(url="u", ags="05315000"))
    assert land_of(Service(url="u", land="Thüringen")).duty is Duty.UNKNOWN  # type: ignore[union-attr]
    assert land_of(Service(url="u")) is None


def test_easy_language_follows_the_land() -> None:
    start = page(url="https://www.stadt.example/", seen=document("Willkommen"))
    assert worst(inclusion.easy_language(case(start, land="SL"))) == "failed"
    assert worst(inclusion.easy_language(case(start, land="NI"))) == "inapplicable"
    assert worst(inclusion.easy_language(case(start, land="TH"))) == "cantTell"
    assert worst(inclusion.easy_language(case(page(seen=document("Hund")), land="SL"))) == "cantTell"


def test_a_report_form_among_the_pages_is_not_taken_for_the_statement() -> None:
    form = page(Role.ACCESSIBILITY, "https://www.stadt.example/melden", seen=document("Barriere melden"))
    dated = document("Zuletzt überprüft im Juni 2026.", title="Erklärung zur Barrierefreiheit")
    assert worst(statement.reviewed(case(_entry(), form, page(Role.ACCESSIBILITY, seen=dated)))) == "passed"
