"""The table of the axe family covers exactly the bundled engine, in words of our own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.async_api import async_playwright

from auditor.paths import data_dir
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Obligation, Rule
from auditor.visit.browser import launch
from auditor.visit.settings import VisitSettings

ENGINE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
SEVERITY = {"minor": 1, "moderate": 2, "serious": 3, "critical": 4}

#: Success criteria the engine names although BITV 2.0 does not demand them of its level (AAA).
NOT_OF_LEVEL = {"scrollable-region-focusable": {"2.1.3"}}

#: The start of a rule in the minified engine, as opposed to that of a check.
RULE_START = re.compile(
    r'\{id:"([a-z0-9-]+)",(?:impact:"[a-z]+",)?'
    r"(?:selector|excludeHidden|matches|tags|enabled|reviewOnFail|preload|allowedOrigins|pageLevel):"
)


def family() -> dict[str, Rule]:
    return {
        rule.id.removeprefix("axe/"): rule for rule in load_rulebook().rules if rule.id.startswith("axe/")
    }


def test_table_names_every_rule_of_the_bundled_engine_and_no_other() -> None:
    script = ENGINE.read_text(encoding="utf-8")
    rules = set(RULE_START.findall(script[script.index('rules:[{id:"') :]))
    assert len(rules) > 90
    assert set(family()) == rules


def test_table_says_for_which_engine_it_was_written() -> None:
    version = re.search(r"axe v(\d+\.\d+\.\d+)", ENGINE.read_text(encoding="utf-8")[:200])
    assert version
    assert f'engine: "{version[1]}"' in (data_dir("rules") / "axe" / "axe.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
async def test_level_criteria_severity_and_act_agree_with_the_running_engine() -> None:
    rules = family()
    told = await ask_engine()
    assert {rule["id"] for rule in told} == set(rules)
    for engine in told:
        rule, tags = rules[engine["id"]], set(engine["tags"])
        assert rule.level == level(tags), rule.id
        assert set(rule.wcag) == criteria(tags) - NOT_OF_LEVEL.get(engine["id"], set()), rule.id
        assert rule.severity == SEVERITY[engine["impact"]], rule.id
        assert list(rule.act) == engine["act"], rule.id
        assert (rule.wcag_version == "2.2") == bool({"wcag22a", "wcag22aa"} & tags), rule.id
        clauses = {tag.removeprefix("EN-") for tag in tags if tag.startswith("EN-9")}
        assert not rule.counts or set(rule.en) == clauses - {
            f"9.{c}" for c in NOT_OF_LEVEL.get(engine["id"], ())
        }


async def ask_engine() -> list[dict[str, Any]]:
    async with async_playwright() as driver:
        browser = await launch(driver, VisitSettings())
        page = await browser.new_page()
        await page.evaluate(ENGINE.read_text(encoding="utf-8"))
        told: list[dict[str, Any]] = await page.evaluate(
            "() => axe._audit.rules.map(r => ({id: r.id, impact: r.impact, tags: r.tags, act: r.actIds || []}))"
        )
        await browser.close()
    return told


def level(tags: set[str]) -> str:
    for apart in ("deprecated", "experimental", "best-practice"):
        if apart in tags:
            return apart
    return next(
        name.upper() for name in ("aaa", "aa", "a") if any(re.fullmatch(rf"wcag2\d?{name}", t) for t in tags)
    )


def criteria(tags: set[str]) -> set[str]:
    found = (re.fullmatch(r"wcag(\d)(\d)(\d{1,2})", tag) for tag in tags)
    return {".".join(match.groups()) for match in found if match}


def test_only_wcag_21_a_and_aa_are_a_duty_and_count() -> None:
    for rule in family().values():
        duty = rule.level in {"A", "AA"} and rule.wcag_version == "2.1"
        assert rule.counts == duty, rule.id
        assert (rule.obligation is Obligation.MUSS) == duty, rule.id
        assert (rule.clause == "5.6.6") == duty, rule.id
        assert bool(rule.en) == duty, rule.id


def test_every_rule_has_words_in_both_languages() -> None:
    for rule in family().values():
        for text in (rule.title, rule.remedy):
            assert text.de != text.en, rule.id
            assert text.de.rstrip().endswith((".", "}", ">")), rule.id
        assert set(rule.messages) == {"violation", "review"}, rule.id
        for message in rule.messages.values():
            assert "{fault}" not in message.de + message.en, rule.id


def test_titles_and_remedies_are_not_shared_by_accident() -> None:
    titles = [rule.title.de for rule in family().values()]
    assert len(titles) == len(set(titles))


def test_german_texts_use_typographic_quotes() -> None:
    for rule in family().values():
        prose = re.sub(
            r"<[^>]*>|\b[\w-]+=\"[^\"]*\"(,? (und )?\"[^\"]*\")*|\"[a-z0-9-]+\"", "", rule.remedy.de
        )
        assert '"' not in prose, (rule.id, prose)


def test_page_furniture_is_not_asked_of_embedded_frames() -> None:
    assert {axe_id for axe_id, rule in family().items() if rule.top_only} == {
        "bypass",
        "document-title",
        "heading-order",
        "html-has-lang",
        "landmark-one-main",
        "meta-viewport",
        "meta-viewport-large",
        "page-has-heading-one",
        "region",
    }
