"""What other programs read of a check: every format parses and says the same."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from auditor.checks.case import Outcome
from auditor.gate.decide import decide
from auditor.gate.model import Gate, Place
from auditor.publish.catalogue import Catalogue
from auditor.publish.formats import FORMATS
from auditor.publish.formats.earl import criterion
from auditor.publish.formats.report import CheckReport
from auditor.publish.words import Words
from auditor.rulebook.load import load_rulebook
from tests.gate.conftest import BOOK, TODAY, entry, finding, outcome, result

NASTY = "</failure> `rm -rf` | ::error::x \x1b[31m\u202e *fett* [a](javascript:x)\n%0A"


@pytest.fixture
def report() -> CheckReport:
    services = [
        result(
            outcome("duty", finding("a"), finding(NASTY), finding("old")),
            outcome("slight", finding("doubt", Outcome.CANT_TELL)),
            outcome("advice", word=Outcome.INAPPLICABLE),
        ),
        result(measured=False).model_copy(update={"slug": "zu"}),
    ]
    places = {"hund": Place("targets.csv", 7)}
    decision = decide(services, places, BOOK, Gate(fail_under=99), [entry("old"), entry("gone")], TODAY)
    return CheckReport(decision, Words(BOOK, Catalogue("de")), exit_code=1)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_of_a_page_can_break_out(report: CheckReport, name: str) -> None:
    text = FORMATS[name](report)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert text.endswith("\n")


def test_text_ends_with_the_verdict(report: CheckReport) -> None:
    last = FORMATS["text"](report).strip().splitlines()[-1]
    assert last == "ROT: 2 Befunde, die zählen, 1 Ziel verfehlt."


def test_text_names_stale_entries_and_what_was_not_measured(report: CheckReport) -> None:
    text = FORMATS["text"](report)
    assert "duty gone" in text
    assert "Nicht messbar: Keine Verbindung" in text
    assert "1 bekannter Befund" in text


def test_sarif_tells_new_known_doubtful_and_not_applicable(report: CheckReport) -> None:
    (run,) = json.loads(FORMATS["sarif"](report))["runs"]
    told = [
        (r["kind"], r["level"], r.get("baselineState")) for r in run["results"] if "partialFingerprints" in r
    ]
    assert told == [
        ("fail", "error", "new"),
        ("fail", "error", "new"),
        ("fail", "error", "unchanged"),
        ("review", "none", None),
    ]
    assert [r["kind"] for r in run["results"] if "partialFingerprints" not in r] == ["notApplicable"]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "targets.csv"},
        "region": {"startLine": 7},
    }
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
    assert run["results"][2]["suppressions"][0]["justification"] == "bekannt"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_junit_counts_what_it_holds(report: CheckReport) -> None:
    root = ET.fromstring(FORMATS["junit"](report))
    hund, zu = root
    assert (hund.get("failures"), hund.get("skipped"), hund.get("errors")) == ("2", "2", "0")
    assert (zu.get("tests"), zu.get("errors")) == ("1", "1")
    assert root.get("failures") == str(len(root.findall(".//failure")))
    assert "a" in (root.find(".//failure").text or "")  # type: ignore[union-attr]


def test_gitlab_fingerprints_are_unique(report: CheckReport) -> None:
    issues = json.loads(FORMATS["gitlab"](report))
    assert len(issues) == 3
    assert len({i["fingerprint"] for i in issues}) == 3
    assert {i["location"]["path"] for i in issues} == {"targets.csv"}
    assert {i["severity"] for i in issues} == {"major"}


def test_github_commands_stay_one_line_each(report: CheckReport) -> None:
    lines = FORMATS["github"](report).splitlines()
    assert len(lines) == 4
    assert all(
        line.startswith(("::error file=targets.csv,line=7,title=", "::error title=")) for line in lines
    )


def test_markdown_shows_a_table_and_escapes(report: CheckReport) -> None:
    text = FORMATS["markdown"](report)
    assert "| Dienst |" in text
    assert "\\*fett\\*" in text
    assert "[a](javascript" not in re.sub(r"`[^`]*`", "", text)  # in code it is only text


def test_earl_never_claims_a_pass_for_a_criterion(report: CheckReport) -> None:
    graph = json.loads(FORMATS["earl"](report))["@graph"]
    assertions = [node for node in graph if node.get("@type") == "Assertion"]
    assert {a["result"]["outcome"] for a in assertions} >= {
        "earl:failed",
        "earl:cantTell",
        "earl:inapplicable",
    }
    about_criteria = [a for a in assertions if a["test"].startswith("WCAG2")]
    assert all(a["result"]["outcome"] != "earl:passed" for a in about_criteria)


def test_every_criterion_of_the_rulebook_has_a_name() -> None:
    used = {sc for rule in load_rulebook().rules for sc in rule.wcag}
    assert {sc for sc in used if criterion(sc) is None} == set()
