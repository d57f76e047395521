"""The network guard: what may leave the browser, decided request by request and written down.

In ``observe`` nothing is sent but GET and HEAD. One exception: what a page's own script fetches while loading,
before we touched anything — single-page apps read their data by POST. A navigation by POST is never let through.
What a page sends while it is being left (a beacon on ``pagehide``) never reaches the guard, so that pages are not told.
While a form is walked through, the lock of :mod:`auditor.visit.walk.lock` decides instead.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.async_api import BrowserContext, Route, WebSocketRoute
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as PlaywrightRequest

from auditor.evidence.model import Mode, Request
from auditor.visit.hosts import host_of, same_party
from auditor.visit.reasons import short
from auditor.visit.scripts import script
from auditor.visit.walk.lock import Asking, Lock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Phase = Literal["load", "touched"]
_MOST_BODY = 2_000_000
Resolve = Callable[[str], Awaitable[tuple[str, ...]]]
#: Brings a static file (address, start of the visit) without the browser's cookies, as arguments of ``Route.fulfill``.
Courier = Callable[[str, str], Awaitable[dict[str, Any]]]


def decide(method: str, kind: str, phase: Phase, mode: Mode) -> str:
    """Why a request is refused; empty if it may go.

    Args:
        method: HTTP method.
        kind: Playwright's resource type (``document``, ``xhr``, …).
        phase: whether anything was touched before.
        mode: how far the visit may go; outside a walk all modes are alike.
    """
    if method.upper() in SAFE_METHODS:
        return ""
    if kind == "document":
        return "a form would be sent"
    if phase == "load":
        return ""
    return f"{method.upper()} after the page was touched ({mode.value})"


async def resolve_host(host: str) -> tuple[str, ...]:
    """Addresses of a host; none if it does not resolve. ``*.localhost`` is loopback (RFC 6761)."""
    if host == "localhost" or host.endswith(".localhost"):
        return ("127.0.0.1",)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(item[4][0]) for item in found}))


def is_private(address: str) -> bool:
    """Loopback, link-local, private, carrier-grade and other addresses no public service has."""
    try:
        found = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global


@dataclass
class Neighbourhood:
    """Keeps pages of the public net away from private addresses."""

    resolve: Resolve = resolve_host
    hosts: dict[str, str] = field(default_factory=dict)
    allow: bool = False
    _known: dict[str, bool] = field(default_factory=dict)

    async def private(self, host: str) -> bool:
        """Whether any address of the host is private."""
        if host not in self._known:
            fixed = self.hosts.get(host)
            addresses = (host,) if _is_address(host) else (fixed,) if fixed else await self.resolve(host)
            self._known[host] = any(
                is_private(a.rsplit(":", 1)[0] if a.count(":") == 1 else a) for a in addresses
            )
        return self._known[host]

    async def off_limits(self, url: str, start: str) -> bool:
        """Whether ``url`` leads from a public start to a private address."""
        if self.allow or not host_of(url) or host_of(url) == host_of(start):
            return False
        return await self.private(host_of(url)) and not await self.private(host_of(start))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@dataclass
class Guard:
    """Watches one service's requests; the recorder of the current page is set by whoever opens it."""

    mode: Mode
    neighbourhood: Neighbourhood
    start: str
    budget: int
    log: Log = field(default_factory=lambda: Log(""))
    lock: Lock = field(default_factory=Lock)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    courier: Courier | None = None
    spent: int = 0

    async def attach(self, context: BrowserContext) -> None:
        """Stand in front of every request of the context."""
        await context.add_init_script(script("no_parting"))
        if self.mode is not Mode.OBSERVE:
            await context.add_init_script(script("no_byway"))
        await context.route("**/*", self._route)
        await context.route_web_socket("**/*", self._socket)
        context.on("request", self.seen)
        context.on("requestfailed", self._failed)
        context.on("response", lambda response: self.log.answered(response.request, response.status))

    async def _route(self, route: Route) -> None:
        request = route.request
        why = await self._verdict(request)
        self.log.decided(request, why)
        try:
            if not why and self.courier is not None and self.lock.brings(_asking(request)):
                await route.fulfill(**await self.courier(request.url, self.start))
            elif why:
                # "aborted" leaves a navigation's page where it is; any other word replaces it by an error page
                await route.abort("aborted" if request.resource_type == "document" else "blockedbyclient")
            else:
                await route.continue_(headers=self._headers(request))
        except PlaywrightError:
            return  # the page is gone, and the request with it

    def _headers(self, request: PlaywrightRequest) -> dict[str, str] | None:
        """The request's headers with those the operator adds for its host; None leaves them as they are."""
        own = self.headers.get(host_of(request.url))
        return {**request.headers, **own} if own else None

    async def _verdict(self, request: PlaywrightRequest) -> str:
        self.spent += 1
        if self.spent > self.budget:
            return "request budget spent"
        walking = self.lock.phase != "asleep"  # asked before anything is awaited: a press may begin meanwhile
        why = self.lock.decide(_asking(request)) if walking else ""
        if why:
            return why
        if await self.neighbourhood.off_limits(request.url, self.start):
            return "private address"
        return "" if walking else decide(request.method, request.resource_type, self.log.phase, self.mode)

    async def _socket(self, socket_route: WebSocketRoute) -> None:
        walking = self.lock.phase != "asleep"
        if (
            (walking and (self.lock.message(socket_route.url) or self.lock.dry))
            or self.log.phase == "touched"
            or await self.neighbourhood.off_limits(socket_route.url, self.start)
        ):
            self.log.note(socket_route.url, "websocket", "socket after the page was touched")
            await socket_route.close()
            return
        self.log.note(socket_route.url, "websocket", "")
        server = socket_route.connect_to_server()

        def onward(message: str | bytes) -> None:
            why = self.lock.message(socket_route.url)
            if why or self.lock.dry:
                self.log.note(socket_route.url, "websocket", why)
            else:
                server.send(message)

        socket_route.on_message(onward)

    def seen(self, request: PlaywrightRequest) -> None:
        """Note a request in the current page's log."""
        self.log.seen(request)

    def _failed(self, request: PlaywrightRequest) -> None:
        self.log.failed(request, request.failure or "")


