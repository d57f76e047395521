"""What became of municipalities: mergers, splits, new keys and new names, each with its day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from auditor.targets.fault import Fault

Kind = Literal["merged", "renamed", "split", "moved"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_ROUNDED = 0.01  # shares written with two decimals may miss 1 by as much
_DAYS = 8  # a ranking asks for this month and the one before; a report for some more


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one municipality, valid from ``day`` on.

    ``merged``: the old one was dissolved, and all of it belongs to the new one. ``moved``: the same municipality has a
    new key (a reform of districts). ``renamed``: the key stays. ``split``: the old one was dissolved and parted; each
    part is a change of its own, ``share`` (0–1) is how many of its inhabitants went there.
    """

    day: date
    old: str
    old_name: str
    new: str
    new_name: str
    kind: Kind
    share: float | None = None


class Changes:
    """All changes that are known, asked for what a key became or was by a day.

    Raises:
        ValueError: they contradict each other (:func:`contradictions`).
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self.changes = tuple(sorted(changes, key=lambda each: (each.day, each.old, each.new)))
        wrong = next(contradictions(self.changes), None)
        if wrong is not None:
            raise ValueError(f"{self.changes[wrong[0]]}: {wrong[1].key}")
        self._ends = ends_of(self.changes)
        self._formers = lru_cache(maxsize=_DAYS)(self._formers_on)

    def successor(self, ags: str, day: date) -> str | None:
        """The key under which a municipality is known on a day; its own where nothing has changed by then.

        None if it was split: nobody carries its history on.
        """
        return _followed(ags, day, self._ends)

    def former(self, ags: str, day: date) -> tuple[str, ...]:
        """The keys of all that has become this municipality by a day, in order; never its own, and nothing split."""
        return self._formers(day).get(ags, ())

    def ended(self, ags: str) -> tuple[Change, ...]:
        """The change by which a key ended, of a split all its parts; empty where it is still valid."""
        return self._ends.get(ags, ())

    def _formers_on(self, day: date) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for old in sorted(self._ends):
            new = self.successor(old, day)
            if new is not None and new != old:
                found[new].append(old)
        return {new: tuple(olds) for new, olds in found.items()}


def ends_of(changes: Iterable[Change]) -> Mapping[str, tuple[Change, ...]]:
    """The changes by which each key ended; a new name ends none."""
    found: dict[str, list[Change]] = defaultdict(list)
    for each in changes:
        if each.kind != "renamed":
            found[each.old].append(each)
    return {old: tuple(parts) for old, parts in found.items()}


def contradictions(changes: Sequence[Change]) -> Iterator[tuple[int, Fault]]:
    """What cannot all be true, each with the index of the change that says so."""
    ends = ends_of(changes)
    first: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for index, each in enumerate(changes):
        if each.kind == "renamed":
            continue
        begun = changes[first.setdefault(each.old, index)]
        fault = _again(each, begun, (each.old, each.new) in seen, len(ends[each.old])) or _late(each, ends)
        seen.add((each.old, each.new))
        if fault is not None:
            yield index, fault
    yield from _circles(changes, ends)
    yield from _shares(changes, ends, first)


def _again(each: Change, begun: Change, twice: bool, parts: int) -> Fault | None:
    """A key ends once, on one day, and in one way."""
    params = {"value": each.old, "other": each.new, "day": begun.day.isoformat(), "kind": each.kind}
    if twice:
        return Fault("change-twice", "mend-change-twice", params)
    if each.day != begun.day:
        return Fault("change-ended", "mend-change-ended", params)
    if (each.kind == "split") != (begun.kind == "split") or (parts > 1 and each.kind != "split"):
        return Fault("change-parts", "mend-change-parts", params)
    if parts == 1 and each.kind == "split":
        return Fault("change-one-part", "mend-change-one-part", params)
    return None


def _late(each: Change, ends: Mapping[str, tuple[Change, ...]]) -> Fault | None:
    """Nothing can become a municipality that was dissolved before."""
    end = ends.get(each.new)
    if end is None or end[0].day >= each.day:
        return None
    params = {"value": each.new, "day": end[0].day.isoformat()}
    return Fault("change-order", "mend-change-order", params)


def _circles(
    changes: Sequence[Change], ends: Mapping[str, tuple[Change, ...]]
) -> Iterator[tuple[int, Fault]]:
    """Each circle once, at the first change of it."""
    told: set[str] = set()
    for index, each in enumerate(changes):
        if each.kind == "renamed" or each.old in told:
            continue
        way = _way_back(each, ends)
        if way:
            told.update(way)
            params = {"value": " → ".join([*way, each.old])}
            yield index, Fault("change-circle", "mend-change-circle", params)


def _way_back(start: Change, ends: Mapping[str, tuple[Change, ...]]) -> tuple[str, ...]:
    """The keys from a change on until its old key comes again; empty if it never does."""
    open_: list[tuple[str, tuple[str, ...]]] = [(start.new, (start.old,))]
    seen: set[str] = set()
    while open_:
        key, way = open_.pop()
        if key == start.old:
            return way
        if key not in seen:
            seen.add(key)
            open_.extend((each.new, (*way, key)) for each in ends.get(key, ()))
    return ()


def _shares(
    changes: Sequence[Change], ends: Mapping[str, tuple[Change, ...]], first: Mapping[str, int]
) -> Iterator[tuple[int, Fault]]:
    for old, parts in ends.items():
        total = sum(each.share or 0.0 for each in parts)
        whole = all(each.share is not None for each in parts)
        if total > 1 + _ROUNDED or (whole and total < 1 - _ROUNDED):
            params = {"value": old, "total": f"{total:.2f}"}
            yield first[old], Fault("change-shares", "mend-change-shares", params)


def _followed(ags: str, day: date, ends: Mapping[str, tuple[Change, ...]]) -> str | None:
    key = ags
    while True:
        end = ends.get(key)
        if end is None or end[0].day > day:
            return key
        if end[0].kind == "split":
            return None
        key = end[0].new
