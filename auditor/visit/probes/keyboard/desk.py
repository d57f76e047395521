"""Our desk in every frame: listeners known to DevTools, keys pressed by the browser, and where the focus is."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from auditor.evidence.keyboard import Shortcut
from auditor.visit.probes.keyboard.gestures import MOTION, POINTER, kinds
from auditor.visit.probes.keyboard.shortcuts import single_keys
from auditor.visit.probes.subject import Subject
from auditor.visit.scripts import script
from auditor.visit.worlds import SilentFrameError, World

_LIMIT = 3.0  # seconds for one call
_MOST_LISTENERS = 500
_CLICKS = ("click", "mousedown", "mouseup", "pointerdown", "pointerup", "dblclick")
_KEYS = ("keydown", "keyup", "keypress", "focus", "focusin")
_OVER = ("mouseenter", "mouseover", "pointerenter", "pointerover")
_HEARD = frozenset((*_CLICKS, *_KEYS, *_OVER, *POINTER))
_CODES = {"Tab": 9, "Escape": 27, "Enter": 13}
_SHIFT = 8
_GROUP = "auditor-keyboard"  # DevTools tells the text of a listener only for things of a group

_TAKE = """function(types, ...nodes) {
  const heard = globalThis.__auditorKeyboard.heard;
  nodes.forEach((n, i) => { if (n === document || n.ownerDocument === document) heard.set(n, types[i]); });
}"""


@dataclass(frozen=True)
class Place:
    """An element by its frame (number of the world) and its number on the desk there."""

    frame: int
    index: int


@dataclass(frozen=True)
class Here:
    """Where the focus is; ``place`` is None at the end of the page. ``offset`` is the frame's corner in the window."""

    place: Place | None
    facts: dict[str, Any] = field(default_factory=dict)
    offset: tuple[float, float] = (0.0, 0.0)

    @property
    def scroll(self) -> tuple[float, float, float, float]:
        """What must be equal for two pictures to show the element at the same spot."""
        return (*self.offset, self.facts.get("sx", 0.0), self.facts.get("sy", 0.0))


def _source(listener: dict[str, Any]) -> str:
    """The text of the script that listens."""
    return str(listener.get("handler", {}).get("description", ""))


def _by_node(heard: list[dict[str, Any]]) -> dict[int, set[str]]:
    """What each element listens to, and what its scripts ask of a pointer (``auditor:…``)."""
    scripts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in heard:
        if one["type"] in _HEARD and one.get("backendNodeId"):
            scripts[one["backendNodeId"]].append((one["type"], _source(one)))
    return {
        node: {kind for kind, _ in listeners} | {f"auditor:{kind}" for kind in kinds(listeners)}
        for node, listeners in scripts.items()
    }


