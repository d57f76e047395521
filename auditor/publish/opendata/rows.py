"""The rows of each table, one at a time; names of columns as in ``columns.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from auditor.publish.mask import masked
from auditor.ranking.model import Cell, Measured, Movement, Place, Ranking, Standing

Row = Mapping[str, object]


def rows(level: str, ranking: Ranking) -> Iterator[Row]:
    """The rows of a table.

    Raises:
        KeyError: there is no such table.
    """
    return _MAKERS[level](ranking)


def _where(ranking: Ranking, standing: Standing) -> dict[str, object]:
    town = standing.town
    return {"month": ranking.month, "ags": town.ags, "municipality": town.name, "land": town.land}


def _size(standing: Standing) -> dict[str, object]:
    town = standing.town
    return {"district": town.district, "population": town.population, "size": town.size}


def _value(of: Cell | Measured | Standing) -> dict[str, object]:
    return {"low": of.low, "high": of.high, "coverage": of.coverage}


def _all(ranking: Ranking) -> Iterator[Row]:
    weights = {service.id: service.weight for service in ranking.basket.services}
    for standing in ranking.standings:
        town = _where(ranking, standing) | _size(standing)
        for cell in standing.cells:
            yield town | _cell(cell) | {"weight": weights[cell.service]}


def _cell(cell: Cell) -> dict[str, object]:
    offer, result = cell.offer, cell.result
    return _value(cell) | {
        "service": cell.service,
        "state": cell.state,
        "reason": cell.reason,
        "completable": cell.completable,
        "listed_by": cell.by,
        "provider": masked(offer.provider) if offer and offer.provider else None,
        "source": masked(offer.source) if offer and offer.source else None,
        "looked": offer.day if offer else None,
        "url": result.url if result else offer.url if offer else None,
        "address": result.address if result else offer.address if offer else None,
    }


def _measured(ranking: Ranking) -> Iterator[Row]:
    for standing in ranking.standings:
        town = _where(ranking, standing)
        for cell in standing.cells:
            if cell.state == "measured" and cell.result:
                # The cell says how it counts; a correction may have changed it since the measurement.
                counted = _value(cell) | {"completable": cell.completable}
                yield town | _figures(cell.result) | counted | {"service": cell.service, "listed_by": cell.by}


def _figures(result: Measured) -> dict[str, object]:
    return _value(result) | {
        "address": result.address,
        "url": result.url,
        "visited": result.visited,
        "mode": result.mode,
        "rulebook": result.rulebook,
        "tool": result.tool,
        "kind": result.kind,
        "completable": result.completable,
        "maturity": result.maturity,
        "grade": result.grade,
        "product": result.product,
        "caps": tuple(f"{cap.kind}:{cap.limit:g}:{cap.bound}" for cap in result.caps),
        "chapters": tuple(f"{c.chapter}:{c.low:.2f}:{c.high:.2f}:{c.coverage:.4f}" for c in result.chapters),
        "failed": result.failed,
    }


@dataclass(slots=True)
class _Address:
    """A measured address and who uses it."""

    result: Measured
    towns: int = 0
    last: str = ""
    services: set[str] = field(default_factory=set)


def _service(ranking: Ranking) -> Iterator[Row]:
    found: dict[str, _Address] = {}
    for standing in ranking.standings:
        for cell in standing.cells:
            if cell.state != "measured" or cell.result is None:
                continue
            entry = found.setdefault(cell.result.address, _Address(cell.result))
            entry.services.add(cell.service)
            if entry.last != standing.town.ags:  # one municipality may use a form for several services
                entry.last = standing.town.ags
                entry.towns += 1
    for _, entry in sorted(found.items()):
        used = {"services": tuple(sorted(entry.services)), "municipalities": entry.towns}
        yield _figures(entry.result) | used | {"month": ranking.month}


def _municipality(ranking: Ranking) -> Iterator[Row]:
    for standing in ranking.standings:
        town = standing.town
        yes, no, unknown = standing.finishable
        yield (
            _where(ranking, standing)
            | _size(standing)
            | _value(standing)
            | _places(standing)
            | _movement(standing.movement)
            | {
                "kind_of_municipality": town.kind or None,
                "association": town.provider,
                "former": town.former,
                "unranked": standing.unranked,
                "finishable_yes": yes,
                "finishable_no": no,
                "finishable_unknown": unknown,
            }
        )


def _places(standing: Standing) -> dict[str, object]:
    def of(place: Place | None, part: str) -> object:
        return getattr(place, part) if place else None

    whole = {part: of(standing.overall, part) for part in ("rank", "of", "tied", "best", "worst")}
    return whole | {
        "rank_in_land": of(standing.in_land, "rank"),
        "of_in_land": of(standing.in_land, "of"),
        "rank_in_size": of(standing.in_size, "rank"),
        "of_in_size": of(standing.in_size, "of"),
    }


def _movement(movement: Movement | None) -> dict[str, object]:
    return {
        "rank_before": movement.rank_before if movement else None,
        "points_moved": movement.points if movement else None,
        "moved_by_service": movement.service if movement else None,
        "moved_by_rule": movement.rule if movement else None,
        "moved_by_lists": movement.lists if movement else None,
        "changed": movement.changed if movement else (),
    }


def _defect(ranking: Ranking) -> Iterator[Row]:
    for product in ranking.products:
        for defect in product.defects:
            yield {
                "month": ranking.month,
                "defect": defect.id,
                "shared": defect.kind,
                "shared_name": defect.source,
                "rule": defect.rule,
                "municipalities": len(defect.towns),
                "occurrences": defect.services,
                "gain": defect.gain,
                "municipality_gain": defect.town_gain,
            }


_MAKERS: dict[str, Callable[[Ranking], Iterator[Row]]] = {
    "all": _all,
    "measured": _measured,
    "service": _service,
    "municipality": _municipality,
    "defect": _defect,
}
