"""Opens pages and fetches files of one municipality: one at a time per host, asked of robots.txt, within a budget."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, CDPSession, Response, Route
from playwright.async_api import Page as BrowserPage

from auditor.evidence.model import Page, Reason, Role
from auditor.visit.discover.model import Bounds
from auditor.visit.gather import Reading, read_frames
from auditor.visit.hosts import host_of, same_party
from auditor.visit.leads import key_of
from auditor.visit.plan import Plan
from auditor.visit.tab import Tab
from auditor.visit.visitor import Access
from auditor.visit.worlds import World

#: What a page needs not to show its links; leaving it out spares the host most of the requests.
_NEEDLESS = frozenset({"image", "media", "font"})
_MOST_PATIENCE = 30.0  # seconds a host may ask us to wait; who asks for more is left alone
_BUSY = frozenset({429, 503})


class Hosts:
    """The hosts of a run: no two requests of ours go to one host at a time, and who wants to be left alone is."""

    def __init__(self) -> None:
        self.locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.closed: set[str] = set()


class _Glance(Tab):
    """Reads the content of a page only: no pictures, no sizes, no tree."""

    async def _take_in(
        self, page: BrowserPage, session: CDPSession, worlds: list[World], response: Response | None
    ) -> Reading:
        reading = await read_frames(worlds, self.plan.id, self.limits)
        self._classify(reading, response)
        return reading

    async def _probe(self, page: BrowserPage, session: CDPSession, worlds: list[World]) -> None:
        """Nothing is tried."""


@dataclass(frozen=True)
class Read:
    """A page that was read, or why not; ``sources`` is the HTML by frame."""

    page: Page
    sources: dict[str, bytes] = field(default_factory=dict)

    @property
    def reason(self) -> Reason | None:
        """Why it was not read."""
        return self.page.reason


class Reader:
    """Reads pages and files for one home page."""

    def __init__(self, access: Access, hosts: Hosts, bounds: Bounds) -> None:
        self._access = access
        self._hosts = hosts
        self._bounds = bounds
        self._read: dict[str, Read] = {}
        self._extra = 0

    @property
    def pages(self) -> int:
        """Pages opened in the browser so far."""
        return len(self._read)

    @property
    def requests(self) -> int:
        """Requests so far, those of the pages included."""
        return self._access.guard.spent + self._extra

    @property
    def left(self) -> int:
        """Pages that may still be opened."""
        return 0 if self.requests >= self._bounds.requests else self._bounds.pages - self.pages

    def known(self, url: str) -> bool:
        """Whether the page was opened already."""
        return key_of(url) in self._read

    async def open(self, url: str) -> Read:
        """The page at an address, opened once; never raises for anything it does."""
        key = key_of(url)
        if key not in self._read:
            if self.left <= 0:
                return _unread(url, Reason.BUDGET)
            self._read[key] = await self._polite(url)
        return self._read[key]

    async def _polite(self, url: str) -> Read:
        host = host_of(url)
        async with self._hosts.locks[host]:
            if (refused := await self._refused(url)) is not None:
                return _unread(url, refused)
            read = await self._glance(url)
            if read.page.status in _BUSY and self._may_come_again(read.page):
                read = await self._glance(url)
        if read.reason is not None or host_of(read.page.final_url) == host:
            return read
        # led to another host: what it does not want read is forgotten
        refused = await self._refused(read.page.final_url)
        return read if refused is None else _unread(url, refused)

    async def _refused(self, url: str) -> Reason | None:
        if host_of(url) in self._hosts.closed:
            return Reason.RATE_LIMITED
        refused, _ = await self._access.robots.ask(url)
        return refused

    def _may_come_again(self, page: Page) -> bool:
        """A host that asks for a pause gets it; one that asks for a long one is not asked again."""
        said = page.headers.get("retry-after", "")
        seconds = float(said) if said.isdigit() else _MOST_PATIENCE + 1 if said else 5.0
        if seconds > _MOST_PATIENCE:
            self._hosts.closed.add(host_of(page.final_url))
            return False
        self._access.pace.rest(page.final_url, seconds)
        return True

    async def _glance(self, url: str) -> Read:
        await self._access.pace.turn(url)
        plan = Plan(id=f"d{self.pages + 1}", role=Role.ROUTE, url=url)
        tab = _Glance(self._access.context, self._access.guard, None, self._access.settings, plan)
        try:
            page = await tab.open()
            return Read(page, {f.id: tab.files.named.get(f.dom or "", b"") for f in page.frames})
        finally:
            await tab.close()

    async def file(self, url: str) -> tuple[bytes, Reason | None]:
        """A file, or why there is none; what another domain answers in its stead is not taken."""
        async with self._hosts.locks[host_of(url)]:
            if (refused := await self._refused(url)) is not None:
                return b"", refused
            if self.requests >= self._bounds.requests:
                return b"", Reason.BUDGET
            await self._access.pace.turn(url)
            self._extra += 1
            answer, body = await self._access.fetcher.download(
                url, start=self._access.guard.start, most=self._bounds.sitemap_bytes
            )
        if answer.reason is not None:
            return b"", answer.reason
        if not same_party(answer.final_url, url):
            return b"", Reason.OFF_SCOPE
        if answer.status is None or answer.status >= 400:
            return b"", Reason.NOT_FOUND if answer.status in {404, 410} else Reason.HTTP_ERROR
        return body, None

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that robots.txt names."""
        return await self._access.robots.sitemaps(url)


def _unread(url: str, reason: Reason) -> Read:
    return Read(Page(id="d0", role=Role.ROUTE, requested_url=url, final_url=url, reason=reason))


async def lighten(context: BrowserContext) -> None:
    """Leave out what only looks: it stands before the guard and hands everything else on to it."""

    async def decide(route: Route) -> None:
        if route.request.resource_type in _NEEDLESS:
            await route.abort("blockedbyclient")
        else:
            await route.fallback()

    await context.route("**/*", decide)
