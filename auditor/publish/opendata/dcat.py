"""Describes the open data in DCAT-AP.de 3.0: a catalogue, a series, a dataset for each month.

Every resource has an address below the site's, so the same data always give the same text.
"""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from auditor.publish.inputs import Publisher
from auditor.publish.opendata.month import DataFile, data_files, published
from auditor.publish.opendata.schema import DICTIONARY, levels
from auditor.publish.opendata.terms import Licence, attribution, entry, say
from auditor.ranking.model import Ranking
from auditor.rulebook.model import LANGS

MONTH_FILE = "dcat.ttl"
CATALOG_FILES = {"catalog.ttl": "turtle", "catalog.jsonld": "json-ld"}

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own lacks what version 3 added
_DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
_DCATAP = Namespace("http://data.europa.eu/r5r/")
_SPDX = Namespace("http://spdx.org/rdf/terms#")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_EU = Namespace("http://publications.europa.eu/resource/authority/")
_LICENCES = Namespace("http://dcat-ap.de/def/licenses/")
_CONTRIBUTORS = Namespace("http://dcat-ap.de/def/contributors/")
_LEVELS = Namespace("http://dcat-ap.de/def/politicalGeocoding/Level/")
_MEDIA = Namespace("https://www.iana.org/assignments/media-types/")
_LANGUAGES = {"de": _EU["language/DEU"], "en": _EU["language/ENG"]}
_GERMANY = _EU["country/DEU"]
_PREFIXES = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dcatde": _DCATDE,
    "foaf": FOAF,
    "spdx": _SPDX,
    "vcard": _VCARD,
}


def describe(ranking: Ranking, folder: Path, publisher: Publisher, licence: Licence, base_url: str) -> None:
    """Write ``dcat.ttl`` beside the month's data, and the catalogue of all months above it."""
    month = _Month(ranking.month, folder, publisher, licence, base_url)
    _write(folder / MONTH_FILE, month.graph(ranking.made.date()), "turtle")
    graph = _catalog(folder.parent.parent, publisher, licence, base_url)
    for name, form in CATALOG_FILES.items():
        _write(folder.parent / name, graph, form)


def _graph() -> Graph:
    graph = Graph()
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


