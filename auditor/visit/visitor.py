"""Visits services, one after the other or side by side: a browser for many, a context for each."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any

from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from auditor import __version__
from auditor.evidence.model import (
    Evidence,
    Mode,
    Reason,
    Service,
    Tool,
)
from auditor.visit.browser import launch
from auditor.visit.courtesy import Pace, Robots
from auditor.visit.engine import Engine, load_engine
from auditor.visit.fetch import Fetcher
from auditor.visit.guard import Guard, Neighbourhood, Resolve, resolve_host
from auditor.visit.journey import Journey, Progress
from auditor.visit.room import Room
from auditor.visit.settings import VisitSettings
from auditor.visit.shared import Shelf
from auditor.visit.tab import Tab
from auditor.visit.veil import Keeper, Veil, Veiled

#: A browser that has served so many services is replaced; a crashed one at once.
_RETIRE_AFTER = 100
_MOST_FILE = 5_000_000


@dataclass
class _Generation:
    """A browser and how many services it serves and has served."""

    browser: Browser
    serving: int = 0
    served: int = 0


@dataclass(frozen=True)
class Access:
    """What looking round needs: a guarded context, and the manners of the whole run."""

    context: BrowserContext
    guard: Guard
    settings: VisitSettings
    pace: Pace
    robots: Robots
    fetcher: Fetcher


class Visitor:
    """One browser for many services; an async context manager.

    Args:
        settings: limits and politeness.
        resolve: name resolution for the private-address check; replaced in tests.

    Raises:
        BrowserMissingError: on entering, when no browser can be started.
        EngineError: on entering, when the chosen axe-core file is none.
    """

    def __init__(self, settings: VisitSettings, resolve: Resolve = resolve_host) -> None:
        self.settings = settings
        self._neighbourhood = Neighbourhood(resolve=resolve, hosts=settings.hosts, allow=settings.private)
        self._pace = Pace(settings.delay)
        self._shelf = Shelf()
        self._renew = asyncio.Lock()

    async def __aenter__(self) -> Visitor:
        self._engine: Engine = load_engine(self.settings.axe)
        self._playwright: Playwright = await async_playwright().start()
        try:
            self._now = _Generation(await launch(self._playwright, self.settings))
            self.user_agent = await _user_agent(self._now.browser, self.settings)
        except BaseException:
            await self._playwright.stop()
            raise
        self._fetcher = Fetcher(self.user_agent, self.settings.hosts, self._neighbourhood)
        self._robots = Robots(
            self._fetcher, self._pace, self.settings.respect_robots, self.settings.robots_exempt
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(PlaywrightError, TimeoutError):
            await asyncio.wait_for(self._now.browser.close(), 10)
        await self._fetcher.__aexit__(kind, value, trace)
        await self._playwright.stop()

    @property
    def tool(self) -> Tool:
        """What measures: versions of program, browser and axe-core."""
        return Tool(
            version=__version__,
            browser=f"Chromium {self._now.browser.version}",
            axe=self._engine.version,
            user_agent=self.user_agent,
        )

    async def visit(self, service: Service, keeper: Keeper, progress: Progress | None = None) -> Evidence:
        """Visit a service; never raises for anything the service does.

        Args:
            service: where to start.
            keeper: receives screenshots and DOM files.
            progress: called with the address and number of each page before it is opened.
        """
        started, veil = datetime.now(UTC), Veil(self.settings.secrets)

        def told(url: str, number: int) -> None:
            if progress is not None:
                progress(veil.text(url), number)

        kept = Veiled(keeper, veil)
        journey = Journey(
            service, self.settings, self._pace, self._robots, self._fetcher, self._shelf, kept, told
        )
        generation = await self._generation()
        generation.serving += 1
        try:
            await asyncio.wait_for(self._travel(generation.browser, journey), self.settings.patience)
        except TimeoutError:
            journey.broken = (Reason.TIMEOUT, f"service not read within {self.settings.patience:g} s")
        except PlaywrightError as error:
            journey.broken = (Reason.CRASH, str(error).splitlines()[0][:200])
        finally:
            generation.serving -= 1
            generation.served += 1
            await self._maybe_close(generation)
        return veil.evidence(journey.evidence(self.tool, started, datetime.now(UTC)))

    async def _travel(self, browser: Browser, journey: Journey) -> None:
        guard = Guard(self.settings.mode, self._neighbourhood, journey.service.url, self.settings.budget)
        guard.headers = self.settings.headers
        guard.courier = self._bring
        if self.settings.mode is Mode.SUBMIT:
            guard.lock.submit_hosts = self.settings.submit_hosts
        room = Room(partial(self._context, browser), guard)
        try:
            await room.renew()
            await journey.run(
                lambda plan: Tab(room.context, guard, self._engine, self.settings, plan), room.renew
            )
        finally:
            await room.close()

    @contextlib.asynccontextmanager
    async def access(self, start: str, budget: int) -> AsyncIterator[Access]:
        """A guarded context of its own for looking round from ``start``, with as many requests as the budget says."""
        generation = await self._generation()
        generation.serving += 1
        guard = Guard(Mode.OBSERVE, self._neighbourhood, start, budget)
        room = Room(partial(self._context, generation.browser), guard)
        try:
            await room.renew()
            yield Access(room.context, guard, self.settings, self._pace, self._robots, self._fetcher)
        finally:
            await room.close()
            generation.serving -= 1
            generation.served += 1
            await self._maybe_close(generation)

    async def _bring(self, url: str, start: str) -> dict[str, Any]:
        """A static file for a browser that is cut off, asked for by ourselves and without its cookies."""
        answer, body = await self._fetcher.download(url, start=start, most=_MOST_FILE)
        headers = {"content-type": answer.content_type, "access-control-allow-origin": "*"}
        return {"status": answer.status or 504, "headers": headers, "body": body}

    async def _context(self, browser: Browser) -> BrowserContext:
        return await browser.new_context(
            user_agent=self.user_agent,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": self.settings.viewport[0], "height": self.settings.viewport[1]},
            service_workers="block",
            accept_downloads=False,
            reduced_motion="reduce",
        )

    async def _generation(self) -> _Generation:
        """The present browser; a new one when it has crashed or served long enough."""
        async with self._renew:
            if not self._now.browser.is_connected() or self._now.served + self._now.serving >= _RETIRE_AFTER:
                old, self._now = self._now, _Generation(await launch(self._playwright, self.settings))
                await self._maybe_close(old)
            return self._now

    async def _maybe_close(self, generation: _Generation) -> None:
        if generation is not self._now and generation.serving == 0:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(generation.browser.close(), 10)


async def _user_agent(browser: Browser, settings: VisitSettings) -> str:
    """The browser's own name, and ours behind it: nobody is fooled."""
    page = await browser.new_page()
    try:
        own = await page.evaluate("navigator.userAgent")
    finally:
        await page.close()
    return f"{own} {settings.user_agent_suffix}"
