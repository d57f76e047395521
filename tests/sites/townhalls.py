"""Town halls of different makes on loopback, one per host name: where each of them hides its services."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, quote, urlsplit

Answer = tuple[int, str | bytes, str, dict[str, str]]

SERVICES = {
    "hundesteuer-anmeldung": "Hundesteuer: Anmeldung",
    "gewerbeanmeldung": "Gewerbeanmeldung",
    "geburtsurkunden": "Geburtsurkunden",
    "fundsachen": "Fundbüro",
    "wohnsitz": "Wohnsitz an- oder ummelden",
}
BOMB = """<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>http://bombe.localhost/&c;&x;</loc></url></urlset>"""


@dataclass(frozen=True)
class Asked:
    """A request as a town hall saw it."""

    host: str
    method: str
    path: str
    agent: str


@dataclass
class TownHalls:
    """The running town halls with one log; ``crowd`` is the most documents one host was asked for at a time."""

    log: list[Asked] = field(default_factory=list)
    crowd: int = 0

    def __enter__(self) -> TownHalls:
        self._busy: dict[str, int] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.halls = self
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, host: str, path: str = "") -> str:
        """An address of a town hall."""
        return f"http://{host}.localhost:{self.port}/{path}"

    def paths(self, host: str) -> list[str]:
        """What a town hall was asked for, in order."""
        return [asked.path for asked in self.log if asked.host == f"{host}.localhost"]

    def enter(self, host: str) -> None:
        """A document is asked for."""
        with self._lock:
            self._busy[host] = self._busy.get(host, 0) + 1
            self.crowd = max(self.crowd, self._busy[host])

    def leave(self, host: str) -> None:
        """It was answered."""
        with self._lock:
            self._busy[host] -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    halls: TownHalls

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that hangs up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        host = (self.headers.get("Host") or "").split(":")[0]
        halls = self.server.halls
        halls.log.append(Asked(host, self.command, self.path, self.headers.get("User-Agent", "")))
        name = host.removesuffix(".localhost")
        if name == "tot":
            self.close_connection = True
            self.connection.close()
            return
        halls.enter(host)
        try:
            status, body, kind, headers = _answer(name, self.path, halls.port)
            data = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            for header, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
                self.send_header(header, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)
        finally:
            halls.leave(host)

    do_GET = do_POST = do_HEAD = _any  # noqa: N815 - names of http.server

    def log_message(self, format: str, *args: object) -> None:
        """Keep the terminal quiet."""


def _page(title: str, body: str) -> Answer:
    html = (
        f"<!doctype html><html lang=de><head><meta charset=utf-8><title>{title} – Stadt Beispielhausen</title></head>"
        f"<body><nav><a href=/>Startseite</a> <a href=/impressum>Impressum</a></nav><main><h1>{title}</h1>{body}"
        "</main></body></html>"
    )
    return 200, html, "text/html; charset=utf-8", {}


def _text(
    body: str | bytes, kind: str = "text/plain; charset=utf-8", status: int = 200, **headers: str
) -> Answer:
    return status, body, kind, {name.replace("_", "-"): value for name, value in headers.items()}


MISSING = _text("<h1>Nicht gefunden</h1>", "text/html", 404)


def _service(path: str) -> Answer:
    """The page of a service, by the last part of its path."""
    title = SERVICES.get(path.rstrip("/").rpartition("/")[2])
    return _page(title, "<p>Das können Sie hier erledigen.</p>") if title else MISSING


def _links(slugs: list[str], under: str = "/dienste") -> str:
    return (
        "<ul>"
        + "".join(f'<li><a href="{under}/{slug}">{SERVICES[slug]}</a></li>' for slug in slugs)
        + "</ul>"
    )


def _sitemap(path: str, port: int) -> Answer:
    base = f"http://sitemap.localhost:{port}"
    match path:
        case "/robots.txt":
            return _text(f"User-agent: *\nDisallow: /intern\nSitemap: {base}/karten/alle.xml\n")
        case "/karten/alle.xml":
            return _text(
                '<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
                f"<sitemap><loc>{base}/karten/dienste.xml.gz</loc></sitemap><sitemap><loc>{base}/karten/fehlt.xml</loc>"
                "</sitemap><sitemap><loc>http://fremd.localhost/sitemap.xml</loc></sitemap></sitemapindex>",
                "text/xml",
            )
        case "/karten/dienste.xml.gz":
            places = [f"{base}/leben/{slug}" for slug in SERVICES]
            places += [
                f"{base}/intern/gewerbe-anmelden",
                f"{base}/aktuelles/hundesteuer",
                f"{base}/weg/geburtsurkunde",
            ]
            urls = "".join(f"<url><loc>{place}</loc></url>" for place in places)
            xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            return _text(gzip.compress(xml.encode()), "application/gzip")
        case "/karten/fehlt.xml":
            return _text("", status=302, Location=f"http://bombe.localhost:{port}/sitemap.xml")
        case "/":
            return _page("Willkommen", "<p>Hier gibt es keine Wege.</p>")
    return _service(path) if path.startswith("/leben/") else MISSING


