"""Validates the front matter of a rule file."""

from __future__ import annotations

import re
from typing import Any

from auditor.rulebook.errors import Report, choose
from auditor.rulebook.model import Automation, Obligation, Rule, Text
from auditor.rulebook.source import Mapping
from auditor.rulebook.texts import check_blanks, read_text_pair
from auditor.rulebook.vocabulary import APPLIES, CLAUSE_SEEN, HARMS, NEEDS, PROBES

LAW = "law"  # the folder of rules that stand in a law only

#: A rule says the rest by its folder, its name and its body.
_KEYS = frozenset(Rule.model_fields) - {"chapter", "level", "prose", "examples", "source"}
_REQUIRED = ("id", "obligation", "confidence", "automation", "severity", "harms", "since", "title", "remedy")

#: Key → pattern and an example of a well-formed value.
_SHAPES = {
    "id": (r"[a-z0-9]+(-[a-z0-9]+)*", "contact-route"),
    "clause": (r"5\.\d+(\.\d+)+( Anm\. \d+)?", '"5.3.2"'),
    "criterion": (r"[1-9]|1[0-3]", '"9"'),
    "law": (r"\S.*", '"DDG § 5"'),
    "check": (r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)+", "responsibility.contact_route"),
    "since": (r"\d{4}-(0[1-9]|1[0-2])", '"2026-11"'),
    "until": (r"\d{4}-(0[1-9]|1[0-2])", '"2027-01"'),
    "wcag_version": (r"2\.[12]", '"2.2"'),
}
_LIST_SHAPES = {
    "rows": (r"5\.\d+\S*", '["5.3.2b"]'),
    "wcag": (r"[1-4]\.\d\.\d{1,2}", '["1.4.10"]'),
    "en": (r"\d+(\.\d+)+", '["9.1.4.10"]'),
    "act": (r"[a-z0-9]{6}", '["23a2a8"]'),
    "references": (r"https?://\S+", '["https://www.gesetze-im-internet.de/ddg/__5.html"]'),
}
_CHOICES: dict[str, frozenset[str]] = {
    "obligation": frozenset(Obligation),
    "automation": frozenset(Automation),
    "confidence": frozenset({"A", "A~", "B", "C", "D"}),
}
_LIST_CHOICES: dict[str, frozenset[str]] = {"harms": HARMS, "needs": NEEDS, "probes": PROBES}


def read_matter(source: Mapping, report: Report) -> dict[str, Any]:
    """The front matter as fields of a rule, with every mistake in the report."""
    data = source.plain()
    for key in data:
        if key not in _KEYS:
            report.add(source.line(str(key)), f"unknown key “{key}”", choose(str(key), _KEYS))
    for key in _REQUIRED:
        if data.get(key) is None or data.get(key) == []:
            report.add(source.first, f"“{key}” is missing", f"add “{key}:” to the front matter")
    fields = {key: value for key, value in data.items() if key in _KEYS and value is not None}
    for step in (_words, _lists, _numbers, _applies, _texts, _belonging, _period, _automation):
        step(fields, source, report)
    return fields


def _words(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """Single values: their shape or vocabulary."""
    for key, (pattern, example) in _SHAPES.items():
        if key in fields and not _fits(fields[key], pattern):
            report.add(
                source.line(key), f"“{key}: {fields[key]}” is malformed", f"write it like {key}: {example}"
            )
    for key, known in _CHOICES.items():
        if key in fields and fields[key] not in known:
            report.add(
                source.line(key), f"“{key}: {fields[key]}” is unknown", choose(str(fields[key]), known)
            )


def _lists(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """Lists: each entry's shape or vocabulary."""
    for key in [*_LIST_SHAPES, *_LIST_CHOICES]:
        if key not in fields:
            continue
        if not isinstance(fields[key], list):
            report.add(source.line(key), f"“{key}” is no list", f"write {key}: [{fields[key]}]")
            continue
        for entry in fields[key]:
            _entry(key, entry, source.line(key), report)


def _entry(key: str, entry: object, line: int, report: Report) -> None:
    if key in _LIST_CHOICES:
        if str(entry) not in _LIST_CHOICES[key]:
            report.add(line, f"“{entry}” is unknown in “{key}”", choose(str(entry), _LIST_CHOICES[key]))
        return
    pattern, example = _LIST_SHAPES[key]
    if not _fits(entry, pattern):
        report.add(line, f"“{entry}” in “{key}” is malformed", f"write it like {key}: {example}")


def _fits(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _numbers(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    severity = fields.get("severity", 0)
    if not isinstance(severity, int) or isinstance(severity, bool) or not 0 <= severity <= 4:
        report.add(
            source.line("severity"),
            f"“severity: {severity}” is out of range",
            "use 0 (none) to 4 (catastrophe)",
        )
    for key in ("counts", "top_only", "reads_axe", "discreet"):
        if not isinstance(fields.get(key, True), bool):
            report.add(
                source.line(key), f"“{key}: {fields[key]}” is neither true nor false", "write true or false"
            )


def _applies(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """Conditions: known ones, each with a list of known values."""
    conditions = fields.get("applies", {})
    if not isinstance(conditions, dict):
        report.add(source.line("applies"), "“applies” is no mapping", "write applies: {land: [BW, NW]}")
        return
    for key, value in conditions.items():
        line = source.line("applies", str(key))
        if key not in APPLIES:
            report.add(line, f"unknown condition “{key}”", choose(str(key), APPLIES))
            continue
        for entry in value if isinstance(value, list) else [value]:
            if entry not in APPLIES[key]:
                report.add(line, f"“{entry}” is no {key}", choose(str(entry), APPLIES[key]))


def _texts(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """Titles, remedies and messages in both languages."""
    for key in ("title", "remedy"):
        if key in fields:
            fields[key] = read_text_pair(fields[key], source, (key,), report)
    messages = fields.get("messages", {})
    if not isinstance(messages, dict):
        report.add(
            source.line("messages"), "“messages” is no mapping", 'write key: {de: "…", en: "…"} below it'
        )
        messages = {}
    kept: dict[str, Text] = {}
    for key, value in messages.items():
        text = read_text_pair(value, source, ("messages", str(key)), report)
        if text:
            check_blanks(text, source.line("messages", str(key)), str(key), report)
            kept[str(key)] = text
    fields["messages"] = kept


def _belonging(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """A clause only where the standard's own text was read; something to belong to in any case."""
    confidence = fields.get("confidence")
    if "clause" in fields and confidence is not None and confidence not in CLAUSE_SEEN:
        report.add(
            source.line("clause"),
            f"clause {fields['clause']} given for a source of confidence {confidence}",
            "replace “clause” by “criterion” or “law”; a clause needs confidence A or A~",
        )
    if not {"clause", "law", "criterion"} & set(fields):
        report.add(source.first, "the rule belongs to nothing", "add “clause”, “law” or “criterion”")


def _period(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    since, until = fields.get("since"), fields.get("until")
    if isinstance(since, str) and isinstance(until, str) and until < since:
        report.add(
            source.line("until"), f"the rule ends ({until}) before it begins ({since})", "correct “until”"
        )


def _automation(fields: dict[str, Any], source: Mapping, report: Report) -> None:
    """The provider's own word has no check; everything else has one."""
    attested = fields.get("automation") == Automation.ATTESTED
    if attested and "check" in fields:
        report.add(
            source.line("check"),
            "an attested rule has a check",
            "remove “check”, or choose automatic or assisted",
        )
    if not attested and "check" not in fields:
        report.add(
            source.first, "“check” is missing", "add check: module.function, or choose automation: attested"
        )
