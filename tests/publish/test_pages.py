"""What readers get: structure, words, safety, and that it works without anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from auditor.publish import Publisher, publish
from auditor.publish.catalogue import BLANK, Catalogue, MissingTextError, entries
from tests.publish.conftest import HOSTILE, PUBLISHER, RULEBOOK, Stored

CSP = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; script-src 'self' file:; "
    "base-uri 'none'; form-action 'none'"
)


def pages(folder: Path) -> Iterator[tuple[Path, BeautifulSoup]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def card(folder: Path, name: str) -> BeautifulSoup:
    path = next(folder.glob(f"services/*{name}*.html"))
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def words(tag: Tag | None) -> str:
    return " ".join(tag.get_text(" ").split()) if tag else ""


def test_every_page_is_complete(report: Path) -> None:
    names = {path.relative_to(report).as_posix() for path in report.rglob("*.html")}
    assert {
        "index.html",
        "methodology.html",
        "rules/index.html",
        "rules/axe/image-alt.html",
        "plain.html",
    } <= names
    assert sum(name.startswith("services/") for name in names) == 8
    assert sum(name.startswith("municipalities/") for name in names) == 3
    for path, page in pages(report):
        assert len(page.find_all("h1")) == 1, path
        assert len(page.find_all("main")) == 1, path
        assert page.html["lang"] == "de"
        assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"] == CSP
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), path
        for table in page.find_all("table"):
            assert table.caption, path
            assert all(head.get("scope") for head in table.find_all("th")), path


def test_headings_never_skip_a_level(report: Path) -> None:
    for path, page in pages(report):
        levels = [int(h.name[1]) for h in page.find_all(re.compile("^h[1-6]$"))]
        assert levels[0] == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


def test_nothing_is_inline_and_nothing_foreign_is_loaded(report: Path) -> None:
    for path, page in pages(report):
        assert not page.find_all(style=True), path
        assert not page.find_all("style"), path
        assert not [t for t in page.find_all(True) for name in t.attrs if name.startswith("on")], path
        loaded = [
            t.get("src") or t.get("href")
            for t in page.find_all(["img", "script", "link", "iframe", "source"])
        ]
        assert not [url for url in loaded if urlsplit(url).scheme or url.startswith("//")], path


def test_every_link_inside_the_report_leads_somewhere(report: Path, stored: list[Stored]) -> None:
    for path, page in pages(report):
        for tag in page.find_all(["a", "img", "link", "script"]):
            target = tag.get("href") or tag.get("src")
            parts = urlsplit(target)
            if parts.scheme:
                continue
            file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert file.is_file(), f"{path}: {target}"
            if parts.fragment and file == path:
                assert page.find(id=parts.fragment), f"{path}: {target}"


def test_outgoing_links_give_nothing_away(report: Path) -> None:
    for path, page in pages(report):
        for tag in page.find_all("a", href=re.compile("^(?!mailto:|tel:)[a-z]+:")):
            assert tag["href"].startswith(("https://", "http://")), path
            assert {"noopener", "noreferrer"} <= set(tag["rel"]), path


def test_the_verdict_stands_first_with_its_quote(report: Path) -> None:
    page = card(report, "hundesteuer")
    verdict = page.find(class_="verdict")
    assert words(page.find("h2")) == "Kann online abgeschlossen werden? Nein"
    assert words(verdict.find(class_="verdict-answer")) == "Nein"
    assert "Bitte drucken Sie das Formular aus" in words(verdict.find("q"))
    assert words(verdict.find(class_="verdict-breaks")) == "3 Medienbrüche gefunden"
    assert len(page.select(".breaks li")) == 1
    assert [words(b) for b in page.select(".breaks b")] == [
        "Ausdrucken", "Von Hand unterschreiben", "Mit der Post schicken",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "answer", "level"),
    [
        ("wohnsitz", "Ja", "3"),
        ("bewohnerparkausweis", "Nein", "2"),
        ("gewerbe", "Nein", "1"),
        ("wohngeld", "Nicht feststellbar", None),
        ("sondernutzung", "Nein", "0"),
        ("meldebescheinigung", "Nicht gemessen", None),
    ],
)
def test_answer_and_maturity(report: Path, service: str, answer: str, level: str | None) -> None:
    page = card(report, service)
    assert words(page.find(class_="verdict-answer")) == answer
    here = page.find(class_="is-here")
    assert (here and words(here.find("b"))) == level


def test_findings_are_sorted_and_doubt_stands_apart(report: Path) -> None:
    page = card(report, "hundesteuer")
    failed = [article["id"] for article in page.select(".group-failed")]
    assert failed == [
        "failed-axe-image-alt", "failed-end-to-end", "failed-axe-color-contrast", "failed-contact-route", "failed-hsts",
    ]  # fmt: skip
    assert [article["id"] for article in page.select(".group-look")] == ["look-plain-german"]
    contrast = page.find(id="failed-axe-color-contrast")
    assert len(contrast.select(":scope > .places > .place")) == 4
    assert len(contrast.select("details.more .place")) == 2
    assert "Auf „Hundesteuer anmelden“ fehlt: eine Telefonnummer." in words(contrast)
    assert "Menschen mit Sehbehinderung" in words(contrast)
    assert "WCAG 1.4.3" in words(contrast)


def test_advice_does_not_mix_with_what_counts(report: Path) -> None:
    page = card(report, "bewohnerparkausweis")
    assert {a["id"] for a in page.select(".group-advice")} == {"advice-security-txt"}


def test_doubt_that_cannot_move_the_points_is_folded_away(report: Path) -> None:
    page = card(report, "wohngeld")
    assert [a["id"] for a in page.select(".group-look")] == ["look-end-to-end", "look-plain-german"]
    hints = page.select_one("section[aria-labelledby=advice] > details")
    assert [a["id"] for a in hints.select(".group")] == ["advice-security-txt"]
    assert words(hints.find("summary")) == "1 Hinweis, bei dem eine Person nachsehen kann"


def test_the_coming_version_of_wcag_stands_apart(report: Path) -> None:
    coming = card(report, "bewohnerparkausweis").select_one("section[aria-labelledby=coming]")
    assert [a["id"] for a in coming.select(".group")] == ["coming-axe-target-size"]
    assert "WCAG 2.2 (kommend) – 2.5.8" in words(coming)
    assert card(report, "hundesteuer").select_one("section[aria-labelledby=coming]") is None


def test_a_clause_is_only_named_where_it_was_read(report: Path) -> None:
    page = card(report, "hundesteuer")
    assert "DIN SPEC 66336, 5.3.2" in words(page.find(id="failed-contact-route"))
    assert "Gute Praxis" in words(page.find(id="failed-hsts"))
    assert "5.9.9" not in (report / "results.json").read_text(encoding="utf-8")
    for path, text in ((p, p.read_text(encoding="utf-8")) for p in report.rglob("*.html")):
        assert "5.9.9" not in text, path
    rule = BeautifulSoup((report / "rules/axe/target-size.html").read_text(encoding="utf-8"), "lxml")
    assert "Kriterium 6 des Servicestandards" in words(rule)


def test_what_nobody_could_measure_has_its_reason(report: Path) -> None:
    assert "Anmeldung nötig" in words(card(report, "hundesteuer").find(class_="reasons"))
    away = card(report, "meldebescheinigung")
    assert "Zeitüberschreitung" in words(away.find(class_="verdict"))
    assert "Ohne Messung keine Punkte." in words(away)
    assert "Menschen, die den Dienst nutzen, werden befragt." in words(away)


def test_overview_counts_every_kind(report: Path) -> None:
    page = BeautifulSoup((report / "index.html").read_text(encoding="utf-8"), "lxml")
    assert [words(li.strong) for li in page.select(".tally-list li")] == ["2", "4", "1", "1"]
    assert words(page.find(class_="headline")) == (
        "Von 8 Onlinediensten lassen sich 2 ohne Papier und Behördengang abschließen, 4 nicht; bei 2 ist es offen."
        .replace("8 Online", "8 geprüften Online")
    )  # fmt: skip
    assert len(page.select("table.services tbody tr")) == 8


def test_methodology_shows_the_constants_that_compute(report: Path) -> None:
    from auditor.judge import score  # noqa: PLC0415

    page = BeautifulSoup((report / "methodology.html").read_text(encoding="utf-8"), "lxml")
    caps = words(page.find(id="caps").parent)
    for limit in (score.COMPLETION_LIMIT, score.MUSS_LIMIT, score.MUSS_SEVERE_LIMIT):
        assert f"{limit:.0f}" in caps
    grades = page.find(id="grades").parent
    assert [words(tr.th).split()[-1] for tr in grades.select("tbody tr")] == [g for _, g in score.GRADES]
    assert f"{score.GRADE_COVERAGE * 100:.0f} %" in words(grades)
    weights = [words(tr.td) for tr in page.find(id="chapters").parent.select("tbody tr")]
    assert weights == [str(c.weight) for c in RULEBOOK.chapters]


def test_prose_of_a_rule_cannot_bring_markup(report: Path) -> None:
    page = BeautifulSoup((report / "rules/contact-route.html").read_text(encoding="utf-8"), "lxml")
    assert words(page.find(id="why").parent.strong) == "Hilfe"
    assert "<b>Links</b>" in words(page.find(id="how").parent)
    assert not page.find("a", href=re.compile("^javascript:"))


def hostile(stored: Stored) -> Stored:
    """The same result with hostile words in every field that comes from outside."""
    text = stored.result.model_dump_json()
    for innocent in ("Hundesteuer anmelden", "eine Telefonnummer", "main > p:nth-child(3) > a.button"):
        text = text.replace(
            innocent,
            HOSTILE.replace("\\", "\\\\")
            .replace('"', '\\"')
            .replace("\x1b", "\\u001b")
            .replace("\x00", "\\u0000"),
        )
    text = text.replace("https://www.musterstadt.example/leistung", "javascript:alert(1)")
    return Stored(stored.position, type(stored.result).model_validate_json(text), stored.bundle)


def test_hostile_words_stay_words(stored: list[Stored], tmp_path: Path) -> None:
    publish([hostile(stored[1])], RULEBOOK, tmp_path, "de")
    for path in sorted(tmp_path.rglob("*")):
        if path.suffix not in {".html", ".json", ".csv"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search("[\x00\x1b\u202e]", text), path
        if path.suffix == ".html":
            assert "<script>" not in text, path
            assert 'href="javascript:' not in text, path
    page = card(tmp_path, "hundesteuer")
    assert '<script>alert("x")</script>' in words(page.h1)
    assert "{{ 7*7 }}" in words(page.h1)


def test_english_report_has_no_german_interface(stored: list[Stored], tmp_path: Path) -> None:
    publish(stored, RULEBOOK, tmp_path, "en")
    page = card(tmp_path, "hundesteuer")
    assert page.html["lang"] == "en"
    assert words(page.find(class_="verdict-answer")) == "No"
    assert page.find("q")["lang"] == "de"
    assert "22 November 2026" in words(page.find("time"))
    assert "EN: " in words(page.find(class_="group"))


def test_same_results_same_bytes_and_leftovers_go(stored: list[Stored], report: Path, tmp_path: Path) -> None:
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "gone.html").write_text("old", encoding="utf-8")
    (tmp_path / "services" / "notes.txt").write_text("mine", encoding="utf-8")
    publish(stored, RULEBOOK, tmp_path, "de", config="c0ffee", publisher=PUBLISHER)
    fresh = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert not (tmp_path / "services" / "gone.html").exists()
    assert (tmp_path / "services" / "notes.txt").exists()
    for path, data in fresh.items():
        if path.name != "notes.txt":
            assert (report / path).read_bytes() == data, path


def test_report_of_nothing(tmp_path: Path) -> None:
    publish([], RULEBOOK, tmp_path, "de")
    assert "keinen Dienst" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_unpublished_report_says_so(stored: list[Stored], tmp_path: Path) -> None:
    publish(stored[:1], RULEBOOK, tmp_path, "de")
    assert "für den eigenen Gebrauch" in (tmp_path / "imprint.html").read_text(encoding="utf-8")
    publish(
        stored[:1], RULEBOOK, tmp_path, "de", publisher=Publisher(imprint="https://land.example/impressum")
    )
    page = BeautifulSoup((tmp_path / "index.html").read_text(encoding="utf-8"), "lxml")
    assert page.find("a", href="https://land.example/impressum")


def test_catalogues_say_the_same_things() -> None:
    german, english = entries("de"), entries("en")
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert set(BLANK.findall(text)) == set(BLANK.findall(english[key])), key


def test_missing_words_are_an_error() -> None:
    with pytest.raises(MissingTextError, match="no entry 'nowhere'"):
        Catalogue("de").text("nowhere")
    with pytest.raises(MissingTextError, match="no value for clause"):
        Catalogue("de").text("source.clause")


def test_numbers_and_dates_as_the_language_writes_them() -> None:
    german, english = Catalogue("de"), Catalogue("en")
    assert (german.number(1234.5, 1), english.number(1234.5, 1)) == ("1.234,5", "1,234.5")
    assert german.percent(0.999) == "99 %"
    assert german.percent(1) == "100 %"
    assert english.percent(0.29) == "29%"
