"""How a step complains about the input is kept; it is provoked on the operator's own hosts only."""

from __future__ import annotations

import pytest

from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_first_complaint_is_kept(walk: Walk) -> None:
    state = (await walk("mends-a-date"))[0].error_state
    assert state is not None
    assert (state.cause, state.reloaded) == ("input", True)
    message = state.texts[0]
    assert message.text == "Bitte das Datum als JJJJ-MM-TT angeben."
    assert message.fields == (0,)
    field = state.fields[0]
    assert (field.label, field.invalid, field.value) == ("Geburtsdatum", True, "")
    assert [g.field for g in state.given] == ["tag"]


async def test_what_stood_there_before_is_no_complaint(walk: Walk) -> None:
    state = (await walk("never-content"))[-1].error_state
    assert state is not None
    assert state.texts == ()
    assert state.fields[0].invalid


async def test_a_step_that_is_left_at_once_has_none(walk: Walk) -> None:
    assert [p.error_state for p in await walk("classic")] == [None, None, None]


async def test_an_empty_form_is_sent_on_own_hosts_only(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    pages = await walk("classic", submit_hosts=frozenset({"forms.localhost"}))
    state = pages[0].error_state
    assert state is not None
    assert state.cause == "empty"
    assert any(f.refused for f in state.fields)
    assert state.focus_on_field == 0
    assert len(forms.finals("classic", before)) == 1
    assert pages[-1].walk is not None
    assert pages[-1].walk.stop == "confirmed"
