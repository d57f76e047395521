from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event, text

from auditor.checks.case import Completion
from auditor.evidence.model import Reason, Service
from auditor.judge.result import ServiceResult
from auditor.store import Progress, Store, StoreError, config_hash

CONFIG = {"mode": "observe", "delay": 1.0, "hosts": ["a", "b"]}


def test_what_goes_in_comes_out(store, services, result, path):
    run = store.begin(services(3), CONFIG)
    bundle = path.parent / "evidence" / "hund-1.zip"
    store.record(run, 1, result(1), bundle)
    store.record(run, 0, result(0), None)
    got = list(store.results(run))
    assert [(each.position, each.result, each.bundle) for each in got] == [
        (0, result(0), None),
        (1, result(1), bundle),
    ]
    assert got[1].result.model_dump_json() == result(1).model_dump_json()


def test_an_untested_service_comes_out_as_it_went_in(store, services, result):
    untested = ServiceResult(
        **{
            **dict(result(0)),
            "measured": False,
            "reason": Reason.DNS,
            "detail": "NXDOMAIN",
            "score": None,
            "grade": None,
            "coverage": 0.0,
            "caps": (),
            "chapters": (),
            "outcomes": (),
            "pages": (),
            "completion": Completion(kind="unknown", completable="unknown", maturity=None),
        }
    )
    run = store.begin(services(1), CONFIG)
    store.record(run, 0, untested)
    assert next(store.results(run)).result == untested


def test_hostile_text_is_kept_as_far_as_any_database_can(store, services, result):
    hostile = result(0).model_copy(update={"detail": "a\x00b\ud800c'; DROP TABLE run; -- \U0001f600"})
    run = store.begin(services(1), CONFIG)
    store.record(run, 0, hostile)
    assert next(store.results(run)).result.detail == "a\ufffdb\ufffdc'; DROP TABLE run; -- \U0001f600"


def test_a_second_verdict_replaces_the_first(store, services, result):
    run = store.begin(services(1), CONFIG)
    store.record(run, 0, result(0))
    changed = result(0).model_copy(update={"grade": "E", "outcomes": result(0).outcomes[:1]})
    store.record(run, 0, changed)
    assert [each.result for each in store.results(run)] == [changed]


def test_progress_and_what_is_pending(store, services, result):
    run = store.begin(services(4), CONFIG)
    store.record(run, 2, result(2))
    store.fail(run, 1, "Chromium ended")
    assert store.progress(run) == Progress(pending=2, done=1, failed=1)
    assert [each.position for each in store.pending(run)] == [0, 1, 3]
    assert [each.service for each in store.pending(run)] == [services(4)[n] for n in (0, 1, 3)]
    store.record(run, 1, result(1))
    assert store.progress(run) == Progress(pending=2, done=2, failed=0)


def test_slugs_are_the_same_after_a_resume(store, services):
    run = store.begin(services(3), CONFIG)
    slugs = [each.slug for each in store.pending(run)]
    assert len(set(slugs)) == 3
    assert [each.slug for each in store.pending(store.unfinished(CONFIG))] == slugs


def test_only_a_run_like_this_one_is_resumed(store, services):
    assert store.unfinished(CONFIG) is None
    run = store.begin(services(2), CONFIG)
    assert store.unfinished(dict(reversed(CONFIG.items()))).id == run.id
    assert store.unfinished({**CONFIG, "delay": 2.0}) is None
    assert store.unfinished(CONFIG, services(2)).id == run.id
    assert store.unfinished(CONFIG, services(3)) is None
    store.finish(run)
    assert store.unfinished(CONFIG) is None
    assert store.runs()[0].finished >= run.started


def test_a_run_knows_what_measured(store, services, result):
    run = store.begin(services(1), CONFIG)
    assert run.tool_version is None
    store.record(run, 0, result(0))
    (known,) = store.runs()
    assert (known.tool_version, known.rulebook, known.axe) == ("0.1.0", "0123456789ab", "4.12.1")
    assert known.config == CONFIG
    assert known.config_hash == config_hash(CONFIG)


def test_a_question_is_one_select(store, services, result):
    run = store.begin(services(3), CONFIG)
    for number in range(3):
        store.record(run, number, result(number))
    query = "SELECT rule, count(*) FROM outcome WHERE outcome = 'failed' GROUP BY rule ORDER BY rule"
    with store.engine.connect() as connection:
        assert connection.execute(text(query)).all() == [("axe/label", 3), ("axe/new", 3)]


def test_the_output_folder_can_be_moved(store, services, result, path, tmp_path):
    run = store.begin(services(1), CONFIG)
    store.record(run, 0, result(0), path.parent / "evidence" / "hund.zip")
    store.close()
    elsewhere = tmp_path / "elsewhere"
    shutil.move(path.parent, elsewhere)
    with Store.open(elsewhere / path.name) as moved:
        assert next(moved.results(run)).bundle == elsewhere / "evidence" / "hund.zip"


def test_a_position_that_does_not_exist(store, services, result):
    run = store.begin(services(1), CONFIG)
    with pytest.raises(StoreError, match="position 7"):
        store.record(run, 7, result(7))


