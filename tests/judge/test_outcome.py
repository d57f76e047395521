from __future__ import annotations

import random

import pytest

from auditor.checks.case import Outcome, cant_tell, failed, passed, untested
from auditor.evidence.model import Box, Mode, Node, Reason, Role, Service
from auditor.judge import outcome as subject
from auditor.judge.outcome import MAX_FINDINGS, Identity, judge_rule, settle
from auditor.judge.resolve import UnknownCheckError, resolve, unknown_checks
from auditor.rulebook.model import Automation

ME = Identity("a-rule", Automation.AUTOMATIC, counts=True)


def answer(monkeypatch, check):
    monkeypatch.setattr(subject, "resolve", lambda name: check)


def judged(make, monkeypatch, check, case=None, **rule):
    answer(monkeypatch, check)
    return judge_rule(make.rule(check="x.y", **rule), case or make.case(make.page()), ME)


def test_the_worst_place_decides(make):
    page = make.page()
    case = make.case(page)
    places = [passed(page), untested(Reason.TIMEOUT, page), cant_tell(page, "m"), failed(page, "m")]
    outcomes = [settle(places[:n], case, ME).outcome.value for n in range(5)]
    assert outcomes == ["inapplicable", "passed", "untested", "cantTell", "failed"]


def test_only_an_untested_rule_has_a_reason(make):
    page = make.page()
    case = make.case(page)
    assert settle([passed(page), untested(Reason.TIMEOUT, page)], case, ME).reason is Reason.TIMEOUT
    assert settle([failed(page, "m"), untested(Reason.TIMEOUT, page)], case, ME).reason is None


def test_findings_are_listed_failures_first_then_as_read(make):
    one, two = make.page("p1"), make.page("p2", Role.FORM, step=1)
    case = make.case(one, two)

    def at(page, y, outcome=failed):
        return outcome(page, "m", box=Box(x=0, y=y, width=1, height=1), subject=f"{page.id}{y}")

    places = [at(two, 5), at(one, 9), at(one, 1, cant_tell), at(one, 2), passed(one)]
    expected = settle(places, case, ME)
    assert [(f.outcome.value, f.page, f.box.y) for f in expected.findings] == [
        ("failed", "p1", 2),
        ("failed", "p1", 9),
        ("failed", "p2", 5),
        ("cantTell", "p1", 1),
    ]
    random.Random(1).shuffle(places)
    assert settle(places, case, ME) == expected


def test_findings_beyond_the_limit_are_counted(make):
    page = make.page()
    result = settle([failed(page, "m", subject=str(n)) for n in range(MAX_FINDINGS + 7)], make.case(page), ME)
    assert (len(result.findings), result.more) == (MAX_FINDINGS, 7)


def test_a_finding_says_where(make):
    inner = make.frame(
        "f1", parent="f0", url="https://form.example/", offset=Box(x=10, y=200, width=9, height=9)
    )
    page = make.page(step=2, frames=(make.frame(), inner))
    node = Node(
        selector="#a",
        tag="a",
        role="link",
        name="Weiter",
        html="<a>",
        box=Box(x=1, y=2, width=3, height=4),
    )
    observed = failed(page, "m", node=node, frame=inner, quote="Weiter", host="form.example")
    found = settle([observed], make.case(page), ME).findings[0]
    assert (found.url, found.step, found.frame, found.frame_url) == (page.final_url, 2, "f1", inner.url)
    assert (found.target, found.role, found.name, found.html) == ("#a", "link", "Weiter", "<a>")
    assert found.params == {"host": "form.example"}
    assert found.box == Box(x=11, y=202, width=3, height=4)


def test_no_box_rather_than_a_wrong_one(make):
    inner = make.frame("f1", parent="f0", offset=None)
    page = make.page(frames=(make.frame(), inner))
    observed = failed(page, "m", frame=inner, box=Box(x=1, y=1, width=1, height=1))
    assert settle([observed], make.case(page), ME).findings[0].box is None


def test_a_page_the_guard_may_have_broken_proves_nothing(make):
    page = make.page(guarded=True)
    result = settle([failed(page, "missing")], make.case(page), ME)
    assert result.outcome is Outcome.CANT_TELL
    assert result.findings[0].message == "missing"


