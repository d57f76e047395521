"""What the operator sees, and what hostile pages cannot make them see."""

import io
import sys
from pathlib import Path

import pytest

from auditor.checks.case import Completion
from auditor.cli.plain import harmless
from auditor.cli.terminal import Terminal, is_live, name_of
from auditor.evidence.model import Mode, Reason, Service, Tool
from auditor.fleet.job import Job
from auditor.judge.result import Score, ServiceResult

HOSTILE = "Hund\x1b]0;owned\x07steuer\x1b[2J\r\nweg\u202egnp.exe\u2028[red]x[/red]"


def verdict(**changes: object) -> ServiceResult:
    values: dict[str, object] = {
        "slug": "s",
        "service": Service(url="https://a.example", name=HOSTILE, municipality="Mühlbach"),
        "tool": Tool(version="1", browser="b", axe="a", user_agent="u"),
        "mode": Mode.OBSERVE,
        "rulebook": "r",
        "measured": True,
        "completion": Completion(kind="online", completable="yes", maturity=3),
        "score": Score(low=41.2, high=62.0),
        "grade": None,
        "coverage": 0.857,
    }
    return ServiceResult.model_validate({**values, **changes})


UNTESTED = {"measured": False, "reason": Reason.DNS, "score": None, "coverage": 0.0}


@pytest.mark.parametrize(
    ("terminal", "environ", "live"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"CI": "true"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": ""}, True),
    ],
)
def test_when_progress_may_move(terminal: bool, environ: dict[str, str], live: bool) -> None:
    assert is_live(terminal, environ) is live


def test_nothing_a_terminal_would_obey_is_left() -> None:
    assert harmless(HOSTILE) == "Hund]0;ownedsteuer[2J weggnp.exe [red]x[/red]"
    assert harmless("ä" * 100, 10) == "ä" * 9 + "…"


def test_a_service_without_a_name_is_called_by_its_address() -> None:
    assert name_of(Service(url="https://a.example/x")) == "https://a.example/x"
    assert name_of(Service(url="https://a.example/x", municipality="M", service="S")) == "M · S"


def test_one_line_per_service(capsys: pytest.CaptureFixture[str]) -> None:
    job = Job(0, verdict().service, "s")
    with Terminal("de", live=False).watch(3, 1) as watcher:
        watcher.started(job, 0)
        watcher.step(job, 0, "https://a.example", 1)
        watcher.finished(job, 0, verdict())
        watcher.started(job, 0)
        watcher.broken(job, 0, ValueError("\x1b[2J"))
    out, err = capsys.readouterr()
    first, second = err.splitlines()
    assert not out
    assert first.startswith("[2/3] Mühlbach · Hund")
    assert first.endswith("gemessen, 41–62 Punkte (0 s)")
    assert "[3/3]" in second
    assert "nicht gespeichert" in second
    assert "\x1b" not in err


def test_the_table_at_the_end(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Terminal("de", live=False).summary([verdict(), verdict(**UNTESTED)], tmp_path / "index.html", 5)
    out, _ = capsys.readouterr()
    header, first, second, totals, look = out.splitlines()
    assert "Online?" in header
    assert [word in first for word in ("Mühlbach", " ja ", " 3 ", "41–62", "85 %", "gemessen")] == [True] * 6
    assert "Name unbekannt (DNS)" in second
    assert totals == "1 von 5 Leistungen gemessen."
    assert look == f"Bericht: {(tmp_path / 'index.html').as_uri()}"
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_quiet_says_errors_only(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    terminal = Terminal("en", quiet=True, live=False)
    with terminal.watch(1) as watcher:
        watcher.started(Job(0, verdict().service, "s"), 0)
        watcher.finished(Job(0, verdict().service, "s"), 0, verdict())
    terminal.note("x")
    terminal.summary([verdict()], tmp_path / "index.html")
    terminal.error("wrong\nvery")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "wrong\nvery\n")


def test_moving_progress_shows_steps_and_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    job = Job(0, verdict().service, "s")
    with Terminal("de", live=True).watch(4) as watcher:
        watcher.started(job, 1)
        watcher.step(job, 1, "https://a.example/\x1b[2Jx", 2)
        watcher.finished(job, 1, verdict(**UNTESTED))
        watcher.started(job, 1)
        watcher.broken(job, 1, ValueError())
    shown = stream.getvalue()
    assert "2 nicht messbar" in shown
    assert "2/4" in shown
    assert "\x1b]0;owned" not in shown
