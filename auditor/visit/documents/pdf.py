"""The facts of a PDF. Runs in the child process only: PDFs of strangers are opened here."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import pikepdf
import pypdfium2
from pypdfium2 import raw as pdfium

from auditor.visit.documents.clean import joined, words_of

_PAGES = 30  # looked at for text and links; forms are short
_NODES = 20_000  # of any tree inside the file
_LISTED = 60  # fields kept with their names
_LINKS = 10
_STREAM = 32_000_000  # bytes of one decoded stream
_PARTS = 40  # streams an XFA form is made of
_READ_ONLY, _REQUIRED, _RADIO, _BUTTON = 1, 1 << 1, 1 << 15, 1 << 16  # flags of a field
_UNSEEN = 1 << 1 | 1 << 5  # flags of its place on the page: hidden, not viewed
_EVENTS = ("/U", "/D", "/K", "/F", "/V", "/C", "/Fo", "/Bl")  # on which an action may run
_SENDS = ("submitForm", "mailDoc", "mailForm")  # in the scripts of a button
_TARGET = re.compile(rb"""<submit\b[^>]{0,2000}?\btarget\s*=\s*["']([^"']{1,2000})""")

Facts = dict[str, Any]
Broken = pikepdf.PdfError


def guard() -> None:
    """Bound what decoding may cost, on every system; call before any file is opened."""
    pikepdf.settings.set_qpdf_limits(
        doc_max_warnings=200,
        flate_max_memory=_STREAM,
        run_length_max_memory=_STREAM,
        png_max_memory=_STREAM,
        tiff_max_memory=_STREAM,
        dct_max_memory=_STREAM,
    )


def facts_of(data: bytes) -> Facts:
    """What is known of a PDF, as fields of ``DocumentFile``.

    Raises:
        pikepdf.PdfError: it is beyond repair.
    """
    try:
        pdf = pikepdf.Pdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        return {"kind": "pdf", "encrypted": True, "reason": "unsupported-document"}
    with pdf:
        form = _Form(pdf)
        facts: Facts = {
            "kind": "pdf",
            "pages": len(pdf.pages),
            "encrypted": pdf.is_encrypted,
            "blocks_readers": pdf.is_encrypted and not pdf.allow.accessibility,
            "title": _title(pdf),
            **_structure(pdf),
            **form.facts(),
        }
    return {**facts, **_text(data)}


# --- structure ----------------------------------------------------------------------------------------------


def _title(pdf: pikepdf.Pdf) -> str:
    with contextlib.suppress(Exception):  # XMP is a stranger's XML
        if title := words_of(pdf.open_metadata().get("dc:title") or ""):
            return title
    with contextlib.suppress(KeyError, ValueError, TypeError, AttributeError):
        return words_of(pdf.docinfo.get("/Title", ""))
    return ""


def _structure(pdf: pikepdf.Pdf) -> Facts:
    """Tags, the language they or the document declare, and pictures without a text for them."""
    root = pdf.Root
    tree = _dictionary(root.get("/StructTreeRoot"))
    marked = bool(_dictionary(root.get("/MarkInfo")).get("/Marked", False))
    language = _string(root.get("/Lang"))
    figures = silent = elements = 0
    for element in _tree(tree.get("/K"), "/K"):
        elements += "/S" in element
        language = language or _string(element.get("/Lang"))
        if _name(element.get("/S")) == "/Figure":
            figures += 1
            silent += not (_string(element.get("/Alt")) or _string(element.get("/ActualText")))
    tagged = None if bool(elements) != marked else marked
    return {
        "tagged": tagged,
        "language": words_of(language)[:35],
        "figures": figures,
        "figures_without_text": silent,
    }


# --- form ---------------------------------------------------------------------------------------------------


class _Form:
    """The form in a PDF, if there is one: its fields, and where its buttons send it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.root = _dictionary(pdf.Root.get("/AcroForm"))
        self.fields = [f for f in _tree(self.root.get("/Fields"), "/Kids") if _is_field(f)]
        self.targets: list[str] = []

    def facts(self) -> Facts:
        fields = [_field(f) for f in self.fields if not _hidden(f)]
        typed = [f for f in fields if f["kind"] not in {"button", "signature"} and not f["readonly"]]
        packet = self._xfa()
        submits = [*self._actions("/SubmitForm"), *self._scripts(), *self._xfa_targets(packet)]
        dynamic = bool(self.pdf.Root.get("/NeedsRendering", False)) or not fields
        return {
            "fields": fields[:_LISTED],
            "field_count": len(fields),
            "unlabelled": sum(not f["label"] for f in typed),
            "fillable": bool(typed),
            "signature_fields": sum(f["kind"] == "signature" for f in fields),
            "xfa": "none" if packet is None else "dynamic" if dynamic else "static",
            "has_submit_button": bool(submits),
            "submit_target": next((s for s in submits if s), ""),
            "mail_links": sorted({t for t in self._actions("/URI") if t.startswith("mailto:")})[:_LINKS],
        }

    def _xfa(self) -> Any:
        packet = self.root.get("/XFA")
        return packet if isinstance(packet, pikepdf.Stream | pikepdf.Array) else None

    def _xfa_targets(self, packet: Any) -> Iterator[str]:
        parts = packet if isinstance(packet, pikepdf.Array) else [packet]
        for part in islice(parts, _PARTS):
            if isinstance(part, pikepdf.Stream):
                with contextlib.suppress(pikepdf.PdfError):
                    for found in _TARGET.finditer(part.read_bytes()):
                        yield _address(found[1].decode("utf-8", "replace"))

    def _actions(self, kind: str) -> Iterator[str]:
        """Where actions of this kind lead."""
        return (_address(_target(step)) for step in self._steps if _name(step.get("/S")) == kind)

    def _scripts(self) -> Iterator[str]:
        """Scripts that send the form, where to is not asked."""
        for step in self._steps:
            script = step.get("/JS")
            with contextlib.suppress(pikepdf.PdfError):
                raw = script.read_bytes() if isinstance(script, pikepdf.Stream) else _string(script).encode()
                if any(word.encode() in raw for word in _SENDS):
                    yield ""

    @cached_property
    def _steps(self) -> tuple[Any, ...]:
        """All actions on fields and annotations; they are read, never run."""
        found: list[Any] = []
        for holder in self._holders():
            more = _dictionary(holder.get("/AA"))
            first = [holder.get("/A"), *(more.get(key) for key in _EVENTS)]
            for action in (_dictionary(a) for a in first if a is not None):
                found += [action, *_tree(action.get("/Next"), "/Next")]
            if len(found) > _NODES:
                break
        return tuple(found)

    def _holders(self) -> Iterator[Any]:
        yield from self.fields
        for field in self.fields:
            yield from _tree(field.get("/Kids"), "/Kids")
        for page in islice(self.pdf.pages, _PAGES):
            annotations = page.obj.get("/Annots")
            if isinstance(annotations, pikepdf.Array):
                yield from (_dictionary(a) for a in islice(annotations, _NODES))


def _is_field(node: Any) -> bool:
    """A field at the end of its branch: children without a name of their own are its places on the pages."""
    kids = node.get("/Kids")
    if isinstance(kids, pikepdf.Array) and any("/T" in _dictionary(k) for k in islice(kids, _PARTS)):
        return False
    return "/T" in node or ("/FT" in node and "/Parent" not in node)


def _hidden(node: Any) -> bool:
    """Nobody sees it: a field for the form's own sums."""
    places = [*_tree(node.get("/Kids"), "/Kids")] or [node]
    return all(_number(place.get("/F")) & _UNSEEN for place in places)


def _field(node: Any) -> Facts:
    flags = _number(_inherited(node, "/Ff"))
    return {
        "kind": _kind(_name(_inherited(node, "/FT")), flags),
        "name": words_of(_string(node.get("/T"))),
        "label": words_of(_string(node.get("/TU"))),
        "required": bool(flags & _REQUIRED),
        "readonly": bool(flags & _READ_ONLY),
    }


def _kind(type_: str, flags: int) -> str:
    if type_ == "/Btn":
        return "button" if flags & _BUTTON else "radio" if flags & _RADIO else "check"
    return {"/Sig": "signature", "/Ch": "choice"}.get(type_, "text")


def _inherited(node: Any, key: str) -> Any:
    for _ in range(32):
        if (value := node.get(key)) is not None:
            return value
        node = _dictionary(node.get("/Parent"))
    return None


def _target(action: Any) -> str:
    place = action.get("/F") if "/F" in action else action.get("/URI")
    if isinstance(place, pikepdf.Dictionary):
        place = place.get("/UF") or place.get("/F")
    return _string(place)


def _address(raw: str) -> str:
    """An address without what may follow it: no credentials, no parameters."""
    try:
        parts = urlsplit(words_of(raw))
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return f"mailto:{parts.path}"
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path


# --- text ---------------------------------------------------------------------------------------------------


def _text(data: bytes) -> Facts:
    """Text of the first pages, and whether they are nothing but pictures."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {"reason": "unsupported-document"}
    looked = min(len(pdf), _PAGES)
    pictures = 0

    def parts() -> Iterator[str]:
        for number in range(looked):
            with contextlib.suppress(pypdfium2.PdfiumError):
                yield pdf[number].get_textpage().get_text_range()

    text, cut = joined(parts())
    if not text:
        pictures = sum(_has_picture(pdf, number) for number in range(looked))
    return {
        "text": text,
        "text_truncated": cut or len(pdf) > looked,
        "image_only": bool(looked) and not text and pictures == looked,
    }


def _has_picture(pdf: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        return any(True for _ in pdf[number].get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=5))
    except pypdfium2.PdfiumError:
        return False


# --- objects of a stranger ----------------------------------------------------------------------------------


def _tree(start: Any, key: str) -> Iterator[Any]:
    """All dictionaries below ``start`` by way of ``key``, each once, however they are knotted; bounded."""
    seen: set[tuple[int, int]] = set()
    stack = [start]
    for _ in range(_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, pikepdf.Array):
            stack.extend(reversed(list(islice(node, _NODES - len(stack)))))
            continue
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        yield node
        if (below := node.get(key)) is not None:
            stack.append(below)


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def _string(value: Any) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""


def _name(value: Any) -> str:
    with contextlib.suppress(UnicodeDecodeError):  # old programs wrote umlauts in their own code
        return str(value) if isinstance(value, pikepdf.Name) else ""
    return ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0
