"""What stands above the municipalities in a register, gathered while its rows are read from the top down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from auditor.targets.register.model import Association, Municipality

_POSTCODE = 5


@dataclass
class Hierarchy:
    """Districts, associations, and the places where these have their seats, by key."""

    districts: dict[str, str] = field(default_factory=dict)
    associations: dict[str, Association] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def add_association(self, key: str, name: str, kind: str, seat: str = "") -> None:
        """An association by its key of 9 digits; ``seat`` is a place, by whatever name."""
        self.associations[key] = Association(key, name, kind)
        self.seats[key] = seat

    def municipality(
        self,
        keys: tuple[str, str, str],
        name: str,
        kind: str,
        sizes: tuple[int, int],
        postcode: str,
        day: date,
    ) -> Municipality:
        """A municipality with what stands above it.

        ``keys`` are district (5 digits), association (4) and municipality (3), ``sizes`` hectares and inhabitants.
        """
        district, group, own = keys
        return Municipality(
            ags=district + own,
            ars=district + group + own,
            name=name,
            district=self.districts.get(district, ""),
            kind=kind,
            population=sizes[1],
            area_ha=sizes[0],
            postcode=postcode if len(postcode) == _POSTCODE else "",
            as_of=day,
            association=self.associations.get(district + group),
        )

    def with_carriers(self, municipalities: Iterable[Municipality]) -> Iterator[Municipality]:
        """The same, each association with the member that carries it, where the register tells."""
        towns = list(municipalities)
        members: dict[Association, list[Municipality]] = defaultdict(list)
        for each in towns:
            group = each.association
            if group is not None and group.carried and group.carrier is None:
                members[group].append(each)
        known = {
            carried: replace(carried, carrier=_carrier(carried, self.seats.get(carried.key, ""), of))
            for carried, of in members.items()
        }
        for each in towns:
            group = each.association
            yield replace(each, association=known[group]) if group in known else each


def _carrier(group: Association, seat: str, members: list[Municipality]) -> str | None:
    """The one member that bears the association's name or is its seat.

    Of the register of 2023 this finds all 39 erfüllende Gemeinden of Thüringen by name, and 63 of the 64
    Verwaltungsgemeinschaften of Sachsen with the seat (45 without). Two members that fit are none.
    """
    tests: tuple[Callable[[Municipality], bool], ...] = (
        lambda each: each.name == group.name,
        lambda each: _words(each.short) == _words(seat),
        lambda each: _begins(each.short, seat),
        lambda each: _begins(each.short, group.name.split(",")[0]),
    )
    for test in tests:
        found = [each.ags for each in members if test(each)]
        if len(found) == 1:
            return found[0]
    return None


def _begins(name: str, said: str) -> bool:
    """Whether a name is the one said with more behind it: „Lugau/Erzgeb.“ for „Lugau“."""
    words = _words(said)
    return bool(words) and _words(name)[: len(words)] == words


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.casefold())
