"""Makes text of hostile documents harmless: no control characters, no endless lengths."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_TEXT = 20_000  # characters kept of a document
MAX_WORDS = 300  # characters kept of a title, name or label

#: A hyphen at the end of a line, as PDFium marks it; the word goes on in the next line.
_BROKEN_WORD = re.compile("[\x02\ufffe]\\s*")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r" ?\n\s*")


def text_of(raw: str) -> str:
    """Text line by line, without control, format, private and unassigned characters."""
    joined = _BROKEN_WORD.sub("", raw).replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in joined if c in "\n\t" or unicodedata.category(c) not in _DROPPED)
    return _GAPS.sub("\n", _BLANKS.sub(" ", kept)).strip()


def words_of(raw: object) -> str:
    """A title, name or label: one line, capped."""
    text = " ".join(str(raw)[: 4 * MAX_WORDS].split())
    return text_of(text)[:MAX_WORDS].strip()


def joined(parts: Iterable[str]) -> tuple[str, bool]:
    """Parts of a document as one text, and whether it was cut off."""
    lines: list[str] = []
    size = 0
    for part in parts:
        text = text_of(part)
        if not text:
            continue
        lines.append(text)
        size += len(text) + 1
        if size > MAX_TEXT:
            break
    whole = "\n".join(lines)
    return whole[:MAX_TEXT], len(whole) > MAX_TEXT
