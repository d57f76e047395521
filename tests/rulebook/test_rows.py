"""No row of the standard is lost: the table of rows, the rulebook and the source say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.checks.look import data
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation

#: The catalogue the table was made from; it lies beside the repository, not in it.
SOURCE = next((f for p in Path(__file__).parents if (f := p / "shared" / "standard.md").is_file()), None)
ROWS = data("rows")["rows"]
BOOK = load_rulebook()
SEEN = {"A", "A~"}


def rules_of(row):
    return [rule for rule in BOOK.rules if row in rule.rows]


def visible(row):
    """A visit can decide the row, or help to."""
    return bool(set(ROWS[row]["class"].split("/")) & {"auto", "assist"})


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_a_rule_or_a_reason(row):
    rules = rules_of(row)
    assert rules or ROWS[row].get("demands_nothing")
    measured = [rule for rule in rules if rule.automation is not Automation.ATTESTED]
    if visible(row):
        assert bool(measured) != bool(ROWS[row].get("unmeasured")), "either a measured rule or a reason"


def test_rules_name_rows_that_exist():
    strangers = {(rule.id, row) for rule in BOOK.rules for row in rule.rows if row not in ROWS}
    assert not strangers


def test_every_rule_of_a_chapter_names_its_row():
    own = (rule for rule in BOOK.rules if rule.chapter != "law" and not rule.id.startswith("axe/"))
    assert not [rule.id for rule in own if not rule.rows]


def test_a_clause_only_where_it_was_read():
    """The rule's own clause is one of its rows, and that row was read in the standard."""
    for rule in (rule for rule in BOOK.rules if rule.clause):
        assert rule.confidence in SEEN
        number = rule.clause.split(" ")[0]
        own = [row for row in rule.rows if re.fullmatch(rf"{re.escape(number)}[a-z]?", row)]
        assert own, rule.id
        assert all(ROWS[row]["confidence"] in SEEN for row in own), rule.id


def test_rows_that_were_not_read_give_no_clause():
    for row, facts in ROWS.items():
        if facts["confidence"] not in SEEN:
            alone = [rule for rule in rules_of(row) if set(rule.rows) == {row}]
            assert not [rule.id for rule in alone if rule.clause], row


@pytest.mark.skipif(SOURCE is None, reason="the reconstructed catalogue is not here")
def test_the_table_equals_the_source():
    text = SOURCE.read_text(encoding="utf-8")
    part = text[text.index("## 2 + 3.") : text.index("### Conditions that decide")]
    lines = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in part.splitlines())
    source = {
        cells[0]: (
            "/".join(dict.fromkeys(re.findall("auto|assist|attest", cells[6]))) or "none",
            cells[8].split()[0],
        )
        for cells in lines
        if re.fullmatch(r"5\.\d+\S*", cells[0]) and len(cells) >= 9
    }
    assert {row: (facts["class"], facts["confidence"]) for row, facts in ROWS.items()} == source
