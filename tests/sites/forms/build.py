"""Building blocks of the corpus: pages, steps, buttons, and what the server makes of a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ask:
    """A request: ``said`` is query and body, decoded."""

    method: str
    path: str
    said: str
    port: int


@dataclass(frozen=True)
class Go:
    """A redirect within the case."""

    path: str


Page = str | Callable[[Ask], "str | Go"]

#: The address that files the application; it says nothing by itself, so that no name gives it away.
END = "z9"


@dataclass(frozen=True)
class Case:
    """One form. ``stop`` is where a walk must end (any end will do if None); ``pages`` by path.

    ``by_press`` False: the page files by itself, no lock on buttons can prevent it.
    """

    name: str
    pages: dict[str, Page]
    stop: str | None = None
    by_press: bool = True
    final: Callable[[Ask], bool] = field(default=lambda ask: ask.path == END)
    steps: int = 1

    def is_final(self, ask: Ask) -> bool:
        """Whether this request would have filed the application."""
        return self.final(ask)

    def answer(self, ask: Ask) -> str | Go | None:
        """What the server says."""
        found = self.pages.get(ask.path, THANKS if ask.path == END else None)
        return found(ask) if callable(found) else found


CASES: dict[str, Case] = {}


def case(name: str, pages: dict[str, Page] | str, stop: str | None = None, **more: object) -> None:
    """Enter a form into the corpus."""
    assert name not in CASES, name
    CASES[name] = Case(name, {"": pages} if isinstance(pages, str) else pages, stop, **more)  # type: ignore[arg-type]


def page(body: str, title: str = "Hund anmelden – Musterstadt", head: str = "") -> str:
    """A decent page."""
    return (
        f"<!doctype html><html lang=de><head><meta charset=utf-8><title>{title}</title>{head}</head><body>"
        "<header><a href='/'>Musterstadt</a><a href='?suche'>Suche</a></header>"
        f"<main><h1>Hund anmelden</h1>{body}</main><footer><a href='/impressum'>Impressum</a></footer></body></html>"
    )


def fields(*names: str) -> str:
    """Labelled required text fields."""
    names = names or ("Vorname", "Nachname")
    return "".join(
        f"<p><label for=f{i}>{n}</label> <input id=f{i} name='{n.split()[0].lower()}' required></p>"
        for i, n in enumerate(names)
    )


def form(inside: str, action: str = END, method: str = "post", more: str = "") -> str:
    """A form element."""
    return f"<form method={method} action='{action}' {more}>{inside}</form>"


def button(label: str, more: str = "") -> str:
    """A submit button."""
    return f"<button {more}>{label}</button>"


def step(number: int, of: int, inside: str, heading: str = "Ihre Angaben") -> str:
    """A step that says where it stands."""
    return page(f"<p>Schritt {number} von {of}</p><h2>{heading}</h2>{inside}")


def summary(ending: str, heading: str = "Prüfen Sie Ihre Angaben", note: str = "") -> str:
    """A page that shows what will be sent."""
    said = "<dl><dt>Vorname</dt><dd>Testperson</dd><dt>Nachname</dt><dd>Servicestandard</dd></dl>"
    return page(f"{note}<h2>{heading}</h2>{said}{ending}")


def stepper(now: int, *names: str) -> str:
    """A list of steps; ``now`` counts from 0."""
    items = "".join(f"<li{' aria-current=step' if i == now else ''}>{n}</li>" for i, n in enumerate(names))
    return f"<ol class=fortschritt>{items}</ol>"


def script(code: str) -> str:
    """Inline script."""
    return f"<script>{code}</script>"


THANKS = page("<h2>Vielen Dank, Ihr Antrag ist eingegangen</h2><p>Ihre Vorgangsnummer lautet 4711.</p>")
SEND = form(button("Antrag verbindlich absenden"))
