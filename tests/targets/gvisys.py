"""The workbook of GV-ISys as the layout describes it, made of lines of GV100AD (:mod:`tests.targets.gv100`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

SHEET = "Onlineprodukt_Gemeinden31122026"
_NOTES = ("", "1) Ohne Gewähr.", "© Statistisches Bundesamt (Destatis)")


def row(line: str) -> list[Any]:
    """The cells of a line; keys are text with their zeros."""
    town = line[:2] == "60"
    keys = [line[10:12], line[12:13], line[13:15], line[18:22], line[15:18]]
    cells: list[Any] = [line[:2], line[122:124], *keys, line[22:72]]
    cells = [str(cell).strip() or None for cell in cells]
    if not town:
        return cells
    area, population = int(line[128:139]) / 100, int(line[139:150])
    return [*cells, area, population, 0, 0, 0, line[165:170], "11,123", "48,123", "", "", "02", "mittel"]


def renumbered(cells: Sequence[Any]) -> list[Any]:
    """As a program saves them that takes keys for numbers."""
    return [int(cell) if isinstance(cell, str) and cell.isdigit() else cell for cell in cells]


def write(path: Path, rows: Sequence[Sequence[Any]], sheet: str = SHEET, titles: Sequence[str] = ()) -> Path:
    """A workbook with a cover sheet, titles in the first six rows, the rows, and notes."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Deckblatt"
    data = book.create_sheet(sheet)
    for number in range(6):
        data.append([titles[number] if number < len(titles) else "Gemeinden in Deutschland"])
    for cells in [*rows, *([note] for note in _NOTES)]:
        data.append(list(cells))
    book.save(path)
    return path
