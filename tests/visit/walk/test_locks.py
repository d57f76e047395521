"""Both locks on their own: what is forward, what is final, what may leave the browser."""

from __future__ import annotations

import pytest

from auditor.evidence.model import Control, Document, Frame, Heading, Page, Role, TextBlock
from auditor.visit.walk.buttons import weigh
from auditor.visit.walk.lock import Asking, Lock
from auditor.visit.walk.progress import listed, said
from auditor.visit.walk.seal import sealed_because
from auditor.visit.walk.signs import final_address, final_word
from auditor.visit.walk.state import Asked, Look, Offered, Sight

HERE = "https://form.musterstadt.example/hund/2"


def look(label: str, *, lines: tuple[str, ...] = (), headings: tuple[str, ...] = (), **more: object) -> Look:
    button = Offered(ref=1, kind="submit", form=0, label=label, **more)  # type: ignore[arg-type]
    asked = Asked(ref=0, kind="text", label="Name", form=0)
    return Look(
        (Sight(url=HERE, fields=(asked,), buttons=(button,), hidden=((),), lines=lines, headings=headings),)
    )


def verdict(label: str, **more: object) -> str:
    return weigh(look(label, **more))[0].verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "label", ["Weiter", "Weiter »", "Continue", "Speichern und weiter", "Nächster Schritt"]
)
def test_forward_needs_proof(label: str) -> None:
    assert verdict(label, lines=("Schritt 1 von 3",)) == "forward"
    if label != "Nächster Schritt":
        assert verdict(label) != "forward"


@pytest.mark.parametrize(
    ("lines", "headings", "more"),
    [
        (("Schritt 3 von 3",), (), {}),
        (("Schritt 1 von 3", "Mit Klick auf „Weiter“ wird Ihr Antrag verbindlich gestellt."), (), {}),
        (("Schritt 2 von 3",), ("Zusammenfassung",), {}),
        (("Schritt 2 von 3",), (), {"target": "/antrag/absenden"}),
        (("Schritt 2 von 3",), (), {"name": "aktion", "value": "einreichen"}),
        (("Schritt 2 von 3",), (), {"script": "antragAbsenden()"}),
        (("Schritt 2 von 3",), (), {"picture": "/img/abschicken.gif"}),
    ],
)
def test_next_is_not_pressed_where_anything_speaks_of_sending(
    lines: tuple[str, ...], headings: tuple[str, ...], more: dict[str, str]
) -> None:
    assert verdict("Weiter", lines=lines, headings=headings, **more) == "unknown"


@pytest.mark.parametrize(
    "label", ["Absenden", "Antrag verbindlich abschicken", "Weiter und absenden", "Submit", "OK"]
)
def test_final_stays_final_on_an_early_step(label: str) -> None:
    assert verdict(label, lines=("Schritt 1 von 5",)) == "final"


def test_progress() -> None:
    assert said(["Schritt 2 von 5"]).state == "more"
    assert said(["Schritt 2 von 5", "Seite 5/5"]).state == "last"
    assert said(["Testweg 1/4, 12345 Musterstadt, das ist eine längere Zeile"]).state == "unknown"
    assert listed(1, ["Daten", "Prüfen", "4. Bestätigung"]).state == "last"
    assert listed(0, ["1 Daten", "2 Prüfen"]).state == "more"


def test_signs_of_sending() -> None:
    for url in ("/antrag/absenden", "/x?do=submit", "/a/einreichen.php", "/send", "/hund/final"):
        assert final_address(f"https://a.example{url}"), url
    for url in (
        "/dienst/abgaben/schritt1",
        "/sendung",
        "/submit-hilfe/..",
        "/hundesteuer/2",
        "/schulabschluss",
    ):
        if "submit" not in url:
            assert not final_address(f"https://a.example{url}"), url
    assert final_word("&aktion=absenden")
    assert not final_word("&email_confirm=a@example.org&vorname=Testperson")


def control(label: str, kind: str = "submit", **more: object) -> Control:
    return Control(selector="x", tag="button", kind=kind, label=label, form=0, **more)  # type: ignore[arg-type]


def step(*texts: str, label: str = "Weiter", heading: str = "Angaben", hidden: str = "") -> Page:
    blocks = tuple(
        TextBlock(selector=f"main > p:nth-of-type({i})", tag="p", text=t) for i, t in enumerate(texts, 1)
    )
    controls = [control("Name", "text"), control(label)]
    if hidden:
        controls.append(control(hidden, visible=False))
    document = Document(
        blocks=blocks,
        controls=tuple(controls),
        headings=(Heading(selector="h2", tag="h2", level=2, text=heading),),
    )
    return Page(
        id="p1",
        role=Role.FORM,
        requested_url=HERE,
        final_url=HERE,
        frames=(Frame(id="p1f0", url=HERE, document=document),),
    )


