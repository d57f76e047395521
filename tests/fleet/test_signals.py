"""The first signal asks, the second insists; afterwards everything is as before."""

import asyncio
import signal

import pytest

from auditor.fleet.signals import stop_on_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_first_asks_second_insists(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = asyncio.Event()
    with stop_on_signals(stop):
        signal.raise_signal(number)
        await asyncio.wait_for(stop.wait(), 1)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before
