"""What a link or button promises, by its label alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from auditor.wording.tables import table

_TABLES = {"link": "links", "button": "buttons"}
_LONGEST = 240  # characters; a longer “label” is a card or paragraph, and only its beginning names it


@lru_cache(maxsize=16384)
def classify_label(text: str, kind: Literal["link", "button"] = "link") -> frozenset[str]:
    """Everything the label may mean; empty if it says nothing known. Where it holds ``final`` and something
    else, whoever must be careful takes ``final``."""
    return table(_TABLES[kind]).signals(text[:_LONGEST])
