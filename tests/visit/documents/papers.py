"""Makes documents, well-made and hostile, so that no binary lies in the repository."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LINES = (
    "Antrag auf Befreiung von der Hundesteuer",
    "Name, Vorname: ______________________",
    "Bitte senden an: Stadt Ahrenfurt, Steueramt, Am Markt 1, 04999 Ahrenfurt",
    "____________________________",
    "Ort, Datum, Unterschrift",
)


def flat(lines: Sequence[str] = LINES, pages: int = 1) -> pikepdf.Pdf:
    """A form to print: text and lines, no fields, no tags, no title."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = pdf.make_stream(_drawn(lines))
    return pdf


def _drawn(lines: Sequence[str]) -> bytes:
    return b"\n".join(
        b"BT /F1 11 Tf 60 %d Td (" % (780 - 24 * i) + _escaped(line) + b") Tj ET"
        for i, line in enumerate(lines)
    )


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def with_fields(pdf: pikepdf.Pdf, *fields: Dictionary) -> pikepdf.Pdf:
    """The same with an AcroForm on its first page."""
    kids = [pdf.make_indirect(field) for field in fields]
    pdf.pages[0].Annots = Array(kids)
    pdf.Root.AcroForm = Dictionary(Fields=Array(kids))
    return pdf


def field(name: str, label: str = "", kind: str = "/Tx", **more: Any) -> Dictionary:
    """One field with its place on the page."""
    made = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name(kind),
        T=String(name),
        F=4,
        Rect=Array([60, 60, 200, 80]),
    )
    if label:
        made.TU = String(label)
    for key, value in more.items():
        made[f"/{key}"] = value
    return made


def button(action: Dictionary) -> Dictionary:
    """A push button that does something."""
    return field("senden", "Absenden", "/Btn", Ff=1 << 16, A=action)


def tagged(
    pdf: pikepdf.Pdf, *, title: str = "Antrag auf Hundesteuer", language: str = "de-DE"
) -> pikepdf.Pdf:
    """The same with tags, a title and a language."""
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array([]))
    figure = Dictionary(Type=Name.StructElem, S=Name.Figure, P=tree, K=0)
    tree.K = Array([pdf.make_indirect(element), pdf.make_indirect(figure)])
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    if language:
        pdf.Root.Lang = String(language)
    if title:
        pdf.docinfo["/Title"] = String(title)
    return pdf


def scanned(pages: int = 2) -> pikepdf.Pdf:
    """Nothing but pictures."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        image = pdf.make_stream(
            bytes(64 * 64),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=64,
            Height=64,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        page.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.Contents = pdf.make_stream(b"q 500 0 0 700 40 40 cm /Im0 Do Q")
    return pdf


def xfa(pdf: pikepdf.Pdf, template: bytes, *, dynamic: bool) -> pikepdf.Pdf:
    """The same as an XFA form."""
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = Dictionary(Fields=Array([]))
    pdf.Root.AcroForm.XFA = Array([String("template"), pdf.make_stream(template)])
    if dynamic:
        pdf.Root.NeedsRendering = True
    return pdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


# --- Office ---------------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str = "", *, head: str = "") -> bytes:
    """A Word file of these paragraphs (``w:`` markup)."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f'<w:styles {_W}><w:lang w:val="de-DE"/></w:styles>',
            "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Antrag</dc:title>'
            "<dc:creator>Frau Beispiel</dc:creator></p>",
        }
    )


def odt(body: str) -> bytes:
    """An OpenDocument text of these paragraphs (``text:`` and ``form:`` markup)."""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}><office:body>{body}</office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF}><dc:title>Antrag</dc:title><dc:language>de-DE</dc:language>"
            "</office:document-meta>",
        }
    )


# --- hostile --------------------------------------------------------------------------------------------------


def by_hand(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with no care taken of what they say."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def bomb(size: int) -> bytes:
    """A page whose few compressed bytes unpack to ``size``, twice over, and an XFA form just so."""
    once = zlib.compress(b" " * size, 9)
    twice = zlib.compress(once, 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n" % len(twice) + twice + b"\nendstream"
    return by_hand(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 4 0 R>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        stream,
    )


def hostile() -> dict[str, bytes]:
    """Files that mean harm or are broken, by name."""
    good = saved(tagged(with_fields(flat(), field("name", "Name"))))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return {
        "header-only": b"%PDF-1.7\n",
        "header-and-noise": b"%PDF-1.4\n" + bytes(range(256)) * 200,
        "cut-in-half": good[: len(good) // 2],
        "cut-at-the-end": good[:-40],
        "no-xref": good.replace(b"startxref", b"startnone"),
        "bytes-flipped": bytes(b ^ 0x15 if i % 97 == 0 and i > 20 else b for i, b in enumerate(good)),
        "claims-a-billion-pages": by_hand(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1000000000/Kids[3 0 R]>>", page
        ),
        "page-tree-in-a-ring": by_hand(
            b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[3 0 R 2 0 R]/Parent 2 0 R>>", page
        ),
        "fields-in-a-ring": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 4 0 R]>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
            b"<</T(a)/FT/Tx/Kids[5 0 R]/Parent 5 0 R>>",
            b"<</T(b)/FT/Tx/Kids[4 0 R]/Parent 4 0 R>>",
        ),
        "tags-in-a-ring": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot 4 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
            b"<</Type/StructTreeRoot/K[5 0 R 4 0 R]>>",
            b"<</S/P/K[4 0 R 5 0 R]>>",
        ),
        "actions-in-a-ring": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
            b"<</T(a)/FT/Btn/Ff 65536/A 5 0 R>>",
            b"<</S/JavaScript/JS(while(true){})/Next 5 0 R>>",
        ),
        "arrays-without-end": by_hand(b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 100_000 + b">>", b"null"),
        "types-mixed-up": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/AcroForm[1 2]/Lang 7/MarkInfo(x)/StructTreeRoot 3/Names 4>>",
            b"<</Type/Pages/Count(x)/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox(x)/Annots<</A/B>>/Contents 9>>",
        ),
        "stream-bomb": bomb(400_000_000),
        "javascript": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://x.example'\\))>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
        ),
        "umlauts-of-old-programs": by_hand(
            b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>/StructTreeRoot<</K[<</S/\xdcberschrift>>]>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
        ),
        "zip-broken": packed({"word/document.xml": "<a/>"})[:-30],
        "zip-bomb": packed({"word/document.xml": b"<a>" + b" " * 60_000_000}),
        "laughing-xml": docx(
            "<w:p><w:r><w:t>&d;</w:t></w:r></w:p>",
            head='<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY d "&b;&b;&b;&b;">]>',
        ),
        "outside-entity": docx(
            "<w:p><w:r><w:t>&d;</w:t></w:r></w:p>",
            head='<!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]>',
        ),
        "paragraphs-in-paragraphs": docx("<w:p>" * 5_000 + "</w:p>" * 5_000),
    }