class Desk:
    """Reads and presses; every call has a limit of its own."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.worlds = subject.worlds
        self.truncated = False
        self.shortcuts: list[Shortcut] = []
        self.motion = ""

    async def ask(self, frame: int, call: str) -> Any:
        """Ask the desk of a frame; JSON is unpacked.

        Raises:
            SilentFrameError: the frame is gone or gives no answer.
        """
        answer = await self.worlds[frame].evaluate(f"__auditorKeyboard.{call}", limit=_LIMIT)
        return json.loads(answer) if isinstance(answer, str) else answer

    async def lay(self, most: int) -> list[tuple[Place, dict[str, Any]]]:
        """Prepare every frame and survey it; a frame that is silent has nothing on its desk.

        Raises:
            SilentFrameError: the page itself gives no answer.
        """
        found: list[tuple[Place, dict[str, Any]]] = []
        for number, world in enumerate(self.worlds):
            try:
                await world.call(script("keyboard"), limit=_LIMIT)
                await world.call(script("keyboard_more"), limit=_LIMIT)
                await self._listeners(number, world)
                raw = await self.ask(number, f"survey({most})")
            except (SilentFrameError, ValueError, KeyError):
                if number == 0:
                    raise
                continue
            found += [(Place(number, item["index"]), item) for item in raw["operables"]]
            self.truncated = self.truncated or raw["truncated"]
        return found

    async def _listeners(self, number: int, world: World) -> None:
        """Tell the desk which elements listen to what."""
        roots = [
            "document",
            *(f"__auditorKeyboard.roots[{i}]" for i in range(await self.ask(number, "shadows()"))),
        ]
        heard = [one for root in roots for one in await self._below(world, root)]
        of_window = await self._of_window(world) if number == 0 else []
        self.shortcuts += await self._shortcuts(world, heard, of_window)
        nodes = _by_node(heard)
        known = list(nodes.items())[:_MOST_LISTENERS]
        objects = await asyncio.gather(*(self._object(world, node) for node, _ in known))
        kept = [(o, sorted(types)) for o, (_, types) in zip(objects, known, strict=True) if o]
        desk = await world.evaluate("__auditorKeyboard", limit=_LIMIT, by_value=False)
        call = {
            "functionDeclaration": _TAKE,
            "objectId": desk,
            "arguments": [{"value": [t for _, t in kept]}, *({"objectId": o} for o, _ in kept)],
        }
        await world.send("Runtime.callFunctionOn", call, limit=_LIMIT)
        if number == 0:
            self.motion = next((one["type"] for one in of_window if one["type"] in MOTION), "")
            types = json.dumps(sorted({one["type"] for one in of_window} & _HEARD))
            await world.evaluate(f"(__auditorKeyboard.window = {types}, 1)", limit=_LIMIT)

    async def _below(self, world: World, root: str) -> list[dict[str, Any]]:
        """Listeners in a tree. They are the page's own, so they are asked of its own view of the tree.

        Asking for the listeners of all views at once (``pierce``) makes the page's process crash now and then.
        """
        theirs = {"backendNodeId": await self._node(world, root), "objectGroup": _GROUP}
        tree = await world.send("DOM.resolveNode", theirs, limit=_LIMIT)
        return await self._of(world, tree["object"]["objectId"], {"depth": -1})

    async def _node(self, world: World, expression: str) -> int:
        """The browser's own number of a node; 0 for none."""
        ours = await world.evaluate(expression, limit=_LIMIT, by_value=False)
        if ours is None:
            return 0
        node = await world.send("DOM.describeNode", {"objectId": ours}, limit=_LIMIT)
        return int(node["node"]["backendNodeId"])

    async def _of(self, world: World, thing: str | None, how: dict[str, Any]) -> list[dict[str, Any]]:
        asked = {"objectId": thing, **how}
        answer = await world.send("DOMDebugger.getEventListeners", asked, limit=_LIMIT)
        return list(answer["listeners"])

    async def _of_window(self, world: World) -> list[dict[str, Any]]:
        """Listeners of the window belong to the page's own world; its name is all we ask for there."""
        theirs = {"expression": "window", "objectGroup": _GROUP}
        answer = await world.send("Runtime.evaluate", theirs, limit=_LIMIT)
        return await self._of(world, answer.get("result", {}).get("objectId"), {})

    async def _shortcuts(
        self, world: World, heard: list[dict[str, Any]], of_window: list[dict[str, Any]]
    ) -> list[Shortcut]:
        """Single keys that scripts of the whole document compare with, by the text of these scripts."""
        roots = {
            await self._node(world, root)
            for root in ("document", "document.documentElement", "document.body")
        }
        everywhere = [*(one for one in heard if one.get("backendNodeId") in roots), *of_window]
        sources = [_source(one) for one in everywhere if one["type"] in {"keydown", "keypress", "keyup"}]
        return [found for source in sources for found in single_keys(source)]

    async def _object(self, world: World, node: int) -> str | None:
        where = {"backendNodeId": node, "executionContextId": world.context_id}
        try:
            answer = await world.send("DOM.resolveNode", where, limit=_LIMIT)
        except SilentFrameError:
            return None
        return str(answer["object"]["objectId"]) if "objectId" in answer.get("object", {}) else None

    async def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key as a person would."""
        code = _CODES[key]
        about = {
            "key": key,
            "code": key,
            "windowsVirtualKeyCode": code,
            "nativeVirtualKeyCode": code,
            "modifiers": _SHIFT if shift else 0,
        }
        enter = {"text": "\r"} if key == "Enter" else {}
        down = "keyDown" if enter else "rawKeyDown"
        for kind, more in ((down, enter), ("keyUp", {})):
            await self.worlds[0].send("Input.dispatchKeyEvent", {"type": kind, **about, **more}, limit=_LIMIT)

    async def here(self) -> Here:
        """Where the focus is now, once the page has stopped scrolling.

        Raises:
            SilentFrameError: the page is gone.
        """
        facts = await self.ask(0, "now()")
        if facts["body"]:
            return Here(None, facts)
        if not facts.get("frame"):
            return Here(Place(0, facts["index"]), facts)
        return await self._in_frame(facts)

    async def _in_frame(self, facts: dict[str, Any]) -> Here:
        """Follow the focus into embedded frames; one we cannot enter is itself the place."""
        offset = (facts["left"], facts["top"])
        here = Here(Place(0, facts["index"]), facts)
        for number in range(1, len(self.worlds)):
            try:
                inner = await self.ask(number, "now()")
            except (SilentFrameError, ValueError):
                continue
            if not inner["held"] or inner["body"]:
                continue
            here = Here(Place(number, inner["index"]), inner, offset)
            if inner.get("frame"):
                offset = (offset[0] + inner["left"], offset[1] + inner["top"])
        return here

    async def peek(self, place: Place) -> bool:
        """Whether the focus is still there."""
        return bool(await self.ask(place.frame, "peek()") == place.index)

    async def clear(self, scroll: list[float]) -> None:
        """Leave every frame as it was found."""
        for number in range(len(self.worlds) - 1, -1, -1):
            target = scroll if number == 0 else await self._own_scroll(number)
            try:
                await self.ask(number, f"restore({json.dumps(target)})")
                await self.worlds[number].evaluate("delete globalThis.__auditorKeyboard", limit=_LIMIT)
            except SilentFrameError:
                continue

    async def _own_scroll(self, number: int) -> list[float]:
        try:
            return list(await self.worlds[number].evaluate("[0, 0]", limit=_LIMIT))
        except SilentFrameError:
            return [0, 0]
