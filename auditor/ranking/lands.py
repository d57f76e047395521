"""The Länder, each as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from auditor.ranking.model import LandStanding, Standing
from auditor.ranking.services import finishing
from auditor.ranking.standing import tenth
from auditor.targets.lands import lands


def land_standings(standings: Iterable[Standing]) -> tuple[LandStanding, ...]:
    """Every Land in which a municipality was looked at, in the order of the municipality keys."""
    members: dict[str, list[Standing]] = defaultdict(list)
    for each in standings:
        members[each.town.land].append(each)
    return tuple(_land(code, members[code]) for code in _order() if code in members)


def _order() -> list[str]:
    return sorted(lands(), key=lambda code: str(lands()[code]["ags"]))


def _land(code: str, members: list[Standing]) -> LandStanding:
    ranked = [each for each in members if each.overall is not None]
    return LandStanding(
        land=code,
        towns=len(members),
        ranked=len(ranked),
        completable=finishing(cell for each in members for cell in each.cells),
        low=tenth(median(each.low for each in ranked)) if ranked else None,
        high=tenth(median(each.high for each in ranked)) if ranked else None,
    )
