"""Writes small PDF documents by hand, so that no binary lies in the repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 62
_FONTS = {"normal": ("F1", 11, 16), "small": ("F1", 9, 13), "bold": ("F2", 11, 18), "title": ("F2", 17, 28)}
_CHARACTERS = {"normal": 84, "small": 104, "bold": 78, "title": 48}
_TAGS = {"title": "H1", "bold": "H2"}


@dataclass(frozen=True)
class Line:
    """One paragraph. ``rule`` draws a line to write on; ``field`` puts a fillable text field there."""

    text: str = ""
    style: str = "normal"
    rule: bool = False
    field: str = ""


@dataclass(frozen=True)
class _Placed:
    line: Line
    text: str
    page: int
    y: int


def write(title: str, lines: Iterable[Line], *, tagged: bool = False) -> bytes:
    """A PDF 1.7 document on A4; with ``tagged``, headings and paragraphs are marked up for screen readers."""
    placed = _lay_out([Line(title, "title"), *lines])
    pages = max(p.page for p in placed) + 1
    objects = _Objects()
    catalog, tree = objects.reserve(), objects.reserve()
    fonts = [objects.add(_font(name)) for name in ("Helvetica", "Helvetica-Bold")]
    kids, fields, elements = [], [], []
    root = objects.reserve() if tagged else 0
    for number in range(pages):
        page = objects.reserve()
        kids.append(page)
        here = [p for p in placed if p.page == number]
        content = objects.add(_stream(_draw(here, tagged)))
        widgets = [objects.add(_widget(p, page)) for p in here if p.line.field]
        fields += widgets
        if tagged:
            elements.append([objects.add(_element(p, root, page, i)) for i, p in enumerate(here)])
        objects.set(page, _page(tree, fonts, content, widgets, number if tagged else None))
    objects.set(tree, f"<</Type/Pages/Count {pages}/Kids[{_refs(kids)}]>>".encode())
    extra = (
        f"/AcroForm<</Fields[{_refs(fields)}]/DA(/Helv 11 Tf 0 g)/DR<</Font<</Helv {fonts[0]} 0 R>>>>>>"
        if fields
        else ""
    )
    if tagged:
        extra += f"/MarkInfo<</Marked true>>/StructTreeRoot {root} 0 R"
        objects.set(root, _structure(elements))
    head = f"<</Type/Catalog/Pages {tree} 0 R/Lang(de-DE)/ViewerPreferences<</DisplayDocTitle true>>{extra}>>"
    objects.set(catalog, head.encode())
    info = objects.add(b"<</Title " + _unicode(title) + b"/Producer(auditor demo)>>")
    return objects.file(catalog, info)


def _lay_out(lines: Sequence[Line]) -> list[_Placed]:
    placed: list[_Placed] = []
    page, y = 0, _HEIGHT - _MARGIN
    for line in lines:
        step = _FONTS[line.style][2]
        for text in wrap(line.text, _CHARACTERS[line.style]) or [""]:
            tall = 26 if line.rule or line.field else step
            if y - tall < _MARGIN:
                page, y = page + 1, _HEIGHT - _MARGIN
            y -= tall
            placed.append(_Placed(line, text, page, y))
        y -= 6 if line.text else 0
    return placed


def _draw(placed: Sequence[_Placed], tagged: bool) -> bytes:
    parts: list[bytes] = []
    for number, p in enumerate(placed):
        font, size, _ = _FONTS[p.line.style]
        tag = _TAGS.get(p.line.style, "P")
        if tagged:
            parts.append(f"/{tag} <</MCID {number}>> BDC".encode())
        parts.append(f"BT /{font} {size} Tf {_MARGIN} {p.y} Td (".encode() + _escape(p.text) + b") Tj ET")
        if tagged:
            parts.append(b"EMC")
        if p.line.rule:
            parts.append(f"0.6 w {_MARGIN + 190} {p.y - 3} m {_WIDTH - _MARGIN} {p.y - 3} l S".encode())
    return b"\n".join(parts)


def _page(tree: int, fonts: Sequence[int], content: int, widgets: Sequence[int], parent: int | None) -> bytes:
    resources = f"<</Font<</F1 {fonts[0]} 0 R/F2 {fonts[1]} 0 R>>>>"
    annotations = f"/Annots[{_refs(widgets)}]" if widgets else ""
    structure = f"/StructParents {parent}/Tabs/S" if parent is not None else ""
    box = f"[0 0 {_WIDTH} {_HEIGHT}]"
    return (
        f"<</Type/Page/Parent {tree} 0 R/MediaBox{box}/Resources{resources}"
        f"/Contents {content} 0 R{annotations}{structure}>>"
    ).encode()


def _widget(placed: _Placed, page: int) -> bytes:
    box = f"[{_MARGIN + 190} {placed.y - 5} {_WIDTH - _MARGIN} {placed.y + 14}]"
    name = placed.line.field.encode("ascii")
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T("
        + name
        + b")/TU "
        + _unicode(placed.line.text)
        + f"/Rect{box}/P {page} 0 R/DA(/Helv 11 Tf 0 g)/MK<</BC[0.5 0.5 0.5]>>>>".encode()
    )


def _element(placed: _Placed, root: int, page: int, number: int) -> bytes:
    tag = _TAGS.get(placed.line.style, "P")
    return f"<</Type/StructElem/S/{tag}/P {root} 0 R/Pg {page} 0 R/K {number}>>".encode()


def _structure(pages: Sequence[Sequence[int]]) -> bytes:
    flat = [element for page in pages for element in page]
    parents = "".join(f"{number}[{_refs(page)}]" for number, page in enumerate(pages))
    return (
        f"<</Type/StructTreeRoot/K[{_refs(flat)}]/ParentTree<</Nums[{parents}]>>/ParentTreeNextKey {len(pages)}>>"
    ).encode()


def _font(name: str) -> bytes:
    return f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()


def _stream(content: bytes) -> bytes:
    return f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _refs(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _escape(text: str) -> bytes:
    plain = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return plain.encode("cp1252", "replace")


def _unicode(text: str) -> bytes:
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"


class _Objects:
    """Numbered objects and the file around them."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        self._bodies.append(b"null")
        return len(self._bodies)

    def add(self, body: bytes) -> int:
        self._bodies.append(body)
        return len(self._bodies)

    def set(self, number: int, body: bytes) -> None:
        self._bodies[number - 1] = body

    def file(self, catalog: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self._bodies, start=1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        size = len(self._bodies) + 1
        out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
        for offset in offsets:
            out += f"{offset:010d} 00000 n \n".encode()
        out += f"trailer\n<</Size {size}/Root {catalog} 0 R/Info {info} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)
