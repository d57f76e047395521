"""Evidence judged again for a month: by its rules, remembered, and never that of another visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Document, Evidence, Frame, Page, Role, Service, Tool
from auditor.fleet.again import Yardstick, judged_again
from auditor.fleet.edition import as_of
from auditor.judge.run import judge
from auditor.ranking.model import Measured
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook
from auditor.store import Store
from auditor.store.month import measured

URL = "https://www.musterstadt.example/hund"
VISITED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TOOL = Tool(version="0.1.0", browser="140", axe="4.11", user_agent="auditor")


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


def evidence(**changes: Any) -> Evidence:
    frame = Frame(id="f0", url=URL, document=Document(title="Hund anmelden"))
    page = Page(id="p1", role=Role.ENTRY, requested_url=URL, final_url=URL, frames=(frame,))
    values: dict[str, Any] = {
        "tool": TOOL,
        "service": Service(url=URL),
        "started": VISITED,
        "finished": VISITED,
    }
    return Evidence(**{**values, "pages": (page,), **changes})


@pytest.fixture
def store(tmp_path: Path, rulebook: Rulebook) -> Any:
    """One visit, judged by a rulebook that is no longer ours."""
    bundle = BundleWriter(tmp_path / "evidence" / "hund.zip").close(evidence())
    result = judge(evidence(), rulebook, "hund").model_copy(update={"rulebook": "older", "coverage": 0.01})
    with Store.open(tmp_path / "auditor.db") as opened:
        run = opened.begin([Service(url=URL)], {})
        opened.record(run, 0, result, bundle)
        yield opened


def visits(store: Store) -> list[Measured]:
    return list(measured(store, VISITED - timedelta(days=1), VISITED + timedelta(days=1)))


def test_kept_evidence_is_judged_by_the_rules_of_today(store: Store, rulebook: Rulebook) -> None:
    (old,) = visits(store)
    yardstick = Yardstick(rulebook, None, "2026-11")
    assert not yardstick.judged(old)
    (new,) = judged_again(store, [old], yardstick, workers=1)
    assert new.id == old.id
    assert new.rulebook == rulebook.version
    assert new.coverage > old.coverage
    assert new.low is not None
    assert yardstick.judged(new)


def test_what_was_judged_again_is_remembered(store: Store, rulebook: Rulebook) -> None:
    yardstick = Yardstick(rulebook, None, "2026-11")
    (old,) = visits(store)
    first = list(judged_again(store, [old], yardstick, workers=1))
    Path(old.bundle or "").unlink()
    assert list(judged_again(store, [old], yardstick, workers=1)) == first
    assert list(judged_again(store, [old], Yardstick(rulebook, None, "2026-12"), workers=1)) == []


def test_the_evidence_of_another_visit_proves_nothing(store: Store, rulebook: Rulebook) -> None:
    (old,) = visits(store)
    later = VISITED + timedelta(days=3)
    BundleWriter(Path(old.bundle or "")).close(evidence(started=later, finished=later))
    assert list(judged_again(store, [old], Yardstick(rulebook, None, "2026-11"), workers=1)) == []


def test_a_damaged_bundle_leaves_the_old_verdict(store: Store, rulebook: Rulebook) -> None:
    (old,) = visits(store)
    Path(old.bundle or "").write_bytes(b"no zip")
    assert list(judged_again(store, [old], Yardstick(rulebook, None, "2026-11"), workers=1)) == []


def test_rules_that_count_from_the_next_month_make_another_yardstick(rulebook: Rulebook) -> None:
    counting = next(rule for rule in rulebook.rules if rule.counts and rule.check is not None)
    coming = replace_rule(rulebook, counting.model_copy(update={"since": "2026-12"}))
    visit = Measured(
        id=1, address="a", url=URL, visited=datetime(2026, 12, 30, tzinfo=UTC), mode="observe",
        rulebook=coming.version, tool="0.1.0", measured=True, reason=None, kind="online", completable="yes",
        maturity=3, low=80.0, high=90.0, coverage=0.9, grade="B", product=None,
    )  # fmt: skip
    assert Yardstick(coming, None, "2026-12").judged(visit)
    assert not Yardstick(coming, None, "2027-01").judged(visit)
    assert Yardstick(coming, None, "2027-01").judged(replace(visit, visited=datetime(2027, 1, 2, tzinfo=UTC)))


def replace_rule(rulebook: Rulebook, new: Any) -> Rulebook:
    rules = tuple(new if rule.id == new.id else rule for rule in rulebook.rules)
    return Rulebook(rules=rules, chapters=rulebook.chapters, version="changed", profiles=rulebook.profiles)


@pytest.mark.parametrize(
    ("month", "today", "day"),
    [
        ("2026-11", date(2026, 11, 27), date(2026, 11, 27)),
        ("2026-11", date(2027, 1, 3), date(2026, 11, 30)),
        ("2028-02", date(2028, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_month_is_ranked_for_its_last_day_or_today(month: str, today: date, day: date) -> None:
    assert as_of(month, today) == day


@pytest.mark.parametrize("month", ["2026-12", "2026", "Nov", "2026-00"])
def test_a_month_that_has_not_begun_is_none(month: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        as_of(month, date(2026, 11, 27))
