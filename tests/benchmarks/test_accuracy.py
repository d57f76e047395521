"""The scores of ``make bench-accuracy`` are counted as they are described."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.rulebook.load import load_rulebook
from benchmarks import accuracy, corpora
from benchmarks.pages import Found, Judged

RULES = load_rulebook().rules


def test_barrier_table_names_rules_that_exist() -> None:
    assert corpora.named_rules() <= {rule.id for rule in RULES}


@pytest.fixture
def act(tmp_path: Path) -> corpora.Act:
    cases = [
        {
            "ruleId": "c487ae",
            "ruleName": "Link has a name",
            "relativePath": f"testcases/{expected}.html",
            "testcaseTitle": expected,
            "expected": expected,
            "requirements": {"wcag20:2.4.4": True},
        }
        for expected in ("failed", "passed", "inapplicable")
    ]
    (tmp_path / "testcases.json").write_text(json.dumps({"testcases": cases}))
    (tmp_path / "implementations").mkdir()
    published = {"axe": [{"ruleId": "c487ae", "procedures": ["link-name"]}]}
    (tmp_path / "implementations" / "axe-core.json").write_text(json.dumps(published))
    found = corpora.read_act(tmp_path)
    assert found is not None
    return found


def test_act_outcomes_are_counted(act: corpora.Act, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = ({"axe/link-name": "failed"}, {"axe/area-alt": "failed"}, {"axe/link-name": "cantTell"})
    pages = {
        pair.path: Judged(pair.path, outcomes=outcome)
        for pair, outcome in zip(act.pairs, outcomes, strict=True)
    }
    total = accuracy.report_act(act, pages, RULES, details=False)["ours"]["total"]
    assert (total["right"], total["missed"], total["false"], total["clean"]) == (1, 0, 1, 1)
    assert (total["doubt_failed"], total["doubt_clean"]) == (0, 1)
    assert "recall 100.0%, false alarms 50.0%" in capsys.readouterr().out


def test_pair_without_a_rule_is_judged_by_its_criterion(act: corpora.Act) -> None:
    pair = act.pairs[0]
    stranger = corpora.Pair("zzzzzz", "", pair.path, "", "failed", frozenset({"1.4.10"}))
    assert "reflow-320" in corpora.rules_for(stranger, RULES, act.axe)
    assert "reflow-320" not in corpora.rules_for(pair, RULES, act.axe)


def test_finding_that_the_twin_has_too_is_no_barrier(tmp_path: Path) -> None:
    own = corpora.read_own(tmp_path)
    barrier = next(b for b in own.barriers if b.path == "/own/1.1.1/wappen-verlinkt/bad.html")
    assert (tmp_path / barrier.twin.removeprefix("/own/")).is_file()
    same = (Found("axe/image-alt", True, "violation", "img"),)
    pages = {path: Judged(path, found=same) for path in (barrier.path, barrier.twin)}
    figures = accuracy.report_own(own, pages, RULES, details=False)
    assert figures["total"] == {"all": 1}
    assert (figures["innocent"], figures["accused"]) == (1, 1)
    pages[barrier.twin] = Judged(barrier.twin)
    figures = accuracy.report_own(own, pages, RULES, details=False)
    assert (figures["decidable"]["failed"], figures["accused"]) == (1, 0)


def test_finding_on_every_page_belongs_to_the_frame() -> None:
    pages = [Judged(str(n), found=(Found("axe/region", True, "violation", "h1"),)) for n in range(10)]
    assert accuracy._furniture(pages) == {("axe/region", "violation", "h1")}
    assert accuracy._furniture(pages[1:]) == frozenset()
