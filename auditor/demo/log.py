"""What the demo's server was asked, in order: the proof that nothing final was ever sent."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Literal

#: ``page`` a document, ``asset`` anything a page embeds, ``data`` what a script reads, ``tracker`` the counting
#: host, ``step`` a form going forward, ``save`` a draft, ``message`` feedback or contact, ``final`` an application
#: or booking that would be binding.
Kind = Literal["page", "asset", "data", "tracker", "step", "save", "message", "final"]


@dataclass(frozen=True)
class Entry:
    """One request. ``order`` counts from 1; ``host`` is without the port, ``path`` without the query."""

    order: int
    method: str
    host: str
    path: str
    query: str
    kind: Kind
    status: int


class Log:
    """All requests so far; safe to read while the server runs."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = Lock()

    def add(self, method: str, host: str, path: str, query: str, kind: Kind, status: int) -> None:
        """Append one request."""
        with self._lock:
            self._entries.append(Entry(len(self._entries) + 1, method, host, path, query, kind, status))

    def clear(self) -> None:
        """Forget everything seen so far."""
        with self._lock:
            self._entries.clear()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """A snapshot, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """The requests of one kind, oldest first."""
        return tuple(entry for entry in self.entries if entry.kind == kind)
