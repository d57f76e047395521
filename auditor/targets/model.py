"""What to audit, where it was listed, and what was wrong with the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.catalogue import DEFAULT, catalogue
from auditor.evidence.model import Service
from auditor.targets.offer import Offer

_MESSAGES = Path(__file__).with_name("messages.yaml")
STDIN = "-"


def say(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A message of this room."""
    return catalogue(_MESSAGES).say(key, lang, **params)


@dataclass(frozen=True)
class Place:
    """Where something was listed: a file as the operator named it and a line counted from 1.

    ``source`` is empty for an address given on the command line, ``-`` for standard input. ``sheet`` names the sheet
    of a workbook.
    """

    source: str = ""
    line: int | None = None
    sheet: str | None = None

    def text(self, lang: str = DEFAULT) -> str:
        """``liste.csv, Zeile 7`` or its English."""
        if self.source == "":
            return say("place-argument", lang)
        name = say("place-stdin", lang) if self.source == STDIN else self.source
        if self.sheet is not None:
            name = say("place-sheet", lang, file=name, sheet=self.sheet)
        return name if self.line is None else say("place-line", lang, file=name, line=self.line)


@dataclass(frozen=True)
class Target:
    """A service to audit and where it was listed.

    ``key`` is the address by which duplicates are known. ``offer`` is what the list says of it, None where it does not
    say whose it is.
    """

    service: Service
    place: Place
    key: str
    offer: Offer | None = None


@dataclass(frozen=True)
class Absent:
    """A service that is not online, or not there, and where that is said; nothing is audited.

    ``municipality`` is the name the list gives the holder.
    """

    offer: Offer
    place: Place
    municipality: str | None = None


@dataclass(frozen=True)
class Remark:
    """Something to say of a place in a list (``key``), what to do about it (``hint``), both with their parameters."""

    place: Place
    key: str
    params: dict[str, str] = field(default_factory=dict)
    hint: str | None = None

    def text(self, lang: str = DEFAULT) -> str:
        """Place, remark and remedy in one line."""
        parts = [say(self.key, lang, **self.params)]
        if self.hint is not None:
            parts.append(say(self.hint, lang, **self.params))
        return f"{self.place.text(lang)}: {' '.join(parts)}"


class Problem(Remark):
    """A mistake in a list; nothing is audited until it is mended."""


class Note(Remark):
    """Something the operator should know that is no mistake."""


@dataclass(frozen=True)
class Duplicate:
    """A target left out because ``first`` has the same address."""

    target: Target
    first: Target

    def text(self, lang: str = DEFAULT) -> str:
        """Which address is listed where, and where before; whose service it is where the two differ in that."""
        params = {
            "place": self.target.place.text(lang),
            "url": self.target.service.url,
            "first": self.first.place.text(lang),
        }
        whose, before = _town(self.target.service), _town(self.first.service)
        if not whose or whose == before:
            return say("duplicate", lang, **params)
        if not before:
            return say("duplicate-town", lang, **params, town=whose)
        return say("duplicate-towns", lang, **params, town=whose, other=before)


def _town(service: Service) -> str:
    return " ".join(filter(None, (service.municipality, service.ags and f"({service.ags})")))


@dataclass(frozen=True)
class Targets:
    """Everything the operator asked for: what can be audited, what is wrong, listed twice, or good to know.

    ``offers`` is what the lists say of who offers what: of every target, also of those listed twice, and of what is
    not online.
    """

    targets: tuple[Target, ...] = ()
    problems: tuple[Problem, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    notes: tuple[Note, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def services(self) -> tuple[Service, ...]:
        """The services in the order listed, each once."""
        return tuple(target.service for target in self.targets)


class TargetError(Exception):
    """The lists have mistakes; nothing was audited."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text("en") for problem in problems))
        self.problems = tuple(problems)

    def text(self, lang: str = DEFAULT) -> str:
        """All mistakes, one a line, and what to do about them as a whole."""
        lines = [problem.text(lang) for problem in self.problems]
        return "\n".join([*lines, say("summary", lang, count=len(lines))])
