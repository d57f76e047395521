"""``auditor check``: measures services and decides red or green, for a provider's own pipeline."""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import click
import httpx

from auditor.cli.accounts import named_accounts
from auditor.cli.config import CheckConfig, Loaded, find_config, load_config
from auditor.cli.exit import FINDINGS, INCOMPLETE, INTERNAL, OK, Exit, RefusedError
from auditor.cli.globs import expand
from auditor.cli.listed import MOST, tell_listed
from auditor.cli.local import is_loopback
from auditor.cli.log import close_log, open_log
from auditor.cli.terminal import Terminal
from auditor.cli.words import LANGS, say
from auditor.evidence.model import Evidence, Mode, Service
from auditor.evidence.slug import slug_of
from auditor.fleet.config import config_of
from auditor.fleet.job import Job
from auditor.fleet.measure import Fleet
from auditor.fleet.pool import Tally
from auditor.gate.baseline import read_baseline
from auditor.gate.decide import decide
from auditor.gate.model import Entry, Gate, Place
from auditor.judge.result import ServiceResult
from auditor.judge.run import judge
from auditor.publish import publish
from auditor.publish.catalogue import Catalogue
from auditor.publish.contract import results_json
from auditor.publish.formats import FORMATS
from auditor.publish.formats.report import CheckReport
from auditor.publish.words import Words
from auditor.rulebook.errors import choose
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Obligation, Rulebook
from auditor.store import StoredResult, config_hash
from auditor.targets import TargetError, load_targets
from auditor.visit.settings import VisitSettings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KINDS = (*FORMATS, "json", "html")
_POLL = 0.5  # seconds between two questions to a server that is still starting
_ALL = 1_000_000  # findings listed for one rule: the gate must know every one


def _size(_: click.Context, __: click.Parameter, value: str) -> tuple[int, int]:
    """Width and height in CSS pixels, such as 1366x768."""
    found = re.fullmatch(r"(\d{3,4})\s*[x×]\s*(\d{3,4})", value.strip().lower())
    if found is None:
        raise click.BadParameter(f"“{value}” is no size; write it like 1366x768")
    return int(found[1]), int(found[2])


@dataclass(frozen=True)
class Options:
    """The options of one call."""

    mode: str
    fail_on: str
    min_severity: int
    fail_under: float | None
    profile: str | None
    rules: tuple[str, ...]
    skip_rules: tuple[str, ...]
    informing: bool
    baseline: Path | None
    format: tuple[str, ...]
    out: Path
    lang: str
    submit_host: tuple[str, ...]
    account_host: tuple[str, ...]
    viewport: tuple[int, int]
    allow_robots: tuple[str, ...]
    delay: float | None
    jobs: int
    pages: int
    wait: float
    changed_since: str | None
    browser: Path | None
    screenshots: bool
    debug_bundle: Path | None
    quiet: bool


@dataclass(frozen=True)
class Listed:
    """A service to check, where it was listed, and the files it is made of."""

    service: Service
    place: Place
    paths: tuple[str, ...] = ()


def _configure(context: click.Context, _: click.Parameter, value: Path | None) -> Loaded:
    """Take defaults from the configuration before any option is read."""
    path = value or find_config(Path.cwd())
    loaded = Loaded(CheckConfig()) if path is None else load_config(path)
    context.default_map = {**(context.default_map or {}), **loaded.defaults()}
    return loaded


