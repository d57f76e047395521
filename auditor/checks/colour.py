"""Colours that appear only when something is pointed at or typed, and colours as the only mark (5.6.6, WCAG 1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.appearance import frame_of, measured
from auditor.checks.case import Case, Observation, cant_tell, failed, passed, untested
from auditor.checks.look import blocks, data, phrase, plain, unseen
from auditor.checks.prose import called, excerpt
from auditor.evidence.appearance import Edge, Ink, Painted
from auditor.evidence.model import Page, Reason

_POINTED = frozenset({"hover", "focus"})


def states(case: Case) -> Iterable[Observation]:
    """Links and buttons stay readable when pointed at or focused (WCAG 1.4.3)."""
    for page, found in measured(case, "states_tried"):
        if found is None or found.inks is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for ink in found.inks:
            if ink.state in _POINTED and ink.rest >= ink.needed:  # at rest axe-core judges
                yield from _readable(page, ink)
    yield from unseen(case)


def placeholders(case: Case) -> Iterable[Observation]:
    """Placeholders in fields have enough contrast (WCAG 1.4.3)."""
    for page, found in measured(case, "inks"):
        if found is None or found.inks is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for ink in found.inks:
            if ink.state == "placeholder":
                yield from _readable(page, ink)
    yield from unseen(case)


def painted(case: Case) -> Iterable[Observation]:
    """Text in front of gradients and pictures has enough contrast (WCAG 1.4.3)."""
    for page, found in measured(case, "painted"):
        if found is None or found.painted is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for text in found.painted:
            yield _stands_out(page, text)
    yield from unseen(case)


def _stands_out(page: Page, text: Painted) -> Observation:
    limits = data("appearance")["contrast"]
    where = {"node": text.node, "frame": frame_of(page, text.frame), "text": excerpt(text.text, 60)}
    facts = {"share": f"{text.share * 100:.0f}", "worst": f"{text.worst:.1f}", "needed": f"{text.needed:g}"}
    if text.share < limits["some"]:
        return passed(page)
    if text.share >= limits["most"] and not text.brand:
        return failed(page, "pale", **where, **facts)
    return cant_tell(page, "perhaps-pale", **where, **facts)


def _readable(page: Page, ink: Ink) -> Iterator[Observation]:
    where = {"node": ink.node, "frame": frame_of(page, ink.frame), "text": excerpt(ink.text, 60)}
    size = {"ratio": f"{ink.ratio:.1f}", "needed": f"{ink.needed:g}"}
    colours = {"foreground": ink.foreground, "background": ink.background}
    if ink.ratio >= ink.needed - data("appearance")["contrast"]["slack"]:
        yield passed(page)
    elif ink.certain:
        yield failed(page, ink.state, **where, **size, **colours)
    elif ink.ratio != ink.rest:
        yield cant_tell(page, f"perhaps-{ink.state}", **where, **size)


def edges(case: Case) -> Iterable[Observation]:
    """An empty field is to be seen (WCAG 1.4.11)."""
    for page, found in measured(case, "edges"):
        if found is None or found.edges is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        alike: dict[tuple[float, str, bool], list[Edge]] = {}
        for edge in found.edges:
            alike.setdefault((edge.ratio, edge.background, _proven(edge)), []).append(edge)
        for group in alike.values():
            yield _seen(page, group)
    yield from unseen(case)


def _proven(edge: Edge) -> bool:
    """A faint edge is all that shows where the field is."""
    return edge.certain and edge.drawn and not edge.filled


def _seen(page: Page, alike: list[Edge]) -> Observation:
    first, limits = alike[0], data("appearance")["contrast"]
    if first.ratio >= limits["edge"] - limits["slack"]:
        return passed(page)
    where = {"node": first.node, "frame": frame_of(page, first.frame)}
    facts = {
        "field": called(first.node),
        "ratio": f"{first.ratio:.1f}",
        "count": len(alike),
    }
    if _proven(first):
        return failed(page, "faint", **where, **facts)
    return cant_tell(page, "perhaps-faint", **where, **facts)


def alone(case: Case) -> Iterable[Observation]:
    """Text does not point at things by their colour alone (WCAG 1.4.1, 1.3.3)."""
    for page in case.flow:
        for frame, block in blocks(page):
            words = plain(block.text)
            if not block.visible or not phrase("colour-as-mark").search(words):
                continue
            if phrase("other-mark").search(words):
                yield passed(page)
            else:
                yield cant_tell(
                    page, "colour", node=block, frame=frame, quote=words, text=excerpt(words, 120)
                )
    yield from unseen(case)


def inserted(case: Case) -> Iterable[Observation]:
    """What the page says stands in the page, not in its style sheet (WCAG 1.3.1)."""
    for page, found in measured(case, "inserted"):
        if found is None or found.inserted is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for words in found.inserted:
            frame = frame_of(page, words.frame)
            yield cant_tell(page, "inserted", node=words.node, frame=frame, text=excerpt(words.text, 80))
        if not found.inserted:
            yield passed(page)
    yield from unseen(case)


def backdrops(case: Case) -> Iterable[Observation]:
    """Pictures that say something stand in the page, with a text alternative (WCAG 1.1.1)."""
    for page, found in measured(case, "backdrops"):
        if found is None or found.backdrops is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for picture in found.backdrops:
            yield cant_tell(page, "backdrop", node=picture.node, frame=frame_of(page, picture.frame))
        if not found.backdrops:
            yield passed(page)
    yield from unseen(case)


def forced(case: Case) -> Iterable[Observation]:
    """Controls stay visible in the reader's own colours."""
    for page, found in measured(case, "faded"):
        if found is None or found.faded is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for node in found.faded:
            yield cant_tell(page, "faded", node=node, element=called(node))
        if not found.faded:
            yield passed(page)
    yield from unseen(case)
