"""The wording tables of ``rules/wording``: what a text says, as named signals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auditor.wording.fold import fold, normalise
from auditor.wording.pattern import Pattern, PatternError, compile_pattern
from auditor.wording.source import WordingError, line_of, path_of, read_file


@dataclass(frozen=True)
class Hit:
    """A signal found in a text. ``start``, ``end`` and ``text`` are of the original words (NFC)."""

    signal: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Span:
    """A signal found in a normalised text."""

    signal: str
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    """One row of a table. ``about`` holds whatever else the file says of it (actor, break kind …)."""

    id: str
    find: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    about: Mapping[str, Any]


class Table:
    """Entries with their patterns, in the order of the file."""

    def __init__(self, name: str, entries: Iterable[Entry]) -> None:
        self.name = name
        self.entries = {e.id: e for e in entries}
        self._wanting: dict[str, list[tuple[int, Pattern]]] = {}  # by the literal a pattern needs
        for number, entry in enumerate(self.entries.values()):
            for pattern in entry.find:
                for literal in pattern.needs:
                    self._wanting.setdefault(literal, []).append((number, pattern))
        self._order = tuple(self.entries.values())

    def spans(self, folded: str) -> tuple[Span, ...]:
        """Signals in a text that is already normalised, in the order of the table."""
        found: dict[int, set[tuple[int, int]]] = {}
        tried: set[int] = set()
        for literal, wanting in self._wanting.items():
            if literal not in folded:
                continue
            for number, pattern in wanting:
                if id(pattern) not in tried:
                    tried.add(id(pattern))
                    found.setdefault(number, set()).update(m.span() for m in pattern.regex.finditer(folded))
        return tuple(
            span
            for number in sorted(found)
            for span in _merged(self._order[number], sorted(found[number]), folded)
        )

    def search(self, text: str) -> tuple[Hit, ...]:
        """Signals in a text, in the order of the table, with the original words."""
        if not self.spans(normalise(text)):
            return ()
        folded = fold(text)
        return tuple(Hit(s.signal, *folded.words(s.start, s.end)) for s in self.spans(folded.text))

    def signals(self, text: str) -> frozenset[str]:
        """The ids of the signals in a text."""
        return frozenset(s.signal for s in self.spans(normalise(text)))


def _merged(entry: Entry, found: Sequence[tuple[int, int]], folded: str) -> Iterator[Span]:
    """The places of an entry, overlapping ones joined; none if an ``unless`` pattern is there too."""
    if not found or any(p.regex.search(folded) for p in entry.unless if any(n in folded for n in p.needs)):
        return
    start, end = found[0]
    for next_start, next_end in found[1:]:
        if next_start > end:
            yield Span(entry.id, start, end)
            start, end = next_start, next_end
        end = max(end, next_end)
    yield Span(entry.id, start, end)


@cache
def table(name: str) -> Table:
    """The table of ``rules/wording/<name>.yaml``.

    Raises:
        WordingError: the file is missing, no YAML, or holds a pattern that cannot be read.
    """
    return load_table(path_of(name))


def load_table(path: Path) -> Table:
    """A table from any file.

    Raises:
        WordingError: the file is missing, no YAML, or holds a pattern that cannot be read.
    """
    data = read_file(path)
    if not isinstance(data, dict) or not isinstance(data.get("entries"), dict):
        raise WordingError(path, 1, "no “entries”", "Write “entries:” with an id and its patterns under it")
    lists = data.get("lists") or {}
    return Table(path.stem, [_entry(path, str(i), row, lists) for i, row in data["entries"].items()])


def _entry(path: Path, id_: str, row: Any, lists: Mapping[str, Sequence[str]]) -> Entry:
    about = {"any": row} if isinstance(row, list) else dict(row) if isinstance(row, dict) else {}
    find, unless = about.pop("any", None), about.pop("unless", None)
    if not isinstance(find, list) or not find:
        line = line_of(path, f"{id_}:")
        raise WordingError(
            path, line, f"“{id_}” has no patterns", "Give it a list of patterns, or “any:” with one"
        )
    return Entry(
        id_,
        tuple(_compile(path, id_, p, lists) for p in find),
        tuple(_compile(path, id_, p, lists) for p in unless or ()),
        about,
    )


def _compile(path: Path, id_: str, pattern: object, lists: Mapping[str, Sequence[str]]) -> Pattern:
    try:
        return compile_pattern(str(pattern), lists)
    except (PatternError, re.error) as error:
        line = line_of(path, str(pattern))
        raise WordingError(
            path,
            line,
            f"pattern “{pattern}” of “{id_}”: {error}",
            "See auditor/wording/pattern.py for the syntax",
        ) from error
