"""The command ``auditor``: finds the sub-command, and ends every run with a message and an exit code people can use."""

from __future__ import annotations

import errno
import importlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, cast

import click

from auditor import __version__
from auditor.cli.exit import Exit
from auditor.cli.plain import harmless
from auditor.cli.words import language_of, say

_COMMANDS = (
    "audit",
    "check",
    "baseline",
    "explain",
    "rank",
    "targets",
    "discover",
    "register",
    "rejudge",
    "attest",
    "rules",
    "demo",
    "setup",
)

#: Errors that are the operator's to mend; known by name so that no command pays for importing the others' rooms.
_OPERATORS = frozenset(
    {
        "RefusedError",
        "TargetError",
        "RulebookError",
        "StoreError",
        "BundleError",
        "BrowserMissingError",
        "EngineError",
        "PublisherError",
        "ConfigError",
        "BaselineError",
        "AttestError",
        "RegisterError",
        "RankingError",
        "PublishedError",
        "PreviewError",
    }
)


class _Lazy(click.Group):
    """Imports a command only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        return cast("click.Command", importlib.import_module(f"auditor.cli.{cmd_name}").command)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="auditor")
def cli() -> None:
    """Audit municipal online services against DIN SPEC 66336.

    \b
    auditor audit list.csv         measure services, write the report to out/
    auditor check URL              red or green, for a provider's own pipeline
    auditor COMMAND --help         help on a command
    """


def run(args: Sequence[str]) -> int:
    """Run a command line and return the exit code; whatever goes wrong is said on standard error."""
    lang = language_of(args)
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = cli.main(args=list(args), prog_name="auditor", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        return _tell(say("interrupted" if args[:1] == ["audit"] else "aborted", lang), Exit.INCOMPLETE)
    except Exception as error:
        return _failed(error, lang)
    finally:
        _close_log()
    return int(code or Exit.OK)


def main() -> NoReturn:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # code pages of old consoles lack most characters
    sys.exit(run(sys.argv[1:]))


def _failed(error: Exception, lang: str) -> int:
    if any(
        kind.__name__ in _OPERATORS and kind.__module__.startswith("auditor.") for kind in type(error).__mro__
    ):
        text = error.text(lang) if hasattr(error, "text") else str(error)
        return _tell(say("error", lang, text=text), Exit.USAGE)
    full = _disk_full(error)
    if full is not None:
        return _tell(say("disk-full", lang, path=full), Exit.INCOMPLETE)
    logging.getLogger(__name__).exception("internal error")
    text = say("internal", lang, text=f"{type(error).__name__}: {error}")
    path = _log_path()
    return _tell(text if path is None else f"{text}\n{say('internal-log', lang, path=path)}", Exit.INTERNAL)


def _disk_full(error: BaseException) -> str | None:
    """The file for which there was no room, if that was the cause."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return str(error.filename or "out")
    return None


def _log_path() -> Path | None:
    log = sys.modules.get("auditor.cli.log")  # imported by the commands that keep a log
    return None if log is None else cast("Path | None", log.log_path())


def _close_log() -> None:
    log = sys.modules.get("auditor.cli.log")
    if log is not None:
        log.close_log()


def _tell(text: str, code: Exit) -> int:
    for line in text.splitlines():
        click.echo(harmless(line), err=True)
    return code
