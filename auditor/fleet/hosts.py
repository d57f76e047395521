"""Hands out jobs so that no host is pressed by two at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from auditor.fleet.job import Job


class HostQueue:
    """Waiting jobs by host. The host with most of them comes first, so that none is left to go alone at the end."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        for job in jobs:
            self._waiting.setdefault(job.host, deque()).append(job)
        self._busy: set[str] = set()
        self._changed = asyncio.Condition()
        self._closed = False

    async def take(self) -> Job | None:
        """The next job whose host is free, waiting for one; None when there is nothing left to do."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._closed or not self._waiting or self._free())
            host = None if self._closed else self._free()
            if host is None:
                return None
            self._busy.add(host)
            jobs = self._waiting[host]
            job = jobs.popleft()
            if not jobs:
                del self._waiting[host]
            self._changed.notify_all()
            return job

    async def release(self, job: Job) -> None:
        """The job is done; its host may be visited again."""
        async with self._changed:
            self._busy.discard(job.host)
            self._changed.notify_all()

    async def close(self) -> None:
        """Hand out no more."""
        async with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _free(self) -> str | None:
        free = (host for host in self._waiting if host not in self._busy)
        return max(free, key=lambda h: (len(self._waiting[h]), -self._waiting[h][0].position), default=None)
