"""Form fields that say what they want: marks, labels, purposes, questions (WCAG 1.3.1, 1.3.5, 3.3.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.look import data, plain, unseen
from auditor.checks.prose import excerpt, word_set
from auditor.checks.readability import words
from auditor.evidence.model import Box, Control, Document, Frame, Page
from auditor.wording import table

_TEXT_KINDS = frozenset({"text", "email", "tel", "number", "date", "url", "textarea", "password"})
_ASKED_KINDS = _TEXT_KINDS | {"select", "radio", "checkbox", "file", "month", "time", "datetime-local"}
_MARK = r"(\*|\(?\s*(pflicht(feld|angabe)?|erforderlich|required)\s*\)?)"
_NEAR = 48  # CSS pixels between a field and the text that may be its label


def _asked(page: Page) -> Iterator[tuple[Frame, Document, Control]]:
    """Fields a resident fills in; searches and what is hidden, locked or in a site's furniture left out."""
    for frame, document in documents(page):
        for control in document.controls:
            usable = control.visible and not control.disabled and not control.readonly
            if usable and control.kind in _ASKED_KINDS and not _is_search(control):
                yield frame, document, control


def _is_search(control: Control) -> bool:
    words_of_it = f"{control.label} {control.field} {control.id} {control.placeholder}"
    furniture = control.landmark in {"search", "banner", "navigation", "contentinfo"}
    return furniture or bool(
        re.search(r"such(e|en|begriff|wort)|search|query|\bq\b|finder", words_of_it, re.IGNORECASE)
    )


def required_marked(case: Case) -> Iterable[Observation]:
    """Who looks at a form sees which fields must be filled in (WCAG 3.3.2)."""
    for page in case.flow:
        for frame, document in documents(page):
            fields = _questions(c for f, _, c in _asked(page) if f is frame)
            yield from _marks(page, frame, document, fields)
    yield from unseen(case)


def _questions(fields: Iterable[Control]) -> list[Control]:
    """One field a question: of radio buttons the first, required if any of them is."""
    found: dict[object, Control] = {}
    for control in fields:
        key = (control.form, control.field) if control.kind == "radio" and control.field else control.selector
        if key not in found or control.required:
            found[key] = control
    return list(found.values())


def _marks(page: Page, frame: Frame, document: Document, fields: list[Control]) -> Iterator[Observation]:
    must = [c for c in fields if c.required]
    bare = [
        c for c in must if not (c.required_marked or _signals(c) & {"required-note"} or _starred(document, c))
    ]
    if not must or len(fields) < 2:
        return
    stated = any("required-note" in table("fields").signals(b.text) for b in document.blocks)
    may = [c for c in fields if not c.required]
    optional = [c for c in may if _signals(c) & {"optional-mark"}]
    if not bare or stated or (may and len(optional) == len(may)):
        yield passed(page)
    elif may and not optional and len(bare) == len(must):
        for control in bare:
            yield failed(page, "unmarked", node=control, frame=frame, field=_field(control))
    else:
        yield cant_tell(page, "no-note", node=bare[0], frame=frame, count=len(bare), field=_field(bare[0]))


def _starred(document: Document, control: Control) -> bool:
    """The label is shown a second time with a mark, for the eye only; what is read out is without it."""
    if not (label := re.escape(plain(control.label))):
        return False
    shown = re.compile(rf"{_MARK}\s*{label}|{label}\s*:?\s*{_MARK}\s*:?", re.IGNORECASE)
    return any(b.visible and shown.fullmatch(plain(b.text)) for b in document.blocks)


def _signals(control: Control) -> frozenset[str]:
    return table("fields").signals(f"{control.group} . {control.label} . {control.description}")


def _field(control: Control) -> str:
    return excerpt(control.label or control.placeholder or control.name or control.field or control.kind, 80)


def autocomplete(case: Case) -> Iterable[Observation]:
    """Fields for the user's own data say so to the browser (WCAG 1.3.5)."""
    for page in case.flow:
        for frame, _, control in _asked(page):
            if control.kind in _TEXT_KINDS - {"textarea", "password"} and (purpose := _purpose(control)):
                yield _token_fits(page, frame, control, purpose)


