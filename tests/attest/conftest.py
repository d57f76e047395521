"""Sheets written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditor.attest.model import AttestError, Problem, Sheet
from auditor.attest.read import read_sheets
from auditor.rulebook.load import load_rulebook

BOOK = load_rulebook()
TODAY = date(2026, 11, 27)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Sheet]:
    """Reads a sheet; ``problems`` instead for one that is wrong."""

    def reading(text: str | bytes) -> Sheet:
        path = tmp_path / "auskunft.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        (sheet,) = read_sheets([path], BOOK, TODAY)
        return sheet

    return reading


@pytest.fixture
def problems(read: Callable[[str], Sheet]) -> Callable[[str], list[tuple[int, str]]]:
    """Line and kind of every mistake of a sheet; both texts must be there."""

    def finding(text: str | bytes) -> list[tuple[int, str]]:
        with pytest.raises(AttestError) as caught:
            read(text)
        assert all(complete(each) for each in caught.value.problems)
        return [(each.line, each.key) for each in caught.value.problems]

    return finding


def complete(problem: Problem) -> bool:
    """Every mistake names its file and line and a remedy, in both languages."""
    return all(problem.file in problem.text(lang) and "{" not in problem.text(lang) for lang in ("de", "en"))
