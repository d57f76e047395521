"""Registers as files: GV100AD as it is published, or the table made of it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from auditor.targets.fault import Fault
from auditor.targets.model import Place, Problem
from auditor.targets.register.fixed import Record, layout, record_of
from auditor.targets.register.model import Association, Municipality, Register, RegisterError, kinds
from auditor.targets.register.table import is_table, table_rows

_POSTCODE = 5
_ARCHIVE = b"PK\x03\x04"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load_register(path: Path) -> Register:
    """The register in a file, either the table or GV100AD itself.

    Raises:
        RegisterError: it is neither, or has mistakes.
    """
    text = _text(path)
    read = table_rows(text) if is_table(text) else _municipalities(text)
    return _register(path, read)


def read_gv100(path: Path) -> Register:
    """The register in a GV100AD file.

    Raises:
        RegisterError: it is none, or has mistakes.
    """
    text = _text(path)
    if is_table(text):
        raise _error(path, Fault("gv-table", "mend-gv-table"))
    return _register(path, _municipalities(text))


def _register(path: Path, read: Iterator[tuple[int, Municipality | Fault]]) -> Register:
    problems: list[Problem] = []
    found: dict[str, tuple[int, Municipality]] = {}
    for line, item in read:
        fault = item if isinstance(item, Fault) else None
        if isinstance(item, Municipality):
            first, _ = found.setdefault(item.ags, (line, item))
            if first != line:
                fault = Fault("gv-twice", "mend-gv-twice", {"value": item.ags, "first": str(first)})
        if fault is not None:
            problems.append(Problem(Place(str(path), line), fault.key, fault.params, fault.hint))
    if problems:
        raise RegisterError(problems)
    if not found:
        raise _error(path, Fault("gv-empty", "mend-gv-file"))
    return Register(municipality for _, municipality in found.values())


def _error(path: Path, fault: Fault) -> RegisterError:
    return RegisterError([Problem(Place(str(path)), fault.key, fault.params, fault.hint)])


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        detail = error.strerror or str(error)
        raise _error(path, Fault("unreadable", "mend-missing", {"detail": detail})) from None
    if data.startswith(_ARCHIVE):
        raise _error(path, Fault("gv-archive", "mend-gv-archive"))
    text = decode(data)
    if text is None or "\x00" in text:
        raise _error(path, Fault("binary", "mend-gv-file"))
    return text


def decode(data: bytes) -> str | None:
    """The text, in whichever of the encodings of the years it makes most sense; None if in none."""
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    readings: list[str] = []
    for encoding in layout()["encodings"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding.startswith("utf"):
            return text
        readings.append(text)
    return min(readings, key=_strange, default=None)


def _strange(text: str) -> int:
    """How many characters do not occur in names of municipalities."""
    usual = layout()["letters"]
    return sum(not character.isascii() and character not in usual for character in text)


def _municipalities(text: str) -> Iterator[tuple[int, Municipality | Fault]]:
    """Every municipality, with the districts and associations that stand before it."""
    districts: dict[str, str] = {}
    associations: dict[str, Association] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        # the file may end in a blank line or, from old systems, in Ctrl-Z
        if not line.strip("\r \x1a"):
            continue
        record = record_of(line.rstrip("\r"))
        if isinstance(record, Fault):
            yield number, record
        elif record.of == "district":
            districts[_district_key(record)] = record["name"]
        elif record["kind"] not in kinds() and record.of in {"association", "municipality"}:
            yield number, Fault("gv-kind", "mend-gv-kind", {"value": record["kind"]})
        elif record.of == "association":
            key = _district_key(record) + record["association"]
            associations[key] = Association(key, record["name"], record["kind"])
        elif record.of == "municipality":
            yield number, _municipality(record, districts, associations)


def _district_key(record: Record) -> str:
    return record["land"] + record["region"] + record["district"]


def _municipality(
    record: Record, districts: dict[str, str], associations: dict[str, Association]
) -> Municipality:
    district = _district_key(record)
    association = district + record["association"]
    return Municipality(
        ags=district + record["municipality"],
        ars=association + record["municipality"],
        name=record["name"],
        district=districts.get(district, ""),
        kind=record["kind"],
        population=int(record["population"]),
        area_ha=int(record["area"]),
        postcode=record["postcode"] if len(record["postcode"]) == _POSTCODE else "",
        as_of=record.as_of,
        association=associations.get(association),
    )
