"""Isolated worlds: our scripts run in every frame, where the page can neither see nor fool them.

A page may overwrite ``JSON`` or ``Promise`` in its own world; ours has its own. Frames of the same process share
the page's DevTools session, frames of another process have one of their own.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page
from playwright.async_api import Error as PlaywrightError

_NAME = "auditor"


class SilentFrameError(Exception):
    """A frame gave no answer in time, or an answer that is no result."""


@dataclass(frozen=True)
class World:
    """Our place in one frame."""

    frame_id: str
    parent_id: str | None
    url: str
    session: CDPSession
    context_id: int

    async def call(self, script: str, *arguments: str, limit: float) -> Any:
        """Evaluate ``script(arguments…)``, awaiting a promise; arguments are JavaScript literals.

        Raises:
            SilentFrameError: no answer within ``limit`` seconds, or the script threw.
        """
        return await self.evaluate(f"{script}({', '.join(arguments)})", limit=limit)

    async def evaluate(self, expression: str, *, limit: float, by_value: bool = True) -> Any:
        """Evaluate an expression; ``by_value`` False gives the remote object's id."""
        request = {
            "expression": expression,
            "contextId": self.context_id,
            "returnByValue": by_value,
            "awaitPromise": True,
        }
        answer = await _send(self.session, "Runtime.evaluate", request, limit)
        if details := answer.get("exceptionDetails"):
            thrown = details.get("exception", {}).get("description") or details.get("text", "")
            raise SilentFrameError(str(thrown).splitlines()[0][:300] if thrown else "script failed")
        result = answer.get("result", {})
        return result.get("value") if by_value else result.get("objectId")

    async def send(self, method: str, params: dict[str, Any], *, limit: float) -> dict[str, Any]:
        """A DevTools command to the session that serves this frame.

        Raises:
            SilentFrameError: no answer within ``limit`` seconds, or an error.
        """
        return await _send(self.session, method, params, limit)

    async def frame_of(self, selector: str, *, limit: float) -> str | None:
        """The frame id behind an iframe element, or None."""
        try:
            handle = await self.evaluate(
                f"document.querySelector({_literal(selector)})", limit=limit, by_value=False
            )
            if handle is None:
                return None
            found = await _send(self.session, "DOM.describeNode", {"objectId": handle}, limit)
        except SilentFrameError:
            return None
        frame_id = found.get("node", {}).get("frameId")
        return str(frame_id) if frame_id else None


def _literal(text: str) -> str:
    return json.dumps(text)


async def _send(session: CDPSession, method: str, params: dict[str, Any], limit: float) -> dict[str, Any]:
    try:
        answer = await asyncio.wait_for(session.send(method, params), limit)
    except TimeoutError as error:
        raise SilentFrameError(f"{method} gave no answer in {limit:g} s") from error
    except PlaywrightError as error:
        raise SilentFrameError(str(error).splitlines()[0]) from error
    return dict(answer or {})


async def open_worlds(
    context: BrowserContext, page: Page, *, limit: float, most: int
) -> tuple[list[World], int]:
    """Our world in each frame, the page's own first, parents before children; and how many could not be entered.

    Raises:
        SilentFrameError: the page itself gives no answer.
    """
    root = await _session(context, page, limit)
    worlds = await _of_session(root, limit, must=True)
    missed = max(0, len(page.frames) - len(worlds))
    if missed:
        for frame in page.frames[1:]:
            try:
                own = await asyncio.wait_for(context.new_cdp_session(frame), limit)
            except (PlaywrightError, TimeoutError):
                continue
            worlds += await _of_session(own, limit, must=False)
        missed = max(0, len(page.frames) - len(worlds))
    return worlds[:most], missed + max(0, len(worlds) - most)


async def _session(context: BrowserContext, page: Page, limit: float) -> CDPSession:
    try:
        return await asyncio.wait_for(context.new_cdp_session(page), limit)
    except (PlaywrightError, TimeoutError) as error:
        raise SilentFrameError(str(error) or "no DevTools session") from error


async def _of_session(session: CDPSession, limit: float, *, must: bool) -> list[World]:
    """Worlds in all frames that this session serves."""
    try:
        tree = await _send(session, "Page.getFrameTree", {}, limit)
    except SilentFrameError:
        if must:
            raise
        return []
    worlds: list[World] = []
    queue = [tree["frameTree"]]
    while queue:
        branch = queue.pop(0)
        queue += branch.get("childFrames", [])
        frame = branch["frame"]
        try:
            made = await _send(
                session, "Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": _NAME}, limit
            )
        except SilentFrameError:
            if must and not worlds:
                raise
            continue
        url = frame["url"] + frame.get("urlFragment", "")
        worlds.append(World(frame["id"], frame.get("parentId"), url, session, made["executionContextId"]))
    return worlds
