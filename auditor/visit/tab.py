"""One page, opened once: navigation, rest, reading, screens. Every step has a limit, every failure a reason."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Literal

from playwright.async_api import BrowserContext, CDPSession, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as BrowserPage
from playwright.async_api import TimeoutError as PlaywrightTimeout

from auditor.evidence.model import (
    FLOW_ROLES,
    Consent,
    Frame,
    Metrics,
    Page,
    Reason,
    Wall,
)
from auditor.evidence.model import Request as RequestSeen
from auditor.visit.answer import read_answer, read_cookies
from auditor.visit.engine import Engine
from auditor.visit.fence import Fence
from auditor.visit.gather import (
    Reading,
    judge_frames,
    read_consent,
    read_frames,
    read_metrics,
    read_tree,
)
from auditor.visit.guard import Guard, Log
from auditor.visit.hosts import host_of
from auditor.visit.listen import Ears
from auditor.visit.plan import Files, Plan, StopError
from auditor.visit.probes import Subject, probe
from auditor.visit.race import Race
from auditor.visit.reasons import reason_of, reason_of_status, short
from auditor.visit.screens import Screens
from auditor.visit.scripts import script
from auditor.visit.settings import VisitSettings
from auditor.visit.unite import unite
from auditor.visit.veil import Veil
from auditor.visit.walls import challenge_of, shows_nothing, wall_of
from auditor.visit.worlds import SilentFrameError, World, open_worlds

_CALLS = frozenset({"xhr", "fetch"})
_DOCUMENTS = frozenset({"document"})
_HTML = ("text/html", "application/xhtml+xml")


class Tab:
    """Opens one planned page in a context and reads it; while it stays open, its later states can be read too."""

    def __init__(
        self,
        context: BrowserContext,
        guard: Guard,
        engine: Engine | None,
        settings: VisitSettings,
        plan: Plan,
    ) -> None:
        self.context = context
        self.guard = guard
        self.engine = engine
        self.settings = settings
        self.limits = settings.limits
        self._veil = Veil(settings.secrets)
        self._live: BrowserPage | None = None
        self._race = Race(self.limits.page)
        self._ears = Ears(self._race.stop, self.limits.page_bytes)
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        """Forget the page before; what comes now belongs to this one."""
        self.plan = plan
        self.files = Files()
        self._log = Log(plan.url)
        self._facts: dict[str, Any] = {"requested_url": plan.url, "final_url": plan.url}
        self._ears.begin(self._log)

    async def open(self) -> Page:
        """Open and read; the page stays open until :meth:`close`. Never raises: what goes wrong becomes its reason."""
        self.guard.log = self._log
        return await self._measured(self._first())

    async def close(self) -> None:
        """Close the page and those it opened.

        They are emptied first, while the guard still stands: a request that waits for its decision at the moment a
        page is closed is let go by the browser.
        """
        open_pages = [page for page in (*self._ears.popups, self._live) if page is not None]
        for page in open_pages:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(page.goto("about:blank"), self.limits.call)
        for page in open_pages:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(page.close(), self.limits.call)
        self._live, self._ears.popups = None, []

    async def _measured(self, work: Coroutine[Any, Any, None]) -> Page:
        if (failure := await self._race.run(work)) is not None:
            self._facts["reason"], self._facts["detail"] = failure
        return self._page()

    async def _first(self) -> None:
        self._live = await asyncio.wait_for(self.context.new_page(), self.limits.call)
        self._ears.to(self._live)
        await self._read(self._live)

    # -- later states of the same page, for the walk

    def turn(self, plan: Plan) -> None:
        """From now on everything belongs to the next step, planned so."""
        self._begin(plan)
        self._ears.walking = True
        self._ears.answer = None
        self.guard.log = self._log

    def since_turn(self) -> tuple[RequestSeen, ...]:
        """Requests since the latest turn; none before the first."""
        return self._log.requests() if self._ears.walking else ()

    def dialogs(self) -> tuple[str, ...]:
        """What dialogs have said since the latest turn."""
        return tuple(i.text for i in self._ears.interruptions if i.kind == "dialog")

    async def worlds(self) -> list[World]:
        """Our place in every frame of the present state.

        Raises:
            SilentFrameError: the page gives no answer, or is closed.
        """
        if self._live is None:
            raise SilentFrameError("the page is closed")
        return await self._worlds(self._live)

    async def glance(self) -> list[Frame]:
        """The content of every frame as it is now; nothing is kept.

        Raises:
            SilentFrameError: the page gives no answer.
            TooLargeError: the page has grown beyond the limit.
        """
        return (await read_frames(await self.worlds(), self.plan.id, self.limits, dom=False)).frames

    async def settle(self) -> None:
        """Wait until what a press has set in motion has come to rest, each part with its limit."""
        if self._live is None:
            return
        start = time.monotonic()
        await asyncio.sleep(self.limits.reflow)
        while time.monotonic() - start < self.limits.navigation:
            calls = time.monotonic() - start < self.limits.settle and self._log.pending(_CALLS)
            if not calls and not self._log.pending(_DOCUMENTS):
                break
            await asyncio.sleep(0.05)
        await asyncio.sleep(self.limits.reflow)
        await self._rest(self._live)

    async def cut(self) -> None:
        """Take the browser off the net, for good: this context is never put on it again."""
        await asyncio.wait_for(self.context.set_offline(True), self.limits.call)

    async def adopt(self) -> None:
        """If the press opened a window, go on there: that is where a resident would look."""
        if self._ears.popups:
            new = self._ears.popups.pop()
            if self._live is not None:
                self._ears.popups.append(self._live)
            self._live = new
            self._ears.to(new)
            await self.settle()

    async def again(self, plan: Plan) -> Page:
        """Read the present state as the page planned; what happened since :meth:`turn` is part of it."""
        if self.plan is not plan:
            self.turn(plan)
        return await self._measured(self._reread())

    async def _reread(self) -> None:
        page = self._live
        if page is None:
            raise StopError(Reason.CRASH, "the page is closed")
        session = await self.context.new_cdp_session(page)
        response = self._ears.answer
        worlds = await self._arrive(page, response)
        self._facts["cookies"] = await read_cookies(self.context, self._facts["final_url"], self.limits.call)
        self._log.touched()
        reading = await self._take_in(page, session, worlds, response)
        self._keep(reading, await self._judged(reading, worlds), Metrics())
        await self._probe(page, session, worlds)

    def _page(self) -> Page:
        plan = self.plan
        return Page(
            id=plan.id,
            role=plan.role,
            step=plan.step,
            found_on=plan.found_on,
            found_by=plan.found_by,
            requests=self._log.requests(),
            guarded=self._log.broke_page(),
            console=tuple(self._ears.console),
            interruptions=tuple(self._ears.interruptions),
            **self._facts,
        )

    # -- reading

    async def _read(self, page: BrowserPage) -> None:
        session = await self.context.new_cdp_session(page)
        await self._ears.weigh(session)
        fence = Fence(
            self.guard.neighbourhood, self.guard.start, lambda h: self._race.stop(Reason.PRIVATE_ADDRESS, h)
        )
        await fence.around(session)
        response = await self._go(page)
        worlds = await self._arrive(page, response)
        metrics = await read_metrics(worlds[0], self.limits)
        self._facts["cookies"] = await read_cookies(self.context, self._facts["final_url"], self.limits.call)
        consent, consent_world, refuse = await read_consent(worlds, self.limits)
        before: list[Frame] = []
        if consent is not None and consent_world is not None and refuse:
            before = await self._before_refusal(worlds)
            consent, worlds = await self._refuse(page, consent, consent_world, refuse, worlds)
        self._facts["consent"] = consent
        self._log.touched()
        reading = await self._take_in(page, session, worlds, response)
        self._keep(reading, unite(await self._judged(reading, worlds), before), metrics)
        await self._probe(page, session, worlds)

    async def _arrive(self, page: BrowserPage, response: Response | None) -> list[World]:
        """Wait for the page to rest; where we are then, and whether we may be there."""
        await self._identify(page, response)
        self._facts["ready"] = await self._rest(page)
        worlds = await self._worlds(page)
        self._facts["final_url"] = worlds[0].url or page.url
        await self._private(page.url)
        return worlds

    async def _take_in(
        self, page: BrowserPage, session: CDPSession, worlds: list[World], response: Response | None
    ) -> Reading:
        """Content, screens and accessible tree of the page as it stands there."""
        reading = await read_frames(worlds, self.plan.id, self.limits)
        self._classify(reading, response)
        screens = Screens(self.plan.id, session, worlds, self.settings, self._veil, self.files)
        self._facts["views"] = await screens.views()
        tree = await read_tree(page, self.limits)
        self._facts["aria"] = self.files.add(f"aria/{self.plan.id}.yaml", tree.encode())
        return reading

    async def _judged(self, reading: Reading, worlds: list[World]) -> list[Frame]:
        """The frames with axe-core's answers, where it is run at all."""
        if self.engine is None:
            return reading.frames
        return await judge_frames(reading.frames, worlds, self.engine, self.limits)

    async def _go(self, page: BrowserPage) -> Response | None:
        try:
            return await page.goto(
                self.plan.url, wait_until="domcontentloaded", timeout=self.limits.navigation * 1000
            )
        except PlaywrightTimeout as error:
            # A refused submission ends the navigation without an event, though the page stands there.
            broken = self._ears.last_failure and "ERR_ABORTED" not in self._ears.last_failure
            if self._ears.answer is not None and not broken and await self._stands(page):
                return self._ears.answer
            # An aborted navigation is a page that navigates on; anything else tells more than the time-out does.
            text = self._ears.last_failure if broken else str(error)
            detail = f"{short(text)}: no document within {self.limits.navigation:g} s"
            raise StopError(reason_of(text), detail) from error
        except PlaywrightError as error:
            raise StopError(reason_of(str(error)), short(str(error))) from error

    async def _stands(self, page: BrowserPage) -> bool:
        """Whether a parsed document is there, whatever the navigation says."""
        try:
            worlds = await self._worlds(page)
            state = await worlds[0].evaluate("document.readyState", limit=self.limits.call)
        except SilentFrameError:
            return False
        return state in {"interactive", "complete"}

    async def _identify(self, page: BrowserPage, response: Response | None) -> None:
        """Status, headers, redirects, TLS; stops at error statuses and at what is no web page."""
        self._facts["final_url"] = page.url
        if response is None:
            return
        self._facts.update(await read_answer(response, self.limits.call))
        await self._private(page.url)
        if response.status in {204, 205}:
            raise StopError(Reason.EMPTY, f"HTTP {response.status}")
        content_type = self._facts["content_type"]
        if content_type and content_type not in _HTML and response.status < 400:
            raise StopError(Reason.UNSUPPORTED, content_type)

    async def _private(self, url: str) -> None:
        if await self.guard.neighbourhood.off_limits(url, self.guard.start):
            raise StopError(Reason.PRIVATE_ADDRESS, host_of(url))

    async def _rest(self, page: BrowserPage) -> Literal["quiet", "bounded"]:
        """Load, then a quiet DOM, each bounded; network idle is never waited for."""
        bounded = False
        try:
            await page.wait_for_load_state("load", timeout=self.limits.load * 1000)
        except PlaywrightTimeout:
            bounded = True
        with contextlib.suppress(SilentFrameError):
            worlds = await self._worlds(page)
            ms = (str(int(self.limits.quiet * 1000)), str(int(self.limits.settle * 1000)))
            word = await worlds[0].call(script("quiet"), *ms, limit=self.limits.settle + self.limits.call)
            return "bounded" if bounded or word != "quiet" else "quiet"
        return "bounded"

    async def _worlds(self, page: BrowserPage) -> list[World]:
        worlds, _ = await open_worlds(self.context, page, limit=self.limits.call, most=self.limits.frames)
        return worlds

    async def _before_refusal(self, worlds: list[World]) -> list[Frame]:
        """The banner is part of the service: it is judged as it stands before anything is pressed."""
        if self.engine is None:
            return []
        reading = await read_frames(worlds, self.plan.id, self.limits, dom=False)
        return await self._judged(reading, worlds)

    async def _refuse(
        self, page: BrowserPage, consent: Consent, world: World, selector: str, worlds: list[World]
    ) -> tuple[Consent, list[World]]:
        """Press the refusing button, never another; a page that navigates away because of it is reported."""
        self._log.touched()
        press = f"(e => {{ if (e) e.click(); return Boolean(e); }})(document.querySelector({json.dumps(selector)}))"
        before = page.url
        with contextlib.suppress(SilentFrameError):
            pressed = bool(await world.evaluate(press, limit=self.limits.call))
            await self._rest(page)
            if page.url.split("#")[0] == before.split("#")[0]:
                return consent.model_copy(update={"refused": pressed}), await self._worlds(page)
        return consent, worlds

    def _classify(self, reading: Reading, response: Response | None) -> None:
        """Error pages, bot checks and login walls are not the service."""
        document = reading.frames[0].document
        assert document is not None  # noqa: S101 - read_frames raises otherwise
        if wall := challenge_of(reading.frames, self._facts.get("status"), self._facts.get("headers", {})):
            self._facts["wall"] = wall
            raise StopError(Reason.CAPTCHA, wall.quote)
        if response is not None and (reason := reason_of_status(response.status)):
            # How an error page puts it is all there is to judge of it
            self._facts["frames"] = tuple(f.model_copy(update={"dom": None}) for f in reading.frames)
            raise StopError(reason, f"HTTP {response.status}")
        if len(reading.frames) == 1 and shows_nothing(document):
            raise StopError(Reason.EMPTY, "the page shows nothing")
        wall_found: Wall | None = wall_of(reading.frames)
        if wall_found is not None:
            self._facts["wall"] = wall_found
            self._facts["reason"] = Reason.LOGIN
            self._facts["detail"] = wall_found.quote

    async def _probe(self, page: BrowserPage, session: CDPSession, worlds: list[World]) -> None:
        """Handle the pages on the resident's way, in the time that is left; the others are only looked at.

        What was read by now must not be lost because a probe takes too long.
        """
        left = min(self.limits.probe, self._race.left / 2 / max(1, len(self.settings.probes)))
        if self.plan.role in FLOW_ROLES and "reason" not in self._facts and left > 1:
            settings = replace(self.settings, limits=replace(self.limits, probe=left))
            self._facts.update(await probe(Subject(page, session, worlds, settings, self.plan.id)))

    def _keep(self, reading: Reading, frames: list[Frame], metrics: Metrics) -> None:
        kept: list[Frame] = []
        for frame in frames:
            source = reading.sources.get(frame.id)
            name = self.files.add(f"dom/{frame.id}.html", source.encode()) if source else None
            kept.append(frame.model_copy(update={"dom": name}))
        sizes = [r.bytes or 0 for r in self._log.requests() if r.phase == "load"]
        self._facts.update(
            frames=tuple(kept),
            storage=tuple(reading.storage),
            metrics=metrics.model_copy(update={"bytes": sum(sizes), "requests": len(sizes)}),
        )
