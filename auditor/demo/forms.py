"""What a demo form asks, and whether an answer will do. Knows nothing of HTTP or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal
from zlib import crc32

from pydantic import BaseModel, ConfigDict

Answers = Mapping[str, str]
FieldKind = Literal[
    "text", "email", "tel", "date", "plz", "iban", "number", "select", "radio", "check", "area", "file"
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Field(_Model):
    """One question. ``only_if`` names the answer of an earlier step without which it is not asked, ``required_if``
    one of the same step that makes it required, both as ``field=value``."""

    name: str
    label: str
    kind: FieldKind = "text"
    hint: str = ""
    required: bool = False
    autocomplete: str = ""
    options: tuple[str, ...] = ()
    only_if: str = ""
    required_if: str = ""
    missing: str = ""
    width: Literal["short", "medium", "long"] = "long"


class Group(_Model):
    """Questions that belong together under one legend."""

    legend: str
    text: str = ""
    fields: tuple[Field, ...]


class Step(_Model):
    """One page of the form."""

    key: str
    title: str
    text: str = ""
    groups: tuple[Group, ...]

    @property
    def fields(self) -> Iterator[Field]:
        """All questions of the step, in order."""
        for group in self.groups:
            yield from group.fields


class Form(_Model):
    """A form on one host. ``state`` says where answers live between steps: in a session of the server, or hidden in
    the page. ``ending`` says whether the last step sends the application or makes a paper of it."""

    id: str
    host: str
    town: str
    service: str
    title: str
    office: str
    skin: str = "form"
    state: Literal["session", "hidden"] = "session"
    ending: Literal["online", "paper"] = "online"
    prefix: str
    intro: str = ""
    minutes: int = 5
    resumable: bool = False
    embedded: bool = False
    copies: bool = True
    pause: float = 0.0
    consents: tuple[Field, ...] = ()
    steps: tuple[Step, ...]

    def step(self, number: int) -> Step:
        """The step with this number, counted from 1."""
        return self.steps[number - 1]

    def needed(self, step: Step, answers: Answers) -> list[Field]:
        """The questions of a step that earlier answers make necessary."""
        return [field for field in step.fields if asked(field, answers)]

    def errors(self, number: int, answers: Answers) -> dict[str, str]:
        """Field name to error message, for one step."""
        found = {f.name: fault(f, answers) for f in self.needed(self.step(number), answers)}
        return {name: message for name, message in found.items() if message}

    def first_open(self, answers: Answers) -> int | None:
        """The first step that still has errors; None when all are done."""
        return next((n for n in range(1, len(self.steps) + 1) if self.errors(n, answers)), None)

    def number(self, answers: Answers) -> str:
        """The Vorgangsnummer: the same for the same answers, so that two runs of the demo can be compared."""
        text = "|".join(f"{name}={answers[name]}" for name in sorted(answers))
        return f"{self.prefix}-{crc32(text.encode()) % 1_000_000:06d}"


def asked(field: Field, answers: Answers) -> bool:
    """Whether earlier answers make this question necessary."""
    return not field.only_if or _holds(field.only_if, answers)


def _holds(condition: str, answers: Answers) -> bool:
    name, _, value = condition.partition("=")
    return bool(name) and answers.get(name) == value


_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})|(\d{4})-(\d{2})-(\d{2})")
_SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "email": (
        re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
        "Geben Sie eine E-Mail-Adresse mit @ und Punkt ein, zum Beispiel name@beispiel.de.",
    ),
    "tel": (
        re.compile(r"\+?[\d\s()/.-]{6,20}"),
        "Geben Sie eine Telefonnummer mit Vorwahl ein, zum Beispiel 0221 4710 123.",
    ),
    "plz": (re.compile(r"\d{5}"), "Geben Sie die Postleitzahl mit 5 Ziffern ein, zum Beispiel 43210."),
    "number": (re.compile(r"\d{1,6}([.,]\d{1,2})?"), "Geben Sie eine Zahl ein, zum Beispiel 2."),
}


def fault(field: Field, answers: Answers) -> str:
    """What is wrong with an answer and how to mend it; empty if nothing is."""
    value = answers.get(field.name, "")
    if not value:
        needed = field.required or _holds(field.required_if, answers)
        return (field.missing or _missing(field)) if needed else ""
    if field.options and value not in field.options:
        return f"Wählen Sie bei „{field.label}“ eine der angebotenen Möglichkeiten aus."
    if field.kind == "date":
        return _date_fault(value)
    if field.kind == "iban":
        return "" if iban_ok(value) else "Prüfen Sie die IBAN. Sie beginnt mit DE, danach folgen 20 Ziffern."
    shape, message = _SHAPES.get(field.kind, (None, ""))
    return message if shape and not shape.fullmatch(value) else ""


def _missing(field: Field) -> str:
    if field.kind == "check":
        return f"Bestätigen Sie bitte: {field.label}"
    verb = "Wählen Sie eine Antwort aus" if field.options else "Füllen Sie dieses Feld aus"
    return f"{verb}: {field.label}."


def _date_fault(value: str) -> str:
    found = _DATE.fullmatch(value)
    if not found:
        return "Geben Sie das Datum als Tag.Monat.Jahr ein, zum Beispiel 24.3.2021."
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return f"Den Tag {value} gibt es nicht. Prüfen Sie Tag und Monat."
    return ""


def iban_ok(value: str) -> bool:
    """A German IBAN with the right check digits (ISO 13616)."""
    text = re.sub(r"\s", "", value).upper()
    if not re.fullmatch(r"DE\d{20}", text):
        return False
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1
