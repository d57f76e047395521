"""Serves folders on loopback, visits every page as a real visit does, judges it: what the accuracy is made of."""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from auditor.checks.case import Outcome
from auditor.evidence.model import Service
from auditor.judge.result import ServiceResult
from auditor.judge.run import judge
from auditor.rulebook.load import load_rulebook
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.visitor import Visitor
from benchmarks.corpora import named_rules

#: Files do not change while they are measured, so rest is reached sooner than on the net.
LIMITS = Limits(quiet=0.1, settle=1.5, reflow=0.05)
#: Nothing outside this machine is asked, so that a figure does not hang on somebody's server.
FLAGS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",)
SETTINGS = VisitSettings(
    delay=0.0, pages=1, respect_robots=False, screenshots=False, flags=FLAGS, limits=LIMITS
)
_TABS = 2  # pages open at a time in each browser: while one rests, the other is judged

T = TypeVar("T")
#: What is kept of a page that was visited and judged.
Summary = Callable[[str, ServiceResult], T]


@dataclass(frozen=True)
class Found:
    """One finding, as far as a score needs it."""

    rule: str
    failed: bool
    message: str
    target: str


@dataclass(frozen=True)
class Judged:
    """What the engine says of a page; ``reason`` where it could not be read."""

    url: str
    reason: str = ""
    found: tuple[Found, ...] = ()
    outcomes: dict[str, str] = field(default_factory=dict)

    def failing(self, rules: Iterable[str]) -> bool:
        """Whether one of the rules failed."""
        return any(self.outcomes.get(rule) == Outcome.FAILED for rule in rules)

    def doubting(self, rules: Iterable[str]) -> bool:
        """Whether one of the rules wants a person to look."""
        return any(self.outcomes.get(rule) == Outcome.CANT_TELL for rule in rules)


class _Quiet(SimpleHTTPRequestHandler):
    """Files below several prefixes: the longest that fits decides."""

    mounts: dict[str, Path] = {}
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".vtt": "text/vtt", ".webm": "video/webm"}

    def translate_path(self, path: str) -> str:
        whole = urlsplit(path).path
        prefix = max((p for p in self.mounts if whole.startswith(p)), key=len, default="")
        self.directory = str(self.mounts.get(prefix, Path("/nonexistent")))
        return super().translate_path("/" + whole.removeprefix(prefix))

    def guess_type(self, path: object) -> str:
        kind = super().guess_type(str(path))
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def log_message(self, format: str, *args: object) -> None:
        return


class _Patient(ThreadingHTTPServer):
    """A browser that goes away in the middle of a file is no news."""

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(mounts: dict[str, Path]) -> Iterator[str]:
    """Serve ``prefix → folder`` on loopback and give the address."""
    handler = type("Mounted", (_Quiet,), {"mounts": mounts})
    server = _Patient(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def judge_pages(urls: Sequence[str], processes: int) -> dict[str, Judged]:
    """Visit and judge every page once, spread over processes."""
    return visit_pages(urls, processes, _summary)


def visit_pages(
    urls: Sequence[str], processes: int, summary: Summary[T], prepare: Callable[[], None] | None = None
) -> dict[str, T]:
    """The same with another summary; ``prepare`` is called once in every process. Both must be importable."""
    shares = [list(urls[number::processes]) for number in range(processes)]
    work = functools.partial(_share, summary)
    with multiprocessing.get_context("spawn").Pool(processes, prepare) as pool:
        return {url: judged for share in pool.map(work, shares, chunksize=1) for url, judged in share}


def _share(summary: Summary[T], urls: list[str]) -> list[tuple[str, T]]:
    return asyncio.run(_visit_all(urls, summary))


async def _visit_all(urls: list[str], summary: Summary[T]) -> list[tuple[str, T]]:
    open_tabs = asyncio.Semaphore(_TABS)
    async with Visitor(SETTINGS) as visitor:

        async def one(url: str) -> tuple[str, T]:
            async with open_tabs:
                evidence = await visitor.visit(Service(url=url), _Bin())
            return url, summary(url, judge(evidence, load_rulebook(), "page"))

        return list(await asyncio.gather(*map(one, urls)))


class _Bin:
    """Takes a bundle's files and forgets them."""

    def add(self, name: str, data: bytes) -> str:
        return name


def _summary(url: str, result: ServiceResult) -> Judged:
    if not result.measured:
        return Judged(url, reason=result.reason.value if result.reason else "unknown")
    rules = _about_accessibility()
    about = [each for each in result.outcomes if each.rule in rules]
    return Judged(
        url,
        found=tuple(
            Found(each.rule, finding.outcome is Outcome.FAILED, finding.message, finding.target)
            for each in about
            for finding in each.findings
        ),
        outcomes={each.rule: each.outcome.value for each in about},
    )


@functools.cache
def _about_accessibility() -> frozenset[str]:
    """The axe family, every rule of ours with a success criterion or an ACT rule, and those of the barrier table."""
    rules = load_rulebook().rules
    return frozenset(r.id for r in rules if r.id.startswith("axe/") or r.wcag or r.act) | named_rules()
