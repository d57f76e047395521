"""A verdict, and what it can rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.checks.paper.asked import Asked
from auditor.checks.paper.forms import SeenForm
from auditor.checks.paper.routes import Paper, Way
from auditor.checks.paper.statements import Statement

Kind = Literal["offline", "information", "form-download", "online-with-break", "online", "unknown"]
Because = Statement | SeenForm | Way | Paper | Asked


@dataclass(frozen=True)
class Decision:
    """A verdict with the sentences, links and forms that decided it."""

    kind: Kind
    completable: Literal["yes", "no", "unknown"]
    reason: str
    because: tuple[Because, ...] = ()
