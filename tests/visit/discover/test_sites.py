"""Town halls of every make, in real Chromium: what is found of them, how, and with which manners."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.evidence.model import Reason
from auditor.visit.discover import Bounds, Finding, Run, Wish, discover
from auditor.visit.settings import Limits, VisitSettings
from tests.sites.townhalls import TownHalls

LIMITS = Limits(navigation=6.0, load=3.0, quiet=0.2, settle=1.5, call=5.0, page=20.0)
SETTINGS = VisitSettings(delay=0.0, limits=LIMITS)
WISHES = (
    Wish("hund", ("Hundesteuer", "Hund anmelden")),
    Wish("gewerbe", ("Gewerbe anmelden", "Gewerbeanmeldung")),
    Wish("geburt", ("Geburtsurkunde",)),
    Wish("wohnsitz", ("Wohnsitz ummelden", "Wohnsitz anmelden")),
)


@pytest.fixture(scope="module")
def halls() -> Iterator[TownHalls]:
    with TownHalls() as running:
        yield running


async def look(halls: TownHalls, *hosts: str, bounds: Bounds | None = None) -> dict[str, Finding]:
    found: dict[str, Finding] = {}

    def told(finding: Finding) -> None:
        found[finding.home.split("/")[2].split(".")[0]] = finding

    await discover([halls.url(host) for host in hosts], WISHES, SETTINGS, told, run=Run(bounds or Bounds()))
    return found


def best(finding: Finding) -> dict[str, str]:
    """The best candidate of each service: grade and path."""
    return {
        wish: f"{found[0].grade} /{found[0].url.split('/', 3)[3]}" if found else ""
        for wish, found in finding.candidates.items()
    }


async def test_services_that_only_a_sitemap_names(halls: TownHalls) -> None:
    finding = (await look(halls, "sitemap"))["sitemap"]
    assert best(finding) == {
        "hund": "sure /leben/hundesteuer-anmeldung",
        "gewerbe": "sure /leben/gewerbeanmeldung",
        "geburt": "sure /leben/geburtsurkunden",
        "wohnsitz": "sure /leben/wohnsitz",
    }
    assert finding.candidates["hund"][0].confirmed
    assert [candidate.grade for candidate in finding.candidates["hund"] if "aktuelles" in candidate.url] == [
        "look"
    ]
    paths = halls.paths("sitemap")
    assert not any(path.startswith("/intern") for path in paths), "robots.txt forbids it"
    assert "/karten/dienste.xml.gz" in paths
    sitemap = next(each for each in finding.looks if each.where == "sitemap")
    assert sitemap.reason is Reason.OFF_SCOPE, "one of the files led to another host"
    assert halls.paths("fremd") == []


async def test_letters_of_an_a_to_z_where_a_name_begins_with_them(halls: TownHalls) -> None:
    finding = (await look(halls, "az"))["az"]
    assert best(finding) == {
        "hund": "sure /dienste/hundesteuer-anmeldung",
        "gewerbe": "sure /dienste/gewerbeanmeldung",
        "geburt": "sure /dienste/geburtsurkunden",
        "wohnsitz": "sure /dienste/wohnsitz",
    }
    letters = {path[-1] for path in halls.paths("az") if "letter=" in path}
    assert {"G", "H", "W"} <= letters <= {"A", "G", "H", "U", "W"}
    assert "/verein" not in halls.paths("az")


async def test_the_sites_own_search_is_asked_once_for_each_service(halls: TownHalls) -> None:
    finding = (await look(halls, "suche"))["suche"]
    assert best(finding)["hund"] == "sure /dienste/hundesteuer-anmeldung"
    assert best(finding)["gewerbe"] == "sure /dienste/gewerbeanmeldung"
    assert best(finding)["wohnsitz"] == "sure /dienste/wohnsitz"
    assert finding.asked == {wish.id: wish.words[0] for wish in WISHES}
    asked = [path for path in halls.paths("suche") if path.startswith("/finden")]
    assert len(asked) == len(set(asked)) == len(WISHES)
    assert all("bereich=alles+%26+mehr" in path for path in asked)


async def test_a_list_that_a_script_writes(halls: TownHalls) -> None:
    finding = (await look(halls, "skript"))["skript"]
    assert {grade.split()[0] for grade in best(finding).values()} == {"sure"}
    assert "/bild.png" not in halls.paths("skript"), "pictures are not asked for"


async def test_a_bomb_in_the_sitemap_harms_nothing(halls: TownHalls) -> None:
    finding = (await look(halls, "bombe"))["bombe"]
    assert best(finding)["gewerbe"] == "sure /dienste/gewerbeanmeldung"
    sitemap = next(each for each in finding.looks if each.where == "sitemap")
    assert (sitemap.count, sitemap.reason) == (0, Reason.UNSUPPORTED)


async def test_vendors_neighbours_papers_and_news(halls: TownHalls) -> None:
    finding = (await look(halls, "gemischt"))["gemischt"]
    gewerbe = finding.candidates["gewerbe"][0]
    assert (gewerbe.grade, gewerbe.whose) == ("likely", "vendor")
    assert finding.portals == ("www.buergerserviceportal.de",)
    assert {candidate.grade for candidate in finding.candidates["hund"]} == {"look"}
    assert not any("satzung" in candidate.url for candidate in finding.candidates["hund"])
    assert [candidate.whose for candidate in finding.candidates["wohnsitz"]] == ["other"]
    search = next(each for each in finding.looks if each.where == "search")
    assert search.reason is Reason.ROBOTS
    assert not any(path.startswith("/suche") for path in halls.paths("gemischt"))
    assert halls.paths("nachbar.mitte") == []


async def test_home_pages_that_cannot_be_read(halls: TownHalls) -> None:
    found = await look(halls, "tot", "verbot", "ruhe", "falsch")
    assert {host: finding.reason for host, finding in found.items()} == {
        "tot": Reason.CONNECT,
        "verbot": Reason.ROBOTS,
        "ruhe": Reason.RATE_LIMITED,
        "falsch": Reason.ROBOTS,
    }
    assert all(finding.candidates == {} for finding in found.values()), "unread is not “nothing there”"
    assert halls.paths("verbot").count("/dienste") == 0
    assert len([path for path in halls.paths("ruhe") if path == "/"]) == 1, (
        "who asks for a long pause is left alone"
    )


async def test_a_home_page_that_has_moved_to_another_host(halls: TownHalls) -> None:
    finding = (await look(halls, "alt"))["alt"]
    assert finding.final_url == halls.url("az")
    assert best(finding)["wohnsitz"] == "sure /dienste/wohnsitz"


async def test_no_more_pages_than_allowed(halls: TownHalls) -> None:
    before = len(halls.paths("az"))
    finding = (await look(halls, "az", bounds=Bounds(pages=3)))["az"]
    assert finding.pages <= 3
    assert len(halls.paths("az")) - before <= 6  # robots.txt, sitemap.xml and the browser's icon come on top
    assert any(each.reason is Reason.BUDGET for each in finding.looks)


async def test_a_run_that_is_stopped_keeps_what_it_has(halls: TownHalls) -> None:
    run, found = Run(workers=1), []

    def told(finding: Finding) -> None:
        found.append(finding.home)
        run.stop.set()

    homes = [halls.url("az"), halls.url("suche"), halls.url("skript")]
    await discover(homes, WISHES, SETTINGS, told, run=run)
    assert found == homes[:1]


async def test_manners(halls: TownHalls) -> None:
    await look(halls, "az", "alt", "skript")
    assert {asked.method for asked in halls.log} == {"GET"}
    assert halls.crowd <= 2, "a page and what it loads itself"
    assert all("din66336-auditor" in asked.agent and "+http" in asked.agent for asked in halls.log)