@pytest.mark.parametrize(
    "page",
    [
        step(),
        step("Schritt 2 von 2"),
        step("Schritt 1 von 2", label="Absenden"),
        step("Schritt 1 von 2", heading="Zusammenfassung"),
        step("Schritt 1 von 2", "Mit Klick auf Weiter wird der Antrag abgeschickt."),
        Page(id="p1", role=Role.FORM, requested_url=HERE, final_url=HERE),
    ],
)
def test_sealed(page: Page) -> None:
    assert sealed_because(page.frames)
    lock = Lock()
    lock.see(page.frames)
    lock.press()
    for method in ("POST", "PUT", "GET", "PATCH"):
        assert lock.decide(Asking(method, HERE, "document"))
        assert lock.decide(Asking(method, HERE, "fetch"))


@pytest.mark.parametrize(
    "page", [step("Schritt 1 von 2"), step(label="Weiter zu Schritt 2"), step(hidden="Absenden")]
)
def test_open(page: Page) -> None:
    assert not sealed_because(page.frames)


def test_on_an_open_step_one_message_leaves_and_only_while_pressed() -> None:
    lock = Lock()
    lock.see(step("Schritt 1 von 2").frames)
    lock.mark("testperson@example.org")
    post = Asking("POST", HERE, "document", "name=Servicestandard")
    assert lock.decide(Asking("POST", f"{HERE}/vorab", "fetch"))
    lock.press()
    assert lock.decide(Asking("POST", "https://woanders.example/", "document"))
    assert lock.decide(Asking("POST", HERE, "document", "aktion=absenden"))
    assert lock.decide(Asking("POST", "https://form.musterstadt.example/absenden", "fetch"))
    assert lock.decide(Asking("POST", HERE, "ping"))
    assert not lock.decide(Asking("POST", f"{HERE}/entwurf", "fetch", "{}"))
    assert not lock.decide(post)
    assert lock.decide(post)
    assert lock.decide(Asking("POST", HERE, "fetch"))
    assert lock.decide(Asking("GET", f"{HERE}?m=testperson%40example.org", "document"))
    assert lock.decide(Asking("GET", f"{HERE}/x.png?m=testperson@example.org", "image"))
    lock.arrive()
    assert lock.decide(post)
    assert not lock.decide(Asking("GET", f"{HERE}/app.js", "script"))
    assert len(lock.refusals) >= 7


def test_asleep_it_leaves_the_decision_to_the_guard() -> None:
    assert not Lock().decide(Asking("POST", HERE, "document"))


def test_what_was_refused_stays_refused() -> None:
    lock = Lock()
    lock.see(step("Schritt 1 von 2").frames)
    early = Asking("POST", f"{HERE}/vorab", "fetch", "{}")
    assert lock.decide(early)
    lock.press()
    assert lock.decide(early)
    lock.sleep()
    lock.see(step("Schritt 1 von 2").frames)
    lock.press()
    assert not lock.decide(early)


def test_after_a_press_on_a_sealed_step_all_steps_are_sealed() -> None:
    lock = Lock()
    lock.see(step().frames)
    lock.press()
    lock.see(step("Schritt 2 von 3").frames)
    lock.press()
    assert lock.decide(Asking("POST", HERE, "document"))


def test_cut_off_nothing_leaves_but_static_files_of_the_own_host() -> None:
    lock = Lock()
    lock.see(step("Schritt 1 von 2").frames)
    lock.cut()
    own = "https://form.musterstadt.example"
    assert not lock.decide(Asking("GET", f"{own}/teil-2.4f7a.mjs", "script"))
    assert not lock.decide(Asking("GET", f"{own}/bild.svg?v=3", "image"))
    assert lock.attempts == []
    lock.press()
    tried = (
        Asking("GET", f"{own}/bild", "image"),
        Asking("GET", f"{own}/bild.svg?name=Servicestandard&ort=M", "image"),
        Asking("GET", "https://woanders.example/bild.svg", "image"),
        Asking("GET", f"{own}/absenden.png", "image"),
        Asking("GET", f"{own}/daten.js", "fetch"),
        Asking("POST", f"{own}/entwurf", "fetch"),
        Asking("GET", f"{own}/2", "document"),
    )
    assert all(lock.decide(asking) for asking in tried)
    lock.arrive()
    assert lock.message(f"{own}/socket")
    lock.end()
    assert lock.decide(Asking("POST", f"{own}/entwurf", "fetch"))
    assert len(lock.attempts) == len(tried) + 2
