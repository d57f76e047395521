"""EARL 1.0 as JSON-LD (W3C): what each rule said of each service, and a summary for each WCAG criterion.

The summary has the shape that W3C's WCAG-EM report tool imports. No criterion is ever ``passed`` there: that nothing
was found by a program proves no conformity, so a person still has to look.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from auditor import PROJECT_URL
from auditor.catalogue import table
from auditor.checks.case import Outcome
from auditor.gate.model import Checked
from auditor.paths import data_dir
from auditor.publish.clean import clean
from auditor.publish.formats.report import CheckReport, rule_link
from auditor.rulebook.model import Automation

_CONTEXT = {
    "@vocab": "http://www.w3.org/ns/earl#",
    "earl": "http://www.w3.org/ns/earl#",
    "WCAG21": "http://www.w3.org/TR/WCAG21/#",
    "WCAG22": "http://www.w3.org/TR/WCAG22/#",
    "sch": "https://schema.org/",
    "doap": "http://usefulinc.com/ns/doap#",
    "dct": "http://purl.org/dc/terms/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "assertedBy": {"@type": "@id"},
    "outcome": {"@type": "@id"},
    "mode": {"@type": "@id"},
    "test": {"@type": "@id"},
    "subject": {"@type": "@id"},
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
    "title": "dct:title",
    "description": "dct:description",
    "pointer": "earl:pointer",
    "expression": "ptr:expression",
}
_WORST = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)


def earl(report: CheckReport) -> str:
    """The text of a JSON-LD file."""
    tool = f"{PROJECT_URL}#{report.version}"
    graph: list[dict[str, Any]] = [
        {
            "@id": tool,
            "@type": ["Assertor", "Software"],
            "doap:name": "din66336-auditor",
            "doap:release": {"doap:revision": report.version},
        }
    ]
    graph += _tests(report)
    for checked in report.decision.services:
        graph.append(
            {
                "@id": clean(checked.result.service.url),
                "@type": ["TestSubject", "sch:WebPage"],
                "title": report.name(checked),
                "source": clean(checked.result.service.url),
            }
        )
        graph += _assertions(report, checked, tool)
        graph += _criteria(report, checked, tool)
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


@cache
def _wcag() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = table(data_dir("rules") / "tables" / "wcag.yaml")
    return rows


def criterion(number: str) -> str | None:
    """A success criterion as W3C links to it; those that are new in 2.2 under its name."""
    row = _wcag().get(number)
    return f"{'WCAG22' if row.get('new') else 'WCAG21'}:{row['anchor']}" if row else None


def _tests(report: CheckReport) -> Iterator[dict[str, Any]]:
    spoken = {o.rule for c in report.decision.services for o in c.result.outcomes}
    for rule_id in sorted(spoken):
        if not report.words.known(rule_id):
            continue
        rule = report.words.rule(rule_id)
        yield {
            "@id": _test(report, rule_id),
            "@type": "TestCase",
            "title": report.words.title(rule),
            "isPartOf": [name for sc in rule.wcag if (name := criterion(sc))],
        }


def _test(report: CheckReport, rule_id: str) -> str:
    return f"{rule_link(report.words.rule(rule_id))}#{rule_id}"


def _assertions(report: CheckReport, checked: Checked, tool: str) -> Iterator[dict[str, Any]]:
    subject = clean(checked.result.service.url)
    for outcome in checked.result.outcomes:
        if outcome.automation is Automation.ATTESTED or not report.words.known(outcome.rule):
            continue
        rule = report.words.rule(outcome.rule)
        mode = "earl:automatic" if outcome.automation is Automation.AUTOMATIC else "earl:semiAuto"
        result: dict[str, Any] = {"@type": "TestResult", "outcome": f"earl:{outcome.outcome.value}"}
        if outcome.findings:
            result["description"] = clean(report.words.message(rule, outcome.findings[0]))
            result["pointer"] = [
                {"@type": "ptr:CSSSelectorPointer", "expression": clean(f.target), "source": clean(f.url)}
                for f in outcome.findings
                if f.target
            ]
        yield {
            "@type": "Assertion",
            "mode": mode,
            "assertedBy": tool,
            "subject": subject,
            "test": _test(report, outcome.rule),
            "result": result,
        }


def _criteria(report: CheckReport, checked: Checked, tool: str) -> Iterator[dict[str, Any]]:
    """For each criterion the worst of its rules that count by the norm, and never better than “cannot tell”."""
    found: dict[str, list[tuple[Outcome, str]]] = {}
    for outcome in checked.result.outcomes:
        rule = report.words.rule(outcome.rule)
        if rule.level in {None, "A", "AA"}:
            said = report.words.message(rule, outcome.findings[0]) if outcome.findings else ""
            for sc in rule.wcag:
                found.setdefault(sc, []).append((outcome.outcome, said))
    for sc in sorted(found, key=lambda text: [int(part) for part in text.split(".")]):
        name = criterion(sc)
        worst = next(((o, said) for o in _WORST for got, said in found[sc] if got is o), None)
        if name is None:
            continue
        value, said = worst or (Outcome.CANT_TELL, "")
        yield {
            "@type": "Assertion",
            "mode": "earl:automatic",
            "assertedBy": tool,
            "subject": clean(checked.result.service.url),
            "test": name,
            "result": {
                "@type": "TestResult",
                "outcome": f"earl:{value.value}",
                "description": clean(said) or report.text("nothing-found"),
            },
        }
