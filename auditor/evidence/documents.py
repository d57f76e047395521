"""A document linked as the way to apply."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model
from auditor.evidence.terms import Reason


class DocumentField(Model):
    """A field of a form in a document. Its value is never kept: it may be somebody's."""

    kind: Literal["text", "check", "radio", "choice", "button", "signature"]
    name: str = ""
    label: str = ""
    required: bool = False
    readonly: bool = False


class DocumentFile(Model):
    """A PDF or Office file linked as the way to apply, opened in a guarded child process.

    ``reason`` says why it was not read, or not to its end; then absent facts prove nothing. ``tagged`` is None where
    tags are there but not declared, or cannot be known. ``fillable`` means fields a resident can type into, signatures
    and buttons aside. ``unlabelled`` counts such fields without a label for assistive technology. ``image_only`` is a
    scan: pictures, and not a letter of text, on the pages looked at. ``blocks_readers``: the file's rights forbid
    screen readers its text. ``submit_target`` is where a button of the document sends it. ``text`` is without control
    characters, line by line as read.
    """

    url: str
    final_url: str = ""
    found_on: str | None = None
    link: str = ""
    status: int | None = None
    content_type: str = ""
    bytes: int | None = None
    kind: Literal["pdf", "office", "odf", "other", "unreadable"] = "unreadable"
    reason: Reason | None = None
    pages: int | None = None
    encrypted: bool = False
    blocks_readers: bool = False
    title: str = ""
    language: str = ""
    tagged: bool | None = None
    figures: int = 0
    figures_without_text: int = 0
    fields: tuple[DocumentField, ...] = ()
    field_count: int = 0
    unlabelled: int = 0
    fillable: bool = False
    signature_fields: int = 0
    xfa: Literal["none", "static", "dynamic"] = "none"
    image_only: bool = False
    text: str = ""
    text_truncated: bool = False
    has_submit_button: bool = False
    submit_target: str = ""
    mail_links: tuple[str, ...] = ()
