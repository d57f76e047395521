"""The options of ``auditor check``, and the defaults a configuration gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from auditor.cli.config import CheckConfig, Loaded, find_config, load_config
from auditor.cli.words import LANGS
from auditor.evidence.model import Mode
from auditor.publish.formats import FORMATS
from auditor.rulebook.model import Obligation
from auditor.visit.settings import VisitSettings

KINDS = (*FORMATS, "json", "html")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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


def _size(_: click.Context, __: click.Parameter, value: str) -> tuple[int, int]:
    """Width and height in CSS pixels, such as 1366x768."""
    found = re.fullmatch(r"(\d{3,4})\s*[x×]\s*(\d{3,4})", value.strip().lower())
    if found is None:
        raise click.BadParameter(f"“{value}” is no size; write it like 1366x768")
    return int(found[1]), int(found[2])


def _configure(context: click.Context, _: click.Parameter, value: Path | None) -> Loaded:
    """Take defaults from the configuration before any option is read."""
    path = value or find_config(Path.cwd())
    loaded = Loaded(CheckConfig()) if path is None else load_config(path)
    context.default_map = {**(context.default_map or {}), **loaded.defaults()}
    return loaded


_OPTIONS = (
    click.option(
        "--config",
        "loaded",
        type=_FILE,
        is_eager=True,
        callback=_configure,
        help="Configuration; default auditor.yaml, else [tool.auditor] in pyproject.toml.",
    ),
    click.option(
        "--mode",
        type=click.Choice([mode.value for mode in Mode]),
        default=Mode.WALK.value,
        show_default=True,
        help="observe looks; walk fills forms with test data up to the last step; submit also sends, to --submit-host.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([o.value for o in Obligation]),
        default=Obligation.MUSS.value,
        show_default=True,
        help="Weakest obligation whose proven failures count.",
    ),
    click.option(
        "--min-severity",
        type=click.IntRange(0, 4),
        default=0,
        show_default=True,
        help="Least severity (Nielsen).",
    ),
    click.option(
        "--fail-under",
        type=click.FloatRange(0, 100),
        metavar="N",
        help="Least points, lower end of the score.",
    ),
    click.option(
        "--profile", metavar="RUNG", help="Rung of the ladder every service must reach, such as abschließbar."
    ),
    click.option(
        "--rules", multiple=True, metavar="ID", help="Only these rules count; patterns such as axe/* work."
    ),
    click.option("--skip-rules", multiple=True, metavar="ID", help="These rules do not count."),
    click.option(
        "--informing", is_flag=True, help="Rules that only inform so far (new ones, WCAG 2.2) count as well."
    ),
    click.option(
        "--baseline",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Known findings that do not count.",
    ),
    click.option(
        "--format",
        "format",
        multiple=True,
        default=("text",),
        metavar="KIND[=FILE]",
        help=f"{', '.join(KINDS)}; to standard output or a file (html: a folder). May be repeated.",
    ),
    click.option(
        "-o",
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("auditor-out"),
        show_default=True,
        help="Folder for evidence, log and results.json.",
    ),
    click.option(
        "--lang", type=click.Choice(LANGS), default="de", show_default=True, help="Language of the answer."
    ),
    click.option(
        "--submit-host", multiple=True, metavar="HOST", help="A test system of your own to send to."
    ),
    click.option(
        "--account-host",
        multiple=True,
        metavar="HOST",
        help="A system of your own to log in to with a test account; as in auditor audit.",
    ),
    click.option(
        "--viewport",
        callback=_size,
        metavar="WIDTHxHEIGHT",
        default="1366x768",
        show_default=True,
        help="Size of the desktop view.",
    ),
    click.option(
        "--allow-robots",
        multiple=True,
        metavar="HOST",
        help="A server of your own; its robots.txt is not asked.",
    ),
    click.option(
        "--delay",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Pause between pages.  [default: 0 on this machine, else 1]",
    ),
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Services at a time."
    ),
    click.option(
        "--pages",
        type=click.IntRange(min=1),
        default=VisitSettings().pages,
        show_default=True,
        help="Most pages per service.",
    ),
    click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=0.0,
        metavar="SECONDS",
        help="Wait so long for the servers to answer.",
    ),
    click.option(
        "--changed-since",
        metavar="REF",
        help="Only journeys whose files changed since this Git commit or branch.",
    ),
    click.option("--browser", type=_FILE, help="The browser to use instead of the one found."),
    click.option(
        "--screenshots/--no-screenshots", default=False, help="Take pictures; slower, nicer with html."
    ),
    click.option(
        "--debug-bundle",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Everything for a bug report, as one zip.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="No progress."),
)


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """A command with all of them; the configuration arrives as ``loaded``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
