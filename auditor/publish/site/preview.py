"""Every municipality's own page ahead of publication, under an address that nobody can guess.

The pages are those of the site. What would show how others stand is not there yet: links to it become plain words, and
the menu keeps only what can be read already – the method, the rules, and how to object.
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import get_args
from urllib.parse import urlsplit

from lxml import html

from auditor.publish.catalogue import Catalogue
from auditor.publish.inputs import Publisher
from auditor.publish.site import about, method, town
from auditor.publish.site.index import Index
from auditor.publish.site.page import Page, Site
from auditor.publish.site.run import ASSETS, BOOKS, press_for, rendered
from auditor.publish.words import Words
from auditor.ranking.model import Details, Ranking
from auditor.rulebook.model import Lang, Rulebook

_PAGES = "pages"
_LINKS = "links.csv"
_COLUMNS = ("ags", "name", "path")
_OPEN = (about, method)

#: An address has so many random bytes, and so many characters.
_BYTES, _LENGTH = 16, 22
_LINE = re.compile(rf"{_PAGES}/([A-Za-z0-9_-]{{{_LENGTH}}})/index\.html")


class PreviewError(Exception):
    """The list of an earlier preview cannot be read; ``text`` names file, line and remedy in either language."""

    def __init__(self, path: Path, line: int) -> None:
        self.path, self.line = path, line
        super().__init__(self.text("en"))

    def text(self, lang: Lang = "de") -> str:
        """What is wrong, and the remedy."""
        return Catalogue(lang, *BOOKS).text("preview.broken", file=self.path, line=self.line)


def write_preview(
    ranking: Ranking,
    details: Details,
    rulebook: Rulebook,
    out: Path,
    *,
    publisher: Publisher | None = None,
) -> Path:
    """Write the pages to ``out/pages`` and return the list of whose is which, which is the operator's alone.

    Addresses are kept from an earlier preview in the same folder. Pages of who is no longer ranked are removed.

    Raises:
        PreviewError: the list of the earlier preview was damaged, so addresses given out would be lost.
        OSError: the folder cannot be written.
    """
    links = out / _LINKS
    tokens = _tokens(links, ranking)
    # first of all: addresses must not change if writing the pages is interrupted
    out.mkdir(parents=True, exist_ok=True)
    links.write_text(_listed(ranking, tokens), encoding="utf-8", newline="")
    for lang in get_args(Lang):
        words = Words(rulebook, Catalogue(lang, *BOOKS))
        _write(Site(ranking, details, words, publisher or Publisher(), preview=True), out / _PAGES, tokens)
    return links


def _tokens(links: Path, ranking: Ranking) -> Mapping[str, str]:
    known = dict(_known(links)) if links.is_file() else {}
    return {
        each.town.ags: known.get(each.town.ags) or secrets.token_urlsafe(_BYTES) for each in ranking.standings
    }


def _known(links: Path) -> Iterator[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(links.read_text(encoding="utf-8", errors="replace"), newline=""))
    for row in rows:
        found = _LINE.fullmatch(row.get("path") or "")
        if not row.get("ags") or found is None:
            raise PreviewError(links, rows.line_num)
        yield row["ags"], found[1]


def _listed(ranking: Ranking, tokens: Mapping[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in sorted(ranking.standings, key=lambda each: each.town.ags):
        ags = each.town.ags
        writer.writerow((ags, each.town.name, f"{_PAGES}/{tokens[ags]}/index.html"))
    return text.getvalue()


def _write(site: Site, out: Path, tokens: Mapping[str, str]) -> None:
    press = press_for(site, out)
    if not site.folder:
        press.copy_assets(ASSETS)
    shared = [page for view in _OPEN for page in view.pages(site)]
    kept = frozenset(page.path for page in shared)
    for page in (*shared, *_private(site, tokens)):
        press.text(page.path, _closed(rendered(press, site, page), page.path, kept))
    press.sweep([*(pattern for view in _OPEN for pattern in view.OWN), f"{'?' * _LENGTH}/index.html"])


def _private(site: Site, tokens: Mapping[str, str]) -> Iterator[Page]:
    for page in town.pages(Index(site), town.Tally()):
        ags = PurePosixPath(page.path).stem
        if ags in tokens:
            yield replace(page, path=f"{tokens[ags]}/index.html")


def _closed(text: str, path: str, kept: frozenset[str]) -> str:
    """The page without links to what is not there."""
    tree = html.document_fromstring(text)
    for link in list(tree.iter("a")):
        if _leads_somewhere(link.get("href", ""), path, kept):
            continue
        item = link.getparent()
        if item is not None and item.tag == "li" and next(item.iterancestors("nav"), None) is not None:
            item.drop_tree()
        else:
            link.drop_tag()
    return f"<!doctype html>\n{html.tostring(tree, encoding='unicode')}\n"


def _leads_somewhere(href: str, path: str, kept: frozenset[str]) -> bool:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path:
        return True
    target = _joined(PurePosixPath(path).parent, parts.path)
    bare = target.removeprefix("../").removeprefix("en/")
    return bare in kept or path in {bare, target}


def _joined(folder: PurePosixPath, way: str) -> str:
    parts: list[str] = []
    for part in (*folder.parts, *PurePosixPath(way).parts):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
