"""What a page says and does by itself: messages, dialogs, windows, downloads, failures, and how heavy it gets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, Literal

from playwright.async_api import CDPSession, Dialog, Download, Request, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as BrowserPage

from auditor.evidence.model import ConsoleLine, Interruption, Reason
from auditor.visit.guard import Log

_MOST_LINES = 50


class Ears:
    """Listens to the pages of one tab. What wants attention is turned away and noted; on a walk, windows are kept.

    Args:
        stop: ends the page, with the reason.
        most: bytes a page may weigh.
    """

    def __init__(self, stop: Callable[[Reason, str], None], most: int) -> None:
        self.popups: list[BrowserPage] = []
        self.walking = False
        self.last_failure = ""
        self.answer: Response | None = None
        self._stop = stop
        self._most = most

    def begin(self, log: Log) -> None:
        """Forget what was heard of the page before; what comes now goes with this log."""
        self._log = log
        self.console: list[ConsoleLine] = []
        self.interruptions: list[Interruption] = []
        self._received = 0

    def to(self, page: BrowserPage) -> None:
        """Listen to a page from now on."""
        page.on("crash", lambda _: self._stop(Reason.CRASH, "the page's process crashed"))
        page.on("console", lambda m: self._say(m.type, m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: self._say("exception", str(e)))
        page.on("dialog", self._dialog)
        page.on("popup", self._popup)
        page.on("download", self._download)
        page.on("requestfailed", self._main_failure)
        page.on("response", lambda r: self._main_answer(page, r))

    def _main_failure(self, request: Request) -> None:
        """A cut-off or garbled document shows as a time-out only; its reason stands here."""
        if request.is_navigation_request() and request.failure:
            self.last_failure = request.failure

    def _main_answer(self, page: BrowserPage, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            self.answer = response

    def _say(self, level: str, text: str) -> None:
        if len(self.console) < _MOST_LINES:
            self.console.append(ConsoleLine(level=level, text=text[:500]))

    def _interrupt(self, kind: Literal["dialog", "popup", "download"], text: str) -> None:
        if len(self.interruptions) < _MOST_LINES:
            self.interruptions.append(Interruption(kind=kind, text=text[:500]))

    async def _dialog(self, dialog: Dialog) -> None:
        self._interrupt("dialog", f"{dialog.type}: {dialog.message}")
        with contextlib.suppress(PlaywrightError):
            await dialog.dismiss()

    async def _popup(self, popup: BrowserPage) -> None:
        self._interrupt("popup", popup.url)
        if self.walking:
            self.popups.append(popup)
            return
        with contextlib.suppress(PlaywrightError):
            await popup.close()

    async def _download(self, download: Download) -> None:
        self._interrupt("download", f"{download.suggested_filename} {download.url}")
        with contextlib.suppress(PlaywrightError):
            await download.cancel()

    async def weigh(self, session: CDPSession) -> None:
        """Count bytes as they come, and end a page that is too heavy before it fills the memory."""
        urls: dict[str, str] = {}

        def came(event: dict[str, Any]) -> None:
            self._received += int(event.get("dataLength", 0))
            if self._received > self._most:
                self._stop(Reason.TOO_LARGE, f"more than {self._most // 1_000_000} MB")

        def done(event: dict[str, Any]) -> None:
            if url := urls.pop(event["requestId"], None):
                self._log.weigh(url, int(event.get("encodedDataLength", 0)))

        session.on(
            "Network.requestWillBeSent", lambda e: urls.__setitem__(e["requestId"], e["request"]["url"])
        )

        def announced(event: dict[str, Any]) -> None:
            headers = {k.lower(): v for k, v in event["response"]["headers"].items()}
            length = str(headers.get("content-length", ""))
            if event.get("type") == "Document" and length.isdigit() and int(length) > self._most:
                self._stop(Reason.TOO_LARGE, f"{int(length) // 1_000_000} MB announced")

        session.on("Network.responseReceived", announced)
        session.on("Network.dataReceived", came)
        session.on("Network.loadingFinished", done)
        await session.send("Network.enable")
