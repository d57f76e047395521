"""A builder of small evidence, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from auditor.checks.case import Case, Observation
from auditor.evidence.model import (
    Control,
    Document,
    Evidence,
    Form,
    Frame,
    Heading,
    Image,
    Link,
    Page,
    Request,
    Role,
    Service,
    TextBlock,
    Tool,
)

HOME = "https://www.musterstadt.example"
DAY = datetime(2026, 11, 15, tzinfo=UTC)


class Build:
    """Makes pages and cases; every word argument has a harmless default."""

    def __init__(self) -> None:
        self.count = 0

    def page(self, role: Role = Role.ENTRY, *, url: str = "", **facts: Any) -> Page:
        """A measured page.

        ``texts``, ``links`` (text, href), ``controls``, ``forms``, ``images``, ``headings`` and ``title`` fill its
        document, ``frames`` adds embedded documents, anything else goes to the page as it is.
        """
        self.count += 1
        address = url or f"{HOME}/{role}-{self.count}"
        inner = {
            k: facts.pop(k)
            for k in ("texts", "links", "controls", "forms", "images", "title", "headings")
            if k in facts
        }
        main = Frame(id="f0", url=address, document=self.document(**inner))
        embedded = facts.pop("frames", ())
        values = {"requested_url": address, "final_url": address, "status": 200, "ready": "quiet", **facts}
        return Page(id=f"p{self.count}", role=role, frames=(main, *embedded), **values)

    def document(
        self,
        *,
        title: str = "Leistung",
        texts: Iterable[str] = (),
        links: Iterable[tuple[str, str]] = (),
        controls: Iterable[Control] = (),
        forms: Iterable[Form] = (),
        images: Iterable[str | None] = (),
        headings: Iterable[str] = (),
    ) -> Document:
        return Document(
            title=title,
            blocks=tuple(TextBlock(selector="p", tag="p", text=t) for t in texts),
            links=tuple(Link(selector="a", tag="a", text=t, name=t, href=h) for t, h in links),
            controls=tuple(controls),
            forms=tuple(forms),
            images=tuple(Image(selector="img", tag="img", alt=a) for a in images),
            headings=tuple(Heading(selector="h2", tag="h2", level=2, text=t) for t in headings),
        )

    def frame(self, url: str, **facts: Any) -> Frame:
        """An embedded document."""
        return Frame(id="f1", url=url, parent="f0", document=self.document(**facts))

    def control(self, label: str, kind: str = "text", **facts: Any) -> Control:
        return Control(selector="input", tag="input", kind=kind, label=label, **facts)

    def request(self, url: str, **facts: Any) -> Request:
        host = url.split("/")[2]
        return Request(
            **{"url": url, "method": "GET", "type": "script", "host": host, "first_party": False, **facts}
        )

    def case(self, *pages: Page, municipality: str | None = "Musterstadt", **facts: Any) -> Case:
        tool = Tool(version="0", browser="0", axe="0", user_agent="test")
        service = Service(url=f"{HOME}/", municipality=municipality)
        return Case(Evidence(tool=tool, service=service, started=DAY, finished=DAY, pages=pages, **facts))


@pytest.fixture
def build() -> Build:
    return Build()


@pytest.fixture
def verdicts() -> Callable[[Iterable[Observation]], list[tuple[str, str]]]:
    """What a check said, as (outcome, message)."""
    return lambda found: [(o.outcome.value, o.message) for o in found]
