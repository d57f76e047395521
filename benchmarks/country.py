"""``make bench-country``: the month's site for a whole country – time, memory, and what is written again.

A store is made for 10,750 invented municipalities, ten services and twelve months. The month is then ranked and
published by a process of its own, by the calls that ``auditor rank`` makes: once from nothing, once with nothing
changed, once with one town's result changed. Memory is that of the process and its children together, CPU time too.
Wall time depends on who else uses the machine. Ends with exit code 1 where memory is above the limit, a page is
written that did not change, or a page fails our own audit.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar
from unittest.mock import patch

import psutil

from auditor.checks.case import Outcome
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Service
from auditor.fleet import edition
from auditor.judge.run import judge
from auditor.publish.inputs import Publisher
from auditor.publish.opendata import write_month
from auditor.publish.site.run import build_site
from auditor.ranking import make
from auditor.ranking.alarm import alarm_text, load_thresholds
from auditor.ranking.defects import products_of
from auditor.ranking.model import Correction, Ranking
from auditor.ranking.sensitivity import with_sensitivity
from auditor.ranking.tables import load_basket, load_sizes
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook, Text
from auditor.store import Store
from auditor.store.details import Details
from auditor.targets.register import load_register
from auditor.targets.register.changes_table import load_changes
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from benchmarks.invented.towns import WHOLE
from benchmarks.invented.year import DAY, MONTH, Files, change_one, make_year

SEED = 66336
#: What the machine of a newspaper has to spare, in MB.
LIMIT = 2000
#: Share of the pages that one town's changed result may write again: its own, the tables it stands in, and those of
#: the few whose rank moves with it.
FEW = 0.01
AUDITED = 30
BASE_URL = "https://rangliste.example"
PUBLISHER = Publisher(
    name="Landesamt für Beispiele",
    address="Musterweg 1\n12345 Musterstadt",
    represented_by="Erika Beispiel",
    email="rangliste@landesamt.example",
    phone="+49 30 23125 000",
)
NOTE = Correction(DAY, MONTH, Text(de="Eine Seite war falsch gelesen.", en="A page had been misread."))
#: This rule reads whether a service can be finished online. A page that tells which services ask for paper is none.
_TOLD = frozenset({"no-media-break"})
_MB = 1_000_000
_SAMPLE = 0.5  # seconds between two looks at memory

T = TypeVar("T")


@dataclass(frozen=True)
class Phase:
    """A part of the work; ``cpu`` is that of the process and of children that ended."""

    name: str
    seconds: float
    cpu: float


@dataclass
class Build:
    """What a build took; ``written`` are the files of the site that changed, ``memory`` in MB at its peak."""

    phases: list[Phase] = field(default_factory=list)
    written: int = 0
    results: int = 0
    ranked: int = 0
    alarms: list[str] = field(default_factory=list)
    memory: float = 0.0

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        started, before = time.perf_counter(), _cpu()
        yield
        self.phases.append(Phase(name, time.perf_counter() - started, _cpu() - before))

    def timed(self, name: str, work: Callable[..., T]) -> Callable[..., T]:
        """The same function, timed as a part of a phase."""

        def within(*args: Any) -> T:
            with self.phase(f"  of it {name}"):
                return work(*args)

        return within

    @property
    def seconds(self) -> float:
        """Of the whole phases."""
        return sum(each.seconds for each in self.phases if not each.name.startswith(" "))

    @property
    def cpu(self) -> float:
        """Of the whole phases."""
        return sum(each.cpu for each in self.phases if not each.name.startswith(" "))


def build(files: Files, note: Correction | None = None) -> Build:
    """Rank the month and publish it, as ``auditor rank`` does; ``note`` says why a published one is changed."""
    done = Build()
    parts = (
        patch.object(make, "with_sensitivity", done.timed("sensitivity", with_sensitivity)),
        patch.object(make, "products_of", done.timed("defects", products_of)),
    )
    rulebook = load_rulebook()
    with Store.open(files.database) as store:
        with done.phase("read"):
            inputs = edition.gather(store, _order(files, rulebook))
        done.results = len(inputs.measured)
        with done.phase("rank"), parts[0], parts[1]:
            ranking = make.rank(inputs)
        with done.phase("alarms"):
            done.alarms = [
                alarm_text(each, "en") for each in make.alarms(inputs, ranking, (), load_thresholds())
            ]
        del inputs
        done.ranked = sum(1 for _ in ranking.ranked)
        _publish(store, replace(ranking, corrections=(note,) if note else ()), note, files, done)
    return done


def _order(files: Files, rulebook: Rulebook) -> edition.Order:
    return edition.Order(
        month=MONTH,
        day=DAY,
        register=load_register(files.register),
        basket=load_basket(),
        sizes=load_sizes(),
        rulebook=rulebook,
        mergers=load_changes(files.changes),
    )


def _publish(store: Store, ranking: Ranking, note: Correction | None, files: Files, done: Build) -> None:
    with done.phase("open data"):
        known = edition.checksum(store, ranking.month)
        written = write_month(
            ranking, files.site, publisher=PUBLISHER, base_url=BASE_URL, correction=note, known=known
        )
    with done.phase("keep"):
        edition.keep(store, ranking, written.checksum, note)
    with done.phase("site, German and English"):
        done.written = build_site(
            ranking,
            Details(str(files.database), ranking.month),
            load_rulebook(),
            files.site,
            publisher=PUBLISHER,
            base_url=BASE_URL,
        )


def measured(files: Files, note: Correction | None = None) -> Build:
    """A build in a process of its own, watched from outside."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other, _watched() as peak:
        done = other.submit(build, files, note).result()
    done.memory = peak[0]
    return done


