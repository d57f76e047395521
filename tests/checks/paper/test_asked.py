"""What an opened document proves, and what it never proves."""

import pytest
from mini_services import BASE, evidence_of

from auditor.checks.case import Case
from auditor.checks.paper import completion
from auditor.checks.usability import media_breaks

PAGE = (
    "<h1>Sperrzeit verkürzen</h1><p>Gaststätten dürfen auf Antrag länger öffnen. Die Erlaubnis gilt für eine Nacht "
    "und kostet vierzig Euro; über sie entscheidet das Ordnungsamt.</p>"
)
LINK = '<a href="/sperrzeit.pdf">Antrag Sperrzeit (PDF)</a>'
TOP = "Antrag auf Verkürzung der Sperrzeit\nName, Vorname ______\nHiermit beantrage ich die Verkürzung.\n"
SIGNED = f"{TOP}Ort, Datum, Unterschrift ______\n"
FORM = '<form method="post"><x-person/><x-address/><button>Antrag absenden</button></form>'


def judged(document, page=PAGE + LINK, **more):
    return completion(Case(evidence_of({"/": page, **more}, {"/sperrzeit.pdf": document})))


def kinds(verdict):
    return {b.kind for b in verdict.media_breaks}


@pytest.mark.parametrize(
    ("document", "breaks"),
    [
        (SIGNED, {"print", "sign"}),
        ({"text": SIGNED, "fillable": True}, {"sign"}),
        ({"text": SIGNED, "kind": "office"}, {"sign"}),
        ({"text": SIGNED, "fillable": True, "signature_fields": 1}, set()),
        (SIGNED + "Bitte per Post senden.", {"print", "sign", "post"}),
        (SIGNED + "Bitte per Post oder per Fax senden.", {"print", "sign", "post"}),
        (SIGNED + "Bitte per Fax senden.", {"print", "sign", "fax"}),
        (SIGNED + "Bitte per Post oder per E-Mail senden.", {"print", "sign"}),
        (SIGNED + "Bitte per Post senden oder im Rathaus abgeben.", {"print", "sign", "post"}),
        (TOP + "Bitte im Rathaus abgeben.", {"in-person"}),
        (TOP + "Unterschrift der Sachbearbeitung ______", set()),
        ({"image_only": True}, set()),
    ],
)
def test_breaks_of_a_form_to_download(document, breaks):
    verdict = judged(document)
    assert (verdict.kind, verdict.completable) == ("form-download", "no")
    assert kinds(verdict) == breaks


@pytest.mark.parametrize(
    "document",
    [
        {"text": SIGNED, "has_submit_button": True},
        {"text": SIGNED, "has_submit_button": True, "submit_target": "https://stadt.example/an"},
        SIGNED + "Der Antrag kann auch online gestellt werden.",
        TOP + "Bitte per E-Mail senden.",
        {"text": TOP, "has_submit_button": True, "submit_target": "mailto:amt@stadt.example"},
        {"kind": "other"},
    ],
)
def test_no_accusation(document):
    verdict = judged(document)
    assert verdict.completable == "unknown"
    assert not verdict.media_breaks


def test_proof_is_quoted_from_the_document_and_stands_on_the_page_that_links_it():
    case = Case(evidence_of({"/": PAGE + LINK}, {"/sperrzeit.pdf": SIGNED}))
    verdict = completion(case)
    quote = next(q for q in verdict.evidence if q.signal == "sign")
    assert (quote.quote, quote.url, quote.page) == (
        "Ort, Datum, Unterschrift",
        f"{BASE}/sperrzeit.pdf",
        "p1",
    )
    assert verdict.reason == "document-on-paper"
    assert {o.message for o in media_breaks(case)} == {"print", "sign"}


def test_a_leaflet_is_no_route():
    verdict = judged("Dieses Merkblatt erklärt die Sperrzeit.\nInhaltsverzeichnis")
    assert "form-download" not in verdict.routes
    assert verdict.kind == "information"


def test_a_leaflet_explains_no_demand_but_accuses_nobody():
    page = (
        f"{PAGE}{LINK}<p>Der Antrag muss eigenhändig unterschrieben sein.</p><a href='/an'>Online-Antrag</a>"
    )
    leaflet = judged("Dieses Merkblatt erklärt die Sperrzeit.\nInhaltsverzeichnis", page, **{"/an": FORM})
    form = judged(SIGNED, page, **{"/an": FORM})
    assert (leaflet.completable, form.completable) == ("unknown", "yes")


@pytest.mark.parametrize(
    "words",
    [
        "Das Formular können Sie online ausfüllen, dann müssen Sie es ausdrucken und unterschreiben.",
        "Füllen Sie das Formular online aus, drucken Sie es anschließend aus und unterschreiben Sie es.",
    ],
)
@pytest.mark.parametrize("document", [SIGNED, {"text": SIGNED, "fillable": True}])
def test_words_that_may_mean_the_document_do_not_accuse_the_form_beside_it(words, document):
    page = f"{PAGE}{LINK}<p>{words}</p><a href='/an'>Online-Antrag</a>"
    verdict = judged(document, page, **{"/an": FORM})
    assert verdict.completable == "unknown"
    assert not verdict.media_breaks


def test_another_town_page_named_like_a_document_is_a_way_not_seen():
    assert judged({"kind": "other"}).reason == "route-not-loaded"


def test_a_neutral_form_does_not_outweigh_an_informal_mail():
    page = PAGE + "<p>Sie beantragen formlos per E-Mail.</p><a href='/sperrzeit.pdf'>Gaststätten 2026</a>"
    assert judged(SIGNED, page).completable == "unknown"
