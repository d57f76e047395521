"""Text that is enlarged, given more room or turned with the phone (5.6.6, WCAG 1.3.4, 1.4.4, 1.4.10, 1.4.12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed, untested
from auditor.checks.look import data, phrase, unseen
from auditor.checks.prose import excerpt
from auditor.evidence.appearance import Appearance, Enlarged, Loss, Orientation, State, Stuck
from auditor.evidence.model import Frame, Page, Reason


def measured(case: Case, part: str) -> Iterator[tuple[Page, Appearance | None]]:
    """Pages on the way with what the probe found; None where this part was not measured."""
    for page in case.flow:
        found = page.appearance
        yield page, found if found is not None and getattr(found, part) is not None else None


def frame_of(page: Page, frame: str) -> Frame | None:
    """The frame of this id."""
    return next((f for f in page.frames if f.id == frame), None)


# --- larger, narrower, more spacious ------------------------------------------------------------------------


def zoom(case: Case) -> Iterable[Observation]:
    """Enlarged to 200 % no text is lost, and none stays small (WCAG 1.4.4)."""
    yield from _nothing_lost(case, "zoom")
    for page in case.flow:
        state = _state(page, "zoom")
        yield from (_small(page, stuck) for stuck in (state.stuck if state else ()))


def _small(page: Page, stuck: Stuck) -> Observation:
    """Running text that does not grow is proven; a big heading, or a page with a way of its own, is looked at."""
    limits = data("appearance")["stuck"]
    where = {"node": stuck.node, "frame": frame_of(page, stuck.frame), "text": excerpt(stuck.text, 80)}
    running = stuck.letters >= limits["letters"] and stuck.size < limits["large"]
    own_way = any(
        re.search(limits["own_way"], name, re.IGNORECASE)
        for _, document in documents(page)
        for name in (*(c.label or c.name for c in document.controls), *(x.name for x in document.links))
    )
    sure = running and not own_way
    return failed(page, "small", **where) if sure else cant_tell(page, "perhaps-small", **where)


def narrow(case: Case) -> Iterable[Observation]:
    """At 320 CSS pixels no text is lost (WCAG 1.4.10)."""
    return _nothing_lost(case, "narrow")


def spacing(case: Case) -> Iterable[Observation]:
    """With more space between lines, words and letters no text is lost (WCAG 1.4.12)."""
    return _nothing_lost(case, "spacing")


#: What is lost however one looks at the page; said once.
_ANYWAY = frozenset({"through", "never"})


def _nothing_lost(case: Case, name: State) -> Iterator[Observation]:
    for page in case.flow:
        state = _state(page, name)
        losses = [x for x in state.losses if name == "zoom" or x.how not in _ANYWAY] if state else []
        if state is None:
            yield untested(Reason.NOT_VISITED, page)
        elif losses:
            yield from (_lost(page, loss) for loss in losses)
        elif state.texts:
            yield passed(page)
    yield from unseen(case)


def _state(page: Page, name: State) -> Enlarged | None:
    found = page.appearance.enlarged if page.appearance else ()
    return next((e for e in found if e.state == name), None)


def _lost(page: Page, loss: Loss) -> Observation:
    where = {"node": loss.node, "frame": frame_of(page, loss.frame), "text": excerpt(loss.text, 80)}
    if loss.how == "ellipsis" and loss.way == "title":
        return passed(page)  # the dots say that there is more, and the whole of it is told
    if not loss.way and (loss.how == "through" or (loss.how == "never" and _lifeless(page))):
        return failed(page, loss.how, **where)  # its first words are cut, so no teaser is meant
    overlaps = loss.how in {"overlaps", "perhaps-overlaps"}
    if loss.how in data("appearance")["losses"]["lost"] and not loss.way:
        if overlaps:
            return failed(page, "overlaps", other=excerpt(loss.other, 80), **where)
        return failed(page, "cut", **where)
    if overlaps:
        return cant_tell(page, "perhaps-overlaps", other=excerpt(loss.other, 80), **where)
    return cant_tell(page, "perhaps-cut", **where)


def _lifeless(page: Page) -> bool:
    """No script runs anywhere on the page, so nothing will ever show more of it."""
    structures = [document.structure for _, document in documents(page)]
    return all(s is not None and not s.scripts and not s.veiled for s in structures)


def setting(case: Case) -> Iterable[Observation]:
    """Text follows the font size that readers have set in their browser."""
    for page in case.flow:
        state = _state(page, "setting")
        if state is None:
            yield untested(Reason.NOT_VISITED, page)
        elif state.texts and state.grown < data("appearance")["setting_grown"]:
            yield cant_tell(page, "fixed", share=f"{state.grown:.0%}", subject="font-size")
        elif state.texts:
            lost = [x for x in state.losses if x.how in data("appearance")["losses"]["lost"] and not x.way]
            for loss in lost:
                frame = frame_of(page, loss.frame)
                yield cant_tell(page, "cut", node=loss.node, frame=frame, text=excerpt(loss.text, 80))
            if not lost:
                yield passed(page)
    yield from unseen(case)


def spacing_free(case: Case) -> Iterable[Observation]:
    """No style attribute pins a spacing that is too small (WCAG 1.4.12; ACT 24afc2, 9e45ec, 78fd32)."""
    for page, found in measured(case, "pins"):
        if found is None or found.pins is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for pin in found.pins:
            if pin.share >= pin.needed - 0.001:
                yield passed(page)
                continue
            where = {"node": pin.node, "frame": frame_of(page, pin.frame), "text": excerpt(pin.node.name, 80)}
            size = {"property": pin.property, "share": f"{pin.share:g}", "needed": f"{pin.needed:g}"}
            yield failed(page, "pinned", **where, **size)
    yield from unseen(case)


# --- orientation --------------------------------------------------------------------------------------------


def orientation(case: Case) -> Iterable[Observation]:
    """The page can be used with the phone upright and lying (WCAG 1.3.4; ACT b33eff)."""
    for page, found in measured(case, "orientation"):
        if found is None or found.orientation is None:
            yield untested(Reason.NOT_VISITED, page)
        else:
            yield from _either_way(page, found.orientation)
    yield from unseen(case)


def _either_way(page: Page, found: Orientation) -> Iterator[Observation]:
    limits = data("appearance")["orientation"]
    turn = next((t for t in found.turns if _quarter(t.portrait - t.landscape)), None)
    plea = _plea(found)
    if turn is not None:
        yield failed(page, "turned", node=turn.node, frame=frame_of(page, turn.frame))
    elif plea and _nothing_else(found, plea):
        yield failed(page, "plea", text=excerpt(plea, 120), quote=plea, subject="orientation")
    elif plea:
        yield cant_tell(page, "perhaps-plea", text=excerpt(plea, 120), quote=plea, subject="orientation")
    elif _fewest(found) < limits["covered"] * _most(found) and _most(found) >= limits["enough"]:
        yield cant_tell(page, "empty", subject="orientation")
    elif _most(found):
        yield passed(page)


def _quarter(degrees: float) -> bool:
    limits = data("appearance")["orientation"]
    return bool(abs(degrees % 180 - limits["quarter"]) <= limits["slack"])


def _plea(found: Orientation) -> str:
    """Words shown in one orientation only that ask for the other."""
    shown = (*found.portrait.only, *found.landscape.only, found.portrait.cover, found.landscape.cover)
    return next((text for text in shown if phrase("turn-device").search(text)), "")


def _nothing_else(found: Orientation, plea: str) -> bool:
    """Where the plea stands it covers the screen, or hardly any other text is left."""
    one, other = found.portrait, found.landscape
    here, there = (one, other) if plea in (*one.only, one.cover) else (other, one)
    if phrase("turn-device").search(here.cover):
        return True
    share = data("appearance")["orientation"]["covered"]
    return bool(here.letters - len(plea) < share * there.letters)


def _fewest(found: Orientation) -> int:
    return min(found.portrait.letters, found.landscape.letters)


def _most(found: Orientation) -> int:
    return max(found.portrait.letters, found.landscape.letters)