def test_a_crash_is_untested_and_logged(make, monkeypatch, caplog):
    def check(case):
        yield failed(case.entry, "m")
        raise ZeroDivisionError

    result = judged(make, monkeypatch, check)
    assert (result.outcome, result.reason, result.findings) == (Outcome.UNTESTED, Reason.RULE_ERROR, ())
    assert "ZeroDivisionError" in caplog.text


def test_a_check_that_does_not_exist_is_untested(make):
    result = judge_rule(make.rule(check="nowhere.at_all"), make.case(make.page()), ME)
    assert (result.outcome, result.reason) == (Outcome.UNTESTED, Reason.RULE_ERROR)


def test_attested_rules_are_open(make, monkeypatch):
    result = judged(make, monkeypatch, lambda case: [], automation=Automation.ATTESTED)
    assert (result.outcome, result.reason) == (Outcome.UNTESTED, None)


@pytest.mark.parametrize(("land", "outcome"), [("NW", "passed"), ("BY", "inapplicable"), (None, "passed")])
def test_land(make, monkeypatch, land, outcome):
    case = make.case(make.page(), service=Service(url=make.url, land=land))
    result = judged(make, monkeypatch, lambda c: [passed()], case, applies={"land": ["NW", "BW"]})
    assert result.outcome.value == outcome


@pytest.mark.parametrize(
    ("mode", "outcome"), [("observe", "inapplicable"), ("walk", "passed"), ("submit", "passed")]
)
def test_mode(make, monkeypatch, mode, outcome):
    case = make.case(make.page(), mode=Mode(mode))
    result = judged(make, monkeypatch, lambda c: [passed()], case, applies={"mode": "walk"})
    assert result.outcome.value == outcome


@pytest.mark.parametrize(
    ("pages", "needs", "reason"),
    [
        ([], ("imprint",), Reason.NOT_VISITED),
        ([("i", Role.IMPRINT, Reason.TIMEOUT)], ("imprint",), Reason.TIMEOUT),
        ([("i", Role.IMPRINT, None)], ("imprint",), None),
        ([("i", Role.IMPRINT, Reason.TIMEOUT), ("j", Role.IMPRINT, None)], ("entry", "imprint"), None),
        ([], ("entry", "flow"), None),
    ],
)
def test_needed_pages(make, monkeypatch, pages, needs, reason):
    others = [make.page(name, role, reason=why) for name, role, why in pages]
    result = judged(make, monkeypatch, lambda c: [passed()], make.case(make.page(), *others), needs=needs)
    assert result.reason is reason
    assert (result.outcome is Outcome.PASSED) is (reason is None)


@pytest.mark.parametrize(
    ("needs", "reason", "outcome"),
    [
        (("flow",), Reason.TIMEOUT, "untested"),
        (("form",), Reason.LOGIN, "untested"),
        (("flow",), Reason.NOT_FOUND, "inapplicable"),
        (("flow",), None, "inapplicable"),
        (("imprint",), Reason.TIMEOUT, "inapplicable"),
        ((), Reason.TIMEOUT, "inapplicable"),
    ],
)
def test_what_was_not_seen_may_be_what_the_rule_speaks_of(make, monkeypatch, needs, reason, outcome):
    others = (
        make.page("p2", Role.FORM),
        make.page("p3", Role.FORM, reason=reason),
        make.page("p4", Role.IMPRINT),
    )
    result = judged(make, monkeypatch, lambda c: [], make.case(make.page(), *others), needs=needs)
    assert result.outcome.value == outcome


@pytest.mark.parametrize("name", ["", "case", "case.Missing", "nowhere.f", "case..f", "os.path;x", "../x.y"])
def test_a_name_that_leads_nowhere_is_said_clearly(name):
    with pytest.raises(UnknownCheckError, match="check"):
        resolve(name)


def test_a_name_leads_to_its_function(make):
    assert callable(resolve("case.passed"))
    assert unknown_checks((make.rule(check="case.passed"), make.rule())) == ()
    assert unknown_checks((make.rule(check="case.nothing"),)) == (
        "a-rule.md: check “case.nothing”: auditor.checks.case has no function nothing",
    )
