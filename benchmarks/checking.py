"""``make bench-check``: what a check costs a pipeline – a five-step form from a cold start to the answer.

Beside it in the same run: only starting the program, and only opening the five pages in the browser.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.async_api import async_playwright

from auditor.visit.browser import launch
from auditor.visit.settings import VisitSettings

STEPS = 5
ROUNDS = 3
AUDITOR = Path(sys.executable).with_name("auditor")
_ASKED = ("Vorname", "Nachname", "Straße und Hausnummer", "Postleitzahl", "Ort")


def page(number: int) -> str:
    """A step of a plain, well-made form; the last is the summary."""
    last = number == STEPS
    fields = "".join(
        f'<p><label for="f{i}">{n}</label> <input id="f{i}" name="f{i}"></p>' for i, n in enumerate(_ASKED)
    )
    button = "Antrag verbindlich absenden" if last else "Weiter"
    content = "<p>Bitte prüfen Sie Ihre Angaben.</p>" if last else fields
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Schritt {number} von {STEPS}: Hund anmelden – Musterstadt</title></head>
<body><header><p>Stadt Musterstadt</p></header>
<main><h1>Hund anmelden</h1><p>Schritt {number} von {STEPS}</p>
<form method="post" action="/{number + 1}">{content}<button>{button}</button></form></main>
<footer><a href="/impressum">Impressum</a> <a href="/datenschutz">Datenschutz</a></footer></body></html>"""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = self.path.strip("/")
        body = page(int(name)).encode() if name.isdigit() and int(name) <= STEPS else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name the library looks for

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def opened(base: str) -> None:
    async with async_playwright() as playwright:
        browser = await launch(playwright, VisitSettings())
        tab = await browser.new_page()
        for number in range(1, STEPS + 1):
            await tab.goto(f"{base}/{number}", wait_until="load")
        await browser.close()


def run(*args: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([AUDITOR, *args], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        sys.exit(f"auditor {args[0]} ended with {done.returncode}: {done.stderr[-500:]}")


def timed(name: str, work: Callable[[], object]) -> None:
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    print(f"{name:<46} best {min(seconds):6.1f} s   worst {max(seconds):6.1f} s   of {ROUNDS}")


def main() -> None:
    with served() as base:
        timed("the program starts and ends", lambda: run("--version"))
        timed("five pages merely opened", lambda: asyncio.run(opened(base)))
        timed("check, one form of five steps", lambda: run("check", f"{base}/1", "-q"))
        timed("check, the same without walking", lambda: run("check", f"{base}/1", "-q", "--mode", "observe"))


if __name__ == "__main__":
    main()
