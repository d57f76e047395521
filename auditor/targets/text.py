"""The text of a list, whatever program saved it."""

from __future__ import annotations

import codecs
import re

from auditor.targets.fault import Fault

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # xlsx/ods, xls
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes) -> str | Fault:
    """UTF-8 or UTF-16 with or without byte order mark, else Windows-1252; a fault if it is no text."""
    if data.startswith(_WORKBOOKS):
        return Fault("spreadsheet", "mend-spreadsheet")
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Fault("binary", "mend-binary") if _CONTROL.search(text) else text
    return Fault("encoding", "mend-binary")


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(_UTF16_BOMS):
        return ("utf-16",)
    if len(data) >= 2 and len(data) % 2 == 0 and 0 in data:
        # Latin script in UTF-16 without a mark has its zeros all on one side
        if 0 not in data[::2]:
            return ("utf-16-le",)
        if 0 not in data[1::2]:
            return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")
