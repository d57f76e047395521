"""The examples in the documentation are files that load."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from auditor.ranking.canaries import read_canaries
from auditor.ranking.objections import Known, read_replies
from auditor.ranking.tables import load_basket
from auditor.rulebook.load import load_rulebook

DOCS = Path(__file__).parents[2] / "docs" / "ranking.md"
BLOCKS = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def written(tmp_path: Path, start: str) -> Path:
    path = tmp_path / "example.yaml"
    (text,) = (each for each in BLOCKS if each.startswith(start))
    path.write_text(text, encoding="utf-8")
    return path


def test_examples(tmp_path: Path) -> None:
    book = load_rulebook()
    assert load_basket(written(tmp_path, "hundesteuer")).services[0].words
    known = Known(book, load_basket(), lambda ags: True)
    replies = read_replies([written(tmp_path, "objections")], known, date(2026, 12, 31))
    assert (len(replies.objections), len(replies.corrections)) == (1, 1)
    assert read_canaries(written(tmp_path, "canaries"), book)[0].completable == "yes"
