"""Which portal product a service runs on, by the marks of ``rules/wording/products.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from auditor.checks.case import Case, documents
from auditor.evidence.model import Page, Role
from auditor.wording.source import read

#: The form tells most, then the pages on the way to it.
_ORDER = (Role.FORM, Role.ROUTE, Role.ENTRY)


def product(case: Case) -> str | None:
    """The name of the product, None where no mark is known; a calendar for appointments only if nothing else is."""
    pages = sorted(case.flow, key=lambda p: _ORDER.index(p.role))
    known = read("products")["products"]
    for calendars in (False, True):
        for page in pages:
            marks = {kind: tuple(_marks(page, kind)) for kind in ("url", "host", "script", "markup")}
            for row in known:
                if bool(row.get("appointment")) is calendars and _fits(row, marks):
                    return str(row["name"])
    return None


def _fits(row: dict[str, Any], marks: dict[str, tuple[str, ...]]) -> bool:
    return any(
        str(mark) in seen for kind, found in marks.items() for mark in row.get(kind, ()) for seen in found
    )


def _marks(page: Page, kind: str) -> Iterator[str]:
    addresses = [page.final_url, *(f.url for f in page.frames)]
    match kind:
        case "host":
            yield from ((urlsplit(a).hostname or "").lower() for a in addresses)
        case "url":
            yield from (a.lower() for a in addresses)
            yield from (f.action.lower() for _, d in documents(page) for f in d.forms)
        case "script":
            yield from (r.url.lower() for r in page.requests)
        case _:
            for _, document in documents(page):
                yield from (
                    n.html.lower() for n in (*document.forms, *document.controls, *document.landmarks)
                )
