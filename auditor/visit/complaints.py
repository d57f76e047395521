"""Reads the state of a step that was not left: what has been said since the press, and about which field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from auditor.evidence.errors import ErrorState, Given
from auditor.evidence.model import Filled, Node, Page
from auditor.visit.engine import Engine
from auditor.visit.gather import run_axe
from auditor.visit.scripts import script
from auditor.visit.settings import Limits
from auditor.visit.worlds import SilentFrameError, World

_PALE = "color-contrast"


@dataclass(frozen=True)
class Memory:
    """What every frame said before a press; a frame that gave no answer is missing."""

    frames: dict[str, dict[str, Any]]


async def remember(worlds: list[World], limits: Limits) -> Memory:
    """The texts that stand on the page now."""
    found: dict[str, dict[str, Any]] = {}
    for world in worlds:
        try:
            found[world.frame_id] = json.loads(await world.call(script("errors"), "null", limit=limits.call))
        except (SilentFrameError, ValueError, TypeError):
            continue
    return Memory(found)


@dataclass(frozen=True)
class Press:
    """What was pressed, and on what: an empty form or our test data; ``spoken`` are the words of dialogs it opened."""

    page: Page
    cause: Literal["input", "empty"] = "input"
    filled: tuple[Filled, ...] = ()
    spoken: tuple[str, ...] = ()
    engine: Engine | None = None


async def complaints(worlds: list[World], memory: Memory, press: Press, limits: Limits) -> ErrorState | None:
    """What is new since then; of several frames the first that says something or refuses a field."""
    for place, world in enumerate(worlds):
        before = memory.frames.get(world.frame_id)
        if before is None:
            continue
        try:
            raw = json.loads(
                await world.call(script("errors"), json.dumps(before["texts"]), limit=limits.call * 2)
            )
        except (SilentFrameError, ValueError, TypeError):
            continue
        reloaded = raw.pop("origin") != before["origin"]
        if reloaded:  # a form built anew is empty, and so invalid to the browser
            raw["fields"] = [{**f, "refused": False} for f in raw["fields"]]
        state = ErrorState(
            **raw,
            cause=press.cause,
            reloaded=reloaded,
            title_before=before["title"],
            frame=f"{press.page.id}f{place}",
            given=tuple(_given(f) for f in press.filled),
            spoken=press.spoken,
        )
        marked = any(f.refused or f.invalid or f.looks_wrong for f in state.fields)
        if state.texts or state.spoken or marked:
            pale = await _pale(world, press, limits)
            return state.model_copy(update={"low_contrast": pale})
    return None


def _given(filled: Filled) -> Given:
    return Given(selector=filled.selector, field=filled.field, label=filled.label, kind=filled.kind)


async def _pale(world: World, press: Press, limits: Limits) -> tuple[Node, ...] | None:
    """Elements too pale to read that were not so before; None if the engine did not answer."""
    if press.engine is None:
        return None
    result, _ = await run_axe(world, press.engine, limits)
    if result is None:
        return None
    known = {
        n.html for f in press.page.frames if f.axe for r in f.axe.violations if r.id == _PALE for n in r.nodes
    }
    return tuple(
        Node(
            selector=n.target[-1] if n.target else "",
            tag="",
            role=n.role,
            name=n.name,
            box=n.box,
            html=n.html,
        )
        for rule in result.violations
        if rule.id == _PALE
        for n in rule.nodes
        if n.html not in known
    )