def test_many_tasks_at_once(store, services, result):
    run = store.begin(services(20), CONFIG)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.record(run, n, result(n)), range(20)))
    assert [each.result.slug for each in store.results(run)] == [f"hund-{n}" for n in range(20)]


def test_a_record_that_fails_halfway_leaves_no_trace(store, services, result, monkeypatch):
    run = store.begin(services(1), CONFIG)
    twice = result(0).model_copy(update={"pages": result(0).pages * 2})
    monkeypatch.setattr("auditor.store.rows._numbered", lambda rows: [{**row, "position": 0} for row in rows])
    with pytest.raises(StoreError):
        store.record(run, 0, twice)
    assert store.progress(run) == Progress(pending=1, done=0, failed=0)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM result")).scalar() == 0


def test_a_read_only_database_says_what_to_do(store, services, path):
    store.begin(services(1), CONFIG)
    store.close()
    with Store.open(f"sqlite:///file:{path.as_posix().replace('%', '%25')}?mode=ro&uri=true") as reading:
        assert len(reading.runs()) == 1
        with pytest.raises(StoreError, match=r"read-only.*--database"):
            reading.begin(services(1), CONFIG)


def test_a_full_disk_says_what_to_do(store, services, result):
    run = store.begin(services(200), CONFIG)
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def fill(connection, record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def record_all():
        for number in range(200):
            store.record(run, number, result(number))

    with pytest.raises(StoreError, match=r"disk is full.*--resume"):
        record_all()


def test_a_file_that_is_no_database(tmp_path):
    wrong = tmp_path / "targets.csv"
    wrong.write_text("url\nhttps://www.musterstadt.example/\n" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="no SQLite database"):
        Store.open(wrong)
    assert wrong.read_text(encoding="utf-8").startswith("url\n")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(StoreError):
        Store.open(tmp_path / "out" / "auditor.db")


@pytest.mark.parametrize("where", ["nonsense://x", "postgresql://x:y@127.0.0.1:1/none", "://"])
def test_an_address_that_leads_nowhere(where):
    with pytest.raises(StoreError) as caught:
        Store.open(where)
    assert caught.value.remedy
    assert ":y@" not in str(caught.value)


def test_killed_while_recording_nothing_recorded_is_lost(path, services, tmp_path):
    """A process that records without end is killed; what it reported as recorded is there, the rest is pending."""
    program = tmp_path / "recording.py"
    program.write_text(
        textwrap.dedent(
            """
            import importlib.util, sys
            from pathlib import Path
            from auditor.store import Store

            spec = importlib.util.spec_from_file_location("builders", sys.argv[2])
            builders = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(builders)
            store = Store.open(Path(sys.argv[1]))
            run = store.begin([builders.service_of(n) for n in range(2000)], {"mode": "observe"})
            for n in range(2000):
                store.record(run, n, builders.result_of(n))
                print(n, flush=True)
            """
        ),
        encoding="utf-8",
    )
    builders = Path(__file__).with_name("conftest.py")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [sys.executable, program, path, builders], stdout=subprocess.PIPE, text=True, env=environment
    )
    reported = -1
    while reported < 12:
        reported = int(process.stdout.readline())
    os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    reported = max([reported, *map(int, process.stdout.read().split())])
    process.wait()

    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with Store.open(path) as store:
        run = store.unfinished({"mode": "observe"}, services(2000))
        done = [each.position for each in store.results(run)]
        assert done == list(range(len(done)))
        assert reported + 1 <= len(done) <= reported + 2
        assert [each.position for each in store.pending(run)] == list(range(len(done), 2000))


def test_the_evidence_of_an_earlier_run_is_kept_aside(
    tmp_path: Path, services: Callable[[int], list[Service]], result: Callable[[int], ServiceResult]
) -> None:
    bundle = tmp_path / "evidence" / "hund.zip"
    bundle.parent.mkdir()
    bundle.write_bytes(b"first")
    with Store.open(tmp_path / "auditor.db") as store:
        first = store.begin(services(1), {})
        store.record(first, 0, result(1), bundle)
        assert store.put_aside() == 1
        second = store.begin(services(1), {})
        bundle.write_bytes(b"second")
        store.record(second, 0, result(1), bundle)
        paths = [next(store.results(run)).bundle for run in (first, second)]
        assert [path and path.read_bytes() for path in paths] == [b"first", b"second"]
        assert store.put_aside() == 1
        assert store.put_aside() == 0


def test_a_move_of_evidence_that_was_interrupted_is_finished(
    tmp_path: Path, services: Callable[[int], list[Service]], result: Callable[[int], ServiceResult]
) -> None:
    """Killed between moving a bundle and noting it, the next run must not be taken for the earlier one's evidence."""
    bundle = tmp_path / "evidence" / "hund.zip"
    aside = tmp_path / "evidence" / "run-1" / "hund.zip"
    aside.parent.mkdir(parents=True)
    aside.write_bytes(b"first")
    with Store.open(tmp_path / "auditor.db") as store:
        first = store.begin(services(1), {})
        store.record(first, 0, result(1), bundle)
        assert store.put_aside() == 1
        bundle.write_bytes(b"second")
        kept = next(store.results(first)).bundle
        assert kept is not None
        assert kept.read_bytes() == b"first"
