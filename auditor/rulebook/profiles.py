"""Reads ``rules/profiles.yaml``: the rungs of the ladder, lowest first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.rulebook.errors import Report, choose
from auditor.rulebook.model import Obligation, Profile, Proof, Selection
from auditor.rulebook.source import Mapping, parse_yaml, read_text
from auditor.rulebook.texts import read_text_pair

FILE = "profiles.yaml"
_TEXTS = ("title", "about", "clean")
_KEYS = (*_TEXTS, "proof", "needs", "attested")


def read_profiles(
    path: Path, report: Report, chapters: Collection[str], rules: Collection[str]
) -> tuple[Profile, ...]:
    """The rungs in the order of the file; mistakes are in the report.

    Raises:
        UnreadableError: the file is no YAML.
    """
    source = parse_yaml(read_text(path, report), report)
    reader = _Reader(source, report, {"chapters": chapters, "rules": rules, "obligations": tuple(Obligation)})
    found = (reader.profile(str(key), value) for key, value in source.plain().items())
    return tuple(profile for profile in found if profile)


@dataclass(frozen=True)
class _Reader:
    source: Mapping
    report: Report
    vocabulary: dict[str, Collection[str]]

    def profile(self, key: str, value: Any) -> Profile | None:
        """One rung, or None with its mistakes in the report."""
        line = self.source.line(key)
        if not isinstance(value, dict):
            self.report.add(line, f"rung {key} is no mapping", "give it title, about, proof and needs")
            return None
        for name in sorted(set(value) - set(_KEYS)):
            self.report.add(self.source.line(key, name), f"unknown key “{name}”", choose(name, _KEYS))
        texts = {
            name: read_text_pair(value.get(name), self.source, (key, name), self.report)
            for name in _TEXTS
            if name in value or name != "clean"
        }
        proof = str(value.get("proof", ""))
        if proof not in tuple(Proof):
            self.report.add(self.source.line(key, "proof"), f"unknown proof “{proof}”", choose(proof, Proof))
        needs = [self._selection(key, each) for each in value.get("needs") or ()]
        if None in texts.values() or None in needs or proof not in tuple(Proof):
            return None
        return Profile.model_validate(
            {"id": key, "proof": proof, "needs": needs, "attested": bool(value.get("attested")), **texts}
        )

    def _selection(self, key: str, value: Any) -> Selection | None:
        line = self.source.line(key, "needs")
        known = (*self.vocabulary, "wcag")
        if not isinstance(value, dict) or not value or set(value) - set(known):
            self.report.add(line, f"rung {key} selects rules in an unknown way", f"use {', '.join(known)}")
            return None
        good = True
        for name, words in self.vocabulary.items():
            for word in value.get(name) or ():
                if word not in words:
                    self.report.add(line, f"rung {key}: unknown “{word}”", choose(str(word), words))
                    good = False
        return Selection.model_validate(value) if good else None
