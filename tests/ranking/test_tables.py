"""The basket and the size classes: ours, other people's, and their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.ranking.errors import RankingError
from auditor.ranking.tables import basket_file, load_basket, load_sizes
from auditor.ranking.towns import size_of
from auditor.rulebook.load import content_hash

ONE = 'hund:\n  title: {de: "Hund", en: "Dog"}\n  leika: ["99102013104"]\n'


def refused(tmp_path: Path, text: str, load=load_basket) -> RankingError:
    path = tmp_path / "table.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RankingError) as caught:
        load(path)
    return caught.value


def test_our_basket_is_whole() -> None:
    services = load_basket().services
    assert len(services) == 10
    assert all(each.words and each.about and each.weight == 1.0 for each in services)
    assert len({each.id for each in services}) == 10


def test_our_size_classes_cover_every_municipality() -> None:
    sizes = load_sizes()
    assert sizes[0].least == 0
    assert size_of(4999, sizes) == "landgemeinde"
    assert size_of(5000, sizes) == "kleine-kleinstadt"
    assert size_of(3_700_000, sizes) == "grosse-grossstadt"


def test_the_version_changes_with_the_content_only(tmp_path: Path) -> None:
    text = basket_file().read_text(encoding="utf-8")
    same, other = tmp_path / "same.yaml", tmp_path / "other.yaml"
    same.write_text(f"# a remark\n{text}", encoding="utf-8")
    other.write_text(text.replace("weight: 1\n", "weight: 2\n", 1), encoding="utf-8")
    assert load_basket(same) == load_basket()
    assert load_basket(other).version != load_basket().version


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("- a\n", 1, "key: value|word: value"),
        ("Hund ab:\n  title: {de: a, en: b}\n", 1, "cannot be an id"),
        ("hund:\n  titel: {de: a, en: b}\n", 2, "Did you mean “title”"),
        ("hund:\n  title: Hund\n", 2, "one language"),
        ("hund:\n  title: {de: a}\n", 2, "“en” is missing"),
        (ONE + "  weight: schwer\n", 4, "no number"),
        (ONE + "  weight: 0\n", 4, "weight is zero"),
        ('hund:\n  title: {de: a, en: b}\n  leika: ["123"]\n', 3, "no LeiKa key"),
        (ONE + ONE.replace("hund", "katze").replace("104", ""), 4, "overlaps with that of “hund”"),
        (ONE + ONE, 4, "stands twice"),
        ("hund: [\n", 2, "no valid YAML"),
    ],
)
def test_a_mistake_names_file_line_and_remedy(tmp_path: Path, text: str, line: int, words: str) -> None:
    error = refused(tmp_path, text)
    said = error.text("en")
    assert any(word in said for word in words.split("|"))
    assert any(problem.line == line and problem.file.endswith("table.yaml") for problem in error.problems), (
        said
    )
    assert error.text("de") != said


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    error = refused(tmp_path, "hund:\n  weight: viel\n")
    assert [each.key for each in error.problems] == ["missing", "no-number"]


def test_size_classes_begin_at_nothing_and_differ(tmp_path: Path) -> None:
    text = "a:\n  least: 10\n  title: {de: a, en: b}\nb:\n  least: 10\n  title: {de: a, en: b}\n"
    assert {each.key for each in refused(tmp_path, text, load_sizes).problems} == {
        "sizes-start",
        "sizes-twice",
    }


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RankingError, match="cannot be read"):
        load_basket(tmp_path / "none.yaml")


def test_the_rulebook_does_not_change_with_the_basket(tmp_path: Path) -> None:
    (tmp_path / "ranking").mkdir()
    (tmp_path / "chapters.yaml").write_text("a: b\n", encoding="utf-8")
    before = content_hash(tmp_path)
    (tmp_path / "ranking" / "basket.yaml").write_text(ONE, encoding="utf-8")
    assert content_hash(tmp_path) == before
