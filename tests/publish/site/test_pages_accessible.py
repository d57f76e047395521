"""Municipality, service, product and defect pages pass what the site demands of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser

from auditor.rulebook.model import Rulebook
from tests.publish.looking import check_by_ourselves, check_pages, check_paper

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


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_that_axe_knows(served: str, browser: Browser, width: int, scheme: str) -> None:
    await check_pages(browser, served, KINDS, width, scheme)


@pytest.mark.parametrize("kind", ["gemeinden/01999001.html", "produkte/xima-formcycle.html"])
async def test_paper_shows_everything(served: str, browser: Browser, kind: str) -> None:
    await check_paper(browser, f"{served}/{kind}")


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_no_rule_fails(served: str, rulebook: Rulebook, tmp_path: Path) -> None:
    await check_by_ourselves(served, (KINDS[0], KINDS[6], KINDS[8], KINDS[10]), rulebook, tmp_path)
