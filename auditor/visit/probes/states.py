"""Colours of links and buttons that are pointed at or have the focus: forced in the browser, no mouse is moved."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections import Counter
from typing import Any, Literal

from PIL import Image

from auditor.evidence.appearance import Ink
from auditor.visit.probes.subject import Subject
from auditor.visit.scripts import script
from auditor.visit.worlds import World

_MOST_LOOKS = 14
_TOLERANCE = 24  # steps of 255, summed over red, green and blue: anti-aliasing and colour profiles
_OWN: dict[str, list[str]] = {"hover": ["hover"], "focus": ["focus", "focus-visible"]}
_AROUND: dict[str, list[str]] = {"hover": ["hover"], "focus": ["focus-within"]}

State = Literal["hover", "focus"]
_STATES: tuple[State, State] = ("hover", "focus")


async def read_inks(subject: Subject, world: World, frame: str) -> list[Ink]:
    """Text colours in both states, one of each look. Leaves no state behind.

    Raises:
        SilentFrameError: the page gives no answer.
        PlaywrightError: the DevTools session is gone.
    """
    limit = subject.settings.limits.call
    chains = json.loads(await world.call(script("states"), '"list"', str(_MOST_LOOKS), limit=limit))
    if not chains:
        return []
    await world.send("DOM.enable", {}, limit=limit)
    await world.send("CSS.enable", {}, limit=limit)
    try:
        nodes = await _node_ids(world, limit)
        found = [
            await _ink(subject, world, index, [nodes[i] for i in chain], state)
            for index, chain in enumerate(chains)
            for state in _STATES
        ]
        return [ink.model_copy(update={"frame": frame}) for ink in found]
    finally:
        await world.send("CSS.disable", {}, limit=limit)
        await world.send("DOM.disable", {}, limit=limit)


async def _node_ids(world: World, limit: float) -> list[int]:
    await world.send("DOM.getDocument", {"depth": 0}, limit=limit)
    array = await world.evaluate("self.auditorChain", limit=limit, by_value=False)
    listed = await world.send(
        "Runtime.getProperties", {"objectId": array, "ownProperties": True}, limit=limit
    )
    handles = [p["value"]["objectId"] for p in listed["result"] if p["name"].isdigit()]
    asked = [world.send("DOM.requestNode", {"objectId": handle}, limit=limit) for handle in handles]
    return [int(answer["nodeId"]) for answer in await asyncio.gather(*asked)]


async def _force(world: World, chain: list[int], own: list[str], around: list[str], limit: float) -> None:
    calls = [{"nodeId": node, "forcedPseudoClasses": around if i else own} for i, node in enumerate(chain)]
    await asyncio.gather(*(world.send("CSS.forcePseudoState", call, limit=limit) for call in calls))


async def _ink(subject: Subject, world: World, index: int, chain: list[int], state: State) -> Ink:
    """The colours of one link or button in one state; what would accuse is looked up in a picture."""
    limit = subject.settings.limits.call
    await _force(world, chain, _OWN[state], _AROUND[state], limit)
    try:
        raw = json.loads(await world.call(script("states"), '"ink"', str(index), limit=limit))
        ink = Ink.model_validate({**raw, "state": state})
        if ink.certain and ink.ratio < ink.needed:
            ink = ink.model_copy(update={"certain": await _pictured(world, ink, limit)})
        return ink
    finally:
        await _force(world, chain, [], [], limit)


async def _pictured(world: World, ink: Ink, limit: float) -> bool:
    """Whether a picture of the element shows the background that its style promises, and no better contrast."""
    if ink.node.box is None:
        return False
    box = ink.node.box.model_dump()
    request: dict[str, Any] = {"format": "png", "captureBeyondViewport": True, "clip": {**box, "scale": 1}}
    shot = await world.send("Page.captureScreenshot", request, limit=limit)
    picture = Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")
    colours = Counter(zip(*[iter(picture.tobytes())] * 3, strict=True))
    commonest = colours.most_common(1)[0][0]
    promised = tuple(int(ink.background[i : i + 2], 16) for i in (1, 3, 5))
    return bool(sum(abs(a - b) for a, b in zip(commonest, promised, strict=True)) <= _TOLERANCE)
