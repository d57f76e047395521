"""Pages that say who publishes, how to object, and what every rule demands."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.publish.rulepage import rule_chapters, rule_page
from auditor.publish.ruleview import rule_href
from auditor.publish.site.page import Page, Site

OWN: tuple[str, ...] = ("rules/**/*.html",)
_ALONE = ("contact", "imprint", "privacy", "accessibility", "plain")


def pages(site: Site) -> Iterator[Page]:
    """Contact and right of reply, imprint, privacy, accessibility, plain language, rules."""
    for name in _ALONE:
        yield Page(f"{name}.html", f"{name}.html")
    yield Page("rules/index.html", "rules.html", {"chapters": rule_chapters(site.words)})
    for rule in site.words.rulebook.rules:
        yield Page(rule_href(rule.id), "rule.html", {"page": rule_page(rule, site.words)})
