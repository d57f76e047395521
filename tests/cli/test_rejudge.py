"""Kept evidence judged again: the same bytes, and clear words about files that are none."""

import json
import shutil
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import rejudge as rejudge_module
from auditor.cli.exit import Exit
from auditor.cli.main import run
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Evidence, Page, Reason, Role, Service, Tool
from auditor.fleet.passport import PASSPORT, Passport
from auditor.judge.result import ServiceResult
from auditor.rulebook.load import load_rulebook

NOW = datetime(2026, 11, 1, tzinfo=UTC)
RULEBOOK = cache(load_rulebook)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was published, instead of publishing it."""
    seen: list[dict[str, Any]] = []

    def publish(
        stored: Any, rulebook: Any, out: Path, lang: str, *, config: str, publisher: Any = None
    ) -> None:
        seen.append({"stored": stored, "out": out, "lang": lang, "config": config})

    monkeypatch.setattr(rejudge_module, "publish", publish)
    monkeypatch.setattr(rejudge_module, "load_rulebook", lambda folder=None: RULEBOOK())
    return seen


def bundle(folder: Path, slug: str, position: int | None, reason: Reason | None = None) -> Path:
    url = f"https://{slug}.example/"
    page = Page(id="p1", role=Role.ENTRY, requested_url=url, final_url=url, reason=reason)
    writer = BundleWriter(folder / f"{slug}.zip")
    if position is not None:
        writer.add(PASSPORT, Passport(position=position, slug=slug, config="c1").model_dump_json().encode())
    tool = Tool(version="1", browser="b", axe="a", user_agent="u")
    return writer.close(
        Evidence(tool=tool, service=Service(url=url), started=NOW, finished=NOW, pages=(page,))
    )


def slugs(seen: dict[str, Any]) -> list[str]:
    return [each.result.slug for each in seen["stored"]]


def test_in_the_order_of_the_run(published: list[dict[str, Any]], tmp_path: Path) -> None:
    for slug, position in (("c", 0), ("a", 2), ("b", 1), ("z", None)):
        bundle(tmp_path, slug, position)
    assert run(["rejudge", str(tmp_path / "*.zip"), "-o", str(tmp_path / "o"), "--lang", "en"]) == Exit.OK
    (seen,) = published
    assert slugs(seen) == ["c", "b", "a", "z"]
    assert (seen["lang"], seen["config"]) == ("en", "")
    assert sorted(p.name for p in (tmp_path / "o" / "evidence").iterdir()) == [
        "a.zip",
        "b.zip",
        "c.zip",
        "z.zip",
    ]
    assert all(each.bundle.is_file() for each in seen["stored"])


def test_the_settings_of_the_run_are_kept(published: list[dict[str, Any]], tmp_path: Path) -> None:
    path = bundle(tmp_path, "a", 0)
    assert run(["rejudge", str(path), "-o", str(tmp_path / "o")]) == Exit.OK
    assert published[0]["config"] == "c1"


def test_in_place(published: list[dict[str, Any]], tmp_path: Path) -> None:
    path = bundle(tmp_path / "evidence", "a", 0)
    before = path.read_bytes()
    assert run(["rejudge", str(path), str(path), "-o", str(tmp_path)]) == Exit.OK
    assert slugs(published[0]) == ["a"]
    assert path.read_bytes() == before


def test_what_was_not_measured_stays_so(published: list[dict[str, Any]], tmp_path: Path) -> None:
    path = bundle(tmp_path, "a", 0, Reason.DNS)
    assert run(["rejudge", str(path), "-o", str(tmp_path / "o")]) == Exit.INCOMPLETE


def test_bundles_of_two_runs_do_not_overwrite_each_other(
    published: list[dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [bundle(tmp_path / month, "a", 0) for month in ("jan", "feb")]
    assert run(["rejudge", *map(str, paths), "-o", str(tmp_path / "o")]) == Exit.OK
    assert slugs(published[0]) == ["a", "a-2"]
    assert "verschiedenen Läufen" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"no zip", "bad.zip"), (b"PK\x05\x06" + bytes(18), "bad.zip"), (None, "bad.zip")],
)
def test_a_file_that_is_no_bundle_stops_everything_first(
    content: bytes | None,
    said: str,
    published: list[dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    good, bad = bundle(tmp_path, "a", 0), tmp_path / "bad.zip"
    if content is not None:
        bad.write_bytes(content)
    assert run(["rejudge", str(good), str(bad), "-o", str(tmp_path / "o")]) == Exit.USAGE
    assert said in capsys.readouterr().err
    assert not published
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("note", [b"{}", b"[", b'{"position": 0, "slug": "../../etc", "config": "c"}'])
def test_hostile_notes(note: bytes, published: list[dict[str, Any]], tmp_path: Path) -> None:
    tool = Tool(version="1", browser="b", axe="a", user_agent="u")
    writer = BundleWriter(tmp_path / "x.zip")
    writer.add(PASSPORT, note)
    path = writer.close(
        Evidence(tool=tool, service=Service(url="https://a.example"), started=NOW, finished=NOW)
    )
    code = run(["rejudge", str(path), "-o", str(tmp_path / "o")])
    if code == Exit.USAGE:
        assert not published
    else:
        assert slugs(published[0]) == ["etc"]
        assert [p.name for p in (tmp_path / "o" / "evidence").iterdir()] == ["etc.zip"]


def test_many_are_judged_by_several_processes_with_the_same_verdicts(
    published: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for position in range(4):
        bundle(tmp_path, f"s{position}", position)
    assert run(["rejudge", str(tmp_path / "*.zip"), "-o", str(tmp_path / "o")]) == Exit.OK
    monkeypatch.setattr(rejudge_module, "_WORTH_A_PROCESS", 2)
    monkeypatch.setattr(rejudge_module.os, "cpu_count", lambda: 2)
    assert run(["rejudge", str(tmp_path / "*.zip"), "-o", str(tmp_path / "o")]) == Exit.OK
    one, many = ([each.result for each in seen["stored"]] for seen in published)
    assert one == many
    assert all(isinstance(result, ServiceResult) for result in many)


def test_the_same_bytes_as_the_run(tmp_path: Path) -> None:
    """The report of a report: judging twice gives the same results.json and .csv."""
    for slug, position in (("b", 0), ("a", 1)):
        bundle(tmp_path, slug, position)
    first, second = tmp_path / "o1", tmp_path / "o2"
    assert run(["rejudge", str(tmp_path / "*.zip"), "-o", str(first)]) == Exit.OK
    assert run(["rejudge", str(first / "evidence" / "*.zip"), "-o", str(second)]) == Exit.OK
    for name in ("results.json", "results.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    services = json.loads((first / "results.json").read_text(encoding="utf-8"))["services"]
    assert [service["url"] for service in services] == ["https://b.example/", "https://a.example/"]
    shutil.rmtree(second)
