"""A month as a whole: ranks, ties, the cut, mergers, associations, objections, alarms."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from auditor.checks.case import Outcome
from auditor.ranking.alarm import load_thresholds
from auditor.ranking.canaries import Canary
from auditor.ranking.make import Inputs, alarms, forced, rank
from auditor.ranking.model import Objection
from auditor.ranking.movement import Former, FormerCell, FormerEdition
from auditor.ranking.objections import Replies
from tests.ranking.conftest import (
    DAY,
    GROUP,
    SIZES,
    WORD,
    basket,
    measured,
    member,
    municipality,
    offer,
    register,
    result,
    rule,
    rulebook,
)
from tests.ranking.test_towns import MERGED

BOOK = rulebook(rule("imprint", chapter="law"))
A, B, C, D = "01051001", "01051004", "01051005", "01051006"
LOWS = {A: 80.0, B: 50.0, C: 40.0}


def offers():
    """A, B and C offer both services, C through its association; D is not listed at all."""
    own = [offer(ags, service) for ags in (A, B) for service in ("hund", "kita")]
    return (*own, offer(GROUP.key, "hund", address=f"{C}.example/hund"), offer(C, "kita"))


def inputs(**changes) -> Inputs:
    known = {
        f"{ags}.example/{service}": measured(f"{ags}.example/{service}", low, low + 5, rulebook=BOOK.version)
        for ags, low in LOWS.items()
        for service in ("hund", "kita")
    }
    values = {
        "month": "2026-11", "as_of": DAY, "made": datetime(2026, 11, 30, 12, tzinfo=UTC), "tool": "0.1.0",
        "offers": offers(), "measured": known,
        "register": register(municipality(A), municipality(B), member(C), municipality(D)),
        "basket": basket(), "sizes": SIZES, "rulebook": BOOK,
    }  # fmt: skip
    return Inputs(**{**values, **changes})


def standing(ranking, ags):
    return next(each for each in ranking.standings if each.town.ags == ags)


def test_a_month() -> None:
    month = rank(inputs())
    assert [(each.town.ags, each.overall and each.overall.rank) for each in month.standings] == [
        (A, 1), (B, 2), (C, 3), (D, None),
    ]  # fmt: skip
    assert standing(month, D).unranked == "coverage"
    assert standing(month, C).cells[0].by == "Amt Beispiel"
    assert [each.town.ags for each in month.ranked] == [A, B, C]
    assert (month.months, month.previous, month.register_as_of.isoformat()) == (
        ("2026-11",),
        None,
        "2026-09-30",
    )


def test_intervals_that_touch_share_a_rank() -> None:
    given = inputs()
    touching = {
        key: replace(each, high=80.0) if key.startswith(B) else each for key, each in given.measured.items()
    }
    month = rank(replace(given, measured=touching))
    assert [(each.overall.rank, each.overall.tied) for each in month.ranked] == [(1, 1), (1, 1), (3, 0)]


def test_the_order_of_the_inputs_does_not_matter() -> None:
    given = inputs()
    chance = random.Random(1)
    mixed = list(given.offers)
    chance.shuffle(mixed)
    towns = list(given.register.municipalities)
    chance.shuffle(towns)
    assert rank(replace(given, offers=tuple(mixed), register=register(*towns))) == rank(given)


def test_offers_and_history_of_a_merged_municipality() -> None:
    moved = tuple(replace(each, holder="01051002") if each.holder == A else each for each in offers())
    former = FormerEdition("2026-10", BOOK.version, {"hund": 1.0, "kita": 1.0}, {
        key: Former(key, 60.0, 60.0, 1.0, 1, ()) for key in (A, "01051002", B)
    })  # fmt: skip
    month = rank(inputs(offers=moved, mergers=MERGED, former=former))
    assert standing(month, A).town.former == ("01051002",)
    assert (standing(month, A).overall.rank, standing(month, A).movement) == (1, None)
    assert standing(month, B).movement.rank_before == 1
    assert month.previous == "2026-10"


def decision(**changes) -> Objection:
    values = {"ags": B, "outcome": "passed", "decision": "corrected", **changes}
    return Objection("o1", "objection", "imprint", "Stadt", DAY, WORD, **values)


@pytest.mark.parametrize(("ags", "expected"), [(B, [B, A, C]), ("01051009", [A, B, C])])
def test_a_corrected_finding_changes_the_rank(ags: str, expected: list[str]) -> None:
    whole = result(BOOK, {"imprint": Outcome.FAILED})
    replies = Replies((decision(ags=ags),))
    month = rank(inputs(replies=replies, sample=lambda ids: dict.fromkeys(ids, whole)))
    assert [each.town.ags for each in month.ranked] == expected
    assert month.objections == replies.objections


def test_an_expired_decision_no_longer_counts() -> None:
    replies = Replies((decision(until=DAY.replace(day=1)),))
    month = rank(inputs(replies=replies, sample=lambda ids: pytest.fail("asked")))
    assert month.objections == ()


def test_movement_since_the_month_before() -> None:
    cells = tuple(
        FormerCell(each, "measured", 70.0, 75.0, "yes", f"{A}.example/{each}") for each in ("hund", "kita")
    )
    former = FormerEdition(
        "2026-10", BOOK.version, {"hund": 1.0, "kita": 1.0}, {A: Former(A, 70.0, 75.0, 1.0, 2, cells)}
    )
    moved = standing(rank(inputs(former=former)), A).movement
    assert (moved.points, moved.service, moved.rule, moved.lists, moved.rank_before) == (10, 10, 0, 0, 2)


def test_alarms_and_publishing_in_spite_of_them() -> None:
    given = inputs()
    month = rank(given)
    address = f"{A}.example/hund"
    assert alarms(given, month, [Canary(address, "yes")], load_thresholds()) == ()
    raised = alarms(given, month, [Canary(address, "no")], load_thresholds())
    assert [each.key for each in raised] == ["alarm-canary-wrong"]
    assert forced(month, raised).forced == raised
