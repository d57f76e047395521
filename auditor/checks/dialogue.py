"""The dialogue of a form: buttons that say what they do, ways back, what the end says (5.6.2, ISO 9241-110)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, main_document, passed
from auditor.checks.geometry import gap
from auditor.checks.look import (
    blind,
    button_purposes,
    controls,
    fillable,
    links,
    personal,
    phrase,
    plain,
    same_page,
    says,
    text,
)
from auditor.checks.prose import excerpt, lacking, language, readable, readable_text
from auditor.checks.readability import sentences
from auditor.evidence.model import FURNITURE, Control, Document, Frame, Page

_BUTTONS = frozenset({"button", "submit", "reset"})
_MANY = 25  # questions on one page


def _label(control: Control) -> str:
    return plain(control.label or control.name)


def _says(name: str, words: str) -> bool:
    return bool(phrase(name, "dialogue").search(words))


def _asking(document: Document) -> list[Control]:
    """Fields of a form that is no search."""
    search = {f.index for f in document.forms if f.landmark == "search" or f.role == "search"}
    return [
        c
        for c in document.controls
        if c.kind not in _BUTTONS | {"image", "hidden", "search"}
        and c.visible
        and c.landmark not in FURNITURE
        and c.form not in search
    ]


def _form_buttons(page: Page) -> Iterator[tuple[Frame, Control]]:
    """Buttons of a page that asks something, without those of the site around it."""
    asking = {c.selector for _, c in fillable(page)}
    for frame, document in documents(page):
        fields = [c for c in _asking(document) if c.selector in asking]
        forms = {c.form for c in fields}
        for control in document.controls:
            ours = control.form in forms or (control.form is None and fields)
            if control.kind in _BUTTONS and control.visible and control.landmark not in FURNITURE and ours:
                yield frame, control


# --- buttons ------------------------------------------------------------------------------------------------


def button_language(case: Case) -> Iterable[Observation]:
    """Buttons of a German form are German."""
    for page in case.flow:
        if main_document(page).lang.lower()[:2] != "de" or language([readable_text(page)]) == "en":
            continue
        for frame, button in _form_buttons(page):
            english = _says("english-buttons", _label(button)) and 'lang="en' not in button.html
            where = {"node": button, "frame": frame, "label": _label(button)}
            yield failed(page, "english", **where) if english else passed(page)


def button_says(case: Case) -> Iterable[Observation]:
    """A button says what happens."""
    for page in case.flow:
        for frame, button in _form_buttons(page):
            if not _label(button):
                continue  # a button without a name is axe's finding
            vague = _says("vague-buttons", _label(button))
            where = {"node": button, "frame": frame, "label": _label(button)}
            yield cant_tell(page, "vague", **where) if vague else passed(page)


def no_reset(case: Case) -> Iterable[Observation]:
    """No button beside the sending one empties the whole form."""
    for page in case.flow:
        for frame, document in documents(page):
            for form in document.forms:
                fields = [c for c in _asking(document) if c.form == form.index]
                if len(fields) < 2 or not (form.method == "post" or any(personal(c) for c in fields)):
                    continue
                resets = [
                    c for c in document.controls if c.form == form.index and c.kind == "reset" and c.visible
                ]
                for button in resets:
                    yield failed(page, "reset", node=button, frame=frame, label=_label(button))
                if not resets:
                    yield passed(page)


_BESIDE = 40  # CSS pixels


def cancel_apart(case: Case) -> Iterable[Observation]:
    """„Abbrechen“ does not stand where one presses „Weiter“."""
    for page in case.flow:
        buttons = list(_form_buttons(page))
        onward = [c for _, c in buttons if button_purposes(_label(c)) & {"forward", "final"}]
        for frame, button in buttons:
            purposes = button_purposes(_label(button))
            if "cancel" not in purposes or purposes & {"forward", "final"} or button.kind == "reset":
                continue
            near = [c for c in onward if c.box and button.box and gap(c.box, button.box) <= _BESIDE]
            where = {"node": button, "frame": frame, "label": _label(button)}
            if near:
                yield cant_tell(page, "beside", other=_label(near[0]), **where)
            else:
                yield passed(page)


# --- going back ---------------------------------------------------------------------------------------------


def back_offered(case: Case) -> Iterable[Observation]:
    """Every later step has a way back."""
    earlier: set[str] = set()
    for page in case.flow:
        step = page.walk
        names, earlier = earlier, earlier | ({step.heading} if step and step.heading else set())
        if step is None or step.number < 2 or step.kind not in {"step", "summary", "end"}:
            continue
        shown = [plain(c.label or c.name) for _, c in controls(page) if c.kind in _BUTTONS and c.visible]
        shown += [plain(words) for _, link in links(page) if link.visible for words in (link.text, link.name)]
        shown += [b.label for b in step.buttons]
        walked = [p for p in case.flow if p is not page and p.walk is not None]
        led = any(same_page(link.href, p.final_url) for _, link in links(page) for p in walked)
        if led or any(_leads_back(words, names) for words in shown):
            yield passed(page)
        elif any(_says("perhaps-back", words) or not words for words in shown):
            yield cant_tell(page, "perhaps", subject="back")
        else:
            yield lacking(page, "missing", subject="back")


def _leads_back(words: str, steps: set[str]) -> bool:
    """„Zurück“, „Ändern“, or a step before by its name."""
    named = any(len(step) > 3 and step in words for step in steps)
    return named or "back" in button_purposes(words) or _says("ways-back", words)


def browser_back(case: Case) -> Iterable[Observation]:
    """The browser's own way back is not forbidden."""
    for page in case.flow:
        forbidding = [
            (frame, block, sentence)
            for frame, block in readable(page)
            for sentence in sentences(plain(block.text))
            if _says("browser-back-forbidden", sentence)
        ]
        for frame, block, sentence in forbidding[:1]:
            where = {"node": block, "frame": frame, "quote": excerpt(sentence, 300)}
            free = _says("browser-back-free", sentence)
            yield cant_tell(page, "perhaps", **where) if free else failed(page, "forbidden", **where)
        if not forbidding and any(True for _ in fillable(page)) and not blind(page):
            yield passed(page)


