"""Test data: made up, marked as such, shaped as the field wants it. No randomness; dates count from a given day."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import BytesIO

from PIL import Image
from ruamel.yaml import YAML

from auditor.paths import data_dir
from auditor.visit.walk.state import Asked

_TODAY = re.compile(r"\{today([+-]\d+)?\}")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Facts:
    """What the data hang on: the day of the visit, the town, and values the operator gave, by meaning."""

    today: date
    city: str = "Musterstadt"
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Attachment:
    """A small harmless file."""

    name: str
    type: str
    data: str  # base64


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = (data_dir("rules") / "tables" / "testdata.yaml").read_text(encoding="utf-8")
    return {key: tuple(str(v) for v in values) for key, values in YAML(typ="safe").load(text).items()}


def values_for(meaning: str, field: Asked, facts: Facts) -> tuple[str, ...]:
    """Values to try, the likeliest first; those the field itself would refuse come last.

    Args:
        meaning: a key of ``fields.yaml``.
        field: what the page says of the field.
        facts: day and town.
    """
    raw = facts.own.get(meaning) or _table().get(meaning) or _table()["text"]
    wanted = list(dict.fromkeys(v for text in raw for v in _shapes(_filled(text, facts), field)))
    if field.kind in {"number", "range", "aria-spinbutton"}:
        wanted = [_number(v, field) for v in wanted]
    fitting = [v for v in wanted if _fits(v, field)]
    cut = [v[: field.maxlength] for v in wanted] if field.maxlength else []
    extra = ["12345", "1", "123456", "AB12345", "1234567890"] if field.pattern and not fitting else []
    more = [v for v in extra if _fits(v, field)]
    return tuple(dict.fromkeys([*fitting, *more, *cut, *wanted]))


def _filled(text: str, facts: Facts) -> str:
    def day(match: re.Match[str]) -> str:
        return (facts.today + timedelta(days=int(match[1] or 0))).isoformat()

    return _TODAY.sub(day, text).replace("{city}", facts.city)


def _shapes(value: str, field: Asked) -> Iterator[str]:
    """A value as the field writes it; only dates have several shapes."""
    if not _ISO.fullmatch(value):
        yield value
        return
    iso = _between(value, field)
    year, month, day = iso.split("-")
    if field.kind == "date":
        yield iso
        return
    if field.kind == "datetime-local":
        yield f"{iso}T10:00"
        return
    hints = f"{field.placeholder} {field.hint} {field.label} {field.pattern} {field.error}".lower()
    shapes = [
        f"{day}.{month}.{year}",
        iso,
        f"{int(day)}.{int(month)}.{year}",
        f"{day}/{month}/{year}",
        f"{day}{month}{year}",
    ]
    if re.search(r"j{4}-m{2}|y{4}-m{2}|\d{4}-\d\d-\d\d", hints):
        shapes.insert(0, iso)
    elif re.search(r"(tt|dd)/mm", hints):
        shapes.insert(0, f"{day}/{month}/{year}")
    yield from shapes


def _between(iso: str, field: Asked) -> str:
    """A date within the field's bounds."""
    low, high = field.min[:10], field.max[:10]
    if _ISO.fullmatch(low) and iso < low:
        return low
    return high if _ISO.fullmatch(high) and iso > high else iso


def _number(value: str, field: Asked) -> str:
    found = re.search(r"\d+", value)
    number = float(found.group(0)) if found else 1.0
    low, high, step = (_float(v) for v in (field.min, field.max, field.step))
    if low is not None and number < low:
        number = low
    if high is not None and number > high:
        number = high
    if step and step > 1 and low is not None:
        number = low + step * ((number - low) // step)
    return str(int(number)) if number == int(number) else str(number)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _fits(value: str, field: Asked) -> bool:
    """Whether the field's own rules take the value."""
    if (field.maxlength and len(value) > field.maxlength) or len(value) < field.minlength:
        return False
    if not field.pattern:
        return True
    try:
        return re.fullmatch(field.pattern.replace(r"\/", "/"), value) is not None
    except re.error:
        return True


def attachment_for(accept: str) -> Attachment:
    """A one-page PDF, or a small picture where only pictures are taken."""
    wanted = accept.lower()
    if wanted and "pdf" not in wanted and "*/*" not in wanted:
        if "jp" in wanted or "image/*" in wanted:
            return Attachment("testnachweis.jpg", "image/jpeg", _picture("JPEG"))
        if "png" in wanted:
            return Attachment("testnachweis.png", "image/png", _picture("PNG"))
    return Attachment("testnachweis.pdf", "application/pdf", base64.b64encode(_pdf()).decode())


@cache
def _picture(kind: str) -> str:
    buffer = BytesIO()
    Image.new("RGB", (64, 64), (220, 220, 220)).save(buffer, kind)
    return base64.b64encode(buffer.getvalue()).decode()


@cache
def _pdf() -> bytes:
    """The smallest honest PDF: one page that says what it is."""
    text = b"BT /F1 14 Tf 60 760 Td (Testnachweis, kein echtes Dokument) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n"
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(body))
    )
