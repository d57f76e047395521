"""Reads a page at rest into evidence: every frame's content, axe-core's answer, storage, speed, tree."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as BrowserPage

from auditor.evidence.model import (
    AxeResult,
    Box,
    Consent,
    Document,
    Frame,
    Metrics,
    Node,
    Reason,
    StorageItem,
)
from auditor.evidence.structure import Structure
from auditor.visit.engine import Engine
from auditor.visit.hosts import same_party
from auditor.visit.scripts import script
from auditor.visit.settings import Limits
from auditor.visit.worlds import SilentFrameError, World
from auditor.wording import classify_label

_MOST_EMBEDDED = 40
_MOST_CELLS = 600
_MAX_TEXTS = {"blocks": 4000, "links": 3000, "controls": 1500}


@dataclass
class Reading:
    """What was read of one page."""

    frames: list[Frame] = field(default_factory=list)
    storage: list[StorageItem] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)  # frame id -> HTML


class TooLargeError(Exception):
    """The page has more elements than can be judged."""


async def count_nodes(world: World, limits: Limits) -> int:
    """How many elements the frame has.

    Raises:
        SilentFrameError: the frame gives no answer.
    """
    return int(await world.evaluate("document.getElementsByTagName('*').length", limit=limits.call) or 0)


async def read_frames(worlds: list[World], page_id: str, limits: Limits, *, dom: bool = True) -> Reading:
    """Read every frame; one that gives no answer is kept as a named gap.

    Raises:
        SilentFrameError: the page itself gives no answer.
        TooLargeError: the page itself has more elements than ``limits.nodes``.
    """
    reading = Reading()
    names = {w.frame_id: f"{page_id}f{i}" for i, w in enumerate(worlds)}
    places: dict[str, dict[str, Any]] = {}
    for index, world in enumerate(worlds):
        frame, embedded = await _read_frame(world, names, places, limits, main=index == 0, site=worlds[0].url)
        if frame.document is not None and dom:
            reading.sources[frame.id] = await _source(world, limits)
        reading.frames.append(frame)
        reading.storage += await _storage(world, limits)
        await _place(world, embedded, places, limits, main=index == 0)
    return reading


async def _read_frame(
    world: World,
    names: dict[str, str],
    places: dict[str, dict[str, Any]],
    limits: Limits,
    *,
    main: bool,
    site: str,
) -> tuple[Frame, list[dict[str, Any]]]:
    place = places.get(world.frame_id, {})
    base = Frame(
        id=names[world.frame_id],
        url=world.url,
        parent=None if main else names.get(world.parent_id or "", next(iter(names.values()))),
        first_party=same_party(world.url, site),
        title=place.get("title", ""),
        offset=place.get("box"),
        tabindex=place.get("tabindex"),
        selector=place.get("selector", ""),
        asleep=bool(place.get("asleep")),
    )
    try:
        if await count_nodes(world, limits) > limits.nodes:
            if main:
                raise TooLargeError(f"more than {limits.nodes} elements")
            return base.model_copy(update={"reason": Reason.TOO_LARGE}), []
        raw = json.loads(await world.call(script("gather"), _options(limits), limit=limits.call * 2))
        structure = await _structure(world, limits)
        document = Document.model_validate({**raw["document"], "structure": structure})
    except (SilentFrameError, ValueError, TypeError) as error:
        if main:
            raise SilentFrameError(str(error)) from error
        return base.model_copy(update={"reason": Reason.FRAME_SILENT}), []
    return base.model_copy(update={"document": document}), raw["frames"]


async def _structure(world: World, limits: Limits) -> Structure | None:
    """The structure of a frame; None where it cannot be read, so that rules that need it are untested."""
    options = json.dumps({"nodes": limits.nodes, "cells": _MOST_CELLS})
    try:
        return Structure.model_validate_json(
            await world.call(script("structure"), options, limit=limits.call)
        )
    except (SilentFrameError, ValueError, TypeError):
        return None


def _options(limits: Limits) -> str:
    return json.dumps({"nodes": limits.nodes, **_MAX_TEXTS})


async def _place(
    world: World,
    embedded: list[dict[str, Any]],
    places: dict[str, dict[str, Any]],
    limits: Limits,
    *,
    main: bool,
) -> None:
    """Where the frames embedded here stand on the whole page."""
    own = places.get(world.frame_id, {}).get("box")
    for item in embedded[:_MOST_EMBEDDED]:
        frame_id = await world.frame_of(item["selector"], limit=limits.call)
        if frame_id is None:
            continue
        box = item.get("box") if main or own is not None else None
        if box and own:
            box = {**box, "x": box["x"] + own.x, "y": box["y"] + own.y}
        known = {name: item.get(name) for name in ("title", "tabindex", "selector", "asleep")}
        places[frame_id] = {**known, "box": Box(**box) if box else None}


async def _source(world: World, limits: Limits) -> str:
    try:
        html = await world.evaluate(
            "document.documentElement ? document.documentElement.outerHTML : ''", limit=limits.call
        )
    except SilentFrameError:
        return ""
    return str(html or "")[:5_000_000]


async def _storage(world: World, limits: Limits) -> list[StorageItem]:
    if urlsplit(world.url).scheme not in {"http", "https"}:
        return []
    try:
        raw = json.loads(await world.call(script("storage"), limit=limits.call))
        return [StorageItem(**item) for item in raw]
    except (SilentFrameError, ValueError):
        return []


async def run_axe(world: World, engine: Engine, limits: Limits) -> tuple[AxeResult | None, Reason | None]:
    """axe-core's answer for one frame, or why there is none."""
    try:
        present = await world.evaluate("typeof axe === 'object'", limit=limits.axe_frame)
        if not present:
            await world.evaluate(f"{engine.source};0", limit=limits.axe_frame)
        limit = limits.axe if world.parent_id is None else limits.axe_frame
        raw = await world.call(script("axe_run"), str(int(limit * 1000)), limit=limit + 2)
        return AxeResult.model_validate_json(raw), None
    except SilentFrameError:
        return None, Reason.FRAME_SILENT
    except (ValueError, TypeError):
        return None, Reason.INTERNAL


