"""What a field asks for: by autocomplete token, type, label and group, a key of ``rules/tables/fields.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ruamel.yaml import YAML

from auditor.paths import data_dir
from auditor.visit.walk.state import Asked


@dataclass(frozen=True)
class Meaning:
    """A row of the table."""

    key: str
    tokens: frozenset[str]
    label: re.Pattern[str] | None
    kinds: frozenset[str]
    group: re.Pattern[str] | None

    def fits(self, words: str, group: str) -> bool:
        """Whether the words ask for this."""
        if self.label is None or not self.label.search(words):
            return False
        return self.group is None or bool(self.group.search(f"{group} {words}"))


@cache
def meanings() -> tuple[Meaning, ...]:
    """The table, in the order of the file."""
    text = (data_dir("rules") / "tables" / "fields.yaml").read_text(encoding="utf-8")
    rows = YAML(typ="safe").load(text)
    return tuple(
        Meaning(
            key,
            frozenset(row.get("autocomplete", ())),
            re.compile(row["label"]) if "label" in row else None,
            frozenset(row.get("kinds", ())),
            re.compile(row["group"]) if "group" in row else None,
        )
        for key, row in rows.items()
    )


def meaning_of(field: Asked) -> str:
    """The key of what the field asks for; ``text`` when nothing tells. Where hints show how a date is written, it is
    one, whatever else the label speaks of."""
    meaning = _meaning_of(field)
    if meaning in _DATES or field.kind not in {"text", "tel"} or not _WRITTEN.search(_hints(field)):
        return meaning
    label = _fold(field.label)
    return next((r.key for r in meanings() if r.key in _DATES and r.fits(label, "")), "date")


def _hints(field: Asked) -> str:
    return f"{field.label} {field.placeholder} {field.hint} {field.error}".lower()


def _meaning_of(field: Asked) -> str:
    tokens = field.autocomplete.lower().split()
    table = meanings()
    for row in table:
        if tokens and tokens[-1] in row.tokens:
            return row.key
    label = _fold(field.label)
    group = _fold(field.group)
    own = _fold(f"{field.name} {field.id} {field.placeholder} {field.hint}")
    surest = next((r for r in table if field.kind in r.kinds and r.key not in _LOOSE), None)
    for words in (label, own):
        found = next((r for r in table if r.key != "text" and words and r.fits(words, group)), None)
        if found is not None and _possible(found, field):
            return found.key
        if words is label and surest is not None:
            return surest.key
    loose = next((r for r in table if field.kind in r.kinds), None)
    return loose.key if loose is not None else "text"


_WRITTEN = re.compile(
    r"tt\.mm|dd\.mm|mm\.jjjj|jjjj-mm|dd/mm|als tag\.monat|beispiel:? \d{1,2}\.\s?\d{1,2}\.\d{4}"
)
#: Types that say less than the label does.
_LOOSE = frozenset({"date", "count", "message"})
_DATES = frozenset({"birth-date", "past-date", "start-date", "end-date", "date"})


def _possible(row: Meaning, field: Asked) -> bool:
    """A type narrows what the label can mean: a date field asks for a date whatever it is called."""
    if field.kind in {"date", "datetime-local"}:
        return row.key in _DATES
    if field.kind in {"email", "file", "url", "time", "month", "week", "color", "password"}:
        return field.kind in row.kinds or row.key in {"password", "captcha", "honeypot"}
    return not (field.kind == "textarea" and row.key in {"name", "text"})


def _fold(text: str) -> str:
    return re.sub(r"[\s_*:]+", " ", text.lower()).strip()
