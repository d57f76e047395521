"""The invented country is like the real one where it matters, and its ranking is built in bounded steps."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from auditor.judge.score import assess
from auditor.ranking.tables import load_basket
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook
from auditor.store import Store, editions
from auditor.targets.lands import lands
from benchmarks import country as bench
from benchmarks.invented.lists import forms, lists
from benchmarks.invented.towns import WHOLE, country
from benchmarks.invented.verdicts import Workshop
from benchmarks.invented.year import DAY, MONTH, PAST, Files, change_one, make_year

TOWNS = 40
SEED = 1


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    made = Files(tmp_path_factory.mktemp("country"))
    make_year(made, TOWNS, SEED)
    return made


def test_the_country_has_the_shape_of_the_real_one() -> None:
    made = country(WHOLE, SEED).register.municipalities
    assert len(made) == WHOLE == len({each.ags for each in made}) == len({each.ars for each in made})
    assert {each.land for each in made} == set(lands())
    by_size = Counter(
        "village" if each.population < 1000 else "city" if each.population >= 100_000 else "town"
        for each in made
    )
    assert 3300 < by_size["village"] < 4500
    assert 40 < by_size["city"] < 120
    assert all(each.ars.startswith(each.association.key) for each in made if each.association)
    assert sum(each.provider is not None for each in made) > WHOLE // 2
    assert max(Counter(each.short for each in made).values()) > 1  # names are no keys


def test_forms_of_vendors_carry_most_of_what_is_online() -> None:
    basket, made = load_basket(), country(600, SEED)
    said = lists(made.register, basket, forms(basket, 300), date(2026, 12, 31), SEED)
    online = [each for each in said.offers if each.state == "online"]
    shared = sum("formularwerk" in (each.address or "") for each in online)
    assert 0.5 < shared / len(online) < 0.7
    assert {each.state for each in said.offers} == {"online", "missing", "elsewhere"}
    assert len({each.url for each in said.places}) == len(said.places)


def test_verdicts_are_scored_by_the_real_formula(rulebook: Rulebook) -> None:
    made = Workshop(rulebook, MONTH, SEED).verdict("any", 0.4, "no")
    assert [each.rule for each in made.outcomes] == sorted(rule.id for rule in rulebook.rules)
    assert assess(made.outcomes, rulebook, "no").score == made.score
    assert made.completion.media_breaks
    assert made == Workshop(rulebook, MONTH, SEED).verdict("any", 0.4, "no")


def test_the_store_holds_a_year(files: Files, rulebook: Rulebook) -> None:
    with Store.open(files.database) as store:
        assert editions.months(store) == PAST
        versions = {editions.edition(store, month).rulebook for month in PAST}  # type: ignore[union-attr]
        assert len(versions) == 2
        assert rulebook.version in versions
        (run,) = store.runs()
        verdicts = [each.result for each in store.results(run)]
    assert all(len(each.outcomes) == len(rulebook.rules) for each in verdicts)
    assert any(each.measured for each in verdicts)
    assert any(not each.measured for each in verdicts)
    assert any((DAY - each.visited.date()).days > 30 for each in verdicts if each.visited)
    hosts = [each.service.url.split("/")[2] for each in verdicts]
    assert all(
        place.url.split("/")[2] == host
        for each, host in zip(verdicts, hosts, strict=True)
        for place in each.pages
    )


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_month_is_built_and_only_what_changed_is_written_again(files: Files) -> None:
    first = bench.build(files)
    whole = {each: each.stat().st_mtime_ns for each in bench.pages_of(files.site)}
    assert 0 < first.ranked <= TOWNS
    assert len(whole) <= first.written
    assert len(whole) > 2 * TOWNS
    assert [each.name for each in first.phases if not each.name.startswith(" ")] == [
        "read", "rank", "alarms", "open data", "keep", "site, German and English",
    ]  # fmt: skip
    assert bench.build(files).written == 0
    assert {each: each.stat().st_mtime_ns for each in bench.pages_of(files.site)} == whole
    change_one(files)
    assert 0 < bench.build(files, bench.NOTE).written < len(whole) / 4


def test_what_must_not_be_is_said() -> None:
    good = [bench.Build(written=9000, memory=900), bench.Build(), bench.Build(written=12)]
    assert bench.faults(good) == []
    bad = [bench.Build(memory=2500), bench.Build(written=1), bench.Build(written=9000)]
    assert [each.split(":")[0] for each in bench.faults(bad)] == [
        "memory", "nothing changed, and 1 files were written", "one town changed, and 9000 files were written",
    ]  # fmt: skip
