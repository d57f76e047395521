"""One service of the basket over all municipalities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import get_args

from auditor.ranking.model import (
    Basket,
    Cell,
    Completable,
    ServiceStanding,
    Standing,
    State,
)
from auditor.ranking.standing import tenth

#: How many municipalities are named as the best: a page, not a list.
BEST = 20

_STATES: tuple[State, ...] = get_args(State)
_COMPLETABLE: tuple[Completable, ...] = get_args(Completable)


def service_standings(standings: Sequence[Standing], basket: Basket) -> tuple[ServiceStanding, ...]:
    """All services in the order of the basket."""
    cells: dict[str, list[tuple[Cell, Standing]]] = {each.id: [] for each in basket.services}
    for standing in standings:
        for cell in standing.cells:
            if cell.service in cells:
                cells[cell.service].append((cell, standing))
    found = []
    for each in basket.services:
        here = cells[each.id]
        states = Counter(cell.state for cell, _ in here)
        lows, highs = middle(cell for cell, _ in here)
        found.append(
            ServiceStanding(
                service=each,
                states={state: states[state] for state in _STATES},
                completable=finishing(cell for cell, _ in here),
                low=lows,
                high=highs,
                best=tuple(_best(here)),
            )
        )
    return tuple(found)


def finishing(cells: Iterable[Cell]) -> dict[Completable, int]:
    """How many can be finished online, cannot, and how many nobody knows; what is elsewhere is left out."""
    counted = Counter(finished(cell) for cell in cells if cell.state != "elsewhere")
    return {each: counted[each] for each in _COMPLETABLE}


def finished(cell: Cell) -> Completable:
    """Whether this one can be; a missing service cannot."""
    if cell.state == "missing":
        return "no"
    return cell.completable if cell.state == "measured" else "unknown"


def middle(cells: Iterable[Cell]) -> tuple[float | None, float | None]:
    """The median of either end over what was measured; None where nothing was."""
    known = [cell for cell in cells if cell.state == "measured"]
    if not known:
        return None, None
    return tenth(median(cell.low for cell in known)), tenth(median(cell.high for cell in known))


def _best(here: Iterable[tuple[Cell, Standing]]) -> Iterator[str]:
    """Keys of municipalities, by the lower end, then the narrower interval, then the name."""
    known = [(cell, standing.town) for cell, standing in here if cell.state == "measured"]
    ordered = sorted(known, key=lambda each: (-each[0].low, each[0].high, each[1].name, each[1].ags))
    return (town.ags for _, town in ordered[:BEST])
