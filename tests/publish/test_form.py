"""The form: one page without a network, usable by everybody, whose YAML is what the command reads."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser

from auditor.attest.read import read_sheets
from auditor.attest.results import Measured
from auditor.publish.form import statement_form
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation
from auditor.visit.engine import load_engine

BOOK = load_rulebook()
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}'
RUN = """() => axe.run({resultTypes: ["violations"]}).then(found => JSON.stringify(
  found.violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", "))))"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "auskunft.html"
    service = Measured("https://www.musterstadt.example/hund", HOSTILE, "hund")
    path.write_text(statement_form(service, BOOK, "de", path.name), encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_question_is_asked_and_nothing_hostile_is_obeyed(lang) -> None:
    text = statement_form(Measured("https://a.example/", HOSTILE, "a"), BOOK, lang, "a.html")
    asked = re.findall(r'data-rule="([^"]+)"', text)
    assert sorted(asked) == sorted(r.id for r in BOOK.rules if r.automation is not Automation.AUTOMATIC)
    assert HOSTILE not in text
    assert text.count("<script>") == 1


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (320, "dark")])
async def test_no_barrier_and_no_request(form: Path, browser: Browser, width: int, scheme: str) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 768}, color_scheme=scheme)
    page = await context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda line: complaints.append(line.text))
    page.on("request", lambda request: requests.append(request.url))
    await page.goto(form.as_uri())
    await page.evaluate(load_engine().source)
    assert json.loads(await page.evaluate(RUN)) == []
    assert await page.evaluate(WIDER) <= 0
    assert complaints == []
    assert requests == [form.as_uri()]
    await context.close()


async def test_what_is_saved_is_read(form: Path, browser: Browser, tmp_path: Path) -> None:
    """Quotes, line breaks and colons in an answer arrive as they were written."""
    page = await browser.new_page()
    await page.goto(form.as_uri())
    await page.get_by_label("Stelle", exact=True).fill('Stadt "Musterstadt": Amt')
    await page.get_by_label("Funktion der Person").fill("Leitung")
    await page.get_by_label("Datum der Auskunft").fill("2026-11-02")
    question = page.locator('[data-rule="users-known"]')
    await question.get_by_label("erfüllt", exact=True).check()
    await question.get_by_label("Nachweis").fill("Akte: 33 # 1")
    await question.get_by_label("Bemerkung").fill("Zeile eins\nZeile zwei")
    async with page.expect_download() as waiting:
        await page.get_by_role("button", name="Als YAML-Datei speichern").click()
    download = await waiting.value
    saved = tmp_path / download.suggested_filename
    await download.save_as(saved)
    assert saved.name == "auskunft.yaml"
    (sheet,) = read_sheets([saved], BOOK, date(2026, 11, 27))
    (statement,) = sheet.statements
    assert (statement.rule, statement.answer) == ("users-known", "met")
    assert (statement.body, statement.evidence) == ('Stadt "Musterstadt": Amt', "Akte: 33 # 1")
    assert statement.remark == "Zeile eins Zeile zwei"
    assert await page.get_by_role("alert").inner_text() == ""


async def test_what_is_missing_is_told_with_a_way_there(form: Path, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(form.as_uri())
    await page.locator('[data-rule="users-known"]').get_by_label("erfüllt", exact=True).check()
    await page.get_by_role("button").click()
    links = page.get_by_role("alert").get_by_role("link")
    assert await links.count() == 4
    await links.last.click()
    assert await page.evaluate("document.querySelector(':target').id") == "users-known-evidence"


async def test_it_can_be_read_and_printed_without_script(form: Path, browser: Browser) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(form.as_uri())
    assert await page.get_by_text("führt hier keine Skripte aus").is_visible()
    assert await page.get_by_role("button").count() == 0
    assert await page.locator("fieldset.question").count() > 70
    await context.close()
