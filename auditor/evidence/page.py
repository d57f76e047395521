"""One page with everything that was seen of it."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.appearance import Appearance
from auditor.evidence.base import Model, Node
from auditor.evidence.content import Frame
from auditor.evidence.errors import ErrorState
from auditor.evidence.keyboard import Keyboard
from auditor.evidence.terms import Reason, Role
from auditor.evidence.traffic import Cookie, Redirect, Request, StorageItem, Tls
from auditor.evidence.walk import Step


class View(Model):
    """The page in one screen size. ``overflow`` names elements wider than the screen, ``small_targets`` pointer
    targets under 24 by 24 px without the spacing that WCAG 2.5.8 allows instead."""

    name: Literal["desktop", "phone", "narrow"]
    width: int
    height: int
    scroll_width: int
    screenshot: str | None = None
    screenshot_scale: float = 1.0
    overflow: tuple[Node, ...] = ()
    small_targets: tuple[Node, ...] = ()


class ConsoleLine(Model):
    """A console message of level error or warning, or an uncaught exception."""

    level: str
    text: str


class Metrics(Model):
    """Page speed and weight as this browser saw it on this machine."""

    fcp: float | None = None
    lcp: float | None = None
    cls: float | None = None
    long_tasks: float | None = None
    load: float | None = None
    bytes: int = 0
    requests: int = 0


class Consent(Model):
    """A cookie banner: seen before anything was pressed; only a refusal is ever pressed."""

    text: str = ""
    accept: str | None = None
    refuse: str | None = None
    settings: str | None = None
    refused: bool = False
    node: Node | None = None


class Interruption(Model):
    """Something that wanted attention and was turned away: a dialog, pop-up or download."""

    kind: Literal["dialog", "popup", "download"]
    text: str


class Wall(Model):
    """A login or bot check that ends the way, with the words that show it."""

    kind: Literal["login", "captcha", "challenge"]
    quote: str
    accounts: tuple[str, ...] = ()


class Page(Model):
    """One page, visited once. ``reason`` is None when it was measured; ``reused`` says that the same address had
    been read earlier in the run for another service of the same host, and was not loaded again. ``error_state`` is
    the first state in which the step complained about the input of the walk."""

    id: str
    role: Role
    step: int | None = None
    requested_url: str
    final_url: str
    found_on: str | None = None
    found_by: str = ""
    reason: Reason | None = None
    detail: str = ""
    status: int | None = None
    content_type: str = ""
    redirects: tuple[Redirect, ...] = ()
    headers: dict[str, str] = {}
    tls: Tls | None = None
    ready: Literal["quiet", "bounded", "not-loaded"] = "not-loaded"
    wall: Wall | None = None
    guarded: bool = False
    consent: Consent | None = None
    frames: tuple[Frame, ...] = ()
    views: tuple[View, ...] = ()
    requests: tuple[Request, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    storage: tuple[StorageItem, ...] = ()
    console: tuple[ConsoleLine, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    metrics: Metrics = Metrics()
    aria: str | None = None
    reused: bool = False
    walk: Step | None = None
    error_state: ErrorState | None = None
    keyboard: Keyboard | None = None
    appearance: Appearance | None = None
