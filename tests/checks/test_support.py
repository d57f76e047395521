from typing import Any

import pytest

from auditor.checks import support as s
from auditor.evidence.model import Reason, Role


def test_support_nowhere(build: Any, verdicts: Any) -> None:
    assert verdicts(s.first_level_support(build.case(build.page()))) == [("failed", "missing")]


def test_support_on_the_imprint_is_enough(build: Any, verdicts: Any) -> None:
    case = build.case(build.page(), build.page(Role.IMPRINT, texts=["Tel. 0123 456789"]))
    assert verdicts(s.first_level_support(case)) == [("passed", "")]


def test_support_page_that_was_not_seen(build: Any, verdicts: Any) -> None:
    linked = build.page(links=[("Kontakt", "https://www.musterstadt.example/kontakt")])
    assert verdicts(s.first_level_support(build.case(linked))) == [("cantTell", "unsure")]
    broken = build.page(Role.CONTACT, reason=Reason.TIMEOUT)
    assert verdicts(s.first_level_support(build.case(build.page(), broken))) == [("cantTell", "unsure")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Behördennummer 115", True),
        ("Wählen Sie die 115.", True),
        ("Behördenrufnummer: 115", True),
        ("115 – Ihre Behördennummer", True),
        ("Hauptstraße 115", False),
        ("Bus 115 bis Rathaus", False),
        ("§ 115 BauGB", False),
    ],
)
def test_115(build: Any, verdicts: Any, words: str, found: bool) -> None:
    expected = ("passed", "") if found else ("cantTell", "absent")
    assert verdicts(s.number_115(build.case(build.page(texts=[words])))) == [expected]
