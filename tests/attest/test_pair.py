"""Sheets find their service by its address."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.attest.model import Sheet
from auditor.attest.pair import attach, strangers
from auditor.checks.case import Completion
from auditor.evidence.model import Mode, Service, Tool
from auditor.judge.result import ServiceResult, Statement
from auditor.rulebook.load import load_rulebook

BOOK = load_rulebook()
URL = "https://www.musterstadt.example/hund"


def result(url: str = URL) -> ServiceResult:
    return ServiceResult(
        slug="s", service=Service(url=url), tool=Tool(version="1", browser="1", axe="1", user_agent="a"),
        mode=Mode.OBSERVE, rulebook=BOOK.version, measured=True,
        completion=Completion(kind="unknown", completable="unknown", maturity=None),
        score=None, grade=None, coverage=0.0,
    )  # fmt: skip


def sheet(*urls: str, answer: str = "met", day: int = 1) -> Sheet:
    statement = Statement(
        rule="users-known",
        answer=answer,
        body="b",
        role="r",
        given=date(2026, 11, day),
        valid_until=date(2027, 11, 1),
    )
    return Sheet("a.yaml", urls, (statement,))


def attached(*sheets: Sheet):
    return attach(result(), sheets, BOOK, date(2026, 11, 27)).testimony


@pytest.mark.parametrize("url", [URL, "http://WWW.musterstadt.example/hund/", URL + "?utm_source=x"])
def test_the_same_service_by_another_spelling(url: str) -> None:
    assert attached(sheet(url)).statements[0].rule == "users-known"


@pytest.mark.parametrize("url", ["https://www.musterstadt.example/katze", "https://musterstadt.example/hund"])
def test_another_service_is_left_alone(url: str) -> None:
    assert attached(sheet(url)) is None
    assert strangers([sheet(url, URL)], [result()]) == (("a.yaml", url),)


def test_sheets_of_several_years_and_services_come_together() -> None:
    told = attached(sheet(URL, answer="not-met", day=20), sheet("https://b.example/", URL, day=2))
    assert [each.answer for each in told.statements] == ["not-met"]
