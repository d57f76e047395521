"""The page of a rule: requirement, reasons, how it is judged, examples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from auditor.publish.clean import Address, safe_href, show_url
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.words import Words, rank
from auditor.rulebook.model import Rule

PROSE = ("why", "evidence", "how", "limits", "assumptions")


@dataclass(frozen=True)
class Section:
    """A prose section as HTML."""

    key: str
    html: Markup


@dataclass(frozen=True)
class ExampleView:
    """One example: what comes out, why, and the code of each page."""

    expected: str
    sentence: str
    pages: tuple[tuple[str, str], ...]
    overlay: str


@dataclass(frozen=True)
class RulePage:
    """Everything the page of a rule says."""

    rule: RuleView
    chapter: str
    confidence: str
    automation: str
    sections: tuple[Section, ...]
    examples: tuple[ExampleView, ...]
    references: tuple[Address, ...]
    act: tuple[str, ...]
    en: tuple[str, ...]
    since: str
    until: str | None
    source_file: str


def rule_page(rule: Rule, words: Words) -> RulePage:
    """A rule laid out for readers."""
    lang = words.catalogue.lang
    return RulePage(
        rule=view_rule(rule, words),
        chapter=words.chapter(rule.chapter),
        confidence=rule.confidence,
        automation=rule.automation.value,
        sections=tuple(Section(k, markdown(rule.prose[k][lang])) for k in PROSE if k in rule.prose),
        examples=tuple(
            ExampleView(
                e.expected, e.sentence, tuple((p.url, p.raw.strip()) for p in e.pages), e.overlay.strip()
            )
            for e in rule.examples
        ),
        references=tuple(Address(show_url(url), safe_href(url)) for url in rule.references),
        act=rule.act,
        en=rule.en,
        since=rule.since,
        until=rule.until,
        source_file=rule.source,
    )


def rule_chapters(words: Words) -> list[tuple[str, str, list[RuleView]]]:
    """Id, title and rules of every chapter that has any, what counts most first."""
    ordered = sorted(words.rulebook.rules, key=rank)
    chapters = [
        (c.id, words.chapter(c.id), [view_rule(rule, words) for rule in ordered if rule.chapter == c.id])
        for c in words.rulebook.chapters
    ]
    return [chapter for chapter in chapters if chapter[2]]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def markdown(text: str) -> Markup:
    """Prose of the rulebook as HTML; raw HTML in it is shown, not obeyed."""
    return Markup(_parser().render(text))  # noqa: S704 - the parser escapes, html is off
