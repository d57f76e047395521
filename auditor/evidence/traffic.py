"""What went over the wire, and what it left in the browser."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model
from auditor.evidence.terms import Reason


class Request(Model):
    """One network request. ``phase`` says whether anything had been touched before it."""

    url: str
    method: str
    type: str
    host: str
    first_party: bool
    status: int | None = None
    bytes: int | None = None
    phase: Literal["load", "touched"] = "load"
    decision: Literal["allowed", "refused"] = "allowed"
    why: str = ""
    failed: str = ""


class Cookie(Model):
    """A cookie without its value. ``days`` is its lifetime, None for a session cookie."""

    name: str
    domain: str
    path: str = "/"
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    days: float | None = None
    first_party: bool = True


class StorageItem(Model):
    """A key of local or session storage, without its value."""

    origin: str
    kind: Literal["local", "session", "indexeddb"]
    key: str
    size: int = 0


class Redirect(Model):
    """One hop on the way to the final address."""

    url: str
    status: int


class Tls(Model):
    """The certificate and protocol of the page's own connection; dates as seconds since 1970."""

    protocol: str = ""
    issuer: str = ""
    subject: str = ""
    valid_from: float | None = None
    valid_to: float | None = None


class Fetch(Model):
    """A small file asked for beside the pages: robots.txt, security.txt, a linked document, the portal's entry."""

    purpose: Literal["robots", "security-txt", "document", "https", "portal"]
    url: str
    final_url: str = ""
    status: int | None = None
    content_type: str = ""
    bytes: int | None = None
    text: str = ""
    reason: Reason | None = None
