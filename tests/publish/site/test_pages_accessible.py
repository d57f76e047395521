"""Municipality, service, product and defect pages pass what the site demands of others."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from auditor.checks.case import Outcome
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Service
from auditor.judge.run import judge
from auditor.rulebook.model import Rulebook
from auditor.visit.browser import launch
from auditor.visit.engine import load_engine
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from tests.publish.test_accessible import RUN, UNFOLD, WIDER

KINDS = (
    "gemeinden/01999001.html",  # objections, a correction
    "gemeinden/05999008.html",  # missing
    "gemeinden/05999009.html",  # a long name
    "gemeinden/09999006.html",  # nothing takes part
    "gemeinden/01999004.html",  # nothing is listed
    "dienste/index.html",
    "dienste/hundesteuer-anmelden.html",
    "produkte/index.html",
    "produkte/xima-formcycle.html",
    "produkte/form-0a1b2c3d.html",
    "maengel/beispiel-buergerportal-contact-route.html",
    "en/gemeinden/01999007.html",
    "en/maengel/xima-formcycle-axe-color-contrast.html",
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright, VisitSettings())
        yield browser
        await browser.close()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_that_axe_knows(served: str, browser: Browser, width: int, scheme: str) -> None:
    engine = load_engine()
    context = await browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    requests: set[str] = set()
    page.on("request", lambda request: requests.add(request.url))
    for kind in KINDS:
        await page.goto(f"{served}/{kind}")
        await page.evaluate(UNFOLD)
        await page.evaluate(engine.source)
        assert json.loads(await page.evaluate(RUN)) == [], f"{kind} at {width} px"
        assert await page.evaluate(WIDER) <= 0, f"{kind} scrolls sideways at {width} px"
    assert complaints == []
    assert all(url.startswith(served) for url in requests)
    await context.close()


@pytest.mark.parametrize("kind", ["gemeinden/01999001.html", "produkte/xima-formcycle.html"])
async def test_paper_shows_everything(served: str, browser: Browser, kind: str) -> None:
    """Folded failures, months and municipalities are on the paper, and nothing is wider than it."""
    page = await browser.new_page(viewport={"width": 688, "height": 1000})
    await page.goto(f"{served}/{kind}")
    await page.emulate_media(media="print")
    assert await page.evaluate(WIDER) <= 0
    hidden = "() => [...document.querySelectorAll('details > :not(summary)')].filter(e => !e.checkVisibility()).length"
    assert await page.evaluate(hidden) == 0
    await page.close()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_no_rule_fails(served: str, rulebook: Rulebook, tmp_path: Path) -> None:
    """The pages are visited and judged like a service, by the real rulebook."""
    settings = VisitSettings(delay=0.0, pages=6, screenshots=False)
    broken: dict[str, list[str]] = {}
    async with Visitor(settings) as visitor:
        for number, kind in enumerate((KINDS[0], KINDS[6], KINDS[8], KINDS[10])):
            writer = BundleWriter(tmp_path / f"{number}.zip")
            result = judge(
                await visitor.visit(Service(url=f"{served}/{kind}"), writer), rulebook, f"s{number}"
            )
            assert result.measured, (kind, result.reason)
            failed = [o for o in result.outcomes if o.outcome is Outcome.FAILED]
            broken |= {
                f"{kind}: {o.rule}": [f"{f.url} {f.target} {f.params}" for f in o.findings[:3]]
                for o in failed
            }
    assert broken == {}
