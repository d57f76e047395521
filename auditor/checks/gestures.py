"""What is asked of a hand beyond a click: two fingers, a swipe, pulling, shaking (WCAG 2.5.1, 2.5.2, 2.5.4, 2.5.7).

Scripts tell what they listen to, never what for: nothing here fails, a person is shown the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, passed
from auditor.checks.keyboard import frame_of, tried, untried
from auditor.checks.look import data
from auditor.checks.prose import called
from auditor.evidence.keyboard import Gesture, Keyboard
from auditor.evidence.model import Page

_MOST = 3  # a page; more of the same kind help nobody


def simple(case: Case) -> Iterable[Observation]:
    """What two fingers or a swipe do, a press does too (WCAG 2.5.1)."""
    return _each(case, ("multi", "swipe"))


def released(case: Case) -> Iterable[Observation]:
    """A press can be called off before it is let go (WCAG 2.5.2)."""
    return _each(case, ("down",))


def still(case: Case) -> Iterable[Observation]:
    """Nobody must shake or tilt the device (WCAG 2.5.4)."""
    return _each(case, ("motion",))


def undragged(case: Case) -> Iterable[Observation]:
    """What can be pulled can be pressed, too (WCAG 2.2, 2.5.7)."""
    return _each(case, ("drag",))


def _each(case: Case, kinds: tuple[str, ...]) -> Iterator[Observation]:
    for page, seen in tried(case):
        found = [g for g in seen.gestures if g.kind in kinds and not _otherwise(page, g)]
        yield from (_asked(page, gesture) for gesture in found[:_MOST])
        if not found and _handled(seen):
            yield passed(page)
    yield from untried(case)


def _handled(seen: Keyboard) -> bool:
    """Something on the page can be handled at all."""
    return bool(seen.operables or seen.gestures)


def _asked(page: Page, gesture: Gesture) -> Observation:
    if gesture.node is None:
        return cant_tell(page, gesture.kind, event=gesture.event, subject=gesture.event)
    frame = frame_of(page, gesture.frame)
    return cant_tell(page, gesture.kind, node=gesture.node, frame=frame, element=called(gesture.node))


def _otherwise(page: Page, gesture: Gesture) -> bool:
    """Something to press stands there, by its place or its name."""
    pattern = data("keyboard")["instead"].get(gesture.kind)
    if gesture.kind == "drag" and gesture.beside:
        return True
    names = (c.label or c.name for _, d in documents(page) for c in d.controls if c.visible)
    links = (x.name or x.text for _, d in documents(page) for x in d.links if x.visible)
    return bool(pattern) and any(re.search(pattern, name, re.IGNORECASE) for name in (*names, *links))
