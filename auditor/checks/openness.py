"""Open formats, open code, open interfaces (criteria 7 and 10), and what machines can find (5.6.3, criterion 6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.evidence.model import Link, Page

_OFFICE = frozenset({".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".rtf"})
_OPEN = frozenset({".pdf", ".odt", ".ods", ".odp", ".csv", ".html", ".txt"})


def open_downloads(case: Case) -> Iterator[Observation]:
    """What is offered for download also comes in a format that needs no paid programme."""
    for page in case.flow:
        offered = [(link, *_file(link)) for _, link in look.links(page)]
        stems = {stem for _, stem, suffix in offered if suffix in _OPEN}
        closed = [(link, stem) for link, stem, suffix in offered if suffix in _OFFICE]
        lonely = {link.href: link for link, stem in closed if stem not in stems}
        for link in lonely.values():
            yield cant_tell(page, "office-only", page=look.title(page), file=_shown(link), node=link)
        if stems and not lonely:
            yield passed(page)


def _file(link: Link) -> tuple[str, str]:
    """Name without ending, and ending, of what a link leads to."""
    try:
        path = PurePosixPath(unquote(urlsplit(link.href).path))
    except ValueError:
        return "", ""
    return path.stem.casefold(), path.suffix.casefold()


def _shown(link: Link) -> str:
    return look.plain(link.text or link.name)[:80] or link.href[-60:]


def code_linked(case: Case) -> Iterator[Observation]:
    """5.10.1: the site links the public source code of the service."""
    entry = case.entry
    if entry is None:
        return
    found = next(
        (page for page in case.loaded if any(_is_repository(link) for _, link in look.links(page))), None
    )
    yield passed(found) if found else cant_tell(entry, "unseen", page=look.title(entry))


def _is_repository(link: Link) -> bool:
    """An owner and a project on a code platform, not its front page."""
    host = look.host_of(link.href).removeprefix("www.")
    on_platform = any(host == name or host.endswith("." + name) for name in look.data("domains")["code"])
    return on_platform and len([part for part in urlsplit(link.href).path.split("/") if part]) >= 2


def interface_described(case: Case) -> Iterator[Observation]:
    """Criterion 7: an interface for machines is offered and described."""
    entry = case.entry
    if entry is None:
        return
    found = next((page for page in case.loaded if _names_interface(page)), None)
    yield passed(found) if found else cant_tell(entry, "unseen", page=look.title(entry))


def _names_interface(page: Page) -> bool:
    linked = any(
        look.phrase("interface").search(look.plain(link.text or link.name)) for _, link in look.links(page)
    )
    return linked or bool(look.says(page, "interface-named"))


def service_key_shown(case: Case) -> Iterator[Observation]:
    """Criterion 7: the page carries the key of its service in the public catalogue (LeiKa), for machines."""
    entry = case.entry
    if entry is None:
        return
    yield passed(entry) if _has_key(entry) else cant_tell(entry, "unseen", page=look.title(entry))


def _has_key(page: Page) -> bool:
    hidden = (text for _, d in documents(page) for text in (*(m.content for m in d.metas), *d.json_ld))
    linked = (link.href for _, link in look.links(page))
    return any(_KEY.search(text) for text in (look.text(page), *hidden, *linked, page.final_url))


_KEY = re.compile(r"(?<!\d)99\d{12}(?!\d)")


def structured_data(case: Case) -> Iterator[Observation]:
    """Criterion 6: the page describes the service for machines (schema.org)."""
    entry = case.entry
    if entry is None:
        return
    texts = [text for _, document in documents(entry) for text in document.json_ld]
    read = [_parsed(text) for text in texts]
    if any(data is not None and _KINDS & set(_types(data)) for data in read):
        yield passed(entry)
    elif any(data is None and len(text) < _CLIPPED for data, text in zip(read, texts, strict=True)):
        yield failed(entry, "broken", page=look.title(entry), subject="json-ld")
    else:
        yield cant_tell(entry, "none", page=look.title(entry), subject="json-ld")


#: Types of schema.org that describe a service of a public body.
_KINDS = frozenset({"governmentservice", "service", "publicservice"})
_DEEPEST = 8
_CLIPPED = (
    20_000  # characters; the evidence keeps no more of a block, so a longer one cannot be read to its end
)


def _parsed(text: str) -> object | None:
    try:
        read: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return read


def _types(data: object, depth: int = 0) -> Iterator[str]:
    """All @type of a JSON-LD document, in lower case and without their address."""
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _types(entry, depth + 1)
    elif isinstance(data, dict):
        named = data.get("@type", ())
        for name in named if isinstance(named, list) else [named]:
            if isinstance(name, str):
                yield re.split(r"[/#:]", name)[-1].casefold()
        for key, entry in data.items():
            if key != "@type":
                yield from _types(entry, depth + 1)


def sitemap_named(case: Case) -> Iterator[Observation]:
    """Criterion 6: robots.txt names a sitemap, so that search engines find every service."""
    entry = case.entry
    for fetch in case.evidence.fetches:
        if entry is None or fetch.purpose != "robots" or fetch.status != 200:
            continue
        host = look.host_of(fetch.url)
        if host != look.host_of(entry.final_url) or "<html" in fetch.text[:500].lower():
            continue
        named = re.search(r"^\s*sitemap\s*:\s*\S", fetch.text, re.IGNORECASE | re.MULTILINE)
        yield passed(entry) if named else cant_tell(entry, "none", host=host, subject=host)


def portal_entry(case: Case) -> Iterator[Observation]:
    """5.6.3: the portal's entry that the operator named leads to this service."""
    entry = case.entry
    own = {look.site(look.host_of(page.final_url)) for page in case.flow} - {""}
    for fetch in case.evidence.fetches:
        if entry is None or fetch.purpose != "portal":
            continue
        host = look.host_of(fetch.url)
        where = {"host": host, "subject": host}
        if fetch.status in {404, 410}:
            yield failed(entry, "gone", **where)
        elif fetch.status == 200 and any(site in fetch.text.casefold() for site in own):
            yield passed(entry)
        else:
            yield cant_tell(entry, "unseen", **where)
