"""How hard a German text is to read: sentences, words, syllables, and two formulas.

The formulas describe, they do not judge: no norm sets a number, so a check may only point at the worst sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from auditor.wording.source import read

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SYLLABLE = re.compile(r"aa|ee|oo|ie|ei|ai|ey|ay|au|eu|äu|[aeiouyäöü]")
_LONG = 6  # letters; both formulas call a word with more of them long


@dataclass(frozen=True)
class Readability:
    """Figures of one text. Means and formulas are 0 for a text without words."""

    words: int
    sentences: int
    mean_sentence: float
    lix: float
    vienna: float
    viennas: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    flesch: float = 0.0


def words(text: str) -> tuple[str, ...]:
    """The words of a text; numbers are none, a hyphenated compound is one."""
    return tuple(_WORD.findall(text))


def syllables(word: str) -> int:
    """Syllables of a German word, counted by its vowel sounds; at least one."""
    return max(1, len(_SYLLABLE.findall(word.lower().replace("qu", "q"))))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of one run of text. Dots of abbreviations, dates and ordinals end none."""
    masked = _abbreviations().sub(lambda m: m.group().replace(".", "\0"), text)
    masked = re.sub(r"(\d)\.(?=\s?\S)", "\\1\0", masked)
    parts = re.split(r"(?<=[.!?])[\"“”»)]*\s+|\n+", masked)
    return tuple(s for p in parts if words(s := p.replace("\0", ".").strip()))


@cache
def _abbreviations() -> re.Pattern[str]:
    known = sorted(read("spelling")["abbreviations"], key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(a)}".replace(r"\ ", r"\s?") for a in known))


def measure(runs: Sequence[str]) -> Readability:
    """Figures of a text given as its paragraphs, list items and so on; each ends its last sentence.

    LIX after Björnsson: mean words a sentence plus the percentage of words over six letters. The four Wiener
    Sachtextformeln after Bamberger and Vanecek: a school year, about 4 (easy) to 15 (very hard); ``vienna`` is the
    first.
    Flesch in Amstad's version for German: 0 (very hard) to 100 (very easy).
    """
    found = [s for run in runs for s in sentences(run)]
    every = [w for s in found for w in words(s)]
    if not every:
        return Readability(0, 0, 0.0, 0.0, 0.0)
    mean = len(every) / len(found)
    counts = [syllables(w) for w in every]
    long = _percent(sum(len(w) > _LONG for w in every), every)
    many = _percent(sum(c >= 3 for c in counts), every)
    one = _percent(sum(c == 1 for c in counts), every)
    viennas = (
        0.1935 * many + 0.1672 * mean + 0.1297 * long - 0.0327 * one - 0.875,
        0.2007 * many + 0.1682 * mean + 0.1373 * long - 2.779,
        0.2963 * many + 0.1905 * mean - 1.1144,
        0.2744 * many + 0.2656 * mean - 1.693,
    )
    flesch = 180 - mean - 58.5 * sum(counts) / len(every)
    return Readability(len(every), len(found), mean, mean + long, viennas[0], viennas, flesch)


def _percent(part: int, whole: Sequence[str]) -> float:
    return 100.0 * part / len(whole)
