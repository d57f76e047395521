"""A verdict with everything in it, and stores to keep it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor.checks.case import Completion, MediaBreak, Outcome, Quote
from auditor.checks.paper import Hurdle
from auditor.evidence.model import Box, Mode, Reason, Service, StepError, Tool
from auditor.judge.result import (
    AskedField,
    Cap,
    ChapterScore,
    DocumentSummary,
    Finding,
    OfferedButton,
    PageSummary,
    RuleOutcome,
    Rung,
    Score,
    ServiceResult,
    WalkSummary,
)
from auditor.rulebook.model import Automation
from auditor.store import Store

TOOL = Tool(
    version="0.1.0", browser="Chromium 140", axe="4.12.1", user_agent="auditor/0.1 (+https://x.example)"
)


def service_of(number: int) -> Service:
    return Service(
        url=f"https://www.musterstadt.example/leistung/{number}",
        name="Hund anmelden – „Hundesteuer“",
        municipality="Großmühlen",
        ags="05999001",
        land="NW",
        population=4711,
    )


def result_of(number: int) -> ServiceResult:
    url = service_of(number).url
    finding = Finding(
        message="missing",
        params={"host": "tracker.example", "count": "3"},
        outcome=Outcome.FAILED,
        page="p1",
        url=url,
        step=0,
        frame="p1f1",
        frame_url="https://form.example/",
        target="main > a",
        html="<a>„Weiter“</a>",
        role="link",
        name="Weiter",
        quote="Bitte ausdrucken und unterschreiben.",
        box=Box(x=0.1, y=2, width=3, height=4.25),
        fingerprint="0123456789abcdef",
    )
    doubt = finding.model_copy(
        update={"outcome": Outcome.CANT_TELL, "box": None, "frame": None, "fingerprint": "0123456789abcdef#2"}
    )
    return ServiceResult(
        slug=f"hund-{number}",
        service=service_of(number),
        tool=TOOL,
        mode=Mode.WALK,
        rulebook="0123456789ab",
        measured=True,
        completion=Completion(
            kind="online-with-break",
            completable="no",
            maturity=1,
            media_breaks=(MediaBreak(kind="sign", quote="unterschreiben", url=url, page="p1", step=3),),
            routes=("form", "pdf"),
            reason="break-after-form",
            evidence=(Quote(signal="online-route", quote="Online beantragen", url=url, page="p1"),),
        ),
        score=Score(low=12.5, high=49.0),
        caps=(
            Cap(kind="completion", limit=49.0, bound="both"),
            Cap(kind="muss", limit=89.0, bound="low", rules=("a", "b")),
        ),
        grade="F",
        coverage=0.7321,
        chapters=(
            ChapterScore(chapter="5.3", low=None, high=None, coverage=None),
            ChapterScore(chapter="5.6", low=1.1, high=99.9, coverage=0.3333),
        ),
        outcomes=(
            RuleOutcome(
                rule="axe/label",
                outcome=Outcome.FAILED,
                automation=Automation.AUTOMATIC,
                findings=(finding, doubt),
                more=9,
            ),
            RuleOutcome(rule="axe/new", outcome=Outcome.FAILED, counts=False, findings=(finding,)),
            RuleOutcome(rule="owned", outcome=Outcome.UNTESTED, automation=Automation.ATTESTED, counts=False),
            RuleOutcome(rule="slow", outcome=Outcome.UNTESTED, reason=Reason.TIMEOUT),
        ),
        pages=(
            PageSummary(
                id="p1",
                url=url,
                final_url=url,
                role="entry",
                step=0,
                title="Hund",
                status="measured",
                reason=None,
                frames=2,
                frames_judged=1,
                screenshot="p1-desktop.webp",
            ),
            PageSummary(
                id="p2",
                url=url,
                final_url=url,
                role="form",
                step=None,
                title="Antrag",
                status="measured",
                reason=None,
                frames=1,
                frames_judged=1,
                screenshot=None,
                walk=WalkSummary(
                    number=2,
                    kind="stuck",
                    heading="Ihr Hund",
                    progress="Schritt 2 von 4",
                    fields=(AskedField(label="Rasse", meaning="breed", required=True, tries=3),),
                    buttons=(OfferedButton(label="Weiter", verdict="forward", why=("words",), pressed=True),),
                    errors=(StepError(field="Rasse", text="Unbekannte Rasse „Dackel“"),),
                    barriers=("captcha",),
                    stop="stuck",
                    stuck_at="Rasse",
                    why="Unbekannte Rasse",
                ),
            ),
        ),
        product="Formcycle",
        hurdles=(Hurdle(kind="sign", law="§ 126 BGB", quote="Nach § 126 BGB …", url=url, page="p1"),),
        documents=(
            DocumentSummary(
                url=url + ".pdf", label="Antrag", kind="pdf", pages=2, signature_line="Unterschrift"
            ),
            DocumentSummary(
                url=url + ".doc", label="", kind="unreadable", reason=Reason.TIMEOUT, tagged=True
            ),
        ),
        visited=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        profile=(
            Rung(id="reachable", state="reached", own="reached"),
            Rung(id="completable", state="open", own="open", look=("slow",), places=3, completable="unknown"),
        ),
    )


@pytest.fixture
def services() -> Callable[[int], list[Service]]:
    return lambda count: [service_of(number) for number in range(count)]


@pytest.fixture
def result() -> Callable[[int], ServiceResult]:
    return result_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a folder that does not exist yet, with blanks and umlauts as on a town hall's machine."""
    return tmp_path / "Eigene Dateien 100%" / "Prüfung" / "auditor.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened
