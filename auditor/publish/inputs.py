"""What publishing needs to be given, besides the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from auditor.judge.result import ServiceResult


class StoredResult(Protocol):
    """A result as the store hands it out; ``bundle`` is the evidence on disk, if it was kept."""

    @property
    def position(self) -> int:
        """Place in the operator's list."""

    @property
    def result(self) -> ServiceResult:
        """The verdict."""

    @property
    def bundle(self) -> Path | None:
        """Where the evidence lies."""


@dataclass(frozen=True)
class Publisher:
    """Who answers for the published report; empty fields are left out and said to be missing.

    ``imprint`` and ``privacy`` are addresses of the publisher's own pages, used instead of the built-in ones.
    """

    name: str = ""
    address: str = ""
    represented_by: str = ""
    email: str = ""
    phone: str = ""
    imprint: str = ""
    privacy: str = ""
