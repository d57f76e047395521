"""Two months of the demo, the second with changes: from the audit to the published site.

Kaltenmünde and Ahrenfurt offer what they offer, Hollerbruck is joined by Oberbruch in the second month, Leerheim is in
nobody's list, and the two members of the Amt have what the Amt offers. What the second month changes stands in
``auditor/demo/later``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from auditor.cli.main import run
from auditor.demo import serve, targets
from auditor.demo.targets import key_of
from auditor.evidence.bundle import BundleWriter, open_bundle
from auditor.judge.fingerprint import address_key
from auditor.store import Store
from auditor.store.month import measured
from auditor.targets.register import Association, Municipality, Register, register_csv

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("ranking")]

TODAY = datetime.now(UTC).date()
MONTH = f"{TODAY:%Y-%m}"
BEFORE = (TODAY.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
#: Moves the first audit into the month before, as if a month had gone by.
BACK = TODAY - (TODAY.replace(day=1) - timedelta(days=1))

KALTEN, AHREN, HOLLER = "05999000", "03999002", "07999001"
OBER, LEER, NORDER, SUEDER = "07999002", "07999003", "01999021", "01999022"
AMT = Association("019990020", "Amt Wattenrand", "51")
BASKET = ("gewerbeanmeldung", "hundesteuer", "meldebescheinigung", "sperrmuell")
COLUMNS = ("url", "ags", "ars", "service", "portal", "state", "provider", "source", "checked")


@dataclass(frozen=True)
class World:
    """One folder with everything, and where the demo's services stand."""

    folder: Path
    urls: dict[str, str]

    @property
    def site(self) -> Path:
        return self.folder / "public"

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.site / path).read_text(encoding="utf-8"), "lxml")

    def table(self, month: str, level: str) -> list[dict[str, str]]:
        path = self.site / "data" / month / f"{level}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))


def town(ags: str, name: str, population: int, kind: str = "64") -> Municipality:
    return Municipality(
        ags,
        f"{ags[:5]}0000{ags[5:]}",
        name,
        "Kreis Musterland",
        kind,
        population,
        100,
        "00000",
        date(2026, 9, 30),
    )


def member(ags: str, name: str) -> Municipality:
    return replace(town(ags, name, 900), ars=AMT.key + ags[5:], association=AMT)


SHARED = (
    town(KALTEN, "Kaltenmünde", 310_000, "61"),
    town(AHREN, "Ahrenfurt", 38_000, "63"),
    town(LEER, "Leerheim", 4_000),
    member(NORDER, "Norderdeich"),
    member(SUEDER, "Süderdeich"),
)
FIRST = Register([*SHARED, town(HOLLER, "Hollerbruck", 3_200), town(OBER, "Oberbruch", 800)])
SECOND = Register([*SHARED, town(HOLLER, "Hollerbruck", 4_000)])


def rows(port: int) -> Iterator[dict[str, str]]:
    """What is offered where: addresses of the demo, something missing, something of others, something shared."""
    known = dict(
        zip(("Gewerbeanmeldung", "Hundesteuer", "Meldebescheinigung", "Sperrmüll"), BASKET, strict=True)
    )
    offered = [each for each in targets(port) if each.service in known]
    for each in offered:
        row = {"url": each.url, "service": known[each.service or ""], "portal": each.portal or ""}
        yield {**row, "ags": each.ags or ""}
        if each.ags == KALTEN:
            yield {**row, "ars": AMT.key + "000"}
        if each.ags == HOLLER and row["service"] != "meldebescheinigung":
            yield {**row, "ags": OBER}
    looked = {"source": "Startseite, A–Z und Suche", "checked": f"{TODAY - BACK:%Y-%m-%d}"}
    yield {"ags": AHREN, "service": "hundesteuer", "state": "missing", **looked}
    for ags, service, provider in (
        (AHREN, "meldebescheinigung", "Kreis Musterland"),
        (OBER, "meldebescheinigung", "Kreis Musterland"),
        (KALTEN, "sperrmuell", "Stadtwerke"),
    ):
        yield {"ags": ags, "service": service, "state": "elsewhere", "provider": provider}
    yield {
        "ars": AMT.key + "000",
        "service": "sperrmuell",
        "state": "elsewhere",
        "provider": "Kreis Musterland",
    }


