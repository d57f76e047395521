"""The answer for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent

from auditor.gate.model import FAILING, Checked, State, Weighed
from auditor.publish.formats.report import CheckReport, by_rule, good_example, quote, rule_link
from auditor.rulebook.model import Rule

_PLACES = 5


def plain(report: CheckReport) -> str:
    """Findings by service and rule, how to mend each, and one line that says red or green."""
    parts: list[str] = []
    for checked in report.decision.services:
        parts += _service(report, checked)
    parts += _stale(report)
    return "\n".join([*parts, verdict(report), ""])


def verdict(report: CheckReport) -> str:
    """The last line."""
    decision = report.decision
    failing = decision.count(*FAILING)
    short = sum(len(c.shortfalls) for c in decision.services)
    if decision.red:
        what = ", ".join(
            part
            for part in (
                report.count("findings", failing) if failing else "",
                report.count("shortfalls", short) if short else "",
            )
            if part
        )
        return report.text("red", what=what)
    return report.text("green") if decision.complete else report.text("incomplete")


def _service(report: CheckReport, checked: Checked) -> Iterator[str]:
    mark = "✗" if checked.red else "✓" if checked.complete else "?"
    yield f"{mark} {report.name(checked)} – {checked.result.service.url}"
    if not checked.result.measured:
        yield f"  {unmeasured(report, checked)}"
    elif checked.result.score is not None:
        yield f"  {standing(report, checked)}"
    for url, reason in checked.gaps:
        yield "  " + report.text("gap", url=url, reason=report.words.catalogue.text(f"reason.{reason}"))
    for short in checked.shortfalls:
        yield "  ✗ " + report.short(short)
    for rule, found in by_rule(checked, *FAILING):
        yield from _rule(report, rule, found)
    if others := rest(report, checked):
        yield f"  {others}"
    yield ""


def unmeasured(report: CheckReport, checked: Checked) -> str:
    """Why a service could not be measured."""
    reason = checked.result.reason
    told = report.words.catalogue.text(f"reason.{reason}") if reason else ""
    return report.text("unmeasured", reason=" – ".join(p for p in (told, checked.result.detail) if p))


def standing(report: CheckReport, checked: Checked) -> str:
    """Points and completion in one line."""
    score, number = checked.result.score, report.words.catalogue.number
    verdict_ = report.words.catalogue.text(f"verdict.{checked.result.completion.completable}.sentence")
    if score is None:
        return verdict_
    return report.text("points", low=number(score.low), high=number(score.high)) + " · " + verdict_


def rest(report: CheckReport, checked: Checked) -> str:
    """How many findings do not count at this gate, and why."""
    counts = {state: sum(w.state is state for w in checked.findings) for state in State}
    return " · ".join(
        report.count(state.value, counts[state])
        for state in (State.KNOWN, State.APART, State.REVIEW)
        if counts[state]
    )


def _rule(report: CheckReport, rule: Rule, found: list[Weighed]) -> Iterator[str]:
    head = report.text("head", obligation=rule.obligation.value, severity=rule.severity)
    yield ""
    yield f"  ✗ {rule.id} – {report.words.title(rule)}"
    yield f"    {head} · {report.origin(rule)}"
    for weighed in found[:_PLACES]:
        yield f"    • {report.message(weighed)}"
        yield from (
            f"      {line}" for line in (report.step(weighed), report.where(weighed), quote(weighed)) if line
        )
        if weighed.state is State.EXPIRED and weighed.entry is not None:
            yield "      " + report.text("expired-on", day=weighed.entry.expires)
    if len(found) > _PLACES:
        yield "    " + report.count("more", len(found) - _PLACES)
    yield f"    → {report.words.remedy(rule)}"
    if example := good_example(rule):
        yield indent(example, "        ")
    yield f"    {rule_link(rule)}"


def _stale(report: CheckReport) -> Iterator[str]:
    stale = report.decision.stale
    if stale:
        yield report.count("stale", len(stale))
        yield from (f"  {entry.rule} {entry.fingerprint} {entry.where}".rstrip() for entry in stale)
        yield ""
