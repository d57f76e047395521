"""Open data: every level in every format, the same bytes for the same ranking, and no month that changes silently."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tracemalloc
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rdflib import DCTERMS, FOAF, RDF, Graph, Namespace, URIRef

from auditor.cli.main import _OPERATORS
from auditor.publish.inputs import Publisher, PublisherError
from auditor.publish.opendata import PublishedError, data_files, published, write_month
from auditor.publish.opendata.files import write_table
from auditor.publish.opendata.rows import rows
from auditor.publish.opendata.schema import Level, dictionary, levels
from auditor.publish.opendata.terms import entry
from auditor.ranking.model import Correction, Ranking
from auditor.rulebook.model import Text
from tests.publish.site.country import PUBLISHER, country

BASE = "https://rangliste.example"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
NOTE = Correction(date(2026, 12, 22), "2026-12", Text(de="Ein Wert war falsch.", en="A value was wrong."))


@pytest.fixture(scope="module")
def ranking() -> Ranking:
    return country()


@pytest.fixture(scope="module")
def out(ranking: Ranking, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    write_month(ranking, folder, publisher=PUBLISHER, base_url=BASE)
    return folder


@pytest.fixture(scope="module")
def month(out: Path, ranking: Ranking) -> Path:
    return out / "data" / ranking.month


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8")))


def _changed(ranking: Ranking) -> Ranking:
    first = replace(ranking.standings[0], low=ranking.standings[0].low - 1)
    return replace(ranking, standings=(first, *ranking.standings[1:]))


def _content(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


# --- what stands in the tables ------------------------------------------------------------------------------


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.id)
def test_no_column_is_undocumented_and_none_is_documented_in_vain(level: Level, ranking: Ranking) -> None:
    columns = {column.name for column in level.columns}
    assert len(columns) == len(level.columns)
    made = list(rows(level.id, ranking))
    assert made
    assert all(set(row) == columns for row in made)


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.id)
def test_all_formats_say_the_same(level: Level, month: Path) -> None:
    in_csv, in_json = _csv(month / f"{level.id}.csv"), _json(month / f"{level.id}.json")
    in_parquet = pq.read_table(month / f"{level.id}.parquet").to_pylist()
    assert len(in_csv) == len(in_json) == len(in_parquet) > 0
    for text, plain, typed in zip(in_csv, in_json, in_parquet, strict=True):
        assert list(text) == list(plain) == list(typed) == [column.name for column in level.columns]
        for name, value in plain.items():
            assert text[name].removeprefix("'") == _as_text(value).removeprefix("'")
            assert _as_json(typed[name]) == value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) else str(value)


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("level", levels(), ids=lambda level: level.id)
def test_values_are_among_the_allowed(level: Level, month: Path) -> None:
    for row in _json(month / f"{level.id}.json"):
        for column in level.columns:
            value = row[column.name]
            assert not column.values or value is None or value in column.values


def test_every_cell_of_the_country_is_there_with_its_state(ranking: Ranking, month: Path) -> None:
    found = _json(month / "all.json")
    assert len(found) == len(ranking.standings) * len(ranking.basket.services)
    assert {row["state"] for row in found} == {"measured", "unmeasured", "unlisted", "missing", "elsewhere"}
    missing = next(row for row in found if row["state"] == "missing")
    assert (missing["low"], missing["high"], missing["looked"]) == (0.0, 0.0, "2026-12-03")
    unknown = next(row for row in found if row["state"] == "unlisted")
    assert (unknown["low"], unknown["high"], unknown["url"]) == (0.0, 100.0, None)


def test_only_what_was_measured_is_measured(ranking: Ranking, month: Path) -> None:
    cells = [cell for standing in ranking.standings for cell in standing.cells if cell.state == "measured"]
    assert len(_json(month / "measured.json")) == len(cells)


def test_a_shared_form_stands_once_with_those_who_use_it(ranking: Ranking, tmp_path: Path) -> None:
    shared = next(c.result for c in ranking.standings[0].cells if c.result)
    standings = tuple(
        replace(s, cells=tuple(replace(c, result=shared) if c.result else c for c in s.cells))
        for s in ranking.standings[:3]
    )
    write_month(replace(ranking, standings=standings), tmp_path)
    (only,) = _json(tmp_path / "data" / ranking.month / "service.json")
    assert only["address"] == shared.address
    assert only["municipalities"] == 3
    assert len(only["services"]) > 1


def test_a_municipality_has_its_ranks_and_movement(ranking: Ranking, month: Path) -> None:
    found = {row["ags"]: row for row in _json(month / "municipality.json")}
    assert list(found) == [standing.town.ags for standing in ranking.standings]
    for standing in ranking.standings:
        row = found[standing.town.ags]
        assert row["rank"] == (standing.overall.rank if standing.overall else None)
        assert row["unranked"] == standing.unranked
        assert row["points_moved"] == (standing.movement.points if standing.movement else None)
    assert found["05999005"]["former"] == ["05999098"]


def test_names_and_formulas_do_not_leave(ranking: Ranking, tmp_path: Path) -> None:
    first = ranking.standings[0]
    offer = next(c.offer for s in ranking.standings for c in s.cells if c.state == "missing")
    assert offer
    told = replace(offer, source="Auskunft von Frau Grabowski", provider='=HYPERLINK("x")')
    cells = (replace(first.cells[0], state="missing", result=None, offer=told), *first.cells[1:])
    changed = replace(ranking, standings=(replace(first, cells=cells), *ranking.standings[1:]))
    write_month(changed, tmp_path)
    folder = tmp_path / "data" / ranking.month
    row = _csv(folder / "all.csv")[0]
    assert row["source"] == "Auskunft von Frau [Name]"
    assert row["provider"] == '\'=HYPERLINK("x")'
    assert not any(b"Grabowski" in content for content in _content(tmp_path).values())


def test_csv_is_rfc_4180(month: Path) -> None:
    raw = (month / "municipality.csv").read_bytes()
    assert raw.startswith(b"month,ags,")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_negative_numbers_stay_numbers(month: Path) -> None:
    moved = [row["points_moved"] for row in _csv(month / "municipality.csv") if row["points_moved"]]
    assert any(float(value) < 0 for value in moved)


def test_parquet_is_typed_and_compressed(month: Path) -> None:
    file = pq.ParquetFile(month / "measured.parquet")
    types = {f.name: str(f.type) for f in file.schema_arrow}
    assert types["low"] == "double"
    assert types["visited"].startswith("timestamp")
    assert types["failed"] == "list<element: string>"
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_the_dictionary_covers_every_column_in_both_languages(month: Path) -> None:
    found = _csv(month / "dictionary.csv")
    assert [(r["level"], r["column"]) for r in found] == [
        (level.id, column.name) for level in levels() for column in level.columns
    ]
    assert all(r["meaning_de"] and r["meaning_en"] and r["type"] for r in found)
    assert _json(month / "dictionary.json") == [
        row | {"values": list(row["values"])}
        for row in dictionary()  # type: ignore[call-overload]
    ]


def test_an_empty_table_is_an_empty_array(tmp_path: Path) -> None:
    level = levels()[-1]
    write_table(level, [], tmp_path, ["csv", "json", "parquet"])
    assert _json(tmp_path / "defect.json") == []
    assert _csv(tmp_path / "defect.csv") == []
    assert pq.read_table(tmp_path / "defect.parquet").num_rows == 0


def test_memory_is_bounded(tmp_path: Path, ranking: Ranking) -> None:
    level = levels()[0]
    row = next(iter(rows("all", ranking)))
    tracemalloc.start()
    write_table(level, (row for _ in range(40_000)), tmp_path, ["csv", "json"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


# --- that it is the same, and stays so ----------------------------------------------------------------------


def test_checksums_are_for_sha256sum(month: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=month, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (month / "SHA256SUMS").read_text().splitlines()}
    assert listed == {p.name for p in month.iterdir()} - {"SHA256SUMS", "dcat.ttl"}


_AGAIN = """
import sys
from pathlib import Path
from auditor.publish.opendata import write_month
from tests.publish.site.country import PUBLISHER, country
write_month(country(), Path(sys.argv[1]), publisher=PUBLISHER, base_url="https://rangliste.example")
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_ranking_gives_the_same_bytes(out: Path, tmp_path: Path, seed: str) -> None:
    subprocess.run(
        [sys.executable, "-c", _AGAIN, str(tmp_path)],
        check=True, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert _content(tmp_path) == _content(out)


def test_the_moment_of_making_changes_nothing(ranking: Ranking, tmp_path: Path) -> None:
    assert write_month(ranking, tmp_path, publisher=PUBLISHER, base_url=BASE).changed
    before = _content(tmp_path)
    later = replace(ranking, made=datetime(2027, 1, 9, tzinfo=UTC))
    assert not write_month(later, tmp_path, publisher=PUBLISHER, base_url=BASE).changed
    assert _content(tmp_path) == before


def test_a_published_month_does_not_change_silently(ranking: Ranking, tmp_path: Path) -> None:
    write_month(ranking, tmp_path, publisher=PUBLISHER, base_url=BASE)
    before = _content(tmp_path)
    with pytest.raises(PublishedError) as error:
        write_month(_changed(ranking), tmp_path, publisher=PUBLISHER, base_url=BASE)
    assert _content(tmp_path) == before
    assert "2026-12" in str(error.value)
    assert "municipality.csv" in error.value.text("de")
    assert "PublishedError" in _OPERATORS


def test_a_correction_keeps_the_old_sums_and_says_why(ranking: Ranking, tmp_path: Path) -> None:
    folder = write_month(ranking, tmp_path, publisher=PUBLISHER, base_url=BASE).folder
    sums = (folder / "SHA256SUMS").read_text()
    later = replace(_changed(ranking), made=datetime(2026, 12, 22, tzinfo=UTC))
    assert write_month(later, tmp_path, publisher=PUBLISHER, base_url=BASE, correction=NOTE).changed
    assert (folder / "SHA256SUMS.1").read_text() == sums
    assert (folder / "SHA256SUMS").read_text() != sums
    note = (folder / "CORRECTIONS.txt").read_text(encoding="utf-8")
    assert note.startswith("2026-12-22  (SHA256SUMS.1)\nEin Wert war falsch.\nA value was wrong.\n")
    graph = Graph().parse(folder / "dcat.ttl")
    dataset = URIRef(f"{BASE}/data/2026-12/#dataset")
    assert str(graph.value(dataset, DCTERMS.issued)) == "2026-12-20"
    assert str(graph.value(dataset, DCTERMS.modified)) == "2026-12-22"
    write_month(ranking, tmp_path, publisher=PUBLISHER, correction=NOTE)
    assert (folder / "SHA256SUMS.2").is_file()
    assert (folder / "CORRECTIONS.txt").read_text(encoding="utf-8").count("2026-12-22") == 2


def test_a_correction_without_a_change_leaves_no_trace(ranking: Ranking, tmp_path: Path) -> None:
    folder = write_month(ranking, tmp_path).folder
    write_month(ranking, tmp_path, correction=NOTE)
    assert not (folder / "CORRECTIONS.txt").exists()
    assert not list(folder.glob("SHA256SUMS.*"))


def test_a_correction_of_another_month_corrects_nothing(ranking: Ranking, tmp_path: Path) -> None:
    write_month(ranking, tmp_path)
    with pytest.raises(PublishedError, match="2026-10"):
        write_month(_changed(ranking), tmp_path, correction=replace(NOTE, month="2026-10"))


def test_a_damaged_file_is_restored(ranking: Ranking, tmp_path: Path) -> None:
    folder = write_month(ranking, tmp_path).folder
    before = _content(folder)
    (folder / "all.csv").write_text("x")
    (folder / "defect.json").unlink()
    assert not write_month(ranking, tmp_path).changed
    assert _content(folder) == before


def test_an_unknown_licence_is_refused(ranking: Ranking, tmp_path: Path) -> None:
    with pytest.raises(PublisherError, match=r"dl-by-de/2\.0"):
        write_month(ranking, tmp_path, licence="mit")
    assert not list(tmp_path.iterdir())


def test_the_licence_comes_from_the_publisher(ranking: Ranking, tmp_path: Path, month: Path) -> None:
    assert "Datenlizenz Deutschland" in (month / "LICENSE").read_text(encoding="utf-8")
    assert "Landesamt für Beispiele" in (month / "LICENSE").read_text(encoding="utf-8")
    folder = write_month(ranking, tmp_path, publisher=Publisher(licence="cc-by/4.0")).folder
    assert "creativecommons.org/licenses/by/4.0" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_months_are_listed_the_newest_first(ranking: Ranking, tmp_path: Path) -> None:
    for name in ("2026-11", "2026-12"):
        write_month(replace(ranking, month=name), tmp_path, base_url=BASE)
    (tmp_path / "data" / "2026-10").mkdir()  # not published
    assert [folder.name for folder in published(tmp_path)] == ["2026-12", "2026-11"]
    files = data_files(tmp_path / "data" / "2026-11")
    assert (files[0].name, files[0].level, files[0].form) == ("all.csv", "all", "csv")
    assert len(files) == 17
    graph = Graph().parse(tmp_path / "data" / "catalog.ttl")
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 2


# --- how it is described ------------------------------------------------------------------------------------

#: What DCAT-AP.de 3.0 demands of each class, and what we promise beyond.
MANDATORY = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset},
    DCAT.DatasetSeries: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint},
    DCAT.Dataset: {
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.distribution, DCAT.theme,
        DCAT.keyword, DCTERMS.issued, DCTERMS.modified, DCTERMS.spatial, DCTERMS.temporal, DCTERMS.language,
        DCTERMS.accrualPeriodicity, DCTERMS.identifier, DCATDE.politicalGeocodingLevelURI, DCAT.inSeries,
    },
    DCAT.Distribution: {
        DCAT.accessURL, DCAT.downloadURL, DCTERMS.license, DCTERMS["format"], DCAT.mediaType, DCAT.byteSize,
        SPDX.checksum, DCATDE.licenseAttributionByText, DCTERMS.title,
    },
    FOAF.Agent: {FOAF.name},
    DCTERMS.PeriodOfTime: {DCAT.startDate, DCAT.endDate},
    SPDX.Checksum: {SPDX.algorithm, SPDX.checksumValue},
}  # fmt: skip


