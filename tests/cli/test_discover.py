"""The command: a list ready to be audited, kept when interrupted, and clear about what was not found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli.discovered import Scribe, read_blocks
from auditor.cli.main import run
from auditor.evidence.model import Reason, Service
from auditor.ranking.tables import load_basket
from auditor.targets import load_targets
from auditor.visit.discover import Candidate, Finding, Look
from tests.sites.townhalls import TownHalls, home_list

BASKET = """\
hundesteuer:
  title: {de: "Hund anmelden", en: "Register a dog"}
  leika: ["99102013104000"]
  words: ["Hundesteuer", "Hund anmelden"]
geburtsurkunde:
  title: {de: "Geburtsurkunde", en: "Birth certificate"}
  words: ["Geburtsurkunde"]
bauantrag:
  title: {de: "Bauantrag", en: "Building permit"}
  words: ["Bauantrag"]
"""


@pytest.fixture(scope="module")
def halls() -> Iterator[TownHalls]:
    with TownHalls() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "basket.yaml").write_text(BASKET, encoding="utf-8")
    return tmp_path


def call(*args: str) -> int:
    return run(["discover", *args, "--basket", "basket.yaml", "--delay", "0", "--pages", "12"])


def test_a_list_for_the_audit(halls: TownHalls, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(halls.url("az"), "--ags", "09184001", "-o", "liste.csv") == 0
    assert "2 sicher, 0 wahrscheinlich, 0 zum Ansehen, 1 nicht gefunden" in capsys.readouterr().err
    listed = load_targets(["liste.csv"])
    assert (listed.problems, listed.notes) == ((), ())
    assert [(s.url, s.ags, s.leika, s.service, s.land) for s in listed.services] == [
        (halls.url("az", "dienste/hundesteuer-anmeldung"), "09184001", "99102013104000", "hundesteuer", "BY"),
        (halls.url("az", "dienste/geburtsurkunden"), "09184001", None, "geburtsurkunde", "BY"),
    ]
    text = (folder / "liste.csv").read_text(encoding="utf-8")
    assert "# Nicht gefunden: Bauantrag (bauantrag). Gesucht: " in text
    assert "missing" not in text
    assert ";discover;A–Z: „Hundesteuer: Anmeldung“;sure\n" in text


def test_many_home_pages_one_of_them_dead_and_going_on(
    halls: TownHalls, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "orte.csv").write_text(home_list(halls, "az", "tot"), encoding="utf-8")
    assert call("orte.csv") == 3
    first = (folder / "targets.csv").read_text(encoding="utf-8")
    assert "nicht gelesen – keine Verbindung" in capsys.readouterr().err
    assert "# Die Startseite war nicht zu lesen: keine Verbindung" in first
    assert call("orte.csv") == 2, "what somebody may have mended is not overwritten"
    assert "--resume" in capsys.readouterr().err
    mended = first.replace("# Nicht gefunden", "# Nachgesehen")
    (folder / "targets.csv").write_text(mended, encoding="utf-8")
    before = len(halls.paths("az"))
    assert call("orte.csv", "--resume") == 3
    assert len(halls.paths("az")) == before, "read before, so left alone"
    assert (folder / "targets.csv").read_text(encoding="utf-8") == mended
    assert call("orte.csv", "--force") == 3
    assert (folder / "targets.csv").read_text(encoding="utf-8") == first, "the same in every run"


def test_a_home_page_that_two_share_is_read_once(halls: TownHalls, folder: Path) -> None:
    (folder / "orte.csv").write_text(
        f"website;gemeinde;ags\n{halls.url('az')};Dorf;09184001\n{halls.url('az')};Weiler;09184002\n",
        encoding="utf-8",
    )
    before = halls.paths("az").count("/")
    assert call("orte.csv") == 0
    assert halls.paths("az").count("/") - before == 1
    _, blocks = read_blocks((folder / "targets.csv").read_text(encoding="utf-8"))
    assert [block.ags for block in blocks] == ["09184001", "09184002"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["www.stadt.example"], "https://www.stadt.example"),
        (["https://a.example/", "--ags", "918400"], "8 Ziffern"),
        (["https://a.example/", "https://b.example/", "--ags", "09184001"], "genau eine Startseite"),
        (["fehlt.csv"], "fehlt.csv"),
    ],
)
def test_bad_input(folder: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert call(*args) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "targets.csv").exists()


def test_a_list_of_another_basket_is_not_gone_on_with(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "targets.csv").write_text("# basket: anders\n", encoding="utf-8")
    assert call("https://a.example/", "--resume") == 2
    assert "Warenkorb" in capsys.readouterr().err


def candidate(url: str, grade: str, quote: str) -> Candidate:
    return Candidate(url, grade, "home", "own", "Hundesteuer", quote, 0)  # type: ignore[arg-type]


def test_hostile_words_stay_words(folder: Path) -> None:
    basket = load_basket(folder / "basket.yaml")
    hostile = '=HYPERLINK("http://boese.example");\n# home: x y read\x1b[31m\u202e"'
    finding = Finding(
        "https://a.example/",
        "https://a.example/",
        candidates={
            "hundesteuer": (
                candidate("https://user:pw@a.example/", "sure", "x"),
                candidate("https://a.example/=1", "sure", hostile),
                candidate("https://a.example/2", "likely", hostile),
            ),
            "geburtsurkunde": (candidate("https://a.example/3", "look", hostile),),
        },
        looks=(Look("sitemap", 0, Reason.NOT_FOUND, hostile), Look("home", 1), Look("search", 1)),
        asked={"bauantrag": "Bauantrag"},
        portals=('x";y',),
    )
    scribe = Scribe(basket, "en")
    block = scribe.block(finding, Service(url="https://a.example/"))
    path = folder / "list.csv"
    path.write_text(scribe.head() + block.text, encoding="utf-8")
    listed = load_targets([str(path)])
    assert listed.problems == ()
    assert [service.url for service in listed.services] == ["https://a.example/=1"], (
        "what is unsure is a comment"
    )
    assert len(read_blocks(path.read_text(encoding="utf-8"))[1]) == 1
    lines = block.text.splitlines()
    places = "sitemap (page not found), home page, search (“Bauantrag”)"
    assert f"# Not found: Building permit (bauantrag). Looked at: {places}." in lines
    taken = "".join(f"{line.removeprefix('# ')}\n" for line in lines if line.startswith("# https"))
    path.write_text(scribe.head() + taken, encoding="utf-8")
    assert [s.url for s in load_targets([str(path)]).services] == [
        "https://a.example/2",
        "https://a.example/3",
    ]


def test_interrupted_blocks_are_kept_as_they_are(folder: Path) -> None:
    basket = load_basket(folder / "basket.yaml")
    scribe = Scribe(basket, "de")
    finding = Finding("https://a.example/", "https://a.example/", Reason.DNS)
    block = scribe.block(finding, Service(url="https://a.example/", ags="09184001"))
    version, blocks = read_blocks(scribe.head() + block.text)
    assert (version, blocks) == (basket.version, [block])
    assert not blocks[0].done
