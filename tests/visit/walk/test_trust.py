"""A whole visit that presses “Weiter” on trust: what the form put aside never leaves, not even on a later page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from auditor.evidence.model import Evidence, Mode, Role, Service
from auditor.visit.room import Room
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import LIMITS, Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")


class _Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[Visitor]:
    settings = VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False, limits=LIMITS, probes=frozenset())
    async with Visitor(settings) as running:
        yield running


async def _visit(visitor: Visitor, forms: FormServer, name: str, host: str = "forms") -> Evidence:
    return await visitor.visit(Service(url=forms.url(name, host)), _Bin())


async def test_an_outbox_is_not_emptied_by_a_later_page(visitor: Visitor, forms: FormServer) -> None:
    before = len(forms.log)
    evidence = await _visit(visitor, forms, "trust-outbox-storage")
    assert any(p.walk and p.walk.stop == "final-reached" for p in evidence.pages)
    assert any(p.role is Role.IMPRINT and p.reason is None for p in evidence.pages)
    assert forms.finals("trust-outbox-storage", before) == []


async def test_the_outbox_would_be_emptied_in_the_same_context(
    visitor: Visitor, forms: FormServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof above is no accident: with storage kept, the imprint page sends what the form has put aside."""
    renew = Room.renew

    async def keep(room: Room) -> None:
        if room._context is None:
            await renew(room)
        else:
            room.guard.lock.sleep()
            await room.context.set_offline(False)

    monkeypatch.setattr(Room, "renew", keep)
    before = len(forms.log)
    await _visit(visitor, forms, "trust-outbox-storage", "careless")
    assert forms.finals("trust-outbox-storage", before) != []


async def test_parts_of_the_page_still_come(visitor: Visitor, forms: FormServer) -> None:
    before = len(forms.log)
    evidence = await _visit(visitor, forms, "trust-lazy-part")
    last = [p.walk for p in evidence.pages if p.walk is not None][-1]
    assert last.stop == "final-reached", last.why
    assert forms.finals("trust-lazy-part", before) == []
    hits = {h.path for h in forms.log[before:]}
    assert {"teil-2.4f7a.mjs", "bild.png"} <= hits


async def test_the_proof_is_written_down(walk: Walk) -> None:
    pages = await walk("trust-app")
    first = pages[0].walk
    assert first is not None
    (button,) = first.buttons
    assert (button.label, button.verdict, button.pressed) == ("Weiter", "forward", True)
    assert "tried to send nothing" in button.why[1]


async def test_what_it_tried_is_written_down(walk: Walk) -> None:
    (page,) = await walk("spa-next-posts")
    assert page.walk is not None
    assert page.walk.stop == "unknown-button"
    assert page.walk.why.startswith("it tries to send without a sign that more comes: POST ")
    assert [(b.verdict, b.pressed) for b in page.walk.buttons] == [("unknown", True)]
    assert [(r.method, r.decision) for r in page.requests if r.method == "POST"] == [("POST", "refused")]
