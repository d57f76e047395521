"""``auditor register``: the official register of municipalities, imported and asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from auditor.cli.exit import RefusedError
from auditor.cli.plain import harmless
from auditor.cli.register_lines import facts, listed, nobody, proposal
from auditor.cli.words import LANGS, say
from auditor.targets.register import (
    Changes,
    Municipality,
    Register,
    changes_csv,
    compare,
    load_changes,
    load_register,
    read_changes,
    read_official,
    register_csv,
)

_FILE = Path("register.csv")
_CHANGES = Path("changes.csv")
_AGS = 8
_PATH = click.Path(dir_okay=False, path_type=Path)
_LANG = click.option("--lang", type=click.Choice(LANGS), default="de", show_default=True)


@click.group()
def command() -> None:
    """Make a table of the official register of municipalities, and look into it.

    \b
    auditor register import GV100AD….txt     the file of the Federal Statistical Office (or .xlsx) → register.csv
    auditor register show AGS|NAME           what it knows of a municipality
    auditor register changes OLD NEW         mergers and new keys between two registers → changes.csv
    auditor register import-changes XLSX…    the official yearly lists of them → changes.csv
    auditor audit … --register register.csv  complete a list by municipality key
    """


@command.command("import")
@click.argument("source", metavar="GV100AD.TXT|GV.XLSX", type=_PATH)
@click.option(
    "-o", "--out", type=_PATH, default=_FILE, show_default=True,
    help="File to write.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a table that is already there.")
@_LANG
def import_(source: Path, out: Path, force: bool, lang: str) -> None:
    """Make a table of the register as the Federal Statistical Office publishes it: GV100AD, or the workbook of GV-ISys.

    Mistakes are named with file, line and remedy (exit code 2), and nothing is written.
    """
    _refuse_there(out, force, lang)
    register = read_official(source)
    _write(out, register_csv(register))
    count = len(register.municipalities)
    click.echo(say("register-written", lang, path=out, count=count, day=register.as_of))


@command.command()
@click.argument("wanted", metavar="AGS|NAME")
@click.option(
    "--register", "path", type=_PATH, default=_FILE, show_default=True,
    help="The table, or GV100AD itself.",
)  # fmt: skip
@click.option(
    "--changes", "table", type=_PATH, help="Table of changes: shows former keys, and finds by them."
)
@_LANG
def show(wanted: str, path: Path, table: Path | None, lang: str) -> None:
    """Show what the register knows of a municipality, by key (8 or 12 digits) or by name."""
    if not path.exists():
        raise RefusedError(say("register-missing", lang, file=path))
    register = load_register(path)
    known = load_changes(table) if table is not None else Changes()
    found = _found(register, wanted) or _succeeded(register, known, wanted)
    if not found:
        raise RefusedError(nobody(register, known, wanted, lang))
    lines = facts(found[0], register, known, lang) if len(found) == 1 else listed(found, wanted, lang)
    for line in lines:
        click.echo(harmless(line))


@command.command()
@click.argument("old", type=_PATH)
@click.argument("new", type=_PATH)
@click.option("-o", "--out", type=_PATH, default=_CHANGES, show_default=True, help="Table to write.")
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD",
    help="Day on which the changes came into force.  [default: the day of NEW]",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite a table that is already there.")
@_LANG
def changes(old: Path, new: Path, out: Path, day: datetime | None, force: bool, lang: str) -> None:
    """Propose what became of municipalities between two registers.

    New names, new keys, and mergers within a district whose areas add up in one way only. What is not proven is listed
    for a person and not written.
    """
    _refuse_there(out, force, lang)
    before, after = load_register(old), load_register(new)
    days = before.as_of or date.min, after.as_of or date.min
    if days[0] >= days[1]:
        raise RefusedError(say("changes-order", lang, old=days[0], new=days[1]))
    valid = day.date() if day is not None else days[1]
    if not days[0] < valid <= days[1]:
        raise RefusedError(say("changes-day", lang, day=valid, old=days[0], new=days[1]))
    found = compare(before, after, valid)
    _write(out, changes_csv(found.changes))
    for title, lines in proposal(found, lang):
        click.echo(title)
        for line in lines:
            click.echo(f"  {harmless(line)}")
    click.echo(say("changes-written", lang, path=out, count=len(found.changes)))
    if found.changes and day is None:
        click.echo(say("changes-check-day", lang, day=valid))


@command.command("import-changes")
@click.argument("sources", metavar="XLSX…", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--out", type=_PATH, default=_CHANGES, show_default=True, help="Table to write.")
@click.option("--force", is_flag=True, help="Overwrite a table that is already there.")
@_LANG
def import_changes(sources: tuple[Path, ...], out: Path, force: bool, lang: str) -> None:
    """Make a table of the official lists of changes, a workbook a year.

    They are called „Namens-, Grenz- und Schlüsseländerungen“; land that changes hands without ending a key is left out.
    """
    _refuse_there(out, force, lang)
    known = read_changes(sources)
    _write(out, changes_csv(known.changes))
    click.echo(say("changes-written", lang, path=out, count=len(known.changes)))


def _refuse_there(out: Path, force: bool, lang: str) -> None:
    if out.exists() and not force:
        raise RefusedError(say("register-exists", lang, file=out))


def _write(out: Path, text: str) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8", newline="")


def _found(register: Register, wanted: str) -> Sequence[Municipality]:
    if not wanted.isdigit():
        return register.named(wanted)
    one = register.municipality(wanted) if len(wanted) == _AGS else register.by_ars(wanted)
    return () if one is None else (one,)


def _succeeded(register: Register, known: Changes, wanted: str) -> Sequence[Municipality]:
    """The municipality that a former key became."""
    now = known.successor(wanted, register.as_of or date.min)
    one = register.municipality(now) if now is not None else None
    return () if one is None else (one,)
