"""The front page: the answer, the map, what would help, and what nobody may overlook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from auditor.publish.site.figures import figures, verdict_of
from auditor.publish.site.run import build_site
from auditor.publish.site.tiles import PLACES, shade
from auditor.ranking.model import Alarm, Ranking
from auditor.rulebook.model import Rulebook
from auditor.targets.lands import lands
from tests.publish.site.country import details


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_answer_counts_only_what_was_looked_at(built: Path, ranking: Ranking) -> None:
    cells = [cell for standing in ranking.standings for cell in standing.cells]
    looked = [c for c in cells if c.state in ("measured", "missing")]
    yes = sum(c.completable == "yes" for c in looked)
    page = soup(built / "index.html")
    assert words(page.select_one(".answer-figure")) == f"{100 * yes // len(looked)} %"
    assert f"Von {len(looked)} geprüften Diensten in 27 Gemeinden lassen sich {yes} nachweislich" in words(
        page.main
    )
    assert sum(int(words(s)) for s in page.select(".tally-list strong")) == len(looked)


def test_what_nobody_looked_at_is_neither_good_nor_bad(ranking: Ranking) -> None:
    cells = {cell.state: cell for standing in ranking.standings for cell in standing.cells}
    assert {state: verdict_of(cell) for state, cell in cells.items() if state != "measured"} == {
        "unmeasured": None, "unlisted": None, "elsewhere": None, "missing": "no",
    }  # fmt: skip
    told = figures(ranking)
    assert told.all.not_looked_at == told.all.states["unmeasured"] + told.all.states["unlisted"]
    assert sum(land.tally.total for land in told.lands) == told.all.total
    assert told.all.reasons.total() == told.all.states["unmeasured"]


def test_the_map_has_every_land_once_and_says_what_it_shows(built: Path) -> None:
    assert PLACES.keys() == lands().keys()
    assert len(set(PLACES.values())) == len(PLACES)
    drawing = soup(built / "index.html").select_one("svg.tiles")
    assert [text.text for text in drawing.select(".tile-land")] == list(PLACES)
    told = drawing.desc.text
    assert "Bayern: 42 %" in told
    assert "Sachsen: nichts geprüft" in told
    assert len(drawing.select(".tile-none")) == 13
    assert drawing["role"] == "img"
    assert [shade(share) for share in (0.0, 0.19, 0.2, 0.8, 1.0)] == [0, 0, 1, 4, 4]


def test_movers_are_those_whose_services_changed(built: Path) -> None:
    page = soup(built / "index.html")
    risen, fallen = page.select("ol.movers")
    assert all("+8,0 Punkte" in words(li) for li in risen.find_all("li"))
    assert all("Kita-Platz anmelden" in words(li) for li in fallen.find_all("li"))


def test_the_defect_that_helps_most_comes_first(built: Path, ranking: Ranking) -> None:
    shared = soup(built / "index.html").select("ol.shared li")
    known = {d.id: d for product in ranking.products for d in product.defects}
    worth = [
        len(known[ident].towns) * (known[ident].town_gain or 0)
        for ident in (li.a["href"].removeprefix("maengel/").removesuffix(".html") for li in shared)
    ]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] > 0


def test_a_forced_edition_says_so_on_every_page(ranking: Ranking, small: Rulebook, tmp_path: Path) -> None:
    forced = replace(
        ranking,
        forced=(
            Alarm("strange", {"share": "12 %"}),
            Alarm("alarm-nothing-ranked"),
        ),
    )
    build_site(forced, details(forced), small, tmp_path, processes=1)
    for path in ("index.html", "rangliste/index.html", "imprint.html"):
        box = soup(tmp_path / path).select_one(".forced")
        assert "trotz Warnungen veröffentlicht" in words(box)
        assert "strange" in words(box)
    assert "despite warnings" in words(soup(tmp_path / "en/index.html").select_one(".forced"))


def test_a_calm_edition_warns_of_nothing(built: Path) -> None:
    assert not soup(built / "index.html").select(".forced")


def test_a_month_without_results_has_no_figure(ranking: Ranking, small: Rulebook, tmp_path: Path) -> None:
    empty = replace(ranking, standings=(), products=(), lands=(), previous=None)
    build_site(empty, details(empty), small, tmp_path, processes=1)
    assert "wurde kein Dienst geprüft" in words(soup(tmp_path / "index.html").main)
