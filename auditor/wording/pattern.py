"""The small pattern language of ``rules/wording``, compiled to regular expressions.

=============  ==========================================================================
``antrag``     the word itself, in any spelling that folding makes equal
``druck*``     any ending; ``*antrag`` any beginning (compounds)
``a b``        b follows a; commas, quotes and brackets between them do not matter
``a ~ b``      up to six free words between; ``a ~3 b`` up to three
``on-line``    hyphen, blank or nothing
``(a|b)``      one of them; ``online-(dienst|antrag)`` and ``*(dienst|antrag)`` as one word
``[a]``        may be missing; ``[a|b]`` likewise
``<…>``        only as the whole text (a label, not a sentence)
``*``          any one word
``$NAME``      a word list of the same file's ``lists``
=============  ==========================================================================

Gaps and sequences never cross the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.wording.fold import normalise

_TOKEN = re.compile(r"\s+|\(|\)|\[|\]|\||~\d*|\$\w+|[^\s()\[\]|~$]+")
_SEP = r"[^\w.!?]{1,4}"
_WORD = r"[\w./@§%&+'’-]*\w"
_LETTERS = r"[\w-]*"
_MOST_FREE_WORDS = 6
_STOPS = frozenset({"", "|", ")", "]"})


class PatternError(ValueError):
    """A pattern that cannot be read; the message says why."""


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern. It can only match a text that holds one of ``needs``: a cheap question to ask first."""

    regex: re.Pattern[str]
    needs: frozenset[str]


def compile_pattern(pattern: str, lists: Mapping[str, Sequence[str]] | None = None) -> Pattern:
    """A pattern to be matched against normalised text.

    Raises:
        PatternError: brackets do not pair, a list is unknown, or nothing is left to match.
    """
    body = pattern.strip()
    whole = body.startswith("<") and body.endswith(">")
    part = _Reader(body[1:-1] if whole else body, lists or {}).read()
    if not part.needs:
        raise PatternError("holds no word that must be there")
    source = rf"\A\W*{part.source}\W*\Z" if whole else rf"(?<!\w){part.source}(?!\w)"
    return Pattern(re.compile(source), part.needs)


@dataclass(frozen=True)
class _Part:
    """A piece of regular expression, and literals one of which it needs (none: it may match anything)."""

    source: str
    needs: frozenset[str] = frozenset()


class _Reader:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, body: str, lists: Mapping[str, Sequence[str]]) -> None:
        found = [m for m in _TOKEN.finditer(body) if not m.group().isspace()]
        self.tokens = [m.group() for m in found]
        self.glued = [bool(m.start()) and not body[m.start() - 1].isspace() for m in found]
        self.lists = lists
        self.at = 0

    def read(self) -> _Part:
        part = self._alternatives()
        if self.at < len(self.tokens):
            raise PatternError(f"unexpected “{self.tokens[self.at]}”")
        return part

    def _alternatives(self) -> _Part:
        branches = [self._sequence()]
        while self._next() == "|":
            self.at += 1
            branches.append(self._sequence())
        return _one_of(branches)

    def _group(self, closing: str) -> _Part:
        part = self._alternatives()
        if self._next() != closing:
            raise PatternError(f"“{closing}” is missing")
        self.at += 1
        return part

    def _sequence(self) -> _Part:
        """Words joined by separators; an optional word takes its separator along."""
        parts: list[_Part] = []
        gap = ""
        begun = False
        while (symbol := self._next()) not in _STOPS:
            self.at += 1
            if symbol.startswith("~"):
                if not begun:
                    raise PatternError("a gap needs a word before it")
                gap = f"(?:{_SEP}{_WORD}){{0,{int(symbol[1:] or _MOST_FREE_WORDS)}}}?"
                continue
            if symbol == "[":
                inner = self._group("]").source
                parts.append(_Part(f"{gap}(?:{_SEP}{inner})?" if begun else f"(?:{inner}{_SEP})?"))
            else:
                join = _SEP if begun and not self.glued[self.at - 1] else ""
                item = self._item(symbol)
                parts.append(_Part(gap + join + item.source, item.needs))
                begun = True
            gap = ""
        if gap:
            raise PatternError("a gap needs a word after it")
        if not begun:
            raise PatternError("nothing that must be there; write [a] only beside other words")
        return _Part("".join(p.source for p in parts), max((p.needs for p in parts), key=_rarity))

    def _item(self, symbol: str) -> _Part:
        if symbol == "(":
            return self._group(")")
        if symbol == "*" and self._next() == "(" and self.glued[self.at]:
            return _Part(_LETTERS)
        if symbol.startswith("$"):
            if symbol[1:] not in self.lists:
                raise PatternError(f"unknown list “{symbol}”")
            return _one_of([_Reader(word, self.lists).read() for word in self.lists[symbol[1:]]])
        return _word(symbol)

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""


def _one_of(branches: Sequence[_Part]) -> _Part:
    if len(branches) == 1:
        return branches[0]
    needs = (
        frozenset[str]().union(*(b.needs for b in branches))
        if all(b.needs for b in branches)
        else frozenset()
    )
    return _Part(f"(?:{'|'.join(b.source for b in branches)})", needs)


def _rarity(needs: frozenset[str]) -> tuple[int, int]:
    """Long and few literals are the best to look for first."""
    return min((len(n) for n in needs), default=0), -len(needs)


def _word(symbol: str) -> _Part:
    """One word, folded like the text."""
    if symbol == "*":
        return _Part(_WORD)
    pieces = [[normalise(part) for part in piece.split("-")] for piece in symbol.split("*")]
    literals = [part for piece in pieces for part in piece if part]
    if not literals:
        raise PatternError(f"“{symbol}” holds no letters")
    joined = [r"[-\s]?".join(re.escape(part) for part in piece) for piece in pieces]
    return _Part(_LETTERS.join(joined), frozenset({max(literals, key=len)}))
