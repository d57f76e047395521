"""The objects of XZuFi, as far as a target needs them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from auditor.catalogue import table
from auditor.targets.model import Place
from auditor.targets.xzufi.safe import XZUFI

_LEIKA = 14
_REGIONAL = 12

#: Agency and number of an object; the agency is empty where the file names none.
Key = tuple[str, str]


@dataclass(frozen=True)
class Area:
    """A gebietID: the digits as written, and how many they must be to be a key (None: the file names no scheme)."""

    text: str
    digits: int | None = None


@dataclass(frozen=True)
class Duty:
    """A Zuständigkeit: for which service, in which areas."""

    service: Key | None
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Benefit:
    """A Leistung: what an authority does for people."""

    place: Place
    name: str
    leika: str
    others: tuple[Key, ...] = ()  #: by which other keys it may be referred to


@dataclass(frozen=True)
class OnlineService:
    """An Onlinedienst with its addresses, best first, and its own duties."""

    place: Place
    name: str
    links: tuple[str, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Authority:
    """An Organisationseinheit and what it is responsible for."""

    place: Place
    name: str
    duties: tuple[Duty, ...]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of this name, whatever their namespace."""
    return (child for child in element if local(child) == name)


def text(element: etree._Element | None) -> str:
    """The text of an element on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def first(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next(children(element, name), None)


def key_of(element: etree._Element | None) -> Key | None:
    """The key an id or a reference means."""
    number = text(element)
    return (str(element.get("schemeAgencyID", "")), number) if element is not None and number else None


def german(elements: Iterator[etree._Element]) -> str:
    """The text in German, else in the first language there is."""
    found = [(str(each.get("languageCode", "de")), text(each)) for each in elements]
    spoken = [each for each in found if each[1]]
    return next((said for lang, said in spoken if lang.startswith("de")), spoken[0][1] if spoken else "")


def _code(element: etree._Element | None) -> str:
    return "" if element is None else text(first(element, "code"))


def benefit_of(element: etree._Element, place: Place) -> Benefit:
    """A ``leistung``."""
    names = {
        _code(first(module, "leikaTextmodul")): german(children(module, "inhalt"))
        for module in children(element, "modulText")
    }
    name = next((names[code] for code in _table()["name_modules"] if names.get(code)), "")
    codes = (_code(each).replace(" ", "") for each in children(element, "referenzLeiKa"))
    leika = next((code for code in codes if len(code) == _LEIKA and code.isascii() and code.isdigit()), "")
    others = tuple(filter(None, (key_of(each) for each in children(element, "idSekundaer"))))
    return Benefit(place, name or german(children(element, "bezeichnung")), leika, others)


def online_service_of(element: etree._Element, place: Place) -> OnlineService:
    """An ``onlinedienst``."""
    links = sorted(children(element, "link"), key=_rank)
    addresses = dict.fromkeys(text(first(link, "link")) or (link.text or "").strip() for link in links)
    addresses.pop("", None)
    return OnlineService(
        place, german(children(element, "bezeichnung")), tuple(addresses), duties_of(element)
    )


def _rank(link: etree._Element) -> tuple[bool, bool]:
    spoken = link.get("languageCode", "de")
    return _code(first(link, "typ")) != _table()["link_kind"], not spoken.startswith("de")


def authority_of(element: etree._Element, place: Place) -> Authority:
    """An ``organisationseinheit``."""
    names = (name for outer in children(element, "name") for name in children(outer, "name"))
    return Authority(place, german(names), duties_of(element))


def duties_of(element: etree._Element) -> tuple[Duty, ...]:
    """The duties inside an object."""
    return tuple(duty_of(each) for each in children(element, "zustaendigkeit"))


def duty_of(element: etree._Element) -> Duty:
    """A ``zustaendigkeit``."""
    areas = (_area(each) for each in children(element, "gebietID"))
    return Duty(key_of(first(element, "leistungID")), tuple(area for area in areas if area.text))


def _area(element: etree._Element) -> Area:
    scheme = str(element.get("schemeID", ""))
    kind = scheme.rsplit(":", 1)[-1].split("_", maxsplit=1)[0].lower()
    # in a scheme we do not know, nothing but the unmistakable length of a regional key is taken for a key
    digits = _table()["areas"].get(kind, _REGIONAL if scheme else None)
    return Area(text(element).replace(" ", ""), digits)


def _table() -> Any:
    return table(XZUFI)
