"""The register as a table: a CSV people can read, sort and keep beside their lists."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from auditor.targets.fault import Fault
from auditor.targets.register.model import Association, Municipality, Register, kinds

COLUMNS = (
    "ags", "ars", "name", "land", "district", "kind", "population", "area_ha", "postcode",
    "association_key", "association", "association_kind", "association_carrier", "as_of",
)  # fmt: skip
_LATER = {"association_carrier"}  # tables of earlier versions have no such column
_DELIMITER = ";"
_SHAPES = {
    "ags": re.compile(r"[0-9]{8}"),
    "ars": re.compile(r"[0-9]{12}"),
    "name": re.compile(r".*\S.*"),
    "population": re.compile(r"[0-9]{1,11}"),
    "area_ha": re.compile(r"[0-9]{1,11}"),
    "as_of": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "association_key": re.compile(r"([0-9]{9})?"),
    "association_carrier": re.compile(r"([0-9]{8})?"),
}


def register_csv(register: Register) -> str:
    """The table: semicolons, one municipality a line, in the order of the keys."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=_DELIMITER, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in sorted(register.municipalities, key=lambda each: each.ags):
        writer.writerow(_cells(each))
    return out.getvalue()


def _cells(each: Municipality) -> tuple[str | int, ...]:
    group = each.association or Association("", "", "")
    return (
        each.ags, each.ars, each.name, each.land, each.district, each.kind, each.population, each.area_ha,
        each.postcode, group.key, group.name, group.kind, group.carrier or "", each.as_of.isoformat(),
    )  # fmt: skip


def is_table(text: str) -> bool:
    """Whether a text is such a table."""
    return text.removeprefix("\ufeff").startswith("ags;")


def table_rows(text: str) -> Iterator[tuple[int, Municipality | Fault]]:
    """Every municipality of a table with its line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_DELIMITER)
    missing = [name for name in COLUMNS if name not in {*(reader.fieldnames or ()), *_LATER}]
    if missing:
        yield 1, Fault("gv-columns", "mend-gv-table-again", {"value": ", ".join(missing)})
        return
    for cells in reader:
        yield reader.line_num, _municipality(cells)


def _municipality(cells: dict[str, str | None]) -> Municipality | Fault:
    values = {name: cells.get(name) or "" for name in COLUMNS}
    for name, shape in _SHAPES.items():
        if not shape.fullmatch(values[name]):
            return Fault("gv-cell", "mend-gv-table-again", {"column": name, "value": values[name]})
    try:
        day = date.fromisoformat(values["as_of"])
    except ValueError:
        return Fault("gv-date", "mend-gv-table-again", {"value": values["as_of"]})
    for name in ("kind", "association_kind"):
        if values[name] not in kinds() and (name == "kind" or values["association_key"]):
            return Fault("gv-kind", "mend-gv-kind", {"value": values[name]})
    return Municipality(
        ags=values["ags"],
        ars=values["ars"],
        name=values["name"],
        district=values["district"],
        kind=values["kind"],
        population=int(values["population"]),
        area_ha=int(values["area_ha"]),
        postcode=values["postcode"],
        as_of=day,
        association=_association(values),
    )


def _association(values: dict[str, str]) -> Association | None:
    key = values["association_key"]
    carrier = values["association_carrier"] or None
    return Association(key, values["association"], values["association_kind"], carrier) if key else None
