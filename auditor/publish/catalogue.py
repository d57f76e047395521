"""The report's own words in one language, and numbers and dates the way that language writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, lru_cache
from typing import cast

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal, format_percent
from ruamel.yaml import YAML

from auditor.paths import data_dir
from auditor.rulebook.model import Lang

BLANK = re.compile(r"\{(\w+)\}")
_LOCALES = {"de": "de_DE", "en": "en_GB"}

_GERMANY = get_timezone("Europe/Berlin")


#: Numbers and dates kept as written: babel takes fifty microseconds for one, and a country's pages have millions.
_KEPT = 16_384


class MissingTextError(LookupError):
    """A catalogue lacks a key or a blank was not filled; a defect of the report, never of the data."""


@cache
def entries(lang: Lang, book: str = "") -> dict[str, str]:
    """All entries of a catalogue, or of another ``book`` beside it; keys joined by dots."""
    path = data_dir("reports") / "text" / f"{book}{'.' if book else ''}{lang}.yaml"
    tree = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    flat: dict[str, str] = {}
    _flatten(cast("dict[str, object]", tree), "", flat)
    return flat


def _flatten(tree: dict[str, object], prefix: str, into: dict[str, str]) -> None:
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            _flatten(cast("dict[str, object]", value), f"{name}.", into)
        else:
            into[name] = str(value)


def fill(template: str, values: dict[str, str]) -> str:
    """Fill ``{blanks}``; one that has no value stays visible as it is."""
    return BLANK.sub(lambda match: values.get(match[1], match[0]), template)


@lru_cache(maxsize=_KEPT)
def _decimal(value: float, digits: int, locale: str) -> str:
    return format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else ""), locale=locale)


@lru_cache(maxsize=_KEPT)
def _percent(share: float, pattern: str, locale: str) -> str:
    return format_percent(share, format=pattern, locale=locale)


@lru_cache(maxsize=_KEPT)
def _date(when: date, pattern: str, locale: str) -> str:
    return format_date(when, pattern, locale=locale)


class Catalogue:
    """Words, numbers and dates in German or English. ``books`` add entries, or say known ones differently."""

    def __init__(self, lang: Lang, *books: str) -> None:
        self.lang: Lang = lang
        self._entries = dict(entries(lang))
        for book in books:
            self._entries |= entries(lang, book)
        self._locale = _LOCALES[lang]

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def text(self, key: str, /, **values: object) -> str:
        """The entry ``key`` with its blanks filled.

        Raises:
            MissingTextError: no such entry, or a blank without a value.
        """
        if key not in self._entries:
            raise MissingTextError(f"reports/text/{self.lang}.yaml has no entry {key!r}")
        template = self._entries[key]
        if "{" not in template:
            return template
        try:
            return BLANK.sub(lambda match: str(values[match[1]]), template)
        except KeyError:
            missing = [blank for blank in BLANK.findall(template) if blank not in values]
            raise MissingTextError(f"{key}: no value for {', '.join(missing)}") from None

    def count(self, key: str, n: int, **values: object) -> str:
        """The entry ``key.one`` or ``key.other`` for ``n`` things; ``{n}`` is the number."""
        form = "one" if n == 1 else "other"
        return self.text(f"{key}.{form}", n=self.number(n), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """1234.5 as „1.234,5“ or "1,234.5", rounded to ``digits``; never minus zero."""
        return _decimal(value + 0.0, digits, self._locale)

    def percent(self, share: float) -> str:
        """A share 0–1 in whole per cent, rounded down so that only everything is 100 %."""
        whole = int(share * 100 + 1e-9) / 100
        return _percent(whole, "#,##0 %" if self.lang == "de" else "#,##0%", self._locale)

    def moment(self, when: datetime) -> str:
        """Date and time of day in Germany."""
        pattern = "d. MMMM y, HH:mm 'Uhr'" if self.lang == "de" else "d MMMM y, HH:mm (z)"
        return format_datetime(when, pattern, tzinfo=_GERMANY, locale=self._locale)

    def day(self, when: datetime) -> str:
        """The date."""
        return self.date(when.astimezone(_GERMANY).date())

    def date(self, when: date) -> str:
        """A day that belongs to no time zone."""
        return _date(when, "d. MMMM y" if self.lang == "de" else "d MMMM y", self._locale)

    def month(self, month: str) -> str:
        """``2026-11`` as „November 2026“."""
        return _date(date.fromisoformat(f"{month}-01"), "MMMM y", self._locale)

    def signed(self, value: float, digits: int = 0) -> str:
        """A change with its sign: „+3“, „−3“, „±0“."""
        said = self.number(abs(value), digits)
        if said == self.number(0, digits):
            return f"±{said}"
        return f"+{said}" if value > 0 else f"−{said}"
