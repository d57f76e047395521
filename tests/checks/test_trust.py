from typing import Any

import pytest

from auditor.checks import trust as t
from auditor.evidence.model import ConsoleLine, Cookie, Form, Reason, Role, Tls

DAY = 86_400
NOW = 1_794_700_800  # 2026-11-15 00:00 UTC, the day of the builder


def test_plain_http_fails_but_not_at_home(build: Any, verdicts: Any) -> None:
    assert verdicts(t.https_only(build.case(build.page(url="http://www.musterstadt.example/")))) == [
        ("failed", "plain")
    ]
    assert verdicts(t.https_only(build.case(build.page(url="http://127.0.0.1:8000/")))) == []


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Strict-Transport-Security": 'max-age="31536000"; preload'}, [("passed", "")]),
        ({"strict-transport-security": "max-age=0"}, [("failed", "short")]),
        ({"content-type": "text/html"}, [("failed", "missing")]),
        ({}, []),
    ],
)
def test_hsts(build: Any, verdicts: Any, headers: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert verdicts(t.hsts(build.case(build.page(headers=headers)))) == expected


def test_hsts_once_per_host(build: Any, verdicts: Any) -> None:
    pages = [build.page(headers={"a": "b"}), build.page(Role.FORM, headers={"a": "b"})]
    assert verdicts(t.hsts(build.case(*pages))) == [("failed", "missing")]


def test_mixed_content(build: Any, verdicts: Any) -> None:
    said = "Mixed Content: The page at 'https://a/' was loaded over HTTPS, but requested an insecure script 'http://x.example/a.js'."
    blocked = build.page(console=(ConsoleLine(level="error", text=said + " This request has been blocked"),))
    upgraded = build.page(
        console=(
            ConsoleLine(level="warning", text=said + " This request was automatically upgraded to HTTPS"),
        )
    )
    sends = build.page(
        forms=[Form(selector="form", tag="form", index=0, action="http://x.example/", method="post")]
    )
    loads = build.page(requests=(build.request("http://x.example/a.png"),))
    assert verdicts(t.no_mixed_content(build.case(blocked))) == [("failed", "loads")]
    assert verdicts(t.no_mixed_content(build.case(upgraded))) == [("passed", "")]
    assert verdicts(t.no_mixed_content(build.case(sends))) == [("failed", "sends")]
    assert verdicts(t.no_mixed_content(build.case(loads))) == [("failed", "loads")]


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (Cookie(name="PHPSESSID", domain="x", secure=True, http_only=True), [("passed", "")]),
        (Cookie(name="PHPSESSID", domain="x", secure=True), [("failed", "not-http-only")]),
        (Cookie(name="PHPSESSID", domain="x", http_only=True), [("failed", "not-secure")]),
        (Cookie(name="app_session", domain="x"), [("cantTell", "perhaps")]),
        (Cookie(name="XSRF-TOKEN", domain="x"), []),
        (Cookie(name="PHPSESSID", domain="y", first_party=False), []),
    ],
)
def test_session_cookies(build: Any, verdicts: Any, cookie: Cookie, expected: list[tuple[str, str]]) -> None:
    assert verdicts(t.session_cookie_flags(build.case(build.page(cookies=(cookie,))))) == expected


@pytest.mark.parametrize(
    ("tls", "expected"),
    [
        (Tls(protocol="TLS 1.3", valid_to=NOW + 90 * DAY), [("passed", "")]),
        (Tls(protocol="TLS 1.3", valid_to=NOW + 3 * DAY), [("cantTell", "ends-soon")]),
        (Tls(protocol="TLS 1.3", valid_to=NOW - DAY), [("failed", "expired")]),
        (Tls(protocol="TLS 1.1", valid_to=NOW + 90 * DAY), [("failed", "old-protocol")]),
        (Tls(protocol="QUIC", valid_to=NOW + 90 * DAY), [("passed", "")]),
        (None, []),
    ],
)
def test_certificate(build: Any, verdicts: Any, tls: Tls | None, expected: list[tuple[str, str]]) -> None:
    assert verdicts(t.certificate_valid(build.case(build.page(tls=tls)))) == expected


def test_refused_certificate_fails_dns_trouble_does_not(build: Any, verdicts: Any) -> None:
    case = build.case(
        build.page(), build.page(Role.FORM, reason=Reason.TLS), build.page(Role.FORM, reason=Reason.DNS)
    )
    assert verdicts(t.certificate_valid(case)) == [("failed", "refused")]


def test_contact_along_the_journey_looks_behind_the_entry(build: Any, verdicts: Any) -> None:
    assert verdicts(t.contact_along_journey(build.case(build.page()))) == []
    helped = build.page(Role.FORM, links=[("Hilfe", "https://www.musterstadt.example/hilfe")])
    assert verdicts(t.contact_along_journey(build.case(build.page(), helped))) == [("passed", "")]
    assert verdicts(t.contact_along_journey(build.case(build.page(), build.page(Role.FORM)))) == [
        ("failed", "missing")
    ]


def test_domain_of_the_town_in_its_spellings(build: Any, verdicts: Any) -> None:
    for host in ("bad-koestritz.de", "service.badkoestritz.de"):
        page = build.page(url=f"https://{host}/x")
        assert verdicts(t.trustworthy_domain(build.case(page, municipality="Stadt Bad Köstritz"))) == [
            ("passed", "")
        ]


def test_free_hosting_fails_unknown_needs_a_look(build: Any, verdicts: Any) -> None:
    case = build.case(
        build.page(url="https://x.github.io/"), build.page(Role.FORM, url="https://anbieter.example/")
    )
    assert verdicts(t.trustworthy_domain(case)) == [("failed", "anybody"), ("cantTell", "unknown")]
