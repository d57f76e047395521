"""Writes the whole report: pages, pictures, data files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment

from auditor import PROJECT_URL
from auditor.paths import data_dir
from auditor.publish.catalogue import Catalogue
from auditor.publish.contract import joined, results_json
from auditor.publish.inputs import Publisher, StoredResult
from auditor.publish.methodology import methodology
from auditor.publish.overview import overview, towns
from auditor.publish.pictures import Album
from auditor.publish.render import environment
from auditor.publish.rulepage import rule_page
from auditor.publish.ruleview import rule_href, view_rule
from auditor.publish.scorecard import scorecard
from auditor.publish.spreadsheet import hurdles_csv, results_csv
from auditor.publish.words import Words, rank
from auditor.rulebook.model import Lang, Rulebook

#: Pages that say who publishes and how; the same for every run.
ABOUT = ("contact", "imprint", "privacy", "accessibility", "plain")
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
    press = _Press(out, environment(words.catalogue, _shared(ordered, words, publisher or Publisher())))
    press.copy_assets()
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
    press.sweep()


def _shared(results: Sequence[StoredResult], words: Words, publisher: Publisher) -> dict[str, Any]:
    return {
        "publisher": publisher,
        "project": PROJECT_URL,
        "tool_version": joined((s.result.tool.version for s in results), ""),
        "rulebook_version": words.rulebook.version,
        "hurdles": sum(len(s.result.hurdles) for s in results),
    }


@dataclass
class _Press:
    """Writes files and remembers which, so that leftovers of an earlier run can go."""

    out: Path
    env: Environment
    written: set[Path] = field(default_factory=set)

    def page(self, path: str, template: str, **values: Any) -> None:
        """Render a page; ``root`` leads from it to the report's folder."""
        root = "../" * (len(PurePosixPath(path).parts) - 1)
        self.text(path, self.env.get_template(template).render(root=root, path=path, **values))

    def text(self, path: str, text: str) -> None:
        self.data(path, text.encode("utf-8"))

    def data(self, path: str, data: bytes) -> None:
        target = self.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.written.add(target)

    def copy_assets(self) -> None:
        for source in sorted((data_dir("reports") / "assets").iterdir()):
            self.data(f"assets/{source.name}", source.read_bytes())

    def sweep(self) -> None:
        for stale in self._leftovers():
            stale.unlink()

    def _leftovers(self) -> Iterator[Path]:
        for pattern in _OWN:
            yield from (path for path in sorted(self.out.glob(pattern)) if path not in self.written)


def _services(press: _Press, results: Sequence[StoredResult], words: Words) -> dict[tuple[str, str], str]:
    """Scorecards, one at a time so that only one service's pictures are in memory; returns their pictures."""
    shots: dict[tuple[str, str], str] = {}
    for stored in results:
        with Album(stored.result.slug, stored.bundle, press.data) as album:
            card = scorecard(stored, words, album)
        kept = card.evidence is not None and (press.out / card.evidence).is_file()
        press.page(f"services/{stored.result.slug}.html", "service.html", card=card, evidence_kept=kept)
        shots |= {(stored.result.slug, mark): path for mark, path in card.shots.items()}
    return shots


def _towns(press: _Press, results: Sequence[StoredResult], words: Words) -> None:
    for town in towns(results, words):
        press.page(f"municipalities/{town.slug}.html", "municipality.html", town=town)


def _rules(press: _Press, words: Words) -> None:
    chapters = [
        (
            chapter,
            [view_rule(r, words) for r in sorted(words.rulebook.rules, key=rank) if r.chapter == chapter.id],
        )
        for chapter in words.rulebook.chapters
    ]
    press.page(
        "rules/index.html", "rules.html", chapters=[(c.id, words.chapter(c.id), r) for c, r in chapters if r]
    )
    for rule in words.rulebook.rules:
        press.page(rule_href(rule.id), "rule.html", page=rule_page(rule, words))
