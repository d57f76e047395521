"""What a file is, by its first bytes; names and content types lie."""

from __future__ import annotations

from typing import Literal

Form = Literal["pdf", "zip", "old-office", "other"]

_PDF_WITHIN = 1024  # bytes; readers accept that much before the header
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")


def form_of(data: bytes) -> Form:
    """The family of formats; ``zip`` may turn out to be an Office file, ``old-office`` is .doc, .xls or .rtf."""
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(_OLD_OFFICE):
        return "old-office"
    return "other"
