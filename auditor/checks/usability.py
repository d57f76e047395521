"""Usability as a resident meets it: media breaks, progress, saving, plain words (5.6.1 – 5.6.5, criterion 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.look import controls, data, fillable, plain, unseen
from auditor.checks.paper import completion
from auditor.checks.prose import excerpt, language, readable, readable_text
from auditor.checks.readability import sentences
from auditor.evidence.model import Control, Page, Role
from auditor.wording import classify_label, table


def media_breaks(case: Case) -> Iterable[Observation]:
    """From the first page to the last click nothing is printed, signed, posted or handed in (5.6.1)."""
    verdict = completion(case)
    pages = {page.id: page for page in case.loaded}
    for found in verdict.media_breaks:
        if found.page in pages:
            yield failed(pages[found.page], found.kind, quote=found.quote, subject=found.kind)
    if case.entry is None:
        yield from unseen(case)
    elif verdict.completable == "yes":
        yield passed(case.entry)
    elif verdict.completable == "unknown":
        yield cant_tell(case.entry, "open", subject="end")
    elif verdict.kind == "form-download" and not verdict.media_breaks:
        yield failed(case.entry, "document", subject="document")


# --- forms --------------------------------------------------------------------------------------------------


def save_and_resume(case: Case) -> Iterable[Observation]:
    """A long form can be put aside and taken up again (5.6.4)."""
    long = [page for page in case.flow if _is_long(page)]
    saving = any(_says(page, "save") for page in case.flow)
    for page in long:
        yield passed(page) if saving else cant_tell(page, "not-seen", count=_fields(page))


def _is_long(page: Page) -> bool:
    return _fields(page) >= data("usability")["long_form"] or (_fields(page) > 0 and _goes_on(page))


def _fields(page: Page) -> int:
    """Fields to fill in; a group of radio buttons is one."""
    return len({(c.form, c.field or c.id or c.selector) for _, c in fillable(page) if c.visible})


def _buttons(page: Page) -> Iterator[Control]:
    return (c for _, c in controls(page) if c.kind in {"button", "submit"} and c.visible)


def _goes_on(page: Page) -> bool:
    """A button leads to a further step of the form."""
    return any("forward" in classify_label(b.label or b.name, "button") for b in _buttons(page))


def _says(page: Page, signal: str) -> bool:
    """In the text or on a button of the page."""
    found = chain((b.text for _, b in readable(page)), (b.label for b in _buttons(page)))
    return any(signal in table("usability").signals(text) for text in found)


def progress(case: Case) -> Iterable[Observation]:
    """A form of several steps says which of them this is (5.6.2, ISO 9241-110)."""
    for page in case.flow:
        if _fields(page) and _goes_on(page):
            yield passed(page) if _shows_progress(page) else cant_tell(page, "not-seen")


_COUNTED = re.compile(r"\b\d{1,2}\s*(/|von|of|aus)\s*\d{1,2}\b|\b\d{1,3}\s?%", re.IGNORECASE)
_STEP_LIST = re.compile(
    r"aria-current=.?step|<progress|role=.?progressbar|step(per|s|list|-?nav|-?indicator)|fortschritt"
)


def _shows_progress(page: Page) -> bool:
    texts = [b.text for _, d in documents(page) for b in d.blocks if b.visible]
    marks = (b.html for _, d in documents(page) for b in chain(d.blocks, d.landmarks, d.links))
    return any(_COUNTED.search(t) or "progress" in table("usability").signals(t) for t in texts) or any(
        _STEP_LIST.search(html) for html in marks
    )


def announced(case: Case) -> Iterable[Observation]:
    """Documents, costs and duration are told before the form begins (5.6.2, ISO 9241-110)."""
    first = [p for p in case.flow if p.role is not Role.FORM] or list(case.flow[:1])
    if not first or not any(_fields(p) >= 3 for p in case.flow):
        return
    told = "\n".join(readable_text(p) for p in first)
    if language([told]) == "":
        yield cant_tell(first[0], "language")
        return
    found = table("usability").signals(told)
    for topic in ("documents", "fees", "duration"):
        if topic in found:
            yield passed(first[0])
        else:
            yield cant_tell(first[0], f"no-{topic}", subject=topic)


def any_device(case: Case) -> Iterable[Observation]:
    """No desktop computer and no extra programme is demanded (5.6.2)."""
    for page in case.flow:
        clean = True
        for frame, block in readable(page):
            for sentence in sentences(block.text):
                signals = table("usability").signals(sentence)
                where = {"quote": excerpt(sentence), "node": block, "frame": frame}
                if "no-phone" in signals:
                    yield failed(page, "no-phone", **where)
                elif "old-plugin" in signals:
                    yield failed(page, "old-plugin", **where)
                elif "pdf-reader" in signals:
                    yield cant_tell(page, "pdf-reader", **where)
                clean = clean and not signals & {"no-phone", "old-plugin", "pdf-reader"}
        if clean:
            yield passed(page)
    yield from unseen(case)


def once_only(case: Case) -> Iterable[Observation]:
    """Nobody has to upload what an authority issued itself (5.6.5)."""
    for page in case.flow:
        fetched = any("fetched" in table("fields").signals(b.text) for _, b in readable(page))
        for frame, control in controls(page):
            if control.kind != "file":
                continue
            told = f"{control.label} . {control.description} . {control.group}"
            papers = [hit for hit in table("fields").search(told) if hit.signal == "official-paper"]
            if papers and not fetched:
                yield cant_tell(page, "own-paper", node=control, frame=frame, paper=papers[0].text)
            else:
                yield passed(page)


_SHORT_IBAN = 22  # characters of a German IBAN without blanks; printed with blanks it has 27


def iban_with_blanks(case: Case) -> Iterable[Observation]:
    """An IBAN may be typed the way it stands on the card, with blanks (5.6.2)."""
    for page in case.flow:
        for frame, control in controls(page):
            if (
                not re.search(r"\biban\b", f"{control.label} {control.field}", re.IGNORECASE)
                or control.kind != "text"
            ):
                continue
            if control.maxlength is not None and control.maxlength < _SHORT_IBAN + 5:
                yield failed(page, "cut", node=control, frame=frame, limit=control.maxlength)
            elif _forbids_blanks(control.pattern):
                yield failed(page, "pattern", node=control, frame=frame)
            else:
                yield passed(page)


def _forbids_blanks(pattern: str) -> bool:
    """The browser itself would refuse the IBAN with blanks, and take it without."""
    try:
        compact = re.fullmatch(pattern, "DE02120300000000202051")
        spaced = re.fullmatch(pattern, "DE02 1203 0000 0000 2020 51")
    except re.error:
        return False
    return bool(pattern) and compact is not None and spaced is None


_KEYBOARDS = {
    "email": r"e-?mail(-?\s?adresse)?",
    "tel": r"(telefon|mobil|handy)(-?\s?nummer)?|telefon|mobiltelefon",
}


def right_keyboard(case: Case) -> Iterable[Observation]:
    """Phones show the keyboard that fits the field (5.6.2)."""
    for page in case.flow:
        for frame, control in fillable(page):
            named = re.sub(r"\s*(\*|\(.*?\)|:)\s*", "", plain(control.label))
            wanted = next((k for k, w in _KEYBOARDS.items() if re.fullmatch(w, named, re.IGNORECASE)), None)
            if wanted is None or not control.visible or control.kind not in {"text", "email", "tel"}:
                continue
            if wanted in {control.kind, control.inputmode} or (
                wanted == "tel" and control.inputmode == "numeric"
            ):
                yield passed(page)
            else:
                yield failed(page, "other", node=control, frame=frame, field=control.label, wanted=wanted)
