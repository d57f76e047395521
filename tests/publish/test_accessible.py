"""The report passes what it demands of others: axe-core on every kind of page, and no sideways scrolling."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from auditor.visit.browser import launch
from auditor.visit.engine import load_engine
from auditor.visit.settings import VisitSettings

KINDS = (
    "index.html",
    "services/musterstadt-hundesteuer-anmelden.html",
    "services/musterstadt-wohnsitz-anmelden.html",
    "services/kleinau-wohngeld-beantragen.html",
    "services/grossenbuettel-meldebescheinigung.html",
    "municipalities/musterstadt-01001000.html",
    "rules/index.html",
    "rules/contact-route.html",
    "methodology.html",
    "contact.html",
    "imprint.html",
    "privacy.html",
    "accessibility.html",
    "plain.html",
)

#: Stricter than the norm: what is off by default but shown by our own audit counts here, too.
RUN = """() => axe.run({resultTypes: ["violations"], rules: {
  "color-contrast-enhanced": {enabled: true}, "p-as-heading": {enabled: true}}}).then(found => JSON.stringify(
  found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", "))))"""
UNFOLD = "() => document.querySelectorAll('details').forEach(d => { d.open = true; })"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright, VisitSettings())
        yield browser
        await browser.close()


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_that_axe_knows(site: str, browser: Browser, width: int, scheme: str) -> None:
    """All of axe-core's rules, best practice included, everything unfolded."""
    engine = load_engine()
    context = await browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    requests: set[str] = set()
    page.on("request", lambda request: requests.add(request.url))
    for kind in KINDS:
        await page.goto(f"{site}/{kind}")
        await page.evaluate(UNFOLD)
        await page.evaluate(engine.source)
        assert json.loads(await page.evaluate(RUN)) == [], f"{kind} at {width} px"
        assert await page.evaluate(WIDER) <= 0, f"{kind} scrolls sideways at {width} px"
    assert complaints == []
    assert all(url.startswith(site) for url in requests)
    await context.close()


async def test_all_is_there_without_script(site: str, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{site}/index.html")
    assert await page.locator("table.services tbody tr").count() == 8
    assert await page.locator("input").count() == 0
    await context.close()


async def test_script_sorts_and_filters(site: str, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(f"{site}/index.html")
    names = page.locator("table.services tbody tr:visible th")
    await page.get_by_role("button", name="Dienst", exact=True).click()
    assert (await names.all_inner_texts())[0].strip().endswith("Bewohnerparkausweis beantragen")
    await page.get_by_label("Liste filtern").fill("kleinau")
    assert await names.count() == 2
    assert await page.locator(".filter output").inner_text() == "2 von 8 Zeilen"
    await page.close()


@pytest.mark.parametrize("kind", ["index.html", "services/musterstadt-hundesteuer-anmelden.html"])
async def test_paper_shows_everything(site: str, browser: Browser, kind: str) -> None:
    """Folded text is on the paper, and nothing is wider than it."""
    page = await browser.new_page(viewport={"width": 688, "height": 1000})
    await page.goto(f"{site}/{kind}")
    await page.emulate_media(media="print")
    assert await page.evaluate(WIDER) <= 0
    hidden = "() => [...document.querySelectorAll('details > :not(summary)')].filter(e => !e.checkVisibility()).length"
    assert await page.evaluate(hidden) == 0
    await page.close()
