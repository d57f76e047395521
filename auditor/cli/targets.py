"""``auditor targets``: looks through lists of services, and configurations, without opening anything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from auditor.cli.config import load_config
from auditor.cli.globs import expand
from auditor.cli.listed import read_register, register_option, tell_listed
from auditor.cli.plain import harmless
from auditor.cli.words import LANGS, say
from auditor.targets import TargetError, load_targets


@click.command("targets")
@click.argument("targets", nargs=-1, metavar="[LIST]…")
@click.option(
    "--config",
    "configs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A configuration of `auditor check` to look through.",
)
@register_option
@click.option(
    "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of messages."
)
def command(targets: tuple[str, ...], configs: tuple[Path, ...], register: Path | None, lang: str) -> None:
    """Validate lists of services before anything is audited.

    Every mistake is named with file, line and remedy; exit code 2 if there is one. What is listed twice,
    and what else is good to know, is told as well.
    """
    if not targets and not configs:
        raise click.UsageError("name a list or a --config to look through")
    journeys = sum(len(load_config(path).config.journeys) for path in configs)
    listed = load_targets(expand(targets), read_register(register)) if targets else None
    if listed is not None and listed.problems:
        raise TargetError(listed.problems)
    if listed is not None:
        tell_listed(listed, lambda text: click.echo(harmless(text)), lang)
    count = journeys + (len(listed.targets) if listed else 0)
    click.echo(say("targets-fine", lang, count=count))
    absent: Counter[str] = Counter(each.state for each in (listed.offers if listed else ()))
    if absent["missing"] or absent["elsewhere"]:
        click.echo(say("targets-absent", lang, missing=absent["missing"], elsewhere=absent["elsewhere"]))
