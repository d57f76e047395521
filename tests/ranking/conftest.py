"""Small countries, baskets and results for the tests of the ranking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import pytest

from auditor.checks.case import Completion, Outcome
from auditor.evidence.model import Mode, Service, Tool
from auditor.judge.result import RuleOutcome, ServiceResult
from auditor.judge.score import assess
from auditor.ranking.cells import Limits
from auditor.ranking.model import Basket, BasketService, Cell, Measured, Offer, SizeClass, Town
from auditor.ranking.towns import Country, NoMergers
from auditor.rulebook.model import Automation, Chapter, Obligation, Rule, Rulebook, Text
from auditor.targets.register import Association, Municipality, Register

WORD = Text(de="Wort", en="word")
DAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIZES = (SizeClass("klein", 0, WORD), SizeClass("gross", 5000, WORD))
TOOL = Tool(version="0.1.0", browser="140", axe="4.11", user_agent="auditor")
GROUP = Association("010515163", "Amt Beispiel", "51")


def town(ags: str = "01051001", **changes: Any) -> Town:
    values = {
        "ags": ags, "name": f"Ort {ags}", "land": "SH", "district": "Kreis", "population": 1000, "size": "klein",
    }  # fmt: skip
    return Town(**{**values, **changes})


def municipality(ags: str = "01051001", **changes: Any) -> Municipality:
    values: dict[str, Any] = {
        "ags": ags, "ars": ags[:5] + "0000" + ags[5:], "name": f"Ort {ags}", "district": "Kreis", "kind": "64",
        "population": 1000, "area_ha": 10, "postcode": "25000", "as_of": date(2026, 9, 30),
    }  # fmt: skip
    return Municipality(**{**values, **changes})


def member(ags: str, **changes: Any) -> Municipality:
    """A municipality that the association administers for."""
    return municipality(ags, ars=GROUP.key + ags[5:], association=GROUP, **changes)


def register(*municipalities: Municipality) -> Register:
    return Register(municipalities)


def country(*towns: Town, mergers: Any = None, groups: dict[str, str] | None = None) -> Country:
    return Country(
        towns={each.ags: each for each in towns},
        associations=groups or {},
        names={GROUP.key: GROUP.name},
        mergers=mergers or NoMergers(),
        day=DAY,
    )


def service(service_id: str, *leika: str, weight: float = 1.0) -> BasketService:
    return BasketService(
        service_id, Text(de=f"{service_id} tun", en=f"do {service_id}"), leika, weight=weight
    )


def basket(*services: BasketService) -> Basket:
    return Basket("b1", services or (service("hund", "99102013104"), service("kita")))


def measured(
    address: str = "a.example/hund", low: float | None = 50.0, high: float | None = None, **changes: Any
) -> Measured:
    values: dict[str, Any] = {
        "id": crc32(address.encode()), "address": address, "url": f"https://{address}", "visited": NOON,
        "mode": "observe", "rulebook": "r1", "tool": "0.1.0",
        "measured": low is not None, "reason": None if low is not None else "timeout",
        "kind": "online", "completable": "yes", "maturity": 3, "low": low, "high": low if high is None else high,
        "coverage": 1.0 if low is not None else 0.0, "grade": None, "product": None,
    }  # fmt: skip
    return Measured(**{**values, **changes})


def offer(
    holder: str = "01051001", service: str | None = "hund", state: Any = "online", **changes: Any
) -> Offer:
    address = f"{holder}.example/{service}" if state == "online" else None
    values: dict[str, Any] = {"leika": None, "address": address}
    return Offer(holder=holder, service=service, state=state, **{**values, **changes})


def cell(low: float = 50.0, high: float | None = None, service: str = "hund", **changes: Any) -> Cell:
    values: dict[str, Any] = {"coverage": 1.0, "completable": "yes", "state": "measured"}
    return Cell(service, low=low, high=low if high is None else high, **{**values, **changes})


def rule(rule_id: str = "a-rule", **changes: Any) -> Rule:
    values: dict[str, Any] = {
        "id": rule_id, "chapter": "5.6", "obligation": Obligation.MUSS, "confidence": "A",
        "automation": Automation.AUTOMATIC, "severity": 3, "harms": ("everyone",), "since": "2026-11",
        "title": WORD, "remedy": WORD, "source": f"{rule_id}.md",
    }  # fmt: skip
    return Rule(**{**values, **changes})


def rulebook(*rules: Rule) -> Rulebook:
    weights = {"5.3": 8, "5.6": 45, "5.8": 15, "law": 10}
    chapters = tuple(
        Chapter(id=key, title=WORD, about=WORD, weight=w, reason=WORD) for key, w in weights.items()
    )
    return Rulebook(tuple(sorted(rules, key=lambda each: each.id)), chapters, "0123456789ab")


def result(
    book: Rulebook,
    outcomes: dict[str, Outcome],
    completable: Any = "yes",
    url: str = "https://a.example/hund",
) -> ServiceResult:
    """A whole verdict, scored by the judge."""
    judged = tuple(RuleOutcome(rule=key, outcome=value) for key, value in sorted(outcomes.items()))
    verdict = assess(judged, book, completable)
    return ServiceResult(
        slug="a", service=Service(url=url), tool=TOOL, mode=Mode.OBSERVE, rulebook=book.version, measured=True,
        completion=Completion(kind="online", completable=completable, maturity=None), score=verdict.score,
        caps=verdict.caps, grade=verdict.grade, coverage=verdict.coverage, chapters=verdict.chapters, outcomes=judged,
    )  # fmt: skip


@pytest.fixture
def make() -> SimpleNamespace:
    """Builders."""
    limits = Limits(DAY, 30)
    return SimpleNamespace(
        town=town, municipality=municipality, member=member, register=register, country=country, service=service,
        basket=basket, measured=measured, offer=offer, cell=cell, rule=rule, rulebook=rulebook, result=result,
        sizes=SIZES, day=DAY, noon=NOON, limits=limits, group=GROUP, days=timedelta,
    )  # fmt: skip
