"""The whole chain on the whole demo: real browser, real verdicts, nothing sent; rejudged byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from auditor.cli.main import run
from auditor.demo import Demo, differences, serve, write_csv
from auditor.evidence.model import Mode

#: Where the walk through a service ends, and after how many steps at least.
ENDS = {
    "ahrenfurt/bewohnerparkausweis": ("final-reached", 3),
    "ahrenfurt/gewerbe-anmelden": ("final-reached", 3),
    "ahrenfurt/sperrmuell": ("final-reached", 3),
    "ahrenfurt/wohnsitz-anmelden": ("unknown-button", 4),
    "hollerbruck/gewerbe-anmelden": ("paper", 3),
    "kaltenmuende/bewohnerparkausweis": ("final-reached", 2),
    "kaltenmuende/gewerbe-anmelden": ("final-reached", 3),
    "kaltenmuende/hund-anmelden": ("final-reached", 5),
    "kaltenmuende/meldebescheinigung": ("final-reached", 2),
    "kaltenmuende/sondernutzung": ("final-reached", 3),
    "kaltenmuende/wohngeld": ("final-reached", 5),
}
#: Nothing is filled in there: a login, an outage, paper, a visit.
UNFILLED = (
    "kaltenmuende/kita-platz",
    "ahrenfurt/geburtsurkunde",
    "hollerbruck/hundesteuer",
    "hollerbruck/personalausweis",
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def out(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    listed = write_csv(demo.port, folder / "demo.csv")
    assert (
        run(["audit", str(listed), "-o", str(folder), "--delay", "0", "--quiet"]) == 3
    )  # one is meant to be broken
    return folder


@pytest.fixture(scope="module")
def results(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "results.json").read_text(encoding="utf-8")))


def test_every_verdict_is_what_the_labels_say(results: dict[str, Any]) -> None:
    assert differences(results) == []


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of the walk; nothing was filed on it."""
    folder = tmp_path_factory.mktemp("walked")
    with serve() as other:
        listed = write_csv(other.port, folder / "demo.csv")
        line = ["audit", str(listed), "-o", str(folder), "--mode", "walk", "--delay", "0", "--quiet"]
        assert run([*line, "--no-screenshots"]) == 3
        assert other.log.of("step") != ()
        assert other.log.of("final") == ()
        assert other.log.of("message") == ()
    return dict(json.loads((folder / "results.json").read_text(encoding="utf-8")))


def test_every_verdict_of_the_walk_is_what_the_labels_say(walked: dict[str, Any]) -> None:
    assert differences(walked, Mode.WALK) == []


def test_the_walk_reaches_the_last_step_of_every_form(walked: dict[str, Any]) -> None:
    steps = {_name(service["url"]): service["steps"] for service in walked["services"]}
    ends = {name: (steps[name][-1]["stop"], len(steps[name])) for name in ENDS if steps[name]}
    assert {name: stop for name, (stop, _) in ends.items()} == {
        name: stop for name, (stop, _) in ENDS.items()
    }
    assert [name for name, (_, least) in ENDS.items() if ends[name][1] < least] == []
    for name in ENDS:
        assert [step["number"] for step in steps[name]] == list(range(1, len(steps[name]) + 1))
    assert [name for name in UNFILLED if any(step["fields"] for step in steps[name])] == []


def _name(url: str) -> str:
    parts = urlsplit(url)
    return f"{(parts.hostname or '').partition('.')[0]}/{parts.path.rpartition('/')[2]}"


def test_nothing_was_sent(demo: Demo, results: dict[str, Any]) -> None:
    assert results["services"]
    for kind in ("final", "step", "save", "message"):
        assert demo.log.of(kind) == ()


def test_every_service_has_its_scorecard_and_bundle(out: Path, results: dict[str, Any]) -> None:
    for service in results["services"]:
        assert (out / service["scorecard"]).is_file()
        assert (out / service["evidence"]).is_file()


def test_rejudging_gives_the_same_bytes(out: Path, results: dict[str, Any], tmp_path: Path) -> None:
    assert results
    bundles = [str(path) for path in sorted((out / "evidence").glob("*.zip"))]
    assert run(["rejudge", *bundles, "-o", str(tmp_path), "--quiet"]) in {0, 3}
    for name in ("results.json", "results.csv"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes()


def test_no_browser_is_left_behind(results: dict[str, Any]) -> None:
    assert results
    children = psutil.Process().children(recursive=True)
    assert [c.name() for c in children if "chrom" in c.name() or "headless" in c.name()] == []
