"""The file of known findings: round trip, mistakes with line and remedy, updates that lose nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.gate.baseline import BaselineError, baseline_text, read_baseline, updated
from auditor.gate.model import Entry
from tests.gate.conftest import entry

RULES = ("duty", "slight")


def read(tmp_path: Path, text: str) -> tuple[Entry, ...]:
    path = tmp_path / "baseline.yaml"
    path.write_text(text, encoding="utf-8")
    return read_baseline(path, RULES)


_words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(str.strip)
_entries = st.builds(
    Entry,
    fingerprint=st.from_regex(r"[0-9a-f]{16}(#[2-9])?", fullmatch=True),
    rule=st.sampled_from(RULES),
    service=st.sampled_from(["a.example/hund", "b.example"]),
    where=_words,
    reason=_words,
    owner=_words,
    expires=st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)


@given(st.lists(_entries, max_size=6, unique_by=lambda e: (e.rule, e.fingerprint)))
def test_what_is_written_is_read_again(entries: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), baseline_text(entries))
    key = lambda e: (e.service, e.rule, e.fingerprint)  # noqa: E731
    assert [replace(e, line=0) for e in found] == sorted(entries, key=key)


def test_the_order_of_findings_does_not_change_the_file() -> None:
    entries = [entry("b"), entry("a"), entry("a", "slight")]
    assert baseline_text(entries) == baseline_text(reversed(entries))


def test_an_empty_file_has_no_entries(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ()
    assert read(tmp_path, "version: 1\nfindings: []\n") == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("version: 1\nfindngs: []\n", 2, "did you mean “findings”"),
        ("version: 7\n", 1, "write version: 1"),
        ("version: 1\nfindings:\n  - rule: duty\n    service: x\n", 3, "“fingerprint” is missing"),
        (
            "version: 1\nfindings:\n  - fingerprint: a\n    rule: dutty\n    service: x\n",
            3,
            "did you mean “duty”",
        ),
        (
            "version: 1\nfindings:\n  - fingerprint: a\n    rule: duty\n    service: x\n    expires: bald\n",
            3,
            "2027-05-31",
        ),
        ("version: 1\nfindings:\n  - a: [\n", 4, "check indentation"),
        ("version: 1\nfindings: ja\n", 2, "begin each finding"),
    ],
)
def test_mistakes_are_named_with_line_and_remedy(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(BaselineError) as error:
        read(tmp_path, text)
    assert f"baseline.yaml:{line}:" in str(error.value)
    assert words in str(error.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="--allow-new"):
        read_baseline(tmp_path / "none.yaml", RULES)


def test_an_update_keeps_what_people_wrote_and_takes_out_what_is_mended() -> None:
    old = [entry("kept"), entry("mended"), entry("unseen", "slight")]
    found = [replace(entry("kept"), where="new place", reason=""), replace(entry("fresh"), reason="")]
    judged = frozenset({("staging.example/hund", "duty")})
    change = updated(old, found, judged, Entry("", "", "", reason="later", owner="team"))
    assert [e.fingerprint for e in change.entries] == ["kept", "unseen", "fresh"]
    assert [e.fingerprint for e in change.removed] == ["mended"]
    kept, _, fresh = change.entries
    assert (kept.reason, kept.where) == ("bekannt", "new place")
    assert (fresh.reason, fresh.owner) == ("later", "team")
