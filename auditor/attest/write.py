"""Writes sheets that people fill in: commented YAML, every question with what counts as evidence."""

from __future__ import annotations

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor.attest.model import MOST_MONTHS, USUAL_MONTHS, say
from auditor.attest.results import Measured, Place
from auditor.attest.vocabulary import meanings, word
from auditor.rulebook.model import Automation, Chapter, Lang, Rule, Rulebook

_WIDTH = 100
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]+")


def questions(rulebook: Rulebook, automation: Automation) -> Iterator[tuple[Chapter, tuple[Rule, ...]]]:
    """The rules that people can answer, by chapter in the order of the standard."""
    for chapter in rulebook.chapters:
        rules = [r for r in rulebook.rules if r.chapter == chapter.id and r.automation is automation]
        if rules:
            yield chapter, tuple(rules)


def statement_sheet(service: Measured, rulebook: Rulebook, lang: Lang, file: str) -> str:
    """A sheet with every question that only the responsible body can answer, then those it can add something to."""
    lines = [*_opening("sheet", lang, file), *_head(service, lang), *_key("answers", lang)]
    lines += _comment(say("hint-answers", lang, words=_choices("answers", lang)), "  ")
    for chapter, rules in questions(rulebook, Automation.ATTESTED):
        lines += ["", *_rule_line(f"{_number(chapter)}{chapter.title[lang]}", "  ")]
        for rule in rules:
            lines += _question(rule, ("why", "evidence"), lang)
    lines += ["", *_rule_line(say("part-assisted", lang), "  ")]
    for _, rules in questions(rulebook, Automation.ASSISTED):
        for rule in rules:
            lines += _question(rule, ("limits",), lang)
    return "\n".join(lines) + "\n"


def review_sheet(service: Measured, rulebook: Rulebook, lang: Lang, file: str) -> str:
    """A sheet with every place of the service that a person must look at."""
    titles = {rule.id: rule.title[lang] for rule in rulebook.rules}
    left_out = dict(service.left_out)
    lines = [*_opening("review", lang, file), *_head(service, lang), *_key("reviews", lang)]
    lines += _comment(say("hint-decisions", lang, words=_choices("decisions", lang)), "  ")
    for rule, places in groupby(service.places, lambda place: place.rule):
        lines += ["", *_rule_line(titles.get(rule, rule), "  ")]
        for place in places:
            lines += _place(place, lang)
        if rule in left_out:
            lines += _comment(say("more-places", lang, count=left_out[rule]), "  ")
    if not service.places:
        lines += ["  {}"]
    return "\n".join(lines) + "\n"


def _opening(kind: str, lang: Lang, file: str) -> list[str]:
    check = say("sheet-check", lang, file=file)
    intro = say(f"{kind}-intro", lang)
    return [*_comment(say(f"{kind}-title", lang)), "#", *_comment(intro), "#", *_comment(check), ""]


def _head(service: Measured, lang: Lang) -> list[str]:
    lines = _comment(say("hint-service", lang))
    lines.append(f"{word('keys', 'service', lang)}: {quoted(service.url)}")
    if service.name:
        lines.append(f"{word('keys', 'name', lang)}: {quoted(service.name)}")
    lines += ["", *_comment(say("hint-head", lang))]
    hints = (
        ("body", say("hint-body", lang)),
        ("role", say("hint-role", lang)),
        ("given", say("hint-given", lang)),
        ("valid_until", say("hint-valid", lang, most=MOST_MONTHS, usual=USUAL_MONTHS)),
    )
    lines += [f'{word("keys", key, lang)}: ""  # {hint}' for key, hint in hints]
    return [*lines, ""]


def _question(rule: Rule, sections: Sequence[str], lang: Lang) -> list[str]:
    labels = {"why": "why", "evidence": "counts-as", "limits": "does-not-show"}
    lines = ["", *_comment(rule.title[lang], "  ")]
    for section in sections:
        if section in rule.prose:
            lines += _comment(f"{say(labels[section], lang)}: {plain(rule.prose[section][lang])}", "  ")
    return [
        *lines,
        f"  {rule.id}:",
        f"    {word('keys', 'answer', lang)}: {word('answers', 'open', lang)}",
        f'    {word("keys", "evidence", lang)}: ""',
        f'    {word("keys", "remark", lang)}: ""',
    ]


def _place(place: Place, lang: Lang) -> list[str]:
    why = f"{place.why} ({place.element})" if place.element else place.why
    return [
        "",
        f"  {quoted(place.fingerprint)}:",
        f"    {word('keys', 'rule', lang)}: {place.rule}",
        f"    {word('keys', 'page', lang)}: {quoted(place.page)}",
        f"    {word('keys', 'look', lang)}: {quoted(why)}",
        f"    {word('keys', 'decision', lang)}: {word('decisions', 'open', lang)}",
        f'    {word("keys", "reason", lang)}: ""',
    ]


def _key(key: str, lang: Lang) -> list[str]:
    return [f"{word('keys', key, lang)}:"]


def _number(chapter: Chapter) -> str:
    return f"{chapter.id} " if chapter.id[0].isdigit() else ""


def _choices(kind: str, lang: Lang) -> str:
    return " | ".join(word(kind, each, lang) for each in meanings(kind))


def _rule_line(title: str, indent: str) -> list[str]:
    return [f"{indent}# ── {title} ".ljust(_WIDTH, "─")]


def _comment(text: str, indent: str = "") -> list[str]:
    mark = f"{indent}# "
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=mark,
        subsequent_indent=mark,
        break_long_words=False,
        break_on_hyphens=False,
    )


def plain(markdown: str) -> str:
    """Prose of the rulebook as plain words on one line."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", markdown)).split())


def quoted(text: str) -> str:
    """Any text, also from a hostile page, as a YAML string on one line."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return json.dumps(" ".join(kept.split()), ensure_ascii=False)
