"""The name of a finding that stays the same from month to month.

Made of the rule, the service, the page's part in it and what the element is and is called; never of class names,
ids, positions or build hashes, which change with every release of a web site.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from auditor.checks.case import Observation
from auditor.evidence.model import Service

_LENGTH = 16
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HERE = ("localhost", "127.0.0.1", "::1")

#: Parts of an address that name a visit, not a service: session ids (only where long enough to be one, since a
#: short ``sid`` may be the service) and campaign parameters.
_PATH_SESSION = re.compile(r";(jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)
_SESSION_KEY = re.compile(
    r"(j|php|asp\.net_)?sess(ion)?_?(id)?|s?sid|cfid|cftoken|_?x?csrf_?(token)?|_?token|nonce", re.IGNORECASE
)
_SESSION_LENGTH = 16
_CAMPAIGN_KEY = re.compile(r"(utm|mtm|pk)_\w+|fbclid|gclid|_ga", re.IGNORECASE)

#: Parts of a CSS selector that change with a release: quoted or bracketed attributes, pseudo-classes, ids, classes.
_ATTRIBUTE = re.compile(r"""\[(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\]"'])*\]""")
_BRACKETS = re.compile(r"\([^()]*\)")
_CHANGING = re.compile(r"::?[a-z-]+|[#.](?:\\.|[\w-]|[^\x00-\x7f])+")
_COMBINATOR = re.compile(r"[\s>+~]+")
_WRAPPERS = frozenset({"", "*", "div", "span", "html", "body"})
_OPENING_TAG = re.compile(r"<([a-zA-Z][\w-]*)")


def service_key(service: Service) -> str:
    """What stays of a service when it moves: the operator's own key for it, else its address."""
    return service.key or address_key(service.url)


def address_key(url: str) -> str:
    """The address without scheme, session ids and tracking parameters, parameters sorted; as it is if malformed.

    On this machine the port does not matter either: test servers take the next one that is free.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    if host in _HERE:
        host = _HERE[0]
    elif port is not None and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    path = _PATH_SESSION.sub("", parts.path).rstrip("/")
    query = urlencode(
        sorted(
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _names_a_visit(key, value)
        )
    )
    return "".join((host, path, f"?{query}" if query else "", f"#{parts.fragment}" if parts.fragment else ""))


def _names_a_visit(key: str, value: str) -> bool:
    session = _SESSION_KEY.fullmatch(key) and len(value) >= _SESSION_LENGTH
    return bool(session or _CAMPAIGN_KEY.fullmatch(key))


def tag_path(selector: str) -> str:
    """The element names of a CSS selector, without wrappers that carry no meaning."""
    bare = _ATTRIBUTE.sub("", selector)
    while (shorter := _BRACKETS.sub("", bare)) != bare:
        bare = shorter
    tags = [tag.lower() for tag in _COMBINATOR.split(_CHANGING.sub("", bare))]
    return ">".join([*(tag for tag in tags[:-1] if tag not in _WRAPPERS), *tags[-1:]])


def fingerprint(rule: str, service: Service, observation: Observation) -> str:
    """16 hex digits for one place."""
    page = observation.page
    where = (page.role.value, str(page.step or 0)) if page else ("", "")
    parts = (rule, service_key(service), *where, *_what(observation))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:_LENGTH]


def numbered(fingerprints: Iterable[str]) -> Iterator[str]:
    """The same names in the same order, the second of its kind ending in #2, and so on."""
    seen: Counter[str] = Counter()
    for name in fingerprints:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def _what(observation: Observation) -> tuple[str, str]:
    """What was found: the author's subject, else role and name, else the kind of element, else the words."""
    if observation.subject:
        return "subject", observation.subject
    node = observation.node
    if node is not None and node.name.strip():
        return node.role or node.tag, " ".join(node.name.split())
    path = tag_path(node.selector if node is not None else observation.target)
    if path in _WRAPPERS:
        path = _tag(observation)
    return ("path", path) if path else ("quote", " ".join(observation.quote.split()))


def _tag(observation: Observation) -> str:
    """The element's name, from whatever is known of it."""
    node = observation.node
    opening = _OPENING_TAG.match((node.html if node is not None else observation.html).lstrip())
    return (node.tag if node is not None and node.tag else opening[1] if opening else "").lower()
