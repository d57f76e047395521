"""How far along a form says it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from auditor.wording import table

#: What both locks say of a step that speaks neither of sending nor of more to come.
UNPROVEN = "nothing proves that more comes"

_NAMED = re.compile(
    r"\b(?:schritt|seite|step|page|abschnitt|teil|frage|question)\s*(\d{1,2})\s*(?:von|/|of|aus)\s*(\d{1,2})\b",
    re.I,
)
_BARE = re.compile(r"(?:^|\s)(\d{1,2})\s*(?:/|von|of)\s*(\d{1,2})(?:\s*(?:schritten?|steps))?$", re.I)
_LINE = 160
_BARE_LINE = 40
_MOST = 30

State = Literal["more", "last", "unknown"]


@dataclass(frozen=True)
class Progress:
    """What the page says: more steps come, this is the last, or nothing; ``text`` are its words."""

    state: State
    text: str = ""


def said(lines: Iterable[str]) -> Progress:
    """Progress as written: “Schritt 2 von 5”. Where lines disagree, the one that says “last” is believed."""
    found = [p for line in lines if (p := _line(line))]
    return next((p for p in found if p.state == "last"), found[0] if found else Progress("unknown"))


def _line(line: str) -> Progress | None:
    match = _NAMED.search(line[:_LINE]) if len(line) <= _LINE else None
    if match is None and len(line) <= _BARE_LINE:
        match = _BARE.search(line)
    if match is None:
        return None
    now, all_ = int(match[1]), int(match[2])
    if not 1 <= now <= all_ <= _MOST:
        return None
    return Progress("last" if now == all_ else "more", line[:_LINE])


def listed(index: int, names: Sequence[str]) -> Progress:
    """Progress as a list of steps; items behind the sending (“Bestätigung”, “Fertig”) do not count as steps."""
    steps = list(names)
    while steps and "behind-the-end" in table("walk").signals(_bare(steps[-1])):
        steps.pop()
    text = f"{index + 1}/{len(names)} {names[index]}"[:_LINE] if index < len(names) else ""
    return Progress("more" if index < len(steps) - 1 else "last", text)


def _bare(name: str) -> str:
    """A step's name without its number."""
    return re.sub(r"^(?:schritt|step)?\s*\d+\s*[.:)–-]?\s*", "", name, flags=re.I)


def measured(now: float, most: float, text: str = "") -> Progress:
    """Progress as a bar. A full bar is the last step; what a bar short of it means is not known for sure."""
    if said_ := _line(text):
        return said_
    return Progress("last" if now >= most else "unknown", text)


def united(parts: Sequence[Progress]) -> Progress:
    """All signs together: “last” beats “more” beats nothing."""
    for state in ("last", "more"):
        for part in parts:
            if part.state == state:
                return part
    return Progress("unknown")
