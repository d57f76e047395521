"""The promise: nothing final is ever sent, with both locks, and with either of them alone."""

from __future__ import annotations

import pytest

from auditor.visit.walk.buttons import Weighed, as_forward, weigh
from auditor.visit.walk.state import Look
from tests.sites.forms import good, odd  # noqa: F401 - they enter their forms
from tests.sites.forms.build import CASES
from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _anything(look: Look) -> tuple[Weighed, ...]:
    """A presser gone mad: whatever may be final is pressed first."""
    return as_forward(weigh(look))


@pytest.mark.parametrize("name", sorted(CASES))
async def test_both_locks(walk: Walk, forms: FormServer, name: str) -> None:
    case = CASES[name]
    before = len(forms.log)
    pages = await walk(name)
    assert forms.finals(name, before) == []
    last = pages[-1].walk
    assert last is not None
    assert last.stop is not None
    assert last.stop != "confirmed"
    if case.stop is not None:
        assert last.stop == case.stop, (last.why, last.stuck_at)
        assert last.number >= case.steps


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
async def test_network_lock_alone(walk: Walk, forms: FormServer, name: str) -> None:
    before = len(forms.log)
    await walk(name, _anything)
    assert forms.finals(name, before) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(n for n, c in CASES.items() if c.by_press))
async def test_button_lock_alone(walk: Walk, forms: FormServer, name: str) -> None:
    before = len(forms.log)
    await walk(name, held=False)
    assert forms.finals(name, before) == []


async def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60


async def test_the_corpus_can_be_filed(walk: Walk, forms: FormServer) -> None:
    """With both locks off, forms are filed: the proof above is no accident of the server."""
    filed = 0
    for name in ("one-page", "next-files", "link-sends-by-get", "classic"):
        before = len(forms.log)
        await walk(name, _anything, held=False)
        filed += len(forms.finals(name, before))
    assert filed >= 4
