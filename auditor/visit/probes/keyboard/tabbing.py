"""Goes through a page with Tab and notes every stop: how the focus shows, what covers it, what happens by itself."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from auditor.evidence.keyboard import Moved, Ring, Stop, Trap
from auditor.visit.probes.keyboard.desk import Desk, Here, Place
from auditor.visit.probes.keyboard.pixels import Rect, differ, moved, region, shoot
from auditor.visit.worlds import SilentFrameError

_INNER = 12  # stops that a film, a date field or a closed component may have inside
_CAREFUL = 12  # stops whose focus is measured once more with blur and focus
_MOMENT = 0.02  # seconds in which a page may fetch the focus back
_PAUSE = 0.15  # seconds for a transition to end


@dataclass
class Seen:
    """A stop while the page is gone through."""

    here: Here
    shot: Image.Image | None
    ring: Ring = "unmeasured"

    @property
    def rects(self) -> list[Rect]:
        """The element and its labels in the window."""
        return moved((tuple(r) for r in self.here.facts.get("rects", ())), self.here.offset)


@dataclass
class Tabbing:
    """One way through the page; ``until`` is the moment (monotonic seconds) at which it must be over.

    Of the first ``pictured`` stops there are pictures; the others up to ``most`` only show whether the end is reached.
    """

    desk: Desk
    outside: int
    until: float
    most: int
    pictured: int = 80
    happened: list[tuple[str, str]] = field(default_factory=list)
    seen: dict[Place, Seen] = field(default_factory=dict)
    order: list[Place] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    trap: Trap | None = None
    complete: bool = False
    left: bool = False
    shot: Image.Image | None = None

    async def go(self) -> None:
        """Press Tab until the beginning is met again, the focus is caught, or the limit is reached."""
        ends = same = 0
        last: Seen | None = None
        while (
            len(self.order) + len(self.moves) < self.most and time.monotonic() < self.until and same < _INNER
        ):
            here = await self._step(last)
            if here is None:
                return
            if here.place is None and here.facts.get("events"):
                await self._lost(here, last)
                last = None
                continue
            if here.place is None:
                ends += 1
                self._compare_with_end(last, await shoot(self.desk.worlds[0]), here)
                last = None
                if (ends > 1 and not self.order) or ends > 2:
                    break
                continue
            if here.place in self.seen:
                if ends:
                    self.complete = True
                    return
                if last is not None and here.place == last.here.place and here.facts.get("many"):
                    same += 1
                    continue
                self.trap = await self._caught(here.place)
                return
            last = self._note(here, last)
        self.complete = ends > 1 and not self.order

    async def _step(self, last: Seen | None) -> Here | None:
        """One press of Tab; None if the page was left by it.

        Raises:
            SilentFrameError: no answer, though the page is still there.
        """
        url = self.desk.subject.live.url
        try:
            await self.desk.press("Tab")
            here = await self._rested(await self.desk.here())
        except SilentFrameError:
            await asyncio.sleep(_PAUSE)
            if not self._elsewhere(url):
                raise  # a page that is merely slow gives no answer either
            self.left = True
            self._happened("navigation", last, None, self.desk.subject.live.url)
            return None
        if self._elsewhere(url):
            self._happened("navigation", last, self._stop(here), self.desk.subject.live.url)
        for kind, detail in self.happened:
            self._happened(kind, last, self._stop(here), detail)
        self.happened.clear()
        return here

    def _elsewhere(self, url: str) -> bool:
        """Whether the page shows another document than the one at that address."""
        return self.desk.subject.live.url.partition("#")[0] != url.partition("#")[0]

    async def _rested(self, here: Here) -> Here:
        """Take a picture of a new stop; a page that moves the focus on meanwhile decides where it is."""
        if here.place is None or here.place in self.seen:
            return here
        self.shot = await self._picture()
        if await self.desk.peek(here.place):
            return here
        self.shot = await self._picture()
        return await self.desk.here()

    async def _picture(self) -> Image.Image | None:
        if len(self.order) < self.pictured:
            return await shoot(self.desk.worlds[0])
        await asyncio.sleep(_MOMENT)
        return None

    async def _lost(self, here: Here, last: Seen | None) -> None:
        """An element took the focus and gave it away at once, without any key."""
        facts = await self.desk.ask(0, f"stop({here.facts['events'][-1]})")
        if facts is None or len(self.moves) > self.most:
            return
        lost = Here(Place(0, here.facts["events"][-1]), {"stop": facts})
        self._happened("focus-lost", last, self._stop(lost), "")

    def _happened(self, kind: Any, last: Seen | None, to: Stop | None, detail: str) -> None:
        self.moves.append(Moved(kind=kind, left=self._of(last), to=to, detail=detail[:300]))

    def _of(self, seen: Seen | None) -> Stop | None:
        return self._stop(seen.here, seen.ring) if seen else None

    def _note(self, here: Here, last: Seen | None) -> Seen:
        """Keep the stop with a picture, and see by it how the focus of the one before showed."""
        assert here.place is not None  # noqa: S101 - the caller saw it
        seen = Seen(here, self.shot, "caret" if here.facts.get("caret") else "unmeasured")
        self.seen[here.place] = seen
        self.order.append(here.place)
        self._compare(last, seen)
        return seen

    def _compare(self, last: Seen | None, now: Seen) -> None:
        """A change where the last element stands, as it lost the focus, is its focus ring."""
        if last is None or last.shot is None or now.shot is None:
            return
        if last.ring != "unmeasured" or last.here.scroll != now.here.scroll:
            return
        if differ(last.shot, now.shot, region(last.rects), region(now.rects)):
            last.ring = "shown"

    def _compare_with_end(self, last: Seen | None, shot: Image.Image, here: Here) -> None:
        if last is None or last.shot is None or last.ring != "unmeasured":
            return
        same_spot = last.here.place is not None and last.here.place.frame == 0
        if same_spot and last.here.scroll[2:] == (here.facts["sx"], here.facts["sy"]):
            last.ring = "shown" if differ(last.shot, shot, region(last.rects)) else "unmeasured"

    # -- traps

    async def _caught(self, place: Place) -> Trap:
        """Tab came back without passing the end of the page: see what leads out."""
        circle = self.order[self.order.index(place) :]
        inside = {p: self.seen[p] for p in circle}
        await asyncio.sleep(_PAUSE)
        forward = await self._leaves(circle, shift=False)
        back = forward or await self._leaves(circle, shift=True)
        escape = False
        if not forward:
            await self._return_to(circle)
            await self.desk.press("Escape")
            await asyncio.sleep(_PAUSE)
            escape = await self._leaves(circle, shift=False)
        stops = tuple(self._stop_sure(s) for s in inside.values())
        others = max(0, self.outside - len(self.seen))
        sure = not forward and not any(s.here.facts.get("many") for s in inside.values())
        overlay = all(s.overlay for s in stops)
        return Trap(stops=stops, back=back, escape=escape, overlay=overlay, sure=sure, outside=others)

    async def _return_to(self, circle: list[Place]) -> None:
        await self.desk.ask(circle[0].frame, f"focus({circle[0].index})")

    async def _leaves(self, circle: list[Place], *, shift: bool) -> bool:
        """Whether as many presses as there are stops, and two more, lead out of the circle."""
        for _ in range(len(circle) + 2):
            await self.desk.press("Tab", shift=shift)
            await asyncio.sleep(0.04)  # a page that fetches the focus back may do so a moment later
            if not await self._held(circle):
                await asyncio.sleep(_PAUSE)
                if not await self._held(circle):
                    return True
        return False

    async def _held(self, circle: list[Place]) -> bool:
        return (await self.desk.here()).place in circle

    # -- careful measuring

    async def measure(self) -> None:
        """Look again at stops whose focus was not seen to change anything."""
        left = [s for s in self.seen.values() if s.ring == "unmeasured" and s.shot is not None]
        for seen in left[:_CAREFUL]:
            if time.monotonic() > self.until:
                return
            try:
                seen.ring = await self._ring(seen)
            except (SilentFrameError, ValueError):
                continue

    async def _ring(self, seen: Seen) -> Ring:
        """Focus and blur the element without moving anything else, and compare the whole window."""
        place = seen.here.place
        world = self.desk.worlds[0]
        if place is None or not await self._arrive(place):
            return "unmeasured"
        if await self._plainly(seen):
            return "shown"
        if not await self._arrive(place):
            return "unmeasured"
        await asyncio.sleep(_PAUSE)
        here = await self.desk.here()
        spot = region(Seen(here, seen.shot).rects, 40)
        focused, again = await shoot(world), await shoot(world)
        await self.desk.ask(place.frame, "blur()")
        await asyncio.sleep(_PAUSE)
        blurred, later = await shoot(world), await shoot(world)
        restless = differ(focused, again) or differ(blurred, later)
        if not differ(
            focused, blurred
        ):  # one that wears a ring all the time may show a pattern, or hide the focus
            ringed = await self.desk.ask(place.frame, f"ringed({place.index})")
            return "unclear" if restless or ringed else "none"
        if not restless:
            return "shown"
        return "shown" if differ(focused, blurred, spot) else "unclear"

    async def _plainly(self, seen: Seen) -> bool:
        """Whether the element changes at once as it loses the focus; most do, and need no longer look."""
        here = await self.desk.here()
        if here.place is None or (spot := region(Seen(here, seen.shot).rects)) is None:
            return False
        focused = await shoot(self.desk.worlds[0])
        await self.desk.ask(here.place.frame, "blur()")
        return differ(focused, await shoot(self.desk.worlds[0]), spot)

    async def _arrive(self, place: Place) -> bool:
        """Bring the focus there by key from the stop before, else by script."""
        before = self.order[self.order.index(place) - 1] if place != self.order[0] else None
        if before is not None:
            await self.desk.ask(before.frame, f"focus({before.index})")
            await self.desk.press("Tab")
            if (await self.desk.here()).place == place:
                return True
        return bool(await self.desk.ask(place.frame, f"focus({place.index})"))

    # -- into evidence

    def stops(self) -> tuple[Stop, ...]:
        """The stops of which there are pictures, in the order met."""
        return tuple(self.stop(p) for p in self.order[: self.pictured])

    def stop(self, place: Place) -> Stop:
        """The stop at a place that was met."""
        return self._stop_sure(self.seen[place])

    def _stop_sure(self, seen: Seen) -> Stop:
        found = self._stop(seen.here, seen.ring)
        assert found is not None  # noqa: S101 - a stop that was seen has a place
        return found

    def _stop(self, here: Here, ring: Ring = "unmeasured") -> Stop | None:
        if here.place is None:
            return None
        facts = here.facts.get("stop") or {"selector": "iframe", "tag": "iframe", "place": -1}
        frame = f"{self.desk.subject.page_id}f{here.place.frame}"
        return Stop.model_validate({**facts, "frame": frame, "ring": ring})
