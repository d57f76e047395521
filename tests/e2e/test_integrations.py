"""The templates for pipelines, for real: their shell steps run in a clean folder against a local service."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
GOOD = """<!doctype html><html lang="de"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Hund anmelden – Musterstadt</title></head>
<body><main><h1>Hund anmelden</h1><p>Stadt Musterstadt. Rufen Sie uns an: 0123 456789.</p></main></body></html>"""
BAD = GOOD.replace("</main>", '<p><img src="hund.png" width="90" height="90"></p></main>')
#: Only what a program proves without doubt, so that the outcome hangs on the barrier alone.
GATE = "--mode observe --rules axe/*"


@pytest.fixture
def service() -> Iterator[tuple[str, dict[str, str]]]:
    pages = {"/": GOOD}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", pages
    server.shutdown()
    server.server_close()


def bash(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {k: v for k, v in os.environ.items() if k in {"HOME", "LANG", "TMPDIR", "AUDITOR_BROWSER"}}
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**kept, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def github_steps() -> list[str]:
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return [step["run"] for step in action["runs"]["steps"] if "run" in step]


def on_github(folder: Path, targets: str, args: str, start: str = "", wait: str = "0") -> tuple[int, str]:
    install, check = github_steps()
    assert bash(install, folder, AUDITOR_SOURCE="nowhere").returncode == 0
    output, summary = folder / "output.txt", folder / "summary.txt"
    done = bash(
        check,
        folder,
        CHECK_TARGETS=targets,
        CHECK_ARGS=args,
        CHECK_START=start,
        CHECK_WAIT=wait,
        CHECK_OUT="auditor-out",
        GITHUB_OUTPUT=str(output),
        GITHUB_STEP_SUMMARY=str(summary),
        RUNNER_TEMP=str(folder),
    )
    told = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert told["exit-code"] == str(done.returncode), done.stderr
    if done.returncode in {0, 1, 3}:
        assert (folder / told["sarif"]).is_file()
        assert (folder / "auditor-out" / "report" / "index.html").is_file()
        assert "Prüfung nach DIN SPEC 66336" in summary.read_text()
    return done.returncode, done.stdout


def on_gitlab(folder: Path, targets: str, args: str) -> int:
    _, job = YAML(typ="safe").load_all((ROOT / "templates" / "check.yml").read_text(encoding="utf-8"))
    (steps,) = job.values()
    script = "\n".join([*steps["before_script"], *steps["script"]])
    names = {"CHECK_START": "", "CHECK_WAIT": "0", "CHECK_SOURCE": "nowhere"}
    done = bash(script, folder, CHECK_TARGETS=targets, CHECK_ARGS=args, **names)
    if done.returncode in {0, 1, 3}:
        assert (folder / steps["artifacts"]["reports"]["codequality"]).is_file(), done.stderr
        assert (folder / steps["artifacts"]["reports"]["junit"]).is_file()
    return done.returncode


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_github_action(service: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    url, pages = service
    assert on_github(tmp_path, url, GATE)[0] == 0
    pages["/"] = BAD
    code, out = on_github(tmp_path, url, GATE)
    assert code == 1
    assert "::error " in out
    baseline = [
        "baseline",
        "update",
        "--baseline",
        "known.yaml",
        "--from",
        "auditor-out/results.json",
        "--allow-new",
    ]
    auditor = Path(sys.executable).parent / "auditor"
    subprocess.run([auditor, *baseline], cwd=tmp_path, check=True, capture_output=True)
    assert on_github(tmp_path, url, f"{GATE} --baseline known.yaml")[0] == 0
    assert on_github(tmp_path, "http://127.0.0.1:9/", GATE)[0] == 3
    assert on_github(tmp_path, "no-address", GATE)[0] == 2


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_github_action_starts_the_service_and_waits(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    port = _free_port()
    start = f"sleep 1; exec {sys.executable} -m http.server {port} --bind 127.0.0.1"
    assert on_github(tmp_path, f"http://127.0.0.1:{port}/", GATE, start, wait="60")[0] == 0


def _free_port() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.server_close()
    return int(server.server_port)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_gitlab_component(service: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    url, pages = service
    assert on_gitlab(tmp_path, url, GATE) == 0
    pages["/"] = BAD
    assert on_gitlab(tmp_path, url, GATE) == 1
    assert on_gitlab(tmp_path, "http://127.0.0.1:9/", GATE) == 3


def test_hooks_name_commands_that_exist(tmp_path: Path) -> None:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (tmp_path / "targets.csv").write_text("url\nhttps://a.example\nhallo\n")
    (tmp_path / "auditor.yaml").write_text("fail_onn: muss\n")
    files = {"auditor-targets": "targets.csv", "auditor-config": "auditor.yaml", "auditor-rules": ""}
    codes = {h["id"]: bash(f"{h['entry']} {files[h['id']]}", tmp_path).returncode for h in hooks}
    assert codes == {"auditor-targets": 2, "auditor-config": 2, "auditor-rules": 0}


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_image_builds() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "info"], capture_output=True, check=False).returncode:
        pytest.skip("no container engine here")
    subprocess.run([docker, "build", "-q", "-t", "auditor-test", str(ROOT)], check=True)
    subprocess.run([docker, "run", "--rm", "auditor-test", "--version"], check=True)
