"""German text in one spelling, so that a pattern is written once.

Case, umlauts (ä = ae), ß (= ss), typographic quotes and dashes, soft hyphens, the middle dot and hyphen of easy
language („Bürger·büro“, „aus-drucken“), gender forms („Antragsteller*in“), the dots of abbreviations and white
space are folded. The same is done to the patterns of ``rules/wording``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.wording.source import read

_CHARS = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e",
        "„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "›": '"', "‹": '"',
        "‚": "'", "‘": "'", "’": "'", "´": "'", "`": "'",
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
        "…": " ",
    }
)  # fmt: skip

_INVISIBLE = r"[\u00ad\u200b-\u200d\u2060\ufeff]+"
_SYLLABLE_DOT = r"(?<=\w)[·•‧∙](?=\w)"
_SPACES = r"[\s\u00a0\u202f]+"


@cache
def _special() -> re.Pattern[str]:
    """Everything that is longer or shorter after folding than one character, as one alternation."""
    data = read("spelling")
    endings = "|".join(data["gender_endings"])
    joints = "|".join(data["hyphen_kept_before"])
    dotted = "|".join(_dotted(a) for a in sorted(data["abbreviations"], key=len, reverse=True))
    last = "|".join(_dotted(a) for a in data["abbreviations_that_may_end_a_sentence"])
    ordinal = "|".join(data["ordinal_before"])
    ordinal_after = "|".join(data["ordinal_after"])
    return re.compile(
        rf"(?P<drop>{_INVISIBLE}|{_SYLLABLE_DOT})"
        rf"|(?P<gender>(?<=[^\W\d_]{{3}})(?:[*:_]|/-?|\((?=(?:{endings})\)))(?:{endings})\b\)?|(?<=er)In(?:nen)?\b)"
        rf"|(?P<hyphen>(?<=[a-zäöüß]{{2}})[-‐‑](?=[a-zäöüß]{{2}})(?!(?i:{joints})\b))"
        rf"|(?P<dotted>(?<!\w)(?:(?:{dotted})(?!\w)|(?:{last})(?!\s+[A-ZÄÖÜ]|\s*\Z)))"
        rf"|(?P<ordinal>\b(?:{ordinal})\s\d{{1,2}}\.(?=\s\w)|(?<!\w)\d{{1,2}}\.(?=\s(?:{ordinal_after})))"
        rf"|(?P<space>{_SPACES})",
    )


def _dotted(abbreviation: str) -> str:
    """Blank = blank or nothing; a small first letter may also be a capital (beginning of a sentence)."""
    first = abbreviation[0]
    start = f"[{first}{first.upper()}]" if first.islower() else re.escape(first)
    return start + re.escape(abbreviation[1:]).replace(r"\ ", r"\s?")


def _plain(text: str) -> str:
    return text.lower().translate(_CHARS)


def _replacement(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "space":
            return " "
        case "dotted":
            return re.sub(r"[.\s]", "", match.group())
        case "ordinal":
            return re.sub(r"\s", " ", match.group().rstrip("."))
        case _:
            return ""


def normalise(text: str) -> str:
    """The text in the one spelling in which the wording tables are matched."""
    return _plain(_special().sub(_replacement, unicodedata.normalize("NFC", text))).strip()


@dataclass(frozen=True)
class Folded:
    """A normalised text that still knows where each of its characters came from."""

    original: str
    text: str
    origin: tuple[int, ...]

    def words(self, start: int, end: int) -> tuple[int, int, str]:
        """Start, end and wording in the original (in its NFC form) of a span of the folded text."""
        if not self.text or start >= end:
            return 0, 0, ""
        first = self.origin[start]
        last = self.origin[end] if end < len(self.origin) else len(self.original)
        words = self.original[first:last].rstrip()
        return first, first + len(words), words


def fold(text: str) -> Folded:
    """Like :func:`normalise`, keeping the way back; slower, so for texts that matched."""
    original = unicodedata.normalize("NFC", text)
    pairs = list(_pairs(original))
    while pairs and pairs[0][0] == " ":
        pairs.pop(0)
    while pairs and pairs[-1][0] == " ":
        pairs.pop()
    return Folded(original, "".join(c for c, _ in pairs), tuple(i for _, i in pairs))


def _pairs(original: str) -> Iterator[tuple[str, int]]:
    at = 0
    for match in _special().finditer(original):
        yield from _chars(original[at : match.start()], at)
        for char, _ in _chars(_replacement(match), 0):
            yield char, match.start()
        at = match.end()
    yield from _chars(original[at:], at)


def _chars(piece: str, start: int) -> Iterator[tuple[str, int]]:
    for i, char in enumerate(piece):
        for folded in _plain(char):
            yield folded, start + i
