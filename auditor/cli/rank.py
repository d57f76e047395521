"""``auditor rank``: the monthly public ranking as a static site with open data."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

import click

from auditor.cli.exit import INCOMPLETE, OK, RefusedError
from auditor.cli.terminal import Terminal
from auditor.cli.words import LANGS, say
from auditor.fleet.edition import Order, as_of, checksum, gather, keep
from auditor.publish import Publisher, load_publisher
from auditor.ranking.alarm import alarm_text, load_thresholds
from auditor.ranking.canaries import read_canaries
from auditor.ranking.make import MAX_AGE, Inputs, alarms, forced, rank
from auditor.ranking.model import Alarm, Correction, Ranking
from auditor.ranking.objections import Known, Replies, read_replies
from auditor.ranking.tables import load_basket, load_sizes
from auditor.ranking.towns import NoMergers
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook, Text
from auditor.store import Store
from auditor.store.details import Details
from auditor.targets.register import load_changes, load_register

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_SOURCE = click.Path(exists=True, path_type=Path)
_REGISTER = Path("register.csv")
_DATABASE = Path("out") / "auditor.db"

#: Libraries of the extra ``rank``: tables, statistics, catalogues.
_LIBRARIES = ("numpy", "pyarrow", "rdflib")

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Options:
    """What both commands are told."""

    month: str
    database: str | None
    register: Path
    changes: Path | None
    basket: Path | None
    sizes: Path | None
    rules: Path | None
    objections: tuple[Path, ...]
    publisher: Path | None
    base_url: str
    lang: str
    quiet: bool


def _options(command: Command) -> Command:
    """The options both commands share, in the order they are listed."""
    for option in reversed(_SHARED):
        command = option(command)
    return command


_SHARED = (
    click.option("--month", metavar="YYYY-MM", required=True, help="The month to rank."),
    click.option(
        "--database", metavar="URL", help=f"Where the audits of the month are.  [default: {_DATABASE}]"
    ),
    click.option(
        "--register",
        type=click.Path(dir_okay=False, path_type=Path),
        default=_REGISTER,
        show_default=True,
        help="Who is ranked: the register of municipalities (`auditor register import`).",
    ),
    click.option("--changes", type=_FILE, help="Mergers and new keys (`auditor register changes`)."),
    click.option("--basket", type=_FILE, help="Other services to rank by than our own."),
    click.option("--sizes", type=_FILE, help="Other size classes than our own."),
    click.option(
        "--rules", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Another rulebook."
    ),
    click.option(
        "--objections",
        multiple=True,
        type=_SOURCE,
        help="Reviewed YAML with objections, explanations and corrections, or a folder of it.",
    ),
    click.option(
        "--publisher", type=_FILE, help="YAML with who answers for the site: name, address, email …"
    ),
    click.option("--base-url", default="", metavar="URL", help="Where the site will stand."),
    click.option(
        "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of messages."
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
)


class _Group(click.Group):
    """``rank`` by itself publishes; ``rank preview`` shows everybody their own pages before."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["publish", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Group)
def command() -> None:
    """Rank municipalities by what was measured, and publish it as a static site with open data.

    \b
    auditor rank --month 2026-11 -o public/             the site: exit code 3 if an alarm stops it
    auditor rank preview --month 2026-11 -o preview/    every municipality's private page ahead of it

    What is ranked, how, and what the files look like: docs/ranking.md.
    """


@command.command()
@_options
@click.option(
    "-o", "--out", type=_FOLDER, default=Path("public"), show_default=True, help="Folder for the site."
)
@click.option("--canaries", type=_FILE, help="YAML with services whose answer is known; wrong ones stop it.")
@click.option("--thresholds", type=_FILE, help="Other limits of the alarms than our own.")
@click.option("--force", is_flag=True, help="Publish in spite of alarms; every page says so.")
@click.option(
    "--correction",
    metavar="TEXT",
    help="Why a month that was published is changed; stands with today's date on the site.",
)
@click.pass_context
def publish(
    context: click.Context,
    /,
    out: Path,
    canaries: Path | None,
    thresholds: Path | None,
    force: bool,
    correction: str | None,
    **options: Any,
) -> None:
    """Rank a month and publish it (this is what `auditor rank` does).

    Exit code 0: published; 2: mistakes in the input; 3: an alarm stopped it and nothing was written.
    """
    chosen = Options(**options)
    terminal = Terminal(chosen.lang, quiet=chosen.quiet)
    rulebook, limits = load_rulebook(chosen.rules), load_thresholds(thresholds)
    known = read_canaries(canaries, rulebook) if canaries else ()
    with _opened(chosen) as store:
        inputs, ranking = _ranked(store, chosen, rulebook, terminal)
        warnings = alarms(inputs, ranking, known, limits)
        _tell(warnings, terminal, force=force)
        if warnings and not force:
            context.exit(INCOMPLETE)
        note = _note(correction, chosen.month)
        _publish(store, forced(ranking, warnings), note, rulebook, chosen, out, terminal)
    context.exit(OK)


