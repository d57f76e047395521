"""Text from audited pages, made harmless for a terminal."""

from __future__ import annotations

import unicodedata

#: Control, format (also bidirectional overrides), surrogate, private use, line and paragraph separators.
_HOSTILE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def harmless(text: str, limit: int = 0) -> str:
    """The text on one line without anything a terminal would obey; cut to ``limit`` characters if given."""
    shown = "".join(" " if c.isspace() else "" if unicodedata.category(c) in _HOSTILE else c for c in text)
    line = " ".join(shown.split())
    return line if not limit or len(line) <= limit else f"{line[: limit - 1]}…"
