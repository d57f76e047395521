"""How much of the standard the rulebook covers, chapter by chapter: the table that stands in the README."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from auditor.catalogue import catalogue
from auditor.rulebook.model import Automation, Lang, Rule, Rulebook

START, END = "<!-- coverage: auditor rules coverage --lang en --write README.md -->", "<!-- /coverage -->"
AXE = "axe/"

_WORDS = catalogue(Path(__file__).with_name("words.yaml"))
_KINDS = (Automation.AUTOMATIC, Automation.ASSISTED, Automation.ATTESTED)


class NoPlaceError(ValueError):
    """A file has no place for the table."""


def coverage(book: Rulebook, lang: Lang) -> str:
    """Rules per chapter and who can decide them, as a Markdown table; axe-core's rules have a line of their own."""
    own = [rule for rule in book.rules if not rule.id.startswith(AXE)]
    axe = [rule for rule in book.rules if rule.id.startswith(AXE)]
    head = [_say(key, lang) for key in ("column-chapter", *_KINDS, "rules", "examples")]
    lines = [head, ["---", *("--:" for _ in head[1:])]]
    for chapter in book.chapters:
        name = chapter.title[lang] if chapter.id == "law" else f"{chapter.id} {chapter.title[lang]}"
        lines.append([name, *_figures([rule for rule in own if rule.chapter == chapter.id])])
    lines.append([f"**{_say('together', lang)}**", *(f"**{figure}**" for figure in _figures(own))])
    lines.append([_say("axe-family", lang), *_figures(axe)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figures(rules: list[Rule]) -> Iterator[str]:
    for kind in _KINDS:
        yield str(sum(rule.automation is kind for rule in rules))
    yield str(len(rules))
    yield str(sum(len(rule.examples) for rule in rules))


def _say(key: str, lang: Lang) -> str:
    return _WORDS.say(str(key), lang)


def placed(text: str, table: str) -> str:
    """The text with the table between its two marks.

    Raises:
        NoPlaceError: the marks are missing.
    """
    pattern = re.compile(f"({re.escape(START)}\n).*?({re.escape(END)})", re.DOTALL)
    if not pattern.search(text):
        raise NoPlaceError(f"the marks {START} and {END} are missing")
    return pattern.sub(lambda match: f"{match[1]}\n{table}\n\n{match[2]}", text)
