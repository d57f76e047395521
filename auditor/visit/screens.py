"""The page on screens of every size, with a picture of the two that a report shows."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from auditor.evidence.model import View
from auditor.visit.plan import Files
from auditor.visit.scripts import script
from auditor.visit.settings import VisitSettings
from auditor.visit.veil import Veil, cover
from auditor.visit.worlds import SilentFrameError, World

Screen = Literal["desktop", "phone", "narrow"]

_SMALL: tuple[tuple[Screen, tuple[int, int]], ...] = (("phone", (360, 740)), ("narrow", (320, 640)))
_TOLERANCE = 2  # CSS px: rounding of scaled layouts


@dataclass(frozen=True)
class Screens:
    """An open page in several sizes; its pictures go into ``files`` under the id of the ``page``."""

    page: str
    session: CDPSession
    worlds: list[World]
    settings: VisitSettings
    veil: Veil
    files: Files

    async def views(self) -> tuple[View, ...]:
        """The page in every size; a size that gives no answer is left out."""
        views = [await self._view("desktop", self.settings.viewport, shot=self.settings.screenshots)]
        try:
            for name, size in _SMALL:
                await self.session.send("Emulation.setDeviceMetricsOverride", _metrics(*size))
                with contextlib.suppress(SilentFrameError):
                    await self.worlds[0].call(
                        script("resized"), str(size[0]), limit=self.settings.limits.call
                    )
                await asyncio.sleep(self.settings.limits.reflow)
                shot = self.settings.screenshots and name == "phone"
                views.append(await self._view(name, size, shot=shot))
        finally:
            await self.session.send("Emulation.clearDeviceMetricsOverride")
            await asyncio.sleep(self.settings.limits.reflow)
        return tuple(v for v in views if v is not None)

    async def _view(self, name: Screen, size: tuple[int, int], *, shot: bool) -> View | None:
        try:
            raw = json.loads(
                await self.worlds[0].call(script("view"), str(_TOLERANCE), limit=self.settings.limits.call)
            )
        except (SilentFrameError, ValueError, TypeError):
            return None
        view = View(
            name=name,
            width=size[0],
            height=size[1],
            scroll_width=raw["scroll_width"],
            overflow=raw["overflow"],
            small_targets=raw["small_targets"],
        )
        if not shot:
            return view
        file = await self._shoot(f"shots/{self.page}-{name}.jpg", max(size[0], raw["scroll_width"]))
        return view.model_copy(update={"screenshot": file})

    async def _shoot(self, name: str, width: int) -> str | None:
        try:
            metrics = await asyncio.wait_for(
                self.session.send("Page.getLayoutMetrics"), self.settings.limits.call
            )
            height = min(metrics["cssContentSize"]["height"], self.settings.limits.screenshot_height)
            clip = {"x": 0, "y": 0, "width": min(width, 2_000), "height": max(height, 1), "scale": 1}
            request = {"format": "jpeg", "quality": 70, "captureBeyondViewport": True, "clip": clip}
            shot = await asyncio.wait_for(
                self.session.send("Page.captureScreenshot", request), self.settings.limits.call * 2
            )
        except (PlaywrightError, TimeoutError):
            return None
        picture: bytes | None = base64.b64decode(shot["data"])
        if self.veil and picture:
            picture = await cover(picture, self.worlds, self.veil, self.settings.limits.call)
        return self.files.add(name, picture) if picture else None


def _metrics(width: int, height: int) -> dict[str, Any]:
    """How Chromium is told to be a phone of this size."""
    size = {"width": width, "height": height, "screenWidth": width, "screenHeight": height}
    return {**size, "deviceScaleFactor": 1, "mobile": True}
