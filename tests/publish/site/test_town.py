"""Municipality pages: the answer, what is known of each service and what is not, and who said what about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from auditor.publish.catalogue import BLANK, Catalogue, entries
from auditor.publish.site.index import Index
from auditor.publish.site.page import Download, Site
from auditor.publish.site.run import BOOKS
from auditor.publish.site.town import TownView, answer, file_links, town_view
from auditor.publish.words import Words
from auditor.ranking.model import Cell, Detail, Proof, Ranking, Standing
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import details


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.fixture(scope="module")
def site(ranking: Ranking, rulebook: Rulebook) -> Site:
    return Site(ranking, details(ranking), Words(rulebook, Catalogue("de", *BOOKS)))


@pytest.fixture(scope="module")
def index(site: Site) -> Index:
    return Index(site)


def view_of(site: Site, ags: str, index: Index | None = None) -> TownView:
    standing = site.by_ags[ags]
    ids = [c.result.id for c in standing.cells if c.result]
    past = site.details.histories([ags]).get(ags, ())
    return town_view(standing, site.details.details(ids), past, index or Index(site))


def standing_of(site: Site, *cells: Cell) -> Standing:
    return replace(site.by_ags["01999001"], cells=cells)


def breaking(standing: Standing, *rules: str) -> Standing:
    """The municipality with these rules broken in every service."""
    cells = tuple(
        replace(cell, result=replace(cell.result, failed=rules)) if cell.result else cell
        for cell in standing.cells
    )
    return replace(standing, cells=cells)


def test_both_languages_say_the_same_things() -> None:
    german, english = entries("de", "pages"), entries("en", "pages")
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert set(BLANK.findall(text)) == set(BLANK.findall(english[key])), key


def test_every_municipality_has_a_page_in_both_languages(built: Path, ranking: Ranking) -> None:
    for standing in ranking.standings:
        for folder in ("", "en/"):
            page = soup(built / f"{folder}gemeinden/{standing.town.ags}.html")
            assert words(page.h1) == standing.town.name
            assert len(page.select("article.cell")) == len(standing.cells)


@pytest.mark.parametrize(
    ("signs", "said"),
    [
        ("yyy", "Alle 3 Leistungen lassen sich nachweislich online abschließen."),
        ("yn?", ("1 von 3 Leistungen lässt sich nachweislich online abschließen, 1 nachweislich nicht, "
                "bei 1 ist es von außen nicht zu erkennen.")),
        ("yy", "Alle 2 Leistungen lassen sich nachweislich online abschließen."),
        ("y", "1 von 1 Leistungen lässt sich nachweislich online abschließen."),
        ("nm", "Keine der 2 Leistungen lässt sich nachweislich online abschließen, 2 nachweislich nicht."),
        ("??e", "Bei allen 2 Leistungen ist von außen nicht zu erkennen, ob sie sich online abschließen lassen."),
        ("e", "Für alle Leistungen des Korbs ist hier eine andere Stelle zuständig."),
    ],
)  # fmt: skip
def test_the_answer_never_counts_the_unknown_as_bad(site: Site, index: Index, signs: str, said: str) -> None:
    kinds = {
        "y": Cell("a", "measured", completable="yes"),
        "n": Cell("a", "measured", completable="no"),
        "m": Cell("a", "missing", 0, 0, 1, "no"),
        "?": Cell("a", "unlisted"),
        "e": Cell("a", "elsewhere"),
    }
    assert answer(standing_of(site, *(kinds[sign] for sign in signs)), index) == said


def test_unmeasured_missing_and_somebody_elses_are_three_things(site: Site, index: Index) -> None:
    why = defaultdict(set)
    for standing in site.ranking.standings:
        view = view_of(site, standing.town.ags, index)
        for cell in view.cells:
            why[cell.verdict].add(cell.why)
            if cell.verdict in {"missing", "elsewhere", "untested", "unlisted"}:
                assert cell.score is None
                assert not cell.proofs
    assert why["missing"] == {
        (
            "Eine Person hat am 3. Dezember 2026 nachgesehen und kein Online-Angebot gefunden. "
            "Quelle: Website der Gemeinde."
        )
    }
    assert why["elsewhere"] == {
        "Zuständig ist eine andere Stelle: Kreis Beispielland. Die Leistung zählt hier nicht mit."
    }
    assert any("zu alt" in reason for reason in why["untested"])
    assert all("Das heißt nicht, dass es sie nicht gibt" in reason for reason in why["unlisted"])


def test_ranks_with_ties_and_how_far_they_move(built: Path, ranking: Ranking) -> None:
    standing = next(s for s in ranking.standings if s.overall and s.overall.tied)
    place = standing.overall
    assert place is not None
    said = words(soup(built / f"gemeinden/{standing.town.ags}.html").select_one(".ranks"))
    assert f"Platz {place.rank} von {place.of}" in said
    assert "geteilt mit" in said
    assert f"bei anderen Gewichten Platz {place.best} bis {place.worst}" in said


def test_no_rank_is_nobodys_blame(built: Path, ranking: Ranking) -> None:
    for standing in ranking.standings:
        if standing.unranked is None:
            continue
        page = words(soup(built / f"gemeinden/{standing.town.ags}.html").main)
        assert "Ohne Rang" in page
        if standing.unranked == "coverage":
            assert "nötig sind 80 %" in page
            assert "kein Urteil über die Gemeinde" in page
        else:
            assert "nichts zu vergleichen" in page


def test_movement_is_told_by_its_causes(built: Path, ranking: Ranking) -> None:
    by_kind = {
        (s.movement is None, s.movement is not None and s.movement.service is None): s.town.ags
        for s in ranking.standings
    }

    def told(first: bool, unsplit: bool) -> str:
        return words(soup(built / f"gemeinden/{by_kind[first, unsplit]}.html").find(id="move").parent)

    assert "nichts zu vergleichen" in told(True, False)
    assert "Beweismittel des Vormonats liegen nicht mehr vor" in told(False, True)
    moved = next(s for s in ranking.standings if s.movement and s.movement.points == -6.25)
    page = words(soup(built / f"gemeinden/{moved.town.ags}.html").find(id="move").parent)
    assert "Die Leistungen haben sich geändert −4,2" in page
    assert "Die Regeln haben sich geändert −2,0" in page


def test_objections_stand_beside_what_they_concern(site: Site, index: Index) -> None:
    """By rule anywhere, by service, by address; what fits no finding stands at the end; nothing is lost or doubled."""
    standing = breaking(site.by_ags["01999001"], "contact-route", "axe/color-contrast")
    known = site.details.details([c.result.id for c in standing.cells if c.result])
    view = town_view(standing, known, (), index)
    beside = {o.id: p.rule.id for c in view.cells for p in c.proofs for o in p.objections}
    assert beside == {"e1": "contact-route", "e2": "axe/color-contrast"}
    rest = {o.id for o in view.objections} | {o.id for c in view.cells for o in c.objections}
    assert rest == {"e3", "e4"}
    other = view_of(site, "05999002", index)
    shown = {o.id for c in other.cells for o in (*c.objections, *(o for p in c.proofs for o in p.objections))}
    assert shown == {"e5"}


def test_what_was_corrected_is_no_longer_shown_as_broken(site: Site, index: Index) -> None:
    """The store still holds the proof; the corrected result no longer names the rule."""
    standing = breaking(site.by_ags["01999001"], "contact-route")
    known = site.details.details([c.result.id for c in standing.cells if c.result])
    assert any(p.rule != "contact-route" for detail in known.values() for p in detail.proofs)
    view = town_view(standing, known, (), index)
    assert {p.rule.id for c in view.cells for p in c.proofs} == {"contact-route"}
    assert all(c.failed == 1 and c.more == 0 for c in view.cells if c.score and c.proofs)


def test_a_corrected_completion_is_not_contradicted_by_old_quotes(site: Site) -> None:
    decided = replace(site.ranking.objections[3], rule="completion", service="wohnsitz-anmelden")
    fixed = replace(site, ranking=replace(site.ranking, objections=(decided,)))
    cell = view_of(fixed, "01999001").cells[0]
    assert cell.why == "Nach einem Einwand berichtigt: Die Leistung lässt sich online abschließen."
    assert (cell.quotes, cell.breaks) == ((), ())
    assert [(o.id, o.rule) for o in cell.objections] == [("e4", None)]


def test_this_month_is_part_of_the_past_even_before_it_is_published(site: Site, index: Index) -> None:
    standing = site.by_ags["01999001"]
    past = site.details.histories(["01999001"])["01999001"]
    view = town_view(standing, {}, past[:-1], index)
    assert view.history is not None
    assert [row.month for row in view.history.rows] == [point.month for point in past]
    assert view.history.rows[-1].score == view.score


def test_expired_objections_are_gone(site: Site) -> None:
    late = replace(site, ranking=replace(site.ranking, as_of=date(2027, 8, 1)))
    view = view_of(late, "01999001")
    shown = {o.id for c in view.cells for p in c.proofs for o in p.objections} | {
        o.id for o in view.objections
    }
    assert shown == {"e1"}


def test_corrections_and_mergers_leave_a_note(built: Path) -> None:
    page = soup(built / "gemeinden/01999001.html")
    assert "Berichtigt am 14. Dezember 2026 (Rangliste Dezember 2026): Wert berichtigt." in words(
        page.select_one(".correction")
    )
    assert "05999098" in words(soup(built / "gemeinden/05999005.html").select_one(".note"))


def test_people_are_masked_and_markup_is_text(site: Site, index: Index) -> None:
    standing = breaking(site.by_ags["01999001"], "contact-route")
    cell = standing.cells[0]
    assert cell.result is not None
    proof = Proof(
        "contact-route", "missing", {"page": "Frau Erika Mustermann"}, "https://ort.example/antrag?an=e.muster@ort.example",
        None, "", "", "Wenden Sie sich an erika.mustermann@ort.example", "", "f", 1,
    )  # fmt: skip
    detail = Detail(cell.result.id, (), (), (proof,), 0)
    view = town_view(standing, {cell.result.id: detail}, (), index)
    shown = next(p for c in view.cells for p in c.proofs if p.rule.id == "contact-route")
    assert "Mustermann" not in shown.message + shown.quote
    assert "mustermann" not in shown.quote
    assert shown.address is not None
    assert shown.address.href is None
    assert "e.muster" not in shown.address.text


def test_of_a_discreet_rule_only_the_failure_is_told(site: Site, rulebook: Rulebook, index: Index) -> None:
    rule = next(rule for rule in rulebook.rules if rule.discreet)
    standing = breaking(site.by_ags["01999001"], rule.id)
    assert standing.cells[0].result is not None
    number = standing.cells[0].result.id
    message, params = next(iter(rule.messages), ""), {"page": "GEHEIM"}
    proof = Proof(
        rule.id, message, params, "https://geheim.example/", 2, "", "GEHEIM", "GEHEIM", "geheim", "f", 5
    )
    view = town_view(standing, {number: Detail(number, (), (), (proof,), 0)}, (), index)
    shown = view.cells[0].proofs[0]
    assert "geheim" not in repr(shown).casefold()
    assert shown.places == 1


def test_a_shared_form_tells_its_three_worst_and_leads_to_the_rest(site: Site) -> None:
    rules = ("contact-route", "axe/color-contrast", "axe/label", "axe/image-alt", "axe/list")
    standing = breaking(site.by_ags["01999001"], *rules)
    result = standing.cells[0].result
    assert result is not None
    form = replace(
        site.ranking.products[2],
        name=result.address,
        id="form-x",
        defects=(),
        best=result,
        towns=("01999001", "01999002"),
    )
    shared = replace(site, ranking=replace(site.ranking, products=(form,), objections=()))
    proofs = tuple(Proof(rule, "m", {}, result.url, None, "", "", "", "", rule, 1) for rule in rules)
    view = town_view(standing, {result.id: Detail(result.id, (), (), proofs, 0)}, (), Index(shared))
    cell = view.cells[0]
    assert cell.form is not None
    assert cell.form.href == "produkte/form-x.html"
    assert (cell.failed, len(cell.proofs), cell.more) == (5, 3, 2)


def test_what_would_help_names_whom_to_write_to(built: Path, site: Site, index: Index) -> None:
    view = next(v for s in site.ranking.standings if (v := view_of(site, s.town.ags, index)).helps)
    best = view.helps[0]
    assert best.gain == 6.4
    page = words(soup(built / f"gemeinden/{view.standing.town.ags}.html").find(id="help").parent)
    assert f"An den Hersteller von {best.source}" in page
    assert "gewinnt eine Leistung im Mittel 6,4 Punkte" in page


def test_the_data_of_this_month_are_named(site: Site) -> None:
    files = (
        Download("daten/2026-12/municipality.csv", "municipality", "csv", 1, "2026-12"),
        Download("daten/2026-12/municipality.parquet", "municipality", "parquet", 1, "2026-12"),
        Download("daten/2026-12/dictionary.csv", "dictionary", "csv", 1, "2026-12"),
        Download("daten/2026-11/municipality.csv", "municipality", "csv", 1, "2026-11"),
    )
    (link,) = file_links(Index(replace(site, downloads=files)))
    assert (link.title, link.path) == ("Gemeinden: Ränge (CSV)", "daten/2026-12/municipality.csv")


def test_the_same_figures_stand_beside_every_drawing(built: Path) -> None:
    page = soup(built / "gemeinden/01999001.html")
    for section in ("past", "among"):
        part = page.find(id=section).parent
        assert part.svg.title.get_text()
        assert part.svg.desc.get_text()
        assert part.table.tbody.find_all("tr")
