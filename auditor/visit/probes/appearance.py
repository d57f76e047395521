"""How the page looks enlarged, spaced, turned and pointed at, and what moves on it; it is left as it was found.

Styles are tried in our own world and taken back in the same breath, screen sizes and colour schemes are put back.
Nothing is pressed, typed or asked of the net.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from playwright.async_api import Error as PlaywrightError

from auditor.evidence.appearance import Appearance, Enlarged, Motion, Orientation, Standing, Turn
from auditor.visit.probes.painted import read_painted
from auditor.visit.probes.pictures import film
from auditor.visit.probes.states import read_inks
from auditor.visit.probes.subject import Subject
from auditor.visit.scripts import script
from auditor.visit.worlds import SilentFrameError

_LIMITS = json.dumps(
    {
        "texts": 4000,
        "losses": 20,
        "teaser": 80,
        "never": 20,
        "block": 40,
        "fields": 40,
        "picture": 64,
        "pictures": 60,
    },
)
_MOST_FRAMES = 4
_SHARE = 0.8  # of the time allowed: what is left is for putting things back
_DEBOUNCE = 0.7  # seconds; pages that answer a new screen size by script do so within this
_WATCH = 6.5  # seconds a carousel is watched
_MOST_PICTURE = 3_000_000  # bytes
_MOST_PICTURES = 12
_ANIMATED = frozenset({"image/gif", "image/webp", "image/apng", "image/png"})
_NO_ANSWER = "no answer"
_USUAL = {"standard": 16, "fixed": 13}
_DOUBLE = {"standard": 32, "fixed": 26}


def _screen(width: int, height: int, *, mobile: bool = False) -> dict[str, Any]:
    return {
        "width": width,
        "height": height,
        "screenWidth": width,
        "screenHeight": height,
        "deviceScaleFactor": 1,
        "mobile": mobile,
    }


_ZOOM = _screen(640, 512)
_NARROW = _screen(320, 256)
_PORTRAIT = _screen(360, 740, mobile=True)
_LANDSCAPE = _screen(740, 360, mobile=True)


async def look(subject: Subject) -> dict[str, object]:
    """Measure all parts, one after the other; a part that fails is left out."""
    return {"appearance": await _Look(subject).all()}


class _Look:
    """The probe at work on one page."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.limits = subject.settings.limits
        self.main = subject.worlds[0]
        self.frames = [
            (world, f"{subject.page_id}f{i}") for i, world in enumerate(subject.worlds[:_MOST_FRAMES])
        ]
        self.end = time.monotonic() + self.limits.probe * _SHARE
        self.found: dict[str, Any] = {}

    async def all(self) -> Appearance:
        """Every part in turn."""
        parts: tuple[Callable[[], Awaitable[None]], ...] = (
            self._motions,
            self._still,
            self._looks,
            self._painted,
            self._spacing,
            self._inks,
            self._faded,
            self._sizes,
            self._setting,
            self._orientation,
        )
        try:
            for part in parts:
                if time.monotonic() > self.end:
                    break
                try:
                    await part()
                except SilentFrameError as error:
                    if _NO_ANSWER in str(error):
                        break
                except (PlaywrightError, ValueError, LookupError, TypeError):
                    continue
        finally:
            with contextlib.suppress(SilentFrameError, PlaywrightError):
                await self._each("still", "false")
        return Appearance.model_validate(self.found)

    async def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self.main.send(method, parameters, limit=self.limits.call)

    async def _each(self, name: str, *arguments: str) -> list[tuple[Any, str]]:
        """What a script answers in every frame, read; the page's own frame must answer."""
        answers = []
        for world, frame in self.frames:
            try:
                raw = await world.call(script(name), *arguments, limit=self.limits.call)
            except SilentFrameError:
                if world is self.main:
                    raise
                continue
            answers.append((json.loads(raw) if isinstance(raw, str) else raw, frame))
        return answers

    async def _still(self) -> None:
        await self._each("still", "true")
        await self._each("legible", '"rest"', _LIMITS)

    # -- at rest

    async def _looks(self) -> None:
        answers = await self._each("looks", _LIMITS)
        for key in ("pins", "type", "inserted", "edges", "backdrops"):
            self.found[key] = _framed((raw[key], frame) for raw, frame in answers)
        self.found["inks"] = _framed((raw["hints"], frame) for raw, frame in answers)
        self.found["spaced"] = sum(raw["pinnable"] for raw, _ in answers)

    async def _painted(self) -> None:
        world, frame = self.frames[0]
        found = await read_painted(world, frame, self.limits.call)
        self.found["painted"] = tuple(each.model_dump() for each in found)

    async def _spacing(self) -> None:
        self._keep("spacing", await self._each("legible", '"spacing"', _LIMITS))

    def _keep(self, state: str, answers: list[tuple[Any, str]]) -> None:
        rest = [(raw, frame) for raw, frame in answers if raw]
        if not rest:
            return
        losses = _framed((raw["losses"], frame) for raw, frame in rest)
        stuck = _framed((raw["stuck"], frame) for raw, frame in rest)
        main = rest[0][0]
        texts = sum(raw["texts"] for raw, _ in rest)
        enlarged = Enlarged.model_validate(
            {
                "state": state,
                "width": main["width"],
                "texts": texts,
                "grown": main["grown"],
                "losses": losses,
                "stuck": stuck,
            }
        )
        self.found["enlarged"] = (*self.found.get("enlarged", ()), enlarged)

    async def _inks(self) -> None:
        tried = 0
        for world, frame in self.frames:
            if world.session is not self.main.session:
                continue
            inks = await read_inks(self.subject, world, frame)
            tried += len(inks)
            self.found["inks"] = (*self.found.get("inks", ()), *(i.model_dump() for i in inks))
        self.found["states_tried"] = tried

    async def _faded(self) -> None:
        """Controls that leave no trace when the reader's own colours replace the page's."""
        async with self._media("forced-colors", "active"):
            answers = await self._each("faded")
        self.found["faded"] = [node for raw, _ in answers[:1] for node in raw]

    @contextlib.asynccontextmanager
    async def _media(self, name: str, value: str) -> AsyncIterator[None]:
        try:
            await self._send("Emulation.setEmulatedMedia", features=[{"name": name, "value": value}])
            yield
        finally:
            await self._send("Emulation.setEmulatedMedia", features=[{"name": name, "value": ""}])

    # -- other screens

    @contextlib.asynccontextmanager
    async def _screens(self) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await self._send("Emulation.clearDeviceMetricsOverride")
            await asyncio.sleep(self.limits.reflow)

    async def _resize(self, size: dict[str, Any]) -> None:
        await self._send("Emulation.setDeviceMetricsOverride", **size)
        with contextlib.suppress(SilentFrameError):
            await self.main.call(script("resized"), str(size["width"]), limit=self.limits.call)
        await asyncio.sleep(self.limits.reflow)

    async def _sizes(self) -> None:
        """Zoomed to 200 % and to 320 px; what is lost must stay lost after the page's scripts had their turn."""
        async with self._screens():
            for state, size in (("zoom", _ZOOM), ("narrow", _NARROW)):
                await self._resize(size)
                answers = await self._each("legible", '"now"', _LIMITS)
                if any(raw and raw["losses"] for raw, _ in answers):
                    await asyncio.sleep(_DEBOUNCE)
                    answers = await self._each("legible", '"now"', _LIMITS)
                self._keep(state, answers)

    async def _setting(self) -> None:
        """The reader's own font size, doubled in the browser's settings."""
        try:
            await self._send("Page.setFontSizes", fontSizes=_DOUBLE)
            self._keep("setting", await self._each("legible", '"now"', _LIMITS))
        finally:
            await self._send("Page.setFontSizes", fontSizes=_USUAL)

    async def _orientation(self) -> None:
        async with self._screens():
            await self._resize(_PORTRAIT)
            upright = await self.main.call(script("turned"), _LIMITS, limit=self.limits.call)
            await self._resize(_LANDSCAPE)
            lying = await self.main.call(script("turned"), _LIMITS, limit=self.limits.call)
        self.found["orientation"] = _orientation(json.loads(upright), json.loads(lying), self.frames[0][1])

    # -- motion

    async def _motions(self) -> None:
        """Animations of style and of pictures; a page with a carousel is watched for some seconds."""
        motions: list[Motion] = []
        carousels = 0
        for raw, frame in await self._each("motion", '"list"', _LIMITS):
            motions += [Motion.model_validate({**m, "frame": frame}) for m in raw["animations"]]
            motions += await self._films(raw["pictures"], frame)
            carousels += raw["carousels"]
        if carousels:
            motions += await self._watched()
        self.found["motions"] = await self._calmed(motions)

    async def _films(self, pictures: list[dict[str, Any]], frame: str) -> list[Motion]:
        """Pictures that are animated, from the bytes the browser already has."""
        if not pictures:
            return []
        held = _resources((await self._send("Page.getResourceTree"))["frameTree"])
        found: list[Motion] = []
        read: dict[str, bytes] = {}
        for picture in pictures:
            url = picture["url"]
            if url not in read and len(read) < _MOST_PICTURES:
                read[url] = await self._bytes(url, held.get(url))
            if moving := film(read.get(url, b"")):
                found.append(
                    Motion.model_validate(
                        {
                            "node": picture["node"],
                            "frame": frame,
                            "kind": "picture",
                            "period": moving.shortest,
                            "seconds": moving.seconds,
                        }
                    )
                )
        return found

    async def _bytes(self, url: str, frame_id: str | None) -> bytes:
        if url.startswith("data:image/"):
            head, _, body = url.partition(",")
            with contextlib.suppress(ValueError):
                return base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        if frame_id is None:
            return b""
        with contextlib.suppress(SilentFrameError):
            answer = await self._send("Page.getResourceContent", frameId=frame_id, url=url)
            return base64.b64decode(answer["content"]) if answer["base64Encoded"] else b""
        return b""

    async def _watched(self) -> list[Motion]:
        """Carousels that go on by themselves; ends as soon as every one has gone on twice."""
        await self._each("motion", '"mark"', _LIMITS)
        await asyncio.sleep(_WATCH)
        found = []
        for raw, frame in await self._each("motion", '"marked"', _LIMITS):
            found += [Motion.model_validate({**m, "frame": frame}) for m in raw if m["changes"]]
        self.found["watched"] = _WATCH
        return found

    async def _calmed(self, motions: list[Motion]) -> list[Motion]:
        """Which animations stand still for readers who asked for less motion."""
        if not any(m.kind == "animation" and m.seconds is None for m in motions):
            return motions
        async with self._media("prefers-reduced-motion", "reduce"):
            answers = await self._each("motion", '"list"', _LIMITS)
        moving = {
            (m["node"]["selector"], m["name"], frame) for raw, frame in answers for m in raw["animations"]
        }
        return [
            m.model_copy(update={"calm": (m.node.selector, m.name, m.frame) not in moving})
            if m.kind == "animation"
            else m
            for m in motions
        ]


