"""What a list says besides its targets, and the register that completes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from auditor.cli.words import say
from auditor.targets import Duplicate, Note, Targets
from auditor.targets.register import Register, load_register

#: Lines of one kind that a run tells; the command that looks through lists tells all.
MOST = 20

register_option = click.option(
    "--register",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Register of municipalities (`auditor register import`); completes name, Land and population by AGS.",
)


def read_register(path: Path | None) -> Register | None:
    """The register named, if one is.

    Raises:
        RegisterError: it has mistakes.
    """
    return None if path is None else load_register(path)


def tell_listed(listed: Targets, tell: Callable[[str], None], lang: str, most: int | None = None) -> None:
    """Tell notes and what was listed twice, at most so many of each."""
    tell_some("listed-notes", listed.notes, tell, lang, most)
    tell_some("duplicates", listed.duplicates, tell, lang, most)


def tell_some(
    title: str,
    items: Sequence[Note | Duplicate],
    tell: Callable[[str], None],
    lang: str,
    most: int | None = None,
) -> None:
    """Tell what there is of one kind, at most so many lines."""
    if not items:
        return
    tell(say(title, lang, count=len(items)))
    for item in items[:most]:
        tell(f"  {item.text(lang)}")
    if most is not None and len(items) > most:
        tell(f"  {say('listed-more', lang, count=len(items) - most)}")
