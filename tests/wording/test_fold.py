"""One spelling for many: folding, and the way back to the original words."""

import pytest

from auditor.wording.fold import fold, normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bürger·büro", "buergerbuero"),
        ("Unter\u00adschrift", "unterschrift"),
        ("ein-reichen", "einreichen"),
        ("An- und Abmeldung", "an- und abmeldung"),
        ("Antragsteller*innen", "antragsteller"),
        ("Antragsteller:in", "antragsteller"),
        ("Antragsteller/-in", "antragsteller"),
        ("Antragsteller(in)", "antragsteller"),
        ("AntragstellerInnen", "antragsteller"),
        ("Straße, Größe, ÜBER", "strasse, groesse, ueber"),
        ("U\u0308bersicht", "uebersicht"),
        ("„so“ – oder\u00a0›so‹", '"so" - oder "so"'),
        ("gem. § 3a Abs. 2 VwVfG, z. B. per De-Mail", "gem § 3a abs 2 vwvfg, zb per de-mail"),
        ("am 1. März im 2. Stock", "am 1 maerz im 2 stock"),
        ("Ausweis usw. Bitte drucken", "ausweis usw. bitte drucken"),
        ("Zeile\n  eins", "zeile eins"),
    ],
)
def test_variants_become_one(text, folded):
    assert normalise(text) == folded


@pytest.mark.parametrize(
    "text", ["Bürger·büro – z. B. „Straße“ 1. Mai", "  Antragsteller*in  ", "", "a\u00ad"]
)
def test_fold_is_normalise_with_a_way_back(text):
    assert fold(text).text == normalise(text)


def test_words_of_the_original_come_back():
    folded = fold("Bitte das Form\u00adular im Bürger·büro abgeben.")
    start = folded.text.index("buergerbuero")
    assert folded.words(start, start + len("buergerbuero"))[2] == "Bürger·büro"
