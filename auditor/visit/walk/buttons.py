"""The first lock: which button goes forward, which is the final one. What is not known to go forward is not pressed.

A button goes forward only if its label says so, nothing speaks of sending, *and* the page proves that more comes:
a count of steps, a label that names the next step, words that say so, or a hidden final button of the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from auditor.visit.walk.progress import UNPROVEN, Progress, listed, measured, said, united
from auditor.visit.walk.signs import final_address, final_script, final_word
from auditor.visit.walk.state import Look, Offered
from auditor.wording import classify_label, table

Verdict = Literal[
    "forward",
    "final",
    "back",
    "save",
    "cancel",
    "search",
    "login",
    "upload",
    "pay",
    "paper",
    "other",
    "unknown",
]
#: Labels that are something else for sure, in this order, when nothing final is in them.
_ASIDE: tuple[tuple[str, Verdict], ...] = (
    ("back", "back"),
    ("pseudo-final", "paper"),
    ("pay", "pay"),
    ("cancel", "cancel"),
    ("add-row", "other"),
    ("upload", "upload"),
    ("search", "search"),
    ("cart", "other"),
    ("login", "login"),
    ("save", "save"),
)
_ARROWS = frozenset({">", ">>", "»", "›", "→", "▶"})


@dataclass(frozen=True)
class Weighed:
    """A button and what it was taken for."""

    button: Offered
    verdict: Verdict
    why: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """What the page says of its place in the form."""

    progress: Progress
    summary: str = ""
    declares: str = ""
    more: tuple[str, ...] = ()

    @property
    def sends(self) -> str:
        """Why a press may send from here; empty if nothing says so."""
        if self.summary:
            return f"summary: {self.summary}"
        return f"says it sends: {self.declares}" if self.declares else ""

    @property
    def last(self) -> str:
        """Why this may be the last step; empty if nothing says so."""
        return self.sends or (f"last step: {self.progress.text}" if self.progress.state == "last" else "")


def situation_of(look: Look) -> Situation:
    """Read the signs of the whole page."""
    words = table("walk")
    lines = [line for s in look.sights for line in s.lines]
    progress = united(
        [
            said([*lines, *(s.title for s in look.sights)]),
            *(listed(p.index, p.names) for s in look.sights for p in s.steppers),
            *(measured(b.now, b.max, b.text) for s in look.sights for b in s.bars),
        ]
    )
    heads = [h for s in look.sights for h in (*s.headings, s.title.split("–")[0])]
    summary = next((h for h in heads if "summary" in words.signals(h)), "")
    # Words in the list of steps speak of other steps
    steps = {name for s in look.sights for p in s.steppers for name in p.names}
    text = [line for line in lines if line not in steps]
    declares = next((h.text for line in text for h in words.search(line) if h.signal == "declares-final"), "")
    more = [f"progress: {progress.text}"] if progress.state == "more" else []
    more += [
        f"text: {hit.text}" for line in text for hit in words.search(line) if hit.signal == "more-to-come"
    ][:1]
    return Situation(progress, summary, declares, tuple(more))


def weigh(look: Look) -> tuple[Weighed, ...]:
    """Every visible button with its verdict, in reading order."""
    situation = situation_of(look)
    hidden = frozenset(_hidden_finals(look))
    return tuple(_weigh(b, look, situation, hidden) for b in look.buttons if b.shown)


def _hidden_finals(look: Look) -> Iterator[tuple[int, int]]:
    """Forms (frame, index) that hold a final button on a page not yet shown."""
    for button in look.buttons:
        if not button.shown and button.form >= 0 and "final" in classify_label(button.label, "button"):
            yield button.frame, button.form


def labels_of(button: Offered) -> frozenset[str]:
    """What a button says, be it in words, by its title or its picture's name."""
    text = button.label or button.title or button.value
    if text.strip() in _ARROWS:
        return frozenset({"forward"})
    return classify_label(text, "button")


