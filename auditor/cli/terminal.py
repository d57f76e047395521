"""What a run looks like on the terminal: progress while it goes, a table when it is done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.table import Table
from rich.text import Text

from auditor.cli.plain import harmless
from auditor.cli.words import say
from auditor.evidence.model import Service
from auditor.fleet.job import Job
from auditor.fleet.pool import Watcher
from auditor.judge.result import ServiceResult

_PLAIN_WIDTH = 150
_NAME = 60
_TITLE = 40


def is_live(stream_is_terminal: bool, environ: Mapping[str, str]) -> bool:
    """Whether moving progress is welcome: on a terminal, unless NO_COLOR, CI or a dumb terminal say otherwise."""
    still = environ.get("NO_COLOR") or environ.get("CI") or environ.get("TERM") == "dumb"
    return stream_is_terminal and not still


def name_of(service: Service) -> str:
    """Town and service as a person would call them, safe to print."""
    known = [service.municipality or "", service.name or service.service or ""]
    return harmless(" · ".join(part for part in known if part) or service.url, _NAME)


class Terminal:
    """Prints in one language; errors always, everything else unless ``quiet``."""

    def __init__(self, lang: str, *, quiet: bool = False, live: bool | None = None) -> None:
        self.lang = lang
        self.quiet = quiet
        self.live = is_live(sys.stderr.isatty(), os.environ) if live is None else live
        width = None if self.live else _PLAIN_WIDTH
        options = {
            "highlight": False,
            "markup": False,
            "emoji": False,
            "width": width,
            "soft_wrap": not self.live,
        }
        self._out = Console(file=sys.stdout, no_color=not self.live, **options)  # type: ignore[arg-type]
        self._err = Console(file=sys.stderr, no_color=not self.live, **options)  # type: ignore[arg-type]

    def say(self, key: str, **params: object) -> None:
        """A remark on the way, from the catalogue."""
        self.note(say(key, self.lang, **params))

    def note(self, text: str) -> None:
        """A remark on the way; never on standard output, so that this stays clean."""
        if not self.quiet:
            self._err.print(harmless(text))

    def error(self, text: str) -> None:
        """Something the operator must know, every line of it."""
        for line in text.splitlines():
            self._err.print(harmless(line), style="bold red" if self.live else "")

    def watch(self, total: int, done: int = 0) -> AbstractContextManager[Watcher]:
        """Shows how a run goes: ``total`` services, ``done`` of them measured before."""
        if self.quiet:
            return nullcontext(_Silent())
        return self._moving(total, done) if self.live else nullcontext(_Still(self, total, done))

    @contextmanager
    def _moving(self, total: int, done: int) -> Iterator[Watcher]:
        progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            _TimeLeft(self.lang),
            TextColumn("{task.fields[trouble]}", style="yellow", markup=False),
            console=self._err,
            transient=True,
        )
        with progress:
            yield _Moving(progress, self.lang, total, done)

    def summary(self, results: Sequence[ServiceResult], index: Path, total: int | None = None) -> None:
        """The table of all services and where to look; ``total`` if more were wanted than there are results."""
        if self.quiet:
            return
        self._out.print(_table(results, self.lang), soft_wrap=False)
        measured = sum(result.measured for result in results)
        self._out.print(say("totals", self.lang, measured=measured, total=total or len(results)))
        self._out.print(
            say("look", self.lang, uri=index.resolve().as_uri()), style="bold" if self.live else ""
        )


def outcome_of(result: ServiceResult, lang: str) -> str:
    """A result in a few words."""
    if result.measured and result.score is not None:
        return say("outcome-measured", lang, low=f"{result.score.low:.0f}", high=f"{result.score.high:.0f}")
    return (
        say("status-measured", lang)
        if result.measured
        else say("outcome-untested", lang, reason=_why(result, lang))
    )


def _why(result: ServiceResult, lang: str) -> str:
    return say(f"reason-{result.reason.value if result.reason else 'internal'}", lang)


def _table(results: Sequence[ServiceResult], lang: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("service", "town", "online", "maturity", "score", "coverage", "status"):
        right = key in {"maturity", "score", "coverage"}
        table.add_column(say(f"col-{key}", lang), justify="right" if right else "left", overflow="fold")
    for result in results:
        table.add_row(*(Text(cell) for cell in _cells(result, lang)))
    return table


def _cells(result: ServiceResult, lang: str) -> tuple[str, ...]:
    service = result.service
    score, maturity = result.score, result.completion.maturity
    return (
        harmless(service.name or service.service or service.url, _TITLE),
        harmless(service.municipality or "–", _TITLE),
        say(f"online-{result.completion.completable}", lang),
        "–" if maturity is None else str(maturity),
        "–" if score is None else _span(score.low, score.high),
        f"{int(result.coverage * 100 + 1e-9)} %" if result.measured else "–",
        say("status-measured", lang) if result.measured else _why(result, lang),
    )


class _Silent:
    def started(self, job: Job, worker: int) -> None:
        pass

    def step(self, job: Job, worker: int, url: str, number: int) -> None:
        pass

    def finished(self, job: Job, worker: int, result: ServiceResult) -> None:
        pass

    def broken(self, job: Job, worker: int, error: Exception) -> None:
        pass


class _Still:
    """One line per finished service."""

    def __init__(self, terminal: Terminal, total: int, done: int) -> None:
        self._terminal = terminal
        self._total = total
        self._done = done
        self._since: dict[int, float] = {}

    def started(self, job: Job, worker: int) -> None:
        self._since[worker] = time.monotonic()

    def step(self, job: Job, worker: int, url: str, number: int) -> None:
        pass

    def finished(self, job: Job, worker: int, result: ServiceResult) -> None:
        outcome = outcome_of(result, self._terminal.lang)
        seconds = f"{time.monotonic() - self._since[worker]:.0f}"
        self._line("line-done", job, outcome=outcome, seconds=seconds)

    def broken(self, job: Job, worker: int, error: Exception) -> None:
        self._line("line-broken", job, detail=harmless(repr(error), 200))

    def _line(self, key: str, job: Job, **params: object) -> None:
        self._done += 1
        self._terminal.say(key, done=self._done, total=self._total, name=name_of(job.service), **params)


class _Moving:
    """A bar for all services and a line for each worker."""

    def __init__(self, progress: Progress, lang: str, total: int, done: int) -> None:
        self._progress = progress
        self._lang = lang
        self._failures = 0
        self._all = progress.add_task(say("progress", lang), total=total, completed=done, trouble="")
        self._lines: dict[int, TaskID] = {}

    def started(self, job: Job, worker: int) -> None:
        line = self._progress.add_task(name_of(job.service), total=1, trouble="", single=True)
        self._lines[worker] = line

    def step(self, job: Job, worker: int, url: str, number: int) -> None:
        trouble = harmless(say("step", self._lang, number=number, url=url), _NAME)
        self._progress.update(self._lines[worker], trouble=trouble)

    def finished(self, job: Job, worker: int, result: ServiceResult) -> None:
        self._end(worker, failed=not result.measured)

    def broken(self, job: Job, worker: int, error: Exception) -> None:
        self._end(worker, failed=True)

    def _end(self, worker: int, *, failed: bool) -> None:
        self._failures += failed
        self._progress.remove_task(self._lines.pop(worker))
        trouble = say("progress-failures", self._lang, count=self._failures) if self._failures else ""
        self._progress.update(self._all, advance=1, trouble=trouble)


class _TimeLeft(ProgressColumn):
    """Time left in minutes and seconds, once it can be told."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def render(self, task: Task) -> Text:
        """The estimate for the bar of all services; how long the others already take."""
        if task.fields.get("single"):
            return Text(f"{task.elapsed or 0:.0f} s", style="dim")
        if task.time_remaining is None:
            return Text("")
        minutes, seconds = divmod(int(task.time_remaining), 60)
        return Text(say("remaining", self._lang, time=f"{minutes}:{seconds:02d}"), style="dim")


def _span(low: float, high: float) -> str:
    """An interval in whole points; one number when its ends read alike."""
    ends = (f"{low:.0f}", f"{high:.0f}")
    return ends[0] if ends[0] == ends[1] else "–".join(ends)
