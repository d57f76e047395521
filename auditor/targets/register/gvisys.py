"""GV-ISys: the official register as a workbook, the same facts as GV100AD but for the seats of associations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from auditor.catalogue import table
from auditor.targets.fault import Fault
from auditor.targets.register.fixed import layout as records
from auditor.targets.register.hierarchy import Hierarchy
from auditor.targets.register.model import Municipality, kinds
from auditor.targets.register.workbook import Book

_TABLE = Path(__file__).with_name("gvisys.yaml")
_HECTARES = 100  # in a square kilometre
_POSTCODE = 5
_DIGITS = re.compile(r"[0-9]{1,11}")
_AREA = re.compile(r"[0-9]{1,9}([.,][0-9]{1,6})?")
_DAY = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{4}|[0-9]{2})(?![0-9])")
_NOTHING = frozenset({"", "-", "–"})


def gvisys() -> Mapping[str, Any]:
    """The table of the workbook's layout."""
    return table(_TABLE)  # type: ignore[no-any-return]


def sheet_of(book: Book) -> str | Fault:
    """The sheet with the data, told by the beginning of its name."""
    wanted = str(gvisys()["sheet"])
    found = next((name for name in book.names if name.strip().startswith(wanted)), None)
    if found is not None:
        return found
    return Fault("gv-sheet", "mend-gv-sheet", {"value": wanted, "found": ", ".join(book.names)})


def gvisys_rows(book: Book, sheet: str, above: Hierarchy) -> Iterator[tuple[int, Municipality | Fault]]:
    """Every municipality with its row, and the districts and associations that stand before it."""
    columns, first = gvisys()["columns"], gvisys()["first"]
    rows = list(book.rows(sheet, len(columns)))
    day = _day(sheet, [" ".join(cells) for number, cells in rows if number < first])
    if day is None:
        yield 1, Fault("gv-no-day", "mend-gv-no-day", {"value": sheet})
        return
    for number, cells in rows:
        if number < first:
            continue
        values = dict(zip(columns, cells, strict=True))
        item = _item(values, day, above)
        if item is not None:
            yield number, item


def _day(sheet: str, titles: list[str]) -> date | None:
    """The day of the register, by the sheet's name, else by what a title says of it."""
    wanted, said = str(gvisys()["sheet"]), str(gvisys()["titles"])
    named = sheet.strip().removeprefix(wanted).strip("_ ")
    for text in (named, *(title.partition(said)[2] for title in titles)):
        found = _DAY.search(text)
        if found is None:
            continue
        year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
        try:
            return datetime.strptime(f"{found[1]}{found[2]}{year}", "%d%m%Y").date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def _item(values: dict[str, str], day: date, above: Hierarchy) -> Municipality | Fault | None:
    """The municipality of a row; None for what stands above one, and for notes."""
    known = records()["records"].get(values["record"])
    if known is None:
        if not values["municipality"]:
            return None
        params = {"value": values["record"], "known": ", ".join(records()["records"])}
        return Fault("gv-record", "mend-workbook-again", params)
    of = str(known["of"])
    fault = _wrong(values, of)
    if fault is not None or of not in gvisys()["needs"]:
        return fault
    district = values["land"] + values["region"] + values["district"]
    if of == "district":
        above.districts[district] = values["name"]
    elif of == "association":
        above.add_association(district + values["association"], values["name"], values["kind"])
    else:
        return _municipality(values, district, day, above)
    return None


def _wrong(values: dict[str, str], of: str) -> Fault | None:
    """What is wrong with a row; its keys get their zeros back."""
    for name in gvisys()["needs"].get(of, ()):
        filled = values[name].zfill(gvisys()["widths"][name])
        if not values[name] or len(filled) != gvisys()["widths"][name] or not _DIGITS.fullmatch(filled):
            return _cell(name, values[name])
        values[name] = filled
    if not values["name"]:
        return _cell("name", "")
    if of in {"association", "municipality"} and values["kind"] not in kinds():
        return Fault("gv-kind", "mend-gv-kind", {"value": values["kind"]})
    return None


def _municipality(values: dict[str, str], district: str, day: date, above: Hierarchy) -> Municipality | Fault:
    empty = bool(kinds()[values["kind"]].get("unincorporated"))
    population = "0" if empty and values["population"] in _NOTHING else values["population"]
    if not _DIGITS.fullmatch(population):
        return _cell("population", population)
    if not _AREA.fullmatch(values["area_km2"]):
        return _cell("area_km2", values["area_km2"])
    hectares = round(Decimal(values["area_km2"].replace(",", ".")) * _HECTARES)
    postcode = values["postcode"]
    keys = district, values["association"], values["municipality"]
    if postcode.isdigit():
        postcode = postcode.zfill(_POSTCODE)
    return above.municipality(
        keys, values["name"], values["kind"], (hectares, int(population)), postcode, day
    )


def _cell(column: str, value: str) -> Fault:
    letter = chr(ord("A") + gvisys()["columns"].index(column))
    return Fault("gv-cell", "mend-workbook-again", {"column": f"{letter} ({column})", "value": value})
