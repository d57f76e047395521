"""The whole chain on the whole demo: real browser, real verdicts, nothing sent; rejudged byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from auditor.cli.main import run
from auditor.demo import Demo, differences, serve, write_csv
from auditor.evidence.model import Mode

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


def test_every_verdict_of_the_walk_is_what_the_labels_say_and_nothing_is_filed(tmp_path: Path) -> None:
    with serve() as other:
        listed = write_csv(other.port, tmp_path / "demo.csv")
        line = ["audit", str(listed), "-o", str(tmp_path), "--mode", "walk", "--delay", "0", "--quiet"]
        assert run([*line, "--no-screenshots"]) == 3
        assert other.log.of("step") != ()
        assert other.log.of("final") == ()
        assert other.log.of("message") == ()
    walked = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert differences(walked, Mode.WALK) == []


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