def audit(world: World, *, later: bool) -> None:
    with serve(later=later) as demo:
        listed = world.folder / "list.csv"
        with listed.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows(demo.port))
        world.urls.update((key_of(each), each.url) for each in targets(demo.port))
        line = [
            "audit",
            str(listed),
            "-o",
            str(world.folder / "out"),
            "--mode",
            "walk",
            "--delay",
            "0",
            "--quiet",
        ]
        assert run([*line, "--no-screenshots"]) in {0, 3}
        assert demo.log.of("final") == ()


def rank(world: World, month: str, *more: str, out: Path | None = None) -> int:
    register = world.folder / ("first.csv" if month == BEFORE else "second.csv")
    line = [
        "rank",
        "--month",
        month,
        "-o",
        str(out or world.site),
        "--register",
        str(register),
        "--quiet",
    ]
    line += [
        "--database",
        str(world.folder / "out" / "auditor.db"),
        "--basket",
        str(world.folder / "basket.yaml"),
    ]
    return run([*line, "--changes", str(world.folder / "changes.csv"), *more])


def a_month_goes_by(world: World) -> None:
    """All that was measured so far was measured on the last day of the month before."""
    out = world.folder / "out"
    with Store.open(out / "auditor.db") as store, store.engine.begin() as connection:
        for table, column in (("result", "visited"), ("run", "started")):
            connection.execute(
                text(f"UPDATE {table} SET {column} = datetime({column}, '-{BACK.days} days') || '.000000'")
            )
    for path in (out / "evidence").glob("*.zip"):
        with open_bundle(path) as bundle:
            seen = bundle.evidence
        times = {name: getattr(seen, name) - BACK for name in ("started", "finished")}
        BundleWriter(path).close(seen.model_copy(update=times))


def basket() -> str:
    return "".join(f'{key}:\n  title: {{de: "{key.title()}", en: "{key.title()}"}}\n' for key in BASKET)


def prepared(folder: Path) -> World:
    """A folder with registers, basket and mergers."""
    (folder / "first.csv").write_text(register_csv(FIRST), encoding="utf-8")
    (folder / "second.csv").write_text(register_csv(SECOND), encoding="utf-8")
    (folder / "basket.yaml").write_text(basket(), encoding="utf-8")
    merger = f"{TODAY.replace(day=1)};{OBER};Oberbruch;{HOLLER};Hollerbruck;merged"
    (folder / "changes.csv").write_text(
        f"date;old_ags;old_name;new_ags;new_name;kind\n{merger}\n", encoding="utf-8"
    )
    return World(folder, {})


def broken(world: World, key: str) -> str:
    """A rule that counts and is broken at a service of the demo in the second month."""
    with Store.open(world.folder / "out" / "auditor.db") as store:
        since = datetime.combine(TODAY.replace(day=1), time(), UTC)
        found = {each.address: each.failed for each in measured(store, since, datetime.now(UTC))}
    return found[address_key(world.urls[key])][0]


