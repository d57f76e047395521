"""``auditor rules`` lists, shows, validates and tries out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.checks.case import Outcome
from auditor.cli.rehearsal import Trial, faults_of
from auditor.cli.rules import command
from auditor.judge.result import Finding, RuleOutcome
from auditor.rulebook.load import load_rulebook


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def test_plain_list_has_a_line_for_every_rule() -> None:
    result = run()
    lines = result.output.splitlines()
    assert result.exit_code == 0
    assert lines[0].split("\t")[0] == "Regel"
    assert len(lines) == len(load_rulebook().rules) + 1


def test_filters_combine() -> None:
    listed = json.loads(
        run("--chapter", "5.6", "--obligation", "muss", "--wcag", "1.4", "--format", "json").output
    )
    ids = {rule["id"] for rule in listed}
    assert "axe/color-contrast" in ids
    assert "axe/color-contrast-enhanced" not in ids  # AAA is no duty
    assert "axe/image-alt" not in ids


def test_wcag_filter_does_not_take_1_4_10_for_1_4_1() -> None:
    listed = json.loads(run("--wcag", "1.4.1", "--format", "json").output)
    assert all("1.4.1" in rule["wcag"] for rule in listed)
    assert listed


def test_weak_sources_are_shown_as_criterion() -> None:
    lines = dict(line.split("\t", 1) for line in run("--lang", "en").output.splitlines())
    assert lines["axe/region"].split("\t")[1] == "criterion 6"
    assert lines["axe/label"].split("\t")[1] == "5.6.6"


def test_markdown_table() -> None:
    lines = run("--chapter", "5.6", "--format", "md", "--lang", "de").output.splitlines()
    assert lines[0].startswith("| Regel | Kapitel |")
    assert all(line.replace(r"\|", "").count("|") == 8 for line in lines)


def test_unknown_chapter_is_a_usage_error_with_a_hint() -> None:
    result = run("--chapter", "5.66")
    assert result.exit_code == 2
    assert "did you mean “5.6”?" in result.output


@pytest.mark.parametrize(("lang", "word"), [("de", "Abhilfe"), ("en", "Remedy")])
def test_show_prints_the_whole_rule(lang: str, word: str) -> None:
    output = run("show", "axe/label", "--lang", lang).output
    assert f"## {word}" in output
    assert "EN 301 549: 9.4.1.2" in output


def test_show_as_markdown_keeps_named_elements_visible() -> None:
    assert "<label for=" in run("show", "axe/label").output
    assert "\\<label for=" in run("show", "axe/label", "--format", "md").output


def test_show_as_json_is_the_rule_itself() -> None:
    shown = json.loads(run("show", "axe/label", "--format", "json").output)
    assert shown == load_rulebook().rule("axe/label").model_dump(mode="json")


def test_show_of_an_unknown_rule_suggests_the_nearest() -> None:
    result = run("show", "axe/lable")
    assert result.exit_code == 2
    assert "did you mean “axe/label”?" in result.output


def test_check_of_our_own_rulebook_passes() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert load_rulebook().version in result.output


def test_check_lists_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "chapters.yaml").write_text('"5.3": {weight: x}\n', encoding="utf-8")
    (tmp_path / "5.3").mkdir()
    (tmp_path / "5.3" / "rule.md").write_text("nothing", encoding="utf-8")
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "5.3/rule.md:1: no front matter – begin the file with a line “---”" in result.output
    assert "chapters.yaml:1: weight of chapter 5.3 is no whole number – write weight: 5" in result.output


@pytest.mark.slow
def test_examples_are_played_in_the_browser() -> None:
    result = run("test", "contact-route")
    assert result.exit_code == 0, result.output
    assert "ok   contact-route: expected passed, was passed" in result.output
    assert result.output.splitlines()[-1].endswith("not as expected: 0")


def trial(outcome: Outcome, **finding: object) -> Trial:
    rule = load_rulebook().rule("contact-route")
    found = Finding.model_validate(
        {
            "message": "x",
            "outcome": outcome,
            "page": "p1",
            "url": "https://a.example/",
            "fingerprint": "f",
            **finding,
        }
    )
    judged = RuleOutcome.model_validate({"rule": rule.id, "outcome": outcome, "findings": (found,)})
    example = next(e for e in rule.examples if e.expected == "failed")
    return Trial(rule, example, judged, faults_of(rule, judged))


def test_example_with_another_outcome_is_not_as_expected() -> None:
    key = next(iter(load_rulebook().rule("contact-route").messages))
    assert not trial(Outcome.PASSED, message=key).as_expected


def test_message_that_the_rule_file_lacks_is_a_fault() -> None:
    wrong = trial(Outcome.FAILED, message="no-such-message")
    assert wrong.faults == ("message “no-such-message” is not in the rule file",)
    assert not wrong.as_expected
