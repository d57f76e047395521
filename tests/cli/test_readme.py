"""The README says what the program can do today."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from auditor.cli.rules import command
from auditor.rulebook.coverage import NoPlaceError, coverage, placed
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation

README = Path(__file__).parents[2] / "README.md"


def test_the_table_of_coverage_is_todays() -> None:
    """If this fails: auditor rules coverage --lang en --write README.md."""
    text = README.read_text(encoding="utf-8")
    assert placed(text, coverage(load_rulebook(), "en")) == text


def test_the_table_counts_every_rule_once() -> None:
    book = load_rulebook()
    lines = [line.split("|")[1:-1] for line in coverage(book, "en").splitlines()[2:]]
    cells = {line[0].strip(" *"): [int(cell.strip(" *")) for cell in line[1:]] for line in lines}
    own, axe = cells["together"], cells["axe-core (5.6.6)"]
    assert own[3] + axe[3] == len(book.rules)
    assert own[2] == sum(rule.automation is Automation.ATTESTED for rule in book.rules)
    chapters = [row for name, row in cells.items() if name not in {"together", "axe-core (5.6.6)"}]
    assert own == [sum(column) for column in zip(*chapters, strict=True)]
    assert sum(own[:3]) == own[3]


def test_a_file_without_the_marks_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("nothing here", encoding="utf-8")
    result = CliRunner().invoke(command, ["coverage", "--write", str(file)])
    assert result.exit_code == 2
    assert "marks" in result.output
    assert file.read_text(encoding="utf-8") == "nothing here"
    with pytest.raises(NoPlaceError):
        placed("nothing", "table")
