"""What every page we publish must stand: axe-core, our own audit, a narrow screen, paper."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from playwright.async_api import Browser

from auditor.checks.case import Outcome
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Service
from auditor.judge.run import judge
from auditor.rulebook.model import Rulebook
from auditor.visit.engine import load_engine
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

#: Stricter than the norm: what is off by default but shown by our own audit counts here, too.
RUN = """() => axe.run({resultTypes: ["violations"], rules: {
  "color-contrast-enhanced": {enabled: true}, "p-as-heading": {enabled: true}}}).then(found => JSON.stringify(
  found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", "))))"""
UNFOLD = "() => document.querySelectorAll('details').forEach(d => { d.open = true; })"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
HIDDEN = (
    "() => [...document.querySelectorAll('details > :not(summary)')].filter(e => !e.checkVisibility()).length"
)


async def check_pages(browser: Browser, base: str, kinds: Iterable[str], width: int, scheme: str) -> None:
    """All of axe-core's rules, best practice included, everything unfolded; no sideways scrolling, nothing foreign."""
    engine = load_engine()
    context = await browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    requests: set[str] = set()
    page.on("request", lambda request: requests.add(request.url))
    for kind in kinds:
        await page.goto(f"{base}/{kind}")
        await page.evaluate(UNFOLD)
        await page.evaluate(engine.source)
        assert json.loads(await page.evaluate(RUN)) == [], f"{kind} at {width} px"
        assert await page.evaluate(WIDER) <= 0, f"{kind} scrolls sideways at {width} px"
    assert complaints == []
    assert all(url.startswith(base) for url in requests)
    await context.close()


async def check_paper(browser: Browser, url: str) -> None:
    """Folded text is on the paper, and nothing is wider than it."""
    page = await browser.new_page(viewport={"width": 688, "height": 1000})
    await page.goto(url)
    await page.emulate_media(media="print")
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(HIDDEN) == 0
    await page.close()


async def check_by_ourselves(base: str, kinds: Sequence[str], rulebook: Rulebook, folder: Path) -> None:
    """The pages are visited and judged like a service, by the real rulebook."""
    settings = VisitSettings(delay=0.0, pages=6, screenshots=False)
    broken: dict[str, list[str]] = {}
    async with Visitor(settings) as visitor:
        for number, kind in enumerate(kinds):
            writer = BundleWriter(folder / f"{number}.zip")
            evidence = await visitor.visit(Service(url=f"{base}/{kind}"), writer)
            result = judge(evidence, rulebook, f"s{number}")
            assert result.measured, (kind, result.reason)
            failed = [each for each in result.outcomes if each.outcome is Outcome.FAILED]
            broken |= {
                f"{kind}: {o.rule}": [f"{f.url} {f.target} {f.params}" for f in o.findings[:3]]
                for o in failed
            }
    assert broken == {}
