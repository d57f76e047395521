"""The second lock: what may leave the browser while a form is filled, decided without asking who presses.

It reads the page's evidence by itself: ``walk/seal.py`` says whether a step is *open* or *sealed*. On a sealed step
nothing leaves that could carry an application. On an open one something may be sent only while a press is under way,
to the step's own host, once, and never to an address or with a value that speaks of sending. What came at the wrong
moment is refused for the rest of the walk: it may have been put aside to be tried again. Once *cut* (see
``walk/trust.py``), nothing leaves any more but a page's own static files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import unquote, unquote_plus, urljoin, urlsplit

from auditor.evidence.model import Frame
from auditor.visit.hosts import host_of
from auditor.visit.walk.seal import asks, sealed_because
from auditor.visit.walk.signs import final_address, final_word

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_STILL = frozenset({"image", "stylesheet", "font", "script", "media", "texttrack", "manifest"})
_MOST_CALLS = 8  # requests by script during one press
_MOST_PATH = 200
_SHORT = 6  # characters: a shorter value proves nothing when it turns up in an address

_FILE = re.compile(
    r"\.(?:m?js|css|woff2?|ttf|otf|eot|png|jpe?g|gif|svg|webp|avif|ico|webmanifest)(?:\?(?:v=|ver=)?[\w.-]{0,40})?$",
    re.I,
)

Phase = Literal["asleep", "filling", "pressed", "arriving", "over"]


@dataclass(frozen=True)
class Asking:
    """A request as the guard sees it."""

    method: str
    url: str
    kind: str
    body: str = ""
    main: bool = True


@dataclass(frozen=True)
class Ticket:
    """What a login may send: user name and password, to its host, at the address of its form where that is known."""

    host: str
    secrets: tuple[str, str] = field(repr=False)
    action: str = ""

    def admits(self, asking: Asking) -> bool:
        """Whether a message is the login."""
        if host_of(asking.url) != self.host or asking.kind not in {"document", "xhr", "fetch"}:
            return False
        if self.action:
            return asking.url.partition("#")[0] == self.action.partition("#")[0]
        said = (asking.body, unquote_plus(asking.body))
        return not final_address(asking.url) and any(self.secrets[0] in text for text in said)


@dataclass
class Lock:
    """Stands in the guard for one walk. ``held`` False takes it off, for the tests of the other lock only."""

    held: bool = True
    phase: Phase = "asleep"
    why_sealed: str = ""
    hosts: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    marks: set[str] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    submit_hosts: frozenset[str] = frozenset()
    dry: bool = False
    _documents: int = 0
    _calls: int = 0
    _login: Ticket | None = None
    _pressed_sealed: bool = False
    _denied: set[str] = field(default_factory=set)
    _passed: set[str] = field(default_factory=set)

    def see(self, frames: Sequence[Frame]) -> None:
        """A step has been read, or read again after it was filled: open or sealed?"""
        self.phase = "filling"
        self.why_sealed = sealed_because(frames)
        if self._pressed_sealed and not self.why_sealed:
            self.why_sealed = "a sealed step was pressed before"
        asking = [f for f in frames if f.document is not None and any(asks(c) for c in f.document.controls)]
        self.hosts = frozenset(h for f in (asking or frames) if (h := host_of(f.url)))
        self.actions = frozenset(
            urljoin(f.url, form.action).split("?")[0]
            for f in asking
            if f.document is not None
            for form in f.document.forms
            if any(c.form == form.index and asks(c) for c in f.document.controls)
        )

    def mark(self, value: str) -> None:
        """Remember a value we filled in, to know it again in an address."""
        if len(value.strip()) >= _SHORT:
            self.marks.add(value.strip().lower())

    def press(self) -> None:
        """A press begins. What a sealed step holds back may be tried on any later one, so they stay sealed."""
        self._pressed_sealed |= bool(self.why_sealed)
        self.phase, self._documents, self._calls = "pressed", 0, 0
        self.refusals.clear()

    def login(self, ticket: Ticket) -> None:
        """A press begins that logs in: one message, the login itself, and nothing of it in an address."""
        self._login, self._calls, self.phase = ticket, 0, "pressed"
        self.marks.update(secret.lower() for secret in ticket.secrets)
        self.refusals.clear()

    def arrive(self) -> None:
        """The press is over; the next state is being read."""
        self.phase, self._login = "arriving", None

    def cut(self) -> None:
        """From now on nothing leaves for the rest of the walk, whatever a page proves; what is tried is counted."""
        if not self.dry:
            self.dry = True
            self.attempts.clear()

    def end(self) -> None:
        """The walk is over, its page still open: what it put aside must not leave now."""
        self.phase = "over"

    def sleep(self) -> None:
        """The walk's pages are closed and forgotten."""
        self.phase, self.dry, self._pressed_sealed = "asleep", False, False
        self.attempts.clear()
        self._denied.clear()
        self._passed.clear()

    def decide(self, asking: Asking) -> str:
        """Why a request is refused; empty if it may go."""
        if self.phase == "asleep":
            return ""
        told = f"{asking.method} {asking.url[:200]}"
        if self.dry and not self._static(asking):
            self.attempts.append(told)
        if not self.held:
            return ""
        why = self._decide(asking)
        if why:
            self.refusals.append(f"{told}: {why}")
            self._hold_back(asking)
        elif asking.kind not in _STILL:
            self._passed.add(_address(asking))
        return why

    def message(self, url: str) -> str:
        """Why a message over a web socket is refused; empty if it may go."""
        return self.decide(Asking("MESSAGE", url, "websocket"))

    def brings(self, asking: Asking) -> bool:
        """Whether this is a static file that we bring ourselves, the browser being cut off."""
        return self.dry and self._static(asking)

    def _hold_back(self, asking: Asking) -> None:
        """Remember what was refused for its moment, not for its words: a page may put it aside to try it again."""
        if asking.kind in _STILL or (self.phase == "pressed" and not self.why_sealed):
            return
        if _address(asking) not in self._passed:
            self._denied.add(_address(asking))

    def _decide(self, asking: Asking) -> str:
        if self._login is not None:
            return self._decide_login(asking, self._login)
        if host_of(asking.url) in self.submit_hosts:
            return ""
        if self.dry:
            return "" if self._static(asking) else "nothing leaves after a press on trust"
        if _address(asking) in self._denied:
            return "refused before in this walk"
        if asking.method.upper() in SAFE:
            return self._decide_reading(asking, carries=self._carries(asking.url))
        return self._decide_sending(asking)

    def _decide_login(self, asking: Asking, ticket: Ticket) -> str:
        if self._carries(asking.url):
            return "credentials in an address"
        if asking.method.upper() in SAFE:
            return ""
        if not ticket.admits(asking):
            return "not the login"
        self._calls += 1
        return "a second message during a login" if self._calls > 1 else ""

    def _static(self, asking: Asking) -> bool:
        """A file of the step's own host that looks the same to everybody: a picture, a style, a part of the script."""
        parts = urlsplit(asking.url)
        return (
            asking.method.upper() == "GET"
            and asking.kind in _STILL
            and host_of(asking.url) in self.hosts
            and len(parts.path) <= _MOST_PATH
            and bool(_FILE.search(asking.url.split("#")[0]))
            and not final_address(asking.url)
            and not self._carries(asking.url)
        )

    def _decide_reading(self, asking: Asking, *, carries: bool) -> str:
        spoken = final_address(asking.url)
        if asking.kind in _STILL:
            return self._decide_still(asking, carries=carries)
        if self.why_sealed and self.phase in {"filling", "pressed", "over"}:
            return f"sealed step ({self.why_sealed})"
        if spoken and (carries or self.phase == "pressed" or asking.kind != "document"):
            return f"address speaks of sending: {spoken}"
        if self.phase == "over" and asking.kind == "document":
            return "the walk is over"
        if carries and (self.phase != "pressed" or self._documents):
            return "test data in an address without a press"
        if self.phase == "pressed" and asking.kind == "document" and carries:
            self._documents += 1
        return ""

    def _decide_still(self, asking: Asking, *, carries: bool) -> str:
        """A picture may be a messenger."""
        if carries:
            return "test data in an address"
        if self.why_sealed and self.phase == "pressed" and not self._static(asking):
            return f"sealed step ({self.why_sealed})"
        spoken = final_address(asking.url)
        return (
            f"address speaks of sending: {spoken}"
            if asking.kind == "image" and spoken and urlsplit(asking.url).query
            else ""
        )

    def _decide_sending(self, asking: Asking) -> str:
        if self.why_sealed:
            return f"sealed step ({self.why_sealed})"
        if self.phase != "pressed":
            return f"{asking.method.upper()} without a press"
        if why := self._spoken(asking):
            return why
        if asking.kind == "document":
            own = {a.split("#")[0] for a in self.actions}
            if own and asking.url.split("?")[0].split("#")[0] not in own:
                return "not the step's own form"
            self._documents += 1
            return ""
        self._calls += 1
        return "too many requests within one press" if self._calls > _MOST_CALLS else ""

    def _spoken(self, asking: Asking) -> str:
        """What speaks against a message, whatever its kind."""
        address, value = final_address(asking.url), final_word(f" {unquote_plus(asking.body)}")
        reasons = (
            (host_of(asking.url) not in self.hosts, "not the step's own host"),
            (bool(address), f"address speaks of sending: {address}"),
            (bool(value), f"value speaks of sending: {value}"),
            (asking.kind in {"ping", "beacon", "websocket", "eventsource"}, f"{asking.kind} during a walk"),
            (self._documents > 0, "a second submission within one press"),
        )
        return next((why for holds, why in reasons if holds), "")

    def _carries(self, url: str) -> bool:
        """Whether a value we filled in stands in the address."""
        parts = urlsplit(url)
        written = f"{parts.path}?{parts.query}#{parts.fragment}".lower()
        texts = (unquote_plus(written), unquote(written))
        return any(mark in text for mark in self.marks for text in texts)


def _address(asking: Asking) -> str:
    return f"{asking.method.upper()} {asking.url.partition('#')[0].partition('?')[0]}"
