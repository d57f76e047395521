"""auditor check: input, configuration and exit codes, with a stand-in for the browser."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any

import jsonschema
import pytest

from auditor.cli import check as check_module
from auditor.cli.config import ConfigError, config_schema_text, load_config
from auditor.cli.exit import Exit
from auditor.cli.main import run
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Document, Evidence, Frame, Mode, Page, Reason, Role, Service, Tool
from auditor.fleet.measure import Fleet
from auditor.rulebook.load import load_rulebook
from auditor.visit.settings import VisitSettings

TOOL = Tool(version="1", browser="Fake 1", axe="4", user_agent="fake")
RULEBOOK = cache(load_rulebook)


class Browser:
    """Shows a bare page; ``down`` are addresses that do not answer."""

    tool = TOOL

    def __init__(self) -> None:
        self.settings: VisitSettings | None = None
        self.visited: list[Service] = []
        self.down: set[str] = set()

    def __call__(self, settings: VisitSettings) -> Browser:
        self.settings = settings
        return self

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    async def visit(self, service: Service, keeper: BundleWriter, progress: Any = None) -> Evidence:
        self.visited.append(service)
        reason = Reason.CONNECT if service.url in self.down else None
        frame = Frame(id="p1f0", url=service.url, document=Document(title="Hund anmelden", lang="de"))
        page = Page(
            id="p1",
            role=Role.ENTRY,
            requested_url=service.url,
            final_url=service.url,
            reason=reason,
            frames=() if reason else (frame,),
        )
        now = datetime.now(UTC)
        return Evidence(
            tool=TOOL,
            service=service,
            started=now,
            finished=now,
            pages=(page,),
            reason=reason,
            mode=Mode.WALK,
        )


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Browser]:
    browser = Browser()
    monkeypatch.setattr(check_module, "Fleet", partial(Fleet, open_visitor=browser))
    monkeypatch.setattr(check_module, "load_rulebook", RULEBOOK)
    monkeypatch.chdir(tmp_path)
    return browser


URL = "http://localhost:4000/hund"


def check(*args: str) -> int:
    return run(["check", *args, "-q"])


def test_red_green_and_baseline(browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(URL) == Exit.FINDINGS
    assert "ROT:" in capsys.readouterr().out
    update = ["baseline", "update", "--baseline", "known.yaml", "--from", "auditor-out/results.json"]
    assert run([*update, "--allow-new", "--reason", "Altlast"]) == Exit.OK
    before = (tmp_path / "known.yaml").read_bytes()
    assert check(URL, "--baseline", "known.yaml") == Exit.OK
    assert "GRÜN" in capsys.readouterr().out
    assert run(update) == Exit.OK
    assert (tmp_path / "known.yaml").read_bytes() == before


def test_an_update_refuses_new_findings(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(URL) == Exit.FINDINGS
    (tmp_path / "known.yaml").write_text("version: 1\nfindings: []\n")
    line = ["baseline", "update", "--baseline", "known.yaml", "--from", "auditor-out/results.json"]
    assert run(line) == Exit.USAGE
    assert "--allow-new" in capsys.readouterr().err
    assert (tmp_path / "known.yaml").read_text() == "version: 1\nfindings: []\n"


def test_what_could_not_be_measured_is_no_success(browser: Browser) -> None:
    browser.down.add(URL)
    assert check(URL) == Exit.INCOMPLETE


def test_a_gate_nothing_reaches_is_green(browser: Browser) -> None:
    assert check(URL, "--min-severity", "4", "--rules", "axe/*") == Exit.OK


def test_score_as_a_gate(browser: Browser) -> None:
    options = ("--rules", "axe/*", "--fail-under")
    assert check(URL, *options, "100") == Exit.FINDINGS
    assert check(URL, *options, "0") == Exit.OK


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("hallo",), "weder eine Datei noch eine Webadresse"),
        ((), "journeys"),
        ((URL, "--rules", "kontakt"), "Eine Regel"),
        ((URL, "--format", "pdf"), "Ein Format"),
        ((URL, "--profile", "schnell"), "Erreichbar, Abschließbar"),
        ((URL, "--format", "html"), "Ordner"),
        ((URL, "--format", "json", "--format", "sarif"), "Standardausgabe"),
        ((URL, "--baseline", "gibtsnicht.yaml"), "--allow-new"),
        ((URL, "--mode", "submit"), "--submit-host"),
        ((URL, "--changed-since", "main"), "Git"),
    ],
)
def test_mistakes_end_with_exit_2(
    browser: Browser, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], words: str
) -> None:
    assert check(*args) == Exit.USAGE
    assert words in capsys.readouterr().err
    assert browser.visited == []


YAML = """\
fail_on: sollte
min-severity: 1
baseline: known.yaml
format: [text, "sarif=out.sarif"]
headers:
  mr-1.staging.example: {X-Preview: "geheim-${AUDITOR_TEST_TOKEN}"}
