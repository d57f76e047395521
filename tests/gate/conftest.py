"""Results and a rulebook small enough to reason about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from auditor.checks.case import Completion, Outcome
from auditor.evidence.model import Mode, Reason, Service, Tool
from auditor.gate.model import Entry
from auditor.judge.result import Finding, PageSummary, RuleOutcome, Score, ServiceResult
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Automation, Obligation, Rule, Text

URL = "https://staging.example/hund"
TODAY = date(2026, 11, 27)


def rule(name: str, obligation: str = "muss", severity: int = 3, *, counts: bool = True) -> Rule:
    return Rule(
        id=name,
        chapter="5.6",
        obligation=Obligation(obligation),
        confidence="A",
        automation=Automation.AUTOMATIC,
        severity=severity,
        harms=("everyone",),
        since="2026-11",
        counts=counts,
        title=Text(de=f"Titel {name}", en=f"Title {name}"),
        remedy=Text(de="So.", en="So."),
        messages={"m": Text(de="Falsch: {was}", en="Wrong: {was}")},
        source=f"5.6/{name}.md",
    )


RULES = (
    rule("duty"),
    rule("slight", severity=1),
    rule("advice", "sollte"),
    rule("maybe", "kann"),
    rule("coming", counts=False),
)
BOOK = replace(load_rulebook(), rules=RULES, chapters=(), version="abc")


def finding(mark: str, outcome: Outcome = Outcome.FAILED) -> Finding:
    return Finding(
        message="m",
        params={"was": mark},
        outcome=outcome,
        page="p1",
        url=URL,
        step=1,
        role="textbox",
        name=mark,
        target="#n",
        fingerprint=mark if mark.isalnum() else f"{abs(hash(mark)):x}",
    )


def outcome(name: str, *findings: Finding, word: Outcome | None = None) -> RuleOutcome:
    worst = word or (
        Outcome.FAILED if any(f.outcome is Outcome.FAILED for f in findings) else Outcome.CANT_TELL
    )
    known = next(r for r in RULES if r.id == name)
    return RuleOutcome(
        rule=name, outcome=worst, automation=known.automation, counts=known.counts, findings=findings
    )


def result(
    *outcomes: RuleOutcome, measured: bool = True, low: float = 60.0, gap: Reason | None = None
) -> ServiceResult:
    pages = tuple(
        PageSummary(
            id=f"p{n}", url=f"{URL}/{n}", final_url=f"{URL}/{n}", role=role, step=n, title="", status="measured",
            reason=reason, frames=1, frames_judged=1, screenshot=None,
        )
        for n, (role, reason) in enumerate([("entry", None), ("form", gap)], 1)
    )  # fmt: skip
    return ServiceResult(
        slug="hund",
        service=Service(url=URL, name="Hund anmelden"),
        tool=Tool(version="1", browser="c", axe="4", user_agent="u"),
        mode=Mode.WALK,
        rulebook="abc",
        measured=measured,
        reason=None if measured else Reason.CONNECT,
        completion=Completion(kind="online", completable="yes", maturity=3),
        score=Score(low=low, high=90.0) if measured else None,
        grade=None,
        coverage=0.9,
        outcomes=outcomes,
        pages=pages,
    )


def entry(mark: str, rule_id: str = "duty", expires: date | None = None) -> Entry:
    return Entry(mark, rule_id, "staging.example/hund", expires=expires, reason="bekannt", line=3)


@pytest.fixture
def make() -> Callable[..., ServiceResult]:
    return result
