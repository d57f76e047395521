"""Hand-made evidence for tests of chapter 5.6."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from auditor.checks.case import Case, Observation, Outcome
from auditor.evidence.model import (
    Control,
    Document,
    Evidence,
    Frame,
    Heading,
    Link,
    Meta,
    Page,
    Role,
    Service,
    TextBlock,
    Tool,
    View,
)

DAY = datetime(2026, 11, 22, tzinfo=UTC)
_number = count()


def block(text: str, **more: Any) -> TextBlock:
    return TextBlock(**{"selector": "main > p", "tag": "p", "landmark": "main", "text": text, **more})


def link(text: str, href: str = "https://www.stadt.example/x", **more: Any) -> Link:
    return Link(**{"selector": "main > a", "tag": "a", "name": text, "text": text, "href": href, **more})


def control(label: str = "", kind: str = "text", **more: Any) -> Control:
    source = "label" if label else "none"
    basis = {
        "selector": f"#c{next(_number)}",
        "tag": "input",
        "kind": kind,
        "label": label,
        "label_source": source,
    }
    return Control(**{**basis, **more})


def heading(text: str, level: int = 1) -> Heading:
    return Heading(selector="h1", tag="h1", level=level, text=text)


def view(name: str, width: int, needed: int, **more: Any) -> View:
    return View(**{"name": name, "width": width, "height": 640, "scroll_width": needed, **more})


def document(*texts: str, metas: dict[str, str] | None = None, **more: Any) -> Document:
    told = tuple(Meta(name=k, content=v) for k, v in (metas or {}).items())
    basis = {"title": "Hund anmelden", "lang": "de", "blocks": tuple(map(block, texts)), "metas": told}
    return Document(**{**basis, **more})


def page(role: Role = Role.ENTRY, url: str = "", seen: Document | None = None, **more: Any) -> Page:
    address = url or f"https://www.stadt.example/{role.value}"
    frame = Frame(id="f1", url=address, document=seen or document())
    basis = {"id": role.value, "role": role, "requested_url": address, "final_url": address, "ready": "quiet"}
    return Page(**{**basis, "frames": (frame,), **more})


def case(*pages: Page, **service: str) -> Case:
    tool = Tool(version="0", browser="0", axe="4", user_agent="t")
    about = Service(url="https://www.stadt.example/entry", **service)
    return Case(Evidence(tool=tool, service=about, started=DAY, finished=DAY, pages=pages))


def worst(observations: Iterable[Observation]) -> str:
    """The outcome as the judge would give it."""
    order = [Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED, Outcome.PASSED]
    return min((o.outcome for o in observations), key=order.index, default=Outcome.INAPPLICABLE).value


def messages(observations: Iterable[Observation]) -> list[str]:
    return [o.message for o in observations if o.message]
