"""Animals of the zoo that tempt to send something, visited in mode walk: the promise is the same."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from auditor.evidence.model import Mode, Service
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from tests.sites.zoo import Zoo
from tests.visit.walk.conftest import LIMITS

pytestmark = pytest.mark.asyncio(loop_scope="module")


class _Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[Visitor]:
    settings = VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False, limits=LIMITS, pages=4)
    async with Visitor(settings) as running:
        yield running


@pytest.mark.parametrize(
    "name",
    [
        "auto-submit",
        "late-submit",
        "frame-submit",
        "scroll-submit",
        "consent-post",
        "consent-trap",
        "danger-links",
        "form",
        "good",
        "login-wall",
        "login-in-header",
        "leaving",
        "alerts",
        "hijacked",
    ],
)
async def test_nothing_is_sent(visitor: Visitor, zoo: Zoo, name: str) -> None:
    before = len(zoo.log)
    await visitor.visit(Service(url=zoo.url(name)), _Bin())
    assert [s for s in zoo.log[before:] if s.method not in {"GET", "HEAD", "OPTIONS"}] == []
    assert not any(s.path.startswith("/sent") for s in zoo.log[before:])
