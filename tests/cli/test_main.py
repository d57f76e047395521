"""The outermost layer: which command, which exit code, which message."""

import errno
import subprocess
import sys
from pathlib import Path

import click
import pytest

from auditor import __version__
from auditor.catalogue import table
from auditor.cli import main as main_module
from auditor.cli import words
from auditor.cli.exit import Exit, RefusedError
from auditor.cli.log import log_path, open_log
from auditor.cli.main import cli, run
from auditor.cli.words import language_of
from auditor.evidence.bundle import BundleError
from auditor.evidence.model import Reason
from auditor.fleet.job import DiskFullError
from auditor.rulebook.errors import Problem, RulebookError
from auditor.store import StoreError
from auditor.targets import TargetError
from auditor.targets.model import Place
from auditor.targets.model import Problem as TargetProblem
from auditor.visit.browser import BrowserMissingError
from auditor.visit.engine import EngineError


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    def broken() -> None:
        raise error

    monkeypatch.setattr(main_module._Lazy, "get_command", lambda self, ctx, name: broken)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == Exit.OK
    assert __version__ in capsys.readouterr().out
    assert run(["audit", "--help"]) == Exit.OK
    assert "TARGET" in capsys.readouterr().out


def test_unknown_commands_and_options_are_usage_errors(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["adit"]) == Exit.USAGE
    assert run(["audit", "--nope", "https://a.example"]) == Exit.USAGE
    assert "nope" in capsys.readouterr().err


def test_a_command_is_imported_only_when_asked_for() -> None:
    code = (
        "import sys\nfrom auditor.cli.main import run\nrun(['--version'])\n"
        "assert not {'playwright', 'sqlalchemy', 'jinja2'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=Path(__file__).parents[2]
    )


@pytest.mark.parametrize(
    "error",
    [
        TargetError([TargetProblem(Place("liste.csv", 3), "no-url", {}, "mend-address")]),
        RulebookError([Problem("5.3/x.md", 3, "wrong", "mend")]),
        StoreError("auditor.db", "locked", "wait"),
        BundleError("x.zip: not a zip file"),
        BrowserMissingError("no browser"),
        EngineError("no axe"),
        RefusedError("nein"),
    ],
)
def test_what_the_operator_can_mend_is_said_plainly(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, error)
    assert run(["audit"]) == Exit.USAGE
    said = capsys.readouterr().err
    assert said.startswith("Fehler: ")
    assert "Traceback" not in said


def test_a_defect_leaves_its_traceback_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_log(tmp_path / "auditor.log")
    failing(monkeypatch, ZeroDivisionError("\x1b[31moops"))
    assert run(["audit", "--lang=en"]) == Exit.INTERNAL
    said = capsys.readouterr().err
    assert "defect of the auditor: ZeroDivisionError: [31moops" in said
    assert "\x1b" not in said
    assert str(tmp_path / "auditor.log") in said
    assert "Traceback" in (tmp_path / "auditor.log").read_text(encoding="utf-8")
    assert log_path() is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyboardInterrupt(), "--resume"),
        (OSError(errno.ENOSPC, "No space left", "out/index.html"), "kein Platz mehr (out/index.html)"),
    ],
)
def test_interruptions_mean_incomplete(
    error: BaseException, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, error)
    assert run(["audit"]) == Exit.INCOMPLETE
    assert said in capsys.readouterr().err


def test_other_commands_do_not_speak_of_resuming(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, KeyboardInterrupt())
    assert run(["rejudge"]) == Exit.INCOMPLETE
    assert capsys.readouterr().err.strip() == "Abgebrochen."


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["audit", "--lang", "en"], "en"),
        (["audit", "--lang=en"], "en"),
        (["audit"], "de"),
        (["audit", "--lang"], "de"),
        (["audit", "--lang", "fr"], "de"),
    ],
)
def test_the_language_of_a_command_line_that_may_be_wrong(args: list[str], lang: str) -> None:
    assert language_of(args) == lang


def test_every_reason_has_words() -> None:
    for reason in Reason:
        assert (
            words.say(f"reason-{reason.value}", "de") != words.say(f"reason-{reason.value}", "en") or reason
        )


def test_every_message_is_in_both_languages() -> None:
    for key, message in table(Path(words.__file__).with_name("words.yaml")).items():
        assert set(message) == {"de", "en"}, key


def test_disk_full_names_the_file() -> None:
    assert "x.zip" in str(DiskFullError(Path("x.zip")))


def test_commands_are_listed() -> None:
    with click.Context(cli) as context:
        assert {"audit", "rejudge", "rules"} <= set(cli.list_commands(context))
