"""The facts of a Word, Excel or OpenDocument file: a zip of XML by a stranger, so read in the child process only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from auditor.visit.documents.clean import joined, words_of

_ENTRIES = 2_000
_PART = 20_000_000  # bytes of one unpacked part
_FIELDS = 500
_BLOCKS = frozenset({"p", "h", "si", "tr"})
#: Local names of what a resident can type into: content controls and old form fields, form controls.
_INPUTS = frozenset({"sdt", "ffData", "text", "textarea", "checkbox", "radio", "listbox", "combobox", "date"})
_MAIN = {
    "word/document.xml": "office",
    "xl/sharedStrings.xml": "office",
    "ppt/presentation.xml": "office",
    "content.xml": "odf",
}
_PARSER = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "recover": True,
    "remove_comments": True,
    "remove_pis": True,
}

Facts = dict[str, Any]


def facts_of(data: bytes) -> Facts:
    """What is known of the file, as fields of ``DocumentFile``; ``other`` for a zip of something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        main = next((name for name in _MAIN if name in names), None)
        if main is None or len(names) > _ENTRIES or (main == "content.xml" and "mimetype" not in names):
            return {"kind": "other", "reason": "unsupported-document"}
        kind = _MAIN[main]
        body = _part(archive, main)
        if body is None:
            large = archive.getinfo(main).file_size > _PART
            return {"kind": kind, "reason": "too-large" if large else "unsupported-document"}
        text, cut = joined(_blocks(body))
        fields = _inputs(body, kind)
        core = _part(archive, "docProps/core.xml" if kind == "office" else "meta.xml")
        return {
            "kind": kind,
            "text": text,
            "text_truncated": cut,
            "title": _first(core, "title"),
            "language": _first(core, "language") or _language(archive, kind),
            "field_count": fields,
            "fillable": fields > 0,
        }


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of an XML part; None if it is not there, too large, or no XML."""
    try:
        with archive.open(name) as handle:
            raw = handle.read(_PART + 1)
    except (KeyError, RuntimeError, NotImplementedError):  # encrypted, or packed in a way unknown
        return None
    if len(raw) > _PART or b"<!DOCTYPE" in raw[:2_000]:
        return None
    try:
        return etree.fromstring(raw, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError:
        return None


def _blocks(root: Any) -> Iterator[str]:
    """Text of each paragraph."""
    for element in root.iter():
        if _local(element) in _BLOCKS and not any(_local(a) in _BLOCKS for a in element.iterancestors()):
            yield " ".join(t for t in _runs(element) if t)


def _runs(element: Any) -> Iterator[str]:
    """Text without what Word sets beside it: formulas of fields, old versions."""
    yield "".join(
        part
        for node in element.iter()
        if isinstance(node.tag, str)
        for part in (
            (node.text or "") if _local(node) not in {"instrText", "delText"} else "",
            "\t"
            if _local(node) in {"tab", "br", "line-break", "s", "p", "tc"} and node is not element
            else "",
            (node.tail or "") if node is not element else "",
        )
    )


def _inputs(root: Any, kind: str) -> int:
    wanted = {"sdt", "ffData"} if kind == "office" else _INPUTS
    space = "" if kind == "office" else "form"
    found = (
        e for e in root.iter() if _local(e) in wanted and (not space or ":form:" in etree.QName(e).namespace)
    )
    return sum(1 for _, _ in zip(found, range(_FIELDS), strict=False))


def _language(archive: zipfile.ZipFile, kind: str) -> str:
    """The language of the default style."""
    styles = _part(archive, "word/styles.xml" if kind == "office" else "styles.xml")
    if styles is None:
        return ""
    for element in styles.iter():
        if _local(element) == "lang":
            return words_of(next((v for k, v in element.attrib.items() if k.endswith("}val")), ""))[:35]
        if _local(element) == "text-properties":
            found = {etree.QName(k).localname: v for k, v in element.attrib.items()}
            if found.get("language", "none") != "none":
                return words_of("-".join(filter(None, (found["language"], found.get("country")))))[:35]
    return ""


def _first(root: Any, name: str) -> str:
    if root is None:
        return ""
    return next((words_of(e.text or "") for e in root.iter() if _local(e) == name), "")


def _local(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
