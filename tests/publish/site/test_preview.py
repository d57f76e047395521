"""The preview: addresses that stay, a list that is checked, pages that tell nothing of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.publish.site.preview import PreviewError, write_preview
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import country, details


def test_addresses_stay_even_if_writing_was_interrupted(
    tmp_path: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    ranking = country()
    with monkeypatch.context() as patched:
        patched.setattr("auditor.publish.site.preview._write", killed)
        with pytest.raises(KeyboardInterrupt):
            write_preview(ranking, details(ranking), rulebook, tmp_path)
    given = (tmp_path / "links.csv").read_text(encoding="utf-8")
    links = write_preview(ranking, details(ranking), rulebook, tmp_path)
    assert links.read_text(encoding="utf-8") == given
    assert all((tmp_path / line.split(",")[-1]).is_file() for line in given.splitlines()[1:])


@pytest.mark.parametrize("path", ["", "pages/../../etc/index.html", "pages/kurz/index.html"])
def test_a_damaged_list_is_named_with_its_line(tmp_path: Path, rulebook: Rulebook, path: str) -> None:
    (tmp_path / "links.csv").write_text(f"ags,name,path\n01999001,Ort,{path}\n", encoding="utf-8")
    ranking = country()
    with pytest.raises(PreviewError) as error:
        write_preview(ranking, details(ranking), rulebook, tmp_path)
    assert "links.csv, Zeile 2" in error.value.text("de")
    assert not (tmp_path / "pages").exists()
