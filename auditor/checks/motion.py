"""What moves by itself (5.6.6, WCAG 2.2.2, 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.checks.appearance import frame_of, measured
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed, untested
from auditor.checks.look import data, phrase, unseen
from auditor.checks.prose import called
from auditor.evidence.appearance import Motion
from auditor.evidence.model import Page, Reason

_PAUSE = re.compile(r"paus|stop|anhalten|abspielen|play|video|animation", re.IGNORECASE)


def stoppable(case: Case) -> Iterable[Observation]:
    """What moves for more than five seconds can be stopped (WCAG 2.2.2)."""
    for page, moving in _moving(case):
        if moving is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        way = _stops(page)
        for motion in moving:
            if way == "named":
                yield passed(page)
            else:
                yield _judged(page, motion, sure=way == "none")
    yield from unseen(case)


def _moving(case: Case) -> Iterator[tuple[Page, list[Motion] | None]]:
    """Motion that goes on for longer than WCAG lets it; what shows that something is loading left out."""
    for page, found in measured(case, "motions"):
        if found is None or found.motions is None:
            yield page, None
            continue
        limit = data("appearance")["motion"]["rest"]
        yield page, [m for m in found.motions if not m.waiting and (m.seconds is None or m.seconds > limit)]


def _stops(page: Page) -> str:
    """Whether something says that it stops motion („named“), may do so („perhaps“), or nothing does („none“)."""
    controls = [c for _, d in documents(page) for c in d.controls if c.visible]
    links = [x for _, d in documents(page) for x in d.links if x.visible]
    names = [c.label or c.name for c in controls] + [x.name or x.text for x in links]
    if any(phrase("stops-motion").search(name) for name in names):
        return "named"
    return "none" if all(name.strip() for name in names) else "perhaps"


def _judged(page: Page, motion: Motion, *, sure: bool) -> Observation:
    where = {"node": motion.node, "frame": frame_of(page, motion.frame), "element": called(motion.node)}
    if sure and _proven(motion):
        return failed(page, motion.kind, **where)
    return cant_tell(page, f"perhaps-{motion.kind}", **where)


def _proven(motion: Motion) -> bool:
    limits = data("appearance")["motion"]
    if motion.calm:
        return False
    if motion.kind == "carousel":
        return motion.changes > 1
    if motion.kind == "animation":
        return motion.words and bool(set(motion.properties) & set(limits["moves"]))
    box = motion.node.box
    big = box is not None and min(box.width, box.height) >= limits["small"]
    return big and not phrase("waiting-picture").search(motion.node.html)


def flashing(case: Case) -> Iterable[Observation]:
    """Nothing flashes more than three times a second (WCAG 2.3.1)."""
    for page, found in measured(case, "motions"):
        if found is None or found.motions is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for motion in found.motions:
            if motion.kind != "animation" or not set(motion.properties) & _flashes():
                continue
            if 0 < motion.period < data("appearance")["motion"]["flash"]:
                where = {"node": motion.node, "frame": frame_of(page, motion.frame)}
                yield cant_tell(page, "fast", element=called(motion.node), period=motion.period, **where)
            else:
                yield passed(page)
    yield from unseen(case)


def _flashes() -> frozenset[str]:
    return frozenset(data("appearance")["motion"]["flashes"])


def calm(case: Case) -> Iterable[Observation]:
    """Endless animations rest for readers who asked for less motion."""
    for page, moving in _moving(case):
        if moving is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for motion in moving:
            if motion.calm:
                yield passed(page)
            elif motion.calm is False:
                where = {"node": motion.node, "frame": frame_of(page, motion.frame)}
                yield cant_tell(page, "goes-on", element=called(motion.node), **where)
    yield from unseen(case)


def moving_media(case: Case) -> Iterable[Observation]:
    """A film that starts by itself can be stopped (WCAG 2.2.2)."""
    for page in case.flow:
        for frame, document in documents(page):
            for media in document.media:
                if media.tag != "video" or not media.autoplay or not media.visible:
                    continue
                if media.controls or any(_PAUSE.search(c.label) for c in document.controls if c.visible):
                    yield passed(page)
                else:
                    yield cant_tell(page, "no-stop", node=media, frame=frame)
