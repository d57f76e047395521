"""File names for services: readable, safe on every file system, the same in every run."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from auditor.evidence.model import Service

_FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_MAX = 60


def slugify(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 60 characters; empty if nothing is left."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_FOLD))
    plain = folded.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX].strip("-")


def slug_of(service: Service, taken: set[str]) -> str:
    """A name for the service that is not in ``taken``; adds it there.

    The address decides between two of the same name, so that the order of the list does not matter.
    """
    words = [service.municipality or "", service.name or service.service or ""]
    if not any(words):
        parts = urlsplit(service.url)
        words = [parts.hostname or "", parts.path]
    slug = slugify(" ".join(w for w in words if w)) or "service"
    if slug in taken or slug in _RESERVED:
        slug = f"{slug[: _MAX - 9]}-{hashlib.sha256(service.url.encode()).hexdigest()[:8]}"
    taken.add(slug)
    return slug


_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)
