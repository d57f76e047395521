"""Findability on hand-made evidence."""

import pytest

from auditor.checks import findability
from auditor.evidence.model import LinkRel, Reason
from tests.checks.seen import case, document, page, worst


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [("index, follow", "passed"), ("noindex", "failed"), ("NONE", "failed"), ("noarchive", "passed")],
)
def test_robots_meta(robots: str, outcome: str) -> None:
    assert worst(findability.indexable(case(page(seen=document(metas={"robots": robots}))))) == outcome


def test_robots_header() -> None:
    assert worst(findability.indexable(case(page(headers={"x-robots-tag": "noindex, nofollow"})))) == "failed"


def test_entry_not_loaded_is_untested() -> None:
    lost = page(reason=Reason.DNS, frames=())
    for check in (findability.indexable, findability.described, findability.one_address):
        assert worst(check(case(lost))) == "untested"


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("https://www.stadt.example/entry", "passed"),
        ("https://www.stadt.example/entry/", "passed"),
        ("https://www.stadt.example/", "failed"),
        ("https://stadt.example/leistungen/hund", "passed"),
        ("https://www.anderswo.example/hund", "cantTell"),
    ],
)
def test_canonical(address: str, outcome: str) -> None:
    seen = document(rels=(LinkRel(rel="canonical", href=address),))
    assert worst(findability.one_address(case(page(seen=seen)))) == outcome
