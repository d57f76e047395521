"""Words that an address, a field or a script may hold when it sends an application."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

#: Parts of addresses, names and values; “submit” alone is too common in names to mean anything there, and a
#: field that repeats (“confirm”) an address or password is none.
_ACT = (
    r"absend|abschick|einreich|uebermitt|übermitt|versend|verschick|abgeben|abgabe(?!n)|"
    r"abschlu(?:ss|ß)(?![a-z])|abschlie(?:ss|ß)en|final(?![a-z])|finali[sz]e|endgueltig|endgültig|verbindlich|"
    r"kostenpflicht|fertigstell|lodge(?![a-z])|complete(?![a-z])|finish|checkout|place-?order|"
    r"(?<!mail[_-])(?<!word[_-])confirm(?![_-]?(?:e-?mail|mail|pass))|"
    r"(?:send|submit)[_-]?(?:form|application|antrag|final|all)"
)
_ADDRESS = re.compile(rf"(?:^|[^a-zäöüß])(?:{_ACT}|(?:senden|send|submit|submission)(?![a-z]))", re.I)
_WORD = re.compile(rf"(?:^|[^a-zäöüß])(?:{_ACT}|bestellen(?![a-z])|=send(?:en)?(?![a-z]))", re.I)
_SCRIPT = re.compile(rf"(?:{_ACT}|senden(?![a-z])|(?<![a-z])send\()", re.I)


def final_address(url: str) -> str:
    """The part of an address (path and query, not the host) that speaks of sending; empty if none does."""
    parts = urlsplit(url)
    found = _ADDRESS.search(unquote(f"{parts.path}?{parts.query}#{parts.fragment}"))
    return found.group(0).strip("/?&=#-_.") if found else ""


def final_word(text: str) -> str:
    """The part of a field's name or value that speaks of sending."""
    found = _WORD.search(text[:20_000])
    return found.group(0) if found else ""


def final_script(text: str) -> str:
    """The part of an inline script that speaks of sending."""
    found = _SCRIPT.search(text)
    return found.group(0) if found else ""
