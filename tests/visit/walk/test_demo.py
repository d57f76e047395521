"""The walk through the demo: reaches the last step of every well-made form, and files nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from auditor.demo import Demo, serve
from auditor.evidence.model import Evidence, Mode, Role, Service
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = Limits(quiet=0.15, settle=2.0, reflow=0.03)
#: Where the walk ends, and after how many steps.
ENDS = {
    "ahrenfurt/bewohnerparkausweis": ("final-reached", 3),
    "ahrenfurt/gewerbe-anmelden": ("final-reached", 3),
    "ahrenfurt/sperrmuell": ("final-reached", 3),
    "ahrenfurt/wohnsitz-anmelden": ("unknown-button", 4),
    "hollerbruck/gewerbe-anmelden": ("paper", 3),
    "kaltenmuende/bewohnerparkausweis": ("final-reached", 2),
    "kaltenmuende/gewerbe-anmelden": ("final-reached", 3),
    "kaltenmuende/hund-anmelden": ("final-reached", 5),
    "kaltenmuende/meldebescheinigung": ("final-reached", 2),
    "kaltenmuende/sondernutzung": ("final-reached", 3),
    "kaltenmuende/wohngeld": ("final-reached", 5),
}
#: No form of theirs is walked through: a login, an outage, paper, a visit.
NONE = (
    "kaltenmuende/kita-platz",
    "ahrenfurt/geburtsurkunde",
    "hollerbruck/hundesteuer",
    "hollerbruck/personalausweis",
)


class _Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[Visitor]:
    settings = VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False, limits=LIMITS)
    async with Visitor(settings) as running:
        yield running


async def _visit(visitor: Visitor, demo: Demo, name: str) -> Evidence:
    town, service = name.split("/")
    url = f"{demo.base(town)}/dienstleistungen/{service}"
    return await visitor.visit(Service(url=url, municipality=town.title()), _Bin())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ENDS))
async def test_walks_to_the_end(visitor: Visitor, demo: Demo, name: str) -> None:
    evidence = await _visit(visitor, demo, name)
    assert demo.log.of("final") == ()
    assert demo.log.of("message") == ()
    steps = [p for p in evidence.pages if p.walk is not None]
    last = steps[-1].walk
    assert last is not None
    stop, least = ENDS[name]
    assert last.stop == stop, (last.why, last.stuck_at, last.errors)
    assert len(steps) >= least
    assert all(p.role is Role.FORM for p in steps[1:])
    assert [p.step for p in steps] == list(range(steps[0].step or 1, (steps[0].step or 1) + len(steps)))


@pytest.mark.slow
@pytest.mark.parametrize("name", NONE)
async def test_no_form_no_walk(visitor: Visitor, demo: Demo, name: str) -> None:
    evidence = await _visit(visitor, demo, name)
    assert demo.log.of("final") == ()
    assert not [
        r for p in evidence.pages for r in p.requests if r.method == "POST" and r.decision == "allowed"
    ]
    assert not [p for p in evidence.pages if p.walk is not None and p.walk.filled]