def _weigh(button: Offered, look: Look, situation: Situation, hidden: frozenset[tuple[int, int]]) -> Weighed:
    labels = labels_of(button)
    signs = tuple(_final_signs(button, look))
    if "final" in labels:
        return _final(button, situation, signs)
    aside = next(((label, verdict) for label, verdict in _ASIDE if label in labels), None)
    if aside is not None:
        return Weighed(button, aside[1], (f"label: {aside[0]}",))
    if button.kind == "reset" or button.download:
        return Weighed(button, "other", (button.kind,))
    started = "start" in labels and not any(look.fields)
    if "forward" in labels or started or _reviews(button):
        return _forward(button, situation, signs, hidden, started=started)
    harmless = button.kind in {"button", "role", "script"} and button.form < 0 and not signs
    if button.kind == "link" or harmless:
        return Weighed(button, "other", signs)
    return Weighed(button, "unknown", ("label says nothing known", *signs))


def _final(button: Offered, situation: Situation, signs: tuple[str, ...]) -> Weighed:
    """A label that sends. A link that merely opens an address is none, unless it stands on the last step."""
    if not opens_address(button) or signs:
        return Weighed(button, "final", ("label", *signs))
    taken: Verdict = "unknown" if situation.last else "other"
    return Weighed(button, taken, ("a link that only opens an address", situation.last))


def _forward(
    button: Offered,
    situation: Situation,
    signs: tuple[str, ...],
    hidden: frozenset[tuple[int, int]],
    *,
    started: bool,
) -> Weighed:
    """A label that goes forward, if nothing denies and something proves it."""
    review = _reviews(button)
    if signs or situation.sends or (situation.last and not review):
        return Weighed(button, "unknown", ("label: forward", *signs, situation.last))
    proofs = list(situation.more)
    if review or "names-next" in table("walk").signals(button.label):
        proofs.append("label names the next step")
    if (button.frame, button.form) in hidden:
        proofs.append("the final button is on a later page")
    if started:
        proofs.append("start button, nothing asked yet")
    if not proofs:
        return Weighed(button, "unknown", ("label: forward", UNPROVEN))
    return Weighed(button, "forward", ("label: forward", *proofs))


def _reviews(button: Offered) -> bool:
    return "names-review" in table("walk").signals(button.label)


def opens_address(button: Offered) -> bool:
    """A link that does nothing but open an address."""
    return button.kind == "link" and not _acts(button)


def _acts(button: Offered) -> bool:
    """Whether a link does something else than to open an address."""
    return bool(button.script) or button.target.startswith(("javascript:", "#")) or not button.target


def _final_signs(button: Offered, look: Look) -> Iterator[str]:
    """Signs beside the label that pressing sends."""
    if word := final_address(button.target):
        yield f"address: {word}"
    own = f" {button.name}={button.value}" if button.kind != "link" else ""
    if word := final_word(own):
        yield f"value: {word}"
    if word := final_script(button.script):
        yield f"script: {word}"
    if word := final_word(f" {button.picture} "):
        yield f"picture: {word}"
    if button.dialog and "final" in classify_label(button.label, "button"):
        yield "dialog"
    hidden = look.sights[button.frame].hidden
    if button.form >= 0 and button.form < len(hidden):
        for pair in hidden[button.form]:
            if word := final_word(f" {pair}"):
                yield f"hidden field: {word}"
                return


def forward_of(weighed: tuple[Weighed, ...]) -> Weighed | None:
    """The button to press: the first that goes forward, unless a final one of the same form is offered too."""
    usable = [w for w in weighed if w.verdict == "forward" and not w.button.disabled]
    asked = [w for w in usable if w.button.kind != "link"]
    return next(chain(asked, usable), None)


def freely(weighed: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """On a test system of the operator's own, where anything may be sent, a label that says “forward” is enough."""
    return tuple(
        replace(w, verdict="forward", why=(*w.why, "the operator's own test system"))
        if w.verdict == "unknown" and "forward" in labels_of(w.button)
        else w
        for w in weighed
    )
