"""A rule as readers see it wherever it is named."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.publish.words import Words, clause_of
from auditor.rulebook.model import Rule


@dataclass(frozen=True)
class RuleView:
    """What a reader sees of a rule."""

    id: str
    title: str
    href: str | None
    source: str
    is_clause: bool
    law: str | None
    obligation: str
    severity: int
    counts: bool
    wcag: tuple[str, ...]
    wcag_version: str | None
    harms: tuple[str, ...]
    remedy: str
    chapter: str

    @property
    def is_coming(self) -> bool:
        """WCAG 2.2 asks for it, which does not bind yet."""
        return self.wcag_version == "2.2"


def rule_href(rule_id: str) -> str:
    """Page of a rule, relative to the report's folder."""
    return f"rules/{rule_id}.html"


def view_rule(rule: Rule, words: Words) -> RuleView:
    """A rule for readers."""
    return RuleView(
        id=rule.id,
        title=words.title(rule),
        href=rule_href(rule.id) if words.known(rule.id) else None,
        source=words.source(rule),
        is_clause=clause_of(rule) is not None,
        law=rule.law,
        obligation=rule.obligation.value,
        severity=rule.severity,
        counts=rule.counts,
        wcag=rule.wcag,
        wcag_version=rule.wcag_version,
        harms=rule.harms,
        remedy=words.remedy(rule),
        chapter=rule.chapter,
    )
