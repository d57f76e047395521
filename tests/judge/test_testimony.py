"""What people say stands beside the measurement and never changes it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checks.case import Completion, Outcome
from auditor.evidence.model import Mode, Service, Tool
from auditor.judge.ladder import climb
from auditor.judge.result import Finding, Review, RuleOutcome, ServiceResult, Statement
from auditor.judge.score import assess, counts
from auditor.judge.testimony import with_testimony
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation

BOOK = load_rulebook()
TODAY = date(2026, 11, 27)
STARTED = datetime(2026, 11, 27, tzinfo=UTC)
ATTESTED = [rule.id for rule in BOOK.rules if rule.automation is Automation.ATTESTED]
ASSISTED = [rule.id for rule in BOOK.rules if rule.automation is Automation.ASSISTED]


def result(**looks: int) -> ServiceResult:
    """A service without failures; ``progress_shown=2``: two places of that rule wait for a person."""
    wanted = {key.replace("_", "-"): number for key, number in looks.items()}
    made = []
    for rule in BOOK.rules:
        outcome = Outcome.UNTESTED if rule.automation is Automation.ATTESTED else Outcome.PASSED
        findings = tuple(
            Finding(message="m", outcome=Outcome.CANT_TELL, page="p", url="u", fingerprint=mark(rule.id, n))
            for n in range(wanted.get(rule.id, 0))
        )
        made.append(
            RuleOutcome(
                rule=rule.id, outcome=Outcome.CANT_TELL if findings else outcome, automation=rule.automation,
                counts=counts(rule, "2026-11"), findings=findings,
            )
        )  # fmt: skip
    verdict = assess(made, BOOK, "yes")
    return ServiceResult(
        slug="s", service=Service(url="https://www.musterstadt.example/hund"),
        tool=Tool(version="1", browser="1", axe="1", user_agent="a"), mode=Mode.OBSERVE, rulebook=BOOK.version,
        measured=True, completion=Completion(kind="online", completable="yes", maturity=3), score=verdict.score,
        grade=verdict.grade, coverage=verdict.coverage, chapters=verdict.chapters, outcomes=tuple(made),
        profile=climb(made, BOOK, "yes"),
    )  # fmt: skip


def mark(rule: str, number: int) -> str:
    return f"{rule}{number}"


def statement(rule: str = "users-known", answer: str = "met", **more) -> Statement:
    values = {"body": "Stadt Musterstadt", "role": "Bürgeramt", "given": date(2026, 11, 1), "evidence": "Akte 1",
              "valid_until": date(2027, 11, 1)}  # fmt: skip
    return Statement(rule=rule, answer=answer, **(values | more))


def review(rule: str = "progress-shown", number: int = 0, decision: str = "passed", **more) -> Review:
    values = {"body": "Prüfstelle", "role": "Prüferin", "given": date(2026, 11, 1), "remark": "angesehen",
              "valid_until": date(2027, 11, 1)}  # fmt: skip
    return Review(fingerprint=mark(rule, number), rule=rule, decision=decision, **(values | more))


def test_an_answer_is_kept_and_settles_the_last_rung_only_beside_the_measurement() -> None:
    plain = result()
    told = with_testimony(plain, [statement(rule) for rule in ATTESTED], [], BOOK, TODAY)
    assert [rung.state for rung in told.testimony.profile][-1] == "unrefuted"
    assert [rung.state for rung in told.profile][-1] == "open"
    assert len(told.testimony.statements) == len(ATTESTED)
    assert told.model_copy(update={"testimony": None}) == plain


def test_a_denial_breaks_the_last_rung_beside_the_measurement() -> None:
    told = with_testimony(result(), [statement(answer="not-met")], [], BOOK, TODAY)
    assert told.testimony.profile[-1].failed == ("users-known",)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    known = [statement(rule) for rule in ATTESTED if rule != "users-known"]
    for day, state, expired in ((date(2027, 11, 1), "unrefuted", False), (date(2027, 11, 2), "open", True)):
        others = [each.model_copy(update={"valid_until": date(2028, 1, 1)}) for each in known]
        told = with_testimony(result(), [*others, statement()], [], BOOK, day).testimony
        assert next(each.expired for each in told.statements if each.rule == "users-known") is expired
        assert told.profile[-1].state == state


def test_the_latest_word_counts_whatever_the_order() -> None:
    old, new = statement(), statement(answer="not-met", given=date(2026, 11, 20))
    for said in ([old, new], [new, old]):
        (kept,) = with_testimony(result(), said, [], BOOK, TODAY).testimony.statements
        assert kept.answer == "not-met"


def test_a_statement_never_overrules_what_was_measured() -> None:
    plain = result(progress_shown=1)
    told = with_testimony(
        plain, [statement("progress-shown"), statement("reflow-320")], [], BOOK, TODAY
    ).testimony
    assert [each.rule for each in told.statements] == ["progress-shown"]
    assert told.score == plain.score


def test_every_place_must_be_reviewed_before_doubt_ends() -> None:
    plain = result(progress_shown=2)
    half = with_testimony(plain, [], [review()], BOOK, TODAY).testimony
    whole = with_testimony(plain, [], [review(), review(number=1)], BOOK, TODAY).testimony
    assert half.score == plain.score
    assert plain.score.low < whole.score.low == result().score.low


def test_one_bad_place_is_enough() -> None:
    told = with_testimony(result(progress_shown=2), [], [review(decision="failed")], BOOK, TODAY).testimony
    usable = next(rung for rung in told.profile if rung.id == "usable")
    assert usable.failed == ("progress-shown",)


@pytest.mark.parametrize(
    "lost",
    [
        review("progress-shown", 7),
        review("plain-german"),
        review().model_copy(update={"rule": "plain-german"}),
    ],
)
def test_a_review_of_a_place_that_is_gone_is_counted_and_left_out(lost: Review) -> None:
    told = with_testimony(result(progress_shown=1), [], [lost], BOOK, TODAY).testimony
    assert (told.reviews, told.strays) == ((), 1)


def test_an_expired_review_is_shown_and_not_believed() -> None:
    plain = result(progress_shown=1)
    old = review(valid_until=date(2026, 11, 26))
    told = with_testimony(plain, [], [old], BOOK, TODAY).testimony
    assert told.reviews[0].expired
    assert told.score == plain.score


STATEMENTS = st.lists(
    st.builds(
        statement,
        st.sampled_from([*ATTESTED, *ASSISTED, "reflow-320", "no-such-rule"]),
        st.sampled_from(["met", "not-met", "not-applicable"]),
        valid_until=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    ),
    max_size=20,
)
REVIEWS = st.lists(
    st.builds(
        review,
        st.sampled_from(["progress-shown", "plain-german", "no-such-rule"]),
        st.integers(0, 3),
        st.sampled_from(["passed", "failed", "inapplicable"]),
    ),
    max_size=8,
)


@given(STATEMENTS, REVIEWS, st.integers(0, 3))
def test_nothing_people_say_changes_what_was_measured(said, decided, looks) -> None:
    """The law of the public ranking: score, coverage, grade, outcomes and ladder are the measurement's alone."""
    plain = result(progress_shown=looks, plain_german=1)
    told = with_testimony(plain, said, decided, BOOK, TODAY)
    assert told.model_copy(update={"testimony": None}) == plain


@given(STATEMENTS)
def test_statements_alone_do_not_even_move_the_score_beside(said) -> None:
    plain = result(progress_shown=1)
    assert with_testimony(plain, said, [], BOOK, TODAY).testimony.score == plain.score
