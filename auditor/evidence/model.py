"""What was seen of one service: typed, serialisable, versioned.

Everything that knows a browser ends here. Checks read this and nothing else, so a past month can be judged
again without opening a single page. Sizes are bytes, times milliseconds, boxes CSS pixels of the full page in
the desktop view, unless a field says otherwise.

This is the one place to import the evidence from; the modules beside it hold its parts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from auditor.evidence.base import Box, Model, Node
from auditor.evidence.content import (
    AxeNode,
    AxeResult,
    AxeRule,
    Control,
    Document,
    Form,
    Frame,
    Heading,
    Image,
    Landmark,
    Link,
    LinkRel,
    Media,
    Meta,
    Script,
    TextBlock,
)
from auditor.evidence.documents import DocumentField, DocumentFile
from auditor.evidence.page import Consent, ConsoleLine, Interruption, Metrics, Page, View, Wall
from auditor.evidence.terms import FLOW_ROLES, FURNITURE, Mode, Reason, Role
from auditor.evidence.traffic import Cookie, Fetch, Redirect, Request, StorageItem, Tls
from auditor.evidence.walk import Filled, Step, StepButton, StepError, StepKind, Stop

__all__ = [
    "FLOW_ROLES",
    "FORMAT",
    "FURNITURE",
    "AxeNode",
    "AxeResult",
    "AxeRule",
    "Box",
    "Candidate",
    "Consent",
    "ConsoleLine",
    "Control",
    "Cookie",
    "Document",
    "DocumentField",
    "DocumentFile",
    "Evidence",
    "Fetch",
    "Filled",
    "Form",
    "Frame",
    "Heading",
    "Image",
    "Interruption",
    "Landmark",
    "Link",
    "LinkRel",
    "Media",
    "Meta",
    "Metrics",
    "Mode",
    "Model",
    "Node",
    "Page",
    "Reason",
    "Redirect",
    "Request",
    "Role",
    "Script",
    "Service",
    "Step",
    "StepButton",
    "StepError",
    "StepKind",
    "Stop",
    "StorageItem",
    "TextBlock",
    "Tls",
    "Tool",
    "View",
    "Wall",
]

FORMAT = "1"


class Service(Model):
    """The service as the operator listed it; ``key`` is his own name for it, which stays when the address changes."""

    url: str
    key: str | None = None
    name: str | None = None
    municipality: str | None = None
    ags: str | None = None
    leika: str | None = None
    service: str | None = None
    land: str | None = None
    population: int | None = None
    portal: str | None = None


class Candidate(Model):
    """A link that looked like the way on, and what became of it."""

    page: str
    url: str
    text: str
    role: Role
    outcome: Literal["visited", "duplicate", "budget", "robots", "document", "refused", "mail", "failed"]
    visited: str | None = None


class Tool(Model):
    """What measured."""

    version: str
    browser: str
    axe: str
    user_agent: str


class Evidence(Model):
    """All that was seen of one service."""

    format: Literal["1"] = "1"
    tool: Tool
    service: Service
    mode: Mode = Mode.OBSERVE
    started: datetime
    finished: datetime
    reason: Reason | None = None
    detail: str = ""
    pages: tuple[Page, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    documents: tuple[DocumentFile, ...] = ()
    candidates: tuple[Candidate, ...] = ()
