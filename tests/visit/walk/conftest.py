"""The corpus of forms on loopback, and a short way to walk through one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from auditor.evidence.model import Mode, Page, Role
from auditor.visit.accounts import Account
from auditor.visit.browser import launch
from auditor.visit.guard import Guard, Neighbourhood
from auditor.visit.plan import Plan
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.tab import Tab
from auditor.visit.walk.buttons import weigh
from auditor.visit.walk.data import Facts
from auditor.visit.walk.walker import Walker, Weigh
from tests.sites.forms import accounts as _accounts  # noqa: F401
from tests.sites.forms import good, odd, trust  # noqa: F401 - they enter their forms
from tests.sites.forms.build import CASES
from tests.sites.forms.server import FormServer

LIMITS = Limits(
    navigation=3.0, load=2.0, quiet=0.08, settle=0.8, reflow=0.02, call=4.0, page=15.0, walk=40.0, steps=5
)
SETTINGS = VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False, probes=frozenset(), limits=LIMITS)
FACTS = Facts(date(2026, 11, 15))

Walk = Callable[..., Awaitable[list[Page]]]


@pytest.fixture(scope="session")
def forms() -> Iterator[FormServer]:
    """The running corpus."""
    with FormServer(CASES) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walk(forms: FormServer) -> AsyncIterator[Walk]:
    """Walk through a form of the corpus; locks may be taken off one by one."""
    async with async_playwright() as playwright:
        browser = await launch(playwright, SETTINGS)

        async def go(
            name: str,
            weighing: Weigh = weigh,
            *,
            held: bool = True,
            submit_hosts: frozenset[str] = frozenset(),
            offline: bool = True,
            accounts: dict[str, Account] | None = None,
            probes: frozenset[str] = frozenset(),
        ) -> list[Page]:
            patient = replace(LIMITS, page=120.0, walk=300.0) if probes else LIMITS
            context = await browser.new_context(service_workers="block", accept_downloads=False)
            url = forms.url(name)
            guard = Guard(Mode.WALK, Neighbourhood(allow=True), url, 500)
            guard.lock.held = held
            guard.lock.submit_hosts = submit_hosts
            await guard.attach(context)
            tab = Tab(
                context,
                guard,
                None,
                replace(SETTINGS, probes=probes, limits=patient),
                Plan("p1", Role.FORM, url, 1),
            )
            walker = Walker(
                tab=tab,
                lock=guard.lock,
                limits=patient,
                facts=FACTS,
                plan=lambda page: Plan(
                    f"p{int(page.id[1:]) + 1}", Role.FORM, page.final_url, (page.step or 1) + 1
                ),
                submit_hosts=submit_hosts,
                weigh=weighing,
                offline=offline,
                accounts=accounts or {},
            )
            try:
                return await walker.walk(await tab.open())
            finally:
                await tab.close()
                await context.close()

        yield go
        await browser.close()
