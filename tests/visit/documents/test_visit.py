"""A visit opens the document that is the form, and leaves the leaflet alone."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from auditor.demo import Demo, serve
from auditor.evidence.model import Service
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow]


class Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[Visitor]:
    async with Visitor(VisitSettings(delay=0.0, screenshots=False)) as running:
        yield running


async def test_the_form_is_read(visitor: Visitor, demo: Demo) -> None:
    service = Service(url=f"{demo.base('hollerbruck')}/dienstleistungen/hundesteuer")
    evidence = await visitor.visit(service, Bin())
    (document,) = evidence.documents
    assert document.url.endswith("/downloads/hundesteuer-anmeldung.pdf")
    assert (document.kind, document.reason, document.found_on) == ("pdf", None, "p1")
    assert "Ort, Datum" in document.text
    fetch = next(f for f in evidence.fetches if f.purpose == "document")
    assert (fetch.url, fetch.status, fetch.content_type) == (document.url, 200, "application/pdf")
    assert not [e for e in demo.log.entries if e.method not in {"GET", "HEAD"}]


async def test_the_leaflet_is_not(visitor: Visitor, demo: Demo) -> None:
    evidence = await visitor.visit(
        Service(url=f"{demo.base('hollerbruck')}/dienstleistungen/wohngeld"), Bin()
    )
    assert evidence.documents == ()
    assert not [e for e in demo.log.entries if "merkblatt" in e.path]
