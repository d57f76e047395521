"""Municipalities with keys like real ones: as many per Land, about as large, in districts and associations."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from math import exp

from auditor.targets.lands import lands
from auditor.targets.register import Association, Municipality, Register
from auditor.targets.register.changes import Change, Changes

#: The day the register is of.
AS_OF = date(2026, 9, 30)
#: Municipalities of the whole country; with fewer every Land gets its share.
WHOLE = 10_750


@dataclass(frozen=True)
class _Land:
    """How a Land is cut: municipalities, districts, the middle (median) of the inhabitants, regions (third digit of
    the key), the kind of its associations and the share of municipalities in one."""

    towns: int
    districts: int
    middle: int
    regions: str = "0"
    association: str = ""
    member: float = 0.0


_LANDS = {
    "BW": _Land(1101, 44, 4900, "1234", "54", 0.8),
    "BY": _Land(2056, 96, 2900, "1234567", "54", 0.47),
    "BE": _Land(1, 1, 3_700_000),
    "BB": _Land(413, 18, 2300, association="51", member=0.55),
    "HB": _Land(2, 2, 340_000),
    "HH": _Land(1, 1, 1_900_000),
    "HE": _Land(421, 26, 8500, "456"),
    "MV": _Land(724, 8, 850, association="51", member=0.93),
    "NI": _Land(940, 45, 3400, "1234", "52", 0.65),
    "NW": _Land(396, 53, 21_000, "13579"),
    "RP": _Land(2300, 36, 700, "123", "53", 0.97),
    "SL": _Land(52, 6, 13_500),
    "SN": _Land(416, 13, 3600, "567", "54", 0.35),
    "ST": _Land(218, 14, 3000, association="53", member=0.5),
    "SH": _Land(1104, 15, 720, association="51", member=0.92),
    "TH": _Land(605, 22, 900, association="58", member=0.75),
}  # fmt: skip
_SPREAD = 1.15  # of the logarithm of the inhabitants
_FREE = 4  # every so many districts one is a single town
_CITY = 100_000
_TOWN = 10_000
_LARGEST_MEMBER = 15_000
_MEMBERS = (4, 13)
_GONE = 0.003  # share of municipalities that have swallowed others within the year

_BEGUN = (
    "Br",
    "Dr",
    "Fl",
    "Gn",
    "Kn",
    "Kr",
    "Pl",
    "Qu",
    "Schl",
    "Schn",
    "Schw",
    "Spr",
    "Str",
    "Tr",
    "Zw",
    "W",
    "V",
)
_MIDDLE = ("a", "e", "i", "o", "u", "ä", "ö", "ü", "au", "ei")
_CODA = ("lk", "mz", "rsch", "nf", "lb", "rgl", "xt", "ndr", "mpf", "lsch", "tz", "rk")
_ENDS = (
    "hausen", "bach", "dorf", "feld", "rode", "wiek", "büttel", "heim", "ingen", "kirchen", "stedt", "au", "moor",
    "leben", "itz", "ow", "by", "broich", "weiler", "scheid", "zell", "öd",
)  # fmt: skip
_BESIDE = ("am Gnarf", "an der Schwolk", "im Plörsch", "ob der Quenz", "vor dem Knilbe")
_LONG = 0.02  # share of names too long for a line on a phone


@dataclass(frozen=True)
class Country:
    """The register, and the mergers of the year."""

    register: Register
    changes: Changes


def country(towns: int, seed: int) -> Country:
    """A country of about so many municipalities; the same seed gives the same."""
    dice = random.Random(f"{seed}/towns")
    made = [each for land in _LANDS for each in _land(land, towns, dice)]
    return Country(Register(made), Changes(_mergers(made, dice)))


def _land(land: str, towns: int, dice: random.Random) -> Iterator[Municipality]:
    shape = _LANDS[land]
    share = towns / WHOLE
    number = max(1, round(shape.towns * share))
    people = sorted((_people(shape, dice) for _ in range(number)), reverse=True)
    districts = _districts(land, min(number, max(1, round(shape.districts * share**0.5))))
    free = len(districts) if number == len(districts) else len(districts) // _FREE
    for key, population in zip(districts[:free], people, strict=False):
        name = _name(dice)
        yield _town(f"{key}000", name, f"{name}, Stadt", "61", population)
    rural, rest = districts[free:], people[free:]
    if not rural:
        return
    dice.shuffle(rest)
    for n, key in enumerate(rural):
        yield from _district(key, rest[n :: len(rural)], shape, dice)


def _people(shape: _Land, dice: random.Random) -> int:
    spread = _SPREAD if shape.towns > 2 else 0.1
    return max(9, round(shape.middle * exp(dice.gauss(0, spread))))


def _districts(land: str, number: int) -> list[str]:
    """Keys of five digits: single towns from 11 on in real ones, rural districts from 51 on; here all from 11 on."""
    regions = _LANDS[land].regions
    return [
        f"{lands()[land]['ags']}{regions[n % len(regions)]}{11 + n // len(regions)}" for n in range(number)
    ]


def _district(key: str, people: Sequence[int], shape: _Land, dice: random.Random) -> Iterator[Municipality]:
    district = f"Landkreis {_name(dice)}"
    small = [n for n in people if n <= _LARGEST_MEMBER]
    members = small[: round(len(people) * shape.member)]
    alone = list(people)
    for each in members:
        alone.remove(each)
    numbers = count(1)
    for population in alone:
        name = _name(dice)
        kind = "63" if population >= _TOWN else "64"
        full = f"{name}, Stadt" if kind == "63" else name
        yield _town(f"{key}{next(numbers):03}", full, district, kind, population)
    groups = count(5001)
    while members:
        size = dice.randint(*_MEMBERS)
        group, members = members[:size], members[size:]
        yield from _group(f"{key}{next(groups)}", sorted(group, reverse=True), district, shape, numbers, dice)


def _group(
    key: str, people: Sequence[int], district: str, shape: _Land, numbers: Iterator[int], dice: random.Random
) -> Iterator[Municipality]:
    keys = [f"{key[:5]}{next(numbers):03}" for _ in people]
    group = Association(key, f"VG {_name(dice)}", shape.association)
    if group.carried:
        group = Association(key, group.name, group.kind, carrier=keys[0])
    for ags, population in zip(keys, people, strict=True):
        yield _town(ags, _name(dice), district, "64", population, group)


def _town(
    ags: str, name: str, district: str, kind: str, population: int, group: Association | None = None
) -> Municipality:
    return Municipality(
        ags=ags,
        ars=(group.key if group else f"{ags[:5]}0000") + ags[5:],
        name=name,
        district=district,
        kind=kind,
        population=population,
        area_ha=500 + population // 4,
        postcode=f"{10_000 + int(ags[:5]) * 7 % 89_999:05}",
        as_of=AS_OF,
        association=group,
    )


def _name(dice: random.Random) -> str:
    stem = dice.choice(_BEGUN) + dice.choice(_MIDDLE) + dice.choice(_CODA)
    name = stem + dice.choice(_ENDS)
    if dice.random() < _LONG:
        return f"{name}-Unter{stem.lower()}{dice.choice(_ENDS)} {dice.choice(_BESIDE)}"
    return name


def _mergers(made: Sequence[Municipality], dice: random.Random) -> Iterator[Change]:
    """Keys from 901 on belong to who was there before."""
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(901))
    for each in dice.sample(made, max(1, round(len(made) * _GONE))):
        for _ in range(dice.randint(1, 2)):
            day = date(2026, dice.choice((1, 4, 7, 10)), 1)
            old = f"{each.district_key}{next(numbers[each.district_key]):03}"
            yield Change(day, old, _name(dice), each.ags, each.name, "merged")
