"""results.csv, one line per service, and hurdles.csv: they open in a German Excel by double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
_HURDLES = (
    "position", "municipality", "ags", "service", "leika", "url", "kind", "law", "quote", "page", "scorecard",
)  # fmt: skip


def results_csv(results: Sequence[StoredResult], words: Words) -> str:
    """The text of results.csv: semicolons, byte order mark, decimal comma in German."""
    return _sheet(_COLUMNS, (_row(stored.position, stored.result, words) for stored in results))


def hurdles_csv(results: Sequence[StoredResult]) -> str:
    """The text of hurdles.csv: the demands of paper, signature or appearance that a page founds on a paragraph."""
    return _sheet(_HURDLES, (row for stored in results for row in _hurdles(stored)))


def _sheet(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[column]) for column in columns])
    return BOM + out.getvalue()


def _hurdles(stored: StoredResult) -> Iterator[dict[str, object]]:
    service = stored.result.service
    for hurdle in stored.result.hurdles:
        yield {
            "position": stored.position + 1,
            "municipality": service.municipality,
            "ags": service.ags,
            "service": service.name or service.service,
            "leika": service.leika,
            "url": service.url,
            "kind": hurdle.kind,
            "law": hurdle.law,
            "quote": hurdle.quote,
            "page": hurdle.url,
            "scorecard": f"services/{stored.result.slug}.html",
        }


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