class _Month:
    """The dataset of a month."""

    def __init__(
        self, month: str, folder: Path, publisher: Publisher, licence: Licence, base_url: str
    ) -> None:
        self.month, self.folder, self.publisher = month, folder, publisher
        self.licence, self.base_url = licence, base_url
        self.here = URIRef(f"{base_url}/data/{month}/")
        self.dataset = self.here + "#dataset"

    def graph(self, today: date) -> Graph:
        """The dataset with its files; the day of the first publication is kept."""
        issued, modified = self._days(today)
        graph = _graph()
        _shared(graph, self.publisher, self.base_url)
        _say(graph, self.dataset, DCTERMS.title, "dataset", month=self.month)
        _say(graph, self.dataset, DCTERMS.description, "dataset-about", month=self.month)
        self._facts(graph, issued, modified)
        self._period(graph)
        for file in data_files(self.folder):
            self._file(graph, file, issued, modified)
        return graph

    def _days(self, today: date) -> tuple[Literal, Literal]:
        """When the month was published first, and when its files changed last."""
        day = Literal(today)
        path = self.folder / MONTH_FILE
        if not path.is_file():
            return day, day
        old = Graph().parse(path, format="turtle")
        issued = old.value(self.dataset, DCTERMS.issued)
        modified = old.value(self.dataset, DCTERMS.modified)
        sums = {str(value) for value in old.objects(None, _SPDX.checksumValue)}
        same = sums == {file.sha256 for file in data_files(self.folder)}
        first = issued if isinstance(issued, Literal) else day
        return first, modified if same and isinstance(modified, Literal) else day

    def _facts(self, graph: Graph, issued: Literal, modified: Literal) -> None:
        self._add(
            graph,
            self.dataset,
            (RDF.type, DCAT.Dataset),
            (DCTERMS.identifier, Literal(str(self.dataset))),
            (DCAT.inSeries, _series(self.base_url)),
            (DCTERMS.issued, issued),
            (DCTERMS.modified, modified),
            (DCAT.landingPage, URIRef(f"{self.base_url}/daten/index.html")),
            (DCTERMS.temporal, self.here + "#period"),
            (DCTERMS.type, _EU["dataset-type/STATISTICAL"]),
            *_common(self.publisher, self.base_url),
        )
        for lang in LANGS:
            for word in entry("keywords")[lang]:
                graph.add((self.dataset, DCAT.keyword, Literal(word, lang=lang)))

    def _period(self, graph: Graph) -> None:
        first = date.fromisoformat(f"{self.month}-01")
        last = first.replace(day=monthrange(first.year, first.month)[1])
        self._add(
            graph,
            self.here + "#period",
            (RDF.type, DCTERMS.PeriodOfTime),
            (DCAT.startDate, Literal(first)),
            (DCAT.endDate, Literal(last)),
        )

    def _file(self, graph: Graph, file: DataFile, issued: Literal, modified: Literal) -> None:
        form = entry("forms")[file.form]
        mark = file.name.replace(".", "-")
        it, total = self.here + f"#{mark}", self.here + f"#sum-{mark}"
        level = next(each for each in (*levels(), DICTIONARY) if each.id == file.level)
        address = self.here + file.name
        self._add(
            graph,
            it,
            (RDF.type, DCAT.Distribution),
            (DCAT.accessURL, address),
            (DCAT.downloadURL, address),
            (DCTERMS.license, _LICENCES[self.licence.id]),
            (DCTERMS["format"], _EU[f"file-type/{form['type']}"]),
            (DCAT.mediaType, _MEDIA[form["media"]]),
            (DCAT.byteSize, Literal(file.size, datatype=XSD.nonNegativeInteger)),
            (_SPDX.checksum, total),
            (DCTERMS.issued, issued),
            (DCTERMS.modified, modified),
            (_DCATAP.availability, _EU["planned-availability/STABLE"]),
        )
        for lang in LANGS:
            who = attribution(self.publisher, self.month, lang)
            graph.add((it, _DCATDE.licenseAttributionByText, Literal(who, lang=lang)))
            graph.add((it, DCTERMS.title, Literal(f"{level.title[lang]} ({form['name']})", lang=lang)))
            graph.add((it, DCTERMS.description, Literal(level.about[lang], lang=lang)))
            graph.add((it, DCTERMS.language, _LANGUAGES[lang]))
        graph.add((self.dataset, DCAT.distribution, it))
        self._add(
            graph,
            total,
            (RDF.type, _SPDX.Checksum),
            (_SPDX.algorithm, _SPDX.checksumAlgorithm_sha256),
            (_SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)),
        )

    @staticmethod
    def _add(graph: Graph, subject: URIRef, *facts: tuple[URIRef, Node]) -> None:
        for predicate, value in facts:
            graph.add((subject, predicate, value))


def _say(graph: Graph, subject: URIRef, predicate: URIRef, key: str, **params: object) -> None:
    for lang in LANGS:
        graph.add((subject, predicate, Literal(say(key, lang, **params), lang=lang)))


def _series(base_url: str) -> URIRef:
    return URIRef(f"{base_url}/data/#series")


def _common(publisher: Publisher, base_url: str) -> list[tuple[URIRef, Node]]:
    """What holds for a month and for the series."""
    facts: list[tuple[URIRef, Node]] = [
        (DCTERMS.publisher, URIRef(f"{base_url}/data/#publisher")),
        (DCAT.contactPoint, URIRef(f"{base_url}/data/#contact")),
        (DCAT.theme, _EU["data-theme/GOVE"]),
        (DCTERMS.accrualPeriodicity, _EU["frequency/MONTHLY"]),
        (DCTERMS.spatial, _GERMANY),
        (DCTERMS.accessRights, _EU["access-right/PUBLIC"]),
        (_DCATDE.politicalGeocodingLevelURI, _LEVELS.federal),
        *((DCTERMS.language, language) for language in _LANGUAGES.values()),
    ]
    if publisher.contributor:
        facts.append((_DCATDE.contributorID, _CONTRIBUTORS[publisher.contributor]))
    return facts


