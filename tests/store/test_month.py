from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text, update

from auditor.checks.case import Outcome
from auditor.evidence.model import Reason
from auditor.judge.result import RuleOutcome
from auditor.ranking.model import CapValue, ChapterValue, Offer
from auditor.store import Store
from auditor.store.month import Details, measured, offers, results
from auditor.store.rejudged import remember, remembered
from auditor.store.tables import ResultRow, RunRow
from tests.store.conftest import result_of

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def at(day: int, **changes) -> datetime:
    return datetime(2026, 11, day, **changes, tzinfo=UTC)


def read(store, since=NOVEMBER, until=DECEMBER):
    return list(measured(store, since, until))


@pytest.fixture
def visit(store, result):
    """Record a visit to service ``number`` on a day; ``reason`` says why it measured nothing."""

    def record(number: int, visited: datetime, reason: Reason | None = None, **changes):
        run = store.begin([result(number).service], {})
        lost = {"measured": False, "reason": reason, "score": None, "grade": None} if reason else {}
        store.record(run, 0, result(number).model_copy(update={"visited": visited, **lost, **changes}))
        return run

    return record


def test_a_result_is_read_slim(store, services, result, path):
    run = store.begin(services(1), {})
    broken = RuleOutcome(rule="hidden", outcome=Outcome.FAILED, counts=False)
    verdict = result(0)
    verdict = verdict.model_copy(update={"outcomes": (*verdict.outcomes, broken)})
    store.record(run, 0, verdict, path.parent / "evidence" / "hund.zip")
    (slim,) = read(store)
    assert (slim.url, slim.address) == (services(1)[0].url, "www.musterstadt.example/leistung/0")
    assert (slim.visited, slim.mode, slim.rulebook, slim.tool) == (
        verdict.visited,
        "walk",
        "0123456789ab",
        "0.1.0",
    )
    assert (slim.measured, slim.kind, slim.completable, slim.maturity) == (
        True,
        "online-with-break",
        "no",
        1,
    )
    assert (slim.low, slim.high, slim.coverage, slim.grade, slim.product) == (
        12.5,
        49.0,
        0.7321,
        "F",
        "Formcycle",
    )
    assert slim.bundle == str(path.parent / "evidence" / "hund.zip")
    assert slim.chapters == (ChapterValue("5.6", 1.1, 99.9, 0.3333),)
    assert slim.caps == (CapValue("completion", 49.0, "both"), CapValue("muss", 89.0, "low"))
    assert slim.failed == ("axe/label",)
    assert (slim.vain, slim.vain_reason) == (None, None)


def test_the_newest_visit_stands_for_an_address(store, visit):
    visit(0, at(20), grade="C")
    visit(0, at(3), grade="A")
    assert [each.grade for each in read(store)] == ["C"]


def test_only_the_window_is_read(store, visit):
    visit(0, NOVEMBER)
    visit(1, DECEMBER)
    visit(2, NOVEMBER - timedelta(seconds=1))
    assert [each.url[-1] for each in read(store)] == ["0"]


def test_a_visit_in_vain_does_not_erase_a_good_one_and_is_told(store, visit):
    visit(0, at(3))
    visit(0, at(9), Reason.TIMEOUT)
    (slim,) = read(store)
    assert (slim.measured, slim.visited) == (True, at(3))
    assert (slim.vain, slim.vain_reason) == (at(9), "timeout")


def test_a_good_visit_after_one_in_vain_is_all_there_is_to_say(store, visit):
    visit(0, at(3), Reason.TIMEOUT)
    visit(0, at(9))
    (slim,) = read(store)
    assert (slim.measured, slim.vain) == (True, None)


def test_a_good_visit_outside_the_window_does_not_help(store, visit):
    visit(0, at(3) - timedelta(days=10))
    visit(0, at(9), Reason.DNS)
    (slim,) = read(store)
    assert (slim.measured, slim.reason, slim.low, slim.high) == (False, "dns", None, None)


def test_one_address_however_it_is_written(store, services, result):
    for day, url in ((3, "http://a.example/x/"), (4, "https://A.example/x?utm_source=brief")):
        service = services(1)[0].model_copy(update={"url": url})
        run = store.begin([service], {})
        store.record(run, 0, result(0).model_copy(update={"service": service, "visited": at(day)}))
    assert [(each.address, each.visited) for each in read(store)] == [("a.example/x", at(4))]


