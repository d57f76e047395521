"""A run on this machine: one browser, a pool of visits, an end in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from auditor.evidence.model import Evidence
from auditor.fleet.job import Desk, DiskFullError, Job, Visitor
from auditor.fleet.pool import Pool, Tally, Watcher
from auditor.fleet.signals import stop_on_signals
from auditor.judge.result import ServiceResult
from auditor.store import StoreError
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor as BrowserVisitor

_MARGIN = 30.0  # seconds beyond the visit's own limit before the pool gives it up

OpenVisitor = Callable[[VisitSettings], AbstractAsyncContextManager[Visitor]]


@dataclass(frozen=True)
class Fleet:
    """How services are measured: ``folder`` takes the bundles, ``workers`` is the number of visits at a time.

    ``config`` is the hash of the run's settings, kept in every bundle. ``judge`` turns evidence and slug into a
    verdict, ``record`` keeps the verdict of a position, ``fail`` the reason why there is none; they may block.
    """

    settings: VisitSettings
    config: str
    folder: Path
    workers: int
    judge: Callable[[Evidence, str], ServiceResult]
    record: Callable[[int, ServiceResult, Path], None]
    fail: Callable[[int, str], None]
    open_visitor: OpenVisitor = BrowserVisitor

    def measure(self, jobs: Iterable[Job], watcher: Watcher) -> Tally:
        """Measure all jobs; blocks until done, interrupted or ended by a fatal error (see the tally).

        Raises:
            BrowserMissingError: no browser can be started.
            EngineError: the chosen axe-core file is none.
        """
        waiting = list(jobs)
        return asyncio.run(self._measure(waiting, watcher)) if waiting else Tally()

    async def _measure(self, jobs: Sequence[Job], watcher: Watcher) -> Tally:
        desk = Desk(
            folder=self.folder,
            config=self.config,
            mode=self.settings.mode,
            limit=self.settings.patience + _MARGIN,
            judge=self.judge,
            record=self.record,
            fail=self.fail,
            recording=asyncio.Lock(),
        )
        async with self.open_visitor(self.settings) as visitor:
            pool = Pool(visitor, desk, watcher, fatal=(DiskFullError, StoreError))
            with stop_on_signals(pool.stop):
                return await pool.run(jobs, min(self.workers, len(jobs)))
