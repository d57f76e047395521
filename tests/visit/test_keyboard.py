"""The keyboard probe on pages of its own: what it notes, and that it leaves no trace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from auditor.evidence.keyboard import Keyboard
from auditor.evidence.model import Page
from auditor.visit.probes.keyboard.gestures import kinds
from auditor.visit.probes.keyboard.shortcuts import single_keys
from auditor.visit.rehearse import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def visit(stage: Stage, body: str) -> tuple[Page, Keyboard]:
    html = f"<!doctype html><html lang=de><title>Hund</title><body><h1>Hund anmelden</h1>{body}</body></html>"
    page = (await stage.rehearse([Scene(html)], probes=["keyboard"])).pages[0]
    assert page.reason is None, page.detail
    assert page.keyboard is not None
    return page, page.keyboard


async def test_every_kind_of_stop_once_and_in_order(stage: Stage) -> None:
    _, seen = await visit(
        stage,
        """<a href=/a>Eins</a><p id=s></p><iframe srcdoc="<a href=/f>Drei</a>"></iframe>
        <fieldset><label><input type=radio name=r>Vier</label><label><input type=radio name=r>Nie</label></fieldset>
        <div style="height: 40px; overflow: auto"><p style="height: 200px">Fünf</p></div>
        <div contenteditable>Sechs</div><details><summary>Sieben</summary><a href=/x>zu</a></details>
        <video controls width=200></video><button disabled>Nie</button><label>Acht <input type=date></label>
        <script>s.attachShadow({mode: "open"}).innerHTML = "<button>Zwei</button>"</script>""",
    )
    assert seen.complete
    names = [s.name or s.tag for s in seen.stops]
    assert names == ["Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "video", "Acht"]
    assert [s.frame for s in seen.stops if s.name == "Drei"] == ["p1f1"]
    assert all(s.ring in {"shown", "caret"} for s in seen.stops)


async def test_a_page_that_lies_about_focus_is_not_believed(stage: Stage) -> None:
    lies = """<script>Object.defineProperty(Document.prototype, "activeElement", {get: () => document.body});
    EventTarget.prototype.addEventListener = () => {}; JSON.stringify = () => "{}";</script>"""
    _, seen = await visit(stage, f"{lies}<a href=/a style='outline: none'>Eins</a>")
    assert [(s.name, s.ring) for s in seen.stops] == [("Eins", "none")]


async def test_animation_beside_an_element_is_no_failure_and_no_proof(stage: Stage) -> None:
    moving = """<style>@keyframes m { to { transform: translateX(300px) } }
    i { display: block; width: 40px; height: 40px; background: red; animation: m 1s infinite }
    a { outline: none }</style><i></i><div style="height: 200px"></div>"""
    _, seen = await visit(stage, f"{moving}<a href=/a>Eins</a>")
    assert seen.stops[0].ring == "unclear"


async def test_a_page_that_leaves_by_itself_is_noted(stage: Stage) -> None:
    _, seen = await visit(stage, "<a href=/a>Eins</a> <a href=/b onfocus='location.href = \"/weg\"'>Zwei</a>")
    assert [m.kind for m in seen.moved] == ["navigation"]
    assert not seen.complete


async def test_nothing_is_typed_sent_or_left_behind(stage: Stage) -> None:
    page, seen = await visit(
        stage,
        """<form method=post action=/senden><label>Name <input id=n></label><button>Absenden</button></form>
        <div style="height: 3000px"></div><a href=/u>Unten</a>
        <script>let typed = 0; addEventListener("input", () => typed++);
        addEventListener("click", () => console.error("geklickt"));
        addEventListener("submit", () => console.error("gesendet"));
        setInterval(() => { if (n.value || typed) console.error("getippt"); }, 20);</script>""",
    )
    assert [s.name for s in seen.stops] == ["Name", "Absenden", "Unten"]
    assert [line.text for line in page.console] == []
    assert all(r.method == "GET" for r in page.requests)


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('(e) => { if (e.key === "s") search(); }', ["s"]),
        ("function (e) { switch (e.code) { case 'KeyA': case '/': go() } }", ["/"]),
        ("function (e) { if (e.which == 83) go() }", ["s"]),
        ('(e) => { if (e.key === "Escape" || e.key === "Enter") close(); }', []),
        ('(e) => { if (e.ctrlKey && e.key === "s") save(); }', []),
        ("(e) => { if (e.keyCode === 27) close(); }", []),
        ("(e) => { if (e.key.toLowerCase() === 'v') drop(); }", ["v"]),
        ("(e) => { if (/^[1-4]$/.test(e.key)) go(); }", ["[1-4]"]),
        ("(e) => { if ('s' === e.key) search(); }", ["s"]),
    ],
)
async def test_single_keys_in_the_text_of_a_script(source: str, keys: list[str]) -> None:
    assert [found.key for found in single_keys(source)] == keys


@pytest.mark.parametrize(
    ("listeners", "asked"),
    [
        ([("touchmove", "(e) => { if (e.touches.length === 2) zoom(); }")], ["multi"]),
        ([("touchstart", "(e) => { if (e.touches.length > 1) return; start(); }")], ["multi"]),
        ([("touchstart", "(e) => { if (e.touches.length === 1) start(); }")], []),
        (
            [("touchstart", "(e) => {}"), ("touchend", "(e) => { go(x - e.changedTouches[0].clientX); }")],
            ["swipe"],
        ),
        ([("touchend", "(e) => { note(e.changedTouches[0].clientX); }")], []),
        ([("mousedown", "() => { location.hash = 'a'; }")], ["acts"]),
        ([("mousedown", "(e) => { e.preventDefault(); }"), ("click", "() => form.submit()")], []),
    ],
)
async def test_what_a_script_asks_of_a_pointer(listeners: list[tuple[str, str]], asked: list[str]) -> None:
    assert list(kinds(listeners)) == asked


async def test_a_dialog_is_opened_only_outside_forms_and_by_harmless_words(stage: Stage) -> None:
    def opener(name: str) -> str:
        return f"<button type=button aria-haspopup=dialog onclick=\"console.error('{name}')\">{name}</button>"

    page, seen = await visit(
        stage,
        f"<form>{opener('Hinweis öffnen')}</form>{opener('Antrag absenden')}{opener('Bild vergrößern')}",
    )
    assert [line.text for line in page.console] == ["Bild vergrößern"]
    assert seen.dialogs == ()


async def test_address_and_scrolling_are_as_before(stage: Stage) -> None:
    told = "<script>addEventListener('hashchange', () => console.error(location.hash))</script>"
    page, seen = await visit(stage, f"<a href='#m'>Zum Inhalt</a><main id=m><a href=/x>Eins</a></main>{told}")
    assert [link.works for link in seen.skip_links] == [True]
    assert page.final_url.endswith("/leistung")
