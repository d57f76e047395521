"""The words of a sheet, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from auditor.catalogue import table

_FILE = Path(__file__).with_name("vocabulary.yaml")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_GAP = re.compile(r"[\s_-]+")


def word(kind: str, meaning: str, lang: str) -> str:
    """How a key, an answer or a decision is written in a language."""
    return str(table(_FILE)[kind][meaning]["en" if lang == "en" else "de"])


def meanings(kind: str) -> tuple[str, ...]:
    """All meanings of a kind."""
    return tuple(table(_FILE)[kind])


def meaning(kind: str, written: str) -> str | None:
    """What a written word means; None where it is not known."""
    return _by_word(kind).get(_fold(written))


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_fold = {_fold(each): each for each in known}
    near = get_close_matches(_fold(written), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else None


@cache
def _by_word(kind: str) -> dict[str, str]:
    return {_fold(w): name for name, pair in table(_FILE)[kind].items() for w in pair.values()}


def _fold(text: str) -> str:
    return _GAP.sub("-", text.strip().lower().translate(_UMLAUTS))
