"""Workflow commands of GitHub Actions: one annotation for each finding that makes the check fail."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.gate.model import Checked
from auditor.publish.formats.plain import unmeasured
from auditor.publish.formats.report import CheckReport, rule_link

_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_KEY_ESCAPES = (*_ESCAPES, (":", "%3A"), (",", "%2C"))


def github(report: CheckReport) -> str:
    """The text to print."""
    return "".join(f"{line}\n" for checked in report.decision.services for line in _commands(report, checked))


def _commands(report: CheckReport, checked: Checked) -> Iterator[str]:
    place = {"file": checked.place.file, "line": str(checked.place.line)} if checked.place.file else {}
    if not checked.result.measured:
        yield _command("error", {**place, "title": report.name(checked)}, unmeasured(report, checked))
    for url, reason in checked.gaps:
        told = report.words.catalogue.text(f"reason.{reason}")
        yield _command(
            "error", {**place, "title": report.name(checked)}, report.text("gap", url=url, reason=told)
        )
    for short in checked.shortfalls:
        text = report.short(short)
        yield _command("error", {**place, "title": report.name(checked)}, text)
    for weighed in checked.failing:
        level = {"note": "notice"}.get(report.level(weighed.rule), report.level(weighed.rule))
        where = " ".join(p for p in (report.step(weighed), report.where(weighed)) if p)
        text = "\n".join(
            (report.message(weighed), where, report.words.remedy(weighed.rule), rule_link(weighed.rule))
        )
        yield _command(
            level, {**place, "title": f"{weighed.rule.id}: {report.words.title(weighed.rule)}"}, text
        )


def _command(level: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{key}={_escaped(value, _KEY_ESCAPES)}" for key, value in properties.items())
    return f"::{level} {told}::{_escaped(text, _ESCAPES)}"


def _escaped(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for raw, safe in escapes:
        text = text.replace(raw, safe)
    return text
