"""A bundle is whole or not there, and the same evidence gives the same bytes."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.evidence.bundle import BundleError, BundleWriter, open_bundle
from auditor.evidence.model import Evidence, Service, Tool
from auditor.evidence.slug import slug_of, slugify

DAY = datetime(2026, 11, 1, tzinfo=UTC)


def evidence(url: str = "https://musterstadt.example/hund") -> Evidence:
    tool = Tool(version="1", browser="b", axe="a", user_agent="u")
    return Evidence(tool=tool, service=Service(url=url, name="Hund – Öl"), started=DAY, finished=DAY)


def test_round_trip_and_same_bytes(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        writer = BundleWriter(tmp_path / "deep" / name)
        for file in (
            ("shots/p1.jpg", "dom/p1f0.html") if name == "a.zip" else ("dom/p1f0.html", "shots/p1.jpg")
        ):
            writer.add(file, file.encode())
        writer.close(evidence())
    assert (tmp_path / "deep/a.zip").read_bytes() == (tmp_path / "deep/b.zip").read_bytes()
    with open_bundle(tmp_path / "deep" / "a.zip") as bundle:
        assert bundle.evidence == evidence()
        assert bundle.names() == ("dom/p1f0.html", "shots/p1.jpg")
        assert bundle.read("shots/p1.jpg") == b"shots/p1.jpg"


def test_nothing_is_there_before_close_and_nothing_after_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = BundleWriter(tmp_path / "x.zip")
    writer.add("big", b"x" * 1000)
    assert list(tmp_path.iterdir()) == []

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auditor.evidence.bundle.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        writer.close(evidence())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file"),
        (b"not a zip", "not a zip file"),
        ({"other.txt": b"x"}, "holds no evidence.json"),
        ({"evidence.json": b'{"format": "99"}'}, "does not fit format"),
        ({"evidence.json": b"{"}, "does not fit format"),
    ],
)
def test_what_is_no_bundle_is_named(tmp_path: Path, content: object, words: str) -> None:
    path = tmp_path / "kaputt.zip"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, dict):
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    with pytest.raises(BundleError, match=words) as caught:
        open_bundle(path)
    assert "kaputt.zip" in str(caught.value)


def test_slugs_are_safe_unique_and_independent_of_order() -> None:
    one = Service(url="https://a.example/1", name="Straße & Öl", municipality="Bad Köstritz")
    two = one.model_copy(update={"url": "https://a.example/2"})
    assert slug_of(one, set()) == "bad-koestritz-strasse-oel"
    taken: set[str] = set()
    assert slug_of(one, taken) != slug_of(two, taken)
    assert slugify("../../etc/passwd") == "etc-passwd"
    assert slug_of(Service(url="https://x.example/", name="CON"), set()) != "con"
    assert slug_of(Service(url="https://x.example/", name="日本"), set()) == "service"
