"""XML by strangers: parsed without entities, document types, network or unbounded size."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from lxml import etree

from auditor.catalogue import table
from auditor.targets.fault import Fault

XZUFI = Path(__file__).with_name("xzufi.yaml")
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_START = 200
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)


def is_xml(data: bytes) -> bool:
    """Whether the content of a file is XML (or HTML), in whichever encoding."""
    start = data[:_START]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    # the zeros of UTF-16 fall out; a list of addresses never begins with an angle bracket
    return start.replace(b"\x00", b"").lstrip().startswith(b"<")


def parse(data: bytes) -> etree._Element | tuple[int | None, Fault]:
    """The root of a document, or a line and what is wrong with it."""
    largest = table(XZUFI)["largest"]
    if len(data) > largest:
        return None, Fault("xml-large", "mend-xml-large", {"count": str(largest // 1_000_000)})
    if _WEB_PAGE.search(data[:_START].replace(b"\x00", b"")):
        return 1, Fault("xml-html", "mend-xml-html")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.lstrip(b" \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        skipped = data[: len(data) - len(data.lstrip(b" \t\r\n"))].count(b"\n")
        line = (error.lineno or 1) + skipped
        return line, Fault("broken-xml", "mend-xml", {"detail": str(error.msg)[:_START]})
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.externalDTD is not None:
        return 1, Fault("xml-doctype", "mend-xml-doctype")
    return root
