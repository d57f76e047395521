"""From a server that lies about its documents to what is known of them."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import pytest_asyncio

from auditor.evidence.model import Reason
from auditor.visit.documents.read import fetch_of, read_document
from auditor.visit.fetch import Fetcher
from auditor.visit.guard import Neighbourhood
from tests.visit.documents.papers import docx, flat, saved

PDF = saved(flat())
#: path: status, content type, body
ANSWERS: dict[str, tuple[int, str, bytes]] = {
    "/antrag.pdf": (200, "application/pdf", PDF),
    "/lie.pdf": (200, "application/pdf", b"<!doctype html><title>Bitte anmelden</title>"),
    "/seite": (200, "text/html; charset=utf-8", PDF),
    "/antrag.docx": (200, "application/octet-stream", docx("<w:p><w:r><w:t>Antrag</w:t></w:r></w:p>")),
    "/alt.doc": (200, "application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "/weg.pdf": (404, "text/html", b"<h1>Nicht gefunden</h1>"),
    "/zu.pdf": (403, "text/html", b"<h1>Nein</h1>"),
    "/leer.pdf": (200, "application/pdf", b""),
    "/gross.pdf": (200, "application/pdf", PDF + b"\n" * 3_000_000),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/um":
            self.send_response(302)
            self.send_header("Location", "/antrag.pdf")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path == "/tropft.pdf":
            self._drip()
            return
        status, kind, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher("test", {}, Neighbourhood(allow=True)) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/antrag.pdf", "pdf", None),
        ("/seite", "pdf", None),
        ("/lie.pdf", "other", Reason.UNSUPPORTED),
        ("/antrag.docx", "office", None),
        ("/alt.doc", "office", Reason.UNSUPPORTED),
        ("/weg.pdf", "unreadable", Reason.NOT_FOUND),
        ("/zu.pdf", "unreadable", Reason.BLOCKED),
        ("/leer.pdf", "unreadable", Reason.EMPTY),
    ],
)
async def test_the_bytes_decide(
    fetcher: Fetcher, server: str, path: str, kind: str, reason: Reason | None
) -> None:
    document = await read_document(fetcher, server + path, server)
    assert (document.kind, document.reason) == (kind, reason)
    assert document.content_type == ANSWERS[path][1]
    assert document.bytes == len(ANSWERS[path][2])
    assert fetch_of(document).status == ANSWERS[path][0]
    assert fetch_of(document).reason is None


async def test_redirects_are_followed(fetcher: Fetcher, server: str) -> None:
    document = await read_document(fetcher, f"{server}/um", server)
    assert (document.url, document.final_url) == (f"{server}/um", f"{server}/antrag.pdf")
    assert "Unterschrift" in document.text


async def test_too_large_is_not_read(fetcher: Fetcher, server: str) -> None:
    fetch, body = await fetcher.download(f"{server}/gross.pdf", start=server, most=1_000_000)
    assert (fetch.reason, body) == (Reason.TOO_LARGE, b"")


async def test_a_server_that_drips_is_left(fetcher: Fetcher, server: str) -> None:
    fetch, body = await fetcher.download(f"{server}/tropft.pdf", start=server, seconds=0.4)
    assert (fetch.reason, body) == (Reason.TIMEOUT, b"")


async def test_no_server(fetcher: Fetcher) -> None:
    document = await read_document(fetcher, "http://127.0.0.1:9/a.pdf", "http://127.0.0.1:9/")
    assert (document.kind, document.reason) == ("unreadable", Reason.CONNECT)
    assert fetch_of(document).reason is Reason.CONNECT


async def test_public_pages_lead_to_no_private_document(server: str) -> None:
    async with Fetcher("test", {}, Neighbourhood()) as strict:
        document = await read_document(strict, f"{server}/antrag.pdf", "https://93.184.216.34/")
    assert document.reason is Reason.PRIVATE_ADDRESS
