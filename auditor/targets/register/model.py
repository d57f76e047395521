"""Municipalities as the official register knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from auditor.catalogue import DEFAULT, table
from auditor.targets.lands import land_of
from auditor.targets.model import Problem, say
from auditor.targets.values import fold

_KINDS = Path(__file__).with_name("kinds.yaml")
_SHOWN = 20
_NEAR = 3
_BEGUN = 10


def kinds() -> Mapping[str, Mapping[str, Any]]:
    """What the two-digit kinds mean."""
    return table(_KINDS)  # type: ignore[no-any-return]


def kind_name(kind: str, lang: str = DEFAULT) -> str:
    """The kind in words."""
    return str(kinds()[kind]["en" if lang == "en" else "de"])


@dataclass(frozen=True)
class Association:
    """A Gemeindeverband; ``key`` is what the regional keys of its members begin with (9 digits).

    ``carrier`` is the AGS of the member that administers for the others, where the association has no administration
    of its own; None where it has one, or where the register does not tell.
    """

    key: str
    name: str
    kind: str
    carrier: str | None = None

    @property
    def shared(self) -> bool:
        """Whether it administers for its members, so that a service may be offered by it in their stead."""
        return bool(kinds()[self.kind].get("shared")) and not self.partly

    @property
    def partly(self) -> bool:
        """Whether it does single tasks for its members, who stay in charge of all others."""
        return land_of(self.key) in kinds()[self.kind].get("partly", ())

    @property
    def carried(self) -> bool:
        """Whether one of its members administers for the others."""
        where = kinds()[self.kind].get("carried", False)
        return where if isinstance(where, bool) else land_of(self.key) in where


@dataclass(frozen=True)
class Municipality:
    """A municipality on one day.

    ``ags`` has 8 digits, ``ars`` (with the association in it) 12; ``kind`` is the two-digit Textkennzeichen.
    """

    ags: str
    ars: str
    name: str
    district: str
    kind: str
    population: int
    area_ha: int
    postcode: str
    as_of: date
    association: Association | None = None

    @property
    def land(self) -> str:
        """The two letters of the Land."""
        return land_of(self.ags) or ""

    @property
    def district_key(self) -> str:
        """The key of the district: 5 digits."""
        return self.ags[:5]

    @property
    def short(self) -> str:
        """The name without what it is called besides: „Mühlbach“ for „Mühlbach, Stadt“."""
        return self.name.split(",")[0].strip()

    @property
    def governed(self) -> bool:
        """Whether somebody governs there; nobody does in a gemeindefreies Gebiet."""
        return not kinds()[self.kind].get("unincorporated")

    @property
    def provider(self) -> Association | None:
        """The association that administers for it, if there is one; a municipality that carries it has none."""
        group = self.association
        return group if group is not None and group.shared and group.carrier != self.ags else None


class Register:
    """All municipalities of one day, found by key and name. Names are not unique, so they never serve as a key."""

    def __init__(self, municipalities: Iterable[Municipality]) -> None:
        self.municipalities = tuple(municipalities)
        self._by_ags = {each.ags: each for each in self.municipalities}
        self._by_ars = {each.ars: each for each in self.municipalities}

    @property
    def as_of(self) -> date | None:
        """The day of the register; None if it is empty."""
        return max((each.as_of for each in self.municipalities), default=None)

    def municipality(self, ags: str) -> Municipality | None:
        """The municipality with this key of 8 digits."""
        return self._by_ags.get(ags)

    def by_ars(self, ars: str) -> Municipality | None:
        """The municipality with this regional key of 12 digits."""
        return self._by_ars.get(ars)

    def in_land(self, land: str) -> tuple[Municipality, ...]:
        """The municipalities of a Land (two letters) in which somebody governs."""
        return tuple(each for each in self.municipalities if each.land == land and each.governed)

    def members(self, association: str) -> tuple[Municipality, ...]:
        """The municipalities of an association, by its key of 9 digits."""
        return tuple(each for each in self.municipalities if each.ars.startswith(association))

    def district(self, key: str) -> str | None:
        """The name of a district by its key of 5 digits."""
        return self._districts.get(key)

    def named(self, name: str) -> tuple[Municipality, ...]:
        """The municipalities of this name, with or without what they are called besides."""
        return tuple(self._names.get(fold(name), ()))

    def near(self, text: str) -> tuple[Municipality, ...]:
        """Municipalities whose key or name is like ``text``, nearest first."""
        if text.isdigit():
            # a mistyped key mostly keeps its Land; comparing with all keys of the country would take seconds
            keys = [key for key in self._by_ags if key[:2] == text[:2]]
            return tuple(self._by_ags[key] for key in get_close_matches(text, keys, n=_NEAR, cutoff=0.8))
        said = fold(text)
        begun = [name for name in self._names if said and name.startswith(said)]
        names = begun or get_close_matches(said, list(self._names), n=_NEAR, cutoff=0.75)
        return tuple(dict.fromkeys(each for name in names for each in self._names[name]))[:_BEGUN]

    @cached_property
    def _names(self) -> dict[str, list[Municipality]]:
        names: dict[str, list[Municipality]] = defaultdict(list)
        for each in self.municipalities:
            for name in {fold(each.name), fold(each.short)}:
                names[name].append(each)
        return names

    @cached_property
    def _districts(self) -> dict[str, str]:
        return {each.district_key: each.district for each in self.municipalities}


class RegisterError(Exception):
    """A register cannot be read; nothing of it is used."""

    #: the message that counts the mistakes
    summary = "register-summary"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text("en") for problem in problems))
        self.problems = tuple(problems)

    def text(self, lang: str = DEFAULT) -> str:
        """The first mistakes, one a line, and how many there are."""
        lines = [problem.text(lang) for problem in self.problems[:_SHOWN]]
        return "\n".join([*lines, say(self.summary, lang, count=len(self.problems))])
