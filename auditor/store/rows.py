"""Verdicts to rows and back, without loss; what people say beside them is not kept, it belongs to who said it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from auditor.evidence.model import Model, Service
from auditor.judge.result import Finding, ServiceResult
from auditor.store.tables import (
    Base,
    CapRow,
    ChapterRow,
    DocumentRow,
    FindingRow,
    HurdleRow,
    MediaBreakRow,
    OutcomeRow,
    PageRow,
    QuoteRow,
    ResultRow,
)

Row = dict[str, Any]
Rows = Mapping[type[Base], list[Row]]

_SIDES = ("x", "y", "width", "height")
_KEYS = ("service_id", "position")


def service_row(service: Service) -> Row:
    """The columns that describe a service."""
    return service.model_dump(mode="json")


def service_of(row: Mapping[str, Any]) -> Service:
    """The service a row describes."""
    return Service(**{name: row[name] for name in Service.model_fields})


def rows_of(result: ServiceResult) -> Rows:
    """All rows of a verdict, without the id of the service."""
    findings = [_finding_row(each.rule, finding) for each in result.outcomes for finding in each.findings]
    return {
        ResultRow: [_head_row(result)],
        MediaBreakRow: _listed(result.completion.media_breaks),
        QuoteRow: _listed(result.completion.evidence),
        ChapterRow: _listed(result.chapters),
        CapRow: _listed(result.caps),
        OutcomeRow: _listed(result.outcomes, "findings"),
        FindingRow: _numbered(findings),
        PageRow: _listed(result.pages),
        HurdleRow: _listed(result.hurdles),
        DocumentRow: _listed(result.documents),
    }


def result_of(service: Service, rows: Rows) -> ServiceResult:
    """The verdict that these rows, in order of position, were made of."""
    (head,) = rows[ResultRow]
    findings: dict[str, list[Row]] = defaultdict(list)
    for row in rows[FindingRow]:
        rest = _without(row, "rule", *_SIDES)
        findings[row["rule"]].append({**rest, "box": _box(row)})
    outcomes = [{**_without(row), "findings": findings[row["rule"]]} for row in rows[OutcomeRow]]
    return ServiceResult.model_validate(
        {
            **_whole(head),
            "service": service,
            "completion": _completion(head, rows),
            "chapters": _all(rows[ChapterRow]),
            "caps": _all(rows[CapRow]),
            "outcomes": outcomes,
            "pages": _all(rows[PageRow]),
            "hurdles": _all(rows[HurdleRow]),
            "documents": _all(rows[DocumentRow]),
        }
    )


#: Fields of the verdict that are columns of the head as they are.
_SAME = ("slug", "mode", "rulebook", "measured", "reason", "detail", "grade", "coverage", "product")


def _head_row(result: ServiceResult) -> Row:
    completion, tool, score = result.completion, result.tool, result.score
    return {
        **result.model_dump(mode="json", include=set(_SAME)),
        "tool_version": tool.version,
        "browser": tool.browser,
        "axe": tool.axe,
        "user_agent": tool.user_agent,
        "completion_kind": completion.kind,
        "completable": completion.completable,
        "maturity": completion.maturity,
        "completion_reason": completion.reason,
        "routes": list(completion.routes),
        "visited": result.visited,
        "score_low": score.low if score else None,
        "score_high": score.high if score else None,
        "profile": [rung.model_dump(mode="json") for rung in result.profile],
    }


def _whole(head: Row) -> Row:
    scored = head["score_low"] is not None
    return {
        **{name: head[name] for name in _SAME},
        "tool": {
            "version": head["tool_version"],
            **{name: head[name] for name in ("browser", "axe", "user_agent")},
        },
        "score": {"low": head["score_low"], "high": head["score_high"]} if scored else None,
        "profile": head["profile"] or (),
        "visited": head["visited"],
    }


def _completion(head: Row, rows: Rows) -> Row:
    return {
        "kind": head["completion_kind"],
        "completable": head["completable"],
        "maturity": head["maturity"],
        "reason": head["completion_reason"],
        "routes": head["routes"],
        "media_breaks": _all(rows[MediaBreakRow]),
        "evidence": _all(rows[QuoteRow]),
    }


def _finding_row(rule: str, finding: Finding) -> Row:
    box = finding.box
    sides = {side: getattr(box, side) if box else None for side in _SIDES}
    return {**finding.model_dump(mode="json", exclude={"box"}), **sides, "rule": rule}


def _box(row: Row) -> Row | None:
    return None if row["x"] is None else {side: row[side] for side in _SIDES}


def _listed(models: Iterable[Model], *without: str) -> list[Row]:
    return _numbered([model.model_dump(mode="json", exclude=set(without)) for model in models])


def _numbered(rows: list[Row]) -> list[Row]:
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _all(rows: list[Row]) -> list[Row]:
    return [_without(row) for row in rows]


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in (*_KEYS, *names)}
