"""Registers as files: as they are published, or the table made of them."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.targets.fault import Fault
from auditor.targets.model import Place, Problem
from auditor.targets.register.fixed import Record, layout, record_of
from auditor.targets.register.gvisys import gvisys_rows, sheet_of
from auditor.targets.register.hierarchy import Hierarchy
from auditor.targets.register.model import Municipality, Register, RegisterError, kinds
from auditor.targets.register.table import is_table, table_rows
from auditor.targets.register.workbook import ARCHIVE, is_workbook, open_book

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


Read = tuple[int, Municipality | Fault]


def load_register(path: Path) -> Register:
    """The register in a file: the table, GV100AD, or the workbook of GV-ISys.

    Raises:
        RegisterError: it is neither, or has mistakes.
    """
    if is_workbook(path):
        return _from_workbook(path)
    text = _text(path)
    above = Hierarchy()
    read = table_rows(text) if is_table(text) else _municipalities(text, above)
    return _register(path, read, above)


def read_official(path: Path) -> Register:
    """The register in a file of the Federal Statistical Office: GV100AD, or the workbook of GV-ISys.

    Raises:
        RegisterError: it is none, or has mistakes.
    """
    if is_workbook(path):
        return _from_workbook(path)
    text = _text(path)
    if is_table(text):
        raise _error(path, Fault("gv-table", "mend-gv-table"))
    above = Hierarchy()
    return _register(path, _municipalities(text, above), above)


def _from_workbook(path: Path) -> Register:
    above = Hierarchy()
    with open_book(path, lambda fault: _error(path, fault)) as book:
        sheet = sheet_of(book)
        if isinstance(sheet, Fault):
            raise _error(path, sheet)
        return _register(path, gvisys_rows(book, sheet, above), above, sheet)


def _register(path: Path, read: Iterable[Read], above: Hierarchy, sheet: str | None = None) -> Register:
    problems: list[Problem] = []
    found: dict[str, tuple[int, Municipality]] = {}
    for line, item in read:
        fault = item if isinstance(item, Fault) else None
        if isinstance(item, Municipality):
            first, _ = found.setdefault(item.ags, (line, item))
            if first != line:
                fault = Fault("gv-twice", "mend-gv-twice", {"value": item.ags, "first": str(first)})
        if fault is not None:
            problems.append(Problem(Place(str(path), line, sheet), fault.key, fault.params, fault.hint))
    if problems:
        raise RegisterError(problems)
    if not found:
        raise _error(path, Fault("gv-empty", "mend-gv-file"))
    return Register(above.with_carriers(municipality for _, municipality in found.values()))


def _error(path: Path, fault: Fault) -> RegisterError:
    return RegisterError([Problem(Place(str(path)), fault.key, fault.params, fault.hint)])


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        detail = error.strerror or str(error)
        raise _error(path, Fault("unreadable", "mend-missing", {"detail": detail})) from None
    if data.startswith(ARCHIVE):
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


def _municipalities(text: str, above: Hierarchy) -> Iterator[Read]:
    """Every municipality, with the districts and associations that stand before it."""
    for number, line in enumerate(text.split("\n"), start=1):
        # the file may end in a blank line or, from old systems, in Ctrl-Z
        if not line.strip("\r \x1a"):
            continue
        record = record_of(line.rstrip("\r"))
        if isinstance(record, Fault):
            yield number, record
        elif record.of == "district":
            above.districts[_district_key(record)] = record["name"]
        elif record["kind"] not in kinds() and record.of in {"association", "municipality"}:
            yield number, Fault("gv-kind", "mend-gv-kind", {"value": record["kind"]})
        elif record.of == "association":
            key = _district_key(record) + record["association"]
            above.add_association(key, record["name"], record["kind"], record["seat"])
        elif record.of == "municipality":
            yield number, _municipality(record, above)


def _district_key(record: Record) -> str:
    return record["land"] + record["region"] + record["district"]


def _municipality(record: Record, above: Hierarchy) -> Municipality:
    keys = _district_key(record), record["association"], record["municipality"]
    sizes = int(record["area"]), int(record["population"])
    return above.municipality(keys, record["name"], record["kind"], sizes, record["postcode"], record.as_of)
