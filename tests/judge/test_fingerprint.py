from __future__ import annotations

import pytest

from auditor.checks.case import cant_tell, failed
from auditor.evidence.model import Node, Role, Service
from auditor.judge.fingerprint import address_key, fingerprint, numbered, service_key, tag_path

URL = "https://www.musterstadt.example/hund"


@pytest.mark.parametrize(
    "url",
    [
        "http://WWW.musterstadt.example/hund/",
        "https://www.musterstadt.example:443/hund",
        "https://www.musterstadt.example/hund;jsessionid=0A1B2C",
        "https://www.musterstadt.example/hund?PHPSESSID=0123456789abcdef0123",
        "https://www.musterstadt.example/hund?utm_source=brief&utm_medium=post",
    ],
)
def test_the_same_service_under_another_address(url):
    assert address_key(url) == address_key(URL)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.musterstadt.example/katze",
        "https://www.musterstadt.example/hund?sid=17",
        "https://www.musterstadt.example/hund#/antrag",
        "https://www.musterstadt.example:8443/hund",
        "https://formular.example/hund",
    ],
)
def test_another_service(url):
    assert address_key(url) != address_key(URL)


@pytest.mark.parametrize("url", ["http://[::1", "https://x.example:99999/", ""])
def test_a_malformed_address_stays_as_it_is(url):
    assert address_key(url) == url


def test_parameters_in_any_order():
    assert address_key(f"{URL}?b=2&a=1") == address_key(f"{URL}?a=1&b=2")


@pytest.mark.parametrize(
    ("selector", "path"),
    [
        ("html > body > div:nth-child(3) > main#x > a.foo", "main>a"),
        (r".md\:flex > ul:not(:nth-child(2)) > li", "ul>li"),
        ('form[action="/a]b.c"] input[name="x"]', "form>input"),
        ("#submit", ""),
        ("div", "div"),
        ("nav ~ div + p", "nav>p"),
        ("", ""),
    ],
)
def test_tag_path(selector, path):
    assert tag_path(selector) == path


def element(**changes):
    values = {
        "selector": "main#a1 > input.css-9f",
        "tag": "input",
        "role": "textbox",
        "name": "Straße",
    } | changes
    return Node(**values)


def test_a_release_of_the_web_site_changes_no_fingerprint(make):
    page = make.page()
    before = fingerprint("label", Service(url=URL), failed(page, "missing", node=element()))
    after = failed(
        make.page("p9"), "other", node=element(selector="main > div:nth-child(4) > #i7", html="<input>")
    )
    assert fingerprint("label", Service(url=URL), after) == before
    assert len(before) == 16


def test_what_tells_two_findings_apart(make):
    page = make.page()
    names = [
        fingerprint("label", Service(url=URL), failed(page, "m", node=element())),
        fingerprint("title", Service(url=URL), failed(page, "m", node=element())),
        fingerprint("label", Service(url=URL + "/b"), failed(page, "m", node=element())),
        fingerprint("label", Service(url=URL), failed(page, "m", node=element(name="Ort"))),
        fingerprint("label", Service(url=URL), failed(page, "m", node=element(role="combobox"))),
        fingerprint("label", Service(url=URL), failed(make.page(role=Role.IMPRINT), "m", node=element())),
        fingerprint("label", Service(url=URL), failed(make.page(step=2), "m", node=element())),
        fingerprint("label", Service(url=URL), failed(page, "m", subject="tracker.example")),
        fingerprint("label", Service(url=URL), failed(page, "m", subject="other.example")),
        fingerprint("label", Service(url=URL), failed(page, "m", quote="Bitte ausdrucken")),
    ]
    assert len(set(names)) == len(names)


def test_an_element_without_name_is_known_by_its_kind(make):
    page = make.page()
    one = failed(page, "m", node=element(name="", selector="#a17", html="<input id=a17>"))
    same = failed(page, "m", node=element(name="", selector=".x9", html="<input class=x9>"))
    other = failed(page, "m", node=element(name="", selector="#a17", tag="img", html="<img>"))
    assert (
        fingerprint("r", Service(url=URL), one)
        == fingerprint("r", Service(url=URL), same)
        != fingerprint("r", Service(url=URL), other)
    )


def test_the_outcome_is_no_part_of_it(make):
    page = make.page()
    doubt, fault = cant_tell(page, "m", subject="s"), failed(page, "m", subject="s")
    assert fingerprint("r", Service(url=URL), doubt) == fingerprint("r", Service(url=URL), fault)


def test_the_second_of_its_kind_is_numbered():
    assert list(numbered(["a", "b", "a", "a"])) == ["a", "b", "a#2", "a#3"]


def test_a_test_server_keeps_its_name_on_any_port() -> None:
    assert address_key("http://127.0.0.1:5001/antrag") == address_key("http://localhost:8080/antrag")
    assert address_key("http://staging.example:5001/antrag") != address_key("http://staging.example/antrag")


def test_the_operators_key_outlives_the_address() -> None:
    one, other = (Service(url=f"https://mr-{n}.staging.example/antrag", key="hund") for n in (1, 2))
    assert service_key(one) == service_key(other) == "hund"
