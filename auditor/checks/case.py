"""What a check gets to see, and the words in which it answers.

A check is a pure function ``check(case) -> Iterable[Observation]``: no browser, no network, no clock, no file.
It yields one observation for every place it looked at; the worst of them is the outcome of the rule
(failed, then cantTell, then untested, then passed). No observation at all means the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

from auditor.evidence.model import (
    FLOW_ROLES,
    Box,
    Document,
    Evidence,
    Frame,
    Model,
    Node,
    Page,
    Reason,
    Role,
)


class Outcome(StrEnum):
    """EARL 1.0 outcome values."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cantTell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class MediaBreak(Model):
    """A change of medium the resident is made to do, with the sentence that says so."""

    kind: Literal["print", "sign", "post", "fax", "email-scan", "in-person", "originals", "cash"]
    quote: str
    url: str
    page: str
    step: int | None = None


class Quote(Model):
    """A sentence or label that counted, and where it stands. ``signal`` names the wording-table entry."""

    signal: str
    quote: str
    url: str
    page: str
    step: int | None = None


class Completion(Model):
    """Can it be finished online? ``evidence`` names the pages and sentences that decided; ``reason`` is a key
    of ``rules/wording/verdicts.yaml`` that explains the decision in German and English."""

    kind: Literal["offline", "information", "form-download", "online-with-break", "online", "unknown"]
    completable: Literal["yes", "no", "unknown"]
    maturity: Literal[0, 1, 2, 3] | None
    media_breaks: tuple[MediaBreak, ...] = ()
    routes: tuple[str, ...] = ()
    reason: str = ""
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Observation:
    """One place looked at. ``message`` is a key of the rule file's ``messages``; ``params`` fill its blanks."""

    outcome: Outcome
    page: Page | None = None
    message: str = ""
    params: dict[str, str] = field(default_factory=dict)
    node: Node | None = None
    frame: Frame | None = None
    quote: str = ""
    reason: Reason | None = None
    target: str = ""
    html: str = ""
    box: Box | None = None
    subject: str = ""  # what the fingerprint is made of, where there is no element (a host, a cookie name)


def passed(page: Page | None = None) -> Observation:
    """The rule is met here."""
    return Observation(Outcome.PASSED, page)


def failed(page: Page, message: str, /, **where: object) -> Observation:
    """The rule is broken here, and the evidence proves it."""
    return _place(Outcome.FAILED, page, message, where)


def cant_tell(page: Page, message: str, /, **where: object) -> Observation:
    """A person must look here; ``message`` says at what."""
    return _place(Outcome.CANT_TELL, page, message, where)


def untested(reason: Reason, page: Page | None = None) -> Observation:
    """Could not be measured here."""
    return Observation(Outcome.UNTESTED, page, reason=reason)


_PLACES = frozenset({"node", "frame", "quote", "target", "html", "box", "subject"})


def _place(outcome: Outcome, page: Page, message: str, where: dict[str, object]) -> Observation:
    """Split keyword arguments into places (node, frame, quote …) and the message's parameters."""
    places = {k: v for k, v in where.items() if k in _PLACES}
    params = {k: str(v) for k, v in where.items() if k not in _PLACES}
    return Observation(outcome, page, message, params, **places)  # type: ignore[arg-type]


class Case:
    """One service's evidence with the look-ups that checks share; computed once, when first asked for."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.memo: dict[str, object] = {}  # derived facts that several checks share, by name

    @cached_property
    def loaded(self) -> tuple[Page, ...]:
        """Pages that were measured."""
        return tuple(p for p in self.evidence.pages if p.reason is None)

    @cached_property
    def flow(self) -> tuple[Page, ...]:
        """Measured pages on the resident's way: entry, route, form, in the order met."""
        return tuple(p for p in self.loaded if p.role in FLOW_ROLES)

    @cached_property
    def entry(self) -> Page | None:
        """The measured start page."""
        return next((p for p in self.loaded if p.role is Role.ENTRY), None)

    def pages(self, role: Role) -> tuple[Page, ...]:
        """Measured pages of one role."""
        return tuple(p for p in self.loaded if p.role is role)

    def missed(self, *roles: Role) -> tuple[Page, ...]:
        """Pages of these roles that were linked but could not be measured."""
        return tuple(p for p in self.evidence.pages if p.reason is not None and p.role in roles)


def documents(page: Page) -> Iterator[tuple[Frame, Document]]:
    """The frames of a page that could be read, the page itself first."""
    for frame in page.frames:
        if frame.document is not None:
            yield frame, frame.document


def main_document(page: Page) -> Document:
    """The page's own document; empty if it could not be read."""
    return next((d for f, d in documents(page) if f.parent is None), Document())


Check = Callable[[Case], Iterable[Observation]]
