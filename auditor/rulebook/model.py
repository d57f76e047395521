"""A rule as the rulebook knows it: front matter, prose, examples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from auditor.evidence.model import Model

Lang = Literal["de", "en"]
LANGS: tuple[Lang, ...] = ("de", "en")


class Text(Model):
    """The same words in German and English."""

    de: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.de


class Obligation(StrEnum):
    """Verbal form of the requirement: duty, recommendation, possibility."""

    MUSS = "muss"
    SOLLTE = "sollte"
    KANN = "kann"


class Automation(StrEnum):
    """Who can decide: the program alone, the program with a person, only the provider."""

    AUTOMATIC = "automatic"
    ASSISTED = "assisted"
    ATTESTED = "attested"


class Example(Model):
    """One example of a rule; its pages are opened in the real browser and the outcome asserted."""

    expected: Literal["passed", "failed", "inapplicable", "cantTell", "untested"]
    sentence: str
    pages: tuple[ExamplePage, ...]
    overlay: str = ""


class ExamplePage(Model):
    """A page of an example: ``raw`` is a whole HTML page, or a whole HTTP response when ``kind`` is http.

    ``written`` is what the rule's author wrote, before a fragment was wrapped in a page. ``role`` is a page role
    or ``asset`` for an answer that is not a page. ``state`` says that it is a later state of the page before it.
    """

    kind: Literal["html", "http"]
    url: str
    role: str
    raw: str
    written: str = ""
    state: str = ""


class Rule(Model):
    """One requirement and how it is judged.

    ``prose`` has the keys ``why``, ``how``, ``limits`` (what a pass does not prove) and ``assumptions``, in Markdown.
    ``reads_axe`` says that its check reads axe-core's answers, so its examples are played with the engine;
    ``probes`` are those whose findings it reads.
    ``level`` is the WCAG level, or why an axe rule stands apart. ``top_only`` rules speak of a whole page and say
    nothing of an embedded frame. ``discreet`` rules are published with their title only: where and how they are broken
    would help an attacker. ``source`` is the file below ``rules/``.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$|^axe/[a-z0-9-]+$")
    chapter: str
    clause: str | None = None
    law: str | None = None
    criterion: str | None = None
    rows: tuple[str, ...] = ()
    obligation: Obligation
    confidence: Literal["A", "A~", "B", "C", "D"]
    automation: Automation
    severity: int = Field(ge=0, le=4)
    harms: tuple[str, ...]
    wcag: tuple[str, ...] = ()
    wcag_version: Literal["2.1", "2.2"] | None = None
    level: Literal["A", "AA", "AAA", "best-practice", "experimental", "deprecated"] | None = None
    en: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    check: str | None = None
    reads_axe: bool = False
    probes: tuple[str, ...] = ()
    applies: dict[str, str | bool | list[str]] = {}
    since: str
    until: str | None = None
    counts: bool = True
    top_only: bool = False
    discreet: bool = False
    title: Text
    remedy: Text
    messages: dict[str, Text] = {}
    references: tuple[str, ...] = ()
    prose: dict[str, Text] = {}
    examples: tuple[Example, ...] = ()
    source: str


class Chapter(Model):
    """A chapter of the standard, or the neighbouring law.

    ``about`` tells a resident in one sentence what it is for; ``weight`` is its share in the score relative to
    the other chapters, ``reason`` says why.
    """

    id: str
    title: Text
    about: Text
    weight: int = Field(ge=0)
    reason: Text


class Proof(StrEnum):
    """What can prove a rung of the ladder: that the start page opened, that the service can be finished, nothing."""

    VISIT = "visit"
    COMPLETION = "completion"
    NEVER = "never"


class Selection(Model):
    """Some rules: those named, or all that have each property given. ``wcag``: only those of a success criterion."""

    rules: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    wcag: bool = False

    def matches(self, rule: Rule) -> bool:
        """Whether the rule is one of them."""
        if self.rules:
            return rule.id in self.rules
        return (
            (not self.chapters or rule.chapter in self.chapters)
            and (not self.obligations or rule.obligation in self.obligations)
            and (not self.wcag or bool(rule.wcag))
        )


class Profile(Model):
    """A rung of the ladder: ``about`` says what it means, ``needs`` which counting rules it asks for.

    ``clean`` is what may be said of a rung that nothing speaks against but that nothing proves either. ``attested``
    rungs also ask for what only the provider can answer.
    """

    id: str
    title: Text
    about: Text
    clean: Text | None = None
    proof: Proof
    needs: tuple[Selection, ...] = ()
    attested: bool = False


@dataclass(frozen=True)
class Rulebook:
    """All rules, sorted by id, all chapters in the order of the standard, and the ladder from its lowest rung.

    ``version`` names the content: 12 hex digits that change with any rule, table or weight, and with nothing else.
    """

    rules: tuple[Rule, ...]
    chapters: tuple[Chapter, ...]
    version: str
    profiles: tuple[Profile, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id.

        Raises:
            KeyError: there is none.
        """
        return self._by_id[rule_id]

    def chapter(self, chapter_id: str) -> Chapter:
        """The chapter of this id.

        Raises:
            KeyError: there is none.
        """
        return {chapter.id: chapter for chapter in self.chapters}[chapter_id]

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}


Example.model_rebuild()
