"""Where a resident would go from here. Pure functions over what was read of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit, urlunsplit

from auditor.evidence.model import FURNITURE, Control, Document, Link, Page, Role
from auditor.wording import classify_label

#: Pages every service must offer, by what their link says.
OFFERS: dict[str, Role] = {
    "imprint": Role.IMPRINT,
    "privacy": Role.PRIVACY,
    "accessibility": Role.ACCESSIBILITY,
    "contact": Role.CONTACT,
    "easy-language": Role.EASY_LANGUAGE,
    "sign-language": Role.SIGN_LANGUAGE,
}
#: Labels of the way to the application, the surest first.
_WAY = ("apply-online", "form", "start")
#: A label that also says one of these leads elsewhere, or does something.
_NOT_THE_WAY = frozenset(
    {"appointment", "login", "final", "pseudo-final", "cancel", "feedback", "status", *OFFERS}
)
DOCUMENTS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".zip"})
_FIELDS = frozenset(
    {"text", "email", "tel", "date", "number", "select", "textarea", "file", "radio", "checkbox", "url"}
)
_MOST_WAYS = 3


@dataclass(frozen=True)
class Lead:
    """A link worth following, or worth noting that it was not."""

    url: str
    text: str
    role: Role
    kind: str  # link, document, mail, button


def key_of(url: str) -> str:
    """An address as the browser would cache it: no fragment, except the routes of single-page apps."""
    parts = urlsplit(url)
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, fragment))


def offers_of(page: Page) -> dict[Role, Lead]:
    """The likeliest link to each page that every service must offer; furniture is where they belong, so all counts.

    The shortest label wins: “Datenschutz” is the privacy notice, “Einwilligung im Datenschutz ändern” a place in it.
    """
    found: dict[Role, tuple[int, Lead]] = {}
    for link in _links(page):
        words = len(_label(link).split())
        for label in classify_label(_label(link)):
            role = OFFERS.get(label)
            if role is not None and (role not in found or words < found[role][0]):
                found[role] = (words, _lead(link, role))
    return {role: lead for role, (_, lead) in found.items() if lead.kind == "link"}


def ways_of(page: Page) -> list[Lead]:
    """Links and buttons that look like the way to the application, the surest first."""
    ranked = [(rank, i, lead) for i, (rank, lead) in enumerate(_ways(page))]
    leads: list[Lead] = []
    keys: set[str] = set()
    for _, _, lead in sorted(ranked, key=lambda r: r[:2]):
        if key_of(lead.url) + lead.kind not in keys:
            keys.add(key_of(lead.url) + lead.kind)
            leads.append(lead)
    followed = [lead for lead in leads if lead.kind == "link"][:_MOST_WAYS]
    return [lead for lead in leads if lead.kind != "link" or lead in followed]


def _ways(page: Page) -> Iterator[tuple[int, Lead]]:
    for link in _links(page):
        ranked = _way_by_link(link) if link.landmark not in FURNITURE else None
        if ranked is not None:
            yield ranked
    for document in _documents(page):
        for control in document.controls:
            label = control.label or control.name
            labels = classify_label(label, "button") | classify_label(label)
            if _button(control) and labels & set(_WAY) and not labels & _NOT_THE_WAY:
                yield 5, Lead(page.final_url, label, Role.ROUTE, "button")


def _way_by_link(link: Link) -> tuple[int, Lead] | None:
    labels = classify_label(_label(link))
    if _is_document(link, labels):
        wanted = labels & {"form", "form-download", "apply-online"}
        return (9, Lead(link.href, _label(link), Role.ROUTE, "document")) if wanted else None
    # A link may act like a button: what sends or deletes is never followed
    if "apply-online" not in labels:
        labels |= classify_label(_label(link), "button") & _NOT_THE_WAY
    rank = next((i for i, word in enumerate(_WAY) if word in labels), None)
    if rank is None or labels & _NOT_THE_WAY:
        return None
    return rank + (3 if link.teaser else 0), _lead(link, Role.ROUTE)


def _is_document(link: Link, labels: frozenset[str]) -> bool:
    named = "form-download" in labels and "apply-online" not in labels
    return named or link.download or _suffix(link.href) in DOCUMENTS


def _button(control: Control) -> bool:
    return control.visible and (control.kind in {"submit", "button", "image"} or control.role == "button")


def _lead(link: Link, role: Role) -> Lead:
    scheme = urlsplit(link.href).scheme
    kind = "mail" if scheme == "mailto" else "link" if scheme in {"http", "https"} else "button"
    if kind == "link" and (_suffix(link.href) in DOCUMENTS or link.download):
        kind = "document"
    return Lead(link.href, _label(link), role, kind)


def _label(link: Link) -> str:
    return link.name or link.text


def _suffix(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).suffix.lower()


def _documents(page: Page) -> Iterator[Document]:
    return (f.document for f in page.frames if f.document is not None)


def _links(page: Page) -> Iterator[Link]:
    return (link for document in _documents(page) for link in document.links if _label(link))


def is_form_page(page: Page) -> bool:
    """Whether the page asks a resident for something, other than to search, log in or leave an address."""
    fields = [c for d in _documents(page) for c in _questions(d)]
    return len(fields) >= 2 or any(c.kind == "file" for c in fields)


def asks_one_thing(page: Page) -> bool:
    """Whether the page asks a single question, sends the answer and goes on: one thing per page."""
    return any(_asks_and_goes_on(d) for d in _documents(page))


def _asks_and_goes_on(document: Document) -> bool:
    fields = list(_questions(document))
    sending = {form.index for form in document.forms if form.method == "post"}
    if len(fields) != 1 or fields[0].form not in sending:
        return False
    labels = (c.label or c.name for c in document.controls if _button(c) and c.form == fields[0].form)
    return any("forward" in classify_label(label, "button") for label in labels)


def _questions(document: Document) -> Iterator[Control]:
    return (
        c
        for c in document.controls
        if c.visible and c.kind in _FIELDS and c.landmark not in FURNITURE and not c.disabled
    )
