from typing import Any

import pytest

from auditor.checks import evaluation as e
from auditor.evidence.model import Role


def scale(
    build: Any, *, required: bool = False, group: str = "Wie zufrieden sind Sie?", form: int | None = 0
) -> list[Any]:
    return [
        build.control(str(n), "radio", field="r", group=group, form=form, required=required)
        for n in (1, 2, 3)
    ]


def test_channels(build: Any, verdicts: Any) -> None:
    judged = [
        (build.page(links=[("Feedback", "https://x.example/f")]), ("passed", "")),
        (build.page(controls=scale(build)), ("passed", "")),
        (build.page(texts=["War diese Seite hilfreich?"]), ("passed", "")),
        (build.page(links=[("Kontakt", "https://x.example/k")]), ("cantTell", "only-contact")),
        (build.page(), ("failed", "missing")),
        (build.page(guarded=True), ("cantTell", "later")),
    ]
    for page, expected in judged:
        assert verdicts(e.feedback_channel(build.case(page))) == [expected]


def test_a_form_may_ask_at_its_end(build: Any, verdicts: Any) -> None:
    assert verdicts(e.feedback_channel(build.case(build.page(), build.page(Role.FORM)))) == [
        ("cantTell", "later")
    ]


def test_rating_with_a_compulsory_address(build: Any, verdicts: Any) -> None:
    for required, expected in ((True, ("failed", "asks")), (False, ("cantTell", "invites"))):
        mail = build.control("E-Mail", form=0, required=required)
        page = build.page(controls=[*scale(build), mail])
        assert verdicts(e.feedback_anonymous(build.case(page))) == [expected]


def test_fields_of_another_form_do_not_count(build: Any, verdicts: Any) -> None:
    page = build.page(controls=[*scale(build), build.control("E-Mail", form=1, required=True)])
    assert verdicts(e.feedback_anonymous(build.case(page))) == [("passed", "")]
    loose = build.page(controls=[*scale(build, form=None), build.control("E-Mail", form=None, required=True)])
    assert verdicts(e.feedback_anonymous(build.case(loose))) == [("passed", "")]


def test_compulsory_mark_inside_the_application(build: Any, verdicts: Any) -> None:
    born = build.control("Geburtsdatum", form=0, required=True)
    forced = build.page(Role.FORM, controls=[born, *scale(build, required=True)])
    free = build.page(Role.FORM, controls=[born, *scale(build)])
    assert verdicts(e.feedback_voluntary(build.case(forced))) == [("failed", "forced")]
    assert verdicts(e.feedback_voluntary(build.case(free))) == [("passed", "")]


@pytest.mark.parametrize("group", ["Anzahl der Hunde", "Wie gut sprechen Sie Deutsch?", "Steuerklasse"])
def test_marks_that_rate_nothing(build: Any, group: str) -> None:
    assert not list(e.ratings(build.page(controls=scale(build, group=group), headings=["Bewertung"])))


def test_measuring(build: Any, verdicts: Any) -> None:
    google = build.page(requests=(build.request("https://www.google-analytics.com/g/collect"),))
    matomo = build.page(
        requests=(build.request("https://www.musterstadt.example/matomo.js", first_party=True),)
    )
    notice = build.page(Role.PRIVACY, texts=["Wir nutzen Matomo."])
    judge = e.usage_measured_privacy_friendly
    assert verdicts(judge(build.case(google, notice))) == [("failed", "unlawful")]
    assert verdicts(judge(build.case(matomo, notice))) == [("passed", "")]
    assert verdicts(judge(build.case(matomo))) == [("cantTell", "untold")]
    assert verdicts(judge(build.case(build.page(), notice))) == [("cantTell", "told-only")]
    assert verdicts(judge(build.case(build.page()))) == [("cantTell", "unseen")]
