"""The columns of the open data, read from ``columns.yaml``: they drive the writers and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from auditor.catalogue import table
from auditor.rulebook.model import Text

Type = Literal["text", "integer", "decimal", "date", "moment", "month", "list"]

_FILE = Path(__file__).with_name("columns.yaml")


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``digits`` is how exact a decimal is, ``values`` all that may stand there."""

    name: str
    type: Type
    meaning: Text
    unit: Text | None = None
    values: tuple[str, ...] = ()
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One table; ``about`` says what a row is."""

    id: str
    title: Text
    about: Text
    columns: tuple[Column, ...]


@cache
def levels() -> tuple[Level, ...]:
    """All tables, the most detailed first."""
    data: Any = table(_FILE)
    known = {name: _column(name, entry) for name, entry in data["columns"].items()}
    return tuple(
        Level(key, Text(**entry["title"]), Text(**entry["about"]), tuple(known[c] for c in entry["columns"]))
        for key, entry in data["levels"].items()
    )


def _column(name: str, entry: dict[str, Any]) -> Column:
    return Column(
        name,
        entry["type"],
        Text(de=entry["de"], en=entry["en"]),
        Text(**entry["unit"]) if "unit" in entry else None,
        tuple(entry.get("values", ())),
        entry.get("digits", 0),
    )


#: Columns of the data dictionary itself, described in it as well.
DICTIONARY = Level(
    "dictionary",
    Text(de="Verzeichnis der Spalten", en="Data dictionary"),
    Text(de="Eine Zeile für jede Spalte jeder Tabelle.", en="One row for each column of each table."),
    tuple(
        Column(name, "list" if name == "values" else "text", Text(de=de, en=en))
        for name, de, en in (
            ("level", "Tabelle", "Table"),
            ("column", "Spalte", "Column"),
            ("type", "Art des Werts", "Type of the value"),
            ("unit_de", "Einheit, deutsch", "Unit, in German"),
            ("unit_en", "Einheit, englisch", "Unit, in English"),
            ("meaning_de", "Bedeutung, deutsch", "Meaning, in German"),
            ("meaning_en", "Bedeutung, englisch", "Meaning, in English"),
            ("values", "Erlaubte Werte; leer, wenn nicht begrenzt", "Allowed values; empty if not limited"),
        )
    ),
)


def dictionary() -> Iterator[dict[str, object]]:
    """The data dictionary, a row for each column of each table."""
    for level in levels():
        for column in level.columns:
            yield {
                "level": level.id,
                "column": column.name,
                "type": column.type,
                "unit_de": column.unit.de if column.unit else None,
                "unit_en": column.unit.en if column.unit else None,
                "meaning_de": column.meaning.de,
                "meaning_en": column.meaning.en,
                "values": column.values,
            }
