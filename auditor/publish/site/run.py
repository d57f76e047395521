"""Writes the site: German in its folder, English under ``en/``, each by a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from auditor import PROJECT_URL
from auditor.publish.catalogue import Catalogue
from auditor.publish.inputs import Publisher
from auditor.publish.opendata.terms import licence_of
from auditor.publish.press import Press, root_of
from auditor.publish.render import environment
from auditor.publish.site import about, data, front, method, news, paths, places, tables
from auditor.publish.site.page import Download, Page, Site, View
from auditor.publish.words import Words
from auditor.ranking.model import Details, Ranking
from auditor.rulebook.model import Lang, Rulebook

#: Everything that makes pages.
VIEWS: tuple[View, ...] = (front, tables, places, method, news, data, about)

ASSETS = ("icon.svg", "reports.js", "site-pages.css", "site.css", "style.css")
#: Words of the site beside those of reports, and its templates before theirs.
BOOKS = ("site", "pages")
FOLDERS = ("site", "templates")


@dataclass(frozen=True)
class _Order:
    """What a process is given; all of it can be sent to another."""

    ranking: Ranking
    details: Details
    rulebook: Rulebook
    out: Path
    publisher: Publisher
    base_url: str
    downloads: tuple[Download, ...]


def build_site(  # noqa: PLR0913 - each is named where it is called
    ranking: Ranking,
    details: Details,
    rulebook: Rulebook,
    out: Path,
    *,
    publisher: Publisher | None = None,
    base_url: str = "",
    downloads: Sequence[Download] = (),
    processes: int = 2,
) -> int:
    """Write the site to the folder ``out``; returns how many files changed.

    Pages that this month does not have are removed, files that are not ours are left alone. With two processes
    ``details`` is sent to the other one. ``base_url`` is where the site will stand; without it there are no canonical
    addresses. ``downloads`` are the files of open data the site leads to.

    Raises:
        PublisherError: the publisher's licence is not known.
        OSError: the folder cannot be written.
    """
    order = _Order(
        ranking, details, rulebook, out, publisher or Publisher(), base_url.rstrip("/"), tuple(downloads)
    )
    out.mkdir(parents=True, exist_ok=True)
    if processes < 2:
        return _write(order, "de") + _write(order, "en")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        english = other.submit(_write, order, "en")
        return _write(order, "de") + english.result()


def make_site(order: _Order, lang: Lang) -> Site:
    """The site in one language."""
    words = Words(order.rulebook, Catalogue(lang, *BOOKS))
    return Site(order.ranking, order.details, words, order.publisher, order.base_url, order.downloads)


def press_for(site: Site, out: Path) -> Press:
    """Where the pages of one language go; templates see the site and where its pages lie."""
    shared = {
        "site": site,
        "paths": paths,
        "publisher": site.publisher,
        "project": PROJECT_URL,
        "licence_name": licence_of(site.publisher).name[site.words.catalogue.lang],
    }
    return Press(out / site.folder, environment(site.words.catalogue, shared, FOLDERS))


def write(press: Press, site: Site, page: Page) -> None:
    """Render a page and write it where it changed."""
    press.text(page.path, rendered(press, site, page))


def rendered(press: Press, site: Site, page: Page) -> str:
    """The text of a page; ``root`` leads to the folder of its language, ``top`` to that of the site."""
    root = root_of(page.path)
    top = root + root_of(site.folder + "x")
    return press.rendered(page.path, page.template, **({"root": root, "top": top} | dict(page.values)))


def _write(order: _Order, lang: Lang) -> int:
    site = make_site(order, lang)
    press = press_for(site, order.out)
    if not site.folder:
        press.copy_assets(ASSETS)
    for view in VIEWS:
        for page in view.pages(site):
            write(press, site, page)
    press.sweep([pattern for view in VIEWS for pattern in view.OWN])
    return press.changed
