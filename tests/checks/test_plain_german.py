"""Traits of German sentences, told one by one."""

import pytest

from auditor.checks import plain_german
from auditor.checks.plain_german import is_passive
from auditor.checks.readability import measure
from tests.checks.seen import case, document, page, worst


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("Der Antrag wird geprüft.", True),
        ("Die Unterlagen werden bis Freitag eingereicht.", True),
        ("Die Gebühr wurde festgesetzt.", True),
        ("Es wird keine Gebühr erhoben.", True),
        ("Wir werden Ihren Antrag prüfen.", False),
        ("Die Stadt wird den Antrag bearbeiten.", False),
        ("Das wird teuer.", False),
        ("Sie haben den Antrag eingereicht.", False),
        ("Es wird bald eine Antwort geben.", False),
    ],
)
def test_passive(sentence: str, passive: bool) -> None:
    assert is_passive(sentence) is passive


def test_formulas_by_hand() -> None:
    figures = measure(["Das ist gut."])
    assert figures.viennas == pytest.approx((-3.6434, -2.2744, -0.5429, -0.8962))
    assert figures.flesch == pytest.approx(118.5)
    assert measure([]).flesch == 0.0


def test_the_longest_sentence_is_quoted_first() -> None:
    long = "Die Anmeldung des Hundes ist " + "bei der Stadt und " * 12 + "zu machen."
    easy = "Sie müssen den Hund anmelden. Das geht hier. " * 10
    found = list(plain_german.sentence_length(case(page(seen=document(easy, long)))))
    assert [o.quote[:24] for o in found] == ["Die Anmeldung des Hundes"]
    assert worst(plain_german.sentence_length(case(page(seen=document(easy))))) == "passed"