def test_the_same_key_in_two_lists_is_not_the_same_service(store, services, result):
    """``key`` or ``id`` in a list is the operator's own numbering; two towns both begin with 1."""
    for number in range(2):
        service = services(2)[number].model_copy(update={"key": "1"})
        run = store.begin([service], {})
        store.record(run, 0, result(number).model_copy(update={"service": service}))
    assert len(read(store)) == 2


def test_a_verdict_of_an_older_version_was_visited_when_its_run_began(store, visit):
    run = visit(0, at(3))
    with store.engine.begin() as connection:
        connection.execute(update(ResultRow).values(visited=None))
        connection.execute(update(RunRow).values(started=at(7)))
    assert [each.visited for each in read(store)] == [at(7)]
    assert next(store.results(run)).result.visited is None


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(1, 0, True), (1, 0, False)])
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(0, 1), st.booleans()), max_size=6, unique=True))
def test_what_stands_is_what_a_person_would_pick(tmp_path_factory, visits):
    """The newest that measured something, else the newest; whatever the order of recording."""
    with Store.open(tmp_path_factory.mktemp("db") / "a.db") as store:
        for day, number, good in visits:
            lost = {} if good else {"measured": False, "reason": Reason.DNS, "score": None, "grade": None}
            run = store.begin([result_of(number).service], {})
            store.record(run, 0, result_of(number).model_copy(update={"visited": at(day), **lost}))
        found = {each.url: each for each in read(store)}
    for number in range(2):
        own = [(good, day) for day, which, good in visits if which == number]
        best = max(own, default=None)
        slim = found.get(result_of(number).service.url)
        assert (best is None) == (slim is None)
        if slim is not None:
            assert (slim.measured, slim.visited) == (best[0], at(best[1]))
            later = [day for good, day in own if slim.measured and not good and day > best[1]]
            assert slim.vain == (at(max(later)) if later else None)


def test_many_results_take_few_questions(store, services, result):
    run = store.begin(services(60), {})
    for number in range(60):
        store.record(run, number, result(number))
    asked = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_):
        asked.append(statement.startswith("SELECT"))

    assert len(read(store)) == 60
    assert sum(asked) == 5


def test_whole_verdicts_by_id(store, services, result):
    run = store.begin(services(25), {})
    for number in range(24):
        store.record(run, number, result(number))
    ids = [each.id for each in read(store)]
    whole = dict(results(store, [*ids, 999]))
    assert list(whole.values()) == [result(number) for number in range(24)]
    assert [whole[each.id].service.url for each in read(store)] == [each.url for each in read(store)]


HUND = Offer("05999001", "99102013011000", "Hund", "online", "a.example/1", "https://a.example/1", "Hund")
MISSING = Offer("05999001", "99102013011000", "Hund", "missing", source="Anruf", day=date(2026, 11, 3))


def said(store, *lists):
    for day, listed in lists:
        run = store.begin([], {}, listed)
        with store.engine.begin() as connection:
            connection.execute(update(RunRow).where(RunRow.id == run.id).values(started=at(day)))
    return list(offers(store, NOVEMBER, DECEMBER))


def test_the_newest_list_decides_whether_it_is_online(store):
    assert said(store, (3, [MISSING]), (4, [HUND])) == [HUND]
    assert said(store, (5, [MISSING])) == [MISSING]


def test_an_address_that_the_newest_list_no_longer_names_is_gone(store):
    other = replace(HUND, address="b.example", url="https://b.example")
    assert said(store, (3, [other, HUND]), (4, [HUND])) == [HUND]
    assert said(store, (5, [HUND, other])) == [HUND, other]


def test_holders_and_services_do_not_mix(store):
    town, umzug = replace(MISSING, holder="05999002"), Offer("05999001", None, "Umzug", "elsewhere")
    assert set(said(store, (3, [HUND, umzug]), (4, [town]))) == {HUND, umzug, town}


def test_lists_of_another_month_do_not_count(store):
    store.begin([], {}, [HUND])
    with store.engine.begin() as connection:
        connection.execute(update(RunRow).values(started=DECEMBER))
    assert list(offers(store, NOVEMBER, DECEMBER)) == []


