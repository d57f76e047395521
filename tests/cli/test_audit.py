"""The whole command with a stand-in for the browser: everything else is real."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from auditor.cli import audit as audit_module
from auditor.cli.exit import Exit
from auditor.cli.main import run
from auditor.demo.server import Demo
from auditor.evidence.bundle import BundleWriter, open_bundle
from auditor.evidence.model import Evidence, Page, Reason, Role, Service, Tool
from auditor.fleet.measure import Fleet
from auditor.rulebook.load import load_rulebook
from auditor.store import Store
from auditor.store.month import measured, offers
from auditor.visit.settings import VisitSettings
from tests.targets import gv100

TOOL = Tool(version="1", browser="Fake 1", axe="4", user_agent="fake")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LIST = "url;name;gemeinde\nhttps://a.example/1;Hund;Süd\nhttps://b.example/2;Gewerbe;Süd\nhttps://c.example/3;Wohnen;Nord\n"
RULEBOOK = cache(load_rulebook)


class Town:
    """A stand-in for the browser; ``trouble`` names what happens at an address."""

    tool = TOOL

    def __init__(self) -> None:
        self.visited: list[str] = []
        self.settings: VisitSettings | None = None
        self.trouble: dict[str, Callable[[], Any]] = {}

    def __call__(self, settings: VisitSettings) -> "Town":
        self.settings = settings
        return self

    async def __aenter__(self) -> "Town":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    async def visit(self, service: Service, keeper: BundleWriter, progress: Any = None) -> Evidence:
        self.visited.append(service.url)
        await asyncio.sleep(0)
        reason = self.trouble[service.url]() if service.url in self.trouble else None
        if isinstance(reason, asyncio.Future):
            await reason
        page = Page(
            id="p1",
            role=Role.ENTRY,
            requested_url=service.url,
            final_url=service.url,
            status=200,
            reason=reason,
        )
        return Evidence(tool=TOOL, service=service, started=NOW, finished=NOW, pages=(page,), reason=reason)


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town()
    monkeypatch.setattr(audit_module, "Fleet", partial(Fleet, open_visitor=town))
    monkeypatch.setattr(audit_module, "load_rulebook", RULEBOOK)
    return town


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was published, instead of publishing it."""
    seen: list[list[str]] = []

    def publish(stored: Any, *rest: Any, **config: Any) -> None:
        seen.append([each.result.service.url for each in stored])

    monkeypatch.setattr(audit_module, "publish", publish)
    return seen


@pytest.fixture
def listed(tmp_path: Path) -> str:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="utf-8")
    return str(path)


def audit(*args: str, out: Path) -> int:
    return run(["audit", *args, "-o", str(out), "-j", "1"])


