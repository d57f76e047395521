"""Looks for services on the sites of municipalities: by sitemap, lists and the site's own search.

It only looks (``observe``): GET and HEAD, nothing typed, nothing pressed but the refusal of cookies. What it does not
find may be there all the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from auditor.evidence.model import Mode, Reason
from auditor.visit.discover.crawl import Crawl
from auditor.visit.discover.model import Bounds, Candidate, Finding, Look, Sighting, Where, Wish
from auditor.visit.discover.reader import Hosts, Reader, lighten
from auditor.visit.hosts import host_of, site_of
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

__all__ = ["Bounds", "Candidate", "Finding", "Look", "Run", "Sighting", "Where", "Wish", "discover"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Run:
    """How a run goes: the most that each home page is asked for, and how many sites are looked through at a time; when
    ``stop`` is set, the home pages under way are left for another time."""

    bounds: Bounds = field(default_factory=Bounds)
    workers: int = 2
    stop: asyncio.Event = field(default_factory=asyncio.Event)


async def discover(
    homes: Sequence[str],
    wishes: Sequence[Wish],
    settings: VisitSettings,
    told: Callable[[Finding], None],
    *,
    run: Run | None = None,
    visitor: Callable[[VisitSettings], Visitor] = Visitor,
) -> None:
    """Look for services on several sites; those of one domain one after the other.

    Args:
        homes: addresses of home pages.
        wishes: what is looked for.
        settings: politeness and browser; the mode is always ``observe``.
        told: called with what was found at each home page as soon as it is known.
        run: how far and how many at a time.
        visitor: opens the browser; replaced in tests.

    Raises:
        BrowserMissingError: no browser can be started.
    """
    quiet = replace(settings, mode=Mode.OBSERVE, screenshots=False, probes=frozenset())
    sites: dict[str, list[str]] = defaultdict(list)
    for home in homes:
        sites[site_of(host_of(home))].append(home)
    queue = list(sites.values())
    chosen = run or Run()
    hosts = Hosts()
    async with visitor(quiet) as browser:

        async def work() -> None:
            while queue and not chosen.stop.is_set():
                for home in queue.pop(0):
                    finding = await _until(chosen.stop, _one(browser, hosts, home, wishes, chosen.bounds))
                    if finding is not None:
                        told(finding)

        await asyncio.gather(*(work() for _ in range(min(chosen.workers, len(queue)))))


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, Finding]) -> Finding | None:
    """What the work found; None if it was stopped before: half a look is none."""
    task, ended = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, ended}, return_when=asyncio.FIRST_COMPLETED)
        return None if stop.is_set() else await task
    finally:
        for each in (task, ended):
            each.cancel()
        await asyncio.wait({task, ended})


async def _one(visitor: Visitor, hosts: Hosts, home: str, wishes: Sequence[Wish], bounds: Bounds) -> Finding:
    """One home page; a defect of ours costs this one only."""
    try:
        async with visitor.access(home, bounds.requests) as access:
            await lighten(access.context)
            return await Crawl(home, wishes, Reader(access, hosts, bounds), bounds).run()
    except Exception as error:
        log.exception("home page not read: %s", home)
        return Finding(home, home, Reason.INTERNAL, f"{type(error).__name__}: {error}"[:200])
