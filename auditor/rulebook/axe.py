"""Makes rules of the axe-core family out of one table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from auditor.rulebook.errors import Report, choose
from auditor.rulebook.model import Automation, Obligation, Rule, Text
from auditor.rulebook.source import Mapping, parse_yaml, read_text
from auditor.rulebook.texts import blanks, read_text_pair
from auditor.rulebook.vocabulary import HARMS, SECTIONS

FILE = "axe/axe.yaml"
CHAPTER = "5.6"

#: The clause by which BITV 2.0, and with it WCAG 2.1 A and AA, is a duty.
_CLAUSE, _ROW = "5.6.6", "5.6.6a"
#: What the rest belongs to: good practice under criterion 6, a duty by no clause that was read.
_CRITERION = "6"
_NORM_LEVELS = frozenset({"A", "AA"})
_NORM_VERSION = "2.1"
#: EN 301 549 chapter 9 numbers the success criteria of WCAG 2.1 A and AA as WCAG does.
_EN_CHAPTER = "9."

_HEAD = ("engine", "since", "messages", "prose", "rules")
_KEYS = ("level", "wcag", "wcag_version", "act", "severity", "harms", "top_only", "fault", "title", "remedy")
_LEVELS = ("A", "AA", "AAA", "best-practice", "experimental", "deprecated")
_FAULT = "{fault}"
_MESSAGES = {"violation": frozenset({"fault"}), "review": frozenset({"fault"})}


def read_family(path: Path, report: Report) -> tuple[Rule, ...]:
    """One rule for each entry of the table; mistakes are in the report.

    Raises:
        UnreadableError: the file is no YAML.
    """
    source = parse_yaml(read_text(path, report), report)
    table = source.plain()
    for key in sorted(set(table) - set(_HEAD)):
        report.add(source.line(key), f"unknown key “{key}”", choose(key, _HEAD))
    entries = table.get("rules")
    if not isinstance(entries, dict) or not isinstance(table.get("since"), str):
        report.add(
            1,
            "“rules” or “since” is missing",
            'write since: "2026-11" and rules: with one entry per axe rule',
        )
        return ()
    templates, prose = _templates(table, source, report), _prose(table, source, report)
    shared = {"since": table["since"], "prose": prose, "source": report.file}
    made = (_rule(key, entry, templates, shared, source, report) for key, entry in entries.items())
    return tuple(rule for rule in made if rule)


def _templates(table: dict[str, Any], source: Mapping, report: Report) -> dict[str, Text]:
    """The sentences into which each rule's fault is put."""
    found = {}
    for key, expected in _MESSAGES.items():
        path = ("messages", key)
        text = read_text_pair((table.get("messages") or {}).get(key), source, path, report)
        if text and {blanks(text.de), blanks(text.en)} != {expected}:
            wanted = " and ".join(f"{{{blank}}}" for blank in sorted(expected))
            report.add(source.line(*path), f"message “{key}” has other blanks than it needs", f"use {wanted}")
        elif text:
            found[key] = text
    return found


def _prose(table: dict[str, Any], source: Mapping, report: Report) -> dict[str, Text]:
    found = {}
    for key, value in (table.get("prose") or {}).items():
        if key not in SECTIONS:
            report.add(source.line("prose", key), f"unknown key “{key}”", choose(key, SECTIONS))
        elif text := read_text_pair(value, source, ("prose", key), report):
            found[key] = text
    return found


def _rule(
    key: str, entry: Any, templates: dict[str, Text], shared: dict[str, Any], source: Mapping, report: Report
) -> Rule | None:
    place = ("rules", key)
    before = len(report.problems)
    if not isinstance(entry, dict):
        report.add(
            source.line(*place), f"axe rule “{key}” is no mapping", "give it level, severity, harms and texts"
        )
        return None
    _check_words(entry, place, source, report)
    texts = {name: read_text_pair(entry.get(name), source, (*place, name), report) for name in _KEYS[-3:]}
    if len(report.problems) > before:
        return None
    fault = texts.pop("fault")
    kept = {name: entry[name] for name in _KEYS[:-3] if name in entry}
    messages = {name: _fill(template, fault) for name, template in templates.items() if fault}
    try:
        return Rule.model_validate(
            {"id": f"axe/{key}", **kept, **texts, "messages": messages, **_norm(entry), **shared}
        )
    except ValidationError as error:
        for detail in error.errors():
            report.add(
                source.line(*place),
                f"“{'.'.join(map(str, detail['loc']))}”: {detail['msg']}",
                "see rules/README.md",
            )
        return None


def _check_words(entry: dict[str, Any], place: tuple[str, str], source: Mapping, report: Report) -> None:
    for name in sorted(set(entry) - set(_KEYS)):
        report.add(source.line(*place, name), f"unknown key “{name}”", choose(name, _KEYS))
    if entry.get("level") not in _LEVELS:
        report.add(
            source.line(*place, "level"),
            f"level “{entry.get('level')}” is unknown",
            f"choose one of: {', '.join(_LEVELS)}",
        )
    for harm in entry.get("harms") or [""]:
        if harm not in HARMS:
            report.add(
                source.line(*place, "harms"), f"“{harm}” is unknown in “harms”", choose(str(harm), HARMS)
            )
    for criterion in entry.get("wcag", []):
        if not re.fullmatch(r"[1-4]\.\d\.\d{1,2}", str(criterion)):
            report.add(
                source.line(*place, "wcag"), f"“{criterion}” in “wcag” is malformed", 'write wcag: ["1.1.1"]'
            )


def _fill(template: Text, fault: Text) -> Text:
    """The sentence with the fault in it; other blanks stay for the judge."""
    return Text(de=template.de.replace(_FAULT, fault.de), en=template.en.replace(_FAULT, fault.en))


def _norm(entry: dict[str, Any]) -> dict[str, Any]:
    """What follows from level and version: a duty under 5.6.6, or good practice shown apart."""
    version = entry.get("wcag_version", _NORM_VERSION) if entry.get("wcag") else None
    duty = entry["level"] in _NORM_LEVELS and version == _NORM_VERSION
    common = {"chapter": CHAPTER, "automation": Automation.AUTOMATIC, "wcag_version": version, "counts": duty}
    if not duty:
        return {**common, "criterion": _CRITERION, "obligation": Obligation.KANN, "confidence": "D"}
    clauses = [f"{_EN_CHAPTER}{criterion}" for criterion in entry["wcag"]]
    return {
        **common,
        "clause": _CLAUSE,
        "rows": [_ROW],
        "obligation": Obligation.MUSS,
        "confidence": "A",
        "en": clauses,
    }
