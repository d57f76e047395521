"""The site passes what it demands of others: axe-core, our own audit, 320 px, paper, no script, no dangling link."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from playwright.async_api import Browser, async_playwright

from auditor.checks.case import Outcome
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Service
from auditor.judge.run import judge
from auditor.publish.site.run import VIEWS
from auditor.rulebook.model import Rulebook
from auditor.visit.browser import launch
from auditor.visit.engine import load_engine
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

KINDS = (
    "index.html", "en/index.html", "rangliste/index.html", "rangliste/ohne-rang.html", "laender/index.html",
    "laender/NW.html", "groessen/index.html", "en/groessen/mittelstadt.html", "a-z/index.html", "a-z/m.html",
    "methodology.html", "en/methodology.html", "methodology-services.html", "changelog.html", "daten/index.html",
    "contact.html", "imprint.html", "privacy.html", "accessibility.html", "plain.html", "rules/contact-route.html",
    "404.html",
)  # fmt: skip
AUDITED = ("index.html", "rangliste/index.html", "methodology.html", "a-z/m.html")

#: Stricter than the norm: what is off by default but shown by our own audit counts here, too.
RUN = """() => axe.run({resultTypes: ["violations"], rules: {
  "color-contrast-enhanced": {enabled: true}, "p-as-heading": {enabled: true}}}).then(found => JSON.stringify(
  found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", "))))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


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
        await page.evaluate(engine.source)
        assert json.loads(await page.evaluate(RUN)) == [], f"{kind} at {width} px"
        assert await page.evaluate(WIDER) <= 0, f"{kind} scrolls sideways at {width} px"
    assert complaints == []
    assert all(url.startswith(served) for url in requests)
    await context.close()


async def test_tables_sort_with_a_script_and_are_whole_without(served: str, browser: Browser) -> None:
    page = await browser.new_page(viewport={"width": 1366, "height": 768})
    await page.goto(f"{served}/rangliste/index.html")
    await page.get_by_role("button", name="Einwohner", exact=True).click()
    names = page.locator("table.ranking tbody tr:visible th")
    assert (await names.all_inner_texts())[0] == "Bergöd"
    await page.get_by_label("Diese Seite filtern").fill("bayern")
    assert await names.count() == 8
    plain = await browser.new_context(java_script_enabled=False)
    quiet = await plain.new_page()
    await quiet.goto(f"{served}/rangliste/index.html")
    assert await quiet.locator("table.ranking tbody tr").count() == 23
    await plain.close()


@pytest.mark.parametrize("kind", ["index.html", "rangliste/index.html", "methodology.html"])
async def test_nothing_is_wider_than_paper(served: str, browser: Browser, kind: str) -> None:
    page = await browser.new_page(viewport={"width": 688, "height": 1000})
    await page.goto(f"{served}/{kind}")
    await page.emulate_media(media="print")
    assert await page.evaluate(WIDER) <= 0
    await page.close()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_no_rule_of_ours_fails(served: str, rulebook: Rulebook, tmp_path: Path) -> None:
    settings = VisitSettings(delay=0.0, pages=6, screenshots=False)
    broken: dict[str, list[str]] = {}
    async with Visitor(settings) as visitor:
        for number, kind in enumerate(AUDITED):
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


def test_no_link_leads_nowhere(built: Path) -> None:
    """Every link between our pages, in both languages, from any depth; also to places within them."""
    pages = {path.relative_to(built).as_posix(): path for path in built.rglob("*.html")}
    trees = {name: BeautifulSoup(path.read_text(encoding="utf-8"), "lxml") for name, path in pages.items()}
    places = {name: {tag["id"] for tag in tree.select("[id]")} for name, tree in trees.items()}
    lost = set()
    for name, tree in trees.items():
        for link in tree.select("a[href], link[href], script[src]"):
            href = link.get("href") or link["src"]
            if ":" in href.split("/")[0]:
                continue
            target, place = urldefrag(urljoin(f"file:///{name}", href))
            file = target.removeprefix("file:///")
            if not (built / file).is_file() or (place and place not in places.get(file, ())):
                lost.add(href)
    made = {pattern.partition("/")[0] for view in VIEWS for pattern in view.OWN}
    elsewhere = {"gemeinden", "dienste", "produkte", "maengel"} - made
    assert {href for href in lost if not elsewhere & set(href.split("/"))} == set()
