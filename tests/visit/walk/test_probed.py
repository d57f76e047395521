"""Probes handle the same live page that is walked on: the way is the same as without them, and nothing is sent."""

from __future__ import annotations

import pytest

from auditor.visit.settings import ALL_PROBES
from tests.sites.forms.build import CASES
from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

FORMS = (
    "classic",
    "view-state",
    "spa-state",
    "hash-router",
    "iframe",
    "frameset",
    "combobox",
    "dialog-at-the-end",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
async def test_the_way_is_the_same(walk: Walk, forms: FormServer, name: str) -> None:
    before = len(forms.log)
    pages = await walk(name, probes=ALL_PROBES)
    assert forms.finals(name, before) == []
    last = pages[-1].walk
    assert last is not None
    assert last.stop == CASES[name].stop, (last.why, last.stuck_at)
    assert last.number >= CASES[name].steps
    assert pages[0].keyboard is not None
