"""The version of a rulebook follows its content and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.rulebook.load import content_hash, load_rulebook

Book = Callable[..., Path]
FILE = "5.3/contact-route.md"


def test_version_is_twelve_hex_digits(book: Book) -> None:
    version = load_rulebook(book()).version
    assert len(version) == 12
    assert int(version, 16) >= 0


@pytest.mark.parametrize(
    "dress",
    [lambda t: t.replace("\n", "\r\n"), lambda t: "\ufeff" + t, lambda t: t + "\n\n"],
    ids=["crlf", "bom", "end"],
)
def test_line_endings_do_not_matter(book: Book, rule_text: str, dress: Callable[[str], str]) -> None:
    before = load_rulebook(book()).version
    assert load_rulebook(book({FILE: dress(rule_text)})).version == before


def test_order_of_creation_does_not_matter(tmp_path: Path) -> None:
    names = ["5.3/a.md", "5.3/b.md", "wording/x.yaml"]
    for folder, order in (("one", names), ("two", names[::-1])):
        for name in order:
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name, encoding="utf-8")
    assert content_hash(tmp_path / "one") == content_hash(tmp_path / "two")


@pytest.mark.parametrize("name", [FILE, "chapters.yaml", "wording/links.yaml"])
def test_every_rule_and_table_counts(book: Book, name: str) -> None:
    folder = book({"wording/links.yaml": "{}"})
    before = content_hash(folder)
    (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "# x", encoding="utf-8")
    assert content_hash(folder) != before


def test_readme_does_not_count(book: Book) -> None:
    before = content_hash(book())
    assert content_hash(book({"README.md": "# Lies mich"})) == before
