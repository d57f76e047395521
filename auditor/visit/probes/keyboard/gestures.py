"""Reads in the scripts that hear a pointer what they ask of it: two fingers, a swipe, or no more than a touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: What a script hears of somebody who moves the pointer, drags something, or shakes the device.
POINTER = (
    *("mousemove", "pointermove", "touchstart", "touchmove", "touchend"),
    *("dragstart", "dragover", "dragend", "drop", "gesturestart", "gesturechange"),
)
MOTION = ("devicemotion", "deviceorientation", "deviceorientationabsolute")

_FINGERS = re.compile(r"ouches\s*\.\s*length\s*(?:[=!]={1,2}|>=?)\s*[12]\b|ouches\s*\[\s*1\s*\]|\.scale\b")
_ONE_FINGER = re.compile(r"ouches\s*\.\s*length\s*(?:[=!]={1,2}|>=)\s*1\b")
_PLACE = re.compile(r"\b(?:client|page|screen)[XY]\b")
_ENDS = frozenset({"touchend", "touchmove", "pointerup"})
_DOWN = frozenset({"mousedown", "pointerdown", "touchstart"})
#: A script that does one of these does what the press is for; others merely paint a wave or note the place.
_ACTS = re.compile(
    r"\blocation\b|\.(?:submit|reset|remove|click|showModal|open|pushState)\s*\(|\b(?:textContent|innerHTML|innerText|hidden)\s*="
)


def kinds(listeners: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What one element asks for, by ``(event, text of the script)``: multi, swipe, acts (as soon as it is touched)."""
    heard = list(listeners)
    types = {kind for kind, _ in heard}
    moving = [source for kind, source in heard if kind in {"touchstart", "touchmove", "gesturechange"}]
    if types & {"gesturestart", "gesturechange"} or any(
        _FINGERS.search(_ONE_FINGER.sub("", source)) for source in moving
    ):
        yield "multi"
    starts = types & {"touchstart", "pointerdown"}
    if starts and any(_PLACE.search(source) for kind, source in heard if kind in _ENDS):
        yield "swipe"
    if any(_ACTS.search(source) for kind, source in heard if kind in _DOWN):
        yield "acts"