def _asking(request: PlaywrightRequest) -> Asking:
    return Asking(request.method, request.url, request.resource_type, _body(request))


def _body(request: PlaywrightRequest) -> str:
    """What is sent, as text; bytes that are none are left as they come."""
    try:
        data = request.post_data_buffer
    except PlaywrightError:
        return ""
    return data[:_MOST_BODY].decode("utf-8", errors="replace") if data else ""


@dataclass
class Entry:
    """A request while it is under way."""

    url: str
    method: str
    type: str
    phase: Phase
    status: int | None = None
    bytes: int | None = None
    why: str = ""
    failed: str = ""


class Log:
    """The requests of one page, in the order they were made."""

    most = 3_000

    def __init__(self, site: str) -> None:
        self.site = site
        self.phase: Phase = "load"
        self.entries: list[Entry] = []
        self._by_request: dict[PlaywrightRequest, Entry] = {}

    def seen(self, request: PlaywrightRequest) -> Entry | None:
        """Start an entry; None once the log is full."""
        if request in self._by_request:
            return self._by_request[request]
        if len(self.entries) >= self.most:
            return None
        entry = Entry(request.url, request.method, request.resource_type, self.phase)
        self._by_request[request] = entry
        self.entries.append(entry)
        return entry

    def decided(self, request: PlaywrightRequest, why: str) -> None:
        """Note the guard's decision; ``why`` is empty for a request let through."""
        if entry := self.seen(request):
            entry.why = why

    def answered(self, request: PlaywrightRequest, status: int) -> None:
        """Note the status of the answer."""
        if entry := self._by_request.get(request):
            entry.status = status

    def failed(self, request: PlaywrightRequest, text: str) -> None:
        """Note that a request came to nothing."""
        if entry := self._by_request.get(request):
            entry.failed = short(text)
            if "ERR_BLOCKED_BY_CLIENT" in text and not entry.why:
                entry.why = "private address"  # nobody else blocks in this browser but the fence

    def weigh(self, url: str, size: int) -> None:
        """Note the transferred bytes of the latest request to ``url``."""
        for entry in reversed(self.entries):
            if entry.url == url:
                entry.bytes = (entry.bytes or 0) + size
                return

    def note(self, url: str, kind: str, why: str) -> None:
        """Add an entry that is no HTTP request of Playwright's (a web socket)."""
        self.entries.append(Entry(url, "GET", kind, self.phase, why=why))

    def touched(self) -> None:
        """From now on the page has been touched."""
        self.phase = "touched"

    def pending(self, kinds: frozenset[str]) -> bool:
        """Whether a request of these types has no answer yet."""
        return any(
            e.type in kinds and e.status is None and not e.failed and not e.why
            for e in self.entries
            if e.url.startswith(("http:", "https:"))
        )

    def broke_page(self) -> bool:
        """Whether a refusal while loading may have changed what the page is."""
        kinds = {"document", "xhr", "fetch", "script", "stylesheet"}
        return any(e.why and e.phase == "load" and e.type in kinds for e in self.entries)

    def requests(self) -> tuple[Request, ...]:
        """The log as evidence; data: and blob: addresses left out."""
        return tuple(
            Request(
                url=e.url[:2000],
                method=e.method,
                type=e.type,
                host=host_of(e.url),
                first_party=same_party(e.url, self.site),
                status=e.status,
                bytes=e.bytes,
                phase=e.phase,
                decision="refused" if e.why else "allowed",
                why=e.why,
                failed="" if e.why else e.failed,
            )
            for e in self.entries
            if e.url.startswith(("http:", "https:", "ws:", "wss:"))
        )