def _purpose(control: Control) -> str:
    """Kind of personal data the whole label names, or an empty string."""
    bare_label = re.sub(
        r"\s*(\*|\(.*?\)|:|pflichtfeld|optional)\s*", " ", plain(control.label), flags=re.IGNORECASE
    )
    for purpose, row in data("autocomplete")["purposes"].items():
        if re.fullmatch(row["label"], bare_label.strip(), re.IGNORECASE):
            return str(purpose)
    return ""


def _token_fits(page: Page, frame: Frame, control: Control, purpose: str) -> Observation:
    tokens = control.autocomplete.lower().split()
    known = [t for t in tokens if t in word_set("autocomplete", "tokens")]
    where = {"node": control, "frame": frame, "field": _field(control)}
    wanted = data("autocomplete")["purposes"][purpose]["tokens"]
    signals = _signals(control)
    if known and known[-1] in wanted:
        return passed(page)
    if known and purpose in {"e-mail", "phone"} and "username" not in known:
        return failed(page, "wrong", token=known[-1], wanted=wanted[0], **where)
    if known:
        return passed(page)
    if "own" in signals and "other" not in signals:
        return failed(page, "missing", wanted=wanted[0], **where)
    return cant_tell(page, "whose", wanted=wanted[0], **where)


def placeholder_label(case: Case) -> Iterable[Observation]:
    """A field keeps its label while one types (WCAG 3.3.2)."""
    for page in case.flow:
        for frame, document, control in _asked(page):
            if control.kind not in _TEXT_KINDS or control.label_source == "none":
                continue  # a field without any name is axe's finding
            if _unseen_name(document, control):
                yield cant_tell(page, "not-seen", node=control, frame=frame, field=_field(control))
            elif control.label_source != "placeholder":
                yield passed(page)
            elif _text_beside(document, control):
                yield cant_tell(page, "text-beside", node=control, frame=frame, field=_field(control))
            else:
                yield failed(page, "placeholder-only", node=control, frame=frame, field=_field(control))


def _unseen_name(document: Document, control: Control) -> bool:
    """Only ARIA names it, and no text stands where a label would; a search has its button, a table its headings."""
    excused = control.kind == "search" or re.search(r"\bsuch|\bsearch|\bfind", control.label, re.IGNORECASE)
    in_table = re.search(r"\btd\b|\bth\b", control.selector)
    return control.label_source == "aria" and not (excused or in_table or _text_beside(document, control))


def _text_beside(document: Document, control: Control) -> bool:
    """Text just above or left of a field may be its label, though nothing ties them together."""
    if control.box is None:
        return True
    shown = (b for b in document.blocks if b.visible and b.box and b.selector != control.selector)
    return any(_adjoins(block.box, control.box) for block in shown if block.box)


def _adjoins(text: Box, field: Box) -> bool:
    above = (
        0 <= field.y - (text.y + text.height) < _NEAR
        and text.x < field.x + field.width
        and field.x < text.x + text.width
    )
    left = 0 <= field.x - (text.x + text.width) < 4 * _NEAR and abs(text.y - field.y) < _NEAR
    return above or left


def grouped_choices(case: Case) -> Iterable[Observation]:
    """The question belongs to its answers (WCAG 1.3.1)."""
    for page in case.flow:
        for frame, document in documents(page):
            for choices in _radio_groups(document):
                yield _grouped(page, frame, choices)


def _radio_groups(document: Document) -> Iterator[list[Control]]:
    groups: dict[tuple[int | None, str], list[Control]] = defaultdict(list)
    for control in document.controls:
        if control.kind == "radio" and control.field and (control.visible or control.label):
            groups[control.form, control.field].append(control)
    yield from (g for g in groups.values() if len(g) > 1)


def _grouped(page: Page, frame: Frame, choices: list[Control]) -> Observation:
    if all(c.group or c.description for c in choices):
        return passed(page)
    answers = " / ".join(_field(c) for c in choices[:4])
    where = {"node": choices[0], "frame": frame, "answers": answers}
    if all(len(words(c.label)) <= 1 for c in choices):
        return failed(page, "no-question", **where)
    return cant_tell(page, "perhaps-clear", **where)
