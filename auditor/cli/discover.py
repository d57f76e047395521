"""``auditor discover``: finds the services of the basket on municipalities' own sites, as a list to look through."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from auditor import PROJECT_URL
from auditor.cli.discovered import Block, Scribe, Sheet, counts, read_blocks
from auditor.cli.exit import INCOMPLETE, INTERNAL, OK, Exit, RefusedError
from auditor.cli.globs import expand
from auditor.cli.listed import read_register, register_option
from auditor.cli.log import open_log
from auditor.cli.terminal import Terminal
from auditor.cli.words import LANGS, say
from auditor.evidence.model import Reason, Service
from auditor.fleet.signals import stop_on_signals
from auditor.ranking.model import Basket
from auditor.ranking.tables import load_basket
from auditor.targets import Problem, Target, TargetError, load_targets
from auditor.targets.fault import Fault
from auditor.targets.register import Register
from auditor.targets.register.complete import completed
from auditor.targets.values import check_ags
from auditor.visit.discover import Bounds, Finding, Run, Wish, discover
from auditor.visit.settings import VisitSettings

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BOUNDS = Bounds()
_JOBS = 2


@dataclass(frozen=True)
class Options:
    """The options of one call."""

    out: Path
    basket: Path | None
    ags: str | None
    register: Path | None
    resume: bool
    force: bool
    delay: float
    jobs: int
    pages: int
    budget: int
    browser: Path | None
    contact: str
    lang: str
    quiet: bool
    log_file: Path | None


@click.command("discover", no_args_is_help=True)
@click.argument("homepages", nargs=-1, required=True, metavar="HOMEPAGE…")
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("targets.csv"), show_default=True,
    help="The list to write.",
)  # fmt: skip
@click.option("--basket", type=_FILE, help="The services to look for, instead of the ranking's basket.")
@click.option("--ags", metavar="KEY", help="Municipality key (8 digits) of the one home page named.")
@register_option
@click.option("--resume", is_flag=True, help="Go on with the list: home pages read before are left alone.")
@click.option("--force", is_flag=True, help="Overwrite a list that is already there.")
@click.option(
    "--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, metavar="SECONDS",
    help="Pause between requests to one host.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), default=_JOBS, show_default=True,
    help="Sites looked through at a time, never two of one domain.",
)  # fmt: skip
@click.option(
    "--pages",
    type=click.IntRange(min=1),
    default=_BOUNDS.pages,
    show_default=True,
    help="Most pages per home page.",
)
@click.option(
    "--budget", type=click.IntRange(min=1), default=_BOUNDS.requests, show_default=True,
    help="Most requests per home page.",
)  # fmt: skip
@click.option("--browser", type=_FILE, help="The browser to use instead of the one found.")
@click.option("--contact", default=PROJECT_URL, metavar="URL", help="Who visits; sent with every request.")
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of list and messages."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--log-file", type=click.Path(dir_okay=False, path_type=Path), help="JSON lines.")
@click.pass_context
def command(context: click.Context, /, homepages: tuple[str, ...], **options: Any) -> None:
    """Look for a municipality's services by sitemap, A–Z and search pages.

    HOMEPAGE is an address, or a list with the columns website and ags. What is not found may be there all the
    same; what is found is for a person to look through. Exit code 0: all home pages read; 2: mistakes in the
    input; 3: some home page could not be read; 4: a defect of the auditor.
    """
    chosen = Options(**options)
    homes = _homes(homepages, chosen)
    basket = load_basket(chosen.basket)
    if chosen.log_file is not None:
        open_log(chosen.log_file)
    context.exit(_Search(chosen, basket, Terminal(chosen.lang, quiet=chosen.quiet)).run(homes))


def _homes(args: Iterable[str], options: Options) -> dict[str, list[Service]]:
    """The municipalities by home page; several may share one.

    Raises:
        TargetError: the lists have mistakes.
    """
    register = read_register(options.register)
    listed = load_targets(expand(args), register)
    if listed.problems:
        raise TargetError(listed.problems)
    found = [*listed.targets, *(each.target for each in listed.duplicates)]
    if options.ags is not None:
        found = [_with_key(found, options, register)]
    homes: dict[str, list[Service]] = {}
    for target in found:
        homes.setdefault(target.key, []).append(target.service)
    return {towns[0].url: towns for towns in homes.values()}


def _with_key(found: list[Target], options: Options, register: Register | None) -> Target:
    key = check_ags(options.ags or "")
    if isinstance(key, Fault):
        raise RefusedError(say("discover-bad-ags", options.lang, value=options.ags))
    if len(found) != 1:
        raise RefusedError(say("discover-one-ags", options.lang, count=len(found)))
    service = found[0].service.model_copy(update={"ags": key})
    target = Target(service, found[0].place, found[0].key)
    items = list(completed(target, register)) if register is not None else [target]
    problems = [item for item in items if isinstance(item, Problem)]
    if problems:
        raise TargetError(problems)
    return next(item for item in items if isinstance(item, Target))


@dataclass
class _Search:
    """One call of the command."""

    options: Options
    basket: Basket
    terminal: Terminal
    unread: int = 0
    broken: int = 0
    told: int = 0
    total: int = 0
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    def run(self, homes: dict[str, list[Service]]) -> Exit:
        """Look through what is left, write, sum up."""
        kept = self._kept()
        done = {(block.home, block.ags) for block in kept}
        waiting = {
            home: towns
            for home, towns in homes.items()
            if any((home, town.ags or "-") not in done for town in towns)
        }
        if kept:
            self.terminal.say("discover-resumed", count=len(homes) - len(waiting), total=len(homes))
        names = set(waiting)
        sheet = self._sheet([block for block in kept if block.home not in names])
        self.total = len(waiting)
        try:
            asyncio.run(self._look(waiting, sheet))
        finally:
            sheet.close()
        return self._conclude()

    def _kept(self) -> list[Block]:
        """The blocks of a list begun earlier that need not be done again.

        Raises:
            RefusedError: there is a list, and nobody said what to do with it; or it is of another basket.
        """
        out, lang = self.options.out, self.options.lang
        if not out.exists() or self.options.force:
            return []
        if not self.options.resume:
            raise RefusedError(say("discover-exists", lang, file=out))
        version, blocks = read_blocks(out.read_text(encoding="utf-8-sig", errors="replace"))
        if version != self.basket.version:
            raise RefusedError(say("discover-other-basket", lang, file=out))
        return [block for block in blocks if block.done]

    def _sheet(self, kept: list[Block]) -> Sheet:
        try:
            self.options.out.parent.mkdir(parents=True, exist_ok=True)
            return Sheet(self.options.out, self._scribe, kept)
        except OSError as error:
            detail = error.strerror or str(error)
            raise RefusedError(
                say("not-writable", self.options.lang, path=self.options.out, detail=detail)
            ) from error

    @property
    def _scribe(self) -> Scribe:
        return Scribe(self.basket, self.options.lang)

    async def _look(self, homes: dict[str, list[Service]], sheet: Sheet) -> None:
        if not homes:
            return
        options = self.options
        settings = VisitSettings(delay=options.delay, contact=options.contact, browser=options.browser)
        bounds = Bounds(pages=options.pages, requests=options.budget)
        wishes = [Wish(each.id, each.words or (each.title.de,)) for each in self.basket.services]

        def told(finding: Finding) -> None:
            for town in homes[finding.home]:
                sheet.add(self._scribe.block(finding, town))
            self._tell(finding, homes[finding.home][0])

        with stop_on_signals(self.stop):
            run = Run(bounds, options.jobs, self.stop)
            await discover(list(homes), wishes, settings, told, run=run)

    def _tell(self, finding: Finding, town: Service) -> None:
        """One line for each home page."""
        self.told += 1
        self.unread += finding.reason is not None
        self.broken += finding.reason is Reason.INTERNAL
        place = {"done": self.told, "total": self.total, "name": town.municipality or finding.home}
        if finding.reason is None:
            self.terminal.say("discover-done", **place, **counts(finding, self.basket))
        else:
            why = say(f"reason-{finding.reason.value}", self.options.lang)
            self.terminal.error(say("discover-failed", self.options.lang, **place, why=why))

    def _conclude(self) -> Exit:
        self.terminal.say("discover-written", path=self.options.out)
        if self.broken:
            return INTERNAL
        missed = self.total - self.told
        if missed:
            self.terminal.error(say("discover-interrupted", self.options.lang, count=missed))
        return INCOMPLETE if missed or self.unread else OK
