"""What docs/contracts.md promises: commands, options and exit codes that others have in their scripts stay."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
import pytest

from auditor.cli.exit import Exit
from auditor.cli.main import cli

ROOT = Path(__file__).parents[2]

#: Options in other people's scripts. Adding is free; taking away needs a deprecation (docs/contracts.md).
OPTIONS = {
    "audit": "--out --lang --mode --submit-host --delay --jobs --pages --budget --database --resume --skip-invalid "
    "--only --limit --browser --axe --contact --ignore-robots --allow-robots --screenshots --publisher --quiet "
    "--verbose --log-file --register",
    "check": "--config --mode --fail-on --min-severity --fail-under --profile --rules --skip-rules --informing "
    "--baseline --format --out --lang --submit-host --allow-robots --delay --jobs --pages --wait --changed-since "
    "--browser --screenshots --debug-bundle --quiet",
    "explain": "--lang",
    "targets": "--config --lang --register",
    "rejudge": "--out --lang",
    "discover": "--out --basket --ags --register --resume --force --delay --jobs --pages --budget --browser --contact "
    "--lang --quiet --log-file",
    "rules": "--chapter --obligation --automation --wcag --format --lang",
    "demo": "--port --targets --audit --out --lang --mode",
    "setup": "--quiet",
}


def _options(command: click.Command) -> set[str]:
    return {name for p in command.params if isinstance(p, click.Option) for name in p.opts}


@pytest.mark.parametrize("name", sorted(OPTIONS))
def test_options_stay(name: str) -> None:
    command = importlib.import_module(f"auditor.cli.{name}").command
    assert set(OPTIONS[name].split()) - _options(command) == set()


def test_options_of_the_ranking_stay() -> None:
    shared = (
        "--month --database --register --changes --basket --sizes --rules --objections --publisher --base-url"
    )
    promised = {"publish": "--out --canaries --thresholds --force --correction", "preview": "--out"}
    commands = importlib.import_module("auditor.cli.rank").command.commands
    for name, more in promised.items():
        assert set(f"{shared} --lang --quiet {more}".split()) - _options(commands[name]) == set()


def test_commands_stay() -> None:
    assert {*OPTIONS, "baseline", "register", "rank"} <= set(cli.list_commands(click.Context(cli)))


def test_exit_codes_stay() -> None:
    assert {code.name: int(code) for code in Exit} == {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INCOMPLETE": 3,
        "INTERNAL": 4,
    }


def test_the_documents_named_exist() -> None:
    text = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
    named = {part for part in text.replace("`", " ").replace(",", " ").split() if part.startswith("tests/")}
    assert named
    assert {name for name in named if not (ROOT / name).exists()} == set()
