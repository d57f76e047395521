"""``auditor check``: measures services and decides red or green, for a provider's own pipeline."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import click
import httpx

from auditor.cli.accounts import named_accounts
from auditor.cli.check_asked import Listed, outputs_of, refuse_unknown, rung_of, services_of, touched
from auditor.cli.check_options import Options, with_options
from auditor.cli.check_told import write
from auditor.cli.config import Loaded
from auditor.cli.exit import FINDINGS, INCOMPLETE, INTERNAL, OK, Exit, RefusedError
from auditor.cli.local import is_loopback
from auditor.cli.log import open_log
from auditor.cli.terminal import Terminal
from auditor.cli.words import say
from auditor.evidence.model import Evidence, Mode
from auditor.evidence.slug import slug_of
from auditor.fleet.config import config_of
from auditor.fleet.job import Job
from auditor.fleet.measure import Fleet
from auditor.fleet.pool import Tally
from auditor.gate.baseline import read_baseline
from auditor.gate.decide import decide
from auditor.gate.model import Entry, Gate
from auditor.judge.result import ServiceResult
from auditor.judge.run import judge
from auditor.publish.catalogue import Catalogue
from auditor.publish.formats.report import CheckReport
from auditor.publish.words import Words
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Obligation, Rulebook
from auditor.store import StoredResult, config_hash
from auditor.visit.settings import VisitSettings

_POLL = 0.5  # seconds between two questions to a server that is still starting
_ALL = 1_000_000  # findings listed for one rule: the gate must know every one


@click.command(context_settings={"auto_envvar_prefix": "AUDITOR"})
@click.argument("targets", nargs=-1, metavar="[URL]…")
@with_options
@click.pass_context
def command(context: click.Context, /, targets: tuple[str, ...], loaded: Loaded, **options: Any) -> None:
    """Check online services and end red or green.

    URL is an address or a list; without one the journeys of the configuration are checked. Only proven failures
    count. Exit code 0: green; 1: red; 2: mistakes in the input; 3: something could not be measured; 4: a defect of
    the auditor.
    """
    chosen = Options(**options)
    terminal = Terminal(chosen.lang, quiet=chosen.quiet)
    rulebook = load_rulebook()
    refuse_unknown(chosen, rulebook)
    outputs = outputs_of(chosen)
    rung_of(chosen, rulebook)
    listed = services_of(targets, loaded, chosen, terminal)
    known = read_baseline(chosen.baseline, (r.id for r in rulebook.rules)) if chosen.baseline else ()
    listed = touched(listed, chosen)
    if not listed:
        terminal.say("nothing-changed", ref=chosen.changed_since)
        context.exit(OK)
    check = _Check(chosen, loaded, terminal, rulebook, listed, known)
    context.exit(check.run(outputs))


@dataclass
class _Check:
    """One call with everything it needs at hand."""

    options: Options
    loaded: Loaded
    terminal: Terminal
    rulebook: Rulebook
    listed: list[Listed]
    known: tuple[Entry, ...]
    stored: dict[int, StoredResult] = field(default_factory=dict)

    def run(self, outputs: Sequence[tuple[str, Path | None]]) -> Exit:
        """Measure, decide, tell."""
        settings = self._settings()
        self._prepare()
        self._await_servers()
        config = config_of(settings, self.rulebook.version)
        tally = self._measure(settings, config_hash(config))
        if tally.fatal is not None:
            raise tally.fatal
        results = [self.stored[n] for n in sorted(self.stored)]
        report = self._report([each.result for each in results], tally)
        write(self.options, self.rulebook, outputs, report, results, config_hash(config))
        return Exit(report.exit_code)

    def _settings(self) -> VisitSettings:
        options, config = self.options, self.loaded.config
        if (options.mode == Mode.SUBMIT) != bool(options.submit_host):
            raise RefusedError(say("submit-refused", options.lang))
        hosts = {(urlsplit(each.service.url).hostname or "").lower() for each in self.listed}
        here = frozenset(filter(is_loopback, hosts))
        delay = (
            options.delay if options.delay is not None else 0.0 if here == hosts else VisitSettings().delay
        )
        return VisitSettings(
            mode=Mode(options.mode),
            delay=delay,
            pages=options.pages,
            browser=options.browser,
            robots_exempt=here | {host.lower() for host in options.allow_robots},
            screenshots=options.screenshots or any(f.startswith("html") for f in options.format),
            viewport=options.viewport,
            accounts=named_accounts(options.account_host, options.mode, options.lang),
            submit_hosts=frozenset(host.lower() for host in options.submit_host),
            headers={host.lower(): dict(own) for host, own in config.headers.items()},
            data={k: (v,) if isinstance(v, str) else tuple(v) for k, v in config.data.items()},
        )

    def _prepare(self) -> None:
        try:
            self.options.out.mkdir(parents=True, exist_ok=True)
            open_log(self.options.out / "auditor.log", None)
        except OSError as error:
            detail = error.strerror or str(error)
            path = error.filename or self.options.out
            raise RefusedError(say("not-writable", self.options.lang, path=path, detail=detail)) from error

    def _await_servers(self) -> None:
        """Give servers that are just starting the time the operator allows; who stays silent is measured as such."""
        end = time.monotonic() + self.options.wait
        urls = {each.service.url for each in self.listed}
        while urls and self.options.wait:
            urls = {url for url in urls if not _answers(url)}
            if urls and time.monotonic() < end:
                time.sleep(_POLL)
            else:
                break

    def _measure(self, settings: VisitSettings, config: str) -> Tally:
        taken: set[str] = set()
        jobs = [Job(n, each.service, slug_of(each.service, taken)) for n, each in enumerate(self.listed)]
        self.slugs = {job.slug: self.listed[job.position].place for job in jobs}
        fleet = Fleet(
            settings=settings,
            config=config,
            folder=self.options.out / "evidence",
            workers=self.options.jobs,
            judge=self._judge,
            record=self._record,
            fail=lambda position, reason: None,
        )
        with self.terminal.watch(len(jobs)) as watcher:
            return fleet.measure(jobs, watcher)

    def _judge(self, evidence: Evidence, slug: str) -> ServiceResult:
        return judge(evidence, self.rulebook, slug, most=_ALL)

    def _record(self, position: int, result: ServiceResult, bundle: Path) -> None:
        self.stored[position] = StoredResult(position, result, bundle)

    def _report(self, results: Sequence[ServiceResult], tally: Tally) -> CheckReport:
        options = self.options
        gate = Gate(
            fail_on=Obligation(options.fail_on),
            min_severity=options.min_severity,
            fail_under=options.fail_under,
            profile=rung_of(options, self.rulebook),
            rules=options.rules,
            skip=options.skip_rules,
            informing=options.informing,
        )
        decision = decide(results, self.slugs, self.rulebook, gate, self.known, _today())
        words = Words(self.rulebook, Catalogue(cast("Lang", options.lang)))
        complete = decision.complete and len(results) == len(self.listed)
        code = INTERNAL if tally.broken else FINDINGS if decision.red else OK if complete else INCOMPLETE
        return CheckReport(decision, words, int(code))


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, verify=False).status_code < 500  # noqa: S501 - only whether it is up
    except httpx.HTTPError:
        return False


def _today() -> date:
    return datetime.now(UTC).date()