def _framed(parts: Iterable[tuple[list[dict[str, Any]], str]]) -> list[dict[str, Any]]:
    return [{**item, "frame": frame} for items, frame in parts for item in items]


def _resources(tree: dict[str, Any]) -> dict[str, str]:
    """Pictures that may be animated, by address: the frame that holds each."""
    held = {
        r["url"]: tree["frame"]["id"]
        for r in tree["resources"]
        if r.get("mimeType") in _ANIMATED and r.get("contentSize", 0) <= _MOST_PICTURE
    }
    for child in tree.get("childFrames", []):
        held |= _resources(child)
    return held


def _orientation(upright: dict[str, Any], lying: dict[str, Any], frame: str) -> Orientation:
    angles = {t["selector"]: t["angle"] for t in lying["turned"]}
    turns = [
        Turn(node=t["node"], frame=frame, portrait=t["angle"], landscape=angles[t["selector"]])
        for t in upright["turned"]
        if t["selector"] in angles and abs(t["angle"] - angles[t["selector"]]) > 1
    ]
    return Orientation(
        portrait=_standing(upright, lying), landscape=_standing(lying, upright), turns=tuple(turns)
    )


def _standing(here: dict[str, Any], there: dict[str, Any]) -> Standing:
    elsewhere = set(there["texts"])
    only = [text for text in here["texts"] if text not in elsewhere]
    return Standing(letters=here["letters"], only=tuple(only[:20]), cover=here["cover"])
