"""Servers' answers: the innocent ones a careless rule would accuse."""

from typing import Any

import pytest

from auditor.checks import headers as h
from auditor.evidence.model import Fetch, Form, Redirect, Role

HTTPS = {"server": "web"}


def form(build: Any, **facts: Any) -> Any:
    asked = [build.control("Vorname"), build.control("Nachname"), build.control("E-Mail", form=0)]
    return build.page(Role.FORM, controls=asked, **{"headers": HTTPS, **facts})


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        ("default-src 'none'; script-src 'self'", ("passed", "")),
        ("script-src 'strict-dynamic' 'nonce-a' 'unsafe-inline' https:", ("passed", "")),
        ("default-src 'self' 'unsafe-inline'", ("cantTell", "inline")),
        ("default-src 'self' 'unsafe-inline'; script-src 'self'", ("passed", "")),
        ("frame-ancestors 'self'", ("cantTell", "no-scripts")),
        ("script-src *", ("cantTell", "anything")),
        ("", ("failed", "missing")),
    ],
)
def test_policies(build: Any, verdicts: Any, policy: str, verdict: tuple[str, str]) -> None:
    page = build.page(headers={**HTTPS, **({"content-security-policy": policy} if policy else {})})
    assert verdicts(h.content_security_policy(build.case(page))) == [verdict]


def test_a_host_is_judged_once_and_a_test_machine_never(build: Any, verdicts: Any) -> None:
    pages = [build.page(headers=HTTPS), build.page(Role.ROUTE, headers=HTTPS)]
    local = build.page(Role.ROUTE, url="http://127.0.0.1:8000/x", headers=HTTPS)
    assert verdicts(h.no_content_sniffing(build.case(*pages, local))) == [("failed", "missing")]


def test_answers_that_were_not_kept_prove_nothing(build: Any, verdicts: Any) -> None:
    case = build.case(build.page())
    for check in (h.content_security_policy, h.no_content_sniffing, h.version_kept, h.not_framed):
        assert verdicts(check(case)) == []


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        ("strict-origin", "passed"),
        ("unsafe-url, no-referrer", "passed"),
        ("no-referrer, etwas-neues", "passed"),
        ("unsafe-url", "failed"),
    ],
)
def test_referrer_policies(build: Any, verdicts: Any, value: str, outcome: str) -> None:
    page = form(build, headers={"referrer-policy": value})
    assert [o for o, _ in verdicts(h.address_kept(build.case(page)))] == [outcome]


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ({"x-frame-options": "deny"}, "passed"),
        ({"content-security-policy": "frame-ancestors 'none'"}, "passed"),
        ({"content-security-policy": "frame-ancestors *"}, "cantTell"),
        ({"content-security-policy": "default-src 'self'"}, "cantTell"),
    ],
)
def test_frames(build: Any, verdicts: Any, headers: dict[str, str], outcome: str) -> None:
    assert [o for o, _ in verdicts(h.not_framed(build.case(form(build, headers=headers))))] == [outcome]


def test_no_number_that_would_help_an_attacker_is_repeated(build: Any) -> None:
    page = build.page(headers={"server": "Apache/2.4.29 (Ubuntu)", "x-powered-by": "PHP/7.1.3"})
    found = list(h.version_kept(build.case(page)))
    assert [o.params["header"] for o in found] == ["server", "x-powered-by"]
    assert not any("2.4" in f"{o.params}{o.subject}" or "PHP" in f"{o.params}{o.subject}" for o in found)


def test_a_form_that_goes_to_an_encrypted_address_is_innocent(build: Any, verdicts: Any) -> None:
    sends = Form(selector="form", tag="form", index=0, action="https://formulare.example/x", method="post")
    assert verdicts(h.data_sent_encrypted(build.case(form(build, forms=[sends])))) == [("passed", "")]
    search = build.page(
        controls=[build.control("Suche")], forms=[sends], url="http://www.musterstadt.example/"
    )
    assert verdicts(h.data_sent_encrypted(build.case(search))) == []


def test_redirects(build: Any, verdicts: Any) -> None:
    def page(*hops: str, asked: str = "https://www.musterstadt.example/a") -> Any:
        chain = tuple(Redirect(url=hop, status=301) for hop in hops)
        made = build.page(url="https://www.musterstadt.example/a")
        return made.model_copy(update={"redirects": chain, "requested_url": asked})

    assert verdicts(h.direct_way(build.case(page("http://musterstadt.example/")))) == [("passed", "")]
    # The listed address may belong to the Land, the service to the town: neither is a stranger
    moved = page("https://www.land.example/dienst", asked="https://www.land.example/dienst")
    assert verdicts(h.direct_way(build.case(moved))) == [("passed", "")]
    assert verdicts(h.direct_way(build.case(page("https://www.bit.ly/x")))) == [("failed", "shortened")]
    assert verdicts(h.direct_way(build.case(page("https://login.konto.example/")))) == [
        ("cantTell", "strange")
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"status": 200, "final_url": "https://www.musterstadt.example/"}, [("passed", "")]),
        ({"status": 403, "final_url": "http://www.musterstadt.example/"}, []),
        ({"reason": "timeout"}, []),
        (
            {"status": 200, "final_url": "http://www.musterstadt.example/", "text": "<h1>x"},
            [("failed", "open")],
        ),
    ],
)
def test_without_https(build: Any, verdicts: Any, facts: dict[str, Any], expected: list[Any]) -> None:
    fetch = Fetch(purpose="https", url="http://www.musterstadt.example/", **facts)
    assert verdicts(h.http_redirects(build.case(build.page(), fetches=(fetch,)))) == expected