def replies(world: World) -> str:
    """A corrected finding, a rejected objection, an explanation."""
    said = {"by": "Gemeinde", "received": f"{TODAY:%Y-%m-%d}", "statement": "Das sehen wir anders."}
    decided = {
        "decided": f"{TODAY:%Y-%m-%d}",
        "reviewer": "Redaktion",
        "reason": "Nachgesehen und entschieden.",
    }
    rows = [
        {
            "id": "berichtigt", "kind": "objection", "ags": AHREN, "service": "gewerbeanmeldung",
            "rule": broken(world, "ahrenfurt/gewerbe-anmelden"), "decision": "corrected",
            "outcome": "passed", **decided,
        },
        {
            "id": "abgelehnt", "kind": "objection", "ags": HOLLER, "service": "hundesteuer", "rule": "no-media-break",
            "decision": "rejected", **decided,
        },
        {
            "id": "erklaert", "kind": "explanation", "ags": HOLLER, "service": "sperrmuell", "rule": "no-media-break",
            "decision": "noted",
        },
    ]  # fmt: skip
    return json.dumps({"objections": [{**said, **row} for row in rows]}, ensure_ascii=False)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Both months, audited and published into one folder; the second with what people said."""
    made = prepared(tmp_path_factory.mktemp("ranking"))
    audit(made, later=False)
    a_month_goes_by(made)
    assert rank(made, BEFORE) == 0
    shutil.copytree(made.site, made.folder / "first")
    audit(made, later=True)
    (made.folder / "replies.yaml").write_text(replies(made), encoding="utf-8")
    assert rank(made, MONTH, *said(made)) == 0
    return made


def said(world: World) -> tuple[str, ...]:
    return "--objections", str(world.folder / "replies.yaml")


def ranks(world: World, month: str) -> dict[str, str]:
    return {row["ags"]: row["rank"] for row in world.table(month, "municipality")}


def test_who_offers_the_same_stands_the_same(world: World) -> None:
    for month in (BEFORE, MONTH):
        found = ranks(world, month)
        assert [found[ags] for ags in (KALTEN, NORDER, SUEDER)] == ["1", "1", "1"]
    rows = {row["ags"]: row for row in world.table(MONTH, "municipality")}
    assert {rows[ags]["tied"] for ags in (KALTEN, NORDER, SUEDER)} == {"2"}


def test_below_the_coverage_there_is_no_rank(world: World) -> None:
    rows = {row["ags"]: row for row in world.table(BEFORE, "municipality")}
    for ags in (HOLLER, LEER):
        assert (rows[ags]["rank"], rows[ags]["unranked"]) == ("", "coverage")
    assert (rows[AHREN]["rank"], rows[OBER]["rank"]) == ("4", "5")


def test_missing_unmeasured_unlisted_and_others_are_four_things(world: World) -> None:
    cells = {(row["ags"], row["service"]): row for row in world.table(BEFORE, "all")}
    assert cells[AHREN, "hundesteuer"]["state"] == "missing"
    assert cells[AHREN, "meldebescheinigung"]["state"] == "elsewhere"
    assert cells[HOLLER, "meldebescheinigung"]["state"] == "unmeasured"
    assert cells[LEER, "hundesteuer"]["state"] == "unlisted"
    assert cells[NORDER, "hundesteuer"]["state"] == "measured"


def test_movement_is_told_apart(world: World) -> None:
    row = next(row for row in world.table(MONTH, "municipality") if row["ags"] == AHREN)
    assert float(row["moved_by_service"]) < -10
    assert float(row["moved_by_rule"]) == 0
    assert row["changed"] == "sperrmuell"
    parts = sum(float(row[f"moved_by_{part}"]) for part in ("service", "rule", "lists"))
    assert parts == pytest.approx(float(row["points_moved"]), abs=0.05)


def test_a_merged_municipality_stands_for_both(world: World) -> None:
    assert OBER not in ranks(world, MONTH)
    row = next(row for row in world.table(MONTH, "municipality") if row["ags"] == HOLLER)
    assert (row["former"], row["rank"], row["points_moved"]) == (OBER, "4", "")
    assert OBER in world.page(f"gemeinden/{HOLLER}.html").get_text()
    assert world.page(f"gemeinden/{OBER}.html").find("a", href=re.compile(rf"{HOLLER}\.html"))


def test_a_shared_defect_names_who_is_hit(world: World) -> None:
    rows = [row for row in world.table(MONTH, "defect") if row["shared"] == "product"]
    assert rows
    assert {row["shared_name"] for row in rows} == {"FormaKomm"}
    page = world.page(f"maengel/{rows[0]['defect']}.html")
    assert "FormaKomm" in page.get_text()
    assert page.find("a", href=re.compile(rf"gemeinden/{KALTEN}\.html"))


def test_decisions_stand_beside_the_finding(world: World) -> None:
    text = world.page(f"gemeinden/{HOLLER}.html").get_text(" ")
    assert text.count("Das sehen wir anders.") >= 2
    assert "Nachgesehen und entschieden." in text


def test_a_corrected_finding_no_longer_counts(world: World) -> None:
    rule = json.loads(replies(world))["objections"][0]["rule"]
    row = next(
        row
        for row in world.table(MONTH, "measured")
        if (row["ags"], row["service"]) == (AHREN, "gewerbeanmeldung")
    )
    assert rule not in row["failed"].split()


def test_a_published_month_does_not_change_in_silence(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    sums = (world.site / "data" / MONTH / "SHA256SUMS").read_bytes()
    assert rank(world, MONTH) == 2  # without the objections other figures come out
    assert MONTH in capsys.readouterr().err
    assert (world.site / "data" / MONTH / "SHA256SUMS").read_bytes() == sums
    assert (world.folder / "first" / "data" / BEFORE / "SHA256SUMS").read_bytes() == (
        world.site / "data" / BEFORE / "SHA256SUMS"
    ).read_bytes()


def test_the_same_month_again_changes_no_file(world: World) -> None:
    before = {path: path.stat().st_mtime_ns for path in world.site.rglob("*") if path.is_file()}
    assert rank(world, MONTH, *said(world)) == 0
    after = {path: path.stat().st_mtime_ns for path in world.site.rglob("*") if path.is_file()}
    assert [path for path in after if after[path] != before.get(path)] == []


def test_the_page_shows_both_months(world: World) -> None:
    text = world.page(f"gemeinden/{KALTEN}.html").get_text(" ")
    assert f"{BEFORE[5:]}/{BEFORE[2:4]}" in text
    assert f"{MONTH[5:]}/{MONTH[2:4]}" in text


def test_no_link_leads_nowhere(world: World) -> None:
    missing = set()
    for path in world.site.rglob("*.html"):
        if path.name == "404.html":  # its links are for any depth
            continue
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").find_all(["a", "link", "script"]):
            href = str(link.get("href") or link.get("src") or "")
            if href and not urlsplit(href).scheme and urlsplit(href).path:
                target = path.parent / unquote(urlsplit(href).path)
                if not target.exists():
                    missing.add(f"{path.relative_to(world.site)}: {href}")
    assert missing == set()


def test_a_canary_that_sings_wrong_stops_publication(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    canaries = world.folder / "canaries.yaml"
    url = world.urls["kaltenmuende/hund-anmelden"]
    canaries.write_text(f'canaries:\n  - {{url: "{url}", completable: "no"}}\n', encoding="utf-8")
    out = world.folder / "alarm"
    line = (*said(world), "--canaries", str(canaries))
    assert rank(world, MONTH, *line, out=out) == 3
    assert "kaltenmuende" in capsys.readouterr().err
    assert not out.exists()
    assert rank(world, MONTH, *line, "--force", out=out) == 0
    pages = [BeautifulSoup(path.read_text(encoding="utf-8"), "lxml") for path in out.glob("*/*.html")]
    assert pages
    assert [page.title for page in pages if page.select_one(".forced") is None] == []


def test_everybody_sees_their_own_page_before(world: World) -> None:
    out = world.folder / "preview"
    line = ["preview", "--register", str(world.folder / "second.csv"), "-o", str(out), *said(world)]
    line += [
        "--database",
        str(world.folder / "out" / "auditor.db"),
        "--basket",
        str(world.folder / "basket.yaml"),
    ]
    assert run(["rank", *line, "--month", MONTH, "--quiet"]) == 0
    links = (out / "links.csv").read_text(encoding="utf-8")
    paths = {row["ags"]: out / row["path"] for row in csv.DictReader(io.StringIO(links))}
    assert set(paths) == {each.ags for each in SECOND.municipalities}
    page = BeautifulSoup(paths[HOLLER].read_text(encoding="utf-8"), "lxml")
    assert page.select_one(".preview")
    assert "noindex" in str(page.head)
    assert "Kaltenmünde" not in page.get_text()
    hrefs = [urlsplit(str(link["href"])) for link in page.find_all("a", href=True)]
    inner = [paths[HOLLER].parent / each.path for each in hrefs if not each.scheme and each.path]
    assert [target for target in inner if not target.exists()] == []
    assert run(["rank", *line, "--month", MONTH, "--quiet"]) == 0
    assert (out / "links.csv").read_text(encoding="utf-8") == links


def test_a_correction_is_told(world: World) -> None:
    assert rank(world, MONTH, "--correction", "Einsprüche zurückgezogen.") == 0
    assert "Einsprüche zurückgezogen." in world.page("changelog.html").get_text()
    assert "Einsprüche zurückgezogen." in (world.site / "feed.xml").read_text(encoding="utf-8")
    assert (world.site / "data" / MONTH / "SHA256SUMS.1").is_file()
