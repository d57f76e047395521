"""Dates as German and English pages write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner", "january"), ("februar", "february"), ("märz", "maerz", "march"), ("april",),
            ("mai", "may"), ("juni", "june"), ("juli", "july"), ("august",), ("september",),
            ("oktober", "october"), ("november",), ("dezember", "december"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
DATE = re.compile(
    rf"(?P<iso>\d{{4}})-(?P<im>\d\d)-(?P<id>\d\d)"
    rf"|(?P<nd>\d{{1,2}})\.\s?(?P<nm>\d{{1,2}})\.\s?(?P<ny>\d{{4}})"
    rf"|(?:(?P<wd>\d{{1,2}})\.?\s)?(?P<wm>{'|'.join(_MONTHS)})\s(?P<wy>\d{{4}})"
    rf"|(?<![\d.])(?P<mm>\d{{1,2}})[/.](?P<my>20\d\d)"
    rf"|(?P<y>(?<![\d./-])20\d\d(?![\d./-]))",
    re.IGNORECASE,
)


def dates_in(text: str) -> list[date]:
    """All dates of a text; a month or a year alone counts as its last day."""
    return list(_dates(text))


def _dates(text: str) -> Iterator[date]:
    for match in DATE.finditer(text):
        if (day := day_of(match.groupdict())) is not None:
            yield day


def day_of(g: dict[str, str | None]) -> date | None:
    """The day a match of ``DATE`` means; None if there is no such day."""
    month = g["im"] or g["nm"] or g["mm"] or (str(_MONTHS[g["wm"].lower()]) if g["wm"] else "12")
    year = g["iso"] or g["ny"] or g["wy"] or g["my"] or g["y"] or ""
    day = g["id"] or g["nd"] or g["wd"]
    try:
        if day:
            return date(int(year), int(month), int(day))
        first_of_next = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
        return first_of_next - timedelta(days=1)
    except ValueError:
        return None
