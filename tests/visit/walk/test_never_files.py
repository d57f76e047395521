"""The promise: nothing final is ever sent, with both locks, and with either of them alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from auditor.visit.settings import ALL_PROBES
from auditor.visit.walk.buttons import Weighed, weigh
from auditor.visit.walk.state import Look
from tests.sites.forms import accounts, good, odd, trust  # noqa: F401 - they enter their forms
from tests.sites.forms.build import CASES
from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

pytestmark = pytest.mark.asyncio(loop_scope="module")


def _anything(look: Look) -> tuple[Weighed, ...]:
    """A presser gone mad: whatever may be final is pressed first."""
    order = sorted(weigh(look), key=lambda w: w.verdict != "final")
    return tuple(replace(w, verdict="forward") for w in order if w.verdict in {"final", "forward", "unknown"})


def _batches(names: list[str]) -> list[list[str]]:
    """Waiting costs more than walking, so a few forms are walked side by side."""
    return [names[i : i + 8] for i in range(0, len(names), 8)]


async def _side_by_side(batch: list[str], check: Callable[[str], Awaitable[None]]) -> None:
    """Check every form of a batch, and name those that failed."""
    results = await asyncio.gather(*(check(name) for name in batch), return_exceptions=True)
    wrong = {name: result for name, result in zip(batch, results, strict=True) if result is not None}
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("batch", _batches(sorted(CASES)), ids=lambda batch: batch[0])
async def test_both_locks(walk: Walk, forms: FormServer, batch: list[str]) -> None:
    async def check(name: str) -> None:
        case, before = CASES[name], len(forms.log)
        pages = await walk(name)
        assert forms.finals(name, before) == []
        last = pages[-1].walk
        assert last is not None
        assert last.stop is not None
        assert last.stop != "confirmed"
        if case.stop is not None:
            assert last.stop == case.stop, (last.why, last.stuck_at)
            assert last.number >= case.steps

    await _side_by_side(batch, check)


@pytest.mark.slow
@pytest.mark.parametrize("batch", _batches(sorted(CASES)), ids=lambda batch: batch[0])
async def test_network_lock_alone(walk: Walk, forms: FormServer, batch: list[str]) -> None:
    async def check(name: str) -> None:
        before = len(forms.log)
        await walk(name, _anything)
        assert forms.finals(name, before) == []

    await _side_by_side(batch, check)


@pytest.mark.slow
@pytest.mark.parametrize(
    "batch", _batches(sorted(n for n, c in CASES.items() if c.by_press)), ids=lambda batch: batch[0]
)
async def test_button_lock_alone(walk: Walk, forms: FormServer, batch: list[str]) -> None:
    async def check(name: str) -> None:
        before = len(forms.log)
        await walk(name, held=False)
        assert forms.finals(name, before) == []

    await _side_by_side(batch, check)


_ON_TRUST = sorted(n for n in CASES if n.startswith(("trust", "socket", "next-", "spa-")))


@pytest.mark.slow
@pytest.mark.parametrize("batch", _batches(_ON_TRUST), ids=lambda batch: batch[0])
async def test_network_lock_alone_on_trust(walk: Walk, forms: FormServer, batch: list[str]) -> None:
    """“Weiter” alone is pressed with the browser still on the net: the network lock is enough."""

    async def check(name: str) -> None:
        before = len(forms.log)
        await walk(name, offline=False)
        assert forms.finals(name, before) == []

    await _side_by_side(batch, check)


#: Forms that listen to keys, focus, pointer and time: what the probes of a step do must not file them either.
_LISTENING = (
    "enter-key",
    "get-by-fetch",
    "on-blur",
    "on-change-open",
    "on-tick",
    "on-timer",
    "trust-timer",
    "trust-app",
)


@pytest.mark.slow
async def test_probes_send_nothing(walk: Walk, forms: FormServer) -> None:
    """Every step is gone through with the keyboard and seen in other sizes; elsewhere that is left out for speed."""

    async def check(name: str) -> None:
        before = len(forms.log)
        await walk(name, probes=ALL_PROBES)
        assert forms.finals(name, before) == []

    await _side_by_side(list(_LISTENING), check)


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
