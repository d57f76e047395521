"""How a visit behaves: limits, politeness, what it may touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from auditor import PROJECT_URL, __version__
from auditor.evidence.model import Mode
from auditor.visit.accounts import Account

#: Names of the probes (``auditor.visit.probes``) that a visit uses.
ALL_PROBES = frozenset({"appearance", "keyboard"})


@dataclass(frozen=True)
class Limits:
    """Wall-clock limits in seconds, sizes in bytes; every layer has its own so that none waits for another."""

    navigation: float = 15.0
    load: float = 10.0
    quiet: float = 0.5
    settle: float = 3.0
    reflow: float = 0.15
    call: float = 8.0
    axe: float = 30.0
    axe_frame: float = 10.0
    probe: float = 25.0
    page: float = 75.0
    service: float = 420.0
    walk: float = 300.0
    steps: int = 25
    page_bytes: int = 30_000_000
    nodes: int = 30_000
    frames: int = 20
    screenshot_height: int = 8_000


@dataclass(frozen=True)
class VisitSettings:
    """What the operator decided for a run.

    ``hosts`` maps host names to addresses for tests (like a hosts file); ``private`` allows pages reached from
    public addresses to lead to private ones; ``flags`` are added to the browser's command line; ``delay`` is
    seconds between navigations on one host; ``budget`` the most requests a service may cost; ``pages`` the most
    pages opened for a service; the steps of a walk come on top. ``submit_hosts`` are the operator's own test
    systems, the only hosts on which mode ``submit`` presses the final button. ``accounts`` are test accounts by host,
    used in the modes ``walk`` and ``submit`` only. ``probes`` names what is tried on pages beyond looking at them.
    ``viewport`` is the size of the
    desktop view in CSS pixels. ``headers`` are added to requests to a host (a preview's token), ``data`` are the
    operator's own test values by meaning (a key of ``fields.yaml``).
    """

    mode: Mode = Mode.OBSERVE
    delay: float = 1.0
    budget: int = 2_000
    pages: int = 14
    contact: str = PROJECT_URL
    browser: Path | None = None
    axe: Path | None = None
    respect_robots: bool = True
    robots_exempt: frozenset[str] = frozenset()
    hosts: dict[str, str] = field(default_factory=dict)
    private: bool = False
    screenshots: bool = True
    sandbox: bool | None = None
    flags: tuple[str, ...] = ()
    submit_hosts: frozenset[str] = frozenset()
    accounts: dict[str, Account] = field(default_factory=dict, repr=False)
    probes: frozenset[str] = ALL_PROBES
    viewport: tuple[int, int] = (1366, 768)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    data: dict[str, tuple[str, ...]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    @property
    def patience(self) -> float:
        """Seconds a service may take; a walk takes its own on top."""
        return self.limits.service + (0.0 if self.mode is Mode.OBSERVE else self.limits.walk)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be found in anything that is kept."""
        return tuple(secret for account in self.accounts.values() for secret in account.secrets)

    @property
    def user_agent_suffix(self) -> str:
        """What is added to the browser's own user agent, so that an operator of a site can see who came."""
        return f"din66336-auditor/{__version__} (+{self.contact})"
