"""Which host and path gets which answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import PurePosixPath

from auditor.demo import pdf
from auditor.demo.content import SITES, Town, folders, forms, read_yaml, templates, towns
from auditor.demo.flow import Flow, Sessions
from auditor.demo.web import Request, Response, redirect

FORMS, ACCOUNT, COUNTER, CALENDAR = "formularserver", "konto", "zaehlwerk", "termine"
#: Hosts beside the towns: the vendor's form server, the login, the tracker and the appointment calendar.
OTHER_HOSTS = (FORMS, ACCOUNT, COUNTER, CALENDAR)

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
}
#: One transparent pixel, the smallest GIF there is.
_PIXEL = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
_STRICT = [
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
    ),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
]


class App:
    """All sites of the demo; one instance may serve many threads."""

    def __init__(self, port: int, *, later: bool = False) -> None:
        self._templates = templates(port, later=later)
        self._towns, self._forms = towns(later=later), forms(later=later)
        self._folders = folders(later=later)
        self._sessions = Sessions()

    def respond(self, request: Request) -> Response:
        """The answer to one request; never raises for a bad one."""
        town = self._towns.get(request.host)
        site = self._town_page if town else self._others().get(request.host)
        answer = site(request) if site else None
        answer = answer or self._not_found(request)
        answer.headers.append(("X-Content-Type-Options", "nosniff"))
        if town and town.exemplary:
            answer.headers += _STRICT
        return answer

    def _others(self) -> dict[str, Callable[[Request], Response | None]]:
        return {
            FORMS: self._form_server,
            ACCOUNT: self._account,
            COUNTER: self._counter,
            CALENDAR: self._calendar,
        }

    # towns

    def _town_page(self, request: Request) -> Response | None:
        town = self._towns[request.host]
        first, _, rest = request.path.strip("/").partition("/")
        rooms: dict[str, Callable[[], Response | None]] = {
            "": lambda: self._page(request, "home", town=town),
            "dienstleistungen": lambda: self._services(request, town, rest),
            "suche": lambda: self._page(
                request, "suche", town=town, hits=_search(town, request.query.get("q", ""))
            ),
            "downloads": lambda: _paper(town, rest),
            "formular": lambda: self._form(request, town, rest),
            "api": lambda: _api(request, rest),
        }
        return self._common(request) or (rooms[first]() if first in rooms else self._plain(request, town))

    def _services(self, request: Request, town: Town, slug: str) -> Response | None:
        if not slug:
            return self._page(request, "liste", town=town)
        offer = town.offer(slug)
        if offer is None or offer.gone:
            return None
        answer = self._page(request, f"services/{slug}", town=town, offer=offer)
        if answer:
            answer.pause = offer.pause
        return answer

    def _plain(self, request: Request, town: Town) -> Response | None:
        name = request.path.strip("/")
        if request.method == "POST":
            answer = self._page(request, "danke", town=town)
            if answer:
                answer.kind = "message"
            return answer
        if name == "stoerung":
            answer = self._page(request, "stoerung", town=town)
            if answer:
                answer.status = 503
                answer.headers.append(("Retry-After", "3600"))
            return answer
        return self._page(request, f"pages/{name}", town=town)

    # other hosts

    def _form_server(self, request: Request) -> Response | None:
        first, _, rest = request.path.strip("/").partition("/")
        if first == "formular":
            return self._form(request, None, rest)
        return self._common(request) or self._page(request, f"pages/{first or 'start'}")

    def _account(self, request: Request) -> Response | None:
        name = request.path.strip("/") or "anmelden"
        return self._common(request) or self._page(request, f"pages/{name}")

    def _counter(self, request: Request) -> Response | None:
        common = self._common(request)
        if common and common.kind == "asset":
            common.kind = "tracker"
        if common or request.path != "/pixel.gif":
            return common
        answer = Response(_PIXEL, content_type="image/gif", kind="tracker")
        return answer.with_cookie("zw_besucher", "4711", "Path=/; Max-Age=63072000")

    def _calendar(self, request: Request) -> Response | None:
        if request.method == "POST":
            answer = self._page(request, "pages/gebucht")
            if answer:
                answer.kind = "final"
            return answer
        return self._common(request) or self._page(
            request, "pages/" + (request.path.strip("/") or "kalender")
        )

    # shared

    def _common(self, request: Request) -> Response | None:
        """Files that any host may have, by their fixed address."""
        path = PurePosixPath(request.path)
        if path.parent == PurePosixPath("/assets"):
            return _asset(request.host, path.name)
        if request.path == "/robots.txt":
            return Response(
                b"User-agent: *\nDisallow: /suche\n", content_type="text/plain; charset=utf-8", kind="asset"
            )
        if request.path == "/.well-known/security.txt":
            answer = self._page(request, "security.txt", suffix="")
            if answer:
                answer.content_type = "text/plain; charset=utf-8"
            return answer
        return None

    def _form(self, request: Request, town: Town | None, rest: str) -> Response | None:
        name, _, step = rest.partition("/")
        form = self._forms.get((request.host, name))
        if form is None:
            return None
        return Flow(request, form, town or self._towns[form.town], self._sessions, self._templates).respond(
            step
        )

    def _page(self, request: Request, name: str, suffix: str = ".html", **values: object) -> Response | None:
        path = f"{request.host}/{name}{suffix}"
        if ".." in name or not any((folder / path).is_file() for folder in self._folders):
            return None
        body = self._templates.get_template(path).render(request=request, **values)
        return Response(body.encode())

    def _not_found(self, request: Request) -> Response:
        page = self._page(request, "404", town=self._towns.get(request.host))
        answer = page or Response(b"Diese Seite gibt es nicht.")
        answer.status = 404
        return answer


def _asset(host: str, name: str) -> Response | None:
    path = SITES / host / "assets" / name
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_file():
        return None
    return Response(path.read_bytes(), content_type=kind, kind="asset")


def _paper(town: Town, name: str) -> Response | None:
    paper = town.papers.get(name.removesuffix(".pdf"))
    if paper is None:
        return None
    body = pdf.write(paper.title, paper.lines, tagged=paper.tagged)
    return Response(body, content_type="application/pdf")


def _search(town: Town, words: str) -> list[object]:
    wanted = words.casefold().split()
    return [
        o for o in town.services if wanted and all(w in f"{o.name} {o.teaser}".casefold() for w in wanted)
    ]


def _api(request: Request, name: str) -> Response | None:
    """What the single-page service reads while loading, and the one address it sends to."""
    path = SITES / request.host / "api" / f"{name}.yaml"
    if request.method != "POST":
        return redirect("/")
    if name == "antrag":
        body = json.dumps({"vorgang": "KM-WG-204817", "eingegangen": True})
        return Response(body.encode(), content_type=_TYPES[".json"], kind="final")
    if not path.is_file() or ".." in name:
        return None
    return Response(json.dumps(read_yaml(path)).encode(), content_type=_TYPES[".json"], kind="data")
