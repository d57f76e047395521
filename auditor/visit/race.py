"""Work on a page against the clock, and against what may end the page first."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Coroutine
from typing import Any

from playwright.async_api import Error as PlaywrightError

from auditor.evidence.model import Reason
from auditor.visit.gather import TooLargeError
from auditor.visit.plan import StopError
from auditor.visit.reasons import reason_of, reason_of_silence, short
from auditor.visit.worlds import SilentFrameError


class Race:
    """Runs one piece of work after the other, each within ``limit`` seconds."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._abort: asyncio.Future[StopError] | None = None
        self._end = 0.0

    @property
    def left(self) -> float:
        """Seconds that are left to the work under way."""
        return self._end - time.monotonic()

    def stop(self, reason: Reason, detail: str = "") -> None:
        """End the work under way; the first reason counts."""
        if self._abort is not None and not self._abort.done():
            self._abort.set_result(StopError(reason, detail))

    async def run(self, work: Coroutine[Any, Any, None]) -> tuple[Reason, str] | None:
        """Do the work; why it came to no end, or None. Never raises for anything the page does."""
        self._abort = asyncio.get_running_loop().create_future()
        self._end = time.monotonic() + self.limit
        try:
            await asyncio.wait_for(_first(work, self._abort), self.limit)
        except StopError as stop:
            return stop.reason, stop.detail
        except TooLargeError as error:
            return Reason.TOO_LARGE, str(error)
        except TimeoutError:
            return Reason.TIMEOUT, f"not read within {self.limit:g} s"
        except SilentFrameError as error:
            return reason_of_silence(str(error)), short(str(error))
        except PlaywrightError as error:
            return reason_of(str(error)), short(str(error))
        return None


async def _first(work: Awaitable[None], abort: asyncio.Future[StopError]) -> None:
    """Do the work unless something ends the page first (a crash, too many bytes)."""
    task = asyncio.ensure_future(work)
    try:
        waited: set[asyncio.Future[Any]] = {task, abort}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if abort.done():
            raise abort.result()
        task.result()
    finally:
        if not task.done():
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
