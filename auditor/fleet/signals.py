"""Ctrl-C and polite kills end a run in order; a second one ends it at once."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDINGS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last is Windows' own


@contextmanager
def stop_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` on the first signal within the block; the second interrupts as usual.

    Uses ``signal.signal`` because event loops on Windows know no signal handlers.
    """
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]

    def first(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.default_int_handler)
        loop.call_soon_threadsafe(stop.set)

    before = {number: signal.signal(number, first) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
