"""The report passes what it demands of others: axe-core on every kind of page, and no sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.publish.looking import check_pages, check_paper

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


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_that_axe_knows(site: str, browser: Browser, width: int, scheme: str) -> None:
    await check_pages(browser, site, KINDS, width, scheme)


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
    await check_paper(browser, f"{site}/{kind}")
