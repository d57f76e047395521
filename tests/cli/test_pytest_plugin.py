"""The plugin as a provider uses it: a test run of its own, with a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from auditor.visit.browser import find

SUITE = '''
import pytest
from playwright.sync_api import sync_playwright

GOOD = """<!doctype html><html lang="de"><head><title>Hund anmelden – Musterstadt</title></head><body><main>
<h1>Hund anmelden</h1><form><label for="n">Name des Hundes</label> <input id="n" name="n">
<button>Weiter</button></form></main></body></html>"""


@pytest.fixture(scope="module")
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def test_good(page, auditor_page):
    page.set_content(GOOD)
    auditor_page(page)


def test_bad(page, auditor_page):
    page.set_content(GOOD.replace('<label for="n">Name des Hundes</label>', ""))
    auditor_page(page)


def test_skipped(page, auditor_page):
    page.set_content(GOOD.replace('<label for="n">Name des Hundes</label>', ""))
    auditor_page(page, skip_rules=["axe/label"])
'''


def test_the_plugin_fails_a_page_with_a_barrier_and_no_other(tmp_path: Path) -> None:
    browser = str(find("").path)
    (tmp_path / "test_form.py").write_text(SUITE.replace("BROWSER", repr(browser)), encoding="utf-8")
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", str(tmp_path)]
    done = subprocess.run(
        line,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTEST_ADDOPTS": ""},
    )
    assert "1 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    assert "axe/label" in done.stdout