# --- the whole step -----------------------------------------------------------------------------------------


def few_fields(case: Case) -> Iterable[Observation]:
    """A page does not ask too much at once (advice)."""
    for page in case.flow:
        count = len({(c.form, c.field or c.id or c.selector) for _, c in fillable(page) if c.visible})
        if count > _MANY:
            yield cant_tell(page, "many", count=count, subject="fields")
        elif count:
            yield passed(page)


def new_window(case: Case) -> Iterable[Observation]:
    """A link that opens a new window says so (advice)."""
    for page in case.flow:
        for frame, link in links(page):
            if link.target.lower() != "_blank" or not link.visible or link.landmark in FURNITURE:
                continue
            words = f"{link.name} {link.text} {link.html}"
            where = {"node": link, "frame": frame, "label": excerpt(link.name or link.text, 80)}
            yield passed(page) if _says("new-window", words) else cant_tell(page, "silent", **where)


def confirmation(case: Case) -> Iterable[Observation]:
    """After sending one learns the number, gets a copy, and is told how it goes on."""
    for page in case.flow:
        if page.walk is None or page.walk.kind != "confirmation":
            continue
        told = text(page)
        missing = [
            key
            for key, there in (
                ("number", _says("reference-number", told) or bool(re.search(r"\b[A-Z]{1,6}-?\d{4,}", told))),
                ("copy", bool(says(page, "copy-promised"))),
                ("next", _says("next-steps", told)),
            )
            if not there
        ]
        for key in missing:
            yield cant_tell(page, f"no-{key}", subject=key)
        if not missing:
            yield passed(page)