@pytest.fixture(scope="module")
def graph(out: Path) -> Graph:
    return Graph().parse(out / "data" / "catalog.ttl")


@pytest.mark.parametrize("kind", MANDATORY, ids=lambda kind: str(kind).rsplit("/", 1)[-1])
def test_the_description_has_what_is_mandatory(graph: Graph, kind: URIRef) -> None:
    found = list(graph.subjects(RDF.type, kind))
    assert found
    for subject in found:
        assert MANDATORY[kind] <= set(graph.predicates(subject)), subject


def test_both_notations_say_the_same(graph: Graph, out: Path) -> None:
    other = Graph().parse(out / "data" / "catalog.jsonld", format="json-ld")
    assert set(graph) == set(other)


def test_the_description_fits_the_files(graph: Graph, month: Path) -> None:
    described = {
        str(graph.value(d, DCAT.downloadURL)): d for d in graph.subjects(RDF.type, DCAT.Distribution)
    }
    files = data_files(month)
    assert set(described) == {f"{BASE}/data/2026-12/{file.name}" for file in files}
    for file in files:
        it = described[f"{BASE}/data/2026-12/{file.name}"]
        assert int(str(graph.value(it, DCAT.byteSize))) == (month / file.name).stat().st_size
        total = graph.value(it, SPDX.checksum)
        assert str(graph.value(total, SPDX.checksumValue)) == file.sha256


def test_everything_has_an_address(graph: Graph) -> None:
    assert all(isinstance(subject, URIRef) for subject in graph.subjects())


def test_a_contributor_is_named_only_if_given(graph: Graph, ranking: Ranking, tmp_path: Path) -> None:
    assert not list(graph.objects(None, DCATDE.contributorID))
    write_month(ranking, tmp_path, publisher=Publisher(contributor="auswaertigesAmt"), base_url=BASE)
    found = set(Graph().parse(tmp_path / "data" / "catalog.ttl").objects(None, DCATDE.contributorID))
    assert found == {URIRef("http://dcat-ap.de/def/contributors/auswaertigesAmt")}


def test_without_an_address_there_is_no_description(ranking: Ranking, tmp_path: Path) -> None:
    folder = write_month(ranking, tmp_path).folder
    assert not (folder / "dcat.ttl").exists()
    assert not (tmp_path / "data" / "catalog.ttl").exists()


def test_texts_are_there_in_both_languages() -> None:
    for part in ("texts", "messages"):
        assert all(set(words) == {"de", "en"} for words in entry(part).values())
