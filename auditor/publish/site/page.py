"""The site in one language, and a page of it. View modules turn one into the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from auditor.publish.inputs import Publisher
from auditor.publish.site.figures import Figures, LandFigures, figures
from auditor.publish.site.paths import FOLDER
from auditor.publish.words import Words
from auditor.ranking.alarm import alarm_text
from auditor.ranking.model import Alarm, BasketService, Details, Product, Ranking, SizeClass, Standing
from auditor.ranking.standing import RANK_COVERAGE
from auditor.targets.values import fold


@dataclass(frozen=True, slots=True)
class Page:
    """What to render where; ``path`` is without the folder of the language."""

    path: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


class View(Protocol):
    """A module that makes pages. ``OWN`` are the patterns of its files, so that those no longer made can go."""

    OWN: tuple[str, ...]

    def pages(self, site: Site) -> Iterator[Page]:
        """The pages, made one at a time so that none waits in memory."""


@dataclass(frozen=True)
class Download:
    """A file of open data. ``path`` is below the site's folder, ``level`` and ``form`` are keys of ``data.level`` and
    ``data.form`` in the texts; ``size`` in bytes."""

    path: str
    level: str
    form: str
    size: int
    month: str


@dataclass(frozen=True)
class Site:
    """Everything pages are made of, in one language. ``base_url`` is without a final slash, empty if not known.
    ``preview``: a page for one municipality, before anybody else sees it."""

    ranking: Ranking
    details: Details
    words: Words
    publisher: Publisher = field(default_factory=Publisher)
    base_url: str = ""
    downloads: tuple[Download, ...] = ()
    preview: bool = False

    @property
    def folder(self) -> str:
        """Folder of the language below the site's, with a final slash; empty for German."""
        return FOLDER[self.words.catalogue.lang]

    def address(self, path: str) -> str:
        """The full address of a page where ``base_url`` is known."""
        return f"{self.base_url}/{self.folder}{path}"

    @cached_property
    def by_ags(self) -> dict[str, Standing]:
        """Standings by municipality key."""
        return {standing.town.ags: standing for standing in self.ranking.standings}

    @cached_property
    def service_by_id(self) -> dict[str, BasketService]:
        """Services of the basket by id."""
        return {service.id: service for service in self.ranking.basket.services}

    @cached_property
    def size_by_id(self) -> dict[str, SizeClass]:
        """Size classes by id."""
        return {size.id: size for size in self.ranking.sizes}

    @cached_property
    def product_by_id(self) -> dict[str, Product]:
        """Products and shared forms by id."""
        return {product.id: product for product in self.ranking.products}

    @property
    def least_coverage(self) -> float:
        """Coverage 0–1 below which there is no rank."""
        return RANK_COVERAGE

    def alarm(self, alarm: Alarm) -> str:
        """Why publication should have stopped; by its key where an older program has no words for it."""
        try:
            return alarm_text(alarm, self.words.catalogue.lang)
        except KeyError:
            told = ", ".join(f"{name} = {value}" for name, value in alarm.params.items())
            return self.words.catalogue.text("alarm.other", alarm=alarm.key, told=told or "–")

    @cached_property
    def figures(self) -> Figures:
        """The month in figures."""
        return figures(self.ranking)

    def land(self, code: str) -> str:
        """The name of a Land."""
        return self.words.catalogue.text(f"land.{code}")

    def by_name(self, lands: Iterable[LandFigures]) -> list[LandFigures]:
        """What belongs to Länder, in the order of their names."""
        return sorted(lands, key=lambda each: fold(self.land(each.land)))

    def size(self, size: str) -> str:
        """The name of a size class."""
        return self.size_by_id[size].title[self.words.catalogue.lang]

    def service(self, service: str) -> str:
        """The name of a service of the basket; its id where the basket no longer holds it."""
        known = self.service_by_id.get(service)
        return known.title[self.words.catalogue.lang] if known else service
