"""SARIF 2.1.0 (OASIS): for GitHub code scanning and whatever else collects findings.

A finding has no line of source; its physical location is the line of the list or configuration that names the
service, its logical location the page, step and element.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from auditor import PROJECT_URL
from auditor.checks.case import Outcome
from auditor.gate.model import Checked, State, Weighed
from auditor.publish.clean import clean
from auditor.publish.formats.report import CheckReport, artifact, good_example, quote, rule_link
from auditor.rulebook.model import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "auditorFinding/v1"
_BASELINE = {State.NEW: "new", State.EXPIRED: "updated", State.KNOWN: "unchanged"}


def sarif(report: CheckReport) -> str:
    """The text of a SARIF log with one run."""
    rules = _rules(report)
    index = {rule.id: number for number, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "din66336-auditor",
                "semanticVersion": report.version,
                "informationUri": PROJECT_URL,
                "language": report.words.catalogue.lang,
                "properties": {"rulebook": report.words.rulebook.version},
                "rules": [_rule(report, rule) for rule in rules],
            }
        },
        "columnKind": "utf16CodeUnits",
        "results": [r for checked in report.decision.services for r in _results(report, checked, index)],
        "invocations": [_invocation(report)],
    }
    whole = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _rules(report: CheckReport) -> list[Rule]:
    """Rules that are spoken of, by id."""
    found = {w.rule.id: w.rule for c in report.decision.services for w in c.findings}
    apart = {
        o.rule: report.words.rule(o.rule)
        for c in report.decision.services
        for o in c.result.outcomes
        if o.outcome is Outcome.INAPPLICABLE and report.words.known(o.rule)
    }
    both = {**apart, **found}
    return [both[key] for key in sorted(both)]


def _rule(report: CheckReport, rule: Rule) -> dict[str, Any]:
    remedy, example = report.words.remedy(rule), good_example(rule)
    code = f"\n\n```html\n{example}\n```" if example else ""
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.replace("/", "-").split("-")),
        "shortDescription": {"text": report.words.title(rule)},
        "fullDescription": {"text": f"{report.words.title(rule)} ({report.origin(rule)})"},
        "help": {"text": remedy, "markdown": f"{remedy}{code}"},
        "helpUri": rule_link(rule),
        "defaultConfiguration": {"level": report.level(rule)},
        "properties": {
            "tags": [*(f"WCAG {sc}" for sc in rule.wcag), *(f"EN 301 549 {c}" for c in rule.en), *rule.harms],
            "obligation": rule.obligation.value,
            "severity": rule.severity,
            "problem.severity": {"error": "error", "warning": "warning"}.get(
                report.level(rule), "recommendation"
            ),
        },
    }


def _results(report: CheckReport, checked: Checked, index: dict[str, int]) -> Iterator[dict[str, Any]]:
    for weighed in checked.findings:
        yield _result(report, checked, weighed, index)
    for outcome in checked.result.outcomes:
        if outcome.outcome is Outcome.INAPPLICABLE and outcome.rule in index:
            yield {
                "ruleId": outcome.rule,
                "ruleIndex": index[outcome.rule],
                "kind": "notApplicable",
                "level": "none",
                "message": {"text": report.text("inapplicable")},
                "locations": [_location(checked, None, "")],
            }


def _result(report: CheckReport, checked: Checked, weighed: Weighed, index: dict[str, int]) -> dict[str, Any]:
    review = weighed.state is State.REVIEW
    finding = weighed.finding
    said = quote(weighed)
    result: dict[str, Any] = {
        "ruleId": weighed.rule.id,
        "ruleIndex": index[weighed.rule.id],
        "kind": "review" if review else "fail",
        "level": "none" if review else report.level(weighed.rule),
        "message": {"text": report.message(weighed) + (f" „{said}“" if said else "")},
        "locations": [_location(checked, weighed, report.where(weighed))],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "properties": {
            "url": clean(finding.url),
            "step": finding.step,
            "target": clean(finding.target),
            "state": weighed.state.value,
        },
    }
    if weighed.state in _BASELINE:
        result["baselineState"] = _BASELINE[weighed.state]
    if weighed.state is State.KNOWN and weighed.entry is not None:
        reason = weighed.entry.reason or report.text("in-baseline")
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


def _location(checked: Checked, weighed: Weighed | None, where: str) -> dict[str, Any]:
    service = checked.result.service
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": artifact(checked.place, service.url)},
            "region": {"startLine": max(checked.place.line, 1)},
        }
    }
    if weighed is not None:
        page = clean(weighed.finding.url)
        step = f"#step-{weighed.finding.step}" if weighed.finding.step else ""
        name = where or page
        location["logicalLocations"] = [
            {"name": name, "fullyQualifiedName": f"{page}{step} {where}".strip(), "kind": "element"}
        ]
    return location


def _invocation(report: CheckReport) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": f"{c.result.service.url}: {c.result.reason} {c.result.detail}".strip()},
        }
        for c in report.decision.services
        if not c.result.measured
    ]
    notes += [
        {"level": "warning", "message": {"text": f"{url}: {reason}"}}
        for c in report.decision.services
        for url, reason in c.gaps
    ]
    return {
        "executionSuccessful": report.decision.complete,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notes,
    }
