"""Rules and findings in the words a town hall understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from ruamel.yaml import YAML

from auditor.checks.case import Completion, Outcome
from auditor.judge.result import Finding
from auditor.paths import data_dir
from auditor.publish.catalogue import Catalogue, fill
from auditor.publish.clean import clean, shorten
from auditor.rulebook.model import Automation, Obligation, Rule, Rulebook, Text

#: Confidence of sources in which the clause itself was read; anything less is never shown as a clause.
CLAUSE_SEEN = frozenset({"A", "A~"})
_RANK = {Obligation.MUSS: 0, Obligation.SOLLTE: 1, Obligation.KANN: 2}
_PARAM_LIMIT = 300


def clause_of(rule: Rule) -> str | None:
    """The clause of the standard, only where it was read there."""
    return rule.clause if rule.confidence in CLAUSE_SEEN else None


def rank(rule: Rule) -> tuple[bool, int, int, str]:
    """Sort key: what counts first, then duty before recommendation, severe before slight."""
    return (not rule.counts, _RANK[rule.obligation], -rule.severity, rule.id)


@dataclass(frozen=True)
class ProfileWords:
    """A rung of the ladder in the report's language; ``clean`` is empty where it can be proven."""

    title: str
    about: str
    clean: str


@dataclass(frozen=True)
class Words:
    """Looks rules up and says things in the report's language."""

    rulebook: Rulebook
    catalogue: Catalogue

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rulebook.rules}

    @cached_property
    def _chapters(self) -> dict[str, str]:
        return {c.id: c.title[self.catalogue.lang] for c in self.rulebook.chapters}

    def profile(self, profile_id: str) -> ProfileWords:
        """The words of a rung; its id where this rulebook has no such rung."""
        lang = self.catalogue.lang
        for profile in self.rulebook.profiles:
            if profile.id == profile_id:
                clean_ = profile.clean[lang] if profile.clean else ""
                return ProfileWords(profile.title[lang], profile.about[lang], clean_)
        return ProfileWords(profile_id, "", "")

    def rule(self, rule_id: str) -> Rule:
        """The rule, or a bare stand-in for one that this rulebook no longer holds."""
        return self._rules.get(rule_id) or _unknown(rule_id)

    def known(self, rule_id: str) -> bool:
        """Whether the rule has a page."""
        return rule_id in self._rules

    def chapter(self, chapter: str) -> str:
        """Its title; the id where it has none."""
        return self._chapters.get(chapter, chapter)

    def title(self, rule: Rule) -> str:
        """The requirement as a statement."""
        return rule.title[self.catalogue.lang]

    def remedy(self, rule: Rule) -> str:
        """How to mend it."""
        return rule.remedy[self.catalogue.lang]

    def source(self, rule: Rule) -> str:
        """Where the requirement comes from: clause, law, criterion, or good practice."""
        text = self.catalogue.text
        clause = clause_of(rule)
        if clause:
            return text("source.clause", clause=clause)
        if rule.law:
            return rule.law
        if rule.criterion:
            return text("source.criterion", criterion=rule.criterion)
        return text("source.practice")

    def message(self, rule: Rule, finding: Finding) -> str:
        """What is wrong at this place."""
        return self.said(rule, finding.message, finding.params, finding.outcome)

    def said(self, rule: Rule, message: str, params: Mapping[str, str], outcome: Outcome) -> str:
        """A message of a rule; a plain sentence about the outcome where this rulebook does not know it."""
        template = rule.messages.get(message)
        if template is None:
            return self.catalogue.text(f"finding.plain.{outcome}")
        values = {key: shorten(value, _PARAM_LIMIT) for key, value in params.items()}
        return fill(template[self.catalogue.lang], values)

    def verdict_reason(self, completion: Completion) -> str:
        """Why the completion verdict is what it is."""
        verdicts = _verdicts()
        if completion.reason in verdicts:
            return clean(verdicts[completion.reason][self.catalogue.lang])
        return self.catalogue.text(f"kind.{completion.kind}.explained")


@cache
def _verdicts() -> dict[str, Text]:
    """Explanations of completion verdicts, from the wording tables."""
    path = data_dir("rules") / "wording" / "verdicts.yaml"
    if not path.is_file():
        return {}
    tree = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) or {}
    table = tree.get("reasons", {})
    return {
        str(key): Text(de=value["de"], en=value["en"])
        for key, value in table.items()
        if isinstance(value, dict) and {"de", "en"} <= value.keys()
    }


def _unknown(rule_id: str) -> Rule:
    return Rule.model_construct(
        id=rule_id,
        chapter="",
        clause=None,
        law=None,
        criterion=None,
        obligation=Obligation.KANN,
        confidence="D",
        automation=Automation.AUTOMATIC,
        severity=0,
        harms=(),
        since="",
        counts=False,
        discreet=True,
        title=Text(de=f"Regel {rule_id}", en=f"Rule {rule_id}"),
        remedy=Text(
            de="Diese Regel steht nicht mehr im Regelwerk.", en="The rulebook no longer has this rule."
        ),
        source="",
    )
