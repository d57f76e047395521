"""results.csv: one line per service for a spreadsheet; opens in a German Excel by double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from auditor.checks.case import Outcome
from auditor.judge.result import ServiceResult
from auditor.publish.clean import cell
from auditor.publish.inputs import StoredResult
from auditor.publish.words import Words
from auditor.rulebook.model import Automation

BOM = "\ufeff"
_COLUMNS = (
    "position", "municipality", "ags", "service", "leika", "url", "status", "reason", "completable", "class",
    "maturity", "media_breaks", "score_low", "score_high", "grade", "coverage", "failed_muss", "failed_sollte",
    "cant_tell", "untested", "scorecard",
)  # fmt: skip


def results_csv(results: Sequence[StoredResult], words: Words) -> str:
    """The text of results.csv: semicolons, byte order mark, decimal comma in German."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for stored in results:
        row = _row(stored.position, stored.result, words)
        writer.writerow([cell(row[column]) for column in _COLUMNS])
    return BOM + out.getvalue()


def _row(position: int, result: ServiceResult, words: Words) -> dict[str, object]:
    number, service, verdict = words.catalogue.number, result.service, result.completion
    measurable = (o for o in result.outcomes if o.automation is not Automation.ATTESTED)
    outcomes = [(words.rule(o.rule), o.outcome) for o in measurable]
    failed = [rule for rule, outcome in outcomes if outcome is Outcome.FAILED and rule.counts]
    return {
        "position": position + 1,
        "municipality": service.municipality,
        "ags": service.ags,
        "service": service.name or service.service,
        "leika": service.leika,
        "url": service.url,
        "status": "measured" if result.measured else "untested",
        "reason": result.reason,
        "completable": verdict.completable,
        "class": verdict.kind,
        "maturity": verdict.maturity,
        "media_breaks": len(verdict.media_breaks),
        "score_low": number(result.score.low, 1) if result.score else None,
        "score_high": number(result.score.high, 1) if result.score else None,
        "grade": result.grade,
        "coverage": number(result.coverage, 2),
        "failed_muss": sum(rule.obligation == "muss" for rule in failed),
        "failed_sollte": sum(rule.obligation == "sollte" for rule in failed),
        "cant_tell": sum(outcome is Outcome.CANT_TELL for _, outcome in outcomes),
        "untested": sum(outcome is Outcome.UNTESTED for _, outcome in outcomes),
        "scorecard": f"services/{result.slug}.html",
    }
