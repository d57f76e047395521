"""Stops redirects from the public net into a private one, before the browser follows them.

Playwright's routing sees a request but not where its answer redirects to; the DevTools protocol does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from playwright.async_api import CDPSession
from playwright.async_api import Error as PlaywrightError

from auditor.visit.guard import Neighbourhood
from auditor.visit.hosts import host_of


class Fence:
    """Stands around one page.

    Args:
        neighbourhood: knows which hosts are private.
        start: the service's address; nothing is fenced in when it is private itself.
        crossed: called with the host when the page itself was to be led across.
    """

    def __init__(self, neighbourhood: Neighbourhood, start: str, crossed: Callable[[str], None]) -> None:
        self._neighbourhood = neighbourhood
        self._start = start
        self._crossed = crossed
        self._tasks: set[asyncio.Task[None]] = set()

    async def around(self, session: CDPSession) -> None:
        """Put the fence up; costs a round trip per request, so only where there is something to fence."""
        if self._neighbourhood.allow or await self._neighbourhood.private(host_of(self._start)):
            return
        main = (await session.send("Page.getFrameTree"))["frameTree"]["frame"]["id"]

        def paused(event: dict[str, Any]) -> None:
            task = asyncio.ensure_future(self._decide(session, event, main))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        session.on("Fetch.requestPaused", paused)
        await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Request"}]})

    async def _decide(self, session: CDPSession, event: dict[str, Any], main: str) -> None:
        url, request = event["request"]["url"], {"requestId": event["requestId"]}
        try:
            if not await self._neighbourhood.off_limits(url, self._start):
                await session.send("Fetch.continueRequest", request)
                return
            await session.send("Fetch.failRequest", {**request, "errorReason": "BlockedByClient"})
        except PlaywrightError:
            return  # the page is gone, and the request with it
        if event.get("resourceType") == "Document" and event.get("frameId") == main:
            self._crossed(host_of(url))
