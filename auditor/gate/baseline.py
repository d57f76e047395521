"""The baseline: known findings that no longer make the check fail. A small sorted YAML file that people review."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from auditor.gate.model import Entry
from auditor.rulebook.errors import Problem, Report, UnreadableError, choose
from auditor.rulebook.source import Mapping, parse_yaml, read_text

VERSION = 1
_HEAD = """\
# Known findings: they do not make `auditor check` fail. Written by `auditor baseline update`; reason, owner and
# expires (a date; afterwards the finding counts again) are yours to fill in.
"""
_TOP = ("version", "findings")
_KEYS = ("fingerprint", "rule", "service", "where", "reason", "owner", "expires")
_NEEDED = ("fingerprint", "rule", "service")


class BaselineError(Exception):
    """The baseline cannot be used; one line for every mistake, with file, line and remedy."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def read_baseline(path: Path, rules: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of a baseline file.

    Args:
        path: the file; one that does not exist is an error, an empty one has no entries.
        rules: ids of all rules; an entry of any other is an error (the rule may have been renamed).

    Raises:
        BaselineError: it cannot be read, or has mistakes.
    """
    report = Report(str(path))
    entries: list[Entry] = []
    try:
        text = _text(path, report)
        if text.strip():
            entries = _entries(parse_yaml(text, report), report, frozenset(rules))
    except UnreadableError:
        pass
    if report.problems:
        raise BaselineError(report.problems)
    return tuple(entries)


def _text(path: Path, report: Report) -> str:
    try:
        return read_text(path, report)
    except OSError as error:
        what = error.strerror or str(error)
        raise report.stop(
            1, what, "make it with `auditor baseline update --baseline FILE --from results.json --allow-new`"
        ) from None


def _entries(source: Mapping, report: Report, rules: frozenset[str]) -> list[Entry]:
    data = source.plain()
    for key in data:
        if key not in _TOP:
            report.add(source.line(str(key)), f"unknown key “{key}”", choose(str(key), _TOP))
    if data.get("version") != VERSION:
        report.add(
            source.line("version"),
            f"“version: {data.get('version')}” is unknown",
            f"write version: {VERSION}",
        )
    listed = data.get("findings") or []
    if not isinstance(listed, list):
        report.add(
            source.line("findings"), "“findings” is no list", "begin each finding with “- fingerprint:”"
        )
        return []
    lines = _lines(source)
    return [e for raw, line in zip(listed, lines, strict=False) if (e := _entry(raw, line, report, rules))]


def _lines(source: Mapping) -> list[int]:
    """The line on which each finding begins."""
    root: Any = YAML(typ="rt").load(source.text)
    findings: Any = root.get("findings") or []
    return [source.first + findings.lc.item(i)[0] for i in range(len(findings))]


def _entry(raw: object, line: int, report: Report, rules: frozenset[str]) -> Entry | None:
    if not isinstance(raw, dict):
        report.add(line, "a finding without keys", "begin it with “- fingerprint:”")
        return None
    before = len(report.problems)
    for key in raw:
        if key not in _KEYS:
            report.add(line, f"unknown key “{key}”", choose(str(key), _KEYS))
    for key in _NEEDED:
        if not raw.get(key):
            report.add(line, f"“{key}” is missing", f"add “{key}:”, or remove the finding")
    if raw.get("rule") and raw["rule"] not in rules:
        report.add(line, f"there is no rule “{raw['rule']}”", choose(str(raw["rule"]), rules))
    expires = _day(raw.get("expires"))
    if raw.get("expires") and expires is None:
        report.add(line, f"“expires: {raw['expires']}” is no date", "write it like expires: 2027-05-31")
    if len(report.problems) > before:
        return None
    texts = {key: str(raw.get(key) or "") for key in _KEYS if key != "expires"}
    return Entry(**texts, expires=expires, line=line)


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@dataclass(frozen=True)
class Update:
    """A baseline brought up to date: what stays, what came, what went."""

    entries: tuple[Entry, ...]
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]


def updated(
    old: Sequence[Entry],
    found: Sequence[Entry],
    judged: frozenset[tuple[str, str]],
    defaults: Entry | None = None,
) -> Update:
    """Bring a baseline up to date.

    Args:
        old: its entries.
        found: what was found now, as entries without reason.
        judged: pairs of service and rule that were judged now; entries of any other are kept, for nothing is known
            of them.
        defaults: reason, owner and expiry of entries that are added.
    """
    known = {(e.rule, e.fingerprint): e for e in old}
    now = {(e.rule, e.fingerprint): e for e in found}
    added = [
        replace(e, reason=defaults.reason, owner=defaults.owner, expires=defaults.expires) if defaults else e
        for key, e in now.items()
        if key not in known
    ]
    removed = [e for key, e in known.items() if key not in now and (e.service, e.rule) in judged]
    kept = [replace(e, where=now[k].where) if k in now else e for k, e in known.items() if e not in removed]
    return Update((*kept, *added), tuple(added), tuple(removed))


def baseline_text(entries: Iterable[Entry]) -> str:
    """The file's text: sorted by service, rule and fingerprint, so that a change shows as few lines."""
    ordered = sorted(entries, key=lambda e: (e.service, e.rule, e.fingerprint))
    rows = [
        {
            key: value
            for key in _KEYS
            if (value := getattr(entry, key)) not in {None, ""} or key in {"reason", "owner"}
        }
        for entry in ordered
    ]
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda *_: True  # a date that stands twice is written twice
    out = io.StringIO()
    yaml.dump({"version": VERSION, "findings": rows}, out)
    return _HEAD + out.getvalue()
