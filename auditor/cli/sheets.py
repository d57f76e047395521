"""Sheets of answers and reviews for the commands that publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from auditor.attest.model import Sheet
from auditor.attest.pair import strangers
from auditor.attest.read import read_sheets
from auditor.cli.terminal import Terminal
from auditor.judge.result import ServiceResult
from auditor.rulebook.model import Rulebook

#: The option of every command that shows answers beside its results.
attestations_option = click.option(
    "--attestations",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Sheet or folder of sheets (auditor attest): answers and reviews, shown beside the measurement. "
    "They change no score and no rank.",
)


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()


def load_sheets(paths: Sequence[Path], rulebook: Rulebook) -> tuple[Sheet, ...]:
    """All sheets the operator named.

    Raises:
        AttestError: at least one is wrong.
    """
    return read_sheets(paths, rulebook, today())


def tell_strangers(sheets: Sequence[Sheet], results: Sequence[ServiceResult], terminal: Terminal) -> None:
    """A sheet for a service that is not in the list is not wrong, but somebody should know."""
    for file, url in strangers(sheets, results):
        terminal.say("stranger-sheet", file=file, url=url)
