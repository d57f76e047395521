"""What people say of a service, as the scorecard shows it beside the measurement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from auditor.checks.case import Outcome
from auditor.judge.result import Review, ServiceResult, Signed, Statement
from auditor.publish.clean import safe_href, shorten
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.words import Words, rank
from auditor.rulebook.model import Automation

LIMIT = 400


@dataclass(frozen=True)
class SignedView:
    """Who said it, when, and how long it holds."""

    body: str
    role: str
    given: date
    valid_until: date
    expired: bool

    @classmethod
    def of(cls, signed: Signed) -> SignedView:
        """The signature for display."""
        return cls(
            shorten(signed.body, LIMIT),
            shorten(signed.role, LIMIT),
            signed.given,
            signed.valid_until,
            signed.expired,
        )


@dataclass(frozen=True)
class ReviewView:
    """What a person decided about a place."""

    decision: str
    reason: str
    signed: SignedView


@dataclass(frozen=True)
class StatementView:
    """An answer of the responsible body; ``href`` where its evidence is a link, ``measured`` where there is both."""

    rule: RuleView
    answer: str
    evidence: str
    href: str | None
    remark: str
    measured: str | None
    signed: SignedView


def statements(result: ServiceResult, words: Words) -> tuple[StatementView, ...]:
    """All answers, by chapter in the order of the standard, then as rules are always ordered."""
    said = result.testimony.statements if result.testimony else ()
    outcomes = {each.rule: each.outcome for each in result.outcomes}
    return tuple(_statement(each, outcomes, words) for each in in_order(said, words))


def in_order(said: Iterable[Statement], words: Words) -> list[Statement]:
    """By chapter, then duty and severity."""
    order = {chapter.id: number for number, chapter in enumerate(words.rulebook.chapters)}

    def key(each: Statement) -> tuple[object, ...]:
        rule = words.rule(each.rule)
        return order.get(rule.chapter, len(order)), rank(rule)

    return sorted(said, key=key)


def _statement(said: Statement, outcomes: Mapping[str, Outcome], words: Words) -> StatementView:
    rule = words.rule(said.rule)
    both = rule.automation is not Automation.ATTESTED and rule.id in outcomes
    return StatementView(
        rule=view_rule(rule, words),
        answer=said.answer,
        evidence=shorten(said.evidence, LIMIT),
        href=safe_href(said.evidence),
        remark=shorten(said.remark, LIMIT),
        measured=outcomes[rule.id].value if both else None,
        signed=SignedView.of(said),
    )


def reviews(result: ServiceResult) -> dict[str, ReviewView]:
    """Decisions by the fingerprint of their place."""
    said: tuple[Review, ...] = result.testimony.reviews if result.testimony else ()
    return {
        each.fingerprint: ReviewView(each.decision, shorten(each.remark, LIMIT), SignedView.of(each))
        for each in said
    }