@click.command(context_settings={"auto_envvar_prefix": "AUDITOR"})
@click.argument("targets", nargs=-1, metavar="[URL]…")
@click.option(
    "--config",
    "loaded",
    type=_FILE,
    is_eager=True,
    callback=_configure,
    help="Configuration; default auditor.yaml, else [tool.auditor] in pyproject.toml.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.WALK.value,
    show_default=True,
    help="observe looks; walk fills forms with test data up to the last step; submit also sends, to --submit-host.",
)
@click.option(
    "--fail-on",
    type=click.Choice([o.value for o in Obligation]),
    default=Obligation.MUSS.value,
    show_default=True,
    help="Weakest obligation whose proven failures count.",
)
@click.option(
    "--min-severity",
    type=click.IntRange(0, 4),
    default=0,
    show_default=True,
    help="Least severity (Nielsen).",
)
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="N", help="Least points, lower end of the score."
)
@click.option(
    "--profile", metavar="RUNG", help="Rung of the ladder every service must reach, such as abschließbar."
)
@click.option(
    "--rules", multiple=True, metavar="ID", help="Only these rules count; patterns such as axe/* work."
)
@click.option("--skip-rules", multiple=True, metavar="ID", help="These rules do not count.")
@click.option(
    "--informing", is_flag=True, help="Rules that only inform so far (new ones, WCAG 2.2) count as well."
)
@click.option(
    "--baseline", type=click.Path(dir_okay=False, path_type=Path), help="Known findings that do not count."
)
@click.option(
    "--format",
    "format",
    multiple=True,
    default=("text",),
    metavar="KIND[=FILE]",
    help=f"{', '.join(_KINDS)}; to standard output or a file (html: a folder). May be repeated.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("auditor-out"),
    show_default=True,
    help="Folder for evidence, log and results.json.",
)
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of the answer."
)
@click.option("--submit-host", multiple=True, metavar="HOST", help="A test system of your own to send to.")
@click.option(
    "--account-host",
    multiple=True,
    metavar="HOST",
    help="A system of your own to log in to with a test account; as in auditor audit.",
)
@click.option(
    "--viewport",
    callback=_size,
    metavar="WIDTHxHEIGHT",
    default="1366x768",
    show_default=True,
    help="Size of the desktop view.",
)
@click.option(
    "--allow-robots", multiple=True, metavar="HOST", help="A server of your own; its robots.txt is not asked."
)
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Pause between pages.  [default: 0 on this machine, else 1]",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Services at a time."
)
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=VisitSettings().pages,
    show_default=True,
    help="Most pages per service.",
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="Wait so long for the servers to answer.",
)
@click.option(
    "--changed-since",
    metavar="REF",
    help="Only journeys whose files changed since this Git commit or branch.",
)
@click.option("--browser", type=_FILE, help="The browser to use instead of the one found.")
@click.option("--screenshots/--no-screenshots", default=False, help="Take pictures; slower, nicer with html.")
@click.option(
    "--debug-bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Everything for a bug report, as one zip.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
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
    _refuse_unknown(chosen, rulebook)
    outputs = _outputs(chosen)
    _rung(chosen, rulebook)
    listed = _listed(targets, loaded, chosen, terminal)
    known = read_baseline(chosen.baseline, (r.id for r in rulebook.rules)) if chosen.baseline else ()
    listed = _touched(listed, chosen)
    if not listed:
        terminal.say("nothing-changed", ref=chosen.changed_since)
        context.exit(OK)
    check = _Check(chosen, loaded, terminal, rulebook, listed, known)
    context.exit(check.run(outputs))


# -- what was asked for


def _refuse_unknown(options: Options, rulebook: Rulebook) -> None:
    """A rule nobody knows would switch the gate off without a word."""
    ids = [rule.id for rule in rulebook.rules]
    for name in (*options.rules, *options.skip_rules):
        if not any(fnmatchcase(rule_id, name) for rule_id in ids):
            raise RefusedError(
                say("unknown-rule", options.lang, rule=name, hint=choose(name, ids).splitlines()[0][:120])
            )


def _rung(options: Options, rulebook: Rulebook) -> str | None:
    """The rung asked for, by id or by its German or English name.

    Raises:
        RefusedError: there is none of this name.
    """
    if options.profile is None:
        return None
    names = {n.casefold(): p.id for p in rulebook.profiles for n in (p.id, p.title.de, p.title.en)}
    if options.profile.casefold() not in names:
        known = ", ".join(p.title[options.lang] for p in rulebook.profiles)
        raise RefusedError(say("unknown-rung", options.lang, rung=options.profile, known=known))
    return names[options.profile.casefold()]


def _outputs(options: Options) -> list[tuple[str, Path | None]]:
    """Formats and where each goes; None is standard output.

    Raises:
        RefusedError: an unknown format, html without a folder, or two for standard output.
    """
    found: list[tuple[str, Path | None]] = []
    for text in options.format:
        kind, _, name = text.partition("=")
        if kind not in _KINDS:
            raise RefusedError(say("unknown-format", options.lang, format=kind, known=", ".join(_KINDS)))
        if kind == "html" and not name:
            raise RefusedError(say("html-folder", options.lang))
        found.append((kind, Path(name) if name else None))
    if sum(path is None for _, path in found) > 1 and {k for k, p in found if p is None} - {"text", "github"}:
        raise RefusedError(say("one-output", options.lang))
    return found


def _listed(targets: Sequence[str], loaded: Loaded, options: Options, terminal: Terminal) -> list[Listed]:
    """Services from the command line, else from the configuration.

    Raises:
        TargetError: an address is none, or a list has mistakes.
        RefusedError: nothing is named anywhere.
    """
    if targets:
        read = load_targets(expand(targets))
        if read.problems:
            raise TargetError(read.problems)
        tell_listed(read, terminal.note, options.lang, most=MOST)
        return [Listed(t.service, Place(t.place.source, t.place.line or 1)) for t in read.targets]
    journeys = loaded.config.journeys
    if not journeys:
        raise RefusedError(say("nothing-to-check", options.lang))
    return [Listed(j.listed(), place, j.paths) for j, place in zip(journeys, loaded.places, strict=True)]


def _touched(listed: list[Listed], options: Options) -> list[Listed]:
    """With --changed-since, the services one of whose files has changed; one without paths always runs."""
    if options.changed_since is None:
        return listed
    line = ["git", "diff", "--name-only", "--relative", options.changed_since, "--"]
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=True)  # noqa: S603 - no shell
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        raise RefusedError(
            say("git-failed", options.lang, ref=options.changed_since, detail=detail.strip().splitlines()[0])
        ) from error
    changed = done.stdout.splitlines()
    return [
        each
        for each in listed
        if not each.paths or any(fnmatchcase(name, glob) for name in changed for glob in each.paths)
    ]


