"""Reads in a script's text which single keys it waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.evidence.keyboard import Shortcut

_NAMED = re.compile(
    r"""\b(?:key|code)(?:\s*\.\s*to(?:Lower|Upper)Case\(\))?\s*={2,3}\s*["'](?P<key>[^\s"']|Key[A-Z]|Digit\d)["']"""
    r"""|case\s+["'](?P<case>\S)["']|["'](?P<first>[^\s"'])["']\s*={2,3}\s*\w+\.key\b"""
    r"""|/\^?(?P<set>\[(?!\^)[^\]\s]{1,20}\])\$?/\w*\.test\(\s*\w+\.key\b"""
)
_NUMBERED = re.compile(r"\b(?:keyCode|which|charCode)\s*={2,3}\s*(?P<code>\d{2,3})\b")
_MODIFIED = re.compile(r"ctrlKey|altKey|metaKey|getModifierState")
_AROUND = 40  # characters of code quoted on either side


def single_keys(source: str) -> Iterator[Shortcut]:
    """Keys that give a character, compared with in a script that asks for no modifier anywhere."""
    if _MODIFIED.search(source):
        return
    for found in _NAMED.finditer(source):
        given = found["key"] or found["case"] or found["first"] or found["set"]
        key = given.removeprefix("Key").removeprefix("Digit")
        yield Shortcut(key=key.lower(), quote=_quote(source, found))
    for found in _NUMBERED.finditer(source):
        if "0" <= chr(int(found["code"])) <= "9" or "A" <= chr(int(found["code"])) <= "Z":
            yield Shortcut(key=chr(int(found["code"])).lower(), quote=_quote(source, found))


def _quote(source: str, found: re.Match[str]) -> str:
    return " ".join(source[max(0, found.start() - _AROUND) : found.end() + _AROUND].split())
