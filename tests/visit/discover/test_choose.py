"""Candidates from what was seen: pure, so that each case is one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.visit.discover.choose import candidates
from auditor.visit.discover.model import Opened, Sighting
from auditor.wording.titles import Names

DOG = Names(["Hundesteuer", "Hund anmelden"])
BASE = "https://www.stadt.example"

SEEN = [
    Sighting(f"{BASE}/hundesteuer", "sitemap"),
    Sighting(f"{BASE}/a-z/hund", "a-z", text="Hund anmelden"),
    Sighting(f"{BASE}/hundesteuer", "home", text="Hundesteuer"),
    Sighting(f"{BASE}/hundesteuer", "home", text="mehr", heading="Hundesteuer"),
    Sighting(f"{BASE}/presse/hund", "home", text="Hundesteuer"),
    Sighting(f"{BASE}/hund.pdf", "forms", text="Hundesteuer anmelden", document=True),
    Sighting("https://www.kreis.example/hund", "home", "other", "Hund anmelden"),
    Sighting("https://form.vendor.example/x", "online", "vendor", "Hundesteuer"),
    Sighting(f"{BASE}/satzung", "home", text="Hundesteuersatzung"),
    Sighting(f"{BASE}/wohngeld", "home", text="Wohngeld"),
]


def test_grades_by_where_and_whose() -> None:
    found = {candidate.url: candidate.grade for candidate in candidates(DOG, SEEN)}
    assert found == {
        f"{BASE}/hundesteuer": "sure",
        f"{BASE}/a-z/hund": "sure",
        f"{BASE}/presse/hund": "look",
        f"{BASE}/hund.pdf": "look",
        "https://www.kreis.example/hund": "look",
        "https://form.vendor.example/x": "likely",
    }


def test_an_address_alone_is_never_sure() -> None:
    (found,) = candidates(DOG, SEEN[:1])
    assert (found.grade, found.quote) == ("likely", "hundesteuer")


def test_a_link_that_says_nothing_speaks_through_its_heading() -> None:
    (found,) = candidates(DOG, [SEEN[3]])
    assert (found.grade, found.quote) == ("likely", "Hundesteuer: mehr")
    assert candidates(DOG, [Sighting(f"{BASE}/x", "home", text="Wohngeld", heading="Hundesteuer")]) == ()


def test_what_a_page_says_of_itself_counts_more() -> None:
    url = f"{BASE}/hundesteuer"
    said = Opened(("Hundesteuer",), "Hundesteuer | Stadt")
    assert [(c.grade, c.confirmed) for c in candidates(DOG, SEEN[:1], {url: said})] == [("sure", True)]
    by_title = Opened(("Willkommen",), "Hundesteuer – Stadt Beispielhausen")
    assert [c.grade for c in candidates(DOG, SEEN[:1], {url: by_title})] == ["sure"]
    other = Opened(("Steuern und Abgaben",), "Stadt")
    assert [(c.grade, c.confirmed) for c in candidates(DOG, [SEEN[2]], {url: other})] == [("likely", False)]
    law = Opened(("Satzung über die Hundesteuer",), "Stadt")
    assert [c.grade for c in candidates(DOG, [SEEN[2]], {url: law})] == ["look"]


@given(st.permutations(SEEN), st.lists(st.sampled_from(SEEN)))
def test_neither_order_nor_repetition_of_links_matters(seen: list[Sighting], again: list[Sighting]) -> None:
    assert candidates(DOG, [*seen, *again]) == candidates(DOG, SEEN)


@given(st.lists(st.sampled_from(SEEN), unique=True))
def test_more_links_never_make_the_best_worse(seen: list[Sighting]) -> None:
    order = ["sure", "likely", "look"]
    some, every = candidates(DOG, seen), candidates(DOG, SEEN)
    assert not some or order.index(every[0].grade) <= order.index(some[0].grade)
