"""What is offered online where: online services joined with what they are for and the areas they are valid in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auditor.targets.model import Note, Place, Problem
from auditor.targets.register.model import Register
from auditor.targets.xzufi.area import Where, where
from auditor.targets.xzufi.dump import Dump, Found
from auditor.targets.xzufi.objects import Area, Benefit, Duty, Key, OnlineService

_NAMED = 3


@dataclass(frozen=True)
class Entry:
    """A target before it is checked: where it is listed and the text of its columns."""

    place: Place
    cells: dict[str, str]


def entries(dump: Dump, register: Register | None = None) -> Iterator[Entry | Note | Problem]:
    """Every online service in every area it names, and what a reader of the list should know.

    An online service that names no area is valid where the authorities in charge of its service are. A service without
    an online service is a note; a list with none at all is a mistake, because then it says nothing about that.
    """
    if not dump.sources:
        return
    if not dump.online:
        yield Problem(Place(dump.sources[0]), "xzufi-none", {}, "mend-xzufi-none")
        return
    yield from _Join(dump, register).entries()


class _Join:
    """The objects of a dump with what is needed to find one from the other."""

    def __init__(self, dump: Dump, register: Register | None) -> None:
        self._dump = dump
        self._register = register
        others = {other: key for key, benefit in dump.benefits.items() for other in benefit.others}
        self._benefits = Found(dump.benefits, others)
        self._transferred = dump.transferred()
        self._responsible = self._areas_in_charge()

    def entries(self) -> Iterator[Entry | Note | Problem]:
        offered: set[Key] = set()
        loose = 0
        for key, service in self._dump.online.items():
            duties = (*service.duties, *self._transferred.get(("online", key), ()))
            known = {found for duty in duties if (found := self._benefit(duty)) is not None}
            offered |= known
            loose += not known
            if service.links:
                yield from self._service(service, duties)
            else:
                yield Note(service.place, "xzufi-no-link", {"name": service.name})
        for key, benefit in self._dump.benefits.items():
            if key not in offered:
                yield _not_offered(benefit, key, loose)

    def _benefit(self, duty: Duty) -> Key | None:
        return None if duty.service is None else self._benefits.key(duty.service)

    def _areas_in_charge(self) -> Mapping[Key, tuple[Area, ...]]:
        """In which areas somebody is in charge of a service."""
        found: dict[Key, dict[Area, None]] = defaultdict(dict)
        for key, authority in self._dump.authorities.items():
            for duty in (*authority.duties, *self._transferred.get(("authorities", key), ())):
                benefit = self._benefit(duty)
                if benefit is not None:
                    found[benefit].update(dict.fromkeys(duty.areas))
        return {benefit: tuple(areas) for benefit, areas in found.items()}

    def _service(self, service: OnlineService, duties: Iterable[Duty]) -> Iterator[Entry | Note]:
        if len(service.links) > 1:
            count = str(len(service.links))
            yield Note(
                service.place, "xzufi-links", {"name": service.name, "count": count, "url": service.links[0]}
            )
        cells = {"url": service.links[0], "name": service.name}
        wide: dict[str, None] = {}
        seen: set[tuple[tuple[str, str], ...]] = set()
        for benefit, area in self._valid(duties):
            place = where(area, self._register, self._dump.area_names) if area is not None else Where()
            wide.update(dict.fromkeys(filter(None, [place.wide])))
            row = {**cells, **_named(benefit, service), **place.cells}
            if (known := tuple(sorted(row.items()))) not in seen:
                seen.add(known)
                yield Entry(service.place, row)
        if wide:
            shown = [*list(wide)[:_NAMED], *(["…"] if len(wide) > _NAMED else [])]
            yield Note(service.place, "xzufi-wide", {"name": service.name, "area": ", ".join(shown)})

    def _valid(self, duties: Iterable[Duty]) -> Iterator[tuple[Benefit | None, Area | None]]:
        """What for and where an online service is valid; at least one pair, even if the file says neither."""
        none = True
        for duty in duties:
            none = False
            key = self._benefit(duty)
            benefit = None if key is None else self._dump.benefits[key]
            areas = duty.areas or (() if key is None else self._responsible.get(key, ()))
            yield from ((benefit, area) for area in areas or (None,))
        if none:
            yield None, None


def _not_offered(benefit: Benefit, key: Key, loose: int) -> Note:
    """No online service refers to a service: it is not offered, unless some do not tell what they are for."""
    params = {"name": benefit.name or key[1]}
    if loose:
        return Note(benefit.place, "xzufi-unsure", {**params, "count": str(loose)})
    return Note(benefit.place, "xzufi-not-online", params)


def _named(benefit: Benefit | None, service: OnlineService) -> dict[str, str]:
    if benefit is None:
        return {}
    return {"name": service.name or benefit.name, "service": benefit.name, "leika": benefit.leika}
