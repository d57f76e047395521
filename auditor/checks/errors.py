"""How a form tells of mistakes, as the walk met it (WCAG 3.3.1, 3.3.3, 3.3.4, 4.1.3; ISO 9241-110 Fehlertoleranz).

All rules here read the state after a press that did not leave the step. Where the walk met none they are untested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from auditor.checks.case import Case, Observation, cant_tell, failed, main_document, passed, untested
from auditor.checks.geometry import gap
from auditor.checks.look import application_pages, phrase, plain, says
from auditor.checks.prose import excerpt
from auditor.evidence.errors import ErrorState, FieldState, NewText
from auditor.evidence.model import Frame, Page, Reason

_NEAR = 60  # CSS pixels between a field and the message at it
_FAR = 240  # … and beyond this one has to look for the field
_NOT_KEPT = frozenset({"password", "file", "hidden"})


@dataclass(frozen=True)
class Complaint:
    """A page whose step complained, and how."""

    page: Page
    state: ErrorState

    @cached_property
    def frame(self) -> Frame | None:
        """The frame it was seen in."""
        return next((f for f in self.page.frames if f.id == self.state.frame), None)

    @cached_property
    def messages(self) -> tuple[NewText, ...]:
        """New texts that speak of a mistake: by their words, or because a field marked wrong names them."""
        return tuple(
            t
            for t in self.state.texts
            if _says("complaint", t.text) or any(self.state.fields[i].invalid for i in t.fields)
        )

    @cached_property
    def wrong(self) -> tuple[int, ...]:
        """Places of the fields that are marked wrong now."""
        return tuple(
            i
            for i, f in enumerate(self.state.fields)
            if (f.invalid or f.looks_wrong) and not _before(self, f)
        )

    def about(self, place: int) -> tuple[NewText, ...]:
        """Messages that speak of this field: tied to it, leading to it, naming it or standing at it."""
        field = self.state.fields[place]
        return tuple(
            t
            for t in self.messages
            if place in t.fields or place in t.leads_to or _names(t, field) or _distance(t, field) <= _NEAR
        )

    @property
    def browser(self) -> bool:
        """The browser itself refuses a field, and says so in its own words beside it."""
        return any(f.refused for f in self.state.fields) and not self.messages


_FRONT = re.compile(r"^(fehler|achtung|hinweis|error)\s*[:!–-]\s*", re.IGNORECASE)


def _says(name: str, text: str) -> bool:
    """Whether the message, without „Fehler:“ in front of it, says so."""
    return bool(phrase(name, "complaints").search(_FRONT.sub("", plain(text))))


def _before(complaint: Complaint, field: FieldState) -> bool:
    """Whether the field was marked wrong before anything was pressed."""
    frame = complaint.frame
    controls = frame.document.controls if frame and frame.document else ()
    known = next((c for c in controls if c.selector == field.selector), None)
    return known is not None and known.html == field.html and (known.invalid or field.looks_wrong)


def _names(text: NewText, field: FieldState) -> bool:
    label = plain(field.label or field.group).rstrip(" *:").casefold()
    return len(label) > 2 and label in plain(text.text).casefold()


def _distance(text: NewText, field: FieldState) -> float:
    """CSS pixels between a text and a field; far if one of them is nowhere."""
    if text.box is None or field.box is None or not text.visible:
        return float("inf")
    return gap(text.box, field.box)


def _called(field: FieldState) -> str:
    choice = field.kind in {"radio", "checkbox"} and field.group
    return excerpt((field.group if choice else field.label) or field.field or field.kind, 80)


def complaints(case: Case) -> tuple[Complaint, ...]:
    """Steps that complained on the walk."""
    return tuple(
        Complaint(p, p.error_state)
        for p in case.flow
        if p.error_state is not None and p.error_state.frame in {f.id for f in p.frames}
    )


def _each(case: Case, judge: Callable[[Complaint], Iterable[Observation]]) -> Iterator[Observation]:
    """Judge every complaint; a form that was not seen complaining is untested."""
    found = complaints(case)
    for complaint in found:
        yield from judge(complaint)
    if not found:
        yield from (untested(Reason.NOT_VISITED, page) for page in application_pages(case)[:1])


# --- what is said -------------------------------------------------------------------------------------------


def identified(case: Case) -> Iterable[Observation]:
    """A message names the field that is wrong, in text (WCAG 3.3.1)."""
    yield from _each(case, _identified)


def _identified(complaint: Complaint) -> Iterator[Observation]:
    page, state = complaint.page, complaint.state
    if complaint.browser:
        yield passed(page)
        return
    silent = [i for i in complaint.wrong if not complaint.about(i)]
    for place in silent:
        field = state.fields[place]
        where = {"node": field, "frame": complaint.frame, "field": _called(field)}
        mute = not state.texts and not state.spoken and not field.described and not field.refused
        yield failed(page, "mark-only", **where) if mute else cant_tell(page, "perhaps-said", **where)
    if silent or not complaint.messages:
        return
    vague = [t for t in complaint.messages if _says("generic", t.text) or _says("perhaps-generic", t.text)]
    asked = {f.field or f.selector for f in state.fields if f.visible and f.kind != "search"}
    named = len(vague) < len(complaint.messages) or complaint.wrong or len(asked) < 2 or state.spoken
    if named or any(_stands_at_one(t, state) for t in vague):
        yield passed(page)
        return
    found: dict[str, object] = {
        "node": vague[0],
        "frame": complaint.frame,
        "quote": excerpt(vague[0].text, 200),
    }
    sure = any(_says("generic", t.text) for t in vague)
    yield failed(page, "not-named", **found) if sure else cant_tell(page, "perhaps-not-named", **found)


def _stands_at_one(text: NewText, state: ErrorState) -> bool:
    """A message among the fields may be meant for the one beside it; above them all it is meant for the form."""
    shown = [f for f in state.fields if f.visible and f.box]
    top = min((f.box.y for f in shown if f.box), default=0.0)
    among = text.box is None or text.box.y + text.box.height > top
    return among and any(_distance(text, f) <= _NEAR for f in shown)


def suggestion(case: Case) -> Iterable[Observation]:
    """A message says how to mend the mistake (WCAG 3.3.3)."""
    yield from _each(case, _suggestion)


def _suggestion(complaint: Complaint) -> Iterator[Observation]:
    for text in complaint.messages:
        bare = _says("bare", text.text)
        if not bare:
            yield passed(complaint.page)
            continue
        fields = [complaint.state.fields[i] for i in text.fields] or [
            f for f in complaint.state.fields if _distance(text, f) <= _NEAR
        ]
        where = {"node": text, "frame": complaint.frame, "quote": excerpt(text.text, 200)}
        if len(fields) == 1 and _format_is_known(fields[0]) and not _hinted(complaint, fields[0], text):
            yield failed(complaint.page, "bare", field=_called(fields[0]), **where)
        else:
            yield cant_tell(complaint.page, "perhaps-bare", **where)


def _format_is_known(field: FieldState) -> bool:
    return field.kind in {"email", "date"} or _says("known-format", f"{field.label} {field.group}")


def _hinted(complaint: Complaint, field: FieldState, message: NewText) -> bool:
    """Something near the field already shows how it should be filled in."""
    rest = plain(field.described).replace(plain(message.text), "").replace(plain(field.label), "").strip()
    document = complaint.frame.document if complaint.frame else None
    blocks = document.blocks if document else ()
    beside = (b for b in blocks if b.box and field.box and b.visible and gap(b.box, field.box) <= _NEAR)
    example = phrase("example-hint")
    return (
        bool(rest)
        or 'placeholder="' in field.html
        or bool(example.search(field.label))
        or any(example.search(plain(b.text)) for b in beside)
    )


def language(case: Case) -> Iterable[Observation]:
    """A German form complains in German (5.6.2, WCAG 3.1.2)."""
    yield from _each(case, _language)


def _language(complaint: Complaint) -> Iterator[Observation]:
    if main_document(complaint.page).lang.lower()[:2] != "de":
        return
    for text in complaint.messages:
        foreign = _says("english", text.text) and 'lang="en' not in text.html
        where = {"node": text, "frame": complaint.frame, "quote": excerpt(text.text, 200)}
        yield failed(complaint.page, "english", **where) if foreign else passed(complaint.page)


# --- where it is said ---------------------------------------------------------------------------------------


def associated(case: Case) -> Iterable[Observation]:
    """Who hears the field hears the message (WCAG 1.3.1, 3.3.1)."""
    yield from _each(case, _associated)


def _associated(complaint: Complaint) -> Iterator[Observation]:
    for place, field in enumerate(complaint.state.fields):
        about = complaint.about(place)
        if not about or (place not in complaint.wrong and not any(place in t.fields for t in about)):
            continue
        if any(place in t.fields or place in t.leads_to for t in about):
            yield passed(complaint.page)
        else:
            yield cant_tell(
                complaint.page,
                "loose",
                node=field,
                frame=complaint.frame,
                field=_called(field),
                quote=excerpt(about[0].text, 200),
            )


def at_field(case: Case) -> Iterable[Observation]:
    """A message stands at its field or leads there (5.6.2)."""
    yield from _each(case, _at_field)


def _at_field(complaint: Complaint) -> Iterator[Observation]:
    if complaint.browser:
        yield passed(complaint.page)
    for place in complaint.wrong:
        field, about = complaint.state.fields[place], complaint.about(place)
        if not about or field.box is None:
            continue
        where = {"node": field, "frame": complaint.frame, "field": _called(field)}
        led = any(place in t.leads_to for t in about) or complaint.state.focus_on_field == place
        if led or min(_distance(t, field) for t in about) <= _NEAR:
            yield passed(complaint.page)
        elif all(_FAR < _distance(t, field) < float("inf") for t in about):
            yield failed(complaint.page, "far", quote=excerpt(about[0].text, 200), **where)
        else:
            yield cant_tell(complaint.page, "perhaps-far", quote=excerpt(about[0].text, 200), **where)


def focus(case: Case) -> Iterable[Observation]:
    """After a failed press one is led to the message (5.6.2)."""
    yield from _each(case, _focus)


def _focus(complaint: Complaint) -> Iterator[Observation]:
    state = complaint.state
    if complaint.browser or state.focus_on_text or state.spoken:
        yield passed(complaint.page)
    elif complaint.messages:
        on_wrong = state.focus_on_field is not None and bool(complaint.about(state.focus_on_field))
        led = on_wrong or any(t.live for t in complaint.messages)
        yield (
            passed(complaint.page)
            if led
            else cant_tell(complaint.page, "not-led", node=complaint.messages[0], frame=complaint.frame)
        )


def title(case: Case) -> Iterable[Observation]:
    """The title of a page that comes back says that something is wrong (advice)."""
    yield from _each(case, _title)


def _title(complaint: Complaint) -> Iterator[Observation]:
    state = complaint.state
    if not state.reloaded or not complaint.messages:
        return
    pattern = phrase("title", "complaints")
    told = pattern.search(state.title) and not pattern.search(state.title_before)
    yield (
        passed(complaint.page)
        if told
        else cant_tell(complaint.page, "same", title=state.title, subject="title")
    )


def status_message(case: Case) -> Iterable[Observation]:
    """A message that appears without taking the focus is read out (WCAG 4.1.3)."""
    yield from _each(case, _status_message)


def _status_message(complaint: Complaint) -> Iterator[Observation]:
    state = complaint.state
    shown = [t for t in complaint.messages if t.visible or t.live]
    if state.reloaded or not shown or state.spoken:
        return
    read_out = any(t.live for t in shown) or state.focus_on_text
    read_out |= any(state.focus_on_field in t.fields for t in shown)
    where = {"node": shown[0], "frame": complaint.frame, "quote": excerpt(shown[0].text, 200)}
    if read_out:
        yield passed(complaint.page)
    elif state.focus_on_field is not None or state.live_regions:
        yield cant_tell(complaint.page, "perhaps-silent", **where)
    else:
        yield failed(complaint.page, "silent", **where)


def contrast(case: Case) -> Iterable[Observation]:
    """Messages and fields marked wrong are easy to read, too (WCAG 1.4.3)."""
    yield from _each(case, _contrast)


def _contrast(complaint: Complaint) -> Iterator[Observation]:
    pale = complaint.state.low_contrast
    if pale is None:
        yield untested(Reason.NOT_VISITED, complaint.page)
        return
    for node in pale:
        yield failed(complaint.page, "pale", node=node, frame=complaint.frame, subject=node.selector)
    if not pale and complaint.messages:
        yield passed(complaint.page)


# --- what becomes of the answers ----------------------------------------------------------------------------


def input_kept(case: Case) -> Iterable[Observation]:
    """After a mistake everything else still stands in its field (5.6.2)."""
    yield from _each(case, _input_kept)


def _input_kept(complaint: Complaint) -> Iterator[Observation]:
    state = complaint.state
    lost: list[FieldState] = []
    kept = 0
    for given in state.given:
        now = [f for f in state.fields if given.field and f.field == given.field] or [
            f for f in state.fields if f.selector == given.selector
        ]
        if not now or given.kind in _NOT_KEPT or now[0].kind in _NOT_KEPT | {"custom"}:
            continue
        chosen = now[0].kind in {"radio", "checkbox"}
        if any(f.checked if chosen else f.value.strip() for f in now):
            kept += 1
        else:
            lost.append(now[0])
    clean = [f for f in lost if not f.invalid and not f.looks_wrong]
    for field in clean:
        yield failed(complaint.page, "lost", node=field, frame=complaint.frame, field=_called(field))
    if lost and not clean:
        yield cant_tell(
            complaint.page, "wrong-emptied", node=lost[0], frame=complaint.frame, field=_called(lost[0])
        )
    elif kept and not lost:
        yield passed(complaint.page)


def prevention(case: Case) -> Iterable[Observation]:
    """Before anything binding is sent one can check, correct and confirm it (WCAG 3.3.4)."""
    pages = application_pages(case)
    walked = [p for p in case.flow if p.walk is not None]
    shown = next((p for p in walked if p.walk and p.walk.kind == "summary"), None)
    shown = shown or next((p for p in (*pages, *walked) if says(p, "summary")), None)
    if shown is not None:
        yield passed(shown)
        return
    last = next((p for p in walked if p.walk and p.walk.stop in {"final-reached", "confirmed"}), None)
    if last is not None:
        yield cant_tell(last, "no-review", button=excerpt(last.walk.stuck_at if last.walk else "", 80))
    elif pages:
        yield untested(Reason.NOT_VISITED, pages[0])
