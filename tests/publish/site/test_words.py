"""The words of the site: the same keys in both languages, and no book that silently takes a word of another's pages."""

from __future__ import annotations

import pytest

from auditor.publish.catalogue import BLANK, entries
from auditor.publish.site.run import BOOKS


@pytest.mark.parametrize("book", [*BOOKS, "data"])
def test_both_languages_say_the_same(book: str) -> None:
    german, english = entries("de", book), entries("en", book)
    assert german.keys() == english.keys()
    for key, text in german.items():
        assert set(BLANK.findall(text)) == set(BLANK.findall(english[key])), key


def test_the_books_of_the_site_do_not_take_each_others_words() -> None:
    first, second = (entries("de", book) for book in BOOKS)
    assert first.keys() & second.keys() == set()
