"""Two months of the demo, the second with changes: from the audit to the published site.

Kaltenmünde and Ahrenfurt offer what they offer, Hollerbruck is joined by Oberbruch in the second month, Leerheim is in
nobody's list, and the two members of the Amt have what the Amt offers. What the second month changes stands in
``auditor/demo/later``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from auditor.cli.main import run
from auditor.demo import serve, targets
from auditor.demo.targets import key_of
from auditor.evidence.bundle import BundleWriter, open_bundle
from auditor.store import Store
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

    def site(self, month: str) -> Path:
        return self.folder / f"public-{month}"

    def page(self, month: str, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.site(month) / path).read_text(encoding="utf-8"), "lxml")

    def table(self, month: str, level: str) -> list[dict[str, str]]:
        path = self.site(month) / "data" / month / f"{level}.csv"
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
        str(out or world.site(month)),
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
