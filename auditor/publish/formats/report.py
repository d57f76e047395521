"""What every format is made of: the decision, and its findings in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from auditor import PROJECT_URL, __version__
from auditor.gate.model import Checked, Decision, Place, Shortfall, State, Weighed
from auditor.publish.clean import clean, shorten
from auditor.publish.words import Words
from auditor.rulebook.model import Rule

_QUOTE = 160
_CODE_LINES = 14

#: Obligation and severity of a finding as other tools grade it.
_LEVELS = {"muss": "error", "sollte": "warning", "kann": "note"}


@dataclass(frozen=True)
class CheckReport:
    """The decision and the words to say it in; ``exit_code`` is what the command ends with."""

    decision: Decision
    words: Words
    exit_code: int
    version: str = __version__

    def text(self, key: str, **values: object) -> str:
        """A text of the check in the report's language."""
        return self.words.catalogue.text(f"check.{key}", **values)

    def count(self, key: str, n: int) -> str:
        """A text for ``n`` things."""
        return self.words.catalogue.count(f"check.{key}", n)

    def name(self, checked: Checked) -> str:
        """The service as a person would call it."""
        service = checked.result.service
        parts = [service.municipality, service.name or service.service or service.key]
        return shorten(" · ".join(p for p in parts if p) or service.url, 120)

    def message(self, weighed: Weighed) -> str:
        """What is wrong at this place."""
        return clean(self.words.message(weighed.rule, weighed.finding))

    def where(self, weighed: Weighed) -> str:
        """The place as a developer looks for it: role and name, else the path."""
        finding = weighed.finding
        element = clean(finding.role) + (f" „{shorten(finding.name, 60)}“" if finding.name else "")
        return " ".join(part for part in (element, clean(finding.target)) if part)

    def step(self, weighed: Weighed) -> str:
        """Address and step."""
        finding = weighed.finding
        step = self.text("step", step=finding.step) if finding.step else ""
        return " ".join(part for part in (clean(finding.url), step) if part)

    def short(self, shortfall: Shortfall) -> str:
        """What a service as a whole falls short of."""
        if shortfall.kind == "score":
            return self.text("short-score", wanted=shortfall.wanted, reached=shortfall.reached)
        titles = {p.id: p.title[self.words.catalogue.lang] for p in self.words.rulebook.profiles}
        rules = ", ".join(shortfall.rules) or self.words.catalogue.text("verdict.no.sentence")
        return self.text(
            "short-profile", wanted=titles[shortfall.wanted], missed=titles[shortfall.reached], rules=rules
        )

    def origin(self, rule: Rule) -> str:
        """Clause, law or criterion, and the success criteria."""
        wcag = f"WCAG {', '.join(rule.wcag)}" if rule.wcag else ""
        return " · ".join(part for part in (self.words.source(rule), wcag) if part)

    def level(self, rule: Rule) -> str:
        """``error``, ``warning`` or ``note`` by obligation."""
        return _LEVELS[rule.obligation.value]


def by_rule(checked: Checked, *states: State) -> Iterator[tuple[Rule, list[Weighed]]]:
    """Findings in these states, by rule; the gravest rule first."""
    chosen = [w for w in checked.findings if w.state in states]
    chosen.sort(key=lambda w: (_LEVELS[w.rule.obligation.value] != "error", -w.rule.severity, w.rule.id))
    for rule_id, group in groupby(chosen, key=lambda w: w.rule.id):
        found = list(group)
        yield next(w.rule for w in found if w.rule.id == rule_id), found


def rule_link(rule: Rule) -> str:
    """The stable address of the rule's own documentation."""
    return f"{PROJECT_URL}/blob/main/rules/{rule.source}"


def good_example(rule: Rule) -> str:
    """Markup that passes: the shortest passing example as its author wrote it; empty if the rule has none."""
    passing = [
        page.written
        for example in rule.examples
        if example.expected == "passed" and len(example.pages) == 1 and not example.overlay
        for page in example.pages
        if page.kind == "html" and 0 < page.written.count("\n") < _CODE_LINES
    ]
    return min(passing, key=len, default="").strip()


def artifact(place: Place, url: str) -> str:
    """The file a finding belongs to, with forward slashes; the address itself where no file listed it."""
    return PurePath(place.file).as_posix() if place.file else clean(url)


def quote(weighed: Weighed) -> str:
    """The service's own words at this place."""
    return shorten(weighed.finding.quote, _QUOTE)
