"""Two registers compared: which changes lie between them, as far as areas and inhabitants prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from auditor.targets.register.changes import Change, Kind
from auditor.targets.register.model import Municipality, Register

_MOST = 12  # dissolved in one district; beyond that chance sums abound, and a person looks anyway
_PEOPLE = 0.1  # how far inhabitants may move between two registers, as a share
_FEW = 50  # … or in number, in small places


@dataclass(frozen=True)
class Sum:
    """How a merger adds up: ``parts`` were dissolved; ``before`` is the receiver as it was, None if it is new."""

    receiver: Municipality
    before: Municipality | None
    parts: tuple[Municipality, ...]

    @property
    def olds(self) -> tuple[Municipality, ...]:
        """All that the receiver was made of."""
        return self.parts if self.before is None else (self.before, *self.parts)

    @property
    def fits(self) -> bool:
        """Whether hectares add up but for rounding, and inhabitants nearly."""
        area = sum(each.area_ha for each in self.olds)
        people = sum(each.population for each in self.olds)
        room = max(_FEW, _PEOPLE * people)
        rounding = (len(self.olds) + 1) / 2  # each area is rounded to a hectare
        return (
            abs(area - self.receiver.area_ha) <= rounding and abs(people - self.receiver.population) <= room
        )


@dataclass(frozen=True)
class Comparison:
    """What two registers prove, and what they leave to a person.

    ``gone`` and ``new`` are keys that could not be explained, ``grown`` municipalities of the same districts whose area
    changed, as they were and are.
    """

    changes: tuple[Change, ...]
    sums: tuple[Sum, ...]
    gone: tuple[Municipality, ...]
    new: tuple[Municipality, ...]
    grown: tuple[tuple[Municipality, Municipality], ...]


def compare(old: Register, new: Register, day: date) -> Comparison:
    """The changes between two registers, put down to a day; only what is proven and has no second explanation."""
    gone = [each for each in old.municipalities if new.municipality(each.ags) is None]
    fresh = [each for each in new.municipalities if old.municipality(each.ags) is None]
    kept = [
        (before, each) for each in new.municipalities if (before := old.municipality(each.ags)) is not None
    ]
    moved = list(_moved(gone, fresh))
    explained = {each.ags for pair in moved for each in pair}
    sums = _sums(
        [g for g in gone if g.ags not in explained], [f for f in fresh if f.ags not in explained], kept
    )
    changes = [_change(before, each, "renamed", day) for before, each in kept if before.name != each.name]
    changes += [_change(before, each, "moved", day) for before, each in moved]
    changes += [_change(part, each.receiver, "merged", day) for each in sums for part in each.parts]
    explained |= {each.ags for found in sums for each in (found.receiver, *found.parts)}
    left = tuple(each for each in gone if each.ags not in explained)
    return Comparison(
        changes=tuple(sorted(changes, key=lambda each: (each.old, each.new))),
        sums=sums,
        gone=left,
        new=tuple(each for each in fresh if each.ags not in explained),
        grown=tuple(_grown(kept, {each.district_key for each in left}, explained)),
    )


def _change(old: Municipality, new: Municipality, kind: Kind, day: date) -> Change:
    return Change(day, old.ags, old.name, new.ags, new.name, kind)


def _moved(
    gone: Iterable[Municipality], fresh: Iterable[Municipality]
) -> Iterator[tuple[Municipality, Municipality]]:
    """The same name and area under another key of the Land, on both sides only once."""
    olds, news = _by_look(gone), _by_look(fresh)
    for look, found in olds.items():
        if len(found) == len(news.get(look, ())) == 1:
            yield found[0], news[look][0]


def _by_look(towns: Iterable[Municipality]) -> dict[tuple[str, str, int], list[Municipality]]:
    found: dict[tuple[str, str, int], list[Municipality]] = defaultdict(list)
    for each in towns:
        found[each.land, each.short, each.area_ha].append(each)
    return found


def _sums(
    gone: Sequence[Municipality],
    fresh: Sequence[Municipality],
    kept: Sequence[tuple[Municipality, Municipality]],
) -> tuple[Sum, ...]:
    """Mergers within a district that add up in one way only, none of them claiming what another does."""
    of_district: dict[str, list[Municipality]] = defaultdict(list)
    for each in gone:
        of_district[each.district_key].append(each)
    found: list[Sum] = []
    for receiver, before in [*((each, None) for each in fresh), *((each, was) for was, each in kept)]:
        parts = of_district.get(receiver.district_key, [])
        if 0 < len(parts) <= _MOST:
            fitting = list(_fitting(receiver, before, parts))
            found += fitting if len(fitting) == 1 else []
    claims: dict[str, int] = defaultdict(int)
    for made in found:
        for part in made.parts:
            claims[part.ags] += 1
    return tuple(made for made in found if all(claims[part.ags] == 1 for part in made.parts))


def _fitting(
    receiver: Municipality, before: Municipality | None, gone: Sequence[Municipality]
) -> Iterator[Sum]:
    # a new municipality of a single old one is the old one under another name and key: nothing adds up there
    least = 2 if before is None else 1
    for size in range(least, len(gone) + 1):
        for parts in combinations(gone, size):
            made = Sum(receiver, before, parts)
            if made.fits:
                yield made


def _grown(
    kept: Iterable[tuple[Municipality, Municipality]], districts: set[str], explained: set[str]
) -> Iterator[tuple[Municipality, Municipality]]:
    for before, each in kept:
        changed = abs(each.area_ha - before.area_ha) > 1
        if changed and each.district_key in districts and each.ags not in explained:
            yield before, each
