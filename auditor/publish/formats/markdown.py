"""The answer as Markdown, for the summary of a job or a comment on a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.gate.model import FAILING, Checked, State
from auditor.publish.formats.plain import rest, standing, unmeasured, verdict
from auditor.publish.formats.report import CheckReport, by_rule, good_example, rule_link

_PLACES = 5
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


def markdown(report: CheckReport) -> str:
    """A heading with the verdict, a table of services, then the findings."""
    lines = [f"## {report.text('title')}", "", f"**{_plain(verdict(report))}**", ""]
    lines += _table(report)
    for checked in report.decision.services:
        lines += _findings(report, checked)
    return "\n".join(lines) + "\n"


def _table(report: CheckReport) -> Iterator[str]:
    heads = [report.text(key) for key in ("col-service", "col-points", "col-new", "col-known", "col-review")]
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|--:|--:|--:|"
    for checked in report.decision.services:
        counts = {state: sum(w.state is state for w in checked.findings) for state in State}
        told = standing(report, checked) if checked.result.measured else unmeasured(report, checked)
        mark = "❌" if checked.red else "✅" if checked.complete else "❔"
        cells = (
            f"{mark} {_plain(report.name(checked))}",
            _plain(told),
            len(checked.failing),
            counts[State.KNOWN],
            counts[State.REVIEW],
        )
        yield f"| {' | '.join(map(str, cells))} |"
    yield ""


def _findings(report: CheckReport, checked: Checked) -> Iterator[str]:
    if not checked.red and not checked.gaps:
        return
    yield f"### {_plain(report.name(checked))}"
    yield ""
    for url, reason in checked.gaps:
        told = report.words.catalogue.text(f"reason.{reason}")
        yield "- " + _plain(report.text("gap", url=url, reason=told))
    for short in checked.shortfalls:
        yield "- ❌ " + _plain(report.short(short))
    for rule, found in by_rule(checked, *FAILING):
        source = f"[{rule.id}]({rule_link(rule)}), {_plain(report.origin(rule))}"
        yield f"- ❌ **{_plain(report.words.title(rule))}** ({source})"
        for weighed in found[:_PLACES]:
            place = f"{_plain(report.step(weighed))} {_code(report.where(weighed))}"
            yield f"  - {_plain(report.message(weighed))} – {place}"
        if len(found) > _PLACES:
            yield f"  - {_plain(report.count('more', len(found) - _PLACES))}"
        yield f"  - {_plain(report.text('mend'))} {_plain(report.words.remedy(rule))}"
        if example := good_example(rule):
            yield from ("", *("    " + line for line in ["```html", *example.splitlines(), "```"]), "")
    if others := rest(report, checked):
        yield f"- {_plain(others)}"
    yield ""


def _plain(text: str) -> str:
    """Text that no Markdown reads as markup; it may come from an audited page."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    bare = " ".join(text.split()).replace("`", "'")
    return f"`{bare}`" if bare else ""
