"""Portal products by their marks; unknown stays unknown."""

import pytest
from mini_services import evidence_of

from auditor.checks.case import Case
from auditor.checks.paper import product
from auditor.wording.source import read

FORM = "<h1>Antrag</h1><form method=post><x-person/><button>Weiter</button></form>"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://formulare.stadt.example/frontend-server/form/provide/812/", "XIMA Formcycle"),
        ("https://www.buergerserviceportal.de/bayern/tannrode/bsp", "AKDB Bürgerservice-Portal"),
        ("https://pdf.form-solutions.net/jmp.php?x=1", "Form-Solutions"),
        ("https://openrathaus.stadt.example/x", "OpenR@thaus"),
        ("https://tevis.stadt.example/select2?md=1", "TEVIS"),
        ("https://www.stadt.example/hund", None),
    ],
)
def test_product_by_address(url, name):
    pages = {"/": f'<h1>Hund</h1><a href="{url}">Online beantragen</a>', url: FORM}
    assert product(Case(evidence_of(pages))) == name


def test_a_calendar_never_hides_the_form_server():
    pages = {
        "https://tevis.stadt.example/select2?md=1": '<h1>Termin</h1><a href="https://x.example/intelliform/forms/1">Antrag</a>',
        "https://x.example/intelliform/forms/1": FORM,
    }
    assert product(Case(evidence_of(pages))) == "cit intelliForm"


def test_every_product_has_a_mark():
    for row in read("products")["products"]:
        assert {"url", "host", "script", "markup"} & row.keys(), row["name"]