@command.command()
@_options
@click.option(
    "-o", "--out", type=_FOLDER, default=Path("preview"), show_default=True, help="Folder for the pages."
)
@click.pass_context
def preview(context: click.Context, /, out: Path, **options: Any) -> None:
    """Write every municipality's page under an address of its own, ahead of publication.

    Addresses cannot be guessed and stay the same when the preview is made again; links.csv says which is whose and
    is not for publication. Nothing is noted in the database. Exit code 0: written; 2: mistakes in the input.
    """
    from auditor.publish.site.preview import write_preview  # noqa: PLC0415 - after the libraries were looked for

    chosen = Options(**options)
    terminal = Terminal(chosen.lang, quiet=chosen.quiet)
    rulebook = load_rulebook(chosen.rules)
    with _opened(chosen) as store:
        _, ranking = _ranked(store, chosen, rulebook, terminal)
        details = Details(_database(chosen), chosen.month)
        links = write_preview(ranking, details, rulebook, out, publisher=_publisher(chosen))
    count = len(ranking.standings)
    terminal.say("preview-done", month=chosen.month, count=count, path=out, list=links)
    context.exit(OK)


def _database(options: Options) -> str:
    return options.database or str(_DATABASE)


def _publisher(options: Options) -> Publisher | None:
    return load_publisher(options.publisher) if options.publisher else None


def _opened(options: Options) -> Store:
    """The store, once everything is there that costs nothing to look for."""
    for name in _LIBRARIES:
        if find_spec(name) is None:
            raise RefusedError(say("rank-library", options.lang, name=name))
    if not options.register.is_file():
        raise RefusedError(say("rank-register", options.lang, file=options.register))
    where = _database(options)
    if "://" not in where and not Path(where).is_file():
        raise RefusedError(say("rank-database", options.lang, file=where))
    return Store.open(where)


def _ranked(store: Store, options: Options, rulebook: Rulebook, terminal: Terminal) -> tuple[Inputs, Ranking]:
    inputs = gather(store, _order(options, rulebook))
    if not inputs.offers:
        raise RefusedError(say("rank-nothing", options.lang, month=options.month, days=MAX_AGE))
    if inputs.outdated:
        terminal.say("rank-outdated", count=inputs.outdated)
    return inputs, rank(inputs)


def _order(options: Options, rulebook: Rulebook) -> Order:
    today = datetime.now(UTC).date()
    try:
        day = as_of(options.month, today)
    except ValueError:
        raise RefusedError(say("rank-month", options.lang, value=options.month)) from None
    register, basket = load_register(options.register), load_basket(options.basket)
    mergers = load_changes(options.changes) if options.changes else NoMergers()

    def known(ags: str) -> bool:
        return register.municipality(mergers.successor(ags, day) or ags) is not None

    replies = Replies()
    if options.objections:
        replies = read_replies(options.objections, Known(rulebook, basket, known), today)
    return Order(
        month=options.month,
        day=day,
        register=register,
        basket=basket,
        sizes=load_sizes(options.sizes),
        rulebook=rulebook,
        rules=options.rules,
        mergers=mergers,
        replies=replies,
        workers=os.cpu_count() or 1,
    )


def _tell(warnings: tuple[Alarm, ...], terminal: Terminal, *, force: bool) -> None:
    """Say what is wrong; errors are said even if the command is to be quiet."""
    if not warnings:
        return
    tell = terminal.note if force else terminal.error
    tell(say("rank-forced" if force else "rank-alarms", terminal.lang, count=len(warnings)))
    for each in warnings:
        tell(f"  {alarm_text(each, terminal.lang)}")


def _note(text: str | None, month: str) -> Correction | None:
    if text is None:
        return None
    return Correction(datetime.now(UTC).date(), month, Text(de=text, en=text))


def _publish(
    store: Store,
    ranking: Ranking,
    note: Correction | None,
    rulebook: Rulebook,
    options: Options,
    out: Path,
    terminal: Terminal,
) -> None:
    """Data first, since they say whether the month may change; then the store, which keeps histories; then pages."""
    from auditor.publish.opendata import write_month  # noqa: PLC0415 - after the libraries were looked for
    from auditor.publish.site.data import downloads  # noqa: PLC0415
    from auditor.publish.site.run import build_site  # noqa: PLC0415

    publisher = _publisher(options)
    if note is not None:
        ranking = replace(ranking, corrections=(*ranking.corrections, note))
    written = write_month(
        ranking,
        out,
        publisher=publisher,
        base_url=options.base_url,
        correction=note,
        known=checksum(store, ranking.month),
    )
    keep(store, ranking, written.checksum, note)
    if ranking.month != ranking.months[-1]:
        terminal.say("rank-older", month=ranking.month, newest=ranking.months[-1], path=written.folder)
        return
    changed = build_site(
        ranking,
        Details(_database(options), ranking.month),
        rulebook,
        out,
        publisher=publisher,
        base_url=options.base_url,
        downloads=downloads(out),
    )
    ranked = sum(1 for _ in ranking.ranked)
    terminal.say(
        "rank-done",
        month=ranking.month,
        ranked=ranked,
        towns=len(ranking.standings),
        changed=changed,
        path=out,
    )
