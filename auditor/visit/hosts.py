"""Whose host is it? Registrable domains from the bundled public suffix list, never fetched."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


def host_of(url: str) -> str:
    """Host name in lower case, without port; empty for addresses without one."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def site_of(host: str) -> str:
    """The registrable domain (``www.stadt.de`` → ``stadt.de``); a host without one is its own site."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        found = _EXTRACT(host)
        return found.top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
    return host


def same_party(url: str, other: str) -> bool:
    """Whether two addresses belong to one registrable domain; data:, about: and blob: belong to their page."""
    if urlsplit(url).scheme not in {"http", "https", "ws", "wss"}:
        return True
    return site_of(host_of(url)) == site_of(host_of(other))
