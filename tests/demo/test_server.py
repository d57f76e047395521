import re
from urllib.parse import urlsplit

import httpx
import pytest

from auditor.demo import Demo, serve, targets
from auditor.demo.content import towns
from auditor.demo.targets import key_of

BASIC_PAGES = [
    *("/", "/dienstleistungen", "/suche?q=hund", "/impressum", "/datenschutz"),
    *("/barrierefreiheit", "/leichte-sprache", "/gebaerdensprache", "/kontakt", "/robots.txt"),
]


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").partition(".")[0]


@pytest.mark.parametrize("town", towns())
@pytest.mark.parametrize("path", BASIC_PAGES)
def test_every_town_has_the_pages_every_town_has(client, town, path):
    assert client(town).get(path).status_code == 200


def test_every_target_answers_except_the_one_that_is_gone(demo, client):
    answers = {
        key_of(t): client(host_of(t.url)).get(urlsplit(t.url).path).status_code for t in targets(demo.port)
    }

    assert [key for key, status in answers.items() if status != 200] == ["hollerbruck/meldebescheinigung"]
    assert answers["hollerbruck/meldebescheinigung"] == 404


def test_no_page_leads_out_of_the_demo_or_into_nothing(demo, client):
    """Follows every link, picture and script from the home pages; only the two broken ones may fail."""
    seen: dict[str, int] = {}
    waiting = [demo.base(town) + "/" for town in towns()]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        parts = urlsplit(url)
        assert (parts.hostname or "").endswith(".localhost"), f"{url} leaves the demo"
        answer = client(host_of(url)).get(parts.path + (f"?{parts.query}" if parts.query else ""))
        seen[url] = answer.status_code
        if "html" in answer.headers.get("content-type", ""):
            waiting += _links(url, answer.text)

    broken = {f"{host_of(url)}{urlsplit(url).path}" for url, status in seen.items() if status >= 400}
    assert broken == {"hollerbruck/dienstleistungen/meldebescheinigung", "ahrenfurt/stoerung"}
    assert len(seen) > 100


def _links(base: str, html: str) -> list[str]:
    found = re.findall(r'(?:href|src)="([^"#]+)', html)
    return [
        str(httpx.URL(base).join(link)) for link in found if not link.startswith(("mailto:", "tel:", "data:"))
    ]


def test_an_unknown_host_and_a_path_upwards_are_not_found(client):
    assert client("nirgendwo").get("/").status_code == 404
    assert client("kaltenmuende").get("/..%2f..%2fapp").status_code == 404
    assert client("kaltenmuende").get("/assets/..%2ftown.yaml").status_code == 404


def test_what_a_visitor_types_is_escaped(client):
    page = client("kaltenmuende").get("/suche", params={"q": "<script>alert(1)</script>"}).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_log_keeps_order_kind_and_host(demo, client):
    client("kaltenmuende").get("/kontakt?x=1")
    client("kaltenmuende").get("/assets/stil.css")
    client("zaehlwerk").get("/pixel.gif")
    client("kaltenmuende").post("/api/formular", json={})
    client("kaltenmuende").post("/rueckmeldung", data={"note": "5"})

    assert [(e.order, e.method, e.host, e.path, e.kind) for e in demo.log.entries] == [
        (1, "GET", "kaltenmuende.localhost", "/kontakt", "page"),
        (2, "GET", "kaltenmuende.localhost", "/assets/stil.css", "asset"),
        (3, "GET", "zaehlwerk.localhost", "/pixel.gif", "tracker"),
        (4, "POST", "kaltenmuende.localhost", "/api/formular", "data"),
        (5, "POST", "kaltenmuende.localhost", "/rueckmeldung", "message"),
    ]
    assert demo.log.entries[0].query == "x=1"


@pytest.mark.parametrize(
    ("host", "path"),
    [("kaltenmuende", "/api/antrag"), ("termine", "/buchen")],
    ids=["single page", "booking"],
)
def test_a_binding_post_is_final(demo, client, host, path):
    client(host).post(path, json={})

    assert [entry.path for entry in demo.log.of("final")] == [path]


def test_the_outage_says_so(client):
    answer = client("ahrenfurt").get("/stoerung")

    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_the_slow_service_takes_its_time(client):
    answer = client("kaltenmuende").get("/dienstleistungen/sondernutzung")

    assert answer.elapsed.total_seconds() >= 1


def test_only_the_bad_example_tracks_and_the_good_one_asks_first(client):
    bad = client("ahrenfurt").get("/dienstleistungen/gewerbe-anmelden").text
    good = client("kaltenmuende").get("/dienstleistungen/meldebescheinigung").text

    assert "/assets/zaehlwerk.js" in bad
    assert "zaehlwerk.js" not in good
    assert [good.count(f">{word}</button>") for word in ("Ablehnen", "Zustimmen")] == [1, 1]


def test_it_stops_and_frees_its_port():
    with serve() as first:
        port = first.port
    with Demo(port) as second:
        assert second.port == port
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/")


def test_every_host_is_named_with_its_address(demo):
    assert demo.hosts["formularserver.localhost"] == f"127.0.0.1:{demo.port}"
    assert set(demo.hosts) >= {f"{town}.localhost" for town in towns()}
