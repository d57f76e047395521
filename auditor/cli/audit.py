"""``auditor audit``: measures a list of services and writes the report."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import click

from auditor import PROJECT_URL
from auditor.attest.model import Sheet
from auditor.attest.pair import attach
from auditor.cli.accounts import named_accounts
from auditor.cli.exit import INCOMPLETE, INTERNAL, OK, Exit, RefusedError
from auditor.cli.globs import expand
from auditor.cli.listed import MOST, read_register, register_option, tell_some
from auditor.cli.local import is_loopback
from auditor.cli.log import open_log
from auditor.cli.sheets import attestations_option, load_sheets, tell_strangers
from auditor.cli.terminal import Terminal
from auditor.cli.words import LANGS, say
from auditor.evidence.model import Evidence, Mode, Service
from auditor.fleet.config import config_of, differing
from auditor.fleet.job import DiskFullError, Job
from auditor.fleet.measure import Fleet
from auditor.fleet.pool import Tally
from auditor.judge.run import judge
from auditor.publish import Publisher, load_publisher, publish
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Rulebook
from auditor.store import Run, Store, StoredResult, config_hash
from auditor.targets import Offer, TargetError, Targets, load_targets
from auditor.visit.settings import VisitSettings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DEFAULTS = VisitSettings()


@dataclass(frozen=True)
class Options:
    """The options of one call."""

    out: Path
    lang: str
    mode: str
    submit_host: tuple[str, ...]
    account_host: tuple[str, ...]
    delay: float
    jobs: int
    pages: int
    budget: int
    database: str | None
    resume: bool
    skip_invalid: bool
    only: tuple[str, ...]
    limit: int | None
    browser: Path | None
    axe: Path | None
    contact: str
    ignore_robots: bool
    allow_robots: tuple[str, ...]
    screenshots: bool
    publisher: Path | None
    attestations: tuple[Path, ...]
    register: Path | None
    quiet: bool
    verbose: bool
    log_file: Path | None


@click.command(no_args_is_help=True)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder for the report, the evidence and the database.",
)
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of the report."
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.OBSERVE.value,
    show_default=True,
    help="observe looks; walk fills forms with test data up to the last step, never over it; submit also sends, "
    "on your own --submit-host only.",
)
@click.option(
    "--submit-host",
    multiple=True,
    metavar="HOST",
    help="A test system of your own that mode submit may send to.",
)
@click.option(
    "--account-host",
    multiple=True,
    metavar="HOST",
    help="A system of your own where modes walk and submit log in with a test account: AUDITOR_USER and "
    "AUDITOR_PASSWORD, or the system's keyring (docs/walk.md).",
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    default=_DEFAULTS.delay,
    show_default=True,
    metavar="SECONDS",
    help="Pause between pages of one host.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 2,
    show_default="number of processors",
    help="Services visited at a time, never two on one host.",
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=_DEFAULTS.pages,
    show_default=True,
    help="Most pages per service.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=_DEFAULTS.budget,
    show_default=True,
    help="Most requests per service.",
)
@click.option(
    "--database", metavar="URL", help="SQLAlchemy URL or path; default auditor.db in the output folder."
)
@click.option("--resume", is_flag=True, help="Continue the interrupted run over the same list.")
@click.option("--skip-invalid", is_flag=True, help="Audit the rest of a list with mistakes.")
@click.option(
    "--only", multiple=True, metavar="TEXT", help="Only services with this in name, municipality or address."
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N services.")
@click.option("--browser", type=_FILE, help="The browser to use instead of the one found.")
@click.option("--axe", type=_FILE, help="The axe-core script to use instead of the bundled one.")
@click.option("--contact", default=PROJECT_URL, metavar="URL", help="Who visits; sent with every request.")
@click.option(
    "--ignore-robots", is_flag=True, help="Do not ask robots.txt; own servers only (see --allow-robots)."
)
@click.option(
    "--allow-robots",
    multiple=True,
    metavar="HOST",
    help="A server of your own whose robots.txt need not be asked.",
)
@click.option("--screenshots/--no-screenshots", default=True, help="Take pictures of pages and findings.")
@click.option("--publisher", type=_FILE, help="YAML with who answers for the report: name, address, email …")
@attestations_option
@register_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Show the log while it is written.")
@click.option(
    "--log-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON lines; default auditor.log in the output folder.",
)
@click.pass_context
def command(context: click.Context, /, targets: tuple[str, ...], **options: Any) -> None:
    """Audit online services and write scorecards.

    TARGET is an address, a list (plain, CSV, YAML, XZuFi) or - for standard input. Exit code 0: all measured;
    2: mistakes in the input, nothing measured; 3: something could not be measured; 4: a defect of the auditor.
    """
    chosen = Options(**options)
    terminal = Terminal(chosen.lang, quiet=chosen.quiet)
    listed = load_targets(expand(targets), read_register(chosen.register))
    services = _wanted(listed, chosen)
    settings = _settings(services, chosen)
    _prepare(chosen, terminal)
    tell_some("listed-notes", listed.notes, terminal.note, chosen.lang, MOST)
    rulebook = load_rulebook()
    publisher = load_publisher(chosen.publisher) if chosen.publisher else None
    sheets = load_sheets(chosen.attestations, rulebook)
    with Store.open(chosen.database or chosen.out / "auditor.db") as store:
        code = _Session(chosen, terminal, settings, rulebook, store, publisher, sheets).audit(
            services, listed.offers
        )
    _tell_skipped(listed, terminal)
    context.exit(code)


def _wanted(listed: Targets, options: Options) -> tuple[Service, ...]:
    """The services to audit.

    Raises:
        TargetError: the lists have mistakes and the operator did not want to skip them.
    """
    if listed.problems and not options.skip_invalid:
        raise TargetError(listed.problems)
    services = [service for service in listed.services if _is_chosen(service, options.only)]
    if not services:
        if listed.problems:
            raise TargetError(listed.problems)
        raise RefusedError(say("no-targets", options.lang))
    return tuple(services[: options.limit])


def _is_chosen(service: Service, only: Iterable[str]) -> bool:
    words = " ".join(
        filter(None, (service.name, service.service, service.municipality, service.url))
    ).casefold()
    wanted = [text.casefold() for text in only]
    return not wanted or any(text in words for text in wanted)


def _settings(services: Iterable[Service], options: Options) -> VisitSettings:
    if (options.mode == Mode.SUBMIT) != bool(options.submit_host):
        raise RefusedError(say("submit-refused", options.lang))
    accounts = named_accounts(options.account_host, options.mode, options.lang)
    own = frozenset(host.lower() for host in options.allow_robots)
    if options.ignore_robots:
        hosts = {(urlsplit(service.url).hostname or "").lower() for service in services}
        foreign = sorted(host for host in hosts - own if not is_loopback(host))
        if foreign:
            raise RefusedError(say("robots-refused", options.lang, host=foreign[0]))
        own |= hosts
    return VisitSettings(
        mode=Mode(options.mode),
        delay=options.delay,
        budget=options.budget,
        pages=options.pages,
        contact=options.contact,
        browser=options.browser,
        axe=options.axe,
        robots_exempt=own,
        screenshots=options.screenshots,
        submit_hosts=frozenset(host.lower() for host in options.submit_host),
        accounts=accounts,
    )


def _prepare(options: Options, terminal: Terminal) -> None:
    path = options.log_file or options.out / "auditor.log"
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        open_log(path, terminal.note if options.verbose else None)
    except OSError as error:
        detail = error.strerror or str(error)
        raise RefusedError(
            say("not-writable", options.lang, path=error.filename or path, detail=detail)
        ) from error


@dataclass(frozen=True)
class _Session:
    """One call of the command with everything it needs at hand."""

    options: Options
    terminal: Terminal
    settings: VisitSettings
    rulebook: Rulebook
    store: Store
    publisher: Publisher | None = None
    sheets: tuple[Sheet, ...] = ()

    def audit(self, services: Sequence[Service], offers: Sequence[Offer]) -> Exit:
        """Measure what is pending, publish what is measured; ``offers`` is what the lists say, kept for a ranking."""
        run = self._run(services, offers)
        pending = self.store.pending(run)
        fleet = Fleet(
            settings=self.settings,
            config=run.config_hash,
            folder=self.options.out / "evidence",
            workers=self.options.jobs,
            judge=self._judge,
            record=partial(self.store.record, run),
            fail=partial(self.store.fail, run),
        )
        jobs = [Job(each.position, each.service, each.slug) for each in pending]
        with self.terminal.watch(len(services), len(services) - len(pending)) as watcher:
            tally = fleet.measure(jobs, watcher)
        if not self.store.pending(run):
            self.store.finish(run)
        return self._conclude(run, len(services), tally)

    def _judge(self, evidence: Evidence, slug: str) -> Any:
        return judge(evidence, self.rulebook, slug)

    def _run(self, services: Sequence[Service], offers: Sequence[Offer]) -> Run:
        """The run to continue, or a new one."""
        config = config_of(self.settings, self.rulebook.version)
        found = self.store.unfinished(config, services)
        if not self.options.resume:
            if found is not None:
                self.terminal.say("left-behind")
            return self._begun(services, config, offers)
        if found is None:
            self._refuse_other(config, services)
            self.terminal.say("resume-nothing")
            return self._begun(services, config, offers)
        done = self.store.progress(found).done
        self.terminal.say("resumed", done=done, total=len(services))
        self.store.note_offers(found, offers)
        return found

    def _begun(self, services: Sequence[Service], config: dict[str, Any], offers: Sequence[Offer]) -> Run:
        """A new run; the evidence of earlier ones is kept beside it."""
        self.store.put_aside()
        return self.store.begin(services, config, offers)

    def _refuse_other(self, config: dict[str, Any], services: Sequence[Service]) -> None:
        """An interrupted run over another list or with other settings must not be mixed with this one."""
        latest = next((run for run in reversed(self.store.runs()) if run.finished is None), None)
        if latest is None:
            return
        lang = self.options.lang
        keys = differing(latest.config, config)
        parts = [say("differs-config", lang, keys=", ".join(keys))] if keys else []
        if self.store.services(latest) != tuple(services):
            parts.append(say("differs-services", lang))
        if parts:
            what = say("and", lang).join(parts)
            raise RefusedError(say("resume-other", lang, what=what))

    def _conclude(self, run: Run, total: int, tally: Tally) -> Exit:
        if tally.fatal is not None:
            return self._ended_by(tally.fatal)
        stored = [self._answered(each, run) for each in self.store.results(run)]
        if stored:
            tell_strangers(self.sheets, [each.result for each in stored], self.terminal)
            self.terminal.say("publishing")
            lang = cast("Lang", self.options.lang)
            config, answers = config_hash(run.config), self.publisher
            publish(stored, self.rulebook, self.options.out, lang, config=config, publisher=answers)
            index = self.options.out / "index.html"
            self.terminal.summary([each.result for each in stored], index, total)
        missing = total - len(stored)
        if missing and tally.stopped:
            self.terminal.error(say("interrupted", self.options.lang))
        elif missing:
            self.terminal.error(say("incomplete", self.options.lang, count=missing))
        if tally.broken:
            return INTERNAL
        complete = not missing and all(each.result.measured for each in stored)
        return OK if complete else INCOMPLETE

    def _answered(self, stored: StoredResult, run: Run) -> StoredResult:
        """The verdict with what people say of the service on the day of the run."""
        result = attach(stored.result, self.sheets, self.rulebook, run.started.date())
        return replace(stored, result=result)

    def _ended_by(self, error: Exception) -> Exit:
        lang = self.options.lang
        if isinstance(error, DiskFullError):
            self.terminal.error(say("disk-full", lang, path=error.path))
        else:
            self.terminal.error(say("error", lang, text=error))
        return INCOMPLETE


def _tell_skipped(listed: Targets, terminal: Terminal) -> None:
    tell_some("duplicates", listed.duplicates, terminal.note, terminal.lang, MOST)
    if listed.problems:
        terminal.say("skipped", count=len(listed.problems))
        for problem in listed.problems:
            terminal.note(f"  {problem.text(terminal.lang)}")
