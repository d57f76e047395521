"""Links to lists of services, letters, the next page; whose hosts; and the form of a search."""

from __future__ import annotations

import pytest

from auditor.evidence.model import Control, Document, Form, Frame, Link, Page, Role
from auditor.visit.discover.places import Scope, places_in
from auditor.visit.discover.search import search_of

HOME = "https://www.stadt.example/"


def page(*links: tuple[str, str]) -> Page:
    made = tuple(Link(selector="a", tag="a", href=f"{HOME}{path}", name=name) for name, path in links)
    frame = Frame(id="p1f0", url=HOME, document=Document(links=made))
    return Page(id="p1", role=Role.ROUTE, requested_url=HOME, final_url=HOME, frames=(frame,))


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Dienstleistungen A–Z", "a-z"),
        ("Was erledige ich wo?", "a-z"),
        ("Leistungen von A bis Z", "a-z"),
        ("Dienstleistungen", "services"),
        ("Alle Leistungen", "services"),
        ("Bürgerservice", "services"),
        ("Anliegen", "services"),
        ("Online-Dienste", "online"),
        ("Digitales Rathaus", "online"),
        ("Serviceportal", "online"),
        ("Formulare", "forms"),
        ("Anträge und Formulare", "forms"),
        ("Rathaus & Verwaltung", "topics"),
        ("Lebenslagen", "topics"),
        ("Einwohnermeldeamt", "topics"),
        ("Sitemap", "index"),
        ("Impressum", None),
        ("Tourismus", None),
        ("Vereine", None),
        ("Newsletter Bürgerservice", None),
        ("Der neue Bürgerservice im Rathaus ist ab sofort für Sie geöffnet", None),
    ],
)
def test_what_leads_to_lists(label: str, kind: str | None) -> None:
    assert [place.where for place in places_in(page((label, "x")), "home", 1)] == ([kind] if kind else [])


def test_letters_and_spans_of_letters() -> None:
    shown = page(
        *((f"{letter}", f"a-z?l={letter}") for letter in "ABCÖ"), ("X–Z", "a-z?l=X"), ("A - Z", "a-z")
    )
    places = list(places_in(shown, "services", 1))
    letters = [sorted(place.letters) for place in places if place.letters]
    assert letters == [["A"], ["B"], ["C"], ["O"], ["X", "Y", "Z"]]


def test_single_letters_elsewhere_are_no_a_to_z() -> None:
    assert list(places_in(page(("A", "schrift?gross"), ("X", "x")), "home", 1)) == []


def test_the_next_page_of_a_list_only() -> None:
    pager = page(("weiter", "liste?seite=2"), ("2", "liste?seite=2"), ("weiter", "nirgends"))
    assert [place.url for place in places_in(pager, "services", 1)] == [f"{HOME}liste?seite=2"] * 2
    assert list(places_in(pager, "home", 1)) == []


def test_own_hosts_and_those_of_others() -> None:
    scope = Scope.of("https://www.dorf.vg-tal.example/start")
    hosts = {
        "https://dorf.vg-tal.example/x": "own",
        "https://service.dorf.vg-tal.example/x": "own",
        "https://weiler.vg-tal.example/x": "other",
        "https://boesesdorf.vg-tal.example/x": "other",
        "https://www.buergerserviceportal.de/bayern/dorf": "vendor",
    }
    assert {url: scope.whose(url) for url in hosts} == hosts


def form(*controls: Control, **more: str) -> Document:
    made = Form(
        selector="form", tag="form", index=0, **{"action": f"{HOME}suche?alt=1", "method": "get", **more}
    )
    return Document(forms=(made,), controls=controls)


def field(kind: str, name: str, **more: str) -> Control:
    return Control(selector="input", tag="input", kind=kind, field=name, form=0, **more)


SOURCE = b'<form action=/suche><input type=hidden name="id" value="7&amp;8"><input name=q></form>'


def test_a_search_is_asked_as_its_form_would_be_sent() -> None:
    found = search_of(form(field("search", "q")), SOURCE)
    assert found is not None
    assert found.url("Hund & Katze") == f"{HOME}suche?id=7%268&q=Hund+%26+Katze"


@pytest.mark.parametrize(
    ("document", "is_search"),
    [
        (form(field("text", "tx_solr[q]")), True),
        (form(field("text", "wort", placeholder="Suchbegriff eingeben")), True),
        (form(field("text", "name"), action=f"{HOME}kontakt"), False),
        (form(field("search", "q"), method="post"), False),
        (form(field("search", "q"), action="javascript:los()"), False),
        (form(field("search", "q"), field("email", "mail")), False),
        (form(field("search", "q"), field("text", "ort")), False),
        (form(field("search", "")), False),
    ],
)
def test_what_is_a_search(document: Document, is_search: bool) -> None:
    assert (search_of(document, b"") is not None) is is_search
