"""The ranking's commands as an operator types them; what they publish is tried in tests/e2e/test_ranking.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.cli.main import run
from auditor.evidence.model import Service
from auditor.store import Store
from auditor.targets.register import Register, register_csv
from auditor.targets.register.model import Municipality


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a register and an empty database, where the command is typed."""
    town = Municipality(
        "05999000", "059990000000", "Musterstadt", "", "63", 1000, 10, "00000", date(2026, 9, 30)
    )
    (tmp_path / "register.csv").write_text(register_csv(Register([town])), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Store.open(tmp_path / "out" / "auditor.db").close()
    return tmp_path


@pytest.mark.parametrize("month", ["2026-13", "November", "2999-01", "2026-1"])
@pytest.mark.usefixtures("folder")
def test_what_is_no_month_is_said(month: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "--month", month]) == 2
    assert f"„{month}“" in capsys.readouterr().err


def test_without_register_nobody_knows_who_is_ranked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "register.csv").unlink()
    assert run(["rank", "--month", "2026-11", "--lang", "en"]) == 2
    assert "auditor register import" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_not_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "--month", "2026-11", "--database", "elsewhere.db"]) == 2
    assert "elsewhere.db" in capsys.readouterr().err
    assert not (folder / "elsewhere.db").exists()


def test_a_month_without_visits_is_not_published(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "--month", "2026-11", "-o", "public"]) == 2
    assert "2026-11" in capsys.readouterr().err
    assert not (folder / "public").exists()


def test_mistakes_in_objections_are_named_with_file_and_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "einspruch.yaml").write_text("objections:\n  - id: a\n    kind: complaint\n", encoding="utf-8")
    with Store.open(folder / "out" / "auditor.db") as store:
        store.begin([Service(url="https://www.musterstadt.example/hund")], {})
    assert run(["rank", "--month", "2026-11", "--objections", "einspruch.yaml"]) == 2
    assert "einspruch.yaml, Zeile 2" in capsys.readouterr().err


def test_help_leads_to_both_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rank", "--help"]) == 0
    assert "rank preview" in capsys.readouterr().out
    assert run(["rank", "preview", "--help"]) == 0
    assert "links.csv" in capsys.readouterr().out
