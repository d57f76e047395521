"""Whether a step is open or sealed, read from its evidence alone.

A step is *open* if the page proves that more comes and nothing on it speaks of sending; else it is *sealed*. What
follows from that is up to ``lock.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.evidence.model import Control, Document, Frame, TextBlock
from auditor.visit.walk.progress import UNPROVEN, Progress, listed, said, united
from auditor.visit.walk.signs import final_address, final_script
from auditor.wording import classify_label, table

_FURNITURE = frozenset({"banner", "contentinfo", "navigation", "search", "complementary"})
_PRESSABLE = frozenset({"submit", "button", "image"})

_BEHIND = re.compile(r"""\b(?:onclick|src|formaction|name|value)\s*=\s*"([^"]*)""", re.I)
_NOW = re.compile(r"""class="(?:[^"]*[-_ ])?(?:active|aktiv|current|aktuell|jetzt)(?:[-_ ][^"]*)?\"""", re.I)
_STEP_CLASS = re.compile(r"""class="[^"]*(?:step|schritt|wizard)""", re.I)
_STEP_TEXT = re.compile(r"(?:schritt|step)?\s*\d{1,2}\b", re.I)


def sealed_because(frames: Sequence[Frame]) -> str:
    """Why nothing may be sent from this step; empty if the page proves that more comes."""
    documents = [f.document for f in frames if f.document is not None]
    if not documents:
        return "the step could not be read"
    return next(_reasons(documents), "")


def _reasons(documents: list[Document]) -> Iterator[str]:
    """Reasons to seal, the surest first; nothing if the step is open."""
    words = table("walk")
    for text in _headings(documents):
        if "summary" in words.signals(text):
            yield f"summary: {text}"
    texts = [b.text for d in documents for b in d.blocks if b.visible and b.landmark not in _FURNITURE]
    for hit in (h for text in texts for h in words.search(text) if h.signal == "declares-final"):
        yield f"the page says that it sends: {hit.text}"
    for label in _labels(documents):
        if "final" in classify_label(label, "button"):
            yield f"a final button: {label}"
    for word in _behind(documents):
        yield f"a button's script or picture speaks of sending: {word}"
    progress = united([said(_short_lines(documents)), *_steppers(documents)])
    reviewed = any("names-review" in words.signals(x) for x in _labels(documents))
    if progress.state == "last" and not reviewed:
        yield f"last step: {progress.text}"
    if progress.state == "unknown" and not any(_proofs(documents, texts)):
        yield UNPROVEN


def _behind(documents: list[Document]) -> Iterator[str]:
    """What stands behind a visible button: its script, picture, own address, name and value."""
    for document in documents:
        for control in document.controls:
            if control.visible and _presses(control) and control.landmark not in _FURNITURE:
                for value in _BEHIND.findall(control.html):
                    if word := final_script(value):
                        yield word


def _headings(documents: list[Document]) -> Iterator[str]:
    for document in documents:
        yield from (h.text for h in document.headings if h.visible and h.landmark not in _FURNITURE)


def _short_lines(documents: list[Document]) -> Iterator[str]:
    for document in documents:
        yield document.title
        yield from (line for b in document.blocks if b.visible for line in b.text.split("\n"))


def _steppers(documents: list[Document]) -> Iterator[Progress]:
    """Lists of steps, from how their items are marked."""
    for document in documents:
        lists: dict[str, list[TextBlock]] = {}
        for block in document.blocks:
            if block.visible and block.tag == "li" and " > " in block.selector:
                lists.setdefault(block.selector.rpartition(" > ")[0], []).append(block)
        for items in lists.values():
            now = [i for i, item in enumerate(items) if 'aria-current="step"' in item.html]
            if not now and len(items) > 1 and all(_numbered(item) for item in items):
                now = [i for i, item in enumerate(items) if _NOW.search(item.html)]
            if len(now) == 1:
                yield listed(now[0], [item.text for item in items])


def _numbered(item: TextBlock) -> bool:
    """An item of a list of steps, not of a menu or of tabs."""
    return bool(_STEP_CLASS.search(item.html) or _STEP_TEXT.match(item.text))


def _labels(documents: list[Document]) -> Iterator[str]:
    """What can be pressed in the form's part of the page: buttons, pictures, short clickable words."""
    for document in documents:
        of_search = {c.form for c in document.controls if c.landmark == "search"} - {None}
        asking = {c.form for c in document.controls if asks(c)}
        for control in document.controls:
            if control.visible and _presses(control) and control.form not in of_search:
                foreign = control.form is not None and asking and control.form not in asking
                if not foreign and (control.landmark not in _FURNITURE or control.form in asking):
                    yield control.label or control.name or control.value
        yield from (
            link.text
            for link in document.links
            if link.visible and link.landmark not in _FURNITURE and _acts(link.raw)
        )


def _acts(raw: str) -> bool:
    """A link that is a button."""
    return raw.startswith(("javascript:", "#")) or not raw or bool(final_address(raw))


def _presses(control: Control) -> bool:
    return control.kind in _PRESSABLE or control.role == "button"


def asks(control: Control) -> bool:
    """Whether a field wants an answer."""
    return (
        control.visible and control.kind not in {*_PRESSABLE, "hidden", "reset"} and control.role != "button"
    )


def _proofs(documents: list[Document], texts: list[str]) -> Iterator[str]:
    """Signs that more comes, other than a count of steps."""
    words = table("walk")
    for text in texts:
        if "more-to-come" in words.signals(text):
            yield text
    for label in _labels(documents):
        if words.signals(label) & {"names-next", "names-review"}:
            yield label
    for document in documents:
        asking = {c.form for c in document.controls if asks(c)}
        for control in document.controls:
            hidden = not control.visible and _presses(control) and control.form is not None
            if hidden and control.form in asking and "final" in classify_label(control.label, "button"):
                yield control.label
    steps = [c for d in documents for c in d.controls if asks(c)]
    if not steps and any("start" in classify_label(x, "button") for x in _labels(documents)):
        yield "start page"
