"""The yearly lists of changes of the Federal Statistical Office, made into our table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from auditor.catalogue import table
from auditor.targets.fault import Fault
from auditor.targets.model import Place, Problem
from auditor.targets.register.changes import Change, Changes, Kind, contradictions
from auditor.targets.register.changes_table import ChangesError
from auditor.targets.register.workbook import open_book
from auditor.targets.values import check_ags

_TABLE = Path(__file__).with_name("official.yaml")
_AGS = 8


def official() -> Mapping[str, Any]:
    """The table of columns and kinds."""
    return table(_TABLE)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class _Entry:
    """A row: a municipality, what happened to it, and one of those it went to."""

    place: Place
    day: date
    old: str
    old_name: str
    new: str
    new_name: str
    what: frozenset[str]
    population: int


def read_changes(paths: Iterable[Path]) -> Changes:
    """The changes in workbooks of one or several years.

    The day is the one on which a change came into force; the statistical one where that is missing. A dissolved
    municipality of which inhabitants went to several is split; land without inhabitants is no part.

    Raises:
        ChangesError: a file is no such workbook, or has mistakes, or they contradict each other.
    """
    entries: list[_Entry] = []
    problems: list[Problem] = []
    for path in paths:
        for item in _entries(path):
            (entries if isinstance(item, _Entry) else problems).append(item)  # type: ignore[arg-type]
    if problems:
        raise ChangesError(problems)
    found = list(_changes(entries))
    problems = [
        Problem(found[index][0], fault.key, fault.params, fault.hint)
        for index, fault in contradictions([change for _, change in found])
    ]
    if problems:
        raise ChangesError(problems)
    return Changes(change for _, change in found)


def _entries(path: Path) -> Iterator[_Entry | Problem]:
    def told(fault: Fault) -> ChangesError:
        return ChangesError([Problem(Place(str(path)), fault.key, fault.params, fault.hint)])

    columns, level = official()["columns"], official()["level"]
    rows = 0
    with open_book(path, told) as book:
        for sheet in book.names:
            for number, cells in book.rows(sheet, len(columns)):
                values = dict(zip(columns, cells, strict=True))
                if values["level"] == level:
                    rows += 1
                    place = Place(str(path), number, sheet)
                    item = _entry(values, place)
                    yield (
                        item if isinstance(item, _Entry) else Problem(place, item.key, item.params, item.hint)
                    )
    if not rows:
        raise told(Fault("changes-none", "mend-changes-none", {"value": level}))


def _entry(values: Mapping[str, str], place: Place) -> _Entry | Fault:
    codes = re.split(r"[.,/ ]+", values["kind"])
    unknown = [code for code in codes if code not in official()["kinds"]]
    if unknown:
        known = ", ".join(official()["kinds"])
        return Fault("change-kind", "mend-change-kind", {"value": values["kind"], "known": known})
    what = frozenset(official()["kinds"][code] for code in codes)
    old, new = (_ags(values[column]) for column in ("old_ags", "new_ags"))
    if isinstance(old, Fault):
        return old
    if isinstance(new, Fault):
        return new
    if ("key" in what and old == new) or (what == {"name"} and old != new):
        return Fault(
            "change-code", "mend-workbook-again", {"value": old, "other": new, "kind": values["kind"]}
        )
    day = _day(values["legal"]) or _day(values["statistical"])
    if day is None:
        return Fault("gv-date", "mend-workbook-again", {"value": values["legal"]})
    names = values["old_name"], values["new_name"]
    people = re.sub(r"\D", "", values["population"])
    return _Entry(place, day, old, names[0], new, names[1], what, int(people or 0))


def _ags(text: str) -> str | Fault:
    # copies saved anew hold numbers
    return check_ags(text.zfill(_AGS) if text.isdigit() else text)


def _day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def _changes(entries: Iterable[_Entry]) -> Iterator[tuple[Place, Change]]:
    seen: set[Change] = set()
    for place, change in (*_ended(entries), *_renamed(entries)):
        if change not in seen:  # the current year's list may repeat what the year's list says
            seen.add(change)
            yield place, change


def _ended(entries: Iterable[_Entry]) -> Iterator[tuple[Place, Change]]:
    """Keys that end: dissolved or moved."""
    dissolved: dict[tuple[str, date], dict[str, _Entry]] = defaultdict(dict)
    for each in entries:
        if "dissolved" in each.what:
            dissolved[each.old, each.day].setdefault(each.new, each)
        elif "key" in each.what:
            yield each.place, _change(each, "moved")
    for parts in dissolved.values():
        yield from _parted(list(parts.values()))


def _parted(parts: Sequence[_Entry]) -> Iterator[tuple[Place, Change]]:
    if any(each.new == each.old for each in parts):
        return  # a new municipality has taken over the key, which goes on
    lived = [each for each in parts if each.population] or parts
    people = sum(each.population for each in lived)
    for each in lived:
        share = each.population / people if people else None
        yield each.place, _change(each, "merged") if len(lived) == 1 else _change(each, "split", share)


def _renamed(entries: Iterable[_Entry]) -> Iterator[tuple[Place, Change]]:
    for each in entries:
        if each.old == each.new and each.old_name != each.new_name and "part" not in each.what:
            yield each.place, _change(each, "renamed")


def _change(each: _Entry, kind: Kind, share: float | None = None) -> Change:
    return Change(each.day, each.old, each.old_name, each.new, each.new_name, kind, share)
