"""A page to open, what is kept of it, and why it may end early."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.evidence.model import Reason, Role


@dataclass(frozen=True)
class Plan:
    """A page to open, and how we came to it."""

    id: str
    role: Role
    url: str
    step: int | None = None
    found_on: str | None = None
    found_by: str = ""


@dataclass
class Files:
    """What goes into the bundle beside the evidence: name → bytes."""

    named: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> str:
        """Keep a file and return its name."""
        self.named[name] = data
        return name


class StopError(Exception):
    """The page cannot be measured; carries the typed reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
