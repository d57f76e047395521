"""Formats against what their owners publish: the SARIF schema, an RDF parser. Fetched by the test, not kept here."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

import jsonschema
import pytest

from auditor.checks.case import Outcome
from auditor.gate.decide import decide
from auditor.gate.model import Gate, Place
from auditor.publish.catalogue import Catalogue
from auditor.publish.formats import FORMATS
from auditor.publish.formats.report import CheckReport
from auditor.publish.words import Words
from tests.gate.conftest import BOOK, TODAY, entry, finding, outcome, result

#: Holds the schema of SARIF 2.1.0 as OASIS published it.
_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
_MEMBER = "package/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture
def report() -> CheckReport:
    services = [
        result(
            outcome("duty", finding("a"), finding("old")),
            outcome("slight", finding("doubt", Outcome.CANT_TELL)),
            outcome("advice", word=Outcome.INAPPLICABLE),
        ),
        result(measured=False).model_copy(update={"slug": "zu"}),
    ]
    decision = decide(services, {"hund": Place("t.csv", 2)}, BOOK, Gate(), [entry("old")], TODAY)
    return CheckReport(decision, Words(BOOK, Catalogue("en")), exit_code=1)


@pytest.mark.slow
def test_sarif_fits_the_official_schema(report: CheckReport, tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    line = [npm, "pack", "--silent", _PACKAGE]
    packed = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    if packed.returncode:
        pytest.skip(f"npm cannot fetch {_PACKAGE}: {packed.stderr.strip()[-200:]}")
    with tarfile.open(tmp_path / packed.stdout.strip().splitlines()[-1]) as archive:
        member = archive.extractfile(_MEMBER)
        assert member is not None
        schema = json.load(member)
    jsonschema.Draft7Validator(schema).validate(json.loads(FORMATS["sarif"](report)))


def test_earl_is_rdf(report: CheckReport) -> None:
    rdflib = pytest.importorskip("rdflib")
    graph = rdflib.Graph()
    graph.parse(data=FORMATS["earl"](report), format="json-ld")
    earl = rdflib.Namespace("http://www.w3.org/ns/earl#")
    failed = set(graph.subjects(earl.outcome, earl.failed))
    assert failed
    assertion = next(iter(graph.subjects(earl.result, next(iter(failed)))))
    assert graph.value(assertion, earl.subject) == rdflib.URIRef("https://staging.example/hund")
