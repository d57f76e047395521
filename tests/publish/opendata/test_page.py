"""The page that leads to the open data and explains them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.publish.catalogue import BLANK, entries
from auditor.publish.opendata import write_month
from auditor.publish.opendata.schema import levels
from auditor.publish.site.data import downloads, pages
from auditor.publish.site.run import _Order, make_site, press_for, write
from auditor.ranking.model import Ranking
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Lang
from tests.publish.site.country import PUBLISHER, country, details

BASE = "https://rangliste.example"


def _page(out: Path, ranking: Ranking, lang: Lang, base_url: str = BASE) -> str:
    order = _Order(ranking, details(ranking), load_rulebook(), out, PUBLISHER, base_url, downloads(out))
    site = make_site(order, lang)
    press = press_for(site, out)
    for page in pages(site):
        write(press, site, page)
    return (out / site.folder / "daten/index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    write_month(country(), folder, publisher=PUBLISHER, base_url=BASE)
    return folder


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_link_to_a_file_leads_to_one(out: Path, lang: Lang) -> None:
    text = _page(out, country(), lang)
    here = out / ("" if lang == "de" else "en") / "daten"
    links = re.findall(r'href="([^"#]*/data/[^"]*)"', text)
    assert len(links) == 17 + 3 + 2
    assert all((here / link).resolve().is_file() for link in links)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_column_is_explained(out: Path, lang: Lang) -> None:
    text = _page(out, country(), lang)
    for level in levels():
        for column in level.columns:
            assert f">{column.name}</code>" in text


def test_corrections_of_the_month_stand_there_escaped(out: Path) -> None:
    text = _page(out, country(), "de")
    assert "14. Dezember 2026: Wert berichtigt. &lt;script&gt;" in text
    assert "<script>alert" not in text


def test_licence_citation_and_checksums(out: Path) -> None:
    text = _page(out, country(), "de")
    assert 'href="https://www.govdata.de/dl-de/by-2-0"' in text
    assert "Landesamt für Beispiele: Servicestandard-Rangliste der Gemeinden, 2026-12" in text
    assert "sha256sum -c --ignore-missing SHA256SUMS" in text


def test_without_months_it_says_so(tmp_path: Path) -> None:
    assert "Noch ist kein Monat veröffentlicht." in _page(tmp_path, country(), "de", "")


def test_both_languages_say_the_same_things() -> None:
    german, english = entries("de", "data"), entries("en", "data")
    assert german.keys() == english.keys()
    assert all(set(BLANK.findall(german[key])) == set(BLANK.findall(english[key])) for key in german)


def test_the_page_needs_neither_parquet_nor_rdf() -> None:
    code = "import sys, auditor.publish.site.data; print({'pyarrow', 'rdflib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
