"""A pytest plugin: ``auditor_page`` holds a provider's own Playwright tests to the same rules as the ranking.

::

    def test_first_step(page, auditor_page):
        page.goto("http://localhost:8000/antrag")
        auditor_page(page)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from auditor.publish.formats.report import CheckReport
    from auditor.rulebook.model import Rulebook


@pytest.fixture
def auditor_page() -> AuditorPage:
    """Call it with a Playwright page: it fails the test where the page breaks a rule."""
    return AuditorPage()


class AuditorPage:
    """Judges the page a test has open, as it stands there."""

    def __call__(
        self,
        page: Page,
        *,
        name: str = "",
        fail_on: str = "muss",
        min_severity: int = 0,
        rules: Iterable[str] = (),
        skip_rules: Iterable[str] = (),
        baseline: str | Path | None = None,
    ) -> None:
        """Fail the test if the page breaks a rule.

        Args:
            page: a page of Chromium (synchronous API), at rest.
            name: what the service is called; part of every fingerprint, so keep it.
            fail_on: weakest obligation that counts: muss, sollte or kann.
            min_severity: least severity that counts, 0–4.
            rules: only these rules count (ids or patterns); by default those of accessibility (a WCAG criterion).
            skip_rules: these do not count.
            baseline: file of known findings, as for ``auditor check``.

        Raises:
            AssertionError: with every finding, its place and how to mend it.
            LiveError: the page cannot be read.
        """
        __tracebackhide__ = True
        report = self.report(
            page,
            name=name,
            fail_on=fail_on,
            min_severity=min_severity,
            rules=rules,
            skip_rules=skip_rules,
            baseline=baseline,
        )
        if report.decision.red:
            from auditor.publish.formats import FORMATS  # noqa: PLC0415 - only where something is wrong

            pytest.fail(FORMATS["text"](report), pytrace=False)

    def report(
        self,
        page: Page,
        *,
        name: str = "",
        fail_on: str = "muss",
        min_severity: int = 0,
        rules: Iterable[str] = (),
        skip_rules: Iterable[str] = (),
        baseline: str | Path | None = None,
    ) -> CheckReport:
        """The same without failing, for tests that want to look for themselves."""
        # imported here: a plugin is loaded by every run of pytest on the machine
        from auditor.gate.baseline import read_baseline  # noqa: PLC0415
        from auditor.gate.decide import decide  # noqa: PLC0415
        from auditor.gate.model import Gate  # noqa: PLC0415
        from auditor.judge.run import judge  # noqa: PLC0415
        from auditor.publish.catalogue import Catalogue  # noqa: PLC0415
        from auditor.publish.formats.report import CheckReport  # noqa: PLC0415
        from auditor.publish.words import Words  # noqa: PLC0415
        from auditor.rulebook.model import Obligation  # noqa: PLC0415
        from auditor.visit.live import read_live  # noqa: PLC0415

        book = _book()
        known = read_baseline(Path(baseline), (r.id for r in book.rules)) if baseline else ()
        chosen = tuple(rules) or tuple(r.id for r in book.rules if r.wcag)
        gate = Gate(Obligation(fail_on), min_severity, rules=chosen, skip=tuple(skip_rules))
        result = judge(read_live(page, name=name), book, "page", most=1_000_000)
        decision = decide([result], {}, book, gate, known, datetime.now(UTC).date())
        return CheckReport(decision, Words(book, Catalogue("de")), int(decision.red))


@cache
def _book() -> Rulebook:
    from auditor.rulebook.load import load_rulebook  # noqa: PLC0415

    return load_rulebook()
