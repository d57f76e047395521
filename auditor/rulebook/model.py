"""A rule as the rulebook knows it: front matter, prose, examples."""

from __future__ import annotations

from enum import StrEnum
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
    """A page of an example: ``raw`` is HTML, or a whole HTTP response when ``kind`` is http."""

    kind: Literal["html", "http"]
    url: str
    role: str
    raw: str


class Rule(Model):
    """One requirement and how it is judged."""

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
    en: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    check: str | None = None
    applies: dict[str, str | bool | list[str]] = {}
    since: str
    until: str | None = None
    counts: bool = True
    title: Text
    remedy: Text
    messages: dict[str, Text] = {}
    references: tuple[str, ...] = ()
    prose: dict[str, Text] = {}
    examples: tuple[Example, ...] = ()
    source: str


Example.model_rebuild()
