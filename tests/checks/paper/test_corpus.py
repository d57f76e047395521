"""The labelled mini services: nobody is accused wrongly, and nearly all are judged right."""

from __future__ import annotations

from collections import Counter

import mini_services as mini
import pytest

from auditor.checks.case import Case
from auditor.checks.paper import completion
from auditor.evidence.model import DocumentFile
from auditor.wording.source import read

CASES = list(mini.load())
LEAST_RIGHT = 0.9
LEAST_SERVICES = 120


@pytest.fixture(scope="module")
def verdicts():
    return {m.id: completion(Case(m.evidence)) for m in CASES}


def test_corpus_is_large_and_ids_are_unique():
    assert len(CASES) >= LEAST_SERVICES
    assert len({m.id for m in CASES}) == len(CASES)
    sizes = Counter(m.half for m in CASES)
    assert min(sizes.values()) >= LEAST_SERVICES // 2


@pytest.mark.parametrize("service", CASES, ids=lambda m: m.id)
def test_no_false_accusation(service, verdicts):
    verdict = verdicts[service.id]
    if service.expect["completable"] == "yes":
        assert verdict.completable != "no", [(q.signal, q.quote) for q in verdict.evidence]
        assert not verdict.media_breaks


@pytest.mark.parametrize("half", ["work", "validation"])
def test_nearly_all_are_right(half, verdicts):
    services = [m for m in CASES if m.half == half]
    right = sum(verdicts[m.id].completable == m.expect["completable"] for m in services)
    classes = sum(verdicts[m.id].kind == m.expect["class"] for m in services)
    assert right / len(services) >= LEAST_RIGHT
    assert classes / len(services) >= LEAST_RIGHT


def test_breaks_are_named_and_quoted(verdicts):
    wanted = [(m.id, kind) for m in CASES for kind in m.expect.get("breaks", ())]
    found = [(i, k) for i, k in wanted if k in {b.kind for b in verdicts[i].media_breaks}]
    assert len(found) / len(wanted) >= LEAST_RIGHT
    texts = {m.id: " ".join(_text(m.evidence).split()) for m in CASES}
    for name, verdict in verdicts.items():
        for quote in (b.quote for b in verdict.media_breaks):
            assert " ".join(quote.split()) in texts[name]


def test_every_reason_is_explained_in_both_languages(verdicts):
    reasons = read("verdicts")["reasons"]
    for verdict in verdicts.values():
        assert reasons[verdict.reason]["de"]
        assert reasons[verdict.reason]["en"]


def test_a_no_is_always_proven(verdicts):
    for verdict in verdicts.values():
        if verdict.completable == "no" and verdict.kind != "information":
            assert verdict.evidence


def test_the_verdict_is_kept_with_the_case():
    case = Case(CASES[0].evidence)
    assert completion(case) is completion(case)


def _text(evidence) -> str:
    blocks = [b.text for p in evidence.pages for f in p.frames if f.document for b in f.document.blocks]
    return " ".join([*blocks, *(d.text for d in evidence.documents)])


CONTENTS = {
    "signed": "Antrag\nName, Vorname\nHiermit beantrage ich\nOrt, Datum, Unterschrift\nBitte per Post senden.",
    "unsigned": "Antrag\nName, Vorname\nbitte ankreuzen",
    "leaflet": "Dieses Merkblatt\nInhaltsverzeichnis",
    "unread": "",
    "no document": None,
}


@pytest.mark.parametrize("content", CONTENTS)
def test_whatever_the_documents_hold_nobody_is_accused_wrongly(content):
    """The verdict may change with what a visit reads in the documents, but never into a wrong „no“."""
    for service in CASES:
        seen = service.evidence
        if service.expect["completable"] != "no" and not seen.documents:
            verdict = completion(
                Case(seen.model_copy(update={"documents": _opened(seen, CONTENTS[content])}))
            )
            assert verdict.completable != "no", (service.id, verdict.reason)
            assert not verdict.media_breaks


def _opened(evidence, text):
    """All documents linked in the evidence, read with the same text; None for pages behind such links."""
    found = {
        li.href: (page.id, li.text)
        for page in evidence.pages
        for frame in page.frames
        if frame.document
        for li in frame.document.links
        if li.href.endswith(".pdf")
    }
    kind = "other" if text is None else "pdf"
    return tuple(
        DocumentFile(url=u, final_url=u, found_on=p, link=x, status=200, kind=kind, text=text or "")
        for u, (p, x) in found.items()
    )