@contextmanager
def _watched() -> Iterator[list[float]]:
    """The most memory (MB) that the children of this process had in use together."""
    peak, ended = [0.0], Event()

    def watch() -> None:
        while not ended.wait(_SAMPLE):
            peak[0] = max(peak[0], _memory())

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _memory() -> float:
    found = 0
    for child in psutil.Process().children(recursive=True):
        try:
            found += child.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return found / _MB


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def pages_of(site: Path) -> list[Path]:
    """All pages, in the order of their names."""
    return sorted(site.rglob("*.html"))


def sizes_of(site: Path) -> tuple[int, float]:
    """How many files, and how many MB they hold."""
    found = [each.stat().st_size for each in site.rglob("*") if each.is_file()]
    return len(found), sum(found) / _MB


async def audit(site: Path, paths: Sequence[Path]) -> dict[str, list[str]]:
    """Visit and judge pages like services, by the real rulebook: the rules that fail, by page, but :data:`_TOLD`."""
    rulebook = load_rulebook()
    settings = VisitSettings(delay=0.0, pages=3, screenshots=False)
    broken: dict[str, list[str]] = {}
    with served(site) as base, tempfile.TemporaryDirectory() as folder:
        async with Visitor(settings) as visitor:
            for number, path in enumerate(paths):
                url = f"{base}/{path.relative_to(site).as_posix()}"
                writer = BundleWriter(Path(folder) / f"{number}.zip")
                result = judge(await visitor.visit(Service(url=url), writer), rulebook, f"s{number}")
                failed = [
                    f"{each.rule} {place.target} {place.params}"
                    for each in result.outcomes
                    if each.outcome is Outcome.FAILED and each.rule not in _TOLD
                    for place in each.findings[:2]
                ]
                if failed or not result.measured:
                    broken[url] = failed or [f"not measured: {result.reason}"]
    return broken


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def table(name: str, done: Build) -> str:
    """A build in figures."""
    rows = [f"{each.name:<28} {each.seconds:8.1f} s {each.cpu:8.1f} s" for each in done.phases]
    return "\n".join(
        [
            f"\n{name:<28} {'wall':>10} {'CPU':>10}",
            *rows,
            f"{'all':<28} {done.seconds:8.1f} s {done.cpu:8.1f} s",
            f"{done.memory:.0f} MB at the peak, {done.written} files of the site written",
        ]
    )


def faults(builds: Sequence[Build]) -> list[str]:
    """What must not be."""
    first, again, one = builds
    most = max(each.memory for each in builds)
    found = [f"memory: {most:.0f} MB, more than {LIMIT}"] if most > LIMIT else []
    if again.written:
        found.append(f"nothing changed, and {again.written} files were written")
    if not 0 < one.written <= FEW * first.written:
        found.append(f"one town changed, and {one.written} files were written")
    return found


def run(files: Files, towns: int, seed: int) -> list[Build]:
    """Make the store, build three times, and tell."""
    started = time.perf_counter()
    make_year(files, towns, seed)
    seconds = time.perf_counter() - started
    print(f"store of {towns} municipalities: {seconds:.0f} s, {files.database.stat().st_size / _MB:.0f} MB")
    first = measured(files)
    print(table("from nothing", first))
    number, size = sizes_of(files.site)
    print(f"{first.results} addresses, {first.ranked} ranked; {number} files, {size:.0f} MB")
    print("\n".join(f"alarm: {each}" for each in first.alarms) or "no alarm")
    again = measured(files)
    print(table("nothing changed", again))
    print(f"\nchanged: {change_one(files)}")
    one = measured(files, NOTE)
    print(table("one result changed", one))
    return [first, again, one]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.country")
    parser.add_argument(
        "--folder", type=Path, help="where the store and the site go; by default a temporary folder"
    )
    parser.add_argument("--towns", type=int, default=WHOLE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--audit", type=int, default=AUDITED, metavar="PAGES", help="random pages to audit")
    parser.add_argument("--keep", action="store_true", help="leave the folder there")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}")
    folder = options.folder or Path(tempfile.mkdtemp(prefix="country-"))
    if folder.exists() and any(folder.iterdir()):
        parser.error(f"{folder} is not empty")
    files = Files(folder)
    try:
        wrong = faults(run(files, options.towns, options.seed))
        everything = pages_of(files.site)
        chosen = random.Random(options.seed).sample(everything, min(options.audit, len(everything)))
        broken = asyncio.run(audit(files.site, chosen)) if chosen else {}
    finally:
        if not options.keep:
            shutil.rmtree(folder)
    print(f"\n{len(chosen)} random pages by our own audit: {len(broken)} with a rule that fails")
    wrong += [f"{page}: {'; '.join(rules)}" for page, rules in broken.items()]
    print("\n".join(["", *(f"WRONG: {each}" for each in wrong)]) if wrong else "all is well")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
