"""Texts that must stand in German and English alike."""

from __future__ import annotations

from string import Formatter
from typing import Any

from auditor.rulebook.errors import Report
from auditor.rulebook.model import LANGS, Text
from auditor.rulebook.source import Mapping

_NAMES = {"de": "German", "en": "English"}
_PLACEHOLDERS = frozenset({"", "…", "...", "TODO", "TBD"})


def read_text_pair(value: Any, source: Mapping, path: tuple[str, ...], report: Report) -> Text | None:
    """A ``{de, en}`` pair, or None with the mistake in the report."""
    name, line = path[-1], source.line(*path)
    if not isinstance(value, dict):
        report.add(line, f"“{name}” is no pair of texts", f'write {name}: {{de: "…", en: "…"}}')
        return None
    for key in sorted(set(value) - set(LANGS)):
        report.add(
            source.line(*path, str(key)), f"“{name}” has the unknown language “{key}”", "use de and en only"
        )
    missing = [lang for lang in LANGS if str(value.get(lang) or "").strip() in _PLACEHOLDERS]
    for lang in missing:
        report.add(line, f"“{name}” has no {_NAMES[lang]} text", f'add {lang}: "…"')
    if missing:
        return None
    return Text(de=str(value["de"]).strip(), en=str(value["en"]).strip())


def check_blanks(text: Text, line: int, name: str, report: Report) -> None:
    """Report blanks that are malformed or stand in one language only."""
    try:
        german, english = blanks(text.de), blanks(text.en)
    except ValueError as error:
        report.add(
            line,
            f"message “{name}” has a malformed blank ({error})",
            "write blanks as {name}, braces as {{ }}",
        )
        return
    if german != english:
        only = ", ".join(f"{{{blank}}}" for blank in sorted(german ^ english))
        report.add(
            line,
            f"message “{name}” has blanks in one language only: {only}",
            "use the same blanks in de and en",
        )
    for blank in sorted(german | english):
        if not blank.isidentifier():
            report.add(
                line,
                f"message “{name}” has the blank {{{blank}}}",
                "name blanks with letters and underscores",
            )


def blanks(text: str) -> frozenset[str]:
    """Names of the blanks in a message.

    Raises:
        ValueError: a brace is not closed.
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
