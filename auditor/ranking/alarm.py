"""When the figures of a month look more like a fault of ours than like a change in the country.

Compared are services and municipalities that were measured in both months, the old ones as the new rulebook sees them;
so neither new lists nor new rules raise an alarm, and a misread product does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path

from auditor.catalogue import DEFAULT
from auditor.paths import data_dir
from auditor.ranking.errors import say
from auditor.ranking.model import Alarm, Standing
from auditor.ranking.movement import Before
from auditor.ranking.reading import Reader

_DECIMAL = re.compile(r"[+\-−]?[0-9]+\.[0-9]+")


@dataclass(frozen=True)
class Thresholds:
    """Limits: shares in per cent, shifts in points. See ``rules/ranking/alarm.yaml`` for the reasons."""

    unmeasured: float
    unmeasured_rise: float
    shift: float
    shift_product: float
    shift_land: float
    least_results: float
    least_towns: float


_KEYS = {key.replace("_", "-"): key for key in Thresholds.__dataclass_fields__}
_PER_CENT = 100.0


def load_thresholds(path: Path | None = None) -> Thresholds:
    """The limits in a file, by default our own.

    Raises:
        RankingError: the file has mistakes; it lists all of them.
    """
    file = path or data_dir("rules") / "ranking" / "alarm.yaml"
    reader = Reader(str(file))
    root = reader.root(file)
    found = reader.record(root, tuple(_KEYS)) if root is not None else {}
    values = {
        _KEYS[key]: reader.number(value, most=None if key.startswith("least") else _PER_CENT)
        for key, value in found.items()
    }
    reader.finish()
    return Thresholds(**values)


def alarm_text(alarm: Alarm, lang: str = DEFAULT) -> str:
    """An alarm in words, its figures as the language writes them.

    Raises:
        KeyError: this version has no words for it.
    """
    return say(alarm.key, lang, **{key: _figure(value, lang) for key, value in alarm.params.items()})


def _figure(text: str, lang: str) -> str:
    return text.replace(".", ",") if lang == "de" and _DECIMAL.fullmatch(text) else text


def distribution_alarms(
    standings: Sequence[Standing], before: Before | None, limits: Thresholds
) -> Iterator[Alarm]:
    """Everything about the month as a whole that should be looked at before it is published."""
    if not any(each.overall is not None for each in standings):
        yield Alarm("alarm-nothing-ranked")
    share = _unmeasured(cell.state for each in standings for cell in each.cells)
    if share > limits.unmeasured:
        yield Alarm("alarm-unmeasured", {"share": f"{share:.1f}", "limit": f"{limits.unmeasured:g}"})
    if before is not None:
        yield from _rise(share, before, limits)
        yield from _shifts(standings, before, limits)


def _unmeasured(states: Iterable[str]) -> float:
    """How much of what is offered online could not be measured, in per cent."""
    offered = [state for state in states if state in {"measured", "unmeasured"}]
    return _PER_CENT * offered.count("unmeasured") / len(offered) if offered else 0.0


def _rise(share: float, before: Before, limits: Thresholds) -> Iterator[Alarm]:
    towns = before.edition.towns.values()
    rise = share - _unmeasured(cell.state for each in towns for cell in each.cells)
    if rise > limits.unmeasured_rise:
        params = {"rise": f"{rise:.1f}", "share": f"{share:.1f}", "limit": f"{limits.unmeasured_rise:g}"}
        yield Alarm("alarm-unmeasured-rise", {**params, "month": before.edition.month})


def _shifts(standings: Iterable[Standing], before: Before, limits: Thresholds) -> Iterator[Alarm]:
    results: dict[str, float] = {}  # by address: a form that many share is one service
    products: dict[str, dict[str, float]] = defaultdict(dict)
    lands: dict[str, list[float]] = defaultdict(list)
    for standing in standings:
        moved = dict(_moved(standing, before))
        results |= moved
        for cell in standing.cells:
            if cell.result is not None and cell.result.product and cell.result.address in moved:
                products[cell.result.product][cell.result.address] = moved[cell.result.address]
        if moved:
            lands[standing.town.land].append(_mean(moved.values()))
    month = before.edition.month
    yield from _shift("alarm-shift", results.values(), 1, limits.shift, {"month": month})
    for product, changes in sorted(products.items()):
        params = {"month": month, "product": product}
        yield from _shift(
            "alarm-shift-product", changes.values(), limits.least_results, limits.shift_product, params
        )
    for land, means in sorted(lands.items()):
        params = {"month": month, "land": land}
        yield from _shift("alarm-shift-land", means, limits.least_towns, limits.shift_land, params)


def _moved(standing: Standing, before: Before) -> Iterator[tuple[str, float]]:
    """The change of every result of a municipality that was measured in both months, by its address."""
    former = before.edition.towns.get(standing.town.ags)
    again = {each.service: before.again(each) for each in former.cells} if former is not None else {}
    for cell in standing.cells:
        old = again.get(cell.service)
        if (
            cell.state == "measured"
            and cell.result is not None
            and old is not None
            and old.state == "measured"
        ):
            yield cell.result.address, cell.low - old.low


def _shift(
    key: str, changes: Iterable[float], least: float, limit: float, params: Mapping[str, str]
) -> Iterator[Alarm]:
    known = list(changes)
    if len(known) < least:
        return
    shift = _mean(known)
    if abs(shift) > limit:
        yield Alarm(key, {**params, "shift": f"{shift:+.1f}", "limit": f"{limit:g}"})


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return fsum(known) / len(known) if known else 0.0
