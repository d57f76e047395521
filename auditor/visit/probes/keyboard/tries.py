"""What is tried after the way with Tab: links that skip, where the mouse shows more, dialogs that open."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from auditor.evidence.keyboard import Hover, Opened, SkipLink
from auditor.evidence.model import Mode
from auditor.paths import data_dir
from auditor.visit.probes.keyboard.desk import Desk, Place
from auditor.visit.probes.keyboard.tabbing import Tabbing
from auditor.wording import classify_label

_FIRST = 3  # stops among which a link that skips is looked for
_MOST_HOVERS = 8
_MOST_DIALOGS = 2
_PAUSE = 0.25  # seconds for a menu, tooltip or dialog to appear
_LOOKS = 8  # pauses after which what has not happened will not
_SCRIPTED = 0.8  # seconds that a script may take to scroll and move the focus


@dataclass
class Tries:
    """Tries on the page that stands open; ``until`` is the moment (monotonic seconds) at which they must be over."""

    desk: Desk
    tabbing: Tabbing
    until: float

    @property
    def _late(self) -> bool:
        return time.monotonic() > self.until

    # -- links that skip

    async def skip_links(self) -> tuple[SkipLink, ...]:
        """Links within the page among the first stops, and whether Enter leads on from their target."""
        found: list[SkipLink] = []
        for number, place in enumerate(self.tabbing.order[:_FIRST], 1):
            facts = await self.desk.ask(place.frame, f"link({place.index})")
            if facts is None or place.frame != 0:
                continue
            stop = self.tabbing.stop(place)
            link = {**stop.model_dump(include={"selector", "tag", "role", "name", "box", "html", "frame"})}
            works = await self._jumps(place, facts) if self._may_jump(facts) else None
            about = {"href": facts["href"], "target": facts["target"], "scripted": facts["scripted"]}
            shown = stop.ring != "none"
            found.append(SkipLink(**link, **about, place=number, works=works, shown=shown))
        return tuple(found)

    def _may_jump(self, facts: dict[str, Any]) -> bool:
        """A jump within the page is harmless; what a script does with it may not be, in a form to be walked."""
        observing = self.desk.subject.settings.mode is Mode.OBSERVE
        return (
            facts["target"]
            and not facts["routed"]
            and (observing or not facts["scripted"])
            and not self._late
        )

    async def _jumps(self, place: Place, facts: dict[str, Any]) -> bool | None:
        """Press Enter on it, then Tab: the next stop must lie in or behind the target, if any stop does."""
        url = self.desk.subject.live.url
        if not await self.desk.ask(0, f"focus({place.index})"):
            return None
        await self.desk.press("Enter")
        await asyncio.sleep(_SCRIPTED if facts["scripted"] else _PAUSE)
        await self.desk.press("Tab")
        here = await self.desk.here()
        await self.desk.ask(0, f"address({json.dumps(url)})")
        if here.place is None or here.place.frame != 0:
            return None
        if await self._behind(facts["id"], [here.place]):
            return True
        return False if await self._behind(facts["id"], self.tabbing.order) else None

    async def _behind(self, target: str, places: list[Place]) -> bool:
        """Whether one of the places lies in or behind the target of a link."""
        indexes = [place.index for place in places if place.frame == 0]
        return bool(await self.desk.ask(0, f"follows({indexes}, {json.dumps(target)})"))

    # -- more under the mouse

    async def hovers(self) -> tuple[Hover, ...]:
        """Elements over which the mouse shows text, and whether the keyboard shows it too."""
        found: list[Hover] = []
        await self.desk.ask(0, "blur()")  # what the focus shows must be hidden now
        for item in await self.desk.ask(0, f"hovers({_MOST_HOVERS})"):
            if self._late:
                break
            if item["restless"]:
                continue
            hover = await self._hover(item)
            if hover is not None:
                found.append(hover)
        return tuple(found)

    async def _hover(self, item: dict[str, Any]) -> Hover | None:
        spot = await self.desk.ask(0, f"aim({item['index']})")
        if spot is None:
            return None
        await self._mouse(0, 0)
        await self.desk.ask(0, "blur()")
        await asyncio.sleep(_PAUSE)
        await self.desk.ask(0, "remember()")
        news = await self._under_mouse(spot)
        if not news["texts"]:
            return None
        stays = await self._stays(spot, news["texts"])
        await self._mouse(0, 0)
        await asyncio.sleep(_PAUSE)
        gone = not set(news["texts"]) & set((await self.desk.ask(0, "news()"))["texts"])
        again = await self._under_mouse(spot)
        if not gone or again["texts"] != news["texts"]:
            return None  # it changes by itself, or has come to stay
        ways = await self.desk.ask(0, f"ways({item['index']})")
        await self._mouse(0, 0)
        await asyncio.sleep(_PAUSE)
        keyboard = await self._by_focus(ways["ways"], set(news["texts"]))
        return Hover(
            **item["node"],
            frame=f"{self.desk.subject.page_id}f0",
            text=" ".join(news["texts"])[:300],
            links=news["links"],
            keyboard=keyboard,
            toggle=ways["toggle"],
            elsewhere=news["elsewhere"],
            stays=stays,
        )

    async def _under_mouse(self, spot: list[float]) -> dict[str, Any]:
        await self._mouse(*spot)
        await asyncio.sleep(_PAUSE)
        return dict(await self.desk.ask(0, "news()"))

    async def _stays(self, spot: list[float], texts: list[str]) -> bool | None:
        """Move the mouse the shortest way onto what appeared."""
        goal = await self.desk.ask(0, f"towards({spot[0]}, {spot[1]})")
        if goal is None:
            return None
        for part in (0.25, 0.5, 0.75, 1.0):
            await self._mouse(spot[0] + (goal[0] - spot[0]) * part, spot[1] + (goal[1] - spot[1]) * part)
        await asyncio.sleep(_PAUSE)
        return set(texts) <= set((await self.desk.ask(0, "news()"))["texts"])

    async def _by_focus(self, ways: list[int], texts: set[str]) -> Any:
        """Whether the focus shows the same text."""
        for way in ways:
            await self.desk.ask(0, f"focus({way})")
            shown = False
            for _ in range(_LOOKS // 2):
                await asyncio.sleep(_PAUSE)
                shown = shown or texts <= set((await self.desk.ask(0, "news()"))["texts"])
                if shown:
                    break
            await self.desk.ask(0, "blur()")
            if shown:
                return "shown"
        return "not-shown" if ways else "no-focus"

    async def _mouse(self, x: float, y: float) -> None:
        move = {"type": "mouseMoved", "x": x, "y": y}
        await self.desk.worlds[0].send("Input.dispatchMouseEvent", move, limit=3.0)

    # -- dialogs

    async def dialogs(self) -> tuple[Opened, ...]:
        """Dialogs that a button outside any form opens. Nothing that may send or go forward is pressed."""
        if self.desk.subject.settings.mode is not Mode.OBSERVE:
            return ()  # the walk goes on from this page; it must find it as it was
        found: list[Opened] = []
        for item in await self.desk.ask(0, f"openers({_words('opens')})"):
            if self._late or len(found) >= _MOST_DIALOGS:
                break
            if not _harmless(item["node"]["name"]):
                continue
            opened = await self._open(item)
            if opened is not None:
                found.append(opened)
        return tuple(found)

    async def _open(self, item: dict[str, Any]) -> Opened | None:
        url = self.desk.subject.live.url
        await self.desk.ask(0, "note()")
        if not await self.desk.ask(0, f"focus({item['index']})"):
            return None
        await self.desk.press("Enter")
        await asyncio.sleep(_PAUSE * 2)
        layer = await self.desk.ask(0, f"layer({_words('closes')})")
        if layer is None:
            await self.desk.ask(0, f"address({json.dumps(url)})")
            return None
        index = layer["index"]
        entered = await self._comes(f"inside({index})", wanted=True)
        first = (await self.desk.here()).place if entered else None
        next_stop, kept = await self._around(index, layer["focusables"], entered=entered)
        await self._back_into(layer, entered=entered)
        escaped = await self._escape(index) or await self._escape_from(first, index)
        closer = layer["closer"]
        if not escaped:
            await self.desk.ask(0, f"shut({index}, {closer['index'] if closer else -1})")
            await asyncio.sleep(_PAUSE)
        closed = not await self.desk.ask(0, f"open({index})")
        returned = await self.desk.ask(0, f"inside({item['index']})") if closed and escaped else None
        await self.desk.ask(0, f"address({json.dumps(url)})")
        return Opened(
            **layer["node"],
            frame=f"{self.desk.subject.page_id}f0",
            trigger=item["node"],
            modal=layer["modal"],
            role_given=layer["role_given"],
            entered=entered,
            next_stop=next_stop,
            kept=kept,
            escaped=escaped,
            closer=closer["node"] if closer else None,
            closer_focusable=closer["focusable"] if closer else None,
            returned=returned,
        )

    async def _around(self, index: int, focusables: int, *, entered: bool) -> tuple[bool, bool | None]:
        """Whether Tab leads into the dialog, and whether it stays there for more than a round."""
        led: bool | None = None
        for _ in range(min(focusables, 20) + 3):
            await self.desk.press("Tab")
            if (await self.desk.here()).place is None:
                continue  # the browser's own controls come after the last stop of its dialogs
            inside = bool(await self.desk.ask(0, f"inside({index})"))
            led = inside if led is None else led
            if not inside:
                return led, False if entered or led else None
        return bool(led), True

    async def _back_into(self, layer: dict[str, Any], *, entered: bool) -> None:
        """Escape is heard by what has the focus: bring it where somebody would press the key."""
        if await self.desk.ask(0, f"inside({layer['index']})") or not entered:
            return
        closer = layer["closer"]
        await self.desk.ask(0, f"focus({closer['index'] if closer else layer['index']})")

    async def _escape(self, index: int) -> bool:
        await self.desk.press("Escape")
        return await self._comes(f"open({index})", wanted=False)

    async def _escape_from(self, first: Place | None, index: int) -> bool:
        """Once more from where the focus was when the dialog opened: some fields keep the key to themselves."""
        if first is None or (await self.desk.here()).place == first:
            return False
        return bool(await self.desk.ask(first.frame, f"focus({first.index})")) and await self._escape(index)

    async def _comes(self, call: str, *, wanted: bool) -> bool:
        """Whether an answer becomes what is wanted before long: dialogs fade, and scripts take their time."""
        for _ in range(_LOOKS):
            if bool(await self.desk.ask(0, call)) is wanted:
                return True
            await asyncio.sleep(_PAUSE)
        return False


def _harmless(name: str) -> bool:
    """No word of the button says that it sends, goes forward, deletes or logs in."""
    return not classify_label(name, "button")


@cache
def _words(key: str) -> str:
    """A regular expression of ``rules/tables/keyboard.yaml`` as a JavaScript literal."""
    text = (data_dir("rules") / "tables" / "keyboard.yaml").read_text(encoding="utf-8")
    return json.dumps(YAML(typ="safe").load(text)[key])
