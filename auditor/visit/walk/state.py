"""What a form asks and offers in its present state, as the walk sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

from auditor.visit.scripts import script
from auditor.visit.worlds import SilentFrameError, World

_LIMITS = json.dumps({"nodes": 30_000, "fields": 400, "buttons": 400})


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Option(_Seen):
    """An entry of a select."""

    text: str
    value: str = ""
    disabled: bool = False


class Asked(_Seen):
    """A field. ``ref`` is its place in the frame's register, ``frame`` the frame's place in the look."""

    ref: int
    frame: int = 0
    kind: str
    label: str = ""
    group: str = ""
    name: str = ""
    id: str = ""
    selector: str = ""
    form: int = -1
    placeholder: str = ""
    hint: str = ""
    autocomplete: str = ""
    pattern: str = ""
    min: str = ""
    max: str = ""
    step: str = ""
    minlength: int = 0
    maxlength: int = 0
    inputmode: str = ""
    accept: str = ""
    required: bool = False
    marked: bool = False
    value: str = ""
    checked: bool = False
    usable: bool = True
    disabled: bool = False
    options: tuple[Option, ...] = ()
    chosen: int = -1
    files: int = 0
    invalid: bool = False
    refused: bool = False
    message: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """The same field after the page was built anew."""
        return f"{self.frame}|{self.name or self.id or self.label}|{self.kind}"

    @property
    def needed(self) -> bool:
        """Whether the page says that it must be filled."""
        return self.required or self.marked


class Offered(_Seen):
    """A button, a link or anything else that can be pressed."""

    ref: int
    frame: int = 0
    kind: str
    label: str = ""
    name: str = ""
    value: str = ""
    title: str = ""
    selector: str = ""
    form: int = -1
    target: str = ""
    method: str = "get"
    script: str = ""
    picture: str = ""
    window: str = ""
    shown: bool = True
    disabled: bool = False
    dialog: bool = False
    download: bool = False


class Stepper(_Seen):
    """A list of steps; ``index`` is the present one, from 0."""

    index: int
    names: tuple[str, ...]


class Bar(_Seen):
    """A progress bar."""

    now: float
    max: float
    text: str = ""


class Sight(_Seen):
    """One frame's part of a look."""

    url: str
    title: str = ""
    fields: tuple[Asked, ...] = ()
    buttons: tuple[Offered, ...] = ()
    hidden: tuple[tuple[str, ...], ...] = ()
    steppers: tuple[Stepper, ...] = ()
    bars: tuple[Bar, ...] = ()
    alerts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """All frames of a page at one moment; ``worlds`` stand beside ``sights``."""

    sights: tuple[Sight, ...]
    worlds: tuple[World, ...] = field(default=(), compare=False)

    @property
    def fields(self) -> Iterator[Asked]:
        """Every field that a resident could fill now."""
        return (f for s in self.sights for f in s.fields if f.usable and not f.disabled)

    @property
    def buttons(self) -> Iterator[Offered]:
        """Everything that could be pressed, hidden ones included."""
        return (b for s in self.sights for b in s.buttons)

    @property
    def alerts(self) -> tuple[str, ...]:
        """Messages marked as errors."""
        return tuple(a for s in self.sights for a in s.alerts)

    @property
    def fingerprint(self) -> str:
        """The same for the same step, whatever stands in its fields."""
        parts: list[Any] = []
        for sight in self.sights:
            asks = sorted({f"{f.name or f.id or f.label}/{f.kind}" for f in sight.fields if f.usable})
            offers = sorted({b.label for b in sight.buttons if b.shown and b.kind != "link"})
            now = [(s.index, s.names) for s in sight.steppers]
            parts.append([asks, offers, now, [b.now for b in sight.bars], sight.headings if not asks else ()])
        return json.dumps(parts, ensure_ascii=False)


async def look_at(worlds: list[World], limit: float) -> Look:
    """Look at every frame; one that gives no answer is left out.

    Raises:
        SilentFrameError: the page itself gives no answer.
    """
    sights: list[Sight] = []
    entered: list[World] = []
    for index, world in enumerate(worlds):
        try:
            raw = json.loads(await world.call(script("walk_look"), _LIMITS, limit=limit))
        except (SilentFrameError, ValueError, TypeError) as error:
            if index == 0:
                raise SilentFrameError(str(error)) from error
            continue
        place = len(sights)
        for item in (*raw["fields"], *raw["buttons"]):
            item["frame"] = place
        sights.append(Sight.model_validate(raw))
        entered.append(world)
    return Look(tuple(sights), tuple(entered))


async def act(look: Look, frame: int, order: dict[str, Any], limit: float) -> str:
    """Do one thing in a frame; the word of the script (``done``, ``refused``, ``gone``)."""
    return str(await look.worlds[frame].call(script("walk_act"), json.dumps(order), limit=limit))
