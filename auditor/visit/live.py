"""Reads a page that somebody else's test has open (Playwright's synchronous API), as it stands there now.

Our scripts and axe-core run in isolated worlds of the page, as in a visit. Nothing is pressed, typed, resized or sent,
so what needs that – reflow, keyboard, larger text – stays unmeasured.
"""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from playwright.sync_api import CDPSession
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as BrowserPage

from auditor import __version__
from auditor.evidence.model import Evidence, Mode, Page, Role, Service, Tool
from auditor.visit.engine import load_engine
from auditor.visit.gather import judge_frames, read_frames
from auditor.visit.settings import Limits
from auditor.visit.worlds import SilentFrameError, World

_T = TypeVar("_T")
_WORLD = "auditor"


class LiveError(Exception):
    """The page cannot be read."""


def read_live(page: BrowserPage, *, name: str = "", axe: bool = True) -> Evidence:
    """Evidence of the page as it stands there.

    Args:
        page: a page of Chromium, at rest.
        name: what the service is called; it becomes the key of every fingerprint.
        axe: also run axe-core.

    Raises:
        LiveError: the browser is no Chromium, or the page gives no answer.
    """
    engine, limits = load_engine(), Limits()
    try:
        session = page.context.new_cdp_session(page)
        worlds = _worlds(session)
        frames = _done(read_frames(worlds, "p1", limits, dom=False)).frames
        if axe:
            frames = _done(judge_frames(frames, worlds, engine, limits))
        session.detach()
    except (PlaywrightError, SilentFrameError) as error:
        raise LiveError(f"the page cannot be read: {str(error).splitlines()[0]}") from error
    now = datetime.now(UTC)
    browser = page.context.browser
    seen = Page(
        id="p1",
        role=Role.ENTRY,
        step=1,
        requested_url=page.url,
        final_url=page.url,
        status=200,
        ready="quiet",
        frames=tuple(frames),
    )
    return Evidence(
        tool=Tool(
            version=__version__, browser=browser.version if browser else "", axe=engine.version, user_agent=""
        ),
        service=Service(url=page.url, key=name or None),
        mode=Mode.OBSERVE,
        started=now,
        finished=now,
        pages=(seen,),
    )


@dataclass(frozen=True)
class _Here(World):
    """A world whose answers come at once: the synchronous session waits by itself."""

    async def evaluate(self, expression: str, *, limit: float, by_value: bool = True) -> Any:
        """Evaluate an expression; ``limit`` is kept by Playwright's own time-outs."""
        request = {
            "expression": expression,
            "contextId": self.context_id,
            "returnByValue": by_value,
            "awaitPromise": True,
            "timeout": int(limit * 1000),
        }
        try:
            answer = _send(self.session, "Runtime.evaluate", request)
        except PlaywrightError as error:
            raise SilentFrameError(str(error)) from error
        if details := answer.get("exceptionDetails"):
            raise SilentFrameError(str(details.get("text", "script failed")))
        result = answer.get("result", {})
        return result.get("value") if by_value else result.get("objectId")

    async def frame_of(self, selector: str, *, limit: float) -> str | None:
        """Where a frame stands on the page is not needed here."""
        return None


def _send(session: Any, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    return dict(session.send(method, params or {}) or {})


def _worlds(session: CDPSession) -> list[World]:
    """Our world in each frame of the page's own process."""
    worlds: list[World] = []
    queue = [_send(session, "Page.getFrameTree")["frameTree"]]
    while queue:
        branch = queue.pop(0)
        queue += branch.get("childFrames", [])
        frame = branch["frame"]
        made = _send(session, "Page.createIsolatedWorld", {"frameId": frame["id"], "worldName": _WORLD})
        url = frame["url"] + frame.get("urlFragment", "")
        here: Any = session
        worlds.append(_Here(frame["id"], frame.get("parentId"), url, here, made["executionContextId"]))
    return worlds


def _done(work: Coroutine[Any, Any, _T]) -> _T:
    """The result of a coroutine that never has to wait."""
    try:
        work.send(None)
    except StopIteration as stop:
        result: _T = stop.value
        return result
    work.close()
    raise RuntimeError("a step of reading waits for an event loop")
