"""The browser context of one service, given up after a walk with everything a form may have put aside in it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import BrowserContext
from playwright.async_api import Error as PlaywrightError

from auditor.visit.guard import Guard


@dataclass
class Room:
    """The context of a service. After a walk it is given up with everything the form may have put aside in it."""

    make: Callable[[], Awaitable[BrowserContext]]
    guard: Guard
    _context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The present context."""
        assert self._context is not None  # noqa: S101 - renew() comes first
        return self._context

    async def renew(self) -> None:
        """Begin anew in an empty context; only now does the lock of a walk rest."""
        await self.close()
        self.guard.lock.sleep()
        self._context = await self.make()
        await self.guard.attach(self._context)

    async def close(self) -> None:
        """Close the context with its pages."""
        if self._context is not None:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(self._context.close(), 5)
