"""The words by which :mod:`auditor.publish.mask` knows people from offices."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from auditor.catalogue import table

_FILE = Path(__file__).with_name("mask.yaml")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})


@lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """A word in the spelling of the table."""
    return word.lower().translate(_UMLAUTS)


def _entry(keys: tuple[str, ...]) -> list[str]:
    entry: Any = table(_FILE)
    for key in keys:
        entry = entry[key]
    return [str(each) for each in entry]


@cache
def words(*keys: str) -> frozenset[str]:
    """The words of an entry of the table."""
    return frozenset(map(fold, _entry(keys)))


@cache
def ends(*keys: str) -> tuple[str, ...]:
    """The word endings of an entry, for ``str.endswith``."""
    return tuple(map(fold, _entry(keys)))


@cache
def either(*keys: str) -> str:
    """A pattern for any of an entry, the longest first; a blank is one or none."""
    longest = sorted(_entry(keys), key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s?") for each in longest)
