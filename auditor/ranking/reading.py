"""Reads YAML files of the ranking value by value, and collects every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from auditor.attest.dates import read_date
from auditor.attest.nodes import BrokenYamlError, Value, compose
from auditor.ranking.errors import Problem, RankingError
from auditor.rulebook.model import LANGS, Text
from auditor.targets.fault import Fault
from auditor.targets.text import decode

Values = Mapping[str, Value]

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_NEAR = 0.6


@dataclass
class Reader:
    """Reads one file; whatever is wrong is noted, and :meth:`finish` raises it all at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def root(self, path: Path) -> Value | None:
        """The content of the file; None where it is no text or no YAML."""
        try:
            text = decode(path.read_bytes())
        except OSError as error:
            self.note(1, "unreadable", "mend-file", detail=error.strerror or str(error))
            return None
        if isinstance(text, Fault):
            self.note(1, "no-text", "mend-text")
            return None
        try:
            return compose(text)
        except BrokenYamlError as error:
            self.note(error.line, "broken", "mend-yaml", detail=error.detail)
            return None

    def finish(self) -> None:
        """End with every mistake found.

        Raises:
            RankingError: there was one.
        """
        if self.problems:
            raise RankingError(sorted(self.problems, key=lambda each: each.line))

    def note(self, line: int, key: str, hint: str, **params: object) -> None:
        """Note a mistake and go on."""
        self.problems.append(Problem(self.file, line, key, hint, params))

    def pairs(self, value: Value | None) -> dict[str, Value]:
        """Keys and values of a mapping, each key once."""
        pairs = value.pairs() if value is not None else ()
        if pairs is None:
            self.note(_at(value), "shape", "mend-shape")
            return {}
        found: dict[str, Value] = {}
        for key, each in pairs:
            if key in found:
                self.note(each.line, "double", "mend-double", word=key)
            found.setdefault(key, each)
        return found

    def record(self, value: Value, needed: Sequence[str], possible: Sequence[str] = ()) -> Values:
        """A mapping of known keys, of which ``needed`` must be there."""
        found = self.pairs(value)
        for key in [key for key in found if key not in (*needed, *possible)]:
            self.unknown(found[key].line, key, (*needed, *possible))
            del found[key]
        for key in needed:
            if key not in found or found[key].is_empty:
                self.note(found.get(key, value).line, "missing", "mend-missing", word=key)
                found.pop(key, None)
        return found

    def text(self, value: Value | None) -> str:
        """Plain words; empty where there are none."""
        if value is None:
            return ""
        if value.text is None:
            self.note(value.line, "no-words", "mend-words")
        return value.text or ""

    def texts(self, value: Value | None) -> tuple[str, ...]:
        """A list of plain words, or a single one."""
        if value is None or value.is_empty:
            return ()
        return tuple(filter(None, (self.text(each) for each in value.items())))

    def pair(self, value: Value | None, *, both: bool = True) -> Text | None:
        """Words in German and English; the English may be left out, or be all there is, where not ``both``."""
        if value is None:
            return None
        if value.pairs() is None:
            if both:
                self.note(value.line, "languages", "mend-languages")
            words = self.text(value)
            return Text(de=words, en=words)
        found = self.record(value, LANGS if both else LANGS[:1], () if both else LANGS[1:])
        german = self.text(found.get("de"))
        return Text(de=german, en=self.text(found.get("en")) or german)

    def number(self, value: Value | None, *, least: float = 0.0, most: float | None = None) -> float:
        """A number, with a point; ``least`` where it is none."""
        words = self.text(value)
        if not _NUMBER.fullmatch(words):
            self.note(_at(value), "no-number", "mend-number", word=words)
            return least
        found = float(words)
        if found < least or (most is not None and found > most):
            limits = f"{least:g} … {most:g}" if most is not None else f"≥ {least:g}"
            self.note(_at(value), "out-of-range", "mend-range", word=words, limits=limits)
        return found

    def day(self, value: Value | None) -> date | None:
        """A day; None where none is given or it is no such day."""
        if value is None or value.is_empty:
            return None
        words = self.text(value)
        found = read_date(words)
        if found is None:
            self.note(value.line, "no-day", "mend-day", word=words)
        return found

    def choice(self, value: Value | None, known: Iterable[str]) -> str:
        """One of the known words; the first of them where it is none."""
        names = tuple(known)
        words = self.text(value)
        if words in names:
            return words
        if value is not None:
            self.unknown(value.line, words, names)
        return names[0]

    def unknown(self, line: int, word: str, known: Iterable[str]) -> None:
        """Note a word that is none of the known ones, with the nearest or all of them."""
        names = sorted(known)
        near = get_close_matches(word, names, n=1, cutoff=_NEAR)
        if near:
            self.note(line, "unknown", "near", word=word, near=near[0])
        else:
            self.note(line, "unknown", "choose", word=word, known=", ".join(names))


def _at(value: Value | None) -> int:
    return value.line if value is not None else 1
