"""Writes the whole report: pages, pictures, data files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor import PROJECT_URL
from auditor.publish.catalogue import Catalogue
from auditor.publish.contract import joined, results_json
from auditor.publish.inputs import Publisher, StoredResult
from auditor.publish.methodology import methodology
from auditor.publish.overview import overview, towns
from auditor.publish.pictures import Album
from auditor.publish.press import Press
from auditor.publish.render import environment
from auditor.publish.rulepage import rule_chapters, rule_page
from auditor.publish.ruleview import rule_href
from auditor.publish.scorecard import scorecard
from auditor.publish.spreadsheet import hurdles_csv, results_csv
from auditor.publish.words import Words
from auditor.rulebook.model import Lang, Rulebook

#: Pages that say who publishes and how; the same for every run.
ABOUT = ("contact", "imprint", "privacy", "accessibility", "plain")
ASSETS = ("icon.svg", "reports.js", "style.css")
#: What earlier runs may have left in our own folders.
_OWN = ("hurdles.csv", "services/*.html", "municipalities/*.html", "rules/**/*.html", "shots/**/*.webp")


def publish(
    results: Sequence[StoredResult],
    rulebook: Rulebook,
    out: Path,
    lang: Lang = "de",
    *,
    config: str = "",
    publisher: Publisher | None = None,
) -> None:
    """Write the report of these results to the folder ``out``; pages of services no longer in it are removed.

    ``config`` is the hash of the run's settings, ``publisher`` who answers for the report.

    Raises:
        OSError: the folder cannot be written.
    """
    ordered = sorted(results, key=lambda stored: stored.position)
    words = Words(rulebook, Catalogue(lang))
    press = Press(out, environment(words.catalogue, _shared(ordered, words, publisher or Publisher())))
    press.copy_assets(ASSETS)
    shots = _services(press, ordered, words)
    _towns(press, ordered, words)
    _rules(press, words)
    press.page("index.html", "index.html", overview=overview(ordered, words), towns=towns(ordered, words))
    press.page("methodology.html", "methodology.html", method=methodology(words))
    for name in ABOUT:
        press.page(f"{name}.html", f"{name}.html")
    press.text("results.json", results_json(ordered, words, shots, config))
    press.text("results.csv", results_csv(ordered, words))
    if any(stored.result.hurdles for stored in ordered):
        press.text("hurdles.csv", hurdles_csv(ordered))
    press.sweep(_OWN)


def _shared(results: Sequence[StoredResult], words: Words, publisher: Publisher) -> dict[str, Any]:
    return {
        "publisher": publisher,
        "project": PROJECT_URL,
        "tool_version": joined((s.result.tool.version for s in results), ""),
        "rulebook_version": words.rulebook.version,
        "hurdles": sum(len(s.result.hurdles) for s in results),
    }


def _services(press: Press, results: Sequence[StoredResult], words: Words) -> dict[tuple[str, str], str]:
    """Scorecards, one at a time so that only one service's pictures are in memory; returns their pictures."""
    shots: dict[tuple[str, str], str] = {}
    for stored in results:
        with Album(stored.result.slug, stored.bundle, press.data) as album:
            card = scorecard(stored, words, album)
        kept = card.evidence is not None and (press.out / card.evidence).is_file()
        press.page(f"services/{stored.result.slug}.html", "service.html", card=card, evidence_kept=kept)
        shots |= {(stored.result.slug, mark): path for mark, path in card.shots.items()}
    return shots


def _towns(press: Press, results: Sequence[StoredResult], words: Words) -> None:
    for town in towns(results, words):
        press.page(f"municipalities/{town.slug}.html", "municipality.html", town=town)


def _rules(press: Press, words: Words) -> None:
    press.page("rules/index.html", "rules.html", chapters=rule_chapters(words))
    for rule in words.rulebook.rules:
        press.page(rule_href(rule.id), "rule.html", page=rule_page(rule, words))
