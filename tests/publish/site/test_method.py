"""The method reckons its example from the month itself; the changelog and the feed tell what changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from lxml import etree

from auditor.publish.catalogue import Catalogue
from auditor.publish.site.method import example
from auditor.publish.site.page import Site
from auditor.publish.site.run import build_site
from auditor.publish.words import Words
from auditor.ranking.model import Correction, Ranking
from auditor.rulebook.model import Rulebook, Text
from tests.publish.site.country import PUBLISHER, details

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def ids(path: Path) -> list[str]:
    return [e.text for e in etree.parse(path).findall("a:entry/a:id", ATOM)]


def test_the_example_gives_the_standing_it_is_taken_from(ranking: Ranking, small: Rulebook) -> None:
    site = Site(ranking, details(ranking), Words(small, Catalogue("de", "site")))
    made = example(site)
    standing = site.by_ags[made.row.ags]
    assert made.low_sum / made.weight == standing.low or abs(made.low_sum / made.weight - standing.low) < 0.1
    assert abs(made.high_sum / made.weight - standing.high) < 0.1
    assert made.coverage == standing.coverage
    assert len({part.state for part in made.parts}) > 1
    first = site.by_ags[made.first.ags]
    assert first.overall.rank == standing.overall.rank
    assert standing.high >= first.low
    assert site.by_ags[made.above.ags].overall.rank < standing.overall.rank


def test_the_example_is_on_the_page(built: Path) -> None:
    page = soup(built / "methodology.html")
    said = words(page.select_one("section[aria-labelledby=example]"))
    assert "Rang 5 von 23" in said
    assert "77,4 ist nicht kleiner als 74,1" in said
    basket = page.select_one("section[aria-labelledby=basket]")
    assert len(basket.select("tbody tr")) == 5
    assert "99050012104000" in words(basket)
    assert "höchstens" in words(soup(built / "methodology-services.html").main)


def test_no_example_where_nobody_is_ranked(ranking: Ranking, small: Rulebook) -> None:
    nobody = replace(ranking, standings=tuple(s for s in ranking.standings if not s.overall))
    assert example(Site(nobody, details(nobody), Words(small, Catalogue("de", "site")))) is None


def test_the_changelog_has_every_month_with_its_corrections(built: Path) -> None:
    page = soup(built / "changelog.html")
    assert [words(h2) for h2 in page.main.find_all("h2")] == [
        "Dezember 2026",
        "November 2026",
        "Oktober 2026",
    ]
    assert words(page.select(".corrections li")[0]).startswith(
        "14. Dezember 2026 · Musterhafen Wert berichtigt."
    )
    assert "Keine Berichtigungen" in words(page.select_one("section[aria-labelledby=m-2026-11]"))


def test_new_rules_and_ended_ones_stand_with_their_month(
    ranking: Ranking, small: Rulebook, tmp_path: Path
) -> None:
    first, second, *rest = small.rules
    changed = replace(
        small,
        rules=(
            first.model_copy(update={"since": "2026-12"}),
            second.model_copy(update={"until": "2026-11"}),
            *rest,
        ),
    )
    build_site(ranking, details(ranking), changed, tmp_path, processes=1)
    page = soup(tmp_path / "changelog.html")
    assert first.title.de in words(page.select_one("section[aria-labelledby=m-2026-12]"))
    assert second.title.de in words(page.select_one("section[aria-labelledby=m-2026-11]"))
    assert len(page.select("section li a")) == 3


def test_the_feed_has_an_entry_per_month_and_correction(built: Path) -> None:
    feed = etree.parse(built / "feed.xml")
    titles = [e.text for e in feed.findall("a:entry/a:title", ATOM)]
    assert titles[:2] == [
        "Rangliste Dezember 2026",
        "Berichtigung vom 14. Dezember 2026 zur Rangliste Dezember 2026",
    ]
    assert len(titles) == 5
    anchor = feed.findall("a:entry/a:link", ATOM)[1].get("href").partition("#")[2]
    assert soup(built / "changelog.html").find(id=anchor)
    german, english = ids(built / "feed.xml"), ids(built / "en/feed.xml")
    assert len({*german, *english}) == 10


def test_entries_keep_their_ids(ranking: Ranking, small: Rulebook, built: Path, tmp_path: Path) -> None:
    """Whatever the address of the site, and whatever came after."""
    later = Correction(ranking.made.date(), ranking.month, Text(de="Noch eine.", en="One more."))
    grown = replace(ranking, corrections=(*ranking.corrections, later))
    build_site(
        grown, details(grown), small, tmp_path, publisher=PUBLISHER, base_url="https://r.example", processes=1
    )
    assert set(ids(built / "feed.xml")) < set(ids(tmp_path / "feed.xml"))
    feed = etree.parse(tmp_path / "en/feed.xml")
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "https://r.example/en/feed.xml"
    lost = (tmp_path / "en/404.html").read_text(encoding="utf-8")
    assert 'href="https://r.example/assets/style.css"' in lost
    assert 'href="https://r.example/en/index.html"' in lost
