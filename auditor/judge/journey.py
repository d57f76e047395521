"""What the walk and the opened documents showed, as far as a report may tell it: no value that was put into a field."""

from __future__ import annotations

import re
from functools import cache

from auditor.checks.documents import Paper
from auditor.checks.look import data
from auditor.evidence.model import Filled, Step, StepButton
from auditor.judge.result import AskedField, DocumentSummary, OfferedButton, WalkSummary


def walk_summary(step: Step) -> WalkSummary:
    """One step of the walk."""
    return WalkSummary(
        **step.model_dump(exclude={"filled", "buttons", "errors"}),
        fields=tuple(map(_field, step.filled)),
        buttons=tuple(map(_button, step.buttons)),
        errors=step.errors,
    )


def document_summary(paper: Paper) -> DocumentSummary:
    """One opened document."""
    seen = paper.document
    return DocumentSummary(
        url=seen.final_url or seen.url,
        label=seen.link or seen.title,
        kind=seen.kind,
        reason=seen.reason,
        page=seen.found_on,
        pages=seen.pages,
        fillable=seen.fillable,
        signature_fields=seen.signature_fields,
        signature_line=paper.signed,
        tagged=seen.tagged,
        image_only=seen.image_only,
    )


def _field(filled: Filled) -> AskedField:
    return AskedField(
        label=filled.label or filled.field,
        meaning=filled.meaning,
        required=filled.required,
        sensitive=is_sensitive(filled.meaning, filled.label),
        tries=filled.tries,
    )


def _button(button: StepButton) -> OfferedButton:
    return OfferedButton(label=button.label, verdict=button.verdict, why=button.why, pressed=button.pressed)


def is_sensitive(meaning: str, label: str) -> bool:
    """Whether a question touches a person more closely than name or address do."""
    return meaning in data("sensitive")["meanings"] or bool(_close().search(label))


@cache
def _close() -> re.Pattern[str]:
    return re.compile(data("sensitive")["label"], re.IGNORECASE)
