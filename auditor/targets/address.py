"""Web addresses: is it one, what was meant, and when are two the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

import httpx

from auditor.targets.fault import Fault

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)\s*(?:[:;.]\s*/{0,3}|/{2,3}):?/{0,2}", re.IGNORECASE)
_SCHEME_OK = re.compile(r"https?://[^/]", re.IGNORECASE)
_HOST_LIKE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?$")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)$")
_OTHER_SCHEMES = frozenset(
    {"ftp", "ftps", "file", "mailto", "tel", "javascript", "data", "about", "ws", "wss"}
)
_REMEMBERED = 64  #: one address may stand in thousands of lines in a row, a municipality each
_HASH_ROUTES = ("#/", "#!")


@lru_cache(maxsize=_REMEMBERED)
def check_address(text: str) -> str | Fault:
    """The address without surrounding blanks, or what is wrong with it and what was probably meant."""
    value = text.strip()
    wrong = _wrong(value)
    if wrong is None:
        return value
    params = {"value": wrong.shown or value}
    if wrong.meant is None or _wrong(wrong.meant) is not None:
        return Fault(wrong.key, "mend-address", params)
    return Fault(wrong.key, "did-you-mean", {**params, "suggestion": wrong.meant})


@lru_cache(maxsize=_REMEMBERED)
def same_key(url: str) -> str:
    """What two spellings of one address have in common.

    Case of scheme and host, default port, an empty path and dots in the path do not matter; a fragment matters only
    where it is the route of a single-page application (``#/``).
    """
    parsed = _parse(url)
    bare = parsed.copy_with(fragment=None, raw_path=parsed.raw_path)
    route = f"#{parsed.fragment}"
    return f"{bare}{route}" if route.startswith(_HASH_ROUTES) else str(bare)


def host_of(url: str) -> str:
    """Host and port of an address as one server knows them; lower case, no default port."""
    return _parse(url).netloc.decode("ascii")


def _parse(url: str) -> httpx.URL:
    scheme, rest = url.split(":", 1)
    return httpx.URL(f"{scheme.lower()}:{rest}")


@dataclass(frozen=True)
class _Wrong:
    """A mistake, the address that was probably meant, and what to show in place of a value nobody should see."""

    key: str
    meant: str | None = None
    shown: str = ""


def _wrong(value: str) -> _Wrong | None:
    """The first mistake; each rule may rely on the ones before it."""
    faults = (rule(value) for rule in (_visible, _scheme, _no_secret, _host, _parses))
    return next((fault for fault in faults if fault is not None), None)


def _visible(value: str) -> _Wrong | None:
    if not value:
        return _Wrong("no-url")
    clean = "".join(c for c in value if unicodedata.category(c) not in {"Cc", "Cf"})
    if clean != value:
        return _Wrong("control", clean, shown=clean)
    if any(c.isspace() for c in value):
        head, second, *_ = value.split()
        return _Wrong("spaces", head if _SCHEME_OK.match(second) else re.sub(r"\s", "%20", value))
    return None


def _scheme(value: str) -> _Wrong | None:
    if _SCHEME_OK.match(value):
        return None
    if _HOST_LIKE.match(value):
        return _Wrong("no-scheme", f"https://{value}")
    match = _SCHEME.match(value)
    if match is None:
        return _Wrong("no-address")
    scheme, rest = match[1].lower(), value[match.end() :].lstrip("/")
    near = get_close_matches(scheme, ("http", "https"), n=1, cutoff=0.7)
    if scheme in _OTHER_SCHEMES or not near:
        return _Wrong("wrong-scheme")
    return _Wrong("no-address", f"{near[0]}://{rest}")


def _authority(value: str) -> str:
    return re.split(r"[/?#]", value.split("://", 1)[1], maxsplit=1)[0]


def _no_secret(value: str) -> _Wrong | None:
    authority = _authority(value)
    if "@" not in authority:
        return None
    clean = value.replace(authority, authority.rsplit("@", 1)[1], 1)
    return _Wrong("secret", clean, shown=clean)


def _host(value: str) -> _Wrong | None:
    if "\\" in value:
        return _Wrong("no-address", value.replace("\\", "/"))
    authority = _authority(value)
    if authority.startswith("["):
        return None
    host = re.sub(r":\d*$", "", authority)
    if _is_host(host.removesuffix(".")):
        return None
    mended = re.sub(r"[.,;]+", ".", host).strip(".")
    return _Wrong("no-address", value.replace(host, mended, 1) if _is_host(mended) else None)


def _is_host(text: str) -> bool:
    return all(_LABEL.match(label) for label in text.split("."))


def _parses(value: str) -> _Wrong | None:
    try:
        port = _parse(value).port
    except (httpx.InvalidURL, ValueError):
        return _Wrong("no-address")
    return None if port is None or 0 < port < 65536 else _Wrong("no-address")
