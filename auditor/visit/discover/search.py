"""A site's own search, asked by GET as its form would be sent, and never by POST."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from lxml import etree, html

from auditor.evidence.model import Control, Document, Form
from auditor.visit.discover.places import words

_TEXT = frozenset({"text", "search"})
_MOST_HIDDEN = 20
_MOST_SOURCE = 3_000_000


@dataclass(frozen=True)
class SearchForm:
    """Where a question goes: the form's target, its hidden fields, and the field for the words."""

    action: str
    hidden: tuple[tuple[str, str], ...]
    field: str

    def url(self, question: str) -> str:
        """The address that the browser would open for these words."""
        parts = urlsplit(self.action)
        # a form by GET replaces what stands in its target's query
        query = urlencode([*self.hidden, (self.field, question)])
        return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


def search_of(document: Document, source: bytes) -> SearchForm | None:
    """The search form of a page: the likeliest of those sent by GET with one field for words.

    Args:
        document: what was read of the page.
        source: its HTML, for hidden fields.
    """
    found = [
        (rank, form, field)
        for form in document.forms
        if (hit := _searches(document, form))
        for rank, field in [hit]
    ]
    if not found:
        return None
    _, form, field = min(found, key=lambda each: (each[0], each[1].action, each[2]))
    return SearchForm(form.action, _hidden(source, form.index), field)


def _searches(document: Document, form: Form) -> tuple[int, str] | None:
    """How likely the form is a search (0 the most), and the name of its field; None if it is none."""
    if form.method != "get" or urlsplit(form.action).scheme not in {"http", "https"}:
        return None
    own = [control for control in document.controls if control.form == form.index and not control.disabled]
    fields = [control for control in own if control.kind in _TEXT and control.field]
    others = [c for c in own if c.kind in {"textarea", "email", "tel", "date", "password", "file", "number"}]
    if len(fields) != 1 or others:
        return None
    signs = _signs(fields[0], form)
    return (signs, fields[0].field) if signs is not None else None


def _signs(field: Control, form: Form) -> int | None:
    if field.kind == "search" or form.role == "search" or form.landmark == "search":
        return 0
    if _last_name(field.field) in words()["search_fields"]:
        return 1
    said = f"{field.label} {field.placeholder} {field.id} {form.action}".lower()
    return 2 if _any_in(words()["search_words"], said) else None


def _last_name(name: str) -> str:
    """``tx_solr[q]`` asks by ``q``."""
    return name.rstrip("]").rpartition("[")[2].lower()


def _any_in(marks: Iterable[str], text: str) -> bool:
    return any(mark in text for mark in marks)


def _hidden(source: bytes, index: int) -> tuple[tuple[str, str], ...]:
    """The hidden fields of the form with this place on the page."""
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        root = html.document_fromstring(source[:_MOST_SOURCE], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    forms: Sequence[html.HtmlElement] = list(root.iter("form"))
    if index >= len(forms):
        return ()
    hidden = [
        f for f in forms[index].iter("input") if (f.get("type") or "").lower() == "hidden" and f.get("name")
    ]
    return tuple((field.get("name"), field.get("value") or "") for field in hidden[:_MOST_HIDDEN])
