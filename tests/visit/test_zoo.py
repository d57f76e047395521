"""Every animal of the zoo, in real Chromium: its typed outcome, within its limit, and nothing sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from auditor.evidence.model import Evidence, Service
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.visitor import Visitor
from tests.sites.zoo import ANIMALS, HELPERS, Zoo

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIMITS = Limits(
    navigation=4.0,
    load=2.0,
    quiet=0.2,
    settle=1.5,
    call=4.0,
    axe=10.0,
    axe_frame=5.0,
    page=18.0,
    service=40.0,
)
#: A small heap, so that a page that eats memory dies early.
SETTINGS = VisitSettings(delay=0.0, limits=LIMITS, flags=("--js-flags=--max-old-space-size=96",))


class Bin:
    """Keeps the files of a visit."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> str:
        self.files[name] = data
        return name


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor() -> AsyncIterator[Visitor]:
    async with Visitor(SETTINGS) as running:
        yield running


async def look(visitor: Visitor, url: str) -> Evidence:
    return await visitor.visit(Service(url=url), Bin())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ANIMALS) - HELPERS))
async def test_typed_outcome_and_nothing_sent(visitor: Visitor, zoo: Zoo, name: str) -> None:
    animal = ANIMALS[name]
    before = len(zoo.log)
    evidence = await asyncio.wait_for(look(visitor, zoo.url(name)), animal.within * 3)
    assert (evidence.reason and evidence.reason.value) == animal.reason, evidence.detail
    sent = [s for s in zoo.log[before:] if s.method not in {"GET", "HEAD", "OPTIONS"}]
    assert [s.path for s in sent] == (["/api"] if name == "spa-post" else [])
    assert not any(s.path.startswith("/sent") for s in zoo.log[before:])
    if animal.reason is None:
        assert evidence.pages[0].frames[0].document is not None
        assert evidence.pages[0].frames[0].axe is not None


async def test_next_service_is_untouched_by_a_hung_one(visitor: Visitor, zoo: Zoo) -> None:
    hung, good = await asyncio.gather(
        look(visitor, zoo.url("loop-loading")), look(visitor, zoo.url("good", host="gut"))
    )
    assert hung.reason is not None
    assert good.reason is None


async def test_tls_and_dns_are_told_apart(visitor: Visitor, zoo: Zoo) -> None:
    tls = await look(visitor, f"https://zoo.localhost:{zoo.tls_port}/good")
    dns = await look(visitor, "http://gibt-es-nicht.invalid/")
    port = await look(visitor, "http://127.0.0.1:9/")
    assert [e.reason and e.reason.value for e in (tls, dns, port)] == ["tls", "dns", "connect"]


async def test_robots_are_honoured(visitor: Visitor, zoo: Zoo) -> None:
    before = len(zoo.log)
    no = await look(visitor, zoo.url("good", host="robots-no"))
    broken = await look(visitor, zoo.url("good", host="robots-broken"))
    assert [e.reason and e.reason.value for e in (no, broken)] == ["robots", "robots"]
    assert {s.path for s in zoo.log[before:]} == {"/robots.txt"}


async def test_user_agent_says_who_comes(visitor: Visitor, zoo: Zoo) -> None:
    before = len(zoo.log)
    await look(visitor, zoo.url("good", host="agent"))
    agents = {s.agent for s in zoo.log[before:]}
    assert agents
    assert all("din66336-auditor/" in a and "+http" in a for a in agents)


async def test_single_page_app_reads_its_data(visitor: Visitor, zoo: Zoo) -> None:
    evidence = await look(visitor, zoo.url("spa-post"))
    document = evidence.pages[0].frames[0].document
    assert document is not None
    assert any("Daten da" in b.text for b in document.blocks)
    posts = [r for r in evidence.pages[0].requests if r.method == "POST"]
    assert [(r.decision, r.phase) for r in posts] == [("allowed", "load")]


