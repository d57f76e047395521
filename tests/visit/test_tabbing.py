"""A page that gives no answer to Tab: gone elsewhere, or merely slow."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from auditor.visit.probes.keyboard.tabbing import Tabbing
from auditor.visit.worlds import SilentFrameError


class SilentDesk:
    """Answers nothing; pressing Tab leads to ``then``."""

    def __init__(self, then: str) -> None:
        self.subject = SimpleNamespace(live=SimpleNamespace(url="http://town/form"))
        self.then = then

    async def press(self, key: str, **_: Any) -> None:
        self.subject.live.url = self.then
        raise SilentFrameError("gone")


def tabbing(then: str) -> Tabbing:
    return Tabbing(SilentDesk(then), 3, time.monotonic() + 60, 10)  # type: ignore[arg-type]


async def test_a_slow_page_is_not_accused_of_going_elsewhere() -> None:
    slow = tabbing("http://town/form#part")
    with pytest.raises(SilentFrameError):
        await slow.go()
    assert slow.moves == []


async def test_a_page_that_went_elsewhere_is_noted() -> None:
    gone = tabbing("http://town/calendar")
    await gone.go()
    assert gone.left
    assert [(m.kind, m.detail) for m in gone.moves] == [("navigation", "http://town/calendar")]
