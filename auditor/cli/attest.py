"""``auditor attest``: sheets on which people answer what no program can see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from auditor.attest.model import Sheet
from auditor.attest.read import is_address
from auditor.attest.results import Measured, read_results
from auditor.attest.write import review_sheet, statement_sheet
from auditor.cli.exit import RefusedError
from auditor.cli.sheets import load_sheets, today
from auditor.cli.words import LANGS, say
from auditor.evidence.model import Service
from auditor.evidence.slug import slug_of
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang, Rulebook

_LANG = click.option("--lang", type=click.Choice(LANGS), default="de", show_default=True)
_OUT = click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder to write to; default the current one.",
)
_SERVICE = click.option(
    "--service", metavar="NAME", help="Only this service of the report, by name of its scorecard."
)
_FORCE = click.option("--force", is_flag=True, help="Overwrite sheets that are already there.")

#: Writes a sheet: the service, the rulebook, the language, the name of the file.
_Text = Callable[[Measured, Rulebook, Lang, str], str]


@click.group()
def command() -> None:
    """Let people answer what no program can see, and review what it could not decide.

    \b
    auditor attest init https://…          a sheet with every question for the responsible body
    auditor attest review results.json     a sheet with every place that a person must look at
    auditor attest validate FILE…          is everything filled in properly?
    auditor audit … --attestations PATH    show the answers beside the measurement
    """


@command.command()
@click.argument("target", metavar="ADDRESS|RESULTS.JSON")
@_SERVICE
@_OUT
@click.option("--form", is_flag=True, help="An HTML form instead of YAML; it saves the YAML when filled in.")
@_FORCE
@_LANG
def init(target: str, **options: Any) -> None:
    """Write a sheet with every question that only the responsible body can answer.

    For a service by its address, or for all services of a report (results.json).
    """
    services = _services(target, options["service"], options["lang"])
    if options["form"]:
        from auditor.publish.form import statement_form  # noqa: PLC0415 - needs the report's templates

        _write(services, statement_form, options, "statement-form")
    else:
        _write(services, statement_sheet, options, "statement-sheet")


@command.command()
@click.argument(
    "results", metavar="RESULTS.JSON", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_SERVICE
@_OUT
@_FORCE
@_LANG
def review(results: Path, **options: Any) -> None:
    """Write a sheet with every place of a report that a person must look at."""
    lang = options["lang"]
    services = [each for each in _chosen(read_results(results), options["service"], lang) if each.places]
    if not services:
        click.echo(say("nothing-to-review", lang))
    _write(services, review_sheet, options, "review-sheet")


@command.command()
@click.argument("sheets", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@_LANG
def validate(sheets: tuple[Path, ...], lang: str) -> None:
    """Check sheets that were filled in: files or folders. Exit code 2 where something is wrong."""
    for sheet in load_sheets(sheets, load_rulebook()):
        _tell(sheet, lang)


def _tell(sheet: Sheet, lang: str) -> None:
    said = len(sheet.statements) + len(sheet.reviews)
    click.echo(say("sheet-fine", lang, file=sheet.file, said=said, open=sheet.open))
    for each in sheet.expired(today()):
        name = getattr(each, "fingerprint", "") or getattr(each, "rule", "")
        click.echo(f"  {say('sheet-expired', lang, name=name, day=each.valid_until.isoformat())}")


def _services(named: str, only: str | None, lang: str) -> list[Measured]:
    if is_address(named):
        return [Measured(url=named, name="", slug=slug_of(Service(url=named), set()))]
    if not Path(named).is_file():
        raise RefusedError(say("no-attest-target", lang, name=named))
    return _chosen(read_results(Path(named)), only, lang)


def _chosen(services: Sequence[Measured], only: str | None, lang: str) -> list[Measured]:
    chosen = [each for each in services if only in {None, each.slug, each.url}]
    if only is not None and not chosen:
        known = ", ".join(each.slug for each in services[:20])
        raise RefusedError(say("no-such-service", lang, name=only, known=known))
    return chosen


def _write(services: Sequence[Measured], text: _Text, options: dict[str, Any], name: str) -> None:
    """One file per service; none at all if one of them is there already."""
    lang, out = options["lang"], options["out"]
    files = {out / say(name, lang, slug=each.slug): each for each in services}
    taken = next((path for path in files if path.exists()), None)
    if taken is not None and not options["force"]:
        raise RefusedError(say("sheet-exists", lang, file=taken))
    rulebook = load_rulebook()
    out.mkdir(parents=True, exist_ok=True)
    for path, each in files.items():
        path.write_text(text(each, rulebook, lang, path.name), encoding="utf-8", newline="\n")
        click.echo(path)
