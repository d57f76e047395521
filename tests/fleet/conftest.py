"""Stand-ins for browser, judge and store that do exactly what a test asks of them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.checks.case import Completion
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Evidence, Mode, Service, Tool
from auditor.fleet.job import Desk, Job, Progress
from auditor.judge.result import ServiceResult

TOOL = Tool(version="1", browser="Fake 1", axe="4", user_agent="fake")
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def evidence_of(service: Service) -> Evidence:
    return Evidence(tool=TOOL, service=service, started=NOW, finished=NOW)


def verdict(evidence: Evidence, slug: str) -> ServiceResult:
    return ServiceResult(
        slug=slug,
        service=evidence.service,
        tool=evidence.tool,
        mode=evidence.mode,
        rulebook="r",
        measured=evidence.reason is None,
        reason=evidence.reason,
        detail=evidence.detail,
        completion=Completion(kind="unknown", completable="unknown", maturity=None),
        score=None,
        grade=None,
        coverage=0.0,
    )


def job(position: int, url: str) -> Job:
    return Job(position, Service(url=url), f"s{position}")


class FakeVisitor:
    """Visits by calling ``behave``; remembers who was visited and how many at once on each host."""

    tool = TOOL

    def __init__(self, behave: Callable[[Service], Awaitable[None]] | None = None) -> None:
        self.behave = behave
        self.visited: list[str] = []
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.together = 0

    @contextmanager
    def _on(self, host: str) -> Iterator[None]:
        self.now[host] = self.now.get(host, 0) + 1
        self.most[host] = max(self.most.get(host, 0), self.now[host])
        self.together = max(self.together, sum(self.now.values()))
        try:
            yield
        finally:
            self.now[host] -= 1

    async def visit(
        self, service: Service, keeper: BundleWriter, progress: Progress | None = None
    ) -> Evidence:
        self.visited.append(service.url)
        if progress is not None:
            progress(service.url, 1)
        keeper.add("shots/a.webp", b"picture")
        with self._on(service.url.split("/")[2]):
            await (self.behave(service) if self.behave else asyncio.sleep(0.01))
        return evidence_of(service)


class FakeWatcher:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def started(self, job: Job, worker: int) -> None:
        self.told.append(("started", job.position))

    def step(self, job: Job, worker: int, url: str, number: int) -> None:
        self.told.append(("step", job.position))

    def finished(self, job: Job, worker: int, result: ServiceResult) -> None:
        self.told.append(("finished", job.position))

    def broken(self, job: Job, worker: int, error: Exception) -> None:
        self.told.append(("broken", job.position))


class Records:
    """Verdicts kept, failures noted."""

    def __init__(self) -> None:
        self.kept: dict[int, ServiceResult] = {}
        self.bundles: dict[int, Path] = {}
        self.failed: dict[int, str] = {}

    def record(self, position: int, result: ServiceResult, bundle: Path) -> None:
        assert position not in self.kept, "audited twice"
        self.kept[position], self.bundles[position] = result, bundle

    def fail(self, position: int, why: str) -> None:
        self.failed[position] = why


@pytest.fixture
def records() -> Records:
    return Records()


@pytest.fixture
def desk(tmp_path: Path, records: Records) -> Desk:
    return Desk(
        folder=tmp_path / "evidence",
        config="abc",
        mode=Mode.OBSERVE,
        limit=5.0,
        judge=verdict,
        record=records.record,
        fail=records.fail,
        recording=asyncio.Lock(),
    )
