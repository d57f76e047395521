"""The site passes what it demands of others: axe-core, our own audit, 320 px, paper, no script, no dangling link."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from playwright.async_api import Browser

from auditor.publish.site.run import VIEWS
from auditor.rulebook.model import Rulebook
from tests.publish.looking import check_by_ourselves, check_pages, check_paper

KINDS = (
    "index.html", "en/index.html", "rangliste/index.html", "rangliste/ohne-rang.html", "laender/index.html",
    "laender/NW.html", "groessen/index.html", "en/groessen/mittelstadt.html", "a-z/index.html", "a-z/m.html",
    "methodology.html", "en/methodology.html", "methodology-services.html", "changelog.html", "daten/index.html",
    "contact.html", "imprint.html", "privacy.html", "accessibility.html", "plain.html", "rules/contact-route.html",
    "404.html",
)  # fmt: skip
AUDITED = ("index.html", "rangliste/index.html", "methodology.html", "a-z/m.html")


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_that_axe_knows(served: str, browser: Browser, width: int, scheme: str) -> None:
    await check_pages(browser, served, KINDS, width, scheme)


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
async def test_paper_shows_everything(served: str, browser: Browser, kind: str) -> None:
    await check_paper(browser, f"{served}/{kind}")


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_no_rule_of_ours_fails(served: str, rulebook: Rulebook, tmp_path: Path) -> None:
    await check_by_ourselves(served, AUDITED, rulebook, tmp_path)


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
