"""A good and a bad form of the demo, sent empty once as on an own host: how the rules judge their messages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from auditor.checks.case import Case
from auditor.demo import Demo, serve
from auditor.evidence.model import Mode, Service
from auditor.judge.outcome import Identity, judge_rule
from auditor.rulebook.load import load_rulebook
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.visitor import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(600)]

RULES = [r for r in load_rulebook().rules if (r.check or "").startswith("errors.")]


class _Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def judged(demo: Demo) -> AsyncIterator[dict[str, dict[str, str]]]:
    towns = ("kaltenmuende/hund-anmelden", "ahrenfurt/wohnsitz-anmelden")
    hosts = frozenset(urlsplit(demo.base(t.split("/")[0])).hostname or "" for t in towns)
    limits = Limits(quiet=0.15, settle=2.0, reflow=0.03, steps=1)
    settings = VisitSettings(
        mode=Mode.SUBMIT, delay=0.0, screenshots=False, limits=limits, submit_hosts=hosts, probes=frozenset()
    )
    found: dict[str, dict[str, str]] = {}
    async with Visitor(settings) as visitor:
        for name in towns:
            town, service = name.split("/")
            url = f"{demo.base(town)}/dienstleistungen/{service}"
            evidence = await visitor.visit(Service(url=url, municipality=town.title()), _Bin())
            case = Case(evidence)
            found[town] = {
                r.id: judge_rule(r, case, Identity(r.id, r.automation, r.counts)).outcome.value for r in RULES
            }
    yield found


async def test_a_form_that_tells_its_mistakes_well(judged: dict[str, dict[str, str]]) -> None:
    good = judged["kaltenmuende"]
    assert {k: v for k, v in good.items() if v not in {"passed", "inapplicable"}} == {}
    assert good["error-identified"] == good["error-suggestion"] == good["error-associated"] == "passed"


async def test_a_form_that_only_says_wrong(judged: dict[str, dict[str, str]]) -> None:
    bad = judged["ahrenfurt"]
    assert bad["error-identified"] == "cantTell"
    assert bad["error-focus"] == bad["error-title"] == "cantTell"
