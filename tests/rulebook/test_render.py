"""How a rule is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.rulebook import render
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import LANGS, Automation, Lang
from auditor.rulebook.vocabulary import HARMS

FILE = "5.3/contact-route.md"


@pytest.mark.parametrize("lang", LANGS)
def test_every_harm_and_kind_of_judging_has_words(
    book: Callable[..., Path], rule_text: str, lang: Lang
) -> None:
    text = rule_text.replace("[everyone]", f"[{', '.join(sorted(HARMS))}]")
    rule = load_rulebook(book({FILE: text})).rule("contact-route")
    shown = render.page(rule, lang)
    assert all(f" {harm}," not in shown for harm in HARMS - {"everyone"})
    for automation in Automation:
        assert render.row(rule.model_copy(update={"automation": automation}), lang)[4]


def test_source_names_clause_law_and_criterion(book: Callable[..., Path]) -> None:
    rule = load_rulebook(book()).rule("contact-route")
    assert render.origin(rule, "de") == "5.3.2"
    assert render.origin(rule.model_copy(update={"law": "DDG § 5"}), "de") == "5.3.2 · DDG § 5"
    weak = rule.model_copy(update={"clause": None, "criterion": "9"})
    assert (render.origin(weak, "de"), render.origin(weak, "en")) == ("Kriterium 9", "criterion 9")


def test_shown_page_says_what_does_not_count(book: Callable[..., Path]) -> None:
    rule = load_rulebook(book()).rule("contact-route")
    assert "zählt nicht" not in render.page(rule, "de")
    assert "muss (zählt nicht in die Wertung)" in render.page(rule.model_copy(update={"counts": False}), "de")


def test_written_page_reads_back_as_the_same_examples(book: Callable[..., Path], rule_text: str) -> None:
    rule = load_rulebook(book()).rule("contact-route")
    examples = render.page(rule, "de").split("## Beispiele", 1)[1]
    again = rule_text.split("## Beispiele", 1)[0] + "## Beispiele" + examples + "\n"
    assert load_rulebook(book({FILE: again})).rule("contact-route").examples == rule.examples
