"""The way through one service: from its start page along the resident's way, and to the pages it must offer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Literal
from urllib.parse import urlsplit

from auditor.evidence.model import (
    FLOW_ROLES,
    Candidate,
    DocumentFile,
    Evidence,
    Fetch,
    Mode,
    Page,
    Reason,
    Role,
    Service,
    Tool,
)
from auditor.visit.courtesy import Pace, Robots
from auditor.visit.documents.find import Linked, linked
from auditor.visit.documents.read import fetch_of, read_document
from auditor.visit.fetch import Fetcher, Purpose
from auditor.visit.hosts import host_of, same_party
from auditor.visit.leads import Lead, asks_one_thing, is_form_page, key_of, offers_of, ways_of
from auditor.visit.plan import Plan
from auditor.visit.settings import VisitSettings
from auditor.visit.shared import Shelf
from auditor.visit.tab import Tab
from auditor.visit.veil import Keeper
from auditor.visit.walk.data import Facts
from auditor.visit.walk.walker import Walker

_DEPTH = 4
_DOCUMENTS = 3
_WALKS = 3  # forms tried for a service, until one goes forward
_TOWN = re.compile(r"^(?:landeshauptstadt|hansestadt|stadt|gemeinde|markt|flecken)\s+", re.I)
_RETRY = frozenset({Reason.CRASH, Reason.UNSTABLE})

CandidateOutcome = Literal[
    "visited", "duplicate", "budget", "robots", "document", "refused", "mail", "failed"
]
Progress = Callable[[str, int], None]


@dataclass
class Journey:
    """One service under way: pages seen so far, leads still open."""

    service: Service
    settings: VisitSettings
    pace: Pace
    robots: Robots
    fetcher: Fetcher
    shelf: Shelf
    keeper: Keeper
    progress: Progress | None = None
    pages: list[Page] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    fetches: dict[str, Fetch] = field(default_factory=dict)
    documents: dict[str, DocumentFile] = field(default_factory=dict)
    broken: tuple[Reason, str] | None = None
    _seen: dict[str, str] = field(default_factory=dict)
    _renew: Callable[[], Awaitable[None]] = field(init=False)
    _walks: int = 0
    _steps: int = 0

    async def run(self, open_tab: Callable[[Plan], Tab], renew: Callable[[], Awaitable[None]]) -> None:
        """Entry, then the way to the application, then the pages every service must offer.

        Args:
            open_tab: gives a tab for a page.
            renew: gives up the browser's context for an empty one, after a walk.
        """
        self._renew = renew
        entry = await self._open(open_tab, Lead(self.service.url, "", Role.ENTRY, "link"), None, 1)
        if entry.reason is not None:
            return
        # The way comes first: what every service must offer may claim at most half of the pages
        reserve = min(len(offers_of(entry)), self.settings.pages // 2)
        await self._follow(open_tab, entry, reserve)
        for role, lead in sorted(self._offers().items()):
            await self._take(open_tab, entry, lead, role, None, keep=0)
        await self._side_files()
        await self._read_documents()

    async def _follow(self, open_tab: Callable[[Plan], Tab], entry: Page, reserve: int) -> None:
        queue: list[tuple[Page, int]] = [(entry, 1)]
        while queue:
            page, depth = queue.pop(0)
            for lead in ways_of(page):
                onward = await self._take(open_tab, page, lead, lead.role, depth + 1, keep=reserve)
                if onward is not None and onward.reason is None and depth < _DEPTH and not _is_end(onward):
                    queue.append((onward, depth + 1))

    async def _take(
        self,
        open_tab: Callable[[Plan], Tab],
        page: Page,
        lead: Lead,
        role: Role,
        step: int | None,
        *,
        keep: int,
    ) -> Page | None:
        """Follow a lead unless there is a reason not to; either way it is written down."""
        key = key_of(lead.url)
        refusal: CandidateOutcome | None = None
        if lead.kind == "document":
            refusal = "document"
        elif lead.kind in {"mail", "button"}:
            refusal = "mail" if lead.kind == "mail" else "refused"
        elif key in self._seen:
            refusal = "duplicate"
        elif len(self.pages) - self._steps + keep >= self.settings.pages:
            refusal = "budget"
        if refusal is not None:
            self._note(page, lead, role, refusal, self._seen.get(key))
            return None
        opened = await self._open(open_tab, Lead(lead.url, lead.text, role, "link"), page, step)
        outcome: CandidateOutcome = "visited"
        if opened.reason is not None and opened.reason is not Reason.LOGIN:
            outcome = {
                Reason.ROBOTS: "robots",
                Reason.DOWNLOAD: "document",
                Reason.UNSUPPORTED: "document",
            }.get(opened.reason, "failed")  # type: ignore[assignment]
        self._note(page, lead, role, outcome, opened.id)
        return opened

    def _note(
        self, page: Page, lead: Lead, role: Role, outcome: CandidateOutcome, visited: str | None
    ) -> None:
        self.candidates.append(
            Candidate(
                page=page.id, url=lead.url, text=lead.text[:300], role=role, outcome=outcome, visited=visited
            )
        )

    async def _open(
        self, open_tab: Callable[[Plan], Tab], lead: Lead, source: Page | None, step: int | None
    ) -> Page:
        plan = Plan(
            id=f"p{len(self.pages) + 1}",
            role=lead.role,
            url=lead.url,
            step=step,
            found_on=source.id if source else None,
            found_by=lead.text[:300],
        )
        self._seen[key_of(lead.url)] = plan.id
        if self.progress is not None:
            self.progress(lead.url, len(self.pages) + 1)
        refused, robots = await self.robots.ask(lead.url)
        if robots is not None:
            self.fetches.setdefault(robots.url, robots)
        if refused is not None:
            pages = [_unopened(plan, refused, f"robots.txt: {robots.status if robots else ''}".strip())]
        else:
            pages = await self._visit(open_tab, plan)
        self._append(pages)
        return pages[0]

    def _append(self, pages: list[Page]) -> None:
        """A page, with the further steps of a form that was walked through from there."""
        self.pages += pages
        self._steps += len(pages) - 1
        for page in pages:
            self._seen.setdefault(key_of(page.final_url), page.id)

    async def _visit(self, open_tab: Callable[[Plan], Tab], plan: Plan) -> list[Page]:
        if shared := self.shelf.take(plan):
            return [self._stored(*shared)]
        await self.pace.turn(plan.url)
        tab, walked = open_tab(plan), False
        try:
            page = await tab.open()
            if page.reason in _RETRY:
                await tab.close()
                await self.pace.turn(plan.url)
                tab = open_tab(plan)
                page = await tab.open()
            if page.reason is Reason.RATE_LIMITED or page.status == 503:
                self.pace.rest(plan.url, _seconds(page.headers.get("retry-after", "")))
            self.shelf.put(page, tab.files.named)
            stored = self._stored(page, tab.files.named)
            walked = self._walkable(stored)
            return await self._walk(tab, stored) if walked else [stored]
        finally:
            await tab.close()
            if walked:
                await self._renew()

    def _walkable(self, page: Page) -> bool:
        """Whether a walk starts here: at a form, or at a button that starts one, where no link leads further."""
        if self.settings.mode is Mode.OBSERVE or self._walks >= _WALKS:
            return False
        if page.role not in FLOW_ROLES:
            return False
        if page.reason is Reason.LOGIN:
            return any(host_of(frame.url) in self.settings.accounts for frame in page.frames)
        if page.reason is not None or page.wall is not None:
            return False
        leads = ways_of(page)
        if any(lead.kind == "link" for lead in leads) and page.role is not Role.FORM:
            return False
        return is_form_page(page) or asks_one_thing(page) or any(lead.kind == "button" for lead in leads)

    async def _walk(self, tab: Tab, first: Page) -> list[Page]:
        """Walk through the form that stands in the tab; what was seen is kept also when time runs out."""

        def plan(page: Page) -> Plan:
            number = len(self.pages) + len(walker.pages) + 1
            step = (page.step or 0) + 1
            said = page.walk.heading if page.walk else ""
            return Plan(f"p{number}", Role.FORM, page.final_url, step, found_on=page.id, found_by=said[:300])

        def keep(files: dict[str, bytes]) -> None:
            for name, data in files.items():
                self.keeper.add(name, data)

        self._walks += 1
        city = _TOWN.sub("", self.service.municipality or "").strip() or "Musterstadt"
        walker = Walker(
            tab=tab,
            lock=tab.guard.lock,
            limits=self.settings.limits,
            facts=Facts(datetime.now(UTC).date(), city, self.settings.data),
            plan=plan,
            keep=keep,
            pause=self.pace.turn,
            accounts=self.settings.accounts,
            submit_hosts=self.settings.submit_hosts if self.settings.mode is Mode.SUBMIT else frozenset(),
        )
        try:
            pages = await walker.walk(first)
        except asyncio.CancelledError:
            self._append(walker.pages)
            raise
        if len(pages) > 1 or pages[0].walk is None or pages[0].walk.stop == "final-reached":
            self._walks = _WALKS
        return pages

    def _stored(self, page: Page, files: dict[str, bytes]) -> Page:
        for name, data in files.items():
            self.keeper.add(name, data)
        if page.role is Role.ROUTE and is_form_page(page):
            page = page.model_copy(update={"role": Role.FORM})
        return page

    def _offers(self) -> dict[Role, Lead]:
        """The pages the service must offer, as linked from its start page, else from the next page that does."""
        found: dict[Role, Lead] = {}
        for page in self.pages:
            if page.reason is None:
                for role, lead in offers_of(page).items():
                    found.setdefault(role, lead)
        return found

    async def _read_documents(self) -> None:
        """Open the likeliest forms among the linked documents, wherever on the way they stand."""
        found = [Linked(c.url, c.text, c.page, sure=True) for c in self.candidates if c.outcome == "document"]
        for page in self.pages:
            if page.reason is None and page.role in FLOW_ROLES:
                found += linked(page)
        first: dict[str, Linked] = {}
        for link in sorted(found, key=lambda d: not d.sure):
            first.setdefault(link.url, link)
        for link in islice(first.values(), _DOCUMENTS):
            document = await self._document(link)
            seen_on = {"found_on": link.page, "link": link.text[:300]}
            self.documents[link.url] = document.model_copy(update=seen_on)
            self.fetches[link.url] = fetch_of(document)

    async def _document(self, link: Linked) -> DocumentFile:
        if urlsplit(link.url).scheme not in {"http", "https"}:
            return DocumentFile(url=link.url, reason=Reason.OFF_SCOPE)
        refused, _ = await self.robots.ask(link.url)
        if refused is not None:
            return DocumentFile(url=link.url, reason=refused)
        await self.pace.turn(link.url)
        start = next((p.final_url for p in self.pages if p.id == link.page), self.service.url)
        return await read_document(self.fetcher, link.url, start)

    async def _side_files(self) -> None:
        """security.txt of the service's own host (RFC 9116), what its http address answers, and the portal's entry if
        the operator named one."""
        portal = self.service.portal or ""
        if urlsplit(portal).scheme in {"http", "https"}:
            await self._side_file(portal, "portal")
        parts = urlsplit(self.pages[0].final_url)
        if parts.scheme not in {"http", "https"} or not same_party(self.pages[0].final_url, self.service.url):
            return
        await self._side_file(f"{parts.scheme}://{parts.netloc}/.well-known/security.txt", "security-txt")
        if parts.scheme == "https" and parts.port is None:
            await self._side_file(f"http://{parts.netloc}/", "https")

    async def _side_file(self, url: str, purpose: Purpose) -> None:
        refused, _ = await self.robots.ask(url)
        if refused is None:
            await self.pace.turn(url)
            self.fetches[url] = await self.fetcher.get(url, purpose, start=self.service.url)

    def evidence(self, tool: Tool, started: datetime, finished: datetime) -> Evidence:
        """All that was seen, also when the journey broke off."""
        reason, detail = self.broken or (None, "")
        if self.pages:  # a journey that broke off later still has its start page
            reason, detail = self.pages[0].reason, self.pages[0].detail or detail
        return Evidence(
            tool=tool,
            service=self.service,
            mode=self.settings.mode,
            started=started,
            finished=finished,
            reason=reason or (None if self.pages else Reason.INTERNAL),
            detail=detail,
            pages=tuple(self.pages),
            fetches=tuple(self.fetches[url] for url in sorted(self.fetches)),
            documents=tuple(self.documents[url] for url in sorted(self.documents)),
            candidates=tuple(self.candidates),
        )


def _is_end(page: Page) -> bool:
    """The way ends at a wall, and at a form: what lies behind it is not for looking."""
    return page.wall is not None or page.role is Role.FORM or page.walk is not None


def _unopened(plan: Plan, reason: Reason, detail: str) -> Page:
    return Page(
        id=plan.id,
        role=plan.role,
        step=plan.step,
        requested_url=plan.url,
        final_url=plan.url,
        found_on=plan.found_on,
        found_by=plan.found_by,
        reason=reason,
        detail=detail,
    )


def _seconds(text: str) -> float:
    return float(text) if text.isdigit() else 5.0
