"""Patterns of pages: read as a browser would, and never long."""

import time

import pytest

from auditor.checks.formats import takes


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("[A-Za-z]+", "Müller", False),
        (r"\w+", "Müller", False),  # letters of ASCII only, as in a browser
        (r"[A-Za-zÀ-ž '’\-]+", "O’Neill", True),
        ("[\u00c0-\u017f]+", "äß", True),
        (r"\p{L}+", "Müller", None),
        ("(?<=a)b", "b", None),
        ("[a", "a", None),
        ("x" * 301, "x", None),
    ],
)
def test_takes(pattern: str, text: str, answer: bool | None) -> None:
    assert takes(pattern, text) is answer


def test_a_pattern_that_runs_wild_costs_no_time() -> None:
    start = time.process_time()
    for pattern in ("(a+)+b", "(a|a)*b", "(.*)*x", "(a*)*b", "((a+)+)+b"):
        for text in ("aaaaaaaaaaaaaa", "a" * 17, "a+b@example.de"):
            takes(pattern, text)
    assert time.process_time() - start < 2
