"""A press on trust: “Weiter” alone, where nothing proves that more comes and nothing speaks against it.

It is pressed only after the browser has been cut off, by two locks that do not know of each other: the network lock
lets nothing leave (``Lock.cut``), and the browser itself is offline (``Tab.cut``). If the page then goes on and tried
to send nothing at all, it goes on by itself: proven. If it tried anything, the walk ends there. In both cases the
browser stays cut off until it is closed, because a page may put its message aside and send it later.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.visit.walk.buttons import Situation, Weighed, labels_of, opens_address
from auditor.visit.walk.lock import Lock
from auditor.visit.walk.progress import UNPROVEN
from auditor.visit.walk.state import Look
from auditor.wording import table

_SPEAKING = frozenset({"final", "paper", "pay"})
PROVEN = "pressed with the browser cut off: it went on and tried to send nothing"


def on_trust(weighed: tuple[Weighed, ...], look: Look, situation: Situation, lock: Lock) -> Weighed | None:
    """The button that may be pressed on trust; None where anything speaks against it."""
    if situation.last or any(w.verdict in _SPEAKING for w in weighed) or _declares(look):
        return None
    if lock.held and lock.why_sealed not in {"", UNPROVEN}:
        return None
    found = [w for w in weighed if w.verdict == "unknown" and w.why == ("label: forward", UNPROVEN)]
    usable = [
        w
        for w in found
        if not w.button.disabled and not opens_address(w.button) and labels_of(w.button) == {"forward"}
    ]
    return usable[0] if len({w.button.label for w in usable}) == 1 else None


def _declares(look: Look) -> bool:
    """Whether something is to be declared: what stands before a signature stands before the end."""
    boxes = (f for f in look.fields if f.kind in {"checkbox", "aria-checkbox", "aria-switch"})
    return any("declares" in table("walk").signals(f"{f.group} {f.label}") for f in boxes)


def proven(weighed: tuple[Weighed, ...], chosen: Weighed) -> tuple[Weighed, ...]:
    """The buttons of a step that was left by a press on trust."""
    now = replace(chosen, verdict="forward", why=("label: forward", PROVEN))
    return tuple(now if w.button == chosen.button else w for w in weighed)
