"""The walk through a form as a journey: step by step, and why it ended where it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from auditor.evidence.model import StepError
from auditor.judge.result import AskedField, DocumentSummary, WalkSummary
from auditor.publish.clean import Address, shorten

_LABEL = 120  # characters of a label
_SAID = 320  # characters of a message
_STARS = " *＊:"  # how forms mark a required field; the report has its own mark

Tone = Literal["yes", "no", "unknown", "untested"]
#: How an ending is drawn. Where the walk was stuck a person must look: it may have been our own input.
_TONES: dict[str, Tone] = {
    "final-reached": "yes",
    "confirmed": "yes",
    "paper": "no",
    "captcha": "untested",
    "login": "untested",
    "payment": "untested",
    "signature": "untested",
}


@dataclass(frozen=True)
class Asked:
    """A field that was filled."""

    label: str
    required: bool
    sensitive: bool
    tries: int


@dataclass(frozen=True)
class Said:
    """A message of the service about our input."""

    text: str
    field: str


@dataclass(frozen=True)
class Ending:
    """Why the walk ended. ``key`` names the report's words, ``at`` the field or button, ``said`` quotes the service."""

    key: str
    tone: Tone
    at: str
    said: str


@dataclass(frozen=True)
class StepView:
    """One step; ``pressed`` is the button that led on, empty where none did."""

    number: int
    heading: str
    progress: str
    asked: tuple[Asked, ...]
    pressed: str
    said: tuple[Said, ...]
    ending: Ending | None


@dataclass(frozen=True)
class DocumentView:
    """An opened document; ``facts`` are keys of the report's words."""

    label: str
    address: Address
    page_number: int | None
    kind: str
    pages: int | None
    reason: str | None
    facts: tuple[str, ...]
    signature_line: str


def step_view(walk: WalkSummary) -> StepView:
    """A step for readers."""
    ending = _ending(walk)
    told = ending.said if ending else ""
    said = (Said(shorten(e.text, _SAID), _plain(e.field)) for e in walk.errors)
    return StepView(
        number=walk.number,
        heading=shorten(walk.heading, _LABEL),
        progress=shorten(walk.progress, _LABEL),
        asked=tuple(map(_asked, walk.fields)),
        pressed=next((shorten(b.label, _LABEL) for b in walk.buttons if b.pressed), ""),
        said=tuple(dict.fromkeys(each for each in said if each.text and each.text != told)),
        ending=ending,
    )


def document_view(document: DocumentSummary, page_number: int | None) -> DocumentView:
    """An opened document for readers."""
    return DocumentView(
        label=shorten(document.label, _LABEL),
        address=Address.of(document.url),
        page_number=page_number,
        kind=document.kind,
        pages=document.pages,
        reason=document.reason,
        facts=() if document.reason else tuple(_facts(document)),
        signature_line=shorten(document.signature_line, _SAID),
    )


def _facts(document: DocumentSummary) -> Iterable[str]:
    if document.image_only:
        yield "scan"
    if document.kind == "pdf":
        yield "fillable" if document.fillable else "flat"
    if document.signature_fields:
        yield "signature-field"
    if document.signature_line:
        yield "signature-line"
    if document.tagged is not None and document.kind == "pdf":
        yield "tagged" if document.tagged else "untagged"


def _asked(field: AskedField) -> Asked:
    return Asked(_plain(field.label), field.required, field.sensitive, field.tries)


def _plain(label: str) -> str:
    """A label without the form's own mark for required fields."""
    return shorten(label, _LABEL).strip(_STARS)


def _ending(walk: WalkSummary) -> Ending | None:
    if walk.stop is None:
        return None
    if walk.stop == "stuck":
        return _stuck(walk)
    said = walk.why if walk.stop == "confirmed" else ""
    return Ending(walk.stop, _TONES.get(walk.stop, "unknown"), _plain(walk.stuck_at), shorten(said, _SAID))


def _stuck(walk: WalkSummary) -> Ending:
    """What kept the walk from going on, from what was seen rather than from the walk's own words."""
    at, said = walk.stuck_at, _own_words(walk.why, walk.errors)
    if at and at == _label(walk, pressed=True) and not walk.errors:
        key = "stuck-silent"
    elif at:
        key = "stuck-field"
    elif said:
        key = "stuck-message"
    elif at := _label(walk, pressed=False):
        key = "stuck-asleep"
    else:
        key = "stuck-nowhere"
    return Ending(key, "unknown", _plain(at), said)


def _own_words(why: str, errors: Iterable[StepError]) -> str:
    """The service's message, if that is why the walk ended."""
    return next((shorten(e.text, _SAID) for e in errors if e.text == why), "")


def _label(walk: WalkSummary, *, pressed: bool) -> str:
    return next((b.label for b in walk.buttons if b.pressed is pressed and b.verdict == "forward"), "")
