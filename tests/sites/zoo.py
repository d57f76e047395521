"""The zoo: small hostile and odd services on loopback, one per path, on several host names.

Each animal says what a visit must make of it: a typed reason, or None when it must be measured all the same.
"""

from __future__ import annotations

import base64
import gzip
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import trustme

Keeper = Callable[["Handler"], None]
PATIENCE = 25.0  # seconds an endless answer lasts before it gives up by itself

HOSTILE = {
    "title": "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>",
    "formula": '=HYPERLINK("http://boese.example";"Klick")',
    "escape": "\x1b]0;owned\x07\x1b[31mrot\x1b[0m",
    "bidi": "\u202egnp.exe",
}


@dataclass(frozen=True)
class Animal:
    """A path of the zoo and the reason it must end in."""

    name: str
    reason: str | None
    serve: Keeper
    within: float = 20.0  # seconds the visit may take, far above what it needs


@dataclass(frozen=True)
class Seen:
    """A request as the server saw it."""

    host: str
    method: str
    path: str
    body: bytes = b""
    agent: str = ""


@dataclass
class Zoo:
    """The running zoo: a plain and a TLS server with one log."""

    log: list[Seen] = field(default_factory=list)

    def __enter__(self) -> Zoo:
        self._done = threading.Event()
        self._plain = self._serve(None)
        authority = trustme.CA()  # nobody trusts it
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("zoo.localhost").configure_cert(context)
        self._tls = self._serve(context)
        self.port, self.tls_port = self._plain.server_address[1], self._tls.server_address[1]
        return self

    def _serve(self, context: ssl.SSLContext | None) -> ThreadingHTTPServer:
        server = _Server(("127.0.0.1", 0), Handler)
        server.zoo, server.over = self, self._done
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        for server in (self._plain, self._tls):
            server.shutdown()
            server.server_close()

    def url(self, path: str, host: str = "zoo") -> str:
        """Address of an animal."""
        return f"http://{host}.localhost:{self.port}/{path.lstrip('/')}"

    def sent(self) -> list[Seen]:
        """Requests that were more than looking."""
        return [s for s in self.log if s.method not in {"GET", "HEAD", "OPTIONS"}]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    zoo: Zoo
    over: threading.Event

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that hangs up is no error here."""


class Handler(BaseHTTPRequestHandler):
    """Hands a request to the animal of its path."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else b""
        host = (self.headers.get("Host") or "").split(":")[0]
        path = self.path.split("?")[0]
        agent = self.headers.get("User-Agent", "")
        self.server.zoo.log.append(Seen(host, self.command, self.path, body, agent))
        animal = ANIMALS.get(path.strip("/").split("/")[0])
        if path == "/robots.txt":
            self.robots(host)
        elif animal is None:
            self.answer(404, "<h1>Nicht gefunden</h1>")
        else:
            animal.serve(self)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = _any  # noqa: N815 - names of http.server

    def robots(self, host: str) -> None:
        """Each host has its own manners."""
        if host.startswith("robots-broken"):
            self.answer(500, "kaputt", "text/plain")
        elif host.startswith("robots-no"):
            self.answer(
                200,
                "User-agent: *\nDisallow: /privat\n\nUser-agent: din66336-auditor\nDisallow: /\n",
                "text/plain",
            )
        else:
            self.answer(404, "", "text/plain")

    def answer(
        self, status: int, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        """A whole answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def begin(self, **headers: str) -> None:
        """Head of an answer of unknown length."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def wait(self, seconds: float = PATIENCE) -> None:
        """Stay silent until the zoo closes or patience ends."""
        self.server.over.wait(seconds)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet."""


def page(body: str, head: str = "", title: str = "Hund anmelden – Musterstadt") -> str:
    """A decent page around ``body``."""
    return (
        f"<!doctype html><html lang=de><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        f"<main><h1>Hund anmelden</h1><p>Hier melden Sie Ihren Hund an.</p>{body}</main></body></html>"
    )


ANIMALS: dict[str, Animal] = {}


def animal(name: str, reason: str | None, within: float = 20.0) -> Callable[[Keeper], Keeper]:
    """Enter a function into the zoo."""

    def enter(serve: Keeper) -> Keeper:
        ANIMALS[name] = Animal(name, reason, serve, within)
        return serve

    return enter


def plain(name: str, reason: str | None, body: str, *, status: int = 200, **headers: str) -> None:
    """An animal that is one fixed page."""
    ANIMALS[name] = Animal(name, reason, lambda h: h.answer(status, body, **headers))


# Never done
@animal("silent", "timeout")
def _silent(h: Handler) -> None:
    h.wait()


@animal("drip", "timeout")
def _drip(h: Handler) -> None:
    h.begin()
    h.wfile.write(b"<!doctype html><title>Tropf</title><p>")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not h.server.over.wait(0.2):
        h.wfile.write(b"x ")
        h.wfile.flush()


plain("endless-load", None, page('<img src="/silent/bild.png" alt="Bild" width=10 height=10>'))
plain("poll", None, page("<script>setInterval(() => fetch('/poll-data?' + Math.random()), 100)</script>"))
plain("loop-loading", "timeout", page("<script>while(true){}</script>"))
plain(
    "loop-later",
    "timeout",
    page("<script>addEventListener('load', () => setTimeout(() => { while(true){} }, 0))</script>"),
)
plain(
    "grow",
    "too-large",
    page(
        "<script>setInterval(() => { for (let i = 0; i < 3000; i++) document.body.append(document.createElement('p')); }, 10)</script>"
    ),
)
plain("redirect-self", "redirect-loop", "", status=302, Location="/redirect-self")
plain("meta-refresh-self", "unstable", page("", '<meta http-equiv=refresh content="0">'))
plain("meta-refresh-away", None, page("", '<meta http-equiv=refresh content="0; url=/good">'))
plain(
    "script-navigation",
    "timeout",
    page("<script>location.href = location.pathname + '?' + Math.random()</script>"),
)

# Wants attention
plain("alert-loop", "timeout", page("<script>while(true) alert('Achtung')</script>"))
plain(
    "alerts",
    None,
    page(
        "<script>setTimeout(() => { alert('Hallo'); confirm('Wirklich?'); prompt('Name?'); print(); }, 10)</script>"
    ),
)
plain("popups", None, page("<script>for (let i = 0; i < 5; i++) open('/good?' + i)</script>"))
plain(
    "leaving",
    None,
    page(
        "<script>addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = 'x'; })</script>"
    ),
)
plain("download", "download", "Antrag", Content_Disposition="attachment; filename=antrag.txt")
plain("late-download", None, page("<script>setTimeout(() => { location.href = '/download'; }, 50)</script>"))

# Breaks
plain(
    "crash",
    "crash",
    page(
        "<script>const a = []; setTimeout(() => { while (true) a.push(new Array(1000).fill(Math.random())); }, 50)</script>"
    ),
)


@animal("heavy", "too-large", within=30.0)
def _heavy(h: Handler) -> None:
    block = b"<p>" + b"schwer " * 20_000 + b"</p>"
    h.begin(Content_Length=str(len(block) * 360))
    for _ in range(360):
        h.wfile.write(block)


@animal("heavy-data", "too-large", within=30.0)
def _heavy_data(h: Handler) -> None:
    if h.path.endswith(".bmp"):
        h.begin()
        for _ in range(400):
            h.wfile.write(b"x" * 100_000)
    else:
        h.answer(200, page("<script>fetch('/heavy-data/gross.bmp').then((r) => r.text())</script>"))


@animal("many-nodes", "too-large", within=30.0)
def _many(h: Handler) -> None:
    h.answer(200, page("<b>x</b>" * 50_000))


@animal("broken-gzip", "connect")
def _gzip(h: Handler) -> None:
    h.answer(200, gzip.compress(page("").encode())[:40] + b"kaputt", Content_Encoding="gzip")


@animal("cut-off", "connect")
def _cut(h: Handler) -> None:
    data = page("").encode()
    h.send_response(200)
    h.send_header("Content-Type", "text/html")
    h.send_header("Content-Length", str(len(data) + 500))
    h.end_headers()
    h.wfile.write(data)
    h.close_connection = True


@animal("hang-up", "connect")
def _hang_up(h: Handler) -> None:
    h.close_connection = True
    h.connection.close()


# Says no
for _status, _reason in (
    (403, "blocked"),
    (404, "not-found"),
    (410, "not-found"),
    (429, "rate-limited"),
    (500, "http-error"),
    (503, "http-error"),
):
    plain(f"status-{_status}", _reason, page(f"<p>Fehler {_status}</p>"), status=_status)
plain("status-500-empty", "http-error", "", status=500)
plain("no-content", "empty", "", status=204)
plain("blank", "empty", "")
plain(
    "challenge",
    "captcha",
    "<!doctype html><html lang=en><title>Just a moment...</title><p>Checking your browser before accessing the site.</p><div class=cf-spinner></div>",
)
plain(
    "challenge-403",
    "captcha",
    "<!doctype html><html lang=de><title>Sicherheitsprüfung</title><p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p>",
    status=403,
)
plain("basic-auth", "login", "", status=401, WWW_Authenticate='Basic realm="Amt"')
plain(
    "login-wall",
    "login",
    "<!doctype html><html lang=de><title>Anmelden</title><main><h1>Anmeldung</h1><p>Bitte melden Sie sich mit Ihrer BundID an, um fortzufahren.</p><form method=post action=/login-wall><label>Benutzername <input name=user></label><label>Passwort <input type=password name=pw></label><button>Anmelden</button></form></main>",
)
plain(
    "login-in-header",
    None,
    page("<p>" + "Die Hundesteuer ist eine Gemeindesteuer. " * 10 + "</p>").replace(
        "<main>",
        "<header><form method=post action=/login><label>Name <input name=u></label><label>Passwort <input type=password></label><button>Anmelden</button></form></header><main>",
    ),
)
plain("json", "unsupported-document", json.dumps({"a": 1}), Content_Type="application/json")
ANIMALS["json"] = Animal(
    "json", "unsupported-document", lambda h: h.answer(200, '{"a": 1}', "application/json")
)
ANIMALS["pdf"] = Animal("pdf", "download", lambda h: h.answer(200, b"%PDF-1.4\n%%EOF", "application/pdf"))

# Odd but fine
plain("good", None, page("<p><a href='/form'>Online beantragen</a></p>"))
plain("service-worker", None, page("<script>navigator.serviceWorker.register('/sw.js')</script>"))
plain("dead-iframe", None, page('<iframe src="/silent/rahmen" title="Formular"></iframe>'))
plain("sandboxed-iframe", None, page('<iframe sandbox srcdoc="<p>still</p>" title="Hinweis"></iframe>'))
plain("csp", None, page("<p>streng</p>"), Content_Security_Policy="default-src 'none'")
plain(
    "hijacked",
    None,
    page(
        "<script>window.axe = 1; Promise = function () {}; JSON.stringify = () => 'x'; Array.prototype.map = () => { throw 1; }; Element.prototype.getBoundingClientRect = () => null;</script><img src=/x.png>"
    ),
)
plain(
    "hostile-text",
    None,
    page(
        f"<p>{HOSTILE['formula']}</p><p>{HOSTILE['escape']}</p><p>{HOSTILE['bidi']}</p><img src=/x.png>",
        title=HOSTILE["title"],
    ),
)
plain("spam", None, page("<script>for (let i = 0; i < 5000; i++) console.error('x'.repeat(2000))</script>"))


@animal("slow", None)
def _slow(h: Handler) -> None:
    h.wait(1.5)
    h.answer(200, page("<p>langsam</p>"))


@animal("hops", None)
def _hops(h: Handler) -> None:
    left = int(h.path.partition("?")[2] or 6)
    if left:
        h.answer(302, "", Location=f"/hops?{left - 1 or 'done'}") if left > 1 else h.answer(
            302, "", Location="/good"
        )


# Leads from the public net into a private one
plain("to-private", None, "", status=302, Location="http://intern.example/good")
plain("hop-to-private", None, "", status=302, Location="/to-private")
plain(
    "uses-private",
    None,
    page(
        "<img src=http://intern.example/x.png alt=x><iframe title=f src=http://intern.example/good></iframe><script>fetch('http://intern.example/api', {mode: 'no-cors'})</script>"
    ),
)


# Tempts us to send something
plain(
    "auto-submit",
    None,
    page(
        "<form id=f method=post action=/sent><input name=a value=1><button>Absenden</button></form><script>document.getElementById('f').submit()</script>"
    ),
)
plain(
    "late-submit",
    None,
    page(
        "<form id=f method=post action=/sent><input name=a value=1><button>Absenden</button></form><script>setTimeout(() => document.getElementById('f').submit(), 100)</script>"
    ),
)
plain(
    "frame-submit",
    None,
    page(
        "<iframe title=f srcdoc=\"<form id=f method=post action='/sent'><input name=a></form><script>f.submit()</script>\"></iframe>"
    ),
)
plain(
    "spa-post",
    None,
    page(
        "<div id=app></div><script>fetch('/api', {method: 'POST', body: '{}'}).then(r => r.text()).then(t => { app.innerHTML = '<p>' + t + '</p>'; })</script>"
    ),
)
plain(
    "scroll-submit",
    None,
    page(
        "<script>addEventListener('resize', () => fetch('/sent', {method: 'POST', body: 'a=1'})); addEventListener('resize', () => navigator.sendBeacon('/sent', 'b'));</script>"
    ),
)
plain(
    "consent-post",
    None,
    page(
        "<div role=dialog aria-label=Cookies style='position:fixed;bottom:0'><p>Wir verwenden Cookies für Statistik. Sie können zustimmen oder ablehnen.</p><button onclick=\"fetch('/sent', {method: 'POST'}); this.parentNode.remove(); localStorage.no = 1\">Ablehnen</button><button onclick=\"fetch('/sent?accepted', {method: 'POST'}); localStorage.yes = 1\">Alle akzeptieren</button></div>"
    ),
)
plain(
    "consent-trap",
    None,
    page(
        "<div role=dialog aria-label=Cookies style='position:fixed;bottom:0'><p>Wir verwenden Cookies für Statistik und Werbung.</p><button onclick=\"localStorage.yes = 1\">Alle akzeptieren</button><a href='/settings'>Einstellungen</a></div>"
    ),
)
plain(
    "danger-links",
    None,
    page(
        "<a href='/sent?delete=1'>Antrag löschen</a><a href='/sent?final=1'>Antrag verbindlich absenden</a><a href='/sent?logout'>Abmelden</a><form method=get action=/sent><input type=hidden name=final value=1><button>Online beantragen</button></form>"
    ),
)
plain(
    "form",
    None,
    page(
        "<form method=post action=/sent><label>Name <input name=n></label><label>Ort <input name=o></label><button>Weiter</button></form>"
    ),
)
ANIMALS["api"] = Animal("api", None, lambda h: h.answer(200, "Daten da", "text/plain"))
ANIMALS["poll-data"] = Animal("poll-data", None, lambda h: h.answer(200, "1", "text/plain"))
ANIMALS["sent"] = Animal("sent", None, lambda h: h.answer(200, page("<p>Gesendet</p>")))
ANIMALS["sw.js"] = Animal(
    "sw.js", None, lambda h: h.answer(200, "self.addEventListener('fetch', () => {})", "text/javascript")
)
_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
ANIMALS["x.png"] = Animal("x.png", None, lambda h: h.answer(200, _PIXEL, "image/gif"))
#: Not services, only answers for others.
HELPERS = frozenset(
    {"to-private", "hop-to-private", "uses-private", "api", "poll-data", "sent", "sw.js", "x.png", "form"}
)
