"""Sentences end where they end, not at every dot."""

import pytest

from auditor.wording.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Füllen Sie ihn aus. Senden Sie ihn ab!", 2),
        ("Gem. § 3 Abs. 2 Nr. 1 VwVfG z. B. per De-Mail bzw. Fax, i. d. R. bis zum 1. März.", 1),
        ("Die Frist endet am 31.03. des Jahres. Danach nicht mehr.", 2),
        ("Bitte im 2. Stock melden, Tel. 0123 456.", 1),
        ("Perso, Foto usw. Bitte mitbringen.", 2),
        ("Wie geht das? Ganz einfach: online.", 2),
        ("Erste Zeile\nZweite Zeile\nund weiter", 2),
        ("Kosten: 12,50 Euro (ermäßigt 6,25 Euro).", 1),
        ("1. Formular öffnen", 1),
        ("", 0),
    ],
)
def test_number_of_sentences(text, parts):
    assert len(sentences(text)) == parts


def test_words_stay_as_they_were():
    found = sentences("Im Bürger·büro. „Weiter“ geht’s – bitte z. B. online.")
    assert [s.text for s in found] == ["Im Bürger·büro.", "„Weiter“ geht’s – bitte z. B. online."]