def test_all_measured_and_judged_again_with_the_same_bytes(
    town: Town, listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(listed, out=tmp_path / "out") == Exit.OK
    out, err = capsys.readouterr()
    assert "3 von 3 Leistungen gemessen." in out
    assert (tmp_path / "out" / "index.html").as_uri() in out
    assert "[3/3]" in err
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [s["url"] for s in results["services"]] == [
        f"https://{h}.example/{n}" for h, n in ("a1", "b2", "c3")
    ]
    assert len(results["tool"]["config"]) == 16
    assert len(list((tmp_path / "out" / "evidence").glob("*.zip"))) == 3
    lines = (tmp_path / "out" / "auditor.log").read_text(encoding="utf-8").splitlines()
    assert all(json.loads(line) for line in lines)

    assert (
        run(["rejudge", str(tmp_path / "out" / "evidence" / "*.zip"), "-o", str(tmp_path / "again")])
        == Exit.OK
    )
    for name in ("results.json", "results.csv", "index.html"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_what_people_say_is_published_and_changes_no_figure(town: Town, listed: str, tmp_path: Path) -> None:
    """Beside the measurement in the report, and nowhere in the database of what was measured."""
    sheet = tmp_path / "auskunft.yaml"
    sheet.write_text(
        "dienst: https://a.example/1\nstelle: Stadt Süd\nfunktion: Leitung\ndatum: 2026-01-15\ngilt-bis: 2028-01-01\n"
        "antworten:\n  users-known:\n    antwort: erfüllt\n    nachweis: Akte 7\n",
        encoding="utf-8",
    )
    results = {}
    for name, more in (("plain", ()), ("told", ("--attestations", str(sheet)))):
        assert audit(listed, *more, out=tmp_path / name) == Exit.OK
        results[name] = json.loads((tmp_path / name / "results.json").read_text(encoding="utf-8"))["services"]
    said = [service.pop("testimony") for service in results["told"]]
    assert [service.pop("testimony") for service in results["plain"]] == [None, None, None]
    assert [each["statements"][0]["rule"] if each else None for each in said].count("users-known") == 1
    assert results["told"] == results["plain"]
    with Store.open(tmp_path / "told" / "auditor.db") as store:
        assert all(each.result.testimony is None for each in store.results(store.runs()[0]))


def test_a_wrong_sheet_stops_everything_before_the_visit(town: Town, listed: str, tmp_path: Path) -> None:
    sheet = tmp_path / "auskunft.yaml"
    sheet.write_text("antworten: []\n", encoding="utf-8")
    assert audit(listed, "--attestations", str(sheet), out=tmp_path / "out") == Exit.USAGE
    assert town.visited == []


def test_one_untested_service_makes_it_incomplete(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path
) -> None:
    town.trouble["https://b.example/2"] = lambda: Reason.DNS
    assert audit(listed, out=tmp_path / "out") == Exit.INCOMPLETE
    assert len(published[0]) == 3


def test_mistakes_stop_everything(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(LIST + "htp://d.example;D;Süd\n", encoding="utf-8")
    assert audit(str(path), out=tmp_path / "out") == Exit.USAGE
    said = capsys.readouterr().err
    assert "Zeile 5: „htp://d.example“ ist keine Webadresse. Meinten Sie „http://d.example“?" in said
    assert "--skip-invalid" in said
    assert not town.visited
    assert not (tmp_path / "out").exists()


def test_skip_invalid_audits_the_rest_and_lists_the_mistakes_and_duplicates(
    town: Town, published: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(LIST + "htp://d.example;D;Süd\nhttps://A.example/1;Hund;Süd\n", encoding="utf-8")
    assert audit(str(path), "--skip-invalid", "--lang", "en", out=tmp_path / "out") == Exit.OK
    said = capsys.readouterr().err
    assert len(published[0]) == 3
    assert said.index("Listed twice (1):") > said.index("[3/3]")
    assert "line 5: “htp://d.example” is not a web address" in said


def test_the_register_completes_the_list_before_the_visit(
    town: Town, published: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register, path, out = tmp_path / "GV100AD.txt", tmp_path / "liste.csv", tmp_path / "out"
    register.write_text(gv100.TEXT, encoding="utf-8")
    path.write_text("url;ags\nhttps://a.example;09184119\nhttps://b.example;09184000\n", encoding="utf-8")
    assert audit(str(path), "--register", str(register), "--lang", "en", out=out) == Exit.OK
    with Store.open(out / "auditor.db") as store:
        known = [(s.municipality, s.land, s.population) for s in store.services(store.runs()[0])]
    assert known == [("Mühlbach", "BY", 4321), (None, "BY", None)]
    said = capsys.readouterr().err
    assert "is no municipality but the district Mühlkreis" in said
    assert said.index("Notes on the lists (1):") < said.index("[1/2]")


def test_nothing_but_mistakes_is_an_error_even_when_skipping(town: Town, tmp_path: Path) -> None:
    assert audit("htp://a.example", "--skip-invalid", out=tmp_path / "out") == Exit.USAGE


def test_choosing_from_the_list(town: Town, published: list[list[str]], listed: str, tmp_path: Path) -> None:
    assert audit(listed, "--only", "SÜD", "--limit", "1", out=tmp_path / "out") == Exit.OK
    assert published == [["https://a.example/1"]]
    assert audit(listed, "--only", "Mond", out=tmp_path / "out") == Exit.USAGE


def test_patterns_are_expanded_here(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path
) -> None:
    assert audit(str(tmp_path / "*.csv"), out=tmp_path / "out") == Exit.OK
    assert len(published[0]) == 3


def test_settings_reach_the_visit(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path
) -> None:
    options = [
        "--delay",
        "3",
        "--pages",
        "5",
        "--budget",
        "99",
        "--contact",
        "https://me.example",
        "--no-screenshots",
    ]
    assert audit(listed, *options, "--allow-robots", "A.example", out=tmp_path / "out") == Exit.OK
    settings = town.settings
    assert settings is not None
    assert (settings.delay, settings.pages, settings.budget) == (3.0, 5, 99)
    assert settings.contact == "https://me.example"
    assert not settings.screenshots
    assert settings.robots_exempt == {"a.example"}
    assert settings.respect_robots


@pytest.mark.parametrize("more", [("--mode", "submit"), ("--mode", "walk", "--submit-host", "a.example")])
def test_sending_needs_both_the_mode_and_the_host(
    town: Town, more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit("https://a.example", *more, out=tmp_path / "out") == Exit.USAGE
    assert "gehören zusammen" in capsys.readouterr().err
    assert not town.visited


def test_mode_and_hosts_reach_the_visit(town: Town, published: list[list[str]], tmp_path: Path) -> None:
    more = ("--mode", "submit", "--submit-host", "Staging.example")
    assert audit("https://a.example", *more, out=tmp_path / "out") in {Exit.OK, Exit.INCOMPLETE}
    assert town.settings is not None
    assert (town.settings.mode.value, town.settings.submit_hosts) == ("submit", {"staging.example"})


def test_robots_are_ignored_on_own_servers_only(
    town: Town, published: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = [
        "http://localhost:1/",
        "http://x.localhost/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "https://mein.example/",
    ]
    assert audit(*own, "--ignore-robots", out=tmp_path / "out") == Exit.USAGE
    assert "--allow-robots mein.example" in capsys.readouterr().err
    assert audit(*own, "--ignore-robots", "--allow-robots", "mein.example", out=tmp_path / "out") == Exit.OK
    assert town.settings is not None
    assert "127.0.0.1" in town.settings.robots_exempt


def test_a_run_that_was_interrupted_goes_on(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    town.trouble["https://b.example/2"] = lambda: (signal.raise_signal(signal.SIGINT), asyncio.Future())[1]
    assert audit(listed, out=out) == Exit.INCOMPLETE
    assert "Nichts Gemessenes ist verloren" in capsys.readouterr().err
    assert published[-1] == ["https://a.example/1"]

    town.trouble.clear()
    town.visited.clear()
    assert audit(listed, "--resume", out=out) == Exit.OK
    assert town.visited == ["https://b.example/2", "https://c.example/3"]
    assert "1 von 3 Leistungen sind schon gemessen" in capsys.readouterr().err
    assert len(published[-1]) == 3


def test_a_run_cannot_be_continued_with_other_settings_or_another_list(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    town.trouble["https://b.example/2"] = lambda: (signal.raise_signal(signal.SIGINT), asyncio.Future())[1]
    assert audit(listed, out=out) == Exit.INCOMPLETE
    town.trouble.clear()
    assert audit(listed, "--resume", "--delay", "7", out=out) == Exit.USAGE
    assert "die Einstellungen (delay)" in capsys.readouterr().err
    assert audit(listed, "--resume", "--limit", "2", out=out) == Exit.USAGE
    assert "die Liste der Leistungen" in capsys.readouterr().err

    assert audit(listed, out=out) == Exit.OK
    assert "Hier liegt ein unterbrochener Lauf" in capsys.readouterr().err
    with Store.open(out / "auditor.db") as store:
        assert [run.finished is None for run in store.runs()] == [True, False]


def test_what_lists_say_is_kept_with_the_run_once(
    town: Town, published: list[list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shared addresses are audited once and offered by all; what is missing is kept and not audited."""
    path, out = tmp_path / "liste.csv", tmp_path / "out"
    lines = [
        "url;ags;leistung;state;source;checked",
        "https://a.example/1;09184118;Hund;;;",
        "https://a.example/1;09184119;Hund;;;",
        "https://b.example/2;09184119;Gewerbe;;;",
        ";09184119;Umzug;fehlt;Startseite;2026-11-03",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    town.trouble["https://b.example/2"] = lambda: (signal.raise_signal(signal.SIGINT), asyncio.Future())[1]
    assert audit(str(path), out=out) == Exit.INCOMPLETE
    town.trouble.clear()
    assert audit(str(path), "--resume", out=out) == Exit.OK
    assert town.visited.count("https://a.example/1") == 1
    with Store.open(out / "auditor.db") as store:
        (run,) = store.runs()
        month = (run.started, run.started + timedelta(days=1))
        said = [(each.holder, each.service, each.state, each.address) for each in offers(store, *month)]
        seen = [each.address for each in measured(store, NOW, NOW + timedelta(days=1))]
    assert said == [
        ("09184118", "Hund", "online", "a.example/1"),
        ("09184119", "Gewerbe", "online", "b.example/2"),
        ("09184119", "Hund", "online", "a.example/1"),
        ("09184119", "Umzug", "missing", None),
    ]
    assert seen == ["a.example/1", "b.example/2"]


def test_a_list_of_nothing_but_missing_services_is_nothing_to_audit(
    town: Town, listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fehlt.csv"
    path.write_text(
        "ags;leistung;state;source;checked\n09184119;Umzug;fehlt;Suche;3.11.2026\n", encoding="utf-8"
    )
    assert audit(str(path), out=tmp_path / "out") == Exit.USAGE
    assert audit(str(path), listed, out=tmp_path / "out") == Exit.OK
    capsys.readouterr()
    assert run(["targets", str(path), listed]) == 0
    assert "1 fehlend, 0 bei anderer Stelle" in capsys.readouterr().out


def test_resuming_nothing_begins(
    town: Town, published: list[list[str]], listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(listed, "--resume", out=tmp_path / "out") == Exit.OK
    assert "es beginnt ein neuer" in capsys.readouterr().err
    assert len(published[0]) == 3


def test_a_full_disk_is_said_and_the_rest_kept(
    town: Town,
    published: list[list[str]],
    listed: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    close = BundleWriter.close

    def full(self: BundleWriter, evidence: Evidence) -> Path:
        if "gewerbe" in self.path.name:
            raise OSError(28, "No space left on device")
        return close(self, evidence)

    monkeypatch.setattr(BundleWriter, "close", full)
    assert audit(listed, out=tmp_path / "out") == Exit.INCOMPLETE
    assert "kein Platz mehr" in capsys.readouterr().err
    monkeypatch.undo()


def test_a_folder_that_cannot_be_written(
    town: Town, listed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert audit(listed, out=tmp_path / "file" / "out") == Exit.USAGE
    assert "lässt sich nicht schreiben" in capsys.readouterr().err


def test_quiet(town: Town, published: list[list[str]], listed: str, tmp_path: Path, capsys: Any) -> None:
    assert audit(listed, "-q", out=tmp_path / "out") == Exit.OK
    assert capsys.readouterr() == ("", "")


# With the real browser, as a process of its own


def start(demo: Demo, out: Path, *more: str) -> subprocess.Popen[str]:
    urls = [
        f"{demo.base('hollerbruck')}/dienstleistungen/{name}" for name in ("hundesteuer", "personalausweis")
    ]
    program = "from auditor.cli.main import main; main()"
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            program,
            "audit",
            *urls,
            "-o",
            str(out),
            "--delay",
            "0",
            "--pages",
            "2",
            *more,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )


def wait_for_one(process: subprocess.Popen[str]) -> None:
    """Until the first service is recorded and the next one is under way."""
    assert process.stderr is not None
    assert process.stderr.readline().startswith("[1/2]")
    time.sleep(1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals to a group")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_killing_the_run_and_its_browser_loses_nothing(number: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with Demo() as demo:
        process = start(demo, out)
        wait_for_one(process)
        os.killpg(process.pid, getattr(signal, number))  # like Ctrl-C: the browser gets it too
        _, said = process.communicate(timeout=60)
        if number != "SIGKILL":
            assert process.returncode == Exit.INCOMPLETE, said
            assert "Nichts Gemessenes ist verloren" in said
        (bundle,) = (out / "evidence").glob("*.zip")
        written = bundle.stat().st_mtime_ns

        _, said = start(demo, out, "--resume").communicate(timeout=170)
        assert "1 von 2 Leistungen sind schon gemessen" in said
        assert bundle.stat().st_mtime_ns == written
    assert len(json.loads((out / "results.json").read_text(encoding="utf-8"))["services"]) == 2
    for path in (out / "evidence").glob("*.zip"):
        with open_bundle(path) as opened:
            assert opened.evidence.reason is None