async def judge_frames(
    frames: list[Frame], worlds: list[World], engine: Engine, limits: Limits
) -> list[Frame]:
    """Add axe-core's answer to every readable frame; all frames together get ``limits.axe`` seconds."""
    judged: list[Frame] = []
    end = time.monotonic() + limits.axe
    for frame, world in zip(frames, worlds, strict=True):
        if frame.document is None:
            judged.append(frame.model_copy(update={"axe_reason": frame.reason or Reason.FRAME_SILENT}))
        elif time.monotonic() > end:
            judged.append(frame.model_copy(update={"axe_reason": Reason.TIMEOUT}))
        else:
            result, reason = await run_axe(world, engine, limits)
            judged.append(frame.model_copy(update={"axe": result, "axe_reason": reason}))
    return judged


async def read_tree(page: BrowserPage, limits: Limits) -> str:
    """The accessible tree of every frame, as a person can read it; a frame that is silent has none."""
    trees: list[str] = []
    for frame in page.frames[: limits.frames]:
        try:
            snapshot = await asyncio.wait_for(frame.locator("body").aria_snapshot(), limits.call)
        except (PlaywrightError, TimeoutError):
            snapshot = "# no answer"
        trees.append(f"# {frame.url}\n{snapshot}\n")
    return "\n".join(trees)


async def read_metrics(world: World, limits: Limits) -> Metrics:
    """Page speed; empty where the browser does not tell."""
    try:
        return Metrics(**json.loads(await world.call(script("metrics"), limit=limits.call)))
    except (SilentFrameError, ValueError, TypeError):
        return Metrics()


async def read_consent(worlds: list[World], limits: Limits) -> tuple[Consent | None, World | None, str]:
    """The cookie banner, the world it stands in and the selector of its refusing button, if there is one."""
    for world in worlds[:6]:
        try:
            raw = json.loads(await world.call(script("consent"), limit=limits.call))
        except (SilentFrameError, ValueError, TypeError):
            continue
        if raw is None:
            continue
        labels: dict[str, dict[str, str]] = {}
        for button in raw["buttons"]:
            for kind in classify_label(button["text"], "button"):
                labels.setdefault(kind, button)
        if not any(kind.startswith("consent-") for kind in labels):
            continue
        refuse = labels.get("consent-refuse")
        consent = Consent(
            text=raw["text"],
            accept=_text(labels.get("consent-accept")),
            refuse=_text(refuse),
            settings=_text(labels.get("consent-settings")),
            node=Node(**raw["node"]),
        )
        return consent, world, refuse["selector"] if refuse else ""
    return None, None, ""


def _text(button: dict[str, str] | None) -> str | None:
    return button["text"] if button else None
