"""The keyboard probe: goes through a page with Tab, as somebody without a mouse does."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Any

from playwright.async_api import Dialog
from playwright.async_api import Page as BrowserPage

from auditor.evidence.keyboard import Gesture, Keyboard, Operable
from auditor.visit.probes.keyboard.desk import Desk, Place
from auditor.visit.probes.keyboard.tabbing import Tabbing
from auditor.visit.probes.keyboard.tries import Tries
from auditor.visit.probes.subject import Subject
from auditor.visit.worlds import SilentFrameError

_MOST_STOPS = 300
_MOST_OPERABLES = 400
_MOST_SHORTCUTS = 10
_MOST_GESTURES = 20
_WHOLE = 0.85  # of the probe's time, by when no further try begins
_SHARE = 0.5  # of the probe's time for the way with Tab; the rest is for what is tried afterwards


async def keyboard(subject: Subject) -> dict[str, object]:
    """Fields of the page's evidence: ``keyboard``.

    Raises:
        SilentFrameError: the page gives no answer.
    """
    began = time.monotonic()
    desk = Desk(subject)
    scroll = list(await subject.worlds[0].evaluate("[scrollX, scrollY]", limit=subject.settings.limits.call))
    try:
        survey = await desk.lay(_MOST_OPERABLES)
        gestures = await _gestures(desk)
        await desk.ask(0, "blur()")
        tabbing = Tabbing(
            desk,
            sum(item["focusable"] for _, item in survey),
            began + subject.settings.limits.probe * _SHARE,
            _MOST_STOPS,
        )
        with _watching(subject.live, tabbing.happened):
            await tabbing.go()
            if not tabbing.left:
                await tabbing.measure()
            more = await _tries(desk, tabbing, began + subject.settings.limits.probe * _WHOLE)
    finally:
        await desk.clear(scroll)
    found = Keyboard(
        stops=tabbing.stops(),
        complete=tabbing.complete,
        truncated=desk.truncated,
        operables=_operables(subject, survey, tabbing),
        trap=tabbing.trap,
        moved=tuple(tabbing.moves),
        shortcuts=tuple(desk.shortcuts[:_MOST_SHORTCUTS]),
        gestures=gestures,
        **more,
        seconds=round(time.monotonic() - began, 2),
    )
    return {"keyboard": found}


async def _tries(desk: Desk, tabbing: Tabbing, until: float) -> dict[str, Any]:
    """What is tried after the way with Tab; a page that was left by itself or holds the focus is spared it."""
    if tabbing.left or tabbing.trap is not None:
        return {}
    tries = Tries(desk, tabbing, until)
    found: dict[str, Any] = {}
    for name, work in (
        ("skip_links", tries.skip_links),
        ("hovers", tries.hovers),
        ("dialogs", tries.dialogs),
    ):
        with contextlib.suppress(SilentFrameError, ValueError, LookupError):
            found[name] = await work()
    return found


async def _gestures(desk: Desk) -> tuple[Gesture, ...]:
    """What scripts ask of a pointer beyond a click, and whether one hears the device move."""
    found = (
        [Gesture(kind="motion", frame=f"{desk.subject.page_id}f0", event=desk.motion)] if desk.motion else []
    )
    for number in range(len(desk.worlds)):
        with contextlib.suppress(SilentFrameError, ValueError, TypeError):
            frame = f"{desk.subject.page_id}f{number}"
            asked = await desk.ask(number, f"gestures({_MOST_GESTURES})")
            found += [Gesture.model_validate({**raw, "frame": frame}) for raw in asked]
    return tuple(found[:_MOST_GESTURES])


def _operables(
    subject: Subject, survey: list[tuple[Place, dict[str, Any]]], tabbing: Tabbing
) -> tuple[Operable, ...]:
    """What the survey found, and whether Tab came there."""
    found: list[Operable] = []
    for place, item in survey:
        facts = {k: v for k, v in item.items() if k != "index"}
        frame = f"{subject.page_id}f{place.frame}"
        found.append(Operable(**facts, frame=frame, reached=place in tabbing.seen))
    return tuple(found)


@contextlib.contextmanager
def _watching(live: BrowserPage, happened: list[tuple[str, str]]) -> Iterator[None]:
    """Note windows and dialogs that open by themselves; whoever opened the page turns them away."""

    def window(opened: BrowserPage) -> None:
        happened.append(("window", opened.url))

    def dialog(shown: Dialog) -> None:
        happened.append(("dialog", shown.message))

    live.on("popup", window)
    live.on("dialog", dialog)
    try:
        yield
    finally:
        live.remove_listener("popup", window)
        live.remove_listener("dialog", dialog)
