"""Many services on one machine: a few workers, one visit per host, and an end without loss."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import structlog

from auditor.fleet.hosts import HostQueue
from auditor.fleet.job import Desk, Job, StoppedError, Visitor, audit
from auditor.judge.result import ServiceResult

log = structlog.get_logger(__name__)


class Watcher(Protocol):
    """Who is told how the run goes; called in the event loop, so it must be quick."""

    def started(self, job: Job, worker: int) -> None:
        """A worker begins a service."""

    def step(self, job: Job, worker: int, url: str, number: int) -> None:
        """A page of the service is about to be opened; ``number`` counts from 1."""

    def finished(self, job: Job, worker: int, result: ServiceResult) -> None:
        """A service is measured, or it is known why not."""

    def broken(self, job: Job, worker: int, error: Exception) -> None:
        """A defect of the auditor; the service is not recorded."""


@dataclass
class Tally:
    """How a run went. ``broken`` counts services lost to a defect of the auditor itself; ``stopped`` says that not
    all were wanted any more."""

    done: int = 0
    broken: int = 0
    stopped: bool = False
    fatal: Exception | None = field(default=None)


class Pool:
    """Runs jobs with ``workers`` visits at a time until all are done or ``stop`` is set."""

    def __init__(
        self, visitor: Visitor, desk: Desk, watcher: Watcher, *, fatal: tuple[type[Exception], ...]
    ) -> None:
        self._visitor = visitor
        self._desk = desk
        self._watcher = watcher
        self._fatal = fatal
        self.stop = asyncio.Event()
        self._tally = Tally()

    async def run(self, jobs: Iterable[Job], workers: int) -> Tally:
        """Audit all jobs.

        A fatal error (one that would hit every other job too) ends the run and stands in the tally.
        """
        queue = HostQueue(jobs)
        closing = asyncio.create_task(self._close_on_stop(queue))
        try:
            await asyncio.gather(*(self._work(number, queue) for number in range(workers)))
        finally:
            closing.cancel()
        self._tally.stopped = self.stop.is_set()
        return self._tally

    async def _close_on_stop(self, queue: HostQueue) -> None:
        await self.stop.wait()
        await queue.close()

    async def _work(self, number: int, queue: HostQueue) -> None:
        while (job := await queue.take()) is not None:
            self._watcher.started(job, number)
            try:
                await self._one(job, number)
            finally:
                await queue.release(job)

    async def _one(self, job: Job, number: int) -> None:
        try:
            result = await audit(
                job, self._visitor, self._desk, self.stop, partial(self._watcher.step, job, number)
            )
        except StoppedError:
            log.info("service left for later", service=job.service.url)
        except self._fatal as error:
            log.error("run ends", service=job.service.url, error=repr(error))
            self._tally.fatal = self._tally.fatal or error
            self.stop.set()
        except Exception as error:
            log.exception("service not recorded", service=job.service.url)
            self._tally.broken += 1
            self._watcher.broken(job, number, error)
            async with self._desk.recording:
                await asyncio.to_thread(self._desk.fail, job.position, repr(error))
        else:
            self._tally.done += 1
            self._watcher.finished(job, number, result)
