"""Pages that say who publishes, how to object, and what every rule demands."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.publish.rulepage import rule_chapters, rule_page
from auditor.publish.ruleview import rule_href
from auditor.publish.site.page import Page, Site
from auditor.publish.site.paths import CONTACT

OWN: tuple[str, ...] = ("rules/**/*.html",)
_ALONE = ("imprint", "privacy", "accessibility", "plain")


def pages(site: Site) -> Iterator[Page]:
    """Contact and right of reply, imprint, privacy, accessibility, plain language, what is not there, rules."""
    yield Page(CONTACT, "reply.html")
    for name in _ALONE:
        yield Page(f"{name}.html", f"{name}.html")
    yield Page("404.html", "404.html", _anywhere(site))
    yield Page("rules/index.html", "rules.html", {"chapters": rule_chapters(site.words)})
    for rule in site.words.rulebook.rules:
        yield Page(rule_href(rule.id), "rule.html", {"page": rule_page(rule, site.words)})


def _anywhere(site: Site) -> dict[str, str]:
    """A server shows this page below any address, so its links cannot start from there."""
    if not site.base_url:
        return {}
    return {"root": f"{site.base_url}/{site.folder}", "top": f"{site.base_url}/"}
