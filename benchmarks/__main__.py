"""``make bench``: what a visit costs, beside the same pages merely loaded and beside axe alone, in one run.

Wall times depend on the machine and on who else uses it; compare the rows of one run, never two runs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, async_playwright

from auditor.demo import serve, targets
from auditor.evidence.model import Service
from auditor.visit.browser import launch
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

SETTINGS = VisitSettings(delay=0.0)
ROUNDS = 2


class Bin:
    """Takes a bundle's files and forgets them."""

    def add(self, name: str, data: bytes) -> str:
        return name


async def load(browser: Browser, service: Service) -> int:
    page = await browser.new_page()
    await page.goto(service.url, wait_until="load")
    await page.close()
    return 1


async def axe_alone(browser: Browser, service: Service) -> int:
    page = await browser.new_page()
    await page.goto(service.url, wait_until="load")
    await Axe().run(page)
    await page.close()
    return 1


async def timed(name: str, services: list[Service], work: Callable[[Service], Awaitable[int]]) -> None:
    started = time.perf_counter()
    pages = sum([await work(service) for service in services])
    seconds = time.perf_counter() - started
    print(f"{name:<44} {pages:>4} pages  {seconds:6.1f} s  {60 * pages / seconds:6.1f} pages/min, one worker")


async def main() -> None:
    with serve() as demo:
        services = [s for s in targets(demo.port) if "meldebescheinigung" not in s.url][:10]
        for number in range(1, ROUNDS + 1):
            print(f"round {number}")
            async with async_playwright() as playwright:
                browser = await launch(playwright, SETTINGS)
                await timed("load only", services, partial(load, browser))
                await timed(
                    "load + axe-playwright-python as delivered", services, partial(axe_alone, browser)
                )
                await browser.close()
            async with Visitor(SETTINGS) as visitor:

                async def visit(service: Service, visitor: Visitor = visitor) -> int:
                    evidence = await visitor.visit(service, Bin())
                    return sum(not page.reused for page in evidence.pages)

                await timed("full visit: 3 views, frames, axe, evidence", services, visit)


asyncio.run(main())
