"""Serves the demo on the loopback address, all hosts on one port."""

from __future__ import annotations

import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import urlsplit

from auditor.demo.app import OTHER_HOSTS, App
from auditor.demo.content import towns
from auditor.demo.log import Log
from auditor.demo.web import Response, parse

_ADDRESS = "127.0.0.1"
_LARGEST_BODY = 10_000_000
_PATIENCE = 30.0  # seconds a connection may stay silent


class Demo:
    """The running demo; a context manager. ``port`` 0 takes a free one; ``later`` shows it as it is a month later."""

    def __init__(self, port: int = 0, *, later: bool = False) -> None:
        self.log = Log()
        self._server = _Server((_ADDRESS, port), _Handler)
        self._server.log = self.log
        self._server.app = App(self.port, later=later)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port everything is served on."""
        return int(self._server.server_address[1])

    @property
    def hosts(self) -> dict[str, str]:
        """Every host name to ``address:port``, for programs that do not know that ``*.localhost`` is loopback."""
        names = (*towns(), *OTHER_HOSTS)
        return {f"{name}.localhost": f"{_ADDRESS}:{self.port}" for name in names}

    def base(self, host: str) -> str:
        """Address of a town's or other host's home page, without the closing slash."""
        return f"http://{host}.localhost:{self.port}"

    def close(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> Demo:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(port: int = 0, *, later: bool = False) -> Demo:
    """Start the demo on 127.0.0.1, as it is or a month later.

    Raises:
        OSError: the port is taken.
    """
    return Demo(port, later=later)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # On Windows SO_REUSEADDR would let two programs share the port; elsewhere it only spares the wait after a stop.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 64
    log: Log
    app: App

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Demo"
    sys_version = ""
    timeout = _PATIENCE
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BODY:
            self.send_error(413)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = parse(
            self.command, self.path, headers, self.rfile.read(length), self.server.server_address[1]
        )
        response = self.server.app.respond(request)
        query = urlsplit(self.path).query
        self.server.log.add(
            self.command, f"{request.host}.localhost", request.path, query, response.kind, response.status
        )
        if response.pause:
            time.sleep(response.pause)
        self._send(response)

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        if response.status != 303:
            self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet; :attr:`Demo.log` keeps what is needed."""
