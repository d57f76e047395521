"""What the keyboard gets besides Tab: skip links, what the mouse alone would show, dialogs, single keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.keyboard import frame_of, tried, untried
from auditor.checks.look import data
from auditor.checks.prose import called, excerpt
from auditor.evidence.keyboard import Hover, Opened, SkipLink
from auditor.evidence.model import Page

_WORDS = 12  # characters; a shorter text under the mouse is a mark rather than content
_QUOTED = 80


def skip(case: Case) -> Iterable[Observation]:
    """Skip links lead where they say (WCAG 2.4.1)."""
    for page, seen in tried(case):
        for link in seen.skip_links:
            if re.search(data("keyboard")["skip"], link.name.strip(), re.IGNORECASE):
                yield _skips(page, link)
    yield from untried(case)


def _skips(page: Page, link: SkipLink) -> Observation:
    where = {"node": link, "frame": frame_of(page, link.frame), "element": called(link), "goal": link.href}
    if link.works or (link.target and link.works is None and not link.scripted):
        return passed(page)
    if link.works is False:
        return failed(page, "stays", **where)
    return cant_tell(page, "scripted", **where) if link.scripted else failed(page, "no-target", **where)


def by_focus(case: Case) -> Iterable[Observation]:
    """What the mouse shows, the keyboard shows too (WCAG 2.1.1)."""
    for page, seen in tried(case):
        for hover in seen.hovers:
            yield from _shown_by_focus(page, hover)
    yield from untried(case)


def _shown_by_focus(page: Page, hover: Hover) -> Iterable[Observation]:
    where = _where(page, hover)
    if hover.keyboard == "shown":
        yield passed(page)
    elif hover.toggle or hover.elsewhere:
        return  # a button may show the same; nothing was seen of that
    elif hover.links or len(hover.text) < _WORDS:
        yield cant_tell(page, "perhaps-elsewhere", **where)
    else:
        yield failed(page, "mouse-only", **where)


def stays(case: Case) -> Iterable[Observation]:
    """What appears under the mouse stays while the mouse moves onto it (WCAG 1.4.13)."""
    for page, seen in tried(case):
        for hover in seen.hovers:
            if hover.stays is not None and not hover.elsewhere:
                yield passed(page) if hover.stays else failed(page, "vanishes", **_where(page, hover))
    yield from untried(case)


def _where(page: Page, hover: Hover) -> dict[str, object]:
    shown = {"element": called(hover), "text": excerpt(hover.text, _QUOTED)}
    return {"node": hover, "frame": frame_of(page, hover.frame), **shown}


# --- dialogs ------------------------------------------------------------------------------------------------


def _dialogs(case: Case) -> Iterable[tuple[Page, Opened, dict[str, object]]]:
    for page, seen in tried(case):
        for opened in seen.dialogs:
            yield (
                page,
                opened,
                {
                    "node": opened.trigger,
                    "frame": frame_of(page, opened.frame),
                    "element": called(opened.trigger),
                },
            )


def enters(case: Case) -> Iterable[Observation]:
    """A dialog that opens takes the focus (WCAG 2.4.3)."""
    for page, opened, where in _dialogs(case):
        if opened.entered:
            yield passed(page)
        elif opened.modal and not opened.next_stop:
            yield failed(page, "left-outside", **where)
        else:
            yield cant_tell(page, "perhaps-left-outside", **where)
    yield from untried(case)


def keeps(case: Case) -> Iterable[Observation]:
    """A dialog that covers the page keeps the focus until it is closed (WCAG 2.4.3)."""
    for page, opened, where in _dialogs(case):
        if opened.modal and opened.kept is not None:
            yield passed(page) if opened.kept else failed(page, "slips-out", **where)
    yield from untried(case)


def escapes(case: Case) -> Iterable[Observation]:
    """Escape closes dialogs."""
    for page, opened, where in _dialogs(case):
        if opened.escaped:
            yield passed(page)
        elif opened.closer is not None:
            yield failed(page, "stays-open", **where)
        else:
            yield cant_tell(page, "must-choose", **where)
    yield from untried(case)


def closable(case: Case) -> Iterable[Observation]:
    """The button that closes a dialog can be reached by keyboard (WCAG 2.1.1)."""
    for page, opened, where in _dialogs(case):
        if opened.closer is None:
            continue
        if opened.closer_focusable:
            yield passed(page)
        elif opened.escaped:
            yield cant_tell(page, "escape-only", **where, closer=called(opened.closer))
        else:
            yield failed(page, "no-way-out", **where, closer=called(opened.closer))
    yield from untried(case)


def returns(case: Case) -> Iterable[Observation]:
    """After closing, the focus is where it was before."""
    for page, opened, where in _dialogs(case):
        if opened.returned is not None and opened.entered:
            yield passed(page) if opened.returned else cant_tell(page, "lost", **where)
    yield from untried(case)


# --- single keys --------------------------------------------------------------------------------------------


def single_keys(case: Case) -> Iterable[Observation]:
    """No letter alone sets something off wherever one is (WCAG 2.1.4)."""
    for page, seen in tried(case):
        for one in seen.shortcuts:
            yield cant_tell(page, "single", key=one.key, code=excerpt(one.quote, _QUOTED), subject=one.key)
        if not seen.shortcuts:
            yield passed(page)
    yield from untried(case)
