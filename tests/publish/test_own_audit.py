"""The report passes our own audit: every kind of page is visited and judged like a service, by the real rulebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.checks.case import Outcome
from auditor.evidence.bundle import BundleWriter
from auditor.evidence.model import Service
from auditor.judge.run import judge
from auditor.rulebook.load import load_rulebook
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor

KINDS = (
    "index.html",
    "services/musterstadt-hundesteuer-anmelden.html",
    "services/kleinau-wohngeld-beantragen.html",
    "municipalities/musterstadt-01001000.html",
    "rules/contact-route.html",
    "methodology.html",
    "plain.html",
)


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_no_rule_fails(site: str, tmp_path: Path) -> None:
    rulebook = load_rulebook()
    settings = VisitSettings(delay=0.0, pages=6, screenshots=False)
    broken: dict[str, list[str]] = {}
    async with Visitor(settings) as visitor:
        for number, kind in enumerate(KINDS):
            writer = BundleWriter(tmp_path / f"{number}.zip")
            result = judge(await visitor.visit(Service(url=f"{site}/{kind}"), writer), rulebook, f"s{number}")
            assert result.measured, (kind, result.reason)
            failed = [o for o in result.outcomes if o.outcome is Outcome.FAILED]
            broken |= {
                f"{kind}: {o.rule}": [f"{f.url} {f.target} {f.params}" for f in o.findings[:3]]
                for o in failed
            }
    assert broken == {}
