"""Recognises pages that are not the service: bot checks, logins, empty pages. Pure functions over what was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.evidence.model import FURNITURE, Control, Document, Frame, Wall
from auditor.wording import classify_label, table

#: Characters of text above which a page is more than a wall: it describes the service.
_THIN = 1_500
_BOT_STATUS = frozenset({401, 403, 407, 429, 503})
_BOT_HEADERS = ("cf-mitigated", "x-sucuri-block", "x-amzn-waf-action", "x-datadome")
_FEW_NODES = 300
_CAPTCHA_FRAMES = (
    "recaptcha/api2/bframe",
    "hcaptcha.com/captcha",
    "challenges.cloudflare.com",
    "captcha-delivery.com",
)
_FIELDS = frozenset(
    {"text", "email", "tel", "date", "number", "select", "textarea", "file", "radio", "checkbox"}
)


def _documents(frames: Sequence[Frame]) -> Iterator[Document]:
    return (f.document for f in frames if f.document is not None)


def _text(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if b.visible and b.landmark not in FURNITURE)


def challenge_of(frames: Sequence[Frame], status: int | None, headers: dict[str, str]) -> Wall | None:
    """A bot check in place of the page: only thin pages count, a captcha inside a form is part of the service."""
    documents = list(_documents(frames))
    if sum(d.node_count for d in documents) > _FEW_NODES:
        return None
    text = "\n".join([documents[0].title, *(_text(d) for d in documents)]) if documents else ""
    hits = [h for h in table("walls").search(text[:5_000]) if h.signal == "challenge"]
    marked = next((h for h in _BOT_HEADERS if h in headers), "")
    framed = next((f.url for f in frames[1:] if any(mark in f.url for mark in _CAPTCHA_FRAMES)), "")
    real_fields = sum(1 for d in documents for c in d.controls if c.visible and c.kind in _FIELDS)
    if real_fields > 1:
        return None
    if hits and (status in _BOT_STATUS or marked or framed or len(text) < _THIN):
        return Wall(kind="challenge", quote=hits[0].text)
    if marked and status in _BOT_STATUS:
        return Wall(kind="challenge", quote=marked)
    return None


def wall_of(frames: Sequence[Frame]) -> Wall | None:
    """A page that is nothing but a login. A login in the header, or a page that describes the service, is none."""
    documents = list(_documents(frames))
    text = "\n".join(_text(d) for d in documents)
    if len(text) > _THIN:
        return None
    controls = [
        c
        for d in documents
        for c in d.controls
        if c.visible and c.landmark not in FURNITURE and not c.disabled
    ]
    if any(c.kind in _FIELDS and not _login_field(c) for c in controls):
        return None
    hits = [h for h in table("walls").search(text) if h.signal == "login"]
    password = any(c.kind == "password" for c in controls)
    if not password and not (hits and _login_way(documents)):
        return None
    quote = hits[0].text if hits else next(c.label or c.name for c in controls if c.kind == "password")
    return Wall(kind="login", quote=quote[:300] or "password", accounts=_accounts(text))


def _login_field(control: Control) -> bool:
    """User name beside a password, or “stay signed in”."""
    words = (
        f"{control.label} {control.field} {control.id} {control.autocomplete} {control.placeholder}".lower()
    )
    return any(
        w in words
        for w in ("user", "nutzer", "kennung", "login", "mail", "angemeldet", "remember", "merken", "anmelde")
    )


def _login_way(documents: Sequence[Document]) -> bool:
    """A button or link of the content that leads into a login."""
    labels = [
        link.name or link.text
        for d in documents
        for link in d.links
        if link.visible and link.landmark not in FURNITURE
    ]
    labels += [
        c.label or c.name for d in documents for c in d.controls if c.kind in {"submit", "button", "custom"}
    ]
    return any("login" in classify_label(label, kind) for label in labels for kind in ("link", "button"))


_ACCOUNTS = (
    "BundID",
    "BayernID",
    "ELSTER",
    "Unternehmenskonto",
    "Servicekonto",
    "Nutzerkonto",
    "AusweisApp",
    "eID",
)


def _accounts(text: str) -> tuple[str, ...]:
    folded = text.lower().replace("-", "").replace(" ", "")
    return tuple(a for a in _ACCOUNTS if a.lower().replace("-", "") in folded)


def shows_nothing(document: Document) -> bool:
    """No words, controls or films; pictures and bare elements count where no script will replace them."""
    still = document.structure is not None and not document.structure.scripts and document.structure.elements
    return not (document.blocks or document.controls or document.links or document.media or still)
