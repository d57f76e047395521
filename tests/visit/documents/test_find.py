"""Which of the linked documents may be the form."""

from typing import Any

import pytest

from auditor.evidence.model import Document, Frame, Link, Page, Role
from auditor.visit.documents.find import linked

HOME = "https://stadt.example"


def _page(*links: Link) -> Page:
    frame = Frame(id="f0", url=HOME, document=Document(links=links))
    return Page(id="p1", role=Role.ENTRY, requested_url=HOME, final_url=HOME, frames=(frame,))


def _link(text: str, path: str = "/media/4711.pdf", **more: Any) -> Link:
    return Link(selector="a", tag="a", text=text, name=text, href=HOME + path, **{"landmark": "main", **more})


@pytest.mark.parametrize(
    ("link", "sure"),
    [
        (_link("Anmeldung zur Hundesteuer (PDF, 38 kB)"), [True]),
        (_link("Formular herunterladen", "/media/4711.docx"), [True]),
        (_link("Hier klicken", "/media/antrag_hundesteuer.pdf"), [True]),
        (_link("Hundesteuer (PDF)"), [False]),
        (_link("Hundesteuer (PDF)", "/getfile?id=7"), [False]),
        (_link("Hundesteuer", "/getfile?id=7", download=True), [False]),
        (_link("Hundesteuer", "/media/4711.pdf", heading="Formulare"), [True]),
        (_link("Hundesteuersatzung (PDF)"), []),
        (_link("Merkblatt zum Antrag (PDF)"), [False]),
        (_link("Anforderungskarte (PDF)"), [False]),
        (_link("Download", "/media/merkblatt-hund.pdf"), [True]),
        (_link("Hund", "/media/merkblatt-hund.pdf"), []),
        (_link("Hundesteuer", "/hundesteuer"), []),
        (_link("Antrag", "/antrag.pdf", landmark="contentinfo"), []),
        (_link("Antrag", "/antrag.pdf", teaser=True), []),
        (_link("Antrag (PDF)").model_copy(update={"href": "mailto:a@b.example"}), []),
    ],
)
def test_documents_by_their_words(link: Link, sure: list[bool]) -> None:
    assert [d.sure for d in linked(_page(link))] == sure
