"""Every example of every rule, in real Chromium: the outcome is what its heading says."""

from __future__ import annotations

import pytest

from auditor.cli.rehearsal import play
from auditor.rulebook.load import load_rulebook

RULES = [rule for rule in load_rulebook().rules if rule.examples]
#: Starting a browser costs more than an example; a handful of rules shares one.
PORTIONS = [RULES[i : i + 8] for i in range(0, len(RULES), 8)]


@pytest.mark.slow
@pytest.mark.parametrize("rules", PORTIONS, ids=lambda rules: f"{rules[0].id}…{rules[-1].id}")
async def test_examples(rules: list) -> None:
    wrong = [
        f"{t.rule.id}: “{t.example.sentence}” expected {t.example.expected}, got {t.outcome.outcome.value} {t.faults}"
        async for t in play(rules)
        if not t.as_expected
    ]
    assert wrong == []


def test_there_are_enough_rules_that_are_not_axe() -> None:
    measured = [r for r in load_rulebook().rules if r.check is not None]
    chapters = {r.chapter for r in measured}
    assert len(measured) >= 25
    assert {"5.3", "5.6", "5.8", "5.9", "5.11", "5.12", "law"} <= chapters
