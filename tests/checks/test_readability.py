"""Figures counted by hand."""

import pytest

from auditor.checks.readability import measure, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Hund", 1),
        ("Steuer", 2),
        ("Antrag", 2),
        ("Quelle", 2),
        ("Anmeldung", 3),
        ("Europäer", 4),
        ("Bäume", 2),
    ],
)
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_dots_of_abbreviations_dates_and_ordinals_end_no_sentence() -> None:
    text = (
        "Das kostet z. B. 5,00 Euro. Am 3. März 2026 endet die Frist nach § 4 Abs. 2. Fragen? Rufen Sie an!"
    )
    assert sentences(text) == (
        "Das kostet z. B. 5,00 Euro.",
        "Am 3. März 2026 endet die Frist nach § 4 Abs. 2. Fragen?",  # a number with a dot ends no sentence
        "Rufen Sie an!",
    )
    assert sentences("Am 3. März kommt Dr. Meier.") == ("Am 3. März kommt Dr. Meier.",)


def test_numbers_are_no_words_and_a_hyphenated_compound_is_one() -> None:
    assert words("Online-Dienst 24 am 3.4.") == ("Online-Dienst", "am")


def test_hand_counted_text() -> None:
    # 5 + 4 words in 2 sentences; long (> 6 letters): anmelden, Anmeldung, kostenlos = 3; three and more
    # syllables: anmelden, Anmeldung, kostenlos = 3; one syllable: Sie, den, Hund, jetzt?, Die, ist = 5
    text = "Sie müssen den Hund anmelden. Die Anmeldung ist kostenlos."
    figures = measure([text])
    assert (figures.words, figures.sentences) == (9, 2)
    assert figures.lix == pytest.approx(4.5 + 100 * 3 / 9)
    expected = 0.1935 * 100 * 3 / 9 + 0.1672 * 4.5 + 0.1297 * 100 * 3 / 9 - 0.0327 * 100 * 5 / 9 - 0.875
    assert figures.vienna == pytest.approx(expected)


def test_no_text_gives_no_figures() -> None:
    assert measure(["", "123"]).words == 0


def test_every_run_of_text_ends_its_sentence() -> None:
    assert measure(["Impfpass", "Chipnummer", "Ausweis"]).sentences == 3
