"""Many services at once: politeness, isolation, an end without loss."""

import asyncio
import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.evidence.bundle import BundleWriter, open_bundle
from auditor.evidence.model import Evidence, Reason, Service
from auditor.fleet import job as job_module
from auditor.fleet.job import Desk, DiskFullError, Job
from auditor.fleet.passport import Passport, passport_of
from auditor.fleet.pool import Pool, Tally

from .conftest import FakeVisitor, FakeWatcher, Records, job, verdict


def pool_of(visitor: FakeVisitor, desk: Desk, watcher: FakeWatcher | None = None) -> Pool:
    return Pool(visitor, desk, watcher or FakeWatcher(), fatal=(DiskFullError,))


def jobs_of(*urls: str) -> list[Job]:
    return [job(position, url) for position, url in enumerate(urls)]


async def test_every_service_is_measured_once_and_its_evidence_kept(desk: Desk, records: Records) -> None:
    visitor, watcher = FakeVisitor(), FakeWatcher()
    jobs = jobs_of("https://a.example/1", "https://b.example/1", "https://a.example/2")
    tally = await pool_of(visitor, desk, watcher).run(jobs, 2)
    assert tally == Tally(done=3)
    assert sorted(visitor.visited) == sorted(j.service.url for j in jobs)
    assert {("started", 1), ("step", 1), ("finished", 1)} <= set(watcher.told)
    with open_bundle(records.bundles[2]) as bundle:
        assert bundle.evidence.service.url == "https://a.example/2"
        assert passport_of(bundle) == Passport(position=2, slug="s2", config="abc")
        assert bundle.read("shots/a.webp") == b"picture"


async def test_a_host_is_visited_by_one_at_a_time_and_no_worker_waits_for_it(desk: Desk) -> None:
    visitor = FakeVisitor()
    slow = [f"https://a.example/{n}" for n in range(6)]
    quick = [f"https://{host}.example/" for host in "bcdefg"]
    await pool_of(visitor, desk).run(jobs_of(*slow, *quick), 3)
    assert set(visitor.most.values()) == {1}
    assert visitor.together == 3
    assert visitor.visited.index(slow[0]) == 0
    assert len(visitor.visited) == 12


@pytest.mark.parametrize("same", ["HTTPS://A.example:443/x", "https://a.example/?y", "https://a.EXAMPLE/#z"])
def test_spellings_of_one_host(same: str) -> None:
    assert job(0, same).host == "a.example"


def test_ports_are_servers_of_their_own() -> None:
    assert job(0, "http://a.example:8080/").host == "a.example:8080"


async def test_the_trouble_of_one_is_recorded_and_touches_no_other(desk: Desk, records: Records) -> None:
    async def behave(service: Service) -> None:
        if "bad" in service.url:
            raise RuntimeError("kaputt")

    jobs = jobs_of("https://bad.example/", "https://good.example/")
    tally = await pool_of(FakeVisitor(behave), desk).run(jobs, 1)
    assert tally == Tally(done=2)
    assert records.kept[0].reason is Reason.INTERNAL
    assert "kaputt" in records.kept[0].detail
    assert records.kept[1].reason is None


async def test_a_visit_that_never_ends_is_ended_from_outside(desk: Desk, records: Records) -> None:
    async def behave(service: Service) -> None:
        await asyncio.sleep(3600)

    tally = await pool_of(FakeVisitor(behave), replace(desk, limit=0.05)).run(
        jobs_of("https://a.example/"), 1
    )
    assert tally.done == 1
    assert records.kept[0].reason is Reason.TIMEOUT


async def test_a_visit_that_cannot_even_be_cancelled_is_left_behind(
    desk: Desk, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "_GRACE", 0.05)
    free = asyncio.Event()

    async def behave(service: Service) -> None:
        while "stubborn" in service.url and not free.is_set():
            try:
                await free.wait()
            except asyncio.CancelledError:
                continue

    jobs = jobs_of("https://stubborn.example/", "https://good.example/")
    tally = await pool_of(FakeVisitor(behave), replace(desk, limit=0.05)).run(jobs, 1)
    free.set()
    assert tally.done == 2
    assert records.kept[0].reason is Reason.TIMEOUT
    assert records.kept[1].reason is None


async def test_stopping_keeps_what_is_measured_and_nothing_of_what_is_in_flight(
    desk: Desk, records: Records
) -> None:
    begun = asyncio.Event()

    async def behave(service: Service) -> None:
        if "slow" in service.url:
            begun.set()
            await asyncio.sleep(3600)

    pool = pool_of(FakeVisitor(behave), desk)
    jobs = jobs_of(
        "https://slow.example/1", "https://slow.example/2", "https://a.example/", "https://b.example/"
    )
    running = asyncio.create_task(pool.run(jobs, 2))
    await begun.wait()
    while len(records.kept) < 2:
        await asyncio.sleep(0.01)
    pool.stop.set()
    tally = await asyncio.wait_for(running, 2)
    assert tally == Tally(done=2, stopped=True)
    assert sorted(records.kept) == [2, 3]
    assert sorted(p.name for p in desk.folder.iterdir()) == ["s2.zip", "s3.zip"]


async def test_what_looks_like_a_crash_because_of_ctrl_c_is_not_recorded(
    desk: Desk, records: Records
) -> None:
    visitor = FakeVisitor()
    pool = pool_of(visitor, desk)

    async def behave(service: Service) -> None:
        pool.stop.set()
        raise ConnectionError("the browser got the signal too")

    visitor.behave = behave
    tally = await pool.run(jobs_of("https://a.example/", "https://b.example/"), 1)
    assert tally == Tally(stopped=True)
    assert not records.kept


async def test_a_full_disk_ends_the_run_and_keeps_the_rest(
    desk: Desk, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = BundleWriter.close

    def full(self: BundleWriter, evidence: Evidence) -> Path:
        if self.path.stem == "s1":
            raise OSError(errno.ENOSPC, "No space left on device")
        return close(self, evidence)

    monkeypatch.setattr(BundleWriter, "close", full)
    jobs = jobs_of(*(f"https://a.example/{n}" for n in range(4)))
    tally = await pool_of(FakeVisitor(), desk).run(jobs, 1)
    assert isinstance(tally.fatal, DiskFullError)
    assert tally.fatal.path.name == "s1.zip"
    assert list(records.kept) == [0]


async def test_a_defect_in_judging_costs_one_service_and_stays_pending(desk: Desk, records: Records) -> None:
    def judge(evidence: Evidence, slug: str) -> Any:
        if slug == "s0":
            raise ZeroDivisionError
        return verdict(evidence, slug)

    watcher = FakeWatcher()
    pool = pool_of(FakeVisitor(), replace(desk, judge=judge), watcher)
    tally = await pool.run(jobs_of("https://a.example/", "https://b.example/"), 2)
    assert (tally.done, tally.broken) == (1, 1)
    assert list(records.kept) == [1]
    assert "ZeroDivisionError" in records.failed[0]
    assert ("broken", 0) in watcher.told


async def test_no_jobs_no_trouble(desk: Desk) -> None:
    assert await pool_of(FakeVisitor(), desk).run([], 4) == Tally()
