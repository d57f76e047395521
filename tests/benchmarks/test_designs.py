"""Pages of design systems: made right, so that what fails on them is not our own doing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from benchmarks import designs, designsystems
from benchmarks.designs import Accused, Seen

FIELD = '<label for="a">Name</label><input id="a" aria-describedby="h e"><p id="h">x</p><p id="e">y</p>'
RADIO = '<a href="#r">to it</a><input type="radio" id="r" name="choice">'


def _component(node: Path, system: str, name: str, *examples: dict[str, object]) -> None:
    folder = node / system / "components" / name
    folder.mkdir(parents=True)
    (folder / "fixtures.json").write_text(json.dumps({"fixtures": examples}), encoding="utf-8")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    node = tmp_path / "node_modules"
    both = [{"name": "one", "html": FIELD + RADIO}, {"name": "two", "html": FIELD + RADIO}]
    _component(node, "govuk-frontend/dist/govuk", "input", *both, {"name": "no", "html": "?", "hidden": True})
    _component(node, "nhsuk-frontend/dist/nhsuk", "header", {"name": "one", "html": "<header>x</header>"})
    for place in ("", "component", "component/button", "analytics/action"):
        (node / "@gouvfr/dsfr/example" / place).mkdir(parents=True, exist_ok=True)
        (node / "@gouvfr/dsfr/example" / place / "index.html").write_text("<p>", encoding="utf-8")
    monkeypatch.setattr(designsystems, "_rendered", lambda _: {})
    return tmp_path


def test_only_pages_that_show_components_are_visited(cache: Path, tmp_path: Path) -> None:
    into = tmp_path / "pages"
    into.mkdir()
    assert designsystems.build(cache, into) == [
        "/pages/govuk/input.html",
        "/pages/nhsuk/header.html",
        "/pages/kern/form.html",
        "/pages/kern/overview.html",
        "/node/@gouvfr/dsfr/example/component/button/index.html",
    ]


def test_examples_side_by_side_do_not_disturb_each_other(cache: Path, tmp_path: Path) -> None:
    into = tmp_path / "pages"
    into.mkdir()
    designsystems.build(cache, into)
    page = BeautifulSoup((into / "govuk/input.html").read_text(encoding="utf-8"), "lxml")
    ids = [str(e["id"]) for e in page.find_all(id=True)]
    assert len(ids) == len(set(ids)) == 9
    assert [e["for"] for e in page.find_all("label")] == ["x0-a", "x1-a"]
    assert page.find_all("input")[0]["aria-describedby"] == "x0-h x0-e"
    assert [e["href"] for e in page.find_all("a")] == ["#x0-r", "#x1-r"]
    assert len({e["name"] for e in page.find_all("input", type="radio")}) == 2
    header = BeautifulSoup((into / "nhsuk/header.html").read_text(encoding="utf-8"), "lxml").header
    assert header is not None
    assert header.find_parent("main") is None


def test_without_npm_it_is_said_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(designsystems.shutil, "which", lambda _: None)
    monkeypatch.setattr("sys.argv", ["designs", "--cache", str(tmp_path)])
    assert designs.main() == 0
    assert capsys.readouterr().out == "skipped: npm is not on this machine\n"


def test_report_names_rule_page_and_element(capsys: pytest.CaptureFixture[str]) -> None:
    accused = Accused("target-size", "small", "a.x", "<a class=x>", "", {"n": "1"})
    designs.report({"/p": Seen(failed=(accused,), doubts=("reflow-320",), spent=(("keyboard", 1.5),))})
    out = capsys.readouterr().out
    assert "target-size: failed on 1 pages" in out
    assert "<a class=x>" in out
    assert "reflow-320 1" in out
    assert "probe keyboard: median 1.50 s" in out
