"""What the gate is set to, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from auditor.judge.result import Finding, ServiceResult
from auditor.rulebook.model import Obligation, Rule


class State(StrEnum):
    """What became of a finding at the gate."""

    NEW = "new"  #: counts, and makes the check fail
    EXPIRED = "expired"  #: stands in the baseline, but its time is over: counts again
    KNOWN = "known"  #: stands in the baseline
    APART = "apart"  #: proven, but below what was asked for
    REVIEW = "review"  #: not proven: a person must look


#: States that make the check fail.
FAILING = frozenset({State.NEW, State.EXPIRED})


@dataclass(frozen=True)
class Gate:
    """What makes the check fail.

    Args:
        fail_on: the weakest obligation that counts; a duty (``muss``) always does.
        min_severity: findings below this severity (0–4 after Nielsen) do not count.
        fail_under: least points a service must certainly have (lower end of its score, 0–100).
        profile: rung of the ladder (``rules/profiles.yaml``) that every service must reach.
        rules: only these rules count (ids or patterns such as ``axe/*``); empty means all.
        skip: these rules do not count.
        informing: rules that only inform so far (``counts: false``) count as well.
    """

    fail_on: Obligation = Obligation.MUSS
    min_severity: int = 0
    fail_under: float | None = None
    profile: str | None = None
    rules: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    informing: bool = False


@dataclass(frozen=True)
class Entry:
    """A known finding in a baseline; ``line`` is where it stands in the file."""

    fingerprint: str
    rule: str
    service: str
    where: str = ""
    reason: str = ""
    owner: str = ""
    expires: date | None = None
    line: int = 0


@dataclass(frozen=True)
class Place:
    """Where a service was listed: file as the operator named it, line from 1; empty for the command line."""

    file: str = ""
    line: int = 1


@dataclass(frozen=True)
class Weighed:
    """A finding with its rule and what became of it; ``entry`` is the line of the baseline it stands in."""

    rule: Rule
    finding: Finding
    state: State
    entry: Entry | None = None


@dataclass(frozen=True)
class Shortfall:
    """A service as a whole falls short of the points (``score``) or the rung (``profile``) asked for.

    ``reached`` are the points reached, or the lowest rung that is proven to be missed; ``rules`` those that prove it.
    """

    kind: Literal["score", "profile"]
    wanted: str
    reached: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """One service at the gate. ``gaps`` are pages of it that could not be measured, with the reason."""

    result: ServiceResult
    place: Place
    findings: tuple[Weighed, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()

    @property
    def failing(self) -> tuple[Weighed, ...]:
        """Findings that make the check fail."""
        return tuple(each for each in self.findings if each.state in FAILING)

    @property
    def red(self) -> bool:
        """Whether this service makes the check fail."""
        return bool(self.failing or self.shortfalls)

    @property
    def complete(self) -> bool:
        """Whether the service and every page on the resident's way could be measured."""
        return self.result.measured and not self.gaps


@dataclass(frozen=True)
class Decision:
    """What the gate says of all services; ``stale`` are lines of the baseline that no finding stands behind."""

    gate: Gate
    services: tuple[Checked, ...]
    stale: tuple[Entry, ...] = ()

    @property
    def red(self) -> bool:
        """Whether anything at or above the gate was found."""
        return any(each.red for each in self.services)

    @property
    def complete(self) -> bool:
        """Whether everything could be measured."""
        return bool(self.services) and all(each.complete for each in self.services)

    def count(self, *states: State) -> int:
        """Number of findings in these states."""
        return sum(weighed.state in states for each in self.services for weighed in each.findings)