async def test_refused_submission_is_written_down(visitor: Visitor, zoo: Zoo) -> None:
    page = (await look(visitor, zoo.url("auto-submit"))).pages[0]
    refused = [r for r in page.requests if r.decision == "refused"]
    assert page.guarded
    assert [(r.method, r.why) for r in refused] == [("POST", "a form would be sent")]


async def test_only_refusal_is_pressed(visitor: Visitor, zoo: Zoo) -> None:
    page = (await look(visitor, zoo.url("consent-post"))).pages[0]
    trap = (await look(visitor, zoo.url("consent-trap"))).pages[0]
    assert page.consent is not None
    assert page.consent.refused
    assert [s.key for s in page.storage if s.kind == "local"] == ["no"]
    assert trap.consent is not None
    assert (trap.consent.accept, trap.consent.refuse, trap.consent.refused) == (
        "Alle akzeptieren",
        None,
        False,
    )
    assert not [s for s in trap.storage if s.kind == "local"]


async def test_dangerous_links_are_never_followed(visitor: Visitor, zoo: Zoo) -> None:
    evidence = await look(visitor, zoo.url("danger-links"))
    assert len(evidence.pages) == 1
    assert [(c.text, c.outcome) for c in evidence.candidates] == [("Online beantragen", "refused")]


async def test_hijacked_page_cannot_fool_the_judge(visitor: Visitor, zoo: Zoo) -> None:
    axe = (await look(visitor, zoo.url("hijacked"))).pages[0].frames[0].axe
    assert axe is not None
    assert "image-alt" in {r.id for r in axe.violations}


PUBLIC, PRIVATE = "stadt.example", "intern.example"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def public_visitor(zoo: Zoo) -> AsyncIterator[Visitor]:
    """Believes that one of two names of the zoo is public and the other private."""

    async def resolve(host: str) -> tuple[str, ...]:
        return ("93.184.216.34",) if host == PUBLIC else ("10.1.2.3",)

    rules = ",".join(f"MAP {host} 127.0.0.1:{zoo.port}" for host in (PUBLIC, PRIVATE))
    settings = VisitSettings(
        delay=0.0, limits=LIMITS, respect_robots=False, flags=(f"--host-resolver-rules={rules}",)
    )
    async with Visitor(settings, resolve) as running:
        yield running


@pytest.mark.parametrize(
    ("name", "reason"),
    [("to-private", "private-address"), ("hop-to-private", "private-address"), ("uses-private", None)],
)
async def test_no_way_from_public_to_private(
    public_visitor: Visitor, zoo: Zoo, name: str, reason: str | None
) -> None:
    before = len(zoo.log)
    evidence = await look(public_visitor, f"http://{PUBLIC}/{name}")
    assert (evidence.reason and evidence.reason.value) == reason
    assert {s.host for s in zoo.log[before:]} == {PUBLIC}
    if reason is None:
        refused = {r.url for r in evidence.pages[0].requests if r.decision == "refused"}
        assert refused == {f"http://{PRIVATE}/x.png", f"http://{PRIVATE}/good", f"http://{PRIVATE}/api"}


async def test_the_portals_entry_is_asked_for_where_it_was_named(visitor: Visitor, zoo: Zoo) -> None:
    entry = zoo.url("good", host="portal")
    service = Service(url=zoo.url("good", host="gut"), portal=entry)
    fetched = [f for f in (await visitor.visit(service, Bin())).fetches if f.purpose == "portal"]
    assert [(f.url, f.status) for f in fetched] == [(entry, 200)]
    assert "<h1" in fetched[0].text
    named_otherwise = Service(url=zoo.url("good", host="gut"), portal="eigene Website")
    assert not [f for f in (await visitor.visit(named_otherwise, Bin())).fetches if f.purpose == "portal"]


async def test_the_words_of_an_error_page_are_kept(visitor: Visitor, zoo: Zoo) -> None:
    page = (await look(visitor, zoo.url("status-404"))).pages[0]
    assert page.reason is not None
    assert page.frames
    assert page.frames[0].document is not None
    assert page.frames[0].dom is None
