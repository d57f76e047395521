"""What a hostile page says reaches reports, tables and the terminal only as harmless text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from auditor.cli.main import run
from tests.sites.zoo import HOSTILE, Zoo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CONTROL = {chr(c) for c in range(32)} - {"\n", "\t", "\r"}
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_nothing_hostile_gets_through(zoo: Zoo, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    listed = tmp_path / "liste.csv"
    with listed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["url", "name", "municipality"])
        writer.writerow([zoo.url("hostile-text"), HOSTILE["formula"], HOSTILE["title"]])
    out = tmp_path / "out"
    assert run(["audit", str(listed), "-o", str(out), "--delay", "0"]) == 0
    terminal = "".join(capfd.readouterr())
    assert not CONTROL & set(terminal)
    assert not BIDI & set(terminal)
    pages = list(out.rglob("*.html"))
    assert pages
    for path in pages:
        html = path.read_text(encoding="utf-8")
        soup = BeautifulSoup(html, "lxml")
        assert not [i for i in soup.find_all("img") if i.get("src") == "x"]
        assert not [s for s in soup.find_all("script") if not s.get("src")]
        assert not [t for t in soup.find_all(True) for a in t.attrs if a.startswith("on")]
        assert not (CONTROL | BIDI) & set(html)
    rows = list(csv.reader(io.StringIO((out / "results.csv").read_text(encoding="utf-8-sig")), delimiter=";"))
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
