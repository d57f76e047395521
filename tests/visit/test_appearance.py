"""The appearance probe on pages of its own: it leaves no trace, sees frames and shadow roots, and waits for scripts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from auditor.evidence.appearance import Appearance, Enlarged
from auditor.visit.probes import PROBES
from auditor.visit.probes.subject import Subject
from auditor.visit.rehearse import Stage
from auditor.visit.settings import Limits, VisitSettings

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "Sie können Ihren Hund hier anmelden. Die Steuer richtet sich nach der Zahl der Hunde. " * 3
#: What a page could notice of us, as its own scripts see it.
TRACES = """JSON.stringify([
  document.documentElement.outerHTML, innerWidth, innerHeight, devicePixelRatio, scrollX, scrollY,
  document.adoptedStyleSheets.length, document.activeElement.tagName, getComputedStyle(document.body).fontSize,
  matchMedia("(forced-colors: active)").matches, matchMedia("(prefers-reduced-motion: reduce)").matches,
  getComputedStyle(document.querySelector("a")).color, document.querySelector("a").matches(":hover, :focus"),
  [...document.querySelectorAll("p, a")].map((e) => Object.values(e.getBoundingClientRect().toJSON())),
])"""
NOTICED = """<script>
self.noticed = [];
new MutationObserver((all) => { for (const m of all) noticed.push(m.type); })
  .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
for (const kind of ["click", "focus", "mouseover", "pointerover", "keydown", "input", "scroll"])
  addEventListener(kind, () => noticed.push(kind), true);
</script>"""


@dataclass(frozen=True)
class Scene:
    raw: str
    kind: str = "html"
    url: str = "https://www.musterstadt.example/leistung"
    role: str = "entry"
    state: str = ""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with Stage() as running:
        yield running


def _html(body: str) -> str:
    return f"<!doctype html><html lang=de><title>Hund</title><body><h1>Hund anmelden</h1>{body}</body></html>"


async def look(stage: Stage, body: str) -> Appearance:
    page = (await stage.rehearse([Scene(_html(body))], probes=["appearance"])).pages[0]
    assert page.reason is None, page.detail
    assert page.appearance is not None
    return page.appearance


def state(found: Appearance, name: str) -> Enlarged:
    return next(e for e in found.enlarged if e.state == name)


async def test_the_page_is_left_as_it_was_and_notices_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[Any] = []
    probe: Callable[[Subject], Any] = PROBES["appearance"]

    async def spied(subject: Subject) -> dict[str, object]:
        inside.append(json.loads(await subject.live.evaluate(TRACES)))
        await subject.live.evaluate("noticed.length = 0")
        found: dict[str, object] = await probe(subject)
        inside.append(json.loads(await subject.live.evaluate(TRACES)))
        inside.append(await subject.live.evaluate("noticed"))
        return found

    monkeypatch.setitem(PROBES, "appearance", spied)
    await look(
        stage,
        f"""<style>a {{ transition: all 3s }} a:hover {{ color: red }} p {{ transition: all 3s }}
        @keyframes k {{ to {{ opacity: .5 }} }} i {{ display: block; animation: k 1s infinite }}</style>
        <p style="overflow: hidden; height: 3em">{LONG}</p><a href=/x>Zur Satzung</a><i>neu</i>{NOTICED}""",
    )
    before, after, noticed = inside
    assert after == before
    assert noticed == []


async def test_text_in_a_frame_and_in_a_shadow_root_is_measured(stage: Stage) -> None:
    box = f'<div style="overflow: hidden; height: 3em">{LONG}</div>'
    found = await look(
        stage,
        f"""<iframe style="width: 100%; height: 300px" srcdoc='{box}'></iframe><p id=s></p>
        <script>s.attachShadow({{mode: "open"}}).innerHTML = `{box}`</script>""",
    )
    losses = state(found, "narrow").losses
    assert sorted(loss.frame for loss in losses) == ["p1f0", "p1f1"]
    assert {loss.how for loss in losses} == {"cut"}


async def test_a_height_that_a_script_sets_after_the_resize_is_waited_for(stage: Stage) -> None:
    found = await look(
        stage,
        f"""<div id=b style="overflow: hidden">{LONG}</div><script>
        const fit = () => {{ b.style.height = "auto"; b.style.height = b.scrollHeight + "px"; }}; fit();
        let t; addEventListener("resize", () => {{ clearTimeout(t); t = setTimeout(fit, 300); }});</script>""",
    )
    assert state(found, "zoom").losses == ()
    assert state(found, "narrow").losses == ()


@pytest.mark.parametrize(
    "body",
    [
        f'<div style="overflow: hidden; height: 0">{LONG}</div>',
        f'<details><summary>Mehr</summary><p style="height: 2em; overflow: hidden">{LONG}</p></details>',
        f'<div aria-hidden="true" style="overflow: hidden; height: 3em">{LONG}</div>',
        f'<div style="visibility: hidden; overflow: hidden; height: 3em">{LONG}</div>',
        f'<p style="text-indent: -9999px; overflow: hidden; white-space: nowrap">{LONG}</p>',
        f'<div style="position: absolute; clip-path: inset(50%); height: 3em; overflow: hidden">{LONG}</div>',
        f'<div style="overflow: hidden; height: 40px"><p style="position: absolute">{LONG}</p></div>',
    ],
)
async def test_what_is_hidden_on_purpose_or_not_cut_at_all_is_no_loss(stage: Stage, body: str) -> None:
    found = await look(stage, body)
    assert [loss for part in found.enlarged for loss in part.losses] == []


async def test_a_hidden_dropdown_and_a_scroller_do_not_count_as_motion(stage: Stage) -> None:
    found = await look(
        stage,
        """<style>@keyframes k { to { transform: rotate(1turn) } } .k { animation: k 1s infinite }
        .s { animation: k auto linear; animation-timeline: scroll() }</style>
        <div style="opacity: 0"><p class=k>Menü</p></div><p class=s>Lesefortschritt</p>""",
    )
    assert found.motions == ()


async def test_every_part_is_measured_on_an_empty_page(stage: Stage) -> None:
    found = await look(stage, "")
    assert {e.state for e in found.enlarged} == {"zoom", "narrow", "spacing", "setting"}
    assert found.states_tried == 0
    for part in (found.pins, found.type, found.inserted, found.edges, found.motions, found.faded):
        assert part == ()


async def test_a_page_that_stops_answering_keeps_what_was_found_before() -> None:
    limits = Limits(quiet=0.03, settle=1.0, reflow=0.02, call=2.0)
    async with Stage(VisitSettings(screenshots=False, probes=frozenset(), limits=limits)) as impatient:
        found = await look(
            impatient,
            f"""<p>{LONG}</p><script>addEventListener("resize", () => {{
            const end = Date.now() + (innerWidth === 640 ? 8000 : 0); while (Date.now() < end); }})</script>""",
        )
    assert found.type
    assert found.orientation is None  # it comes after the zoomed view, which keeps the page busy


async def test_a_probe_without_end_costs_its_own_findings_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def endless(_: Subject) -> dict[str, object]:
        await asyncio.sleep(60)
        return {}

    monkeypatch.setitem(PROBES, "appearance", endless)
    limits = Limits(quiet=0.03, settle=1.0, reflow=0.02, page=12.0)
    async with Stage(VisitSettings(screenshots=False, probes=frozenset(), limits=limits)) as hurried:
        page = (await hurried.rehearse([Scene(_html(LONG))], probes=["appearance"])).pages[0]
    assert page.reason is None
    assert page.frames[0].document is not None
    assert page.appearance is None
