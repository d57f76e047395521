"""Opens the examples of rules in the real browser: the same gatherer as a visit, answers from memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Protocol
from urllib.parse import urldefrag

from playwright.async_api import Browser, Playwright, Route, async_playwright

from auditor import __version__
from auditor.evidence.model import Evidence, Page, Role, Service, Tool
from auditor.visit.browser import launch
from auditor.visit.complaints import Press, complaints, remember
from auditor.visit.engine import Engine, load_engine
from auditor.visit.guard import Guard, Neighbourhood
from auditor.visit.plan import Plan
from auditor.visit.settings import Limits, VisitSettings
from auditor.visit.tab import Tab

#: A fixed day, so that rules that compare dates give the same answer for ever.
STAGE_DAY = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
_FLOW = {"entry": 1, "route": 2, "form": 3}


class Scene(Protocol):
    """A page of an example (``auditor.rulebook.model.ExamplePage``)."""

    @property
    def kind(self) -> str:
        """``html`` or ``http``."""

    @property
    def url(self) -> str:
        """Where it stands."""

    @property
    def role(self) -> str:
        """A page role, or ``asset``."""

    @property
    def raw(self) -> str:
        """HTML or a whole HTTP response."""

    @property
    def state(self) -> str:
        """``errors`` if this is how the page before it complains about the input; else empty."""


class Stage:
    """A browser with nothing behind it: every request is answered from the example or with 404."""

    def __init__(self, settings: VisitSettings | None = None) -> None:
        limits = Limits(quiet=0.03, settle=1.0, reflow=0.02)
        self.settings = settings or VisitSettings(screenshots=False, probes=frozenset(), limits=limits)

    async def __aenter__(self) -> Stage:
        self._driver = await async_playwright().start()
        self._playwright: Playwright = self._driver
        self._browser: Browser = await launch(self._playwright, self.settings)
        self._engine: Engine = load_engine(self.settings.axe)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._browser.close()
        await self._driver.stop()

    async def rehearse(
        self, scenes: Sequence[Scene], overlay: str = "", *, axe: bool = False, probes: Iterable[str] = ()
    ) -> Evidence:
        """Evidence of an example.

        Args:
            scenes: its pages in order; those with role ``asset`` only answer requests, those with a state are
                what the page before them turns into.
            overlay: JSON merged into the evidence, for facts no markup can express.
            axe: also run axe-core, for rules that read its answers.
            probes: what to try beyond looking, for rules that read it.

        Raises:
            ValueError: the overlay is no JSON or does not fit the evidence model.
        """
        answers = {urldefrag(s.url)[0]: _answer(s) for s in scenes if not s.state}
        context = await self._browser.new_context(
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": 1366, "height": 768},
            service_workers="block",
        )
        guard = Guard(self.settings.mode, Neighbourhood(allow=True), "", self.settings.budget)

        async def serve(route: Route) -> None:
            guard.log.decided(route.request, "")
            await route.fulfill(**answers.get(urldefrag(route.request.url)[0], _NOTHING))

        try:
            await context.route("**/*", serve)
            context.on("request", guard.seen)
            context.on("response", lambda r: guard.log.answered(r.request, r.status))
            engine = self._engine if axe else None
            settings = replace(self.settings, probes=self.settings.probes | frozenset(probes))
            pages = [
                await self._page(Tab(context, guard, engine, settings, plan), _later(scenes, plan))
                for plan in _plans(scenes)
            ]
        finally:
            await context.close()
        return _overlaid(_evidence(pages, self._browser.version, self._engine.version), overlay)

    async def _page(self, tab: Tab, later: str) -> Page:
        """A page, and what it says when it complains, if the example shows that."""
        try:
            page = await tab.open()
            if not later:
                return page
            memory = await remember(await tab.worlds(), tab.limits)
            turn = f"document.open(); document.write({json.dumps(later)}); document.close(); {_FOCUS}; 0"
            await (await tab.worlds())[0].evaluate(turn, limit=tab.limits.call)
            await tab.settle()
            state = await complaints(await tab.worlds(), memory, Press(page, engine=tab.engine), tab.limits)
            return page.model_copy(update={"error_state": state})
        finally:
            await tab.close()


#: What the author marked ``autofocus`` has the focus, though the document is not new.
_FOCUS = "(e => e && e.focus())(document.querySelector('[autofocus]'))"
_NOTHING: dict[str, Any] = {"status": 404, "body": "", "content_type": "text/plain"}


def _plans(scenes: Sequence[Scene]) -> list[Plan]:
    pages = [s for s in scenes if s.role != "asset" and not s.state]
    return [
        Plan(f"p{i}", Role(s.role), s.url, _FLOW.get(s.role), found_on="p1" if i > 1 else None)
        for i, s in enumerate(pages, 1)
    ]


def _later(scenes: Sequence[Scene], plan: Plan) -> str:
    return next((s.raw for s in scenes if s.state and s.url == plan.url), "")


def _answer(scene: Scene) -> dict[str, Any]:
    if scene.kind == "html":
        return {"status": 200, "body": scene.raw, "content_type": "text/html; charset=utf-8"}
    head, _, body = scene.raw.replace("\r\n", "\n").partition("\n\n")
    first, *lines = head.strip().splitlines()
    parts = first.split(maxsplit=2)
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        # Playwright keeps several cookies apart by line breaks
        headers[key] = f"{headers[key]}\n{value.strip()}" if key in headers else value.strip()
    headers.setdefault("content-type", "text/html; charset=utf-8")
    status = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 200
    return {"status": status, "headers": headers, "body": body}


def _evidence(pages: list[Page], browser: str, axe: str) -> Evidence:
    return Evidence(
        tool=Tool(version=__version__, browser=browser, axe=axe, user_agent="rehearsal"),
        service=Service(url=pages[0].requested_url, name="Beispiel", municipality="Musterstadt"),
        started=STAGE_DAY,
        finished=STAGE_DAY,
        pages=tuple(pages),
    )


def _overlaid(evidence: Evidence, overlay: str) -> Evidence:
    if not overlay.strip():
        return evidence
    merged = _merge(evidence.model_dump(mode="json"), json.loads(overlay))
    return Evidence.model_validate(merged)


def _merge(base: Any, over: Any) -> Any:
    """Mappings key by key, lists item by item (a longer overlay adds), anything else replaces."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{k: _merge(base.get(k), v) for k, v in over.items()}}
    if isinstance(base, list) and isinstance(over, list):
        return (
            [_merge(b, o) for b, o in zip(base, over, strict=False)] + base[len(over) :] + over[len(base) :]
        )
    return over


async def rehearse(
    scenes: Sequence[Scene], overlay: str = "", *, axe: bool = False, probes: Iterable[str] = ()
) -> Evidence:
    """One example on a stage of its own; for many, keep a :class:`Stage`."""
    async with Stage() as stage:
        return await stage.rehearse(scenes, overlay, axe=axe, probes=probes)
