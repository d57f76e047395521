"""Workbooks (.xlsx) read as rows of text, within limits: a small archive may unpack to more than the machine holds."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from auditor.targets.fault import Fault

ARCHIVE = b"PK\x03\x04"
_CONTENTS = "[Content_Types].xml"
_MEGABYTE = 1024 * 1024
_MOST_UNPACKED = 160 * _MEGABYTE  # the official register unpacks to about 20
_MOST_PARTS = 500
_MOST_ROWS = 100_000  # the official register has 16,000

Told = Callable[[Fault], Exception]


@dataclass(frozen=True)
class Book:
    """An open workbook; ``told`` makes the error that ends the reading."""

    names: tuple[str, ...]
    _book: Any
    _told: Told

    def rows(self, name: str, columns: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows of a sheet that are not blank, counted from 1, each cell as text.

        Numbers have a decimal point, days are ISO. Cells behind ``columns`` are left out.
        """
        try:
            sheet = self._book[name]
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            for number, cells in enumerate(sheet.iter_rows(max_col=columns, values_only=True), start=1):
                if number > _MOST_ROWS:
                    fault = Fault("workbook-rows", "mend-workbook-large", {"count": f"{_MOST_ROWS}"})
                    raise self._told(fault)
                texts = tuple(_text(cell) for cell in cells)
                if any(texts):
                    yield number, (*texts, *[""] * (columns - len(texts)))
        except Exception as error:
            raise _unreadable(error, self._told) from None


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook rather than any other archive or text."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _CONTENTS in archive.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


@contextmanager
def open_book(path: Path, told: Told) -> Iterator[Book]:
    """A workbook, opened for reading only; formulas count as what was last computed.

    Raises:
        Exception: what ``told`` makes of it that the file is no workbook, is too large, or openpyxl is not installed.
    """
    try:
        import openpyxl  # noqa: PLC0415 - optional, and slow to import
    except ImportError:
        raise told(Fault("no-openpyxl", "mend-openpyxl")) from None
    try:
        _within_limits(path, told)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise _unreadable(error, told) from None
    try:
        yield Book(tuple(sheet.title for sheet in book.worksheets), book, told)
    finally:
        book.close()


def _within_limits(path: Path, told: Told) -> None:
    # zipfile never hands out more of a part than its header says
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        params = {"count": str(_MOST_UNPACKED // _MEGABYTE)}
        raise told(Fault("workbook-large", "mend-workbook-large", params))


def _unreadable(error: Exception, told: Told) -> Exception:
    """Ours as they are; a spoilt or hostile file breaks the library in any way it likes."""
    if type(error) is type(told(Fault("workbook-broken", "mend-workbook", {"detail": ""}))):
        return error
    if isinstance(error, OSError) and error.strerror:
        return told(Fault("unreadable", "mend-missing", {"detail": error.strerror}))
    return told(Fault("workbook-broken", "mend-workbook", {"detail": type(error).__name__}))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\u00a0", " ").strip()
