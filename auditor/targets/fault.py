"""What is wrong with one value, before anybody knows on which line it stands."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """A message of ``messages.yaml``, the remedy's message and the parameters of both."""

    key: str
    hint: str
    params: dict[str, str] = field(default_factory=dict)