# -- measuring and deciding


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
        self._write(outputs, report, results, config_hash(config))
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
            profile=_rung(options, self.rulebook),
            rules=options.rules,
            skip=options.skip_rules,
            informing=options.informing,
        )
        decision = decide(results, self.slugs, self.rulebook, gate, self.known, _today())
        words = Words(self.rulebook, Catalogue(cast("Lang", options.lang)))
        complete = decision.complete and len(results) == len(self.listed)
        code = INTERNAL if tally.broken else FINDINGS if decision.red else OK if complete else INCOMPLETE
        return CheckReport(decision, words, int(code))

    # -- telling

    def _write(
        self,
        outputs: Sequence[tuple[str, Path | None]],
        report: CheckReport,
        results: Sequence[StoredResult],
        config: str,
    ) -> None:
        data = results_json(results, report.words, {}, config)
        _save(self.options.out / "results.json", data)
        for kind, path in outputs:
            if kind == "html" and path is not None:
                publish(results, self.rulebook, path, report.words.catalogue.lang, config=config)
                continue
            text = data if kind == "json" else FORMATS[kind](report)
            if path is None:
                click.echo(text, nl=False)
            else:
                _save(path, text)
        if self.options.debug_bundle is not None:
            close_log()
            _debug_bundle(self.options.debug_bundle, self.options.out, results, data)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, verify=False).status_code < 500  # noqa: S501 - only whether it is up
    except httpx.HTTPError:
        return False


def _today() -> date:
    return datetime.now(UTC).date()


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _debug_bundle(path: Path, out: Path, results: Iterable[StoredResult], data: str) -> None:
    """Evidence, log, results and versions; no option, header or variable, for those may be secrets."""
    packages = sorted(f"{d.metadata['Name']} {d.version}" for d in distributions())
    about = {"python": sys.version, "platform": platform.platform(), "packages": packages}
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", json.dumps(about, indent=1))
        archive.writestr("results.json", data)
        for each in results:
            if each.bundle is not None and each.bundle.is_file():
                archive.write(each.bundle, f"evidence/{each.bundle.name}")
        log = out / "auditor.log"
        if log.is_file():
            archive.write(log, "auditor.log")