def test_a_run_of_an_older_version_offers_what_it_audited(store, services):
    run = store.begin([*services(1), services(1)[0].model_copy(update={"ags": None})], {})
    with store.engine.begin() as connection:
        connection.execute(update(RunRow).values(started=at(5)))
    service = services(1)[0]
    assert run.id
    assert list(offers(store, NOVEMBER, DECEMBER)) == [
        Offer(
            "05999001", None, None, "online", "www.musterstadt.example/leistung/0", service.url, service.name
        )
    ]


def test_another_rulebook_is_remembered(store, visit):
    visit(0, at(3))
    visit(1, at(4))
    first, second = read(store)
    new = replace(
        first,
        rulebook="new",
        low=20.0,
        failed=("x",),
        chapters=(ChapterValue("5.3", 1.0, 2.0, 0.5),),
        caps=(),
    )
    remember(store, [new])
    remember(store, [replace(new, low=30.0)])
    assert list(remembered(store, [first, second], "new")) == [replace(new, low=30.0)]
    assert list(remembered(store, [first, second], "other")) == []


def test_a_new_verdict_is_not_taken_for_the_old_one_judged_again(store, visit, result):
    run = visit(0, at(3))
    (slim,) = read(store)
    remember(store, [replace(slim, rulebook="new")])
    store.record(run, 0, result(0))
    assert list(remembered(store, [slim], "new")) == []


def test_details(store, path, services, result):
    run = store.begin(services(2), {})
    for number in range(2):
        store.record(run, number, result(number))
    ids = [each.id for each in read(store)]
    again = pickle.loads(pickle.dumps(Details(str(path))))
    found = again.details([*ids, 77])
    again.close()
    assert list(found) == ids
    detail = found[ids[1]]
    verdict = result(1)
    assert detail.breaks == verdict.completion.media_breaks
    assert detail.quotes == verdict.completion.evidence
    assert (detail.look, detail.completion_reason) == (0, "break-after-form")
    (proof,) = detail.proofs
    finding = verdict.outcomes[0].findings[0]
    assert (proof.rule, proof.message, proof.params) == ("axe/label", "missing", finding.params)
    assert (proof.url, proof.step, proof.role, proof.name) == (finding.url, 0, "link", "Weiter")
    assert (proof.quote, proof.target, proof.fingerprint) == (
        finding.quote,
        finding.target,
        finding.fingerprint,
    )
    assert proof.places == 1 + verdict.outcomes[0].more


def test_what_a_person_must_look_at_is_counted(store, path, services, result):
    run = store.begin(services(1), {})
    doubtful = [
        RuleOutcome(rule=name, outcome=Outcome.CANT_TELL, counts=counts)
        for name, counts in (("a", True), ("b", True), ("shown-only", False))
    ]
    store.record(run, 0, result(0).model_copy(update={"outcomes": tuple(doubtful)}))
    (slim,) = read(store)
    assert Details(str(path)).details([slim.id])[slim.id].look == 2


def test_a_month_is_found_by_index(store):
    asked = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    read(store)
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]).all()
    assert any("ix_result_visited" in row[-1] for row in plan)
    assert not any("SCAN" in row[-1] for row in plan), plan


def test_reading_slim_results_scans_no_whole_table(store):
    with store.engine.connect() as connection:
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT service_id, rule FROM outcome"
                " WHERE service_id IN (1, 2) AND outcome = 'failed' AND counts ORDER BY service_id, position"
            )
        ).all()
    assert all("SEARCH" in row[-1] for row in plan)


def test_details_never_look_for_a_rule_among_all_results(store, path, services, result):
    """That took minutes for a page's worth of results in a full database."""
    run = store.begin(services(2), {})
    for number in range(2):
        store.record(run, number, result(number))
    ids = [each.id for each in read(store)]
    details, asked = Details(str(path)), []
    details.details(ids)

    @event.listens_for(details._engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    details.details(ids)
    assert len(asked) == 6
    with store.engine.connect() as connection:
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            assert not any("ix_" in row[-1] and "autoindex" not in row[-1] for row in plan), plan
