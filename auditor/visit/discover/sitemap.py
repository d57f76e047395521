"""Sitemaps (sitemaps.org 0.9) by strangers: XML without entities and document types, packed or plain, within bounds."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from lxml import etree

_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_LONGEST = 2_000  # characters; the protocol allows 2,048 to an address


@dataclass(frozen=True)
class Sitemap:
    """One file: addresses of pages, and of further sitemaps. ``problem`` says why it is worth nothing."""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    problem: str = ""


def read_sitemap(data: bytes, most_bytes: int) -> Sitemap:
    """Read a sitemap, its index, or a plain list of addresses; never raises for what is in it.

    Args:
        data: the file as it came.
        most_bytes: what it may grow to when it is unpacked.
    """
    unpacked = _unpack(data, most_bytes)
    if unpacked is None:
        return Sitemap(problem="too large or broken")
    text = unpacked.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _xml(text) if text.startswith(b"<") else _plain(text)


def _unpack(data: bytes, most: int) -> bytes | None:
    if not data.startswith(_GZIP):
        return data if len(data) <= most else None
    machine = zlib.decompressobj(_GZIP_WINDOW)
    try:
        unpacked = machine.decompress(data, most + 1)
    except zlib.error:
        return None
    return unpacked if machine.eof and len(unpacked) <= most else None


def _xml(data: bytes) -> Sitemap:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Sitemap(problem="not well-formed")
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.externalDTD is not None:
        return Sitemap(problem="has a document type")
    kind = etree.QName(root).localname
    found = tuple(dict.fromkeys(_addresses(root)))
    if kind == "sitemapindex":
        return Sitemap(files=found)
    return Sitemap(pages=found) if kind == "urlset" else Sitemap(problem=f"no sitemap but “{kind[:40]}”")


def _addresses(root: etree._Element) -> list[str]:
    """The ``loc`` of every entry; those of pictures and films within are not meant."""
    found = []
    for entry in root:
        for child in entry if isinstance(entry.tag, str) else ():
            if isinstance(child.tag, str) and etree.QName(child).localname == "loc" and child.text:
                found.append(child.text.strip())
                break
    return [url for url in found if _is_address(url)]


def _plain(data: bytes) -> Sitemap:
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if _is_address(line)))
    return Sitemap(pages=found) if found else Sitemap(problem="no addresses")


def _is_address(url: str) -> bool:
    return (
        url.startswith(("http://", "https://"))
        and len(url) <= _LONGEST
        and url.isprintable()
        and not re.search(r"\s", url)
    )