def _letters(path: str, query: dict[str, str]) -> Answer:
    if path == "/":
        return _page("Willkommen", "<a href=/dienste>Dienstleistungen A–Z</a> <a href=/verein>Vereine</a>")
    if path == "/dienste":
        wanted = query.get("letter", "")
        bar = " ".join(f"<a href='/dienste?letter={chr(code)}'>{chr(code)}</a>" for code in range(65, 91))
        return _page(
            "Dienstleistungen",
            bar + _links([s for s, t in SERVICES.items() if wanted and t.startswith(wanted)]),
        )
    return _service(path)


def _search(path: str, query: dict[str, str]) -> Answer:
    if path == "/":
        return _page(
            "Willkommen",
            "<form action=/newsletter method=post><input name=mail type=email><button>Los</button></form>"
            "<form action=/finden><input type=hidden name=bereich value='alles & mehr'>"
            "<label>Suchbegriff <input name='tx[q]' type=search></label><button>Suchen</button></form>",
        )
    if path == "/finden":
        if query.get("bereich") != "alles & mehr":
            return _page("Suche", "<p>Bitte einen Bereich wählen.</p>")
        hits = [s for s, t in SERVICES.items() if query.get("tx[q]", "?").lower().split()[0][:6] in t.lower()]
        return _page("Suche", _links(hits))
    return _service(path)


def _script(path: str) -> Answer:
    if path == "/":
        return _page("Willkommen", "<a href=/buergerservice>Bürgerservice</a>")
    if path == "/buergerservice":
        return _page(
            "Bürgerservice",
            "<div id=liste></div><script>fetch('/daten.json').then((r) => r.json()).then((all) => { for (const e of all) {"
            "const a = document.createElement('a'); a.href = e.url; a.textContent = e.name; liste.append(a, ' '); } })"
            "</script><img src=/bild.png alt=''>",
        )
    if path == "/daten.json":
        names = [{"url": f"/dienste/{slug}", "name": title} for slug, title in SERVICES.items()]
        return _text(json.dumps(names), "application/json")
    return _service(path)


def _mixed(path: str, port: int) -> Answer:
    """Links to a vendor, to somebody else, to a PDF and into the news; the search is forbidden."""
    if path == "/robots.txt":
        return _text("User-agent: *\nDisallow: /suche\n")
    if path == "/":
        return _page(
            "Willkommen",
            "<a href='https://www.buergerserviceportal.de/beispielhausen/gewerbe'>Gewerbe anmelden</a>"
            "<a href='https://www.kreis-beispiel.example/hund'>Hund anmelden</a>"
            "<a href=/hund.pdf>Hund anmelden (PDF)</a><a href=/presse/geburtsurkunde>Geburtsurkunde</a>"
            "<a href=/satzung>Hundesteuersatzung</a>"
            f"<a href='http://nachbar.mitte.localhost:{port}/wohnsitz'>Wohnsitz ummelden</a>"
            "<form action=/suche><input type=search name=q></form>",
        )
    return MISSING


def _answer(name: str, target: str, port: int) -> Answer:
    parts = urlsplit(target)
    path, query = parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()}
    sites: dict[str, Callable[[], Answer]] = {
        "sitemap": lambda: _sitemap(path, port),
        "az": lambda: _letters(path, query),
        "suche": lambda: _search(path, query),
        "skript": lambda: _script(path),
        "gemischt": lambda: _mixed(path, port),
        "bombe": lambda: _text(BOMB, "text/xml") if path == "/sitemap.xml" else _letters(path, query),
        "verbot": lambda: (
            _text("User-agent: *\nDisallow: /\n") if path == "/robots.txt" else _letters(path, query)
        ),
        "alt": lambda: (
            MISSING
            if path == "/robots.txt"
            else _text("", status=302, Location=f"http://az.localhost:{port}/")
        ),
        "falsch": lambda: (
            MISSING
            if path == "/robots.txt"
            else _text("", status=302, Location=f"http://verbot.localhost:{port}/")
        ),
        "ruhe": lambda: (
            MISSING if path == "/robots.txt" else _text("zu viel", status=429, Retry_After="3600")
        ),
    }
    if name not in {"sitemap", "gemischt", "verbot"} and path == "/robots.txt":
        return MISSING
    return sites[name]() if name in sites else MISSING


def home_list(halls: TownHalls, *hosts: str) -> str:
    """A list of home pages as towns are listed."""
    lines = [f"{halls.url(host)};{quote(host).capitalize()};0918400{n}" for n, host in enumerate(hosts, 1)]
    return "\n".join(["website;gemeinde;ags", *lines]) + "\n"
