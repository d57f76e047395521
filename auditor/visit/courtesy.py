"""Politeness: robots.txt after RFC 9309, and a pause between navigations on one host."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from auditor.evidence.model import Fetch, Reason
from auditor.visit.fetch import Fetcher
from auditor.visit.hosts import host_of

ROBOT = "din66336-auditor"
_MOST_DELAY = 30.0  # seconds; a longer Crawl-delay or Retry-After would stop the run


@dataclass
class Pace:
    """When a host may be asked next; shared by all services of a run."""

    delay: float
    _next: dict[str, float] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def turn(self, url: str) -> None:
        """Wait until the host of ``url`` may be asked again."""
        host = host_of(url)
        lock = self._locks.setdefault(host, asyncio.Lock())
        async with lock:
            wait = self._next.get(host, 0.0) - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._next[host] = time.monotonic() + self.delay

    def rest(self, url: str, seconds: float) -> None:
        """Leave the host alone for a while (Retry-After, Crawl-delay)."""
        host = host_of(url)
        until = time.monotonic() + min(seconds, _MOST_DELAY)
        self._next[host] = max(self._next.get(host, 0.0), until)


@dataclass
class Robots:
    """What hosts allow; asked once per origin and run."""

    fetcher: Fetcher
    pace: Pace
    respect: bool = True
    exempt: frozenset[str] = frozenset()
    _answers: dict[str, tuple[Fetch, Protego | None]] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def ask(self, url: str) -> tuple[Reason | None, Fetch | None]:
        """Whether ``url`` may be opened: None if so, else why not; and the robots.txt that says so.

        4xx allows all, 5xx forbids all, an unreachable server forbids (RFC 9309 §2.3.1).
        """
        if not self.respect or host_of(url) in self.exempt:
            return None, None
        fetch, rules = await self._rules(url)
        if fetch.reason is not None:
            return fetch.reason, fetch
        if fetch.status is not None and fetch.status >= 500:
            return Reason.ROBOTS, fetch
        if rules is None:
            return None, fetch
        if delay := rules.crawl_delay(ROBOT):
            self.pace.rest(url, float(delay))
        return (None if rules.can_fetch(url, ROBOT) else Reason.ROBOTS), fetch

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the host of ``url`` names in its robots.txt."""
        if not self.respect or host_of(url) in self.exempt:
            return ()
        _, rules = await self._rules(url)
        return tuple(dict.fromkeys(rules.sitemaps)) if rules is not None else ()

    async def _rules(self, url: str) -> tuple[Fetch, Protego | None]:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._answers:
                fetch = await self.fetcher.get(f"{origin}/robots.txt", "robots")
                body = fetch.text if fetch.status is not None and 200 <= fetch.status < 300 else None
                self._answers[origin] = (fetch, Protego.parse(body) if body is not None else None)
        return self._answers[origin]
