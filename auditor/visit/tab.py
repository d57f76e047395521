"""One page, opened once: navigation, rest, reading, screens. Every step has a limit, every failure a reason."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from playwright.async_api import BrowserContext, CDPSession, Dialog, Download, Request, Response
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as BrowserPage
from playwright.async_api import TimeoutError as PlaywrightTimeout

from auditor.evidence.model import (
    FLOW_ROLES,
    AxeResult,
    AxeRule,
    Consent,
    ConsoleLine,
    Cookie,
    Document,
    Frame,
    Interruption,
    Metrics,
    Page,
    Reason,
    Redirect,
    Role,
    Tls,
    View,
    Wall,
)
from auditor.evidence.model import Request as RequestSeen
from auditor.visit.engine import Engine
from auditor.visit.fence import Fence
from auditor.visit.gather import (
    Reading,
    TooLargeError,
    judge_frames,
    read_consent,
    read_frames,
    read_metrics,
)
from auditor.visit.guard import Guard, Log
from auditor.visit.hosts import host_of, same_party
from auditor.visit.probes import Subject, probe
from auditor.visit.reasons import reason_of, reason_of_status, short
from auditor.visit.scripts import script
from auditor.visit.settings import VisitSettings
from auditor.visit.veil import Veil, cover
from auditor.visit.walls import challenge_of, wall_of
from auditor.visit.worlds import SilentFrameError, World, open_worlds

_PHONE = {
    "width": 360,
    "height": 740,
    "screenWidth": 360,
    "screenHeight": 740,
    "deviceScaleFactor": 1,
    "mobile": True,
}
_NARROW = {
    "width": 320,
    "height": 640,
    "screenWidth": 320,
    "screenHeight": 640,
    "deviceScaleFactor": 1,
    "mobile": True,
}
_TOLERANCE = 2  # CSS px: rounding of scaled layouts
_MOST_LINES = 50
_MOST_HOPS = 30
_CALLS = frozenset({"xhr", "fetch"})
_DOCUMENTS = frozenset({"document"})
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Plan:
    """A page to open, and how we came to it."""

    id: str
    role: Role
    url: str
    step: int | None = None
    found_on: str | None = None
    found_by: str = ""


@dataclass
class Files:
    """What goes into the bundle beside the evidence: name → bytes."""

    named: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, data: bytes) -> str:
        """Keep a file and return its name."""
        self.named[name] = data
        return name


class StopError(Exception):
    """The page cannot be measured; carries the typed reason."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


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
        self._popups: list[BrowserPage] = []
        self._walking = False
        self._abort: asyncio.Future[StopError] | None = None
        self._end = 0.0
        self._last_failure = ""
        self._answer: Response | None = None
        self._begin(plan)

    def _begin(self, plan: Plan) -> None:
        """Forget the page before; what comes now belongs to this one."""
        self.plan = plan
        self.files = Files()
        self._log = Log(plan.url)
        self._facts: dict[str, Any] = {"requested_url": plan.url, "final_url": plan.url}
        self._console: list[ConsoleLine] = []
        self._interruptions: list[Interruption] = []
        self._received = 0

    async def visit(self) -> Page:
        """Open, read, close. Never raises: what goes wrong becomes the page's reason."""
        try:
            return await self.open()
        finally:
            await self.close()

    async def open(self) -> Page:
        """Open and read; the page stays open until :meth:`close`. Never raises."""
        self.guard.log = self._log
        return await self._measured(self._first())

    async def close(self) -> None:
        """Close the page and those it opened.

        They are emptied first, while the guard still stands: a request that waits for its decision at the moment a
        page is closed is let go by the browser.
        """
        open_pages = [page for page in (*self._popups, self._live) if page is not None]
        for page in open_pages:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(page.goto("about:blank"), self.limits.call)
        for page in open_pages:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(page.close(), self.limits.call)
        self._live, self._popups = None, []

    async def _measured(self, work: Coroutine[Any, Any, None]) -> Page:
        self._abort = asyncio.get_running_loop().create_future()
        self._end = time.monotonic() + self.limits.page
        try:
            await asyncio.wait_for(self._race(work), self.limits.page)
        except StopError as stop:
            self._facts.update(reason=stop.reason, detail=stop.detail)
        except TooLargeError as error:
            self._facts.update(reason=Reason.TOO_LARGE, detail=str(error))
        except TimeoutError:
            self._facts.update(reason=Reason.TIMEOUT, detail=f"not read within {self.limits.page:g} s")
        except SilentFrameError as error:
            self._facts.update(reason=_reason_of_silence(str(error)), detail=short(str(error)))
        except PlaywrightError as error:
            self._facts.update(reason=reason_of(str(error)), detail=short(str(error)))
        return self._page()

    async def _first(self) -> None:
        self._live = await asyncio.wait_for(self.context.new_page(), self.limits.call)
        self._listen(self._live)
        await self._read(self._live)

    # -- later states of the same page, for the walk

    def turn(self, plan: Plan) -> None:
        """From now on everything belongs to the next step, planned so."""
        self._begin(plan)
        self._walking = True
        self._answer = None
        self.guard.log = self._log

    def since_turn(self) -> tuple[RequestSeen, ...]:
        """Requests since the latest turn; none before the first."""
        return self._log.requests() if self._walking else ()

    def dialogs(self) -> tuple[str, ...]:
        """What dialogs have said since the latest turn."""
        return tuple(i.text for i in self._interruptions if i.kind == "dialog")

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
        if self._popups:
            new = self._popups.pop()
            if self._live is not None:
                self._popups.append(self._live)
            self._live = new
            self._listen(new)
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
        response = self._answer
        await self._identify(page, response)
        self._facts["ready"] = await self._rest(page)
        worlds = await self._worlds(page)
        self._facts["final_url"] = worlds[0].url or page.url
        await self._private(page.url)
        self._facts["cookies"] = await self._cookies()
        self._log.touched()
        reading = await read_frames(worlds, self.plan.id, self.limits)
        self._classify(reading, response)
        await self._screens(page, session, worlds)
        await self._tree(page)
        frames = reading.frames
        if self.engine is not None:
            frames = await judge_frames(frames, worlds, self.engine, self.limits)
        self._keep(reading, frames, Metrics())
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
            console=tuple(self._console),
            interruptions=tuple(self._interruptions),
            **self._facts,
        )

    async def _race(self, work: Awaitable[None]) -> None:
        """Do the work unless something ends the page first (a crash, too many bytes)."""
        task = asyncio.ensure_future(work)
        abort = self._abort
        assert abort is not None  # noqa: S101 - set in visit()
        try:
            waited: set[asyncio.Future[Any]] = {task, abort}
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if abort.done():
                raise abort.result()
            task.result()
        finally:
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task

    def _stop(self, reason: Reason, detail: str = "") -> None:
        if self._abort is not None and not self._abort.done():
            self._abort.set_result(StopError(reason, detail))

    # -- listening

    def _listen(self, page: BrowserPage) -> None:
        page.on("crash", lambda _: self._stop(Reason.CRASH, "the page's process crashed"))
        page.on("console", lambda m: self._say(m.type, m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: self._say("exception", str(e)))
        page.on("dialog", self._dialog)
        page.on("popup", self._popup)
        page.on("download", self._download)
        page.on("requestfailed", self._main_failure)
        page.on("response", lambda r: self._main_answer(page, r))

    def _main_failure(self, request: Request) -> None:
        """A cut-off or garbled document shows as a time-out only; its reason stands here."""
        if request.is_navigation_request() and request.failure:
            self._last_failure = request.failure

    def _main_answer(self, page: BrowserPage, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == page.main_frame:
            self._answer = response

    def _say(self, level: str, text: str) -> None:
        if len(self._console) < _MOST_LINES:
            self._console.append(ConsoleLine(level=level, text=text[:500]))

    def _interrupt(self, kind: Literal["dialog", "popup", "download"], text: str) -> None:
        if len(self._interruptions) < _MOST_LINES:
            self._interruptions.append(Interruption(kind=kind, text=text[:500]))

    async def _dialog(self, dialog: Dialog) -> None:
        self._interrupt("dialog", f"{dialog.type}: {dialog.message}")
        with contextlib.suppress(PlaywrightError):
            await dialog.dismiss()

    async def _popup(self, popup: BrowserPage) -> None:
        self._interrupt("popup", popup.url)
        if self._walking:
            self._popups.append(popup)
            return
        with contextlib.suppress(PlaywrightError):
            await popup.close()

    async def _download(self, download: Download) -> None:
        self._interrupt("download", f"{download.suggested_filename} {download.url}")
        with contextlib.suppress(PlaywrightError):
            await download.cancel()

    # -- reading

    async def _read(self, page: BrowserPage) -> None:
        session = await self.context.new_cdp_session(page)
        await self._weigh(session)
        fence = Fence(
            self.guard.neighbourhood, self.guard.start, lambda h: self._stop(Reason.PRIVATE_ADDRESS, h)
        )
        await fence.around(session)
        response = await self._go(page)
        await self._identify(page, response)
        self._facts["ready"] = await self._rest(page)
        worlds = await self._worlds(page)
        self._facts["final_url"] = worlds[0].url or page.url
        await self._private(page.url)
        metrics = await read_metrics(worlds[0], self.limits)
        self._facts["cookies"] = await self._cookies()
        consent, consent_world, refuse = await read_consent(worlds, self.limits)
        before: list[Frame] = []
        if consent is not None and consent_world is not None and refuse:
            before = await self._before_refusal(worlds)
            consent, worlds = await self._refuse(page, consent, consent_world, refuse, worlds)
        self._facts["consent"] = consent
        self._log.touched()
        reading = await read_frames(worlds, self.plan.id, self.limits)
        self._classify(reading, response)
        await self._screens(page, session, worlds)
        await self._tree(page)
        frames = reading.frames
        if self.engine is not None:
            frames = _merge(await judge_frames(frames, worlds, self.engine, self.limits), before)
        self._keep(reading, frames, metrics)
        await self._probe(page, session, worlds)

    async def _weigh(self, session: CDPSession) -> None:
        """Count bytes as they come, and end a page that is too heavy before it fills the memory."""
        urls: dict[str, str] = {}

        def came(event: dict[str, Any]) -> None:
            self._received += int(event.get("dataLength", 0))
            if self._received > self.limits.page_bytes:
                self._stop(Reason.TOO_LARGE, f"more than {self.limits.page_bytes // 1_000_000} MB")

        def done(event: dict[str, Any]) -> None:
            if url := urls.pop(event["requestId"], None):
                self._log.weigh(url, int(event.get("encodedDataLength", 0)))

        session.on(
            "Network.requestWillBeSent", lambda e: urls.__setitem__(e["requestId"], e["request"]["url"])
        )

        def announced(event: dict[str, Any]) -> None:
            headers = {k.lower(): v for k, v in event["response"]["headers"].items()}
            length = str(headers.get("content-length", ""))
            if event.get("type") == "Document" and length.isdigit() and int(length) > self.limits.page_bytes:
                self._stop(Reason.TOO_LARGE, f"{int(length) // 1_000_000} MB announced")

        session.on("Network.responseReceived", announced)
        session.on("Network.dataReceived", came)
        session.on("Network.loadingFinished", done)
        await session.send("Network.enable")

    async def _go(self, page: BrowserPage) -> Response | None:
        try:
            return await page.goto(
                self.plan.url, wait_until="domcontentloaded", timeout=self.limits.navigation * 1000
            )
        except PlaywrightTimeout as error:
            # A refused submission ends the navigation without an event, though the page stands there.
            broken = self._last_failure and "ERR_ABORTED" not in self._last_failure
            if self._answer is not None and not broken and await self._stands(page):
                return self._answer
            # An aborted navigation is a page that navigates on; anything else tells more than the time-out does.
            text = self._last_failure if broken else str(error)
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
        headers = {k.lower(): v[:2000] for k, v in (await response.all_headers()).items()}
        headers.pop("set-cookie", None)
        content_type = headers.get("content-type", "").split(";")[0].strip().lower()
        self._facts.update(
            status=response.status,
            headers=headers,
            content_type=content_type,
            redirects=await _redirects(response, self.limits.call),
            tls=await _tls(response, self.limits.call),
        )
        await self._private(page.url)
        if response.status in {204, 205}:
            raise StopError(Reason.EMPTY, f"HTTP {response.status}")
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

    async def _cookies(self) -> tuple[Cookie, ...]:
        site = self._facts["final_url"]
        found = await asyncio.wait_for(self.context.cookies(), self.limits.call)
        return tuple(sorted((_cookie(c, site) for c in found), key=lambda c: (c.domain, c.name, c.path)))

    async def _before_refusal(self, worlds: list[World]) -> list[Frame]:
        """The banner is part of the service: it is judged as it stands before anything is pressed."""
        if self.engine is None:
            return []
        reading = await read_frames(worlds, self.plan.id, self.limits, dom=False)
        return await judge_frames(reading.frames, worlds, self.engine, self.limits)

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
        if len(reading.frames) == 1 and _shows_nothing(document):
            raise StopError(Reason.EMPTY, "the page shows nothing")
        wall_found: Wall | None = wall_of(reading.frames)
        if wall_found is not None:
            self._facts["wall"] = wall_found
            self._facts["reason"] = Reason.LOGIN
            self._facts["detail"] = wall_found.quote

    async def _screens(self, page: BrowserPage, session: CDPSession, worlds: list[World]) -> None:
        views = [
            await self._view("desktop", self.settings.viewport, session, worlds, self.settings.screenshots)
        ]
        try:
            for name, size in (("phone", _PHONE), ("narrow", _NARROW)):
                await session.send("Emulation.setDeviceMetricsOverride", size)
                with contextlib.suppress(SilentFrameError):
                    await worlds[0].call(script("resized"), str(size["width"]), limit=self.limits.call)
                await asyncio.sleep(self.limits.reflow)
                shot = self.settings.screenshots and name == "phone"
                views.append(
                    await self._view(name, (int(size["width"]), int(size["height"])), session, worlds, shot)
                )
        finally:
            await session.send("Emulation.clearDeviceMetricsOverride")
            await asyncio.sleep(self.limits.reflow)
        self._facts["views"] = tuple(v for v in views if v is not None)

    async def _view(
        self, name: Any, size: tuple[int, int], session: CDPSession, worlds: list[World], shot: bool
    ) -> View | None:
        try:
            raw = json.loads(await worlds[0].call(script("view"), str(_TOLERANCE), limit=self.limits.call))
        except (SilentFrameError, ValueError, TypeError):
            return None
        view = View(
            name=name,
            width=size[0],
            height=size[1],
            scroll_width=raw["scroll_width"],
            overflow=raw["overflow"],
            small_targets=raw["small_targets"],
        )
        if not shot:
            return view
        file = await self._shoot(
            session, worlds, f"shots/{self.plan.id}-{name}.jpg", max(size[0], raw["scroll_width"])
        )
        return view.model_copy(update={"screenshot": file})

    async def _shoot(self, session: CDPSession, worlds: list[World], name: str, width: int) -> str | None:
        try:
            metrics = await asyncio.wait_for(session.send("Page.getLayoutMetrics"), self.limits.call)
            height = min(metrics["cssContentSize"]["height"], self.limits.screenshot_height)
            clip = {"x": 0, "y": 0, "width": min(width, 2_000), "height": max(height, 1), "scale": 1}
            request = {"format": "jpeg", "quality": 70, "captureBeyondViewport": True, "clip": clip}
            shot = await asyncio.wait_for(
                session.send("Page.captureScreenshot", request), self.limits.call * 2
            )
        except (PlaywrightError, TimeoutError):
            return None
        picture: bytes | None = base64.b64decode(shot["data"])
        if self._veil and picture:
            picture = await cover(picture, worlds, self._veil, self.limits.call)
        return self.files.add(name, picture) if picture else None

    async def _tree(self, page: BrowserPage) -> None:
        """The accessible tree of every frame, as a person can read it; a frame that is silent has none."""
        trees: list[str] = []
        for frame in page.frames[: self.limits.frames]:
            try:
                snapshot = await asyncio.wait_for(frame.locator("body").aria_snapshot(), self.limits.call)
            except (PlaywrightError, TimeoutError):
                snapshot = "# no answer"
            trees.append(f"# {frame.url}\n{snapshot}\n")
        self._facts["aria"] = self.files.add(f"aria/{self.plan.id}.yaml", "\n".join(trees).encode())

    async def _probe(self, page: BrowserPage, session: CDPSession, worlds: list[World]) -> None:
        """Handle the pages on the resident's way, in the time that is left; the others are only looked at.

        What was read by now must not be lost because a probe takes too long.
        """
        left = min(self.limits.probe, (self._end - time.monotonic()) / 2 / max(1, len(self.settings.probes)))
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


def _shows_nothing(document: Document) -> bool:
    """No words, controls or films; pictures and bare elements count where no script will replace them."""
    still = document.structure is not None and not document.structure.scripts and document.structure.elements
    return not (document.blocks or document.controls or document.links or document.media or still)


def _reason_of_silence(text: str) -> Reason:
    if "no answer" in text:
        return Reason.TIMEOUT
    return reason_of(text) if reason_of(text) is not Reason.INTERNAL else Reason.UNSTABLE


async def _redirects(response: Response, limit: float) -> tuple[Redirect, ...]:
    hops: list[Redirect] = []
    request = response.request.redirected_from
    while request is not None and len(hops) < _MOST_HOPS:
        status = 0
        with contextlib.suppress(PlaywrightError, TimeoutError):
            answer = await asyncio.wait_for(request.response(), limit)
            status = answer.status if answer else 0
        hops.append(Redirect(url=request.url[:2000], status=status))
        request = request.redirected_from
    return tuple(reversed(hops))


async def _tls(response: Response, limit: float) -> Tls | None:
    try:
        details = await asyncio.wait_for(response.security_details(), limit)
    except (PlaywrightError, TimeoutError):
        return None
    if not details or not details.get("protocol"):
        return None
    return Tls(
        protocol=details.get("protocol", ""),
        issuer=details.get("issuer", ""),
        subject=details.get("subjectName", ""),
        valid_from=details.get("validFrom"),
        valid_to=details.get("validTo"),
    )


def _cookie(raw: Any, site: str) -> Cookie:
    expires = raw.get("expires", -1)
    return Cookie(
        name=raw["name"],
        domain=raw["domain"],
        path=raw.get("path", "/"),
        secure=raw.get("secure", False),
        http_only=raw.get("httpOnly", False),
        same_site=raw.get("sameSite", ""),
        days=None if expires < 0 else round((expires - time.time()) / 86_400, 1),
        first_party=same_party(f"https://{raw['domain'].lstrip('.')}/", site),
    )


def _merge(after: list[Frame], before: list[Frame]) -> list[Frame]:
    """Add what axe-core found while the banner stood there to what it found behind it."""
    earlier = {f.id: f.axe for f in before if f.axe is not None}
    return [
        f.model_copy(update={"axe": _united(f.axe, earlier[f.id])}) if f.axe and f.id in earlier else f
        for f in after
    ]


def _united(after: AxeResult, before: AxeResult) -> AxeResult:
    violations = _rules_united(after.violations, before.violations)
    incomplete = _rules_united(after.incomplete, before.incomplete)
    return after.model_copy(
        update={
            "violations": violations,
            "incomplete": incomplete,
            "passes": tuple(sorted({*after.passes, *before.passes})),
        }
    )


def _rules_united(after: tuple[AxeRule, ...], before: tuple[AxeRule, ...]) -> tuple[AxeRule, ...]:
    rules = {r.id: r for r in after}
    for rule in before:
        known = {n.target for n in rules[rule.id].nodes} if rule.id in rules else set()
        new = tuple(n for n in rule.nodes if n.target not in known)
        base = rules.get(rule.id, rule.model_copy(update={"nodes": ()}))
        rules[rule.id] = base.model_copy(update={"nodes": base.nodes + new})
    return tuple(rules[i] for i in sorted(rules))