data: {postcode: "12345"}
journeys:
  - url: https://mr-1.staging.example/hund
    key: hund
    paths: ["forms/hund/**"]
  - url: https://mr-1.staging.example/gewerbe
"""


def test_the_configuration_counts_and_the_command_line_wins(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "auditor.yaml").write_text(YAML)
    (tmp_path / "known.yaml").write_text("")
    monkeypatch.setenv("AUDITOR_TEST_TOKEN", "token4711")
    monkeypatch.setenv("AUDITOR_PAGES", "3")
    assert check("--fail-on", "muss") == Exit.FINDINGS
    assert [s.key for s in browser.visited] == ["hund", None]
    settings = browser.settings
    assert settings is not None
    assert settings.headers == {"mr-1.staging.example": {"X-Preview": "geheim-token4711"}}
    assert (settings.data, settings.pages, settings.mode) == ({"postcode": ("12345",)}, 3, Mode.WALK)
    log = json.loads((tmp_path / "out.sarif").read_text())
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("auditor.yaml")
    assert place["region"]["startLine"] == 9
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".yaml")
    assert b"token4711" not in kept


def test_pyproject_is_read_too(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.other]\nx = 1\n[tool.auditor]\nmin-severity = 4\nrules = ["axe/*"]\n'
        f'[[tool.auditor.journeys]]\nurl = "{URL}"\n'
    )
    assert check() == Exit.OK
    assert [s.url for s in browser.visited] == [URL]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("auditor.yaml", "fail_on: muss\nfail_onn: x\n", 2, "did you mean “fail_on”"),
        ("auditor.yaml", "min_severity: 9\n", 1, "less than or equal to 4"),
        ("auditor.yaml", "journeys:\n  - url: https://a.example\n  - url: hallo\n", 3, "“hallo”"),
        ("auditor.yaml", "journeys:\n  - url: https://a.example\n    ulr: x\n", 2, "did you mean “url”"),
        ("auditor.yaml", "a: [\n", 2, "check indentation"),
        ("auditor.yaml", "headers:\n  a.example: {T: '${NOT_SET_AT_ALL}'}\n", 1, "NOT_SET_AT_ALL"),
        ("auditor.yaml", "data: {plz: '1'}\n", 1, "“data.plz”"),
        ("pyproject.toml", "[tool.auditor]\nfail_on = 'muss'\nfail_onn = 1\n", 3, "did you mean “fail_on”"),
        ("pyproject.toml", "[tool.auditor\n", 1, "correct the TOML"),
    ],
)
def test_mistakes_in_a_configuration(tmp_path: Path, name: str, text: str, line: int, words: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert f"{name}:{line}:" in str(error.value)
    assert words in str(error.value)


def test_only_what_changed(browser: Browser, tmp_path: Path) -> None:
    def git(*words: str) -> None:
        line = ["git", "-c", "user.name=t", "-c", "user.email=t@t.example", *words]
        subprocess.run(line, cwd=tmp_path, check=True, capture_output=True)

    for name in ("forms/hund/a.html", "forms/gewerbe/a.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("1")
    lines = [f"  - {{url: '{URL}/{n}', paths: ['forms/{n}/*']}}" for n in ("hund", "gewerbe")]
    (tmp_path / "auditor.yaml").write_text("journeys:\n" + "\n".join(lines) + "\n")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "x")
    assert check("--changed-since", "HEAD") == Exit.OK
    assert browser.visited == []
    (tmp_path / "forms/hund/a.html").write_text("2")
    assert check("--changed-since", "HEAD") == Exit.FINDINGS
    assert [s.url for s in browser.visited] == [f"{URL}/hund"]


def test_the_debug_bundle_holds_what_helps(browser: Browser, tmp_path: Path) -> None:
    check(URL, "--debug-bundle", "bug.zip")
    with zipfile.ZipFile(tmp_path / "bug.zip") as archive:
        names = set(archive.namelist())
        about = json.loads(archive.read("about.json"))
    assert {"about.json", "results.json", "auditor.log"} < names
    assert any(n.startswith("evidence/") for n in names)
    assert any(p.startswith("playwright ") for p in about["packages"])


def test_the_published_schema_is_that_of_the_program() -> None:
    published = Path(__file__).parents[2] / "docs" / "schema" / "config.schema.json"
    assert published.read_text(encoding="utf-8") == config_schema_text()
    schema = json.loads(config_schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"journeys": [{"url": "https://a.example"}], "fail_on": "muss"}, schema)


def test_explain_tells_how_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "reflow-320", "--lang", "en"]) == Exit.OK
    out = capsys.readouterr().out
    assert "How to mend it" in out
    assert "rules/5.6/reflow-320.md" in out
    assert run(["explain", "reflow-32"]) == Exit.USAGE
    assert "did you mean “reflow-320”" in capsys.readouterr().err
