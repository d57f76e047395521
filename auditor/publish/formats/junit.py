"""JUnit XML: a suite for each service, a case for each rule."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from auditor.checks.case import Outcome
from auditor.gate.model import Checked, Weighed
from auditor.judge.result import RuleOutcome
from auditor.publish.clean import clean
from auditor.publish.formats.plain import unmeasured
from auditor.publish.formats.report import CheckReport, rule_link
from auditor.rulebook.model import Automation

_SKIPPED = {Outcome.CANT_TELL, Outcome.UNTESTED, Outcome.INAPPLICABLE}


def junit(report: CheckReport) -> str:
    """The text of a JUnit file; only what makes the check fail is a failure, what was not measured an error."""
    root = ET.Element("testsuites", name="din66336-auditor")
    for checked in report.decision.services:
        _suite(report, checked, root)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(report: CheckReport, checked: Checked, root: ET.Element) -> None:
    suite = ET.SubElement(root, "testsuite", name=_safe(report.name(checked)))
    if checked.result.measured:
        failing: dict[str, list[Weighed]] = {}
        for weighed in checked.failing:
            failing.setdefault(weighed.rule.id, []).append(weighed)
        for outcome in checked.result.outcomes:
            if outcome.automation is not Automation.ATTESTED:
                _case(report, checked, outcome, failing.get(outcome.rule, []), suite)
    else:
        _error(suite, checked.result.slug, checked.result.service.url, unmeasured(report, checked))
    for url, reason in checked.gaps:
        told = report.words.catalogue.text(f"reason.{reason}")
        _error(suite, checked.result.slug, url, report.text("gap", url=url, reason=told))
    for short in checked.shortfalls:
        case = ET.SubElement(suite, "testcase", classname=checked.result.slug, name=short.kind)
        text = report.short(short)
        ET.SubElement(case, "failure", message=_safe(text))
    suite.set("tests", str(len(suite)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(len(suite.findall(f"testcase/{tag}"))))


def _error(suite: ET.Element, slug: str, name: str, text: str) -> None:
    case = ET.SubElement(suite, "testcase", classname=slug, name=_safe(name))
    ET.SubElement(case, "error", message=_safe(text))


def _case(
    report: CheckReport, checked: Checked, outcome: RuleOutcome, found: list[Weighed], suite: ET.Element
) -> None:
    rule = report.words.rule(outcome.rule)
    name = f"{rule.id}: {report.words.title(rule)}"
    case = ET.SubElement(suite, "testcase", classname=checked.result.slug, name=_safe(name))
    if found:
        lines = [f"{report.message(w)}\n{report.step(w)} {report.where(w)}" for w in found]
        lines += [report.words.remedy(rule), rule_link(rule)]
        failure = ET.SubElement(case, "failure", message=_safe(report.message(found[0])), type=rule.id)
        failure.text = _safe("\n".join(lines))
    elif outcome.outcome in _SKIPPED:
        ET.SubElement(case, "skipped", message=report.words.catalogue.text(f"outcome.{outcome.outcome}"))
    elif outcome.outcome is Outcome.FAILED:
        ET.SubElement(case, "skipped", message=report.text("not-at-gate"))


def _safe(text: str) -> str:
    """Text that XML may hold."""
    return clean(text)
