"""The page about open data: months and files, columns, licence, how to cite and to check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from auditor.publish.catalogue import Catalogue
from auditor.publish.opendata.month import FOLDER, NOTES, SUMS, data_files, published
from auditor.publish.opendata.month import LICENCE as LICENCE_FILE
from auditor.publish.opendata.schema import DICTIONARY, Column, Level, levels
from auditor.publish.opendata.terms import attribution, entry, licence_of
from auditor.publish.site.page import Download, Page, Site
from auditor.publish.site.paths import DATA
from auditor.ranking.model import Correction
from auditor.rulebook.model import Lang

OWN: tuple[str, ...] = (DATA,)
BOOK = "data"
_KILO = 1000


@dataclass(frozen=True)
class FileLink:
    """A file to download; ``path`` is below the site's folder."""

    path: str
    form: str
    size: str


@dataclass(frozen=True)
class TableLinks:
    """A table of a month in its formats."""

    title: str
    about: str
    files: tuple[FileLink, ...]


@dataclass(frozen=True)
class MonthLinks:
    """What a month offers; ``folder`` is below the site's, with a final slash."""

    month: str
    folder: str
    tables: tuple[TableLinks, ...]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class ColumnText:
    """A column in the words of a language."""

    name: str
    type: str
    meaning: str
    unit: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class LevelText:
    """A table and its columns in the words of a language."""

    id: str
    title: str
    about: str
    columns: tuple[ColumnText, ...]


def downloads(out: Path) -> tuple[Download, ...]:
    """The files of all published months below the site's folder ``out``, the newest month first."""
    return tuple(
        Download(f"{FOLDER}/{folder.name}/{file.name}", file.level, file.form, file.size, folder.name)
        for folder in published(out)
        for file in data_files(folder)
    )


def pages(site: Site) -> Iterator[Page]:
    """One page for all months."""
    lang = site.words.catalogue.lang
    book = Catalogue(lang, BOOK)
    licence = licence_of(site.publisher)
    yield Page(
        DATA,
        "data.html",
        {
            "d": book.text,
            "months": tuple(_months(site, book)),
            "levels": tuple(_level(level, lang, book) for level in levels()),
            "forms": tuple(entry("forms")),
            "licence_name": licence.name[lang],
            "licence_url": licence.url,
            "citation": attribution(site.publisher, site.ranking.month, lang),
            "data_folder": FOLDER,
            "sums": SUMS,
            "notes": NOTES,
            "licence_file": LICENCE_FILE,
        },
    )


def _months(site: Site, book: Catalogue) -> Iterator[MonthLinks]:
    ordered = sorted(site.downloads, key=lambda file: file.month, reverse=True)
    for month, files in groupby(ordered, key=lambda file: file.month):
        noted = tuple(c for c in site.ranking.corrections if c.month == month)
        yield MonthLinks(month, f"{FOLDER}/{month}/", tuple(_tables(tuple(files), book)), noted)


def _tables(files: tuple[Download, ...], book: Catalogue) -> Iterator[TableLinks]:
    for level in (*levels(), DICTIONARY):
        links = tuple(
            FileLink(f.path, entry("forms")[f.form]["name"], _size(f.size, book))
            for f in files
            if f.level == level.id
        )
        if links:
            yield TableLinks(level.title[book.lang], level.about[book.lang], links)


def _size(size: int, book: Catalogue) -> str:
    """Bytes as people say them; never less than 1 kB."""
    thousands = max(1.0, size / _KILO)
    return f"{book.number(thousands)} kB" if thousands < _KILO else f"{book.number(thousands / _KILO, 1)} MB"


def _level(level: Level, lang: Lang, book: Catalogue) -> LevelText:
    return LevelText(
        level.id, level.title[lang], level.about[lang], tuple(_column(c, lang, book) for c in level.columns)
    )


def _column(column: Column, lang: Lang, book: Catalogue) -> ColumnText:
    unit = column.unit[lang] if column.unit else ""
    return ColumnText(
        column.name, book.text(f"data.type.{column.type}"), column.meaning[lang], unit, column.values
    )