def _shared(graph: Graph, publisher: Publisher, base_url: str) -> None:
    """Who publishes, whom to ask, and the country."""
    agent, contact = URIRef(f"{base_url}/data/#publisher"), URIRef(f"{base_url}/data/#contact")
    name = Literal(publisher.name or say("nobody"))
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, name))
    graph.add((contact, RDF.type, _VCARD.Kind))
    graph.add((contact, _VCARD.fn, name))
    graph.add((contact, _VCARD.hasURL, URIRef(f"{base_url}/contact.html")))
    if publisher.email:
        graph.add((contact, _VCARD.hasEmail, URIRef(f"mailto:{publisher.email}")))
    graph.add((_GERMANY, RDF.type, DCTERMS.Location))


def _catalog(out: Path, publisher: Publisher, licence: Licence, base_url: str) -> Graph:
    """The catalogue with all months that are described."""
    graph = _graph()
    _shared(graph, publisher, base_url)
    catalog, series = URIRef(f"{base_url}/data/#catalog"), _series(base_url)
    graph.add((catalog, RDF.type, DCAT.Catalog))
    _say(graph, catalog, DCTERMS.title, "catalog")
    _say(graph, catalog, DCTERMS.description, "catalog-about")
    graph.add((catalog, DCTERMS.publisher, URIRef(f"{base_url}/data/#publisher")))
    graph.add((catalog, DCTERMS.license, _LICENCES[licence.id]))
    graph.add((catalog, DCTERMS.spatial, _GERMANY))
    graph.add((catalog, DCAT.themeTaxonomy, _EU["data-theme"]))
    graph.add((catalog, FOAF.homepage, URIRef(f"{base_url}/")))
    for language in _LANGUAGES.values():
        graph.add((catalog, DCTERMS.language, language))
    graph.add((series, RDF.type, DCAT.DatasetSeries))
    _say(graph, series, DCTERMS.title, "series")
    _say(graph, series, DCTERMS.description, "catalog-about")
    for predicate, value in _common(publisher, base_url):
        if predicate not in {DCTERMS.language, DCTERMS.accessRights, DCAT.theme}:
            graph.add((series, predicate, value))
    days = []
    for folder in published(out):
        described = folder / MONTH_FILE
        if described.is_file():
            graph.parse(described, format="turtle")
            dataset = URIRef(f"{base_url}/data/{folder.name}/#dataset")
            graph.add((catalog, DCAT.dataset, dataset))
            days += [(graph.value(dataset, DCTERMS.issued), graph.value(dataset, DCTERMS.modified))]
    for predicate, value in _span(days):
        graph.add((catalog, predicate, value))
        graph.add((series, predicate, value))
    return graph


def _span(days: list[tuple[Any, Any]]) -> list[tuple[URIRef, Node]]:
    first = [issued for issued, _ in days if issued is not None]
    last = [modified for _, modified in days if modified is not None]
    return [(DCTERMS.issued, min(first)), (DCTERMS.modified, max(last))] if first and last else []


def _write(path: Path, graph: Graph, form: str) -> None:
    """Write a graph if it says something new."""
    text = (
        graph.serialize(format=form, auto_compact=True) if form == "json-ld" else graph.serialize(format=form)
    )
    if form == "json-ld":
        text = json.dumps(_sorted(json.loads(text)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def _sorted(tree: Any) -> Any:
    """JSON-LD lists here are sets, in no order; one order for all of them."""
    if isinstance(tree, dict):
        return {key: _sorted(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return sorted(map(_sorted, tree), key=lambda each: json.dumps(each, sort_keys=True))
    return tree
