"""Mistakes that a page tells of as it opens, after a form came back, say (WCAG 3.3.1, 3.3.3). Nothing is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.geometry import gap
from auditor.checks.look import phrase, plain, unseen
from auditor.checks.prose import called, excerpt
from auditor.evidence.model import Control, Document, Frame, Page, TextBlock

_NEAR = 60  # CSS pixels between a field and a text that may speak of it
_NO_ADVICE = ("bare", "generic", "perhaps-generic", "code")


def explained(case: Case) -> Iterable[Observation]:
    """A field that is marked wrong says what is wrong, and how to get it right."""
    for page in case.flow:
        for frame, document in documents(page):
            wrong = [c for c in document.controls if c.invalid and c.visible and not c.disabled]
            yield from (_field(page, frame, document, control) for control in wrong)
            if not wrong:
                yield from _message(page, frame, document)
    yield from unseen(case)


def _field(page: Page, frame: Frame, document: Document, control: Control) -> Observation:
    where = {"node": control, "frame": frame, "field": called(control)}
    if said := plain(control.description).strip():
        bare = _empty_words(said)
        return cant_tell(page, "bare", text=excerpt(said, 80), **where) if bare else passed(page)
    beside = [b for b in document.blocks if b.visible and _beside(b, control)]
    spoken = any(
        phrase("complaint", "complaints").search(plain(b.text)) for b in document.blocks if b.visible
    )
    proven = control.value.strip() and not beside and not spoken and control.label_source != "none"
    return failed(page, "unsaid", **where) if proven else cant_tell(page, "perhaps-unsaid", **where)


def _beside(block: TextBlock, control: Control) -> bool:
    """A text near the field that is not its label."""
    label = plain(control.label).strip(" *:")
    if plain(block.text).strip(" *:") == label or block.tag in {"label", "legend", "button", "h1", "title"}:
        return False
    return bool(block.box and control.box and gap(block.box, control.box) <= _NEAR)


def _message(page: Page, frame: Frame, document: Document) -> Iterator[Observation]:
    """A message over a form in which no field is marked, and that names none."""
    asked = any(
        c.visible and c.kind not in {"button", "submit", "hidden", "search"} for c in document.controls
    )
    for block in document.blocks if asked else ():
        text = plain(block.text).strip()
        vague = phrase("generic", "complaints").search(text) or phrase("code", "complaints").search(
            block.text
        )
        aloud = _sentences(text) if not vague else ()
        if block.visible and (vague or (aloud and all(map(_empty_words, aloud)))):
            yield cant_tell(page, "which-field", node=block, frame=frame, text=excerpt(text, 80))


def _sentences(text: str) -> tuple[str, ...]:
    """Its sentences, if the first already says that something went wrong in general."""
    parts = tuple(part.strip() for part in text.replace("!", ".").split(".") if part.strip())
    return parts if parts and phrase("generic", "complaints").search(parts[0]) else ()


def _empty_words(text: str) -> bool:
    """It says that something is wrong, and no more."""
    return any(phrase(name, "complaints").search(text) for name in _NO_ADVICE)
