"""A sheet of answers, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from auditor.attest.vocabulary import word
from auditor.catalogue import DEFAULT, catalogue
from auditor.judge.result import Review, Signed, Statement

_MESSAGES = Path(__file__).with_name("messages.yaml")

#: A statement holds this long where its author named no other day, and never longer than the second.
USUAL_MONTHS = 12
MOST_MONTHS = 24


def say(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A message of this room."""
    return catalogue(_MESSAGES).say(key, lang, **params)


@dataclass(frozen=True)
class Sheet:
    """What one file says of one or more services; ``open`` counts the questions left unanswered."""

    file: str
    services: tuple[str, ...]
    statements: tuple[Statement, ...] = ()
    reviews: tuple[Review, ...] = ()
    open: int = 0

    def expired(self, on: date) -> tuple[Signed, ...]:
        """What holds no longer on that day."""
        return tuple(each for each in (*self.statements, *self.reviews) if each.valid_until < on)


@dataclass(frozen=True)
class Problem:
    """A mistake in a sheet: what is wrong (``key``), the remedy (``hint``), both with their parameters.

    ``names`` are meanings of words of this ``kind``, told as ``known`` in the language of the reader.
    """

    file: str
    line: int
    key: str
    hint: str
    params: dict[str, object] = field(default_factory=dict)
    kind: str = ""
    names: tuple[str, ...] = ()

    def text(self, lang: str = DEFAULT) -> str:
        """Place, mistake and remedy in one line."""
        place = say("place", lang, file=self.file, line=self.line)
        params = {**self.params, "known": ", ".join(word(self.kind, name, lang) for name in self.names)}
        return f"{place}: {say(self.key, lang, **params)} {say(self.hint, lang, **params)}"


class AttestError(Exception):
    """Sheets have mistakes and were not used; ``problems`` lists all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(problem.text("en") for problem in self.problems))

    def text(self, lang: str = DEFAULT) -> str:
        """All mistakes, one a line, and their number."""
        lines = [problem.text(lang) for problem in self.problems]
        return "\n".join([*lines, say("summary", lang, count=len(lines))])
