"""One service from visit to record: the body of a job, the same on one machine and on a queue."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import structlog

from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Evidence, Mode, Reason, Service, Tool
from auditor.fleet.passport import PASSPORT, Passport
from auditor.judge.result import ServiceResult
from auditor.targets import host_of

log = structlog.get_logger(__name__)

_GRACE = 15.0  # seconds a visit that was told to end may take to close its pages
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


Progress = Callable[[str, int], None]


class Visitor(Protocol):
    """Who opens services in a browser."""

    @property
    def tool(self) -> Tool:
        """What measures."""

    async def visit(
        self, service: Service, keeper: BundleWriter, progress: Progress | None = None
    ) -> Evidence:
        """See a service; adds pictures and documents to the bundle but does not close it."""


class StoppedError(Exception):
    """The operator ended the run; the service stays pending."""


class DiskFullError(Exception):
    """No room for more evidence; what was measured is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no space left for {path}")
        self.path = path


@dataclass(frozen=True)
class Job:
    """A service of a run; ``position`` counts from 0 in the operator's list, ``slug`` names its files."""

    position: int
    service: Service
    slug: str

    @cached_property
    def host(self) -> str:
        """The server that must not be pressed by two visits at once."""
        return host_of(self.service.url)


@dataclass(frozen=True)
class Desk:
    """What a job needs besides a browser: where evidence goes, who judges, who records.

    ``judge``, ``record`` and ``fail`` may block; they are called in a thread, the last two by one job at a time.
    ``limit`` is the wall-clock time of a visit in seconds.
    """

    folder: Path
    config: str
    mode: Mode
    limit: float
    judge: Callable[[Evidence, str], ServiceResult]
    record: Callable[[int, ServiceResult, Path], None]
    fail: Callable[[int, str], None]
    recording: asyncio.Lock


async def audit(
    job: Job, visitor: Visitor, desk: Desk, stop: asyncio.Event, progress: Progress | None = None
) -> ServiceResult:
    """Visit, keep the evidence, judge, record.

    Whatever goes wrong in the visit ends as evidence with a reason. ``progress`` is told address and number of
    each page.

    Raises:
        StoppedError: ``stop`` was set before the visit ended; nothing is kept of it.
        DiskFullError: the evidence does not fit on the disk.
    """
    writer = BundleWriter(desk.folder / f"{job.slug}.zip")
    passport = Passport(position=job.position, slug=job.slug, config=desk.config)
    writer.add(PASSPORT, json.dumps(passport.model_dump(), indent=1, sort_keys=True).encode())
    visit = asyncio.ensure_future(visitor.visit(job.service, writer, progress))
    evidence = await _seen(job, visit, visitor.tool, desk, stop)
    with _room_on(writer.path):
        bundle = await asyncio.to_thread(writer.close, evidence)
        result = await asyncio.to_thread(desk.judge, evidence, job.slug)
        async with desk.recording:
            await asyncio.to_thread(desk.record, job.position, result, bundle)
    return result


@contextlib.contextmanager
def _room_on(path: Path) -> Iterator[None]:
    """A full disk gets an error of its own."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_FULL:
            raise DiskFullError(path) from error
        raise


async def _seen(
    job: Job, visit: asyncio.Future[Evidence], tool: Tool, desk: Desk, stop: asyncio.Event
) -> Evidence:
    """The evidence of the visit, or evidence that says why there is none."""
    started = datetime.now(UTC)
    ended = asyncio.ensure_future(stop.wait())
    either: set[asyncio.Future[Any]] = {visit, ended}
    try:
        await asyncio.wait(either, timeout=desk.limit, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        visit.cancel()
        raise
    finally:
        ended.cancel()
    late = not visit.done()
    await _end(visit, job)
    # a browser that got the same Ctrl-C as we did looks like a crash of the page
    if stop.is_set():
        raise StoppedError
    if late or visit.cancelled():
        reason, detail = Reason.TIMEOUT, f"visit took longer than {desk.limit:.0f} s"
    elif (error := visit.exception()) is None:
        return visit.result()
    else:
        log.error("visit failed", service=job.service.url, exc_info=error)
        reason, detail = Reason.INTERNAL, f"{type(error).__name__}: {error}"
    return Evidence(
        tool=tool,
        service=job.service,
        mode=desk.mode,
        started=started,
        finished=datetime.now(UTC),
        reason=reason,
        detail=detail[:500],
    )


async def _end(visit: asyncio.Future[Evidence], job: Job) -> None:
    """Cancel a visit that still runs, and wait no longer than the grace for it."""
    if visit.done():
        return
    visit.cancel()
    await asyncio.wait({visit}, timeout=_GRACE)
    if not visit.done():
        log.error("visit does not end; left behind", service=job.service.url)
