"""Makes text from audited pages harmless to readers: nothing invisible, nothing that reorders, nothing that runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that reorder or hide text: a quote could otherwise read differently from what it says.
_INVISIBLE = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def clean(text: str) -> str:
    """The text without terminal sequences, control characters, bidirectional overrides and lone surrogates."""
    if text.isprintable():  # true of nearly all, and of nothing that these patterns find
        return text
    return _INVISIBLE.sub("", _CONTROL.sub("", _ANSI.sub("", text)))


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a word where one is near, with an ellipsis."""
    text = " ".join(clean(text).split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rfind(" ")
    return head[: cut if cut > limit * 0.7 else len(head)].rstrip(" ,;:") + "…"


def safe_href(url: str) -> str | None:
    """The address if it may stand in a link: http or https with a host, without credentials; else None."""
    address = clean(url).strip()
    try:
        parts = urlsplit(address)
        has_login = parts.username is not None or parts.password is not None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or has_login:
        return None
    return address


def show_url(url: str, limit: int = 90) -> str:
    """The address as a reader sees it: without scheme, credentials and final slash."""
    address = re.sub(r"^https?://(?:[^/@]*@)?", "", clean(url).strip()).rstrip("/")
    return address if len(address) <= limit else address[: limit - 1] + "…"


def cell(value: object) -> str:
    """A table cell that no spreadsheet takes for a formula."""
    text = clean("" if value is None else str(value)).replace("\r\n", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(frozen=True)
class Address:
    """An audited address: ``href`` only where it is safe to follow."""

    text: str
    href: str | None

    @classmethod
    def of(cls, url: str) -> Address:
        """The address for display."""
        return cls(show_url(url), safe_href(url))
