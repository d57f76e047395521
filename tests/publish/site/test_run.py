"""The site as a whole: two languages, one file once, nothing stale, nothing dangling."""

from __future__ import annotations

from pathlib import Path

from auditor.publish.catalogue import BLANK, entries
from auditor.publish.site.run import build_site
from auditor.ranking.model import Ranking
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import PUBLISHER, details


def test_both_languages_say_the_same_things() -> None:
    german, english = entries("de", "site"), entries("en", "site")
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert set(BLANK.findall(text)) == set(BLANK.findall(english[key])), key


def test_each_page_leads_to_itself_in_the_other_language(built: Path) -> None:
    assert 'href="en/contact.html" hreflang="en"' in (built / "contact.html").read_text(encoding="utf-8")
    english = (built / "en/rules/contact-route.html").read_text(encoding="utf-8")
    assert 'href="../../rules/contact-route.html" hreflang="de"' in english
    assert 'href="../../assets/site.css"' in english
    assert '<html lang="en">' in english


def test_only_what_changed_is_written(ranking: Ranking, small: Rulebook, tmp_path: Path) -> None:
    """A second run, by two processes, finds everything as it is; stale pages go, others' files stay."""

    def build(processes: int) -> int:
        return build_site(
            ranking, details(ranking), small, tmp_path, publisher=PUBLISHER, processes=processes
        )

    assert build(1) > 60
    stale = [tmp_path / "rules/given-up.html", tmp_path / "en/rules/axe/given-up.html"]
    for path in (*stale, tmp_path / "robots.txt"):
        path.write_text("old", encoding="utf-8")
    (tmp_path / "imprint.html").write_text("changed", encoding="utf-8")
    assert build(2) == 1
    assert not any(path.exists() for path in stale)
    assert (tmp_path / "robots.txt").exists()


def test_addresses_are_full_only_where_they_are_known(
    ranking: Ranking, small: Rulebook, tmp_path: Path
) -> None:
    build_site(ranking, details(ranking), small, tmp_path, base_url="https://rangliste.example/", processes=1)
    page = (tmp_path / "en/plain.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://rangliste.example/en/plain.html">' in page
    assert 'hreflang="de" href="https://rangliste.example/plain.html"' in page
