"""What a probe gets to handle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import CDPSession
from playwright.async_api import Page as BrowserPage

from auditor.visit.settings import VisitSettings
from auditor.visit.worlds import World


@dataclass(frozen=True)
class Subject:
    """The page under the probe, at rest in the desktop view; ``worlds`` begins with the page itself."""

    live: BrowserPage
    session: CDPSession
    worlds: list[World]
    settings: VisitSettings
    page_id: str


#: Returns fields of ``evidence.model.Page`` and their values.
Probe = Callable[[Subject], Awaitable[dict[str, object]]]
