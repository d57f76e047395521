"""Mode submit: sends on the operator's own host only, and sees the confirmation."""

from __future__ import annotations

import pytest

from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("name", ["one-page", "classic", "spa-send-xhr"])
async def test_sends_on_the_own_host(walk: Walk, forms: FormServer, name: str) -> None:
    before = len(forms.log)
    pages = await walk(name, submit_hosts=frozenset({"forms.localhost"}))
    assert len(forms.finals(name, before)) == 1
    last = pages[-1].walk
    assert last is not None
    assert (last.kind, last.stop) == ("confirmation", "confirmed"), last.why


async def test_sends_nowhere_else(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    pages = await walk("one-page", submit_hosts=frozenset({"staging.example"}))
    assert forms.finals("one-page", before) == []
    assert pages[-1].walk is not None
    assert pages[-1].walk.stop == "final-reached"


async def test_steps_are_written_down(walk: Walk) -> None:
    first, second, third = await walk("classic")
    assert [p.step for p in (first, second, third)] == [1, 2, 3]
    assert [p.walk and p.walk.kind for p in (first, second, third)] == ["step", "step", "summary"]
    assert first.walk is not None
    assert third.walk is not None
    assert [(f.label, f.meaning, f.value) for f in first.walk.filled] == [
        ("Vorname", "first-name", "Testperson"),
        ("Nachname", "last-name", "Servicestandard"),
    ]
    assert [(b.label, b.verdict, b.pressed) for b in first.walk.buttons] == [("Weiter", "forward", True)]
    assert (third.walk.stop, third.walk.stuck_at) == ("final-reached", "Antrag verbindlich absenden")
    assert [(r.method, r.decision) for r in second.requests if r.method == "POST"] == [("POST", "allowed")]


async def test_stuck_says_where_and_why(walk: Walk) -> None:
    last = (await walk("never-content"))[-1].walk
    assert last is not None
    assert (last.stop, last.stuck_at, last.why) == (
        "stuck",
        "Aktenzeichen",
        "Dieses Aktenzeichen kennen wir nicht.",
    )
    assert last.filled[0].tries == 3
