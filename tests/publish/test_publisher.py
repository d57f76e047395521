"""Who answers for the report comes from a small file; mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.publish import Publisher, PublisherError, load_publisher


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "wer.yaml"
    path.write_text("name: Stadt Ahrenfurt\nemail: amt@ahrenfurt.example\n", encoding="utf-8")
    assert load_publisher(path) == Publisher(name="Stadt Ahrenfurt", email="amt@ahrenfurt.example")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("nmae: x", "did you mean “name”"),
        ("colour: x", "known keys: name"),
        ("- x", "no “key: value” lines"),
        ("phone: 115", "“phone” is no text"),
        ("name: [", "cannot be read"),
    ],
)
def test_mistakes(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "wer.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PublisherError, match=words) as caught:
        load_publisher(path)
    assert "wer.yaml" in str(caught.value)
