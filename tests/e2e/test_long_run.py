"""Fifty services in one run: no leak, no zombie; and a run killed in the middle ends like an undisturbed one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from auditor.demo import Demo, serve, targets

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("long")]

_SERVICES = 50
_GROWTH = 200 * 1024 * 1024  # bytes of the Python process between the first and the last third
_MOST_PROCESSES = 40


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


def listed(demo: Demo, folder: Path, number: int) -> Path:
    """The demo's services again and again, told apart by their query."""
    base = [s.url for s in targets(demo.port)]
    path = folder / "liste.txt"
    urls = [f"{base[i % len(base)]}?lauf={i // len(base)}" for i in range(number)]
    path.write_text("\n".join(urls) + "\n", encoding="utf-8")
    return path


def command(targets_file: Path, out: Path, *more: str) -> list[str]:
    start = "import sys; from auditor.cli.main import main; main()"
    line = ["audit", str(targets_file), "-o", str(out), "--delay", "0", "--quiet", "--no-screenshots", *more]
    return [sys.executable, "-c", start, *line]


def start(line: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(line, start_new_session=True)


def bundles(out: Path) -> int:
    return len(list((out / "evidence").glob("*.zip")))


def wait_for(out: Path, number: int, process: subprocess.Popen[bytes]) -> None:
    while bundles(out) < number:
        assert process.poll() is None, "the run ended early"
        time.sleep(0.1)


def family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def test_fifty_services_leave_nothing_behind(demo: Demo, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(command(listed(demo, tmp_path, _SERVICES), out))
    wait_for(out, _SERVICES // 3, process)
    early, seen = psutil.Process(process.pid).memory_info().rss, family(process.pid)
    assert len(seen) <= _MOST_PROCESSES
    wait_for(out, _SERVICES - 3, process)
    late, more = psutil.Process(process.pid).memory_info().rss, family(process.pid)
    assert late - early < _GROWTH
    assert len(more) <= _MOST_PROCESSES
    assert process.wait() == 3  # the demo's broken services
    assert len(json.loads((out / "results.json").read_text(encoding="utf-8"))["services"]) == _SERVICES
    gone, alive = psutil.wait_procs({*seen, *more}, timeout=10)
    assert gone
    assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE or p.ppid() == os.getpid()] == []


def comparable(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "results.json").read_text(encoding="utf-8")))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
def test_a_killed_run_ends_like_an_undisturbed_one(demo: Demo, tmp_path: Path) -> None:
    number = 6
    targets_file = listed(demo, tmp_path, number)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    assert start(command(targets_file, whole)).wait() == 3
    for share in (0.3, 0.7):
        process = start(command(targets_file, broken, *(["--resume"] if bundles(broken) else [])))
        wait_for(broken, int(number * share), process)
        finished = {p.name: p.stat().st_mtime_ns for p in (broken / "evidence").glob("*.zip")}
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert start(command(targets_file, broken, "--resume")).wait() == 3
    assert comparable(broken) == comparable(whole)
    again = [n for n, t in finished.items() if (broken / "evidence" / n).stat().st_mtime_ns != t]
    assert len(again) <= (
        os.cpu_count() or 1
    )  # at most the services in flight, whose record was not yet kept
