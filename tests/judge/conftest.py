"""Small evidence and rulebooks for the tests of the judge."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from auditor.checks.case import Case
from auditor.evidence.model import (
    AxeNode,
    AxeResult,
    AxeRule,
    Box,
    Document,
    Evidence,
    Frame,
    Page,
    Role,
    Service,
    Tool,
)
from auditor.rulebook.model import Automation, Chapter, Obligation, Rule, Rulebook, Text

WORD = Text(de="Wort", en="word")
TOOL = Tool(version="0.1.0", browser="140", axe="4.11", user_agent="auditor")
URL = "https://www.musterstadt.example/hund"


def rule(rule_id: str = "a-rule", **changes: Any) -> Rule:
    values: dict[str, Any] = {
        "id": rule_id,
        "chapter": "5.6",
        "obligation": Obligation.MUSS,
        "confidence": "A",
        "automation": Automation.AUTOMATIC,
        "severity": 3,
        "harms": ("everyone",),
        "since": "2026-11",
        "title": WORD,
        "remedy": WORD,
        "source": f"{rule_id}.md",
    }
    return Rule(**{**values, **changes})


def rulebook(*rules: Rule, weights: dict[str, int] | None = None) -> Rulebook:
    named = weights or {"5.3": 8, "5.6": 45, "5.8": 15, "law": 10}
    chapters = tuple(
        Chapter(id=key, title=WORD, about=WORD, weight=w, reason=WORD) for key, w in named.items()
    )
    return Rulebook(
        rules=tuple(sorted(rules, key=lambda each: each.id)), chapters=chapters, version="0123456789ab"
    )


def answer(
    violations: tuple[str, ...] = (),
    incomplete: tuple[str, ...] = (),
    passes: tuple[str, ...] = (),
    inapplicable: tuple[str, ...] = (),
) -> AxeResult:
    def found(axe_id: str) -> AxeRule:
        node = AxeNode(
            target=("#x",),
            html="<input id=x>",
            role="textbox",
            name="Straße",
            box=Box(x=1, y=2, width=3, height=4),
        )
        return AxeRule(id=axe_id, nodes=(node,))

    return AxeResult(
        version="4.11",
        violations=tuple(map(found, violations)),
        incomplete=tuple(map(found, incomplete)),
        passes=passes,
        inapplicable=inapplicable,
    )


def frame(frame_id: str = "f0", **changes: Any) -> Frame:
    return Frame(
        **{"id": frame_id, "url": URL, "document": Document(title="Hund"), "axe": answer(), **changes}
    )


def page(page_id: str = "p1", role: Role = Role.ENTRY, **changes: Any) -> Page:
    url = f"{URL}/{page_id}"
    values: dict[str, Any] = {"requested_url": url, "final_url": url, "frames": (frame(),)}
    return Page(id=page_id, role=role, **{**values, **changes})


def evidence(*pages: Page, **changes: Any) -> Evidence:
    values: dict[str, Any] = {
        "tool": TOOL,
        "service": Service(url=URL),
        "started": datetime(2026, 11, 3, tzinfo=UTC),
        "finished": datetime(2026, 11, 3, tzinfo=UTC),
        "pages": pages,
    }
    return Evidence(**{**values, **changes})


def case(*pages: Page, **changes: Any) -> Case:
    return Case(evidence(*pages, **changes))


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The builders above."""
    return SimpleNamespace(
        rule=rule,
        rulebook=rulebook,
        answer=answer,
        frame=frame,
        page=page,
        evidence=evidence,
        case=case,
        url=URL,
    )
