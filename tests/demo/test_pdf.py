import re
from io import BytesIO

import pytest

from auditor.demo.content import towns
from auditor.demo.pdf import Line, write


@pytest.mark.parametrize("tagged", [False, True])
def test_the_table_of_offsets_is_right(tagged):
    document = write(
        "Prüfung (1) \\ Größe", [Line("Zeile " * 400), Line("Name", field="name")] * 4, tagged=tagged
    )

    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", document)[1])
    assert document[start : start + 5] == b"xref\n"
    offsets = [int(offset) for offset in re.findall(rb"(\d{10}) 00000 n", document)]
    for number, offset in enumerate(offsets, start=1):
        assert document[offset:].startswith(f"{number} 0 obj".encode())
    assert document.count(b"/Type/Page/") > 1


def test_parentheses_and_umlauts_survive():
    document = write("T", [Line("Größe (in m²) „Straße“ \\")])

    assert "Größe \\(in m²\\) „Straße“ \\\\".encode("cp1252") in document


def test_a_line_to_sign_is_drawn_and_a_field_is_a_field():
    document = write("T", [Line("Unterschrift", rule=True), Line("Name", field="name")])

    assert b" l S" in document
    assert b"/FT/Tx" in document
    assert b"/AcroForm" in document


@pytest.mark.parametrize("tagged", [False, True])
def test_another_program_reads_it(tagged):
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(BytesIO(write("Titel – Prüfung", [Line("Text")], tagged=tagged))) as document:
        assert len(document.pages) == 1
        assert str(document.docinfo["/Title"]) == "Titel – Prüfung"
        assert document.Root.Lang == "de-DE"
        assert ("/StructTreeRoot" in document.Root) is tagged


def test_every_paper_of_the_towns_is_served(client):
    papers = [(town.key, name) for town in towns().values() for name in town.papers]
    assert len(papers) >= 4

    for key, name in papers:
        answer = client(key).get(f"/downloads/{name}.pdf")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
