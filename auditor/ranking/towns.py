"""The municipalities that are ranked: those of the register in which somebody governs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from auditor.ranking.model import SizeClass, Town
from auditor.targets.register import Municipality, Register

#: An association's key is what the regional keys of its members begin with.
ASSOCIATION_DIGITS = 9


class Mergers(Protocol):
    """What became of municipalities that were dissolved (:class:`auditor.targets.register.changes.Changes`)."""

    def successor(self, ags: str, day: date) -> str | None:
        """The key a municipality has on a day; its own where nothing changed, None where it was split."""

    def former(self, ags: str, day: date) -> tuple[str, ...]:
        """The keys of all that has become this municipality by a day."""


class NoMergers:
    """Nothing has changed."""

    def successor(self, ags: str, day: date) -> str | None:
        """The key itself."""
        return ags

    def former(self, ags: str, day: date) -> tuple[str, ...]:
        """Nothing."""
        return ()


@dataclass(frozen=True)
class Country:
    """All municipalities that are ranked on a day, by key, and who may offer a service in their stead.

    ``associations`` gives by AGS the key of the association a municipality belongs to (9 digits), ``names`` the
    associations' names.
    """

    towns: Mapping[str, Town]
    associations: Mapping[str, str]
    names: Mapping[str, str]
    mergers: Mergers
    day: date

    def holder(self, key: str) -> str | None:
        """The key a list's holder has today; None where nobody carries it on."""
        return key if len(key) == ASSOCIATION_DIGITS else self.mergers.successor(key, self.day)


def country_of(register: Register, mergers: Mergers, sizes: Sequence[SizeClass], day: date) -> Country:
    """The municipalities in the order of their keys. ``sizes`` the smallest first, beginning at 0."""
    governed = sorted((each for each in register.municipalities if each.governed), key=lambda each: each.ags)
    groups = [each.association for each in governed if each.association is not None]
    return Country(
        towns={each.ags: _town(each, mergers, sizes, day) for each in governed},
        associations={each.ags: each.ars[:ASSOCIATION_DIGITS] for each in governed if each.association},
        names={group.key: group.name for group in groups},
        mergers=mergers,
        day=day,
    )


def _town(each: Municipality, mergers: Mergers, sizes: Sequence[SizeClass], day: date) -> Town:
    return Town(
        ags=each.ags,
        name=each.short,
        land=each.land,
        district=each.district,
        population=each.population,
        size=size_of(each.population, sizes),
        kind=each.kind,
        provider=each.provider.name if each.provider is not None else None,
        former=mergers.former(each.ags, day),
    )


def size_of(population: int, sizes: Sequence[SizeClass]) -> str:
    """The id of the class with so many inhabitants; the classes begin at 0, the smallest first."""
    return sizes[bisect_right([each.least for each in sizes], population) - 1].id
