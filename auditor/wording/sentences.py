"""Cuts text into sentences, knowing administrative abbreviations, ordinals and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.wording.fold import Folded, fold

_END = re.compile(r"""[.!?]+["')\]]*(?=\s|$)""")
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}\.$|\d\.\d{1,2}\.$")  # „1.“ of a list, „31.03.“ of a date


@dataclass(frozen=True)
class Sentence:
    """A sentence in its own words and in the spelling the tables are matched in."""

    text: str
    folded: str


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text. A line break ends one unless the next line goes on in small letters."""
    return tuple(s for line in _lines(text) for s in _split(fold(line)))


def _lines(text: str) -> Iterator[str]:
    line = ""
    for piece in text.split("\n"):
        if not piece.strip():
            continue
        if line and not piece.lstrip()[0].islower():
            yield line
            line = piece
        else:
            line = f"{line} {piece}" if line else piece
    if line:
        yield line


def _split(folded: Folded) -> Iterator[Sentence]:
    start = 0
    for end in _ends(folded):
        if sentence := _sentence(folded, start, end):
            yield sentence
        start = end
    if sentence := _sentence(folded, start, len(folded.text)):
        yield sentence


def _ends(folded: Folded) -> Iterator[int]:
    for match in _END.finditer(folded.text):
        after = folded.text[match.end() :].lstrip()
        at = len(folded.text) - len(after)
        follows = folded.original[folded.origin[at]] if after else "X"
        small = follows.islower() and match.group()[0] == "."
        number = _NUMBERED.search(folded.text, 0, match.end()) and (
            small or follows.isdigit() or match.start() < 4
        )
        if not small and not number:
            yield match.end()


def _sentence(folded: Folded, start: int, end: int) -> Sentence | None:
    piece = folded.text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if not piece:
        return None
    return Sentence(folded.words(start, start + len(piece))[2], piece)
