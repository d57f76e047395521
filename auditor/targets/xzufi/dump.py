"""Transfer messages, several of which may make up one export: what they write, and what they take back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from auditor.catalogue import table
from auditor.targets.fault import Fault
from auditor.targets.model import Place, Problem
from auditor.targets.xzufi import objects
from auditor.targets.xzufi.objects import Authority, Benefit, Duty, Key, OnlineService, first, key_of, local
from auditor.targets.xzufi.safe import XZUFI, parse


@dataclass(frozen=True)
class _Transfer:
    """A duty handed over on its own, whose it is, and the scheme of its number, which tells the kind of owner."""

    owner: Key
    duty: Duty
    scheme: str


class Found:
    """The keys of objects; a reference may leave out the agency as long as it is clear what is meant."""

    def __init__(self, objects: Mapping[Key, object], others: Mapping[Key, Key] | None = None) -> None:
        self._keys = {**(others or {}), **{key: key for key in objects}}
        self._numbers: dict[str, set[Key]] = defaultdict(set)
        for key in self._keys:
            self._numbers[key[1]].add(key)

    def key(self, key: Key) -> Key | None:
        """The key of the object meant; None if there is none or it is not clear which."""
        if key in self._keys:
            return self._keys[key]
        same = self._numbers.get(key[1], set())
        meant = {self._keys[each] for each in same if not (key[0] and each[0])}
        return meant.pop() if len(meant) == 1 and len(same) == 1 else None


class Dump:
    """Everything that the XZuFi files of one call hold together; a later message replaces what an earlier one wrote."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self.benefits: dict[Key, Benefit] = {}
        self.online: dict[Key, OnlineService] = {}
        self.authorities: dict[Key, Authority] = {}
        self.area_names: dict[str, str] = {}
        self._transferred: dict[Key, _Transfer] = {}

    def read(self, source: str, data: bytes) -> Iterator[Problem]:
        """Take a file in; what is wrong with it comes back."""
        root = parse(data)
        if isinstance(root, tuple):
            line, fault = root
            yield Problem(Place(source, line), fault.key, fault.params, fault.hint)
            return
        foreign = _foreign(root)
        if foreign is not None:
            yield Problem(Place(source, root.sourceline), foreign.key, foreign.params, foreign.hint)
            return
        self.sources.append(source)
        self._take_all(root, source)

    def transferred(self) -> Mapping[tuple[str, Key], tuple[Duty, ...]]:
        """The duties that were handed over on their own, by kind and key of the object they belong to.

        Objects of different kinds may have the same number. Where the message does not say which is meant, it is the
        authority, because an online service takes over where its authority is in charge, and not the other way round.
        """
        found: dict[tuple[str, Key], tuple[Duty, ...]] = defaultdict(tuple)
        authorities, online = Found(self.authorities), Found(self.online)
        for each in self._transferred.values():
            authority, service = authorities.key(each.owner), online.key(each.owner)
            if service is not None and (authority is None or "onlinedienst" in each.scheme):
                found["online", service] += (each.duty,)
            elif authority is not None:
                found["authorities", authority] += (each.duty,)
        return found

    def _take_all(self, parent: etree._Element, source: str) -> None:
        for element in parent:
            # answers wrap each object: ergebnisLeistung
            kind = local(element).removeprefix("ergebnis").lower()
            if kind == "loesche":
                self._forget(element)
            elif kind in _OBJECTS or kind in {"zustaendigkeittransferobjekt", "gebiet"}:
                self._take(kind, element, Place(source, element.sourceline))
            elif first(element, "id") is None:
                self._take_all(element, source)
            # anything else with an id is an object we do not know

    def _take(self, kind: str, element: etree._Element, place: Place) -> None:
        key = key_of(first(element, "id")) or (place.source, str(place.line))
        if kind == "zustaendigkeittransferobjekt":
            self._transfer(element, key)
        elif kind == "gebiet":
            names = (*objects.children(element, "bezeichnung"), *objects.children(element, "name"))
            self.area_names[key[1]] = objects.german(iter(names))
        else:
            name, make = _OBJECTS[kind]
            getattr(self, name)[key] = make(element, place)

    def _transfer(self, element: etree._Element, key: Key) -> None:
        owner = key_of(first(element, "uebergeordnetesObjektID"))
        duty = first(element, "zustaendigkeit")
        if owner is not None and duty is not None:
            own = first(duty, "id")
            scheme = "" if own is None else str(own.get("schemeID", "")).lower()
            self._transferred[key_of(own) or key] = _Transfer(owner, objects.duty_of(duty), scheme)

    def _forget(self, element: etree._Element) -> None:
        key = key_of(first(element, "id"))
        if key is None:
            return
        kind = next((str(value) for name, value in element.items() if name.endswith("klasse")), "").lower()
        if kind == "zustaendigkeit":
            self._transferred.pop(key, None)
        elif kind in _OBJECTS:
            getattr(self, _OBJECTS[kind][0]).pop(key, None)


#: Name of an object → where it is kept, and how it is read.
_OBJECTS: dict[str, tuple[str, Any]] = {
    "leistung": ("benefits", objects.benefit_of),
    "onlinedienst": ("online", objects.online_service_of),
    "organisationseinheit": ("authorities", objects.authority_of),
}


def _foreign(root: etree._Element) -> Fault | None:
    """Why a document is no XZuFi that can be read."""
    rules = table(XZUFI)
    namespace = etree.QName(root).namespace or ""
    match = re.fullmatch(rules["namespace"], namespace)
    if match is None:
        return Fault("xml-other", "mend-xml-other", {"value": local(root)})
    version = (int(match[1]), int(match[2]))
    if version < tuple(rules["oldest"]) or version[0] > rules["newest_major"]:
        oldest = ".".join(str(number) for number in rules["oldest"])
        return Fault(
            "xzufi-version", "mend-xzufi-version", {"value": f"{match[1]}.{match[2]}", "oldest": oldest}
        )
    return None
