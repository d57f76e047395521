"""The visit's decisions without a browser: guard, reasons, hosts, leads, walls, politeness."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from auditor.evidence.model import Control, Document, Fetch, Frame, Link, Mode, Page, Reason, Role, TextBlock
from auditor.visit.courtesy import Pace, Robots
from auditor.visit.guard import Neighbourhood, decide, is_private
from auditor.visit.hosts import same_party, site_of
from auditor.visit.leads import is_form_page, key_of, offers_of, ways_of
from auditor.visit.plan import Plan
from auditor.visit.reasons import reason_of, reason_of_status, short
from auditor.visit.shared import Shelf
from auditor.visit.walls import challenge_of, wall_of


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "post", "PROPFIND"])
@pytest.mark.parametrize("kind", ["xhr", "fetch", "ping", "other", "beacon"])
def test_nothing_but_looking_after_the_page_was_touched(method: str, kind: str) -> None:
    assert decide(method, kind, "touched", Mode.OBSERVE)


@pytest.mark.parametrize("phase", ["load", "touched"])
def test_a_form_is_never_sent(phase: Any) -> None:
    assert decide("POST", "document", phase, Mode.OBSERVE)


def test_own_script_may_read_its_data_while_loading() -> None:
    assert decide("POST", "fetch", "load", Mode.OBSERVE) == ""
    assert all(decide(m, "document", "touched", Mode.OBSERVE) == "" for m in ("GET", "HEAD"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://x", Reason.DNS),
        ("net::ERR_CERT_AUTHORITY_INVALID", Reason.TLS),
        ("net::ERR_TOO_MANY_REDIRECTS", Reason.REDIRECT_LOOP),
        ("Page.goto: Timeout 5000ms exceeded.", Reason.TIMEOUT),
        ("Page.goto: Download is starting", Reason.DOWNLOAD),
        ("Page.evaluate: Target crashed", Reason.CRASH),
        ("net::ERR_CONNECTION_REFUSED", Reason.CONNECT),
        ("something new", Reason.INTERNAL),
    ],
)
def test_reasons(text: str, reason: Reason) -> None:
    assert reason_of(text) is reason


def test_statuses_and_short_words() -> None:
    assert reason_of_status(200) is None
    assert {s: reason_of_status(s) for s in (401, 403, 404, 429, 500)} == {
        401: Reason.LOGIN,
        403: Reason.BLOCKED,
        404: Reason.NOT_FOUND,
        429: Reason.RATE_LIMITED,
        500: Reason.HTTP_ERROR,
    }
    assert short("Page.goto: net::ERR_FAILED at http://x\nCall log") == "ERR_FAILED"
    assert short("") == ""


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "100.64.0.1",
        "::ffff:10.0.0.1",
        "0.0.0.0",
    ],
)
def test_private_addresses(address: str) -> None:
    assert is_private(address)


def test_public_addresses_and_names_are_not_private() -> None:
    assert not is_private("93.184.216.34")
    assert not is_private("stadt.de")


async def test_neighbourhood_separates_public_from_private() -> None:
    async def resolve(host: str) -> tuple[str, ...]:
        return {
            "stadt.example": ("93.184.216.34",),
            "intern.example": ("10.0.0.5",),
            "beides.example": ("93.184.216.34", "10.0.0.5"),
        }.get(host, ())

    here = Neighbourhood(resolve=resolve)
    start = "https://stadt.example/"
    assert await here.off_limits("http://intern.example/x", start)
    assert await here.off_limits("http://beides.example/x", start)
    assert await here.off_limits("http://169.254.169.254/meta", start)
    assert await here.off_limits("http://[::1]/", start)
    assert not await here.off_limits("https://form.stadt.example/", start)
    assert not await here.off_limits("http://10.0.0.9/", "http://intern.example/")
    assert not await Neighbourhood(resolve=resolve, allow=True).off_limits("http://intern.example/", start)


def test_parties() -> None:
    assert site_of("www.stadt.de") == site_of("formulare.stadt.de") == "stadt.de"
    assert site_of("a.localhost") != site_of("b.localhost")
    assert same_party("data:text/html,x", "https://a.de")
    assert not same_party("https://tracker.example", "https://stadt.de")


def test_addresses_compare_without_fragment_but_with_routes() -> None:
    assert key_of("https://A.de/x#y") == key_of("https://a.de/x")
    assert key_of("https://a.de/#/one") != key_of("https://a.de/#/two")
    assert key_of("https://a.de") == key_of("https://a.de/")


def page(
    *links: Link, blocks: tuple[TextBlock, ...] = (), controls: tuple[Control, ...] = (), nodes: int = 50
) -> Page:
    document = Document(links=links, blocks=blocks, controls=controls, node_count=nodes, title="Seite")
    return Page(
        id="p1",
        role=Role.ENTRY,
        requested_url="https://stadt.example/",
        final_url="https://stadt.example/",
        frames=(Frame(id="p1f0", url="https://stadt.example/", document=document),),
    )


def link(text: str, href: str = "/ziel", landmark: str = "main", **more: Any) -> Link:
    url = href if ":" in href else f"https://stadt.example{href}"
    return Link(selector="a", tag="a", name=text, text=text, href=url, landmark=landmark, **more)


def field(kind: str = "text", label: str = "Name", **more: Any) -> Control:
    return Control(selector="input", tag="input", kind=kind, label=label, landmark="main", **more)


def text(words: str) -> TextBlock:
    return TextBlock(selector="p", tag="p", text=words, landmark="main")


def test_the_way_prefers_the_online_application_and_leaves_furniture() -> None:
    found = ways_of(
        page(
            link("Formulare", "/formulare", "navigation"),
            link("Formular", "/formular"),
            link("Jetzt online beantragen", "/antrag"),
            link("Antrag herunterladen (PDF)", "/antrag.pdf"),
            link("Termin online buchen", "/termin"),
            link("Antrag verbindlich absenden", "/absenden"),
            link("Online beantragen", "mailto:amt@stadt.example"),
        )
    )
    assert [(w.kind, w.url.rpartition("/")[2]) for w in found] == [
        ("link", "antrag"),
        ("mail", "mailto:amt@stadt.example"),
        ("link", "formular"),
        ("document", "antrag.pdf"),
    ]


def test_offers_take_the_plainest_label() -> None:
    found = offers_of(
        page(
            link("Ihre Einwilligung im Datenschutz ändern", "/datenschutz#x", "contentinfo"),
            link("Datenschutz", "/datenschutz", "contentinfo"),
            link("Barriere melden", "/melden", "contentinfo"),
            link("Erklärung zur Barrierefreiheit", "/erklaerung", "contentinfo"),
            link("Impressum", "javascript:void(0)", "contentinfo"),
        )
    )
    assert {role.value: lead.url.rpartition("/")[2] for role, lead in found.items()} == {
        "privacy": "datenschutz",
        "accessibility": "erklaerung",
    }


def test_form_pages() -> None:
    assert is_form_page(page(controls=(field(), field(label="Ort"))))
    assert is_form_page(page(controls=(field("file", "Nachweis"),)))
    assert not is_form_page(page(controls=(field(label="Suche"),)))


def frames(
    *blocks: str, controls: tuple[Control, ...] = (), links: tuple[Link, ...] = (), nodes: int = 50
) -> list[Frame]:
    return list(page(*links, blocks=tuple(map(text, blocks)), controls=controls, nodes=nodes).frames)


def test_a_login_page_is_a_wall() -> None:
    wall = wall_of(
        frames(
            "Bitte melden Sie sich mit Ihrer BundID an.",
            controls=(field(label="Benutzername", field="user"), field("password", "Passwort")),
        )
    )
    assert wall is not None
    assert "BundID" in wall.accounts


@pytest.mark.parametrize(
    "innocent",
    [
        frames("Die Steuer beträgt 80 Euro im Jahr.", "Sie können sich anmelden, um Daten zu übernehmen."),
        frames("x" * 2000, controls=(field("password", "Passwort"),)),
        frames("Neues Konto", controls=(field(label="Straße"), field("password", "Passwort wählen"))),
    ],
)
def test_what_is_more_than_a_login_is_no_wall(innocent: list[Frame]) -> None:
    assert wall_of(innocent) is None


def test_challenges_only_on_thin_pages() -> None:
    assert challenge_of(frames("Checking your browser before accessing"), 200, {})
    assert challenge_of(frames("Sind Sie ein Mensch?"), 403, {})
    assert challenge_of(frames("Sind Sie ein Mensch?", nodes=2000), 200, {}) is None
    assert (
        challenge_of(frames("Bitte Captcha lösen", controls=(field(), field(label="Ort"))), 200, {}) is None
    )


async def test_pace_keeps_hosts_apart() -> None:
    pace = Pace(delay=30.0)
    await asyncio.wait_for(pace.turn("https://a.example/"), 1)
    await asyncio.wait_for(pace.turn("https://b.example/"), 1)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pace.turn("https://a.example/2"), 0.05)


class Answers:
    """A fetcher that answers from a table."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch, self.asked = fetch, 0

    async def get(self, url: str, purpose: str) -> Fetch:
        self.asked += 1
        return self.fetch.model_copy(update={"url": url})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 404}, None),
        ({"status": 403}, None),
        ({"status": 500}, Reason.ROBOTS),
        ({"reason": Reason.TIMEOUT}, Reason.TIMEOUT),
        ({"status": 200, "text": "User-agent: *\nDisallow: /antrag"}, Reason.ROBOTS),
        ({"status": 200, "text": "User-agent: *\nDisallow: /\nUser-agent: din66336-auditor\nAllow: /"}, None),
    ],
)
async def test_robots(answer: dict[str, Any], reason: Reason | None) -> None:
    answers = Answers(Fetch(purpose="robots", url="", **answer))
    robots = Robots(answers, Pace(0.0))  # type: ignore[arg-type]
    for _ in range(2):
        assert (await robots.ask("https://stadt.example/antrag"))[0] is reason
    assert answers.asked == 1


def test_shared_pages_are_kept_under_a_new_id() -> None:
    shelf = Shelf()
    imprint = page().model_copy(update={"id": "p12", "role": Role.IMPRINT})
    imprint = imprint.model_copy(
        update={"frames": (imprint.frames[0].model_copy(update={"id": "p12f0", "dom": "dom/p12f0.html"}),)}
    )
    shelf.put(imprint, {"dom/p12f0.html": b"x"})
    shelf.put(page(), {})
    taken = shelf.take(Plan("p3", Role.IMPRINT, "https://stadt.example/"))
    assert taken is not None
    again, files = taken
    assert (again.id, again.frames[0].id, again.frames[0].dom, again.reused) == (
        "p3",
        "p3f0",
        "dom/p3f0.html",
        True,
    )
    assert files == {"dom/p3f0.html": b"x"}
    assert shelf.take(Plan("p1", Role.ENTRY, "https://stadt.example/")) is None
