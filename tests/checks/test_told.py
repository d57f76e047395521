"""What a service says of itself: innocent wordings, and what only looks like them."""

from typing import Any

import pytest

from auditor.checks import inclusion, notice, openness, told
from auditor.evidence.model import Fetch, Reason, Role, Step


def outcomes(found: Any) -> list[str]:
    return [o.outcome.value for o in found]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Stand: 12.11.2026", "passed"),
        ("Zuletzt aktualisiert: Oktober 2025", "passed"),
        ("Stand 2019", "cantTell"),
        ("Auf dem Stand der Technik seit 1998", "cantTell"),
        ("Die Satzung vom 01.01.2010 gilt.", "cantTell"),
    ],
)
def test_dates_of_review(build: Any, words: str, outcome: str) -> None:
    assert outcomes(told.freshness(build.case(build.page(texts=[words])))) == [outcome]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Die Gebühr beträgt 28,80 Euro und wird per Rechnung erhoben.", ["passed"]),
        ("Die Gebühr beträgt 28,80 €.", ["cantTell"]),
        ("Die Gebühr beträgt 0,00 €.", []),
        ("Die Anmeldung ist gebührenfrei.", []),
        ("Wer mehr als 450 Euro verdient, braucht einen Nachweis.", []),
    ],
)
def test_ways_to_pay(build: Any, words: str, expected: list[str]) -> None:
    assert outcomes(told.payment_named(build.case(build.page(texts=[words])))) == expected


@pytest.mark.parametrize("name", ["English", "EN", "english version", "Українська", "Sprache wählen"])
def test_second_languages(build: Any, name: str) -> None:
    page = build.page(links=[(name, "https://www.musterstadt.example/x")])
    assert outcomes(told.second_language(build.case(page))) == ["passed"]


def test_a_course_of_english_is_no_second_language(build: Any) -> None:
    page = build.page(links=[("Englischkurse der Volkshochschule", "https://www.musterstadt.example/x")])
    assert outcomes(told.second_language(build.case(page))) == ["cantTell"]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Das Bürgerbüro ist nur montags von 8 bis 12 Uhr geöffnet.", "passed"),
        ("Der Online-Dienst ist rund um die Uhr verfügbar.", "passed"),
        ("Der Online-Dienst steht nur werktags von 6 bis 22 Uhr bereit.", "cantTell"),
    ],
)
def test_hours_of_the_service(build: Any, words: str, outcome: str) -> None:
    entry = build.page(texts=[words])
    form = build.page(Role.FORM)
    assert outcomes(told.always_open(build.case(entry, form)))[0] == outcome


def test_an_error_page_is_only_judged_where_its_words_were_kept(build: Any) -> None:
    words = ["Technische Störung. Bitte versuchen Sie es später noch einmal.", "Telefon 0123 456789"]
    kind = build.page(Role.ROUTE, texts=words, reason=Reason.HTTP_ERROR)
    kind = kind.model_copy(update={"status": 503})
    assert outcomes(told.failure_explained(build.case(build.page(), kind))) == ["passed"]
    bare = build.page(Role.ROUTE, texts=["502 Bad Gateway"], reason=Reason.HTTP_ERROR)
    bare = bare.model_copy(update={"status": 502})
    assert outcomes(told.failure_explained(build.case(build.page(), bare))) == ["cantTell"]
    refused = bare.model_copy(update={"status": 403})
    assert outcomes(told.failure_explained(build.case(build.page(), refused))) == []


@pytest.mark.parametrize(
    ("stop", "expected"),
    [("final-reached", "passed"), ("confirmed", "passed"), ("stuck", "cantTell"), ("captcha", "untested")],
)
def test_ends_of_the_walk(build: Any, stop: str, expected: str) -> None:
    page = build.page(Role.FORM, walk=Step(number=2, kind="step", stop=stop))
    assert outcomes(told.way_to_the_end(build.case(page))) == [expected]


@pytest.mark.parametrize(
    ("options", "required", "outcome"),
    [
        (("", "weiblich", "männlich"), True, "failed"),
        (("weiblich", "männlich", "divers"), True, "passed"),
        (("w", "m", "d", "keine Angabe"), True, "passed"),
        (("weiblich", "männlich"), False, "cantTell"),
        (("Hündin", "Rüde"), True, "passed"),  # a dog's sex is no person's
    ],
)
def test_genders(build: Any, options: tuple[str, ...], required: bool, outcome: str) -> None:
    asked = build.control("Geschlecht", "select", options=options, required=required)
    assert outcomes(notice.third_gender(build.case(build.page(Role.FORM, controls=[asked])))) == [outcome]


def test_a_vendor_is_named_by_its_first_word_or_its_domain(build: Any) -> None:
    page = build.page(requests=(build.request("https://www.youtube.com/embed/x"),))
    for words in ("Wir binden Filme von YouTube ein.", "Filme: youtube.com"):
        told_of = build.page(Role.PRIVACY, texts=[words])
        assert outcomes(notice.recipients_named(build.case(page, told_of))) == ["passed"]
    silent = build.page(Role.PRIVACY, texts=["Wir binden nichts ein."])
    assert outcomes(notice.recipients_named(build.case(page, silent))) == ["cantTell"]


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("https://gitlab.opencode.de/stadt/antrag", "passed"),
        ("https://github.com/stadt", "cantTell"),
        ("https://notgithub.com/a/b", "cantTell"),
    ],
)
def test_code(build: Any, address: str, outcome: str) -> None:
    page = build.page(links=[("Quellcode", address)])
    assert outcomes(openness.code_linked(build.case(page))) == [outcome]


def test_a_telephone_number_is_no_service_key(build: Any) -> None:
    assert outcomes(openness.service_key_shown(build.case(build.page(texts=["Tel. 09936 00100 0000"])))) == [
        "cantTell"
    ]
    assert outcomes(openness.service_key_shown(build.case(build.page(texts=["99036001000000"])))) == [
        "passed"
    ]


def test_structured_data_that_were_cut_are_not_called_broken(build: Any) -> None:
    def page(text: str) -> Any:
        made = build.page()
        frame = made.frames[0]
        document = frame.document.model_copy(update={"json_ld": (text,)})
        return made.model_copy(update={"frames": (frame.model_copy(update={"document": document}),)})

    assert outcomes(openness.structured_data(build.case(page('{"a": "' + "x" * 20_000)))) == ["cantTell"]
    assert outcomes(openness.structured_data(build.case(page("{")))) == ["failed"]
    deep = '{"@graph": ' * 400 + "1" + "}" * 400
    assert outcomes(openness.structured_data(build.case(page(deep)))) == ["cantTell"]


@pytest.mark.parametrize(
    ("fetch", "outcome"),
    [
        ({"status": 200, "text": "href=https://www.musterstadt.example/x"}, "passed"),
        ({"status": 200, "text": "<div id=root>"}, "cantTell"),
        ({"reason": "timeout"}, "cantTell"),
        ({"status": 404}, "failed"),
    ],
)
def test_the_portals_entry(build: Any, fetch: dict[str, Any], outcome: str) -> None:
    fetched = Fetch(purpose="portal", url="https://portal.example/1", **fetch)
    assert outcomes(openness.portal_entry(build.case(build.page(), fetches=(fetched,)))) == [outcome]


def test_a_film_behind_a_link_is_a_film(build: Any) -> None:
    page = build.page(Role.SIGN_LANGUAGE, links=[("Film", "https://www.musterstadt.example/dgs.MP4")])
    assert outcomes(inclusion.sign_video(build.case(page))) == ["passed"]
