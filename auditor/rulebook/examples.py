"""Turns the fences of an example into pages and an overlay."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from auditor.evidence.model import Role
from auditor.rulebook.errors import Report, choose
from auditor.rulebook.model import Example, ExamplePage
from auditor.rulebook.vocabulary import ASSET, DEFAULT_URLS, EXAMPLE_ROLES, STATES

_KINDS = ("html", "http", "json")
_OPTIONS = ("url", "role", "state")
_STATUS_LINE = re.compile(r"HTTP/\d(\.\d)? [1-5]\d\d\b")
_WHOLE_PAGE = re.compile(r"<html[\s>]", re.IGNORECASE)

#: A page with nothing to complain about around a fragment; landmarks are the fragment's own business.
_PAGE = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Leistung – Stadt Musterstadt</title>
</head>
<body>
{fragment}
</body>
</html>
"""


@dataclass(frozen=True)
class Fence:
    """A fenced block with its info string and the file's line where it opens."""

    info: str
    content: str
    line: int


@dataclass(frozen=True)
class RawExample:
    """An example as written."""

    expected: str
    sentence: str
    line: int
    fences: tuple[Fence, ...]


def build_example(raw: RawExample, report: Report) -> Example | None:
    """The example with whole pages, or None if it is too broken; every mistake is in the report."""
    pages: list[ExamplePage] = []
    overlays: list[str] = []
    for fence in raw.fences:
        kind, options = _info(fence, report)
        if kind == "json":
            overlays += _overlay(fence, report)
        elif kind:
            page = _page(kind, options, fence, pages, report)
            pages += [page] if page else []
    if len(overlays) > 1:
        report.add(raw.line, "example with more than one json fence", "merge the overlays into one")
    if all(page.role == ASSET for page in pages):
        report.add(raw.line, "example without a page", "add a fence ```html or ```http below the sentence")
        return None
    _distinct(pages, raw.line, report)
    return Example.model_validate(
        {
            "expected": raw.expected,
            "sentence": raw.sentence or "–",
            "pages": tuple(pages),
            "overlay": "".join(overlays[:1]),
        }
    )


def _info(fence: Fence, report: Report) -> tuple[str, dict[str, str]]:
    """Kind and options of a fence; the kind is empty if it is unknown."""
    words = fence.info.split() or [""]
    if words[0] not in _KINDS:
        report.add(fence.line, f"fence of unknown kind “{words[0]}”", choose(words[0], _KINDS))
        return "", {}
    options = {}
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if not equals or name not in _OPTIONS:
            report.add(
                fence.line, f"unknown fence option “{word}”", "use url=https://…, role=… or state=errors"
            )
        elif name == "state" and value not in STATES:
            report.add(fence.line, f"unknown state “{value}”", choose(value, STATES))
        elif name == "role" and value not in EXAMPLE_ROLES:
            report.add(fence.line, f"unknown role “{value}”", choose(value, EXAMPLE_ROLES))
        elif name == "url" and urlsplit(value).scheme not in {"http", "https"}:
            report.add(
                fence.line, f"“{value}” is no whole address", "write url=https://www.musterstadt.example/…"
            )
        else:
            options[name] = value
    return words[0], options


def _page(
    kind: str, options: dict[str, str], fence: Fence, before: list[ExamplePage], report: Report
) -> ExamplePage | None:
    if "state" in options:
        return _state(kind, options["state"], fence, before, report)
    role = options.get("role", Role.ROUTE if before else Role.ENTRY)
    url = options.get("url") or (DEFAULT_URLS[Role(role)] if role in DEFAULT_URLS else "")
    if not url:
        report.add(fence.line, "asset without an address", "add url=https://… to the fence")
        return None
    written = fence.content.rstrip("\n")
    if kind == "http" and not _STATUS_LINE.match(written):
        report.add(fence.line + 1, "http fence without a status line", "begin it with “HTTP/1.1 200 OK”")
        return None
    return ExamplePage.model_validate(
        {"kind": kind, "url": url, "role": str(role), "raw": _whole(kind, written), "written": written}
    )


def _whole(kind: str, written: str) -> str:
    return written if kind == "http" or _WHOLE_PAGE.search(written) else _PAGE.format(fragment=written)


def _state(
    kind: str, state: str, fence: Fence, before: list[ExamplePage], report: Report
) -> ExamplePage | None:
    """A later state of the page above it, at the same address."""
    pages = [page for page in before if page.role != ASSET]
    if kind != "html" or not pages:
        report.add(fence.line, "a state without its page", "put a fence ```html with the page above it")
        return None
    written = fence.content.rstrip("\n")
    return pages[-1].model_copy(
        update={"raw": _whole(kind, written), "written": written, "kind": "html", "state": state}
    )


def _overlay(fence: Fence, report: Report) -> list[str]:
    try:
        value = json.loads(fence.content)
    except json.JSONDecodeError as error:
        report.add(
            fence.line + error.lineno, f"no valid JSON: {error.msg}", "check quotes, commas and brackets"
        )
        return []
    if not isinstance(value, dict):
        report.add(fence.line, "overlay is no JSON object", 'write {"pages": [{…}]}')
        return []
    return [fence.content.strip()]


def _distinct(pages: list[ExamplePage], line: int, report: Report) -> None:
    seen: set[str] = set()
    for page in pages:
        if page.state:
            continue
        if page.url in seen:
            report.add(line, f"two pages at {page.url}", "give each page its own url=…")
        seen.add(page.url)
