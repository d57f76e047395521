"""The ranking tables: order, ties, pages, letters, and everybody found somewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from auditor.publish.site import tables
from auditor.publish.site.run import build_site
from auditor.ranking.model import Ranking
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import HOSTILE, details


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def rows(page: BeautifulSoup, number: int = 0) -> list[Tag]:
    return page.select("table.ranking")[number].select("tbody tr")


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_the_order_is_that_of_the_ranking_and_ties_are_said(built: Path, ranking: Ranking) -> None:
    page = soup(built / "rangliste/index.html")
    shown = [(row.th.a["href"], words(row.select_one(".rank"))) for row in rows(page)]
    expected = [
        (
            f"../gemeinden/{s.town.ags}.html",
            f"{s.overall.rank} geteilt" if s.overall.tied else str(s.overall.rank),
        )
        for s in ranking.ranked
    ]
    assert shown == expected
    assert {"1 geteilt", "19"} <= {rank for _, rank in shown}


def test_a_row_says_what_is_known_and_what_is_not(built: Path) -> None:
    page = soup(built / "rangliste/index.html")
    row = next(row for row in rows(page) if words(row.th) == "Kohlwede")
    assert [words(cell) for cell in row.find_all("td")] == [
        "9 geteilt", "8–12", "Nordrhein-Westfalen", "41.077", "64,8–78,4", "3 ja 1 nein 1 offen", "87 %",
        "▲ 3 Ränge +8,5 Punkte",
    ]  # fmt: skip
    english = soup(built / "en/rangliste/index.html")
    row = next(row for row in rows(english) if words(row.th) == "Kohlwede")
    assert words(row.select_one(".finish")) == "3 yes 1 no 1 open"


def test_no_rank_is_told_with_its_reason_and_not_as_bad(built: Path, ranking: Ranking) -> None:
    page = soup(built / "rangliste/ohne-rang.html")
    shown = {words(row.th): words(row.select_one(".reason")) for row in rows(page)}
    assert shown["Tannenzell"] == "kein Dienst des Korbs"
    assert shown["Sandwarft"] == "zu wenig beurteilt"
    assert len(shown) == sum(s.overall is None for s in ranking.standings)
    assert "Kein Rang heißt nicht „schlecht“" in words(page.main)
    land = soup(built / "laender/BY.html")
    assert {words(row.th) for row in rows(land, 1)} == {"Tannenzell", "Wiesgrub"}


def test_land_and_size_have_ranks_of_their_own(built: Path) -> None:
    land = rows(soup(built / "laender/NW.html"))
    assert [words(row.select_one(".rank"))[0] for row in land[:3]] == ["1", "2", "3"]
    assert not land[0].select(".land")
    size = soup(built / "groessen/grossstadt.html")
    assert words(size.h1) == "Rangliste Großstädte (ab 100.000)"
    assert len(rows(size)) == 4


def test_everybody_is_found_under_a_letter(built: Path, ranking: Ranking) -> None:
    found = {
        link["href"].removeprefix("../gemeinden/").removesuffix(".html")
        for page in built.glob("a-z/?.html")
        for link in soup(page).select(".names a")
    }
    assert found == {s.town.ags for s in ranking.standings}
    assert "Ährenbek" in words(soup(built / "a-z/a.html").main)


def test_long_tables_go_over_pages_that_know_each_other(
    ranking: Ranking, small: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "PER_PAGE", 10)
    build_site(ranking, details(ranking), small, tmp_path, processes=1)
    second = soup(tmp_path / "rangliste/seite-2.html")
    assert [words(a) for a in second.select_one(".leaves").find_all("a")] == ["1–9", "9–20", "21–23"]
    assert words(second.select_one(".leaves a[aria-current]")) == "9–20"
    assert len(rows(second)) == 10
    assert "Seite 2" in second.title.text
    monkeypatch.setattr(tables, "PER_PAGE", 500)
    build_site(ranking, details(ranking), small, tmp_path, processes=1)
    assert not (tmp_path / "rangliste/seite-2.html").exists()


def test_nobody_ranked_and_no_month_before(ranking: Ranking, small: Rulebook, tmp_path: Path) -> None:
    town = replace(ranking.standings[0].town, name=HOSTILE)
    alone = replace(
        ranking.standings[0], town=town, overall=None, in_land=None, in_size=None, unranked="coverage"
    )
    empty = replace(ranking, standings=(alone,), previous=None, products=(), months=(ranking.month,))
    build_site(empty, details(empty), small, tmp_path, processes=1)
    page = soup(tmp_path / "rangliste/index.html")
    assert "Noch konnte keine Gemeinde" in words(page.main)
    assert words(rows(soup(tmp_path / "rangliste/ohne-rang.html"))[0].th) == HOSTILE
    for path in tmp_path.rglob("*.html"):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path
