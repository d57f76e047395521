"""Finds and starts a browser: an own path, a headless shell or Chrome on the machine, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from auditor.visit.settings import VisitSettings

#: Environment variable with the browser's path, for machines where it lies elsewhere.
ENV = "AUDITOR_BROWSER"

#: Names on the PATH, the cheapest first: a headless shell costs half of a full browser.
_NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "headless_shell",
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "msedge",
)
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")

_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
)


class BrowserMissingError(Exception):
    """No browser can be started; the message says what to do."""


@dataclass(frozen=True)
class Found:
    """A browser: its path, or None for Playwright's own, and where it was found."""

    path: Path | None
    origin: str


def candidates() -> Iterator[Path]:
    """Browsers that are on this machine, the preferred first."""
    for name in _NAMES:
        if hit := shutil.which(name):
            yield Path(hit)
    fixed = list(_MAC) if sys.platform == "darwin" else []
    if sys.platform == "win32":
        fixed = [rf"{os.environ[r]}\{tail}" for r in _WINDOWS_ROOTS if r in os.environ for tail in _WINDOWS]
    for place in fixed:
        if Path(place).is_file():
            yield Path(place)


def find(playwright_path: str, wanted: Path | None = None) -> Found:
    """Choose the browser.

    Args:
        playwright_path: where Playwright would keep its own.
        wanted: the operator's choice; the environment variable ``AUDITOR_BROWSER`` comes second.

    Raises:
        BrowserMissingError: none is there, or the wanted one is not.
    """
    chosen = wanted or (Path(os.environ[ENV]) if os.environ.get(ENV) else None)
    if chosen is not None:
        if not chosen.is_file():
            raise BrowserMissingError(
                f"{chosen}: no such browser; correct --browser or {ENV}, or run: auditor setup"
            )
        return Found(chosen, "chosen")
    for path in candidates():
        return Found(path, "machine")
    if Path(playwright_path).is_file():
        return Found(None, "playwright")
    raise BrowserMissingError("no browser found; run: auditor setup")


def _sandboxed(settings: VisitSettings) -> bool:
    """Chromium's sandbox, on wherever the machine allows it; root on Linux cannot."""
    if settings.sandbox is not None:
        return settings.sandbox
    return not (hasattr(os, "geteuid") and os.geteuid() == 0)


async def launch(playwright: Playwright, settings: VisitSettings) -> Browser:
    """Start the browser.

    Raises:
        BrowserMissingError: none found, or it does not start.
    """
    found = find(playwright.chromium.executable_path, settings.browser)
    flags = [*_FLAGS, *settings.flags]
    if settings.hosts:
        rules = ",".join(f"MAP {host} {address}" for host, address in sorted(settings.hosts.items()))
        flags.append(f"--host-resolver-rules={rules}")
    sandbox = _sandboxed(settings)
    for attempt in (sandbox, False) if sandbox else (False,):
        try:
            return await playwright.chromium.launch(
                executable_path=found.path,
                args=flags,
                chromium_sandbox=attempt,
                handle_sigint=False,
                handle_sigterm=False,
            )
        except PlaywrightError as error:
            if not (attempt and "sandbox" in str(error).lower()):
                raise BrowserMissingError(
                    f"{found.path or 'Playwright browser'} does not start: {str(error).splitlines()[0]}; "
                    "choose another with --browser or run: auditor setup"
                ) from error
    raise BrowserMissingError("no browser could be started; run: auditor setup")


async def start_once(settings: VisitSettings) -> str:
    """Start and stop the browser: where it was found and its version, as one line.

    Raises:
        BrowserMissingError: none found, or it does not start.
    """
    async with async_playwright() as playwright:
        found = find(playwright.chromium.executable_path, settings.browser)
        browser = await launch(playwright, settings)
        version = browser.version
        await browser.close()
    return f"{found.path or playwright.chromium.executable_path} (Chromium {version}, {found.origin})"
