"""The promise of the baseline, in real Chromium: harmless changes stay green, one new barrier is one new finding."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from auditor.cli.exit import Exit
from auditor.cli.main import run

PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hund anmelden – Stadt Musterstadt</title><link rel="stylesheet" href="/main.4f2a91.css"></head>
<body class="page theme-blue"><header class="top"><p>Stadt Musterstadt</p></header>
<main id="inhalt"><h1 class="title">Hund anmelden</h1>
<section class="intro"><p>Hier melden Sie Ihren Hund an. Die Anmeldung ist kostenlos.</p></section>
<section class="more"><h2>Fristen</h2><p style="color: #bbb; background: #fff">
Bitte melden Sie Ihren Hund innerhalb eines Monats an.</p></section>
<form class="form" action="/weiter" method="post"><p>Schritt 1 von 3</p>
<p><label class="lbl" for="name-1">Name des Hundes</label> <input class="inp" id="name-1" name="name"></p>
<p><input class="inp" id="rasse-1" name="rasse" title="Rasse"></p>
<button class="btn btn-primary" type="submit">Weiter</button></form></main>
<footer class="foot"><a href="/impressum">Impressum</a></footer></body></html>
"""
IMPRINT = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Impressum – Musterstadt</title></head>'
    "<body><main><h1>Impressum</h1>"
    "<p>Stadt Musterstadt, Markt 1, 12345 Musterstadt, post@musterstadt.example</p></main>"
    "</body></html>"
)
SUMMARY = (
    '<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Prüfen – Musterstadt</title></head>'
    "<body><main><h1>Angaben prüfen</h1><p>Schritt 3 von 3</p><p>Name des Hundes: Waldi</p>"
    '<form action="/absenden" method="post"><button>Jetzt verbindlich absenden</button></form></main></body></html>'
)

Change = Callable[[str], str]
HARMLESS: dict[str, Change] = {
    "classes renamed": lambda p: re.sub(
        r'class="([^"]*)"', lambda m: f'class="x{abs(hash(m[1])) % 999} y"', p
    ),
    "ids renamed": lambda p: (
        p.replace("name-1", "f_77").replace("rasse-1", "f_78").replace("inhalt", "main9")
    ),
    "build hash": lambda p: p.replace("4f2a91", "9c01de"),
    "sections reordered": lambda p: re.sub(
        r"(<section class=\"intro\">.*?</section>)\n(<section class=\"more\">.*?</section>)",
        r"\2\n\1",
        p,
        flags=re.S,
    ),
    "wrapped in divs": lambda p: p.replace("<main", '<div class="app"><div><main').replace(
        "</main>", "</main></div></div>"
    ),
    "white space": lambda p: p.replace("\n", "\n\n   \t"),
    "attributes reordered": lambda p: p.replace('id="name-1" name="name"', 'name="name" id="name-1"'),
    "session id in a link": lambda p: p.replace(
        '"/impressum"', '"/impressum?jsessionid=0123456789abcdef0123"'
    ),
    "comments and data attributes": lambda p: p.replace("<h1", "<!-- v2.7 --><h1 data-build='77'"),
    "one more harmless paragraph": lambda p: p.replace(
        "</section>", "<p>Wir freuen uns auf Sie.</p></section>", 1
    ),
}


def with_barrier(page: str) -> str:
    return page.replace("<h2>Fristen</h2>", '<h2>Fristen</h2><img src="/hund.png" width="80" height="60">')


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, str]]]:
    """A service of two pages whose first can be changed."""
    pages = {"/hund": PAGE, "/impressum": IMPRINT, "/weiter": SUMMARY}

    sent: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path.split("?")[0])
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent.append(self.path)
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hund", pages
    server.shutdown()
    server.server_close()
    assert "/absenden" not in sent
    assert "/weiter" in sent


def check(url: str, *args: str) -> int:
    return run(["check", url, "-q", "--fail-on", "kann", "--informing", *args])


def new_findings(folder: Path) -> list[str]:
    log = json.loads((folder / "out.sarif").read_text(encoding="utf-8"))
    return [r["ruleId"] for r in log["runs"][0]["results"] if r.get("baselineState") == "new"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_harmless_changes_stay_green_and_a_barrier_does_not(
    site: tuple[str, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, pages = site
    monkeypatch.chdir(tmp_path)
    assert check(url) == Exit.FINDINGS
    gate = ["--fail-on", "kann", "--informing"]
    line = [
        "baseline",
        "update",
        "--baseline",
        "b.yaml",
        "--from",
        "auditor-out/results.json",
        "--allow-new",
        *gate,
    ]
    assert run(line) == Exit.OK
    options = ("--baseline", "b.yaml", "--format", "sarif=out.sarif")
    broken = {}
    for name, change in HARMLESS.items():
        pages["/hund"] = change(PAGE)
        assert pages["/hund"] != PAGE, name
        if check(url, *options) != Exit.OK:
            broken[name] = new_findings(tmp_path)
    assert broken == {}
    pages["/hund"] = with_barrier(PAGE)
    assert check(url, *options) == Exit.FINDINGS
    assert new_findings(tmp_path) == ["axe/image-alt"]
