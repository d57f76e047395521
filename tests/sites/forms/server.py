"""Serves the corpus of forms on loopback and knows which request would have filed an application."""

from __future__ import annotations

import base64
import hashlib
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import unquote_plus

from tests.sites.forms.build import Ask, Case, Go


@dataclass(frozen=True)
class Hit:
    """A request as the server saw it; ``final`` if it would have been binding."""

    case: str
    method: str
    path: str
    said: str
    final: bool


@dataclass
class FormServer:
    """The running corpus; a context manager."""

    cases: dict[str, Case]
    log: list[Hit] = field(default_factory=list)

    def __enter__(self) -> FormServer:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.forms = self
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        self.port = self._server.server_address[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, case: str, host: str = "forms") -> str:
        """Where a case begins."""
        return f"http://{host}.localhost:{self.port}/{case}/"

    def finals(self, case: str, since: int = 0) -> list[Hit]:
        """Binding requests of a case, from this place of the log on."""
        return [hit for hit in self.log[since:] if hit.case == case and hit.final]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    forms: FormServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode("utf-8", errors="replace") if length else ""
        path, _, query = self.path.partition("?")
        name, _, rest = path.strip("/").partition("/")
        case = self.server.forms.cases.get(name)
        ask = Ask(self.command, rest, unquote_plus(f"{query}&{body}"), self.server.forms.port)
        if case is None:
            self._answer(404, "", ())
            return
        self.server.forms.log.append(
            Hit(name, self.command, rest, ask.said, not self.headers.get("Upgrade") and case.is_final(ask))
        )
        if self.headers.get("Upgrade", "").lower() == "websocket":
            self._listen(name, rest)
            return
        answer = case.answer(ask)
        if isinstance(answer, Go):
            self._answer(303, "", (("Location", f"/{name}/{answer.path}"),))
        else:
            self._answer(200 if answer is not None else 404, answer or "", ())

    do_GET = do_POST = do_PUT = do_HEAD = do_PATCH = _any  # noqa: N815 - names of http.server

    def _listen(self, name: str, path: str) -> None:
        """A web socket (RFC 6455) that takes messages as binding, and never answers."""
        key = f"{self.headers['Sec-WebSocket-Key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        self.send_response(101)
        for header, value in (
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", accept),
        ):
            self.send_header(header, value)
        self.end_headers()
        self.close_connection = True
        while len(head := self.rfile.read(2)) == 2:
            length = head[1] & 127
            if length > 125:
                length = int.from_bytes(self.rfile.read(2 if length == 126 else 8), "big")
            self.rfile.read(4 + length)
            if head[0] & 15 in {1, 2}:
                self.server.forms.log.append(Hit(name, "MESSAGE", path, "", final=True))
            else:
                return

    def _answer(self, status: int, body: str, headers: tuple[tuple[str, str], ...]) -> None:
        data = body.encode()
        self.send_response(status)
        kind = "application/json" if body.startswith("{") else "text/html; charset=utf-8"
        if self.path.endswith(".mjs"):
            kind = "text/javascript"
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))), *headers):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet."""
