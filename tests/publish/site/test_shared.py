"""Service, product and defect pages: counts that add up, examples to copy, and who can mend what."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor.publish.catalogue import Catalogue
from auditor.publish.site import places, product
from auditor.publish.site.index import Index
from auditor.publish.site.page import Site
from auditor.publish.site.product import LISTED, defect_view, listed, product_view
from auditor.publish.site.run import BOOKS, build_site
from auditor.publish.site.service import service_views
from auditor.publish.site.town import Tally
from auditor.publish.words import Words
from auditor.ranking.model import Ranking
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import details
from tests.publish.site.test_town import soup, words


@pytest.fixture(scope="module")
def site(ranking: Ranking, rulebook: Rulebook) -> Site:
    return Site(ranking, details(ranking), Words(rulebook, Catalogue("de", *BOOKS)))


def test_every_municipality_is_counted_once_for_a_service(site: Site) -> None:
    for view in service_views(Index(site), Tally()):
        assert sum(part.count for part in view.counts) == view.total
        assert view.total + view.elsewhere == len(site.ranking.standings)
        assert sum(land.towns for land in view.lands) == view.total
        for land in view.lands:
            assert land.yes + land.no + land.open == land.towns


def test_only_who_can_finish_it_is_an_example(site: Site) -> None:
    for view in service_views(Index(site), Tally()):
        points = [best.score.low for best in view.best]
        assert points == sorted(points, reverse=True)
        for best in view.best:
            standing = site.by_ags[best.href.removeprefix("gemeinden/").removesuffix(".html")]
            (cell,) = (c for c in standing.cells if c.service == view.service.id)
            assert cell.completable == "yes"


def test_breaks_are_counted_while_municipalities_pass_by(site: Site) -> None:
    made = {page.path: page for page in places.pages(site)}
    view = made["dienste/wohnsitz-anmelden.html"].values["view"]
    ids = [
        cell.result.id
        for standing in site.ranking.standings
        for cell in standing.cells
        if cell.service == "wohnsitz-anmelden" and cell.result
    ]
    with_break = sum(bool(each.breaks) for each in site.details.details(ids).values())
    assert [(share.key, share.count) for share in view.breaks] == [("print", with_break)]


def test_pages_of_services_say_the_answer(built: Path) -> None:
    page = soup(built / "dienste/hundesteuer-anmelden.html")
    assert "In 13 von 29 Gemeinden lässt sich „Hund anmelden“ nachweislich online abschließen" in words(
        page.main
    )
    assert len(soup(built / "en/dienste/index.html").select(".service-list > li")) == 5


def test_the_best_of_a_product_shows_what_is_possible(site: Site) -> None:
    index = Index(site)
    view = product_view(site.ranking.products[0], {}, index)
    best = site.ranking.products[0].best
    assert best is not None
    assert view.best is not None
    assert {rule.id for rule in view.better} == {
        row.defect.rule for row in view.defects if row.defect.rule not in best.failed
    }
    assert view.defects[0].defect.gain == 6.4


def test_a_defect_tells_whom_it_hurts_and_what_mending_brings(built: Path, site: Site) -> None:
    it = site.ranking.products[0]
    page = words(soup(built / f"maengel/{it.defects[0].id}.html").main)
    assert f"Dieser Mangel im Produkt XIMA Formcycle trifft {len(it.towns)} Gemeinden." in page
    assert "Behoben, gewinnen sie im Mittel 1,9 Punkte." in page
    uncounted = words(soup(built / f"maengel/{it.defects[1].id}.html").main)
    assert "Wie viele Punkte das bringt, wurde nicht berechnet." in uncounted


def test_the_example_of_a_defect_is_its_own_proof(site: Site) -> None:
    index = Index(site)
    it = site.ranking.products[1]
    known = site.details.details([d.example.id for d in it.defects])
    view = defect_view(it.defects[0], it, known, index)
    assert view.example is not None
    assert view.proof is not None
    assert view.proof.rule.id == it.defects[0].rule


def test_many_municipalities_go_to_pages_of_their_own(site: Site) -> None:
    standing = site.ranking.standings[0]
    many = tuple(
        replace(standing, town=replace(standing.town, ags=f"01{n:06d}")) for n in range(2 * LISTED + 1)
    )
    big = replace(site, ranking=replace(site.ranking, standings=many))
    runs = listed("maengel/x.html", [s.town.ags for s in many], Index(big))
    assert [run.shown for run in runs] == [LISTED, LISTED, 1]
    assert runs[0].pages == ("maengel/x.html", "maengel/x-seite-2.html", "maengel/x-seite-3.html")
    assert all(run.total == len(many) for run in runs)
    assert listed("maengel/x.html", [], Index(big))[0].shown == 0


def test_further_pages_hold_the_list_alone(
    ranking: Ranking, small: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product, "LISTED", 10)
    build_site(ranking, details(ranking), small, tmp_path, processes=1)
    it = ranking.products[0]
    second = soup(tmp_path / f"produkte/{it.id}-seite-2.html")
    assert len(second.select(".town-list a")) == 10
    assert second.find(id="defects") is None
    assert second.select_one(".pager a[aria-current]") is not None


def test_links_between_the_pages_lead_somewhere(built: Path) -> None:
    for folder in ("gemeinden", "dienste", "produkte", "maengel", "en/gemeinden", "en/maengel"):
        for path in sorted((built / folder).glob("*.html"))[:4]:
            for link in soup(path).select("main a[href]"):
                href, _, mark = str(link["href"]).partition("#")
                if href.startswith("http"):
                    continue
                target = (path.parent / href).resolve() if href else path
                if target.name in {"methodology.html", "feed.xml", "changelog.html"} or "/daten/" in str(
                    target
                ):
                    continue  # made by other rooms of the site
                assert target.is_file(), (path, href)
                if mark:
                    assert soup(target).find(id=mark) is not None, (path, link["href"])
