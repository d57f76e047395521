"""``auditor rules``: shows, validates and tries out the rulebook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from auditor.cli.exit import FINDINGS, USAGE
from auditor.rulebook.coverage import NoPlaceError, placed
from auditor.rulebook.coverage import coverage as coverage_table
from auditor.rulebook.errors import RulebookError, choose
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation, Lang, Obligation, Rule, Rulebook
from auditor.rulebook.render import columns, page, row, table

_LANG = click.option("--lang", type=click.Choice(["de", "en"]), default="de", help="Language of the texts.")

#: What a list leaves out: it is long, and `rules show` has it.
_LONG = {"prose", "examples"}


@click.group(invoke_without_command=True)
@click.option("--chapter", multiple=True, help="Only this chapter, such as 5.6 or law; may be repeated.")
@click.option("--obligation", multiple=True, type=click.Choice([o.value for o in Obligation]))
@click.option("--automation", multiple=True, type=click.Choice([a.value for a in Automation]))
@click.option("--wcag", multiple=True, help="Only this success criterion or guideline, such as 1.4.3 or 1.4.")
@click.option("--format", "shape", type=click.Choice(["table", "json", "md"]), default="table")
@_LANG
@click.pass_context
def command(
    context: click.Context,
    chapter: tuple[str, ...],
    obligation: tuple[str, ...],
    automation: tuple[str, ...],
    wcag: tuple[str, ...],
    shape: str,
    lang: Lang,
) -> None:
    """List the rules; show, validate or try them out."""
    if context.invoked_subcommand is not None:
        return
    book = _book()
    for name in set(chapter) - {known.id for known in book.chapters}:
        raise click.BadParameter(
            f"{name}: {choose(name, (c.id for c in book.chapters))}", param_hint="--chapter"
        )
    _print_list(
        [rule for rule in book.rules if _wanted(rule, chapter, obligation, automation, wcag)], shape, lang
    )


@command.command()
@click.argument("rule_id", metavar="ID")
@click.option("--format", "shape", type=click.Choice(["table", "json", "md"]), default="table")
@_LANG
def show(rule_id: str, shape: str, lang: Lang) -> None:
    """Show one rule in full."""
    rule = _rules(_book(), [rule_id])[0]
    if shape == "json":
        click.echo(_json(rule.model_dump(mode="json")))
    else:
        click.echo(page(rule, lang, escape=shape == "md"))


@command.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Validate a rulebook (by default the program's own) and list everything that is wrong."""
    from auditor.judge.resolve import unknown_checks  # noqa: PLC0415 - loads every check

    book = _book(folder)
    unknown = unknown_checks(book.rules)
    for problem in unknown:
        click.echo(problem, err=True)
    if unknown:
        raise click.exceptions.Exit(USAGE)
    click.echo(f"rules: {len(book.rules)}, chapters: {len(book.chapters)}, version: {book.version}")


@command.command()
@click.option(
    "--write",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put the table between its marks in this file, such as README.md.",
)
@_LANG
def coverage(file: Path | None, lang: Lang) -> None:
    """Count the rules of each chapter: measured, with a person, provider's word."""
    table = coverage_table(_book(), lang)
    if file is None:
        click.echo(table)
        return
    try:
        text = placed(file.read_text(encoding="utf-8"), table)
    except NoPlaceError as error:
        raise click.BadParameter(f"{file}: {error}", param_hint="--write") from None
    file.write_text(text, encoding="utf-8", newline="\n")


@command.command()
@click.argument("rule_ids", metavar="[ID]…", nargs=-1)
def test(rule_ids: tuple[str, ...]) -> None:
    """Open the examples of these rules (by default all) in the browser and compare the outcomes."""
    book = _book()
    rules = _rules(book, rule_ids) if rule_ids else [rule for rule in book.rules if rule.examples]
    played, wrong = asyncio.run(_play(rules))
    click.echo(f"examples: {played}, not as expected: {wrong}")
    if wrong:
        raise click.exceptions.Exit(FINDINGS)


async def _play(rules: Sequence[Rule]) -> tuple[int, int]:
    from auditor.cli.rehearsal import play  # noqa: PLC0415 - needs the browser, the other commands do not

    played = wrong = 0
    async for trial in play(rules):
        played += 1
        wrong += not trial.as_expected
        actual = trial.outcome.outcome.value + (f" ({trial.outcome.reason})" if trial.outcome.reason else "")
        verdict = "ok  " if trial.as_expected else "FAIL"
        click.echo(
            f"{verdict} {trial.rule.id}: expected {trial.example.expected}, was {actual} – {trial.example.sentence}"
        )
        for fault in trial.faults:
            click.echo(f"     {fault}")
    return played, wrong


def _book(folder: Path | None = None) -> Rulebook:
    """The rulebook, or its mistakes and the end."""
    try:
        return load_rulebook(folder)
    except RulebookError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"problems in the rulebook: {len(error.problems)}", err=True)
        raise click.exceptions.Exit(USAGE) from None


def _rules(book: Rulebook, ids: Sequence[str]) -> list[Rule]:
    known = {rule.id for rule in book.rules}
    for rule_id in ids:
        if rule_id not in known:
            raise click.BadParameter(
                f"there is no rule “{rule_id}”: {_nearest(rule_id, known)}", param_hint="ID"
            )
    return [book.rule(rule_id) for rule_id in ids]


def _nearest(rule_id: str, known: set[str]) -> str:
    """The nearest id; a whole list of all would help nobody."""
    hint = choose(rule_id, known)
    return hint if hint.startswith("did") else "`auditor rules` lists them"


def _wanted(
    rule: Rule,
    chapters: Sequence[str],
    obligations: Sequence[str],
    automations: Sequence[str],
    criteria: Sequence[str],
) -> bool:
    return (
        (not chapters or rule.chapter in chapters)
        and (not obligations or rule.obligation in obligations)
        and (not automations or rule.automation in automations)
        and (
            not criteria or any(f"{sc}.".startswith(f"{wanted}.") for sc in rule.wcag for wanted in criteria)
        )
    )


def _print_list(rules: list[Rule], shape: str, lang: Lang) -> None:
    if shape == "json":
        click.echo(_json([rule.model_dump(mode="json", exclude=_LONG) for rule in rules]))
    elif shape == "md":
        click.echo(table(rules, lang))
    elif (console := Console()).is_terminal:
        console.print(_grid(rules, lang))
    else:
        for line in [columns(lang), *(row(rule, lang) for rule in rules)]:
            click.echo("\t".join(line))


def _grid(rules: list[Rule], lang: Lang) -> Table:
    """A table that gives the requirement the room; on a narrow terminal the id breaks, but stays whole."""
    *narrow, requirement = columns(lang)
    grid = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in narrow:
        grid.add_column(name, overflow="fold")
    grid.add_column(requirement, min_width=30)
    for rule in rules:
        grid.add_row(*map(Text, row(rule, lang)))
    return grid


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
