"""What somebody meets who has no mouse: reached, seen, not caught (WCAG 2.1, 2.4.3, 2.4.7, 2.4.11, 3.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from auditor.checks.case import Case, Observation, cant_tell, failed, main_document, passed, untested
from auditor.checks.look import data, unseen
from auditor.checks.prose import called
from auditor.evidence.keyboard import Keyboard, Moved, Operable, Stop, Trap
from auditor.evidence.model import Frame, Node, Page, Reason

_ENOUGH = 80  # stops; more are not pictured
_MOST_DOUBTS = 3  # a page; more of the same kind help nobody
_ROLES = frozenset({"button", "link", "checkbox", "switch", "tab", "radio", "menuitem"})
_FIELDS = frozenset({"input", "select", "textarea"})
#: What merely passes the focus on to what is inside.
_EMBEDS = frozenset({"iframe", "frame", "object", "embed"})
#: The browser itself draws where the focus is on the picture of a map; not every browser heeds the style sheet there.
_ON_A_MAP = "area"
_LONG = 80  # characters; a longer text is a part of the page rather than the name of a control
_SHORT = 40


def tried(case: Case) -> Iterator[tuple[Page, Keyboard]]:
    """Pages on the way that were gone through with the keyboard."""
    for page in case.flow:
        if page.keyboard is not None:
            yield page, page.keyboard


def untried(case: Case) -> Iterator[Observation]:
    """Pages on the way that could not be gone through, or not be seen at all."""
    for page in case.flow:
        if page.keyboard is None:
            yield untested(Reason.NOT_VISITED, page)
    yield from unseen(case)


def well(page: Page, seen: Keyboard) -> Observation:
    """Nothing was wrong on the way: a pass only if the way was long enough to say so."""
    enough = seen.complete or len(seen.stops) >= _ENOUGH
    return passed(page) if enough else untested(Reason.BUDGET, page)


def at(page: Page, node: Stop | Operable) -> dict[str, object]:
    """Where an observation stands."""
    return {"node": node, "frame": frame_of(page, node.frame), "element": called(node)}


def frame_of(page: Page, frame_id: str) -> Frame | None:
    """The frame an element stands in."""
    return next((f for f in page.frames if f.id == frame_id), None)


# --- can everything be reached? -----------------------------------------------------------------------------


def reachable(case: Case) -> Iterable[Observation]:
    """Whatever the mouse can press, Tab can reach (WCAG 2.1.1)."""
    for page, seen in tried(case):
        if not any(o.visible for o in seen.operables):
            continue
        left = [(o, _unreachable(o)) for o in seen.operables]
        wrong = [(o, why) for o, (sure, why) in left if sure]
        doubts = [(o, why) for o, (sure, why) in left if why and not sure]
        yield from (failed(page, why, **at(page, o)) for o, why in wrong)
        yield from (cant_tell(page, why, **at(page, o)) for o, why in doubts[:_MOST_DOUBTS])
        if seen.truncated:
            yield untested(Reason.TOO_LARGE, page)
        elif not wrong and not doubts:
            yield passed(page)
    yield from untried(case)


def _unreachable(one: Operable) -> tuple[bool, str]:
    """Whether it surely cannot be reached with the keyboard, and the message; no message where all is well."""
    if one.focusable or not one.visible or one.asleep or not 2 <= len(one.name) <= _LONG:
        return False, ""
    if one.native:
        return _taken_out(one)
    widget = one.role in _ROLES
    if one.clicks == "own" and (one.pointer or widget):
        if not one.excuse:
            return (False, "perhaps-mouse-only") if _by_browser(one) else (True, "mouse-only")
        return False, "" if one.excuse in {"same-address", "same-name", "composite"} else "perhaps-mouse-only"
    looks = (one.pointer and one.clicks == "above") or _dressed(one)
    looks = looks and len(one.name) <= _SHORT
    return False, "perhaps-mouse-only" if (looks or (widget and one.pointer)) and not one.excuse else ""


def _dressed(one: Operable) -> bool:
    """Its class calls it a button, though nothing in the markup does."""
    return re.search(data("keyboard")["dressed"], one.html, re.IGNORECASE) is not None


def _by_browser(one: Operable) -> bool:
    """It does what every browser has a key for, as far as its name tells."""
    return bool(re.search(data("keyboard")["by_browser"], one.name.strip(), re.IGNORECASE))


def _taken_out(one: Operable) -> tuple[bool, str]:
    """A control of HTML that was taken out of the order on purpose (``tabindex="-1"``)."""
    counted = one.tag in {"a", "button", *_FIELDS} and one.tabindex is not None and one.tabindex < 0
    if not counted or one.excuse in {"same-address", "same-name", "composite", "beside-field"}:
        return False, ""
    sure = not one.excuse and one.keys == "none" and not _by_browser(one)
    return (True, "taken-out") if sure else (False, "perhaps-taken-out")


def keys(case: Case) -> Iterable[Observation]:
    """What takes the focus and hears clicks also hears keys (WCAG 2.1.1)."""
    for page, seen in tried(case):
        made = [o for o in seen.operables if _home_made(o)]
        for one in made:
            if one.keys != "none":
                yield passed(page)
            elif one.clicks == "own":
                yield failed(page, "deaf", **at(page, one))
            else:
                yield cant_tell(page, "perhaps-deaf", **at(page, one))
    yield from untried(case)


def _home_made(one: Operable) -> bool:
    """A control made of something that is none, and that takes the focus."""
    usable = one.focusable and not one.native and not one.asleep and not one.excuse and "-" not in one.tag
    return (
        usable and bool(one.name) and ((one.role in _ROLES and one.clicks != "none") or one.clicks == "own")
    )


_ROLELESS = frozenset({"", "generic", "paragraph", "listitem", "cell", "strong", "emphasis", "img", "image"})


def roles(case: Case) -> Iterable[Observation]:
    """What takes the focus and can be pressed says what it is (WCAG 4.1.2)."""
    for page, seen in tried(case):
        for one in (o for o in seen.operables if _home_made(o)):
            if one.role not in _ROLELESS:
                yield passed(page)
            elif one.pointer and one.clicks == "own":
                yield failed(page, "no-role", **at(page, one))
            else:
                yield cant_tell(page, "perhaps-no-role", **at(page, one))
    yield from untried(case)


def space(case: Case) -> Iterable[Observation]:
    """A link that calls itself a button is pressed by the space bar, too (ARIA practices)."""
    for page, seen in tried(case):
        for one in seen.operables:
            if not (one.link and one.role == "button" and one.focusable and not one.asleep):
                continue
            if one.keys == "none":
                yield failed(page, "no-space", **at(page, one))
            elif one.keys == "own":
                yield passed(page)
            else:
                yield cant_tell(page, "perhaps-no-space", **at(page, one))
    yield from untried(case)


# --- the order ----------------------------------------------------------------------------------------------


def order(case: Case) -> Iterable[Observation]:
    """The focus goes through the page as one reads it (WCAG 2.4.3)."""
    for page, seen in tried(case):
        if pair := _fields_out_of_order(seen.stops):
            yield failed(page, "numbered", **at(page, pair[0]), later=called(pair[1]))
        elif moved := next((s for s in seen.stops if (s.tabindex or 0) > 0), None):
            yield cant_tell(page, "perhaps-numbered", **at(page, moved))
        elif backwards := _against_reading(seen.stops) or _leapt(seen.stops):
            yield cant_tell(page, "backwards", **at(page, backwards))
        elif len(seen.stops) > 1:
            yield well(page, seen)
    yield from untried(case)


def _fields_out_of_order(stops: Sequence[Stop]) -> tuple[Stop, Stop] | None:
    """Two form fields numbered so that the lower one, also later in the source, takes the focus first."""
    numbered = [s for s in stops if (s.tabindex or 0) > 0 and s.tag in _FIELDS and s.place >= 0]
    for first, second in pairwise(numbered):
        same = first.frame == second.frame and first.place > second.place
        if same and (first.tabindex or 0) < (second.tabindex or 0) and _below(first, second):
            return first, second
    return None


def _below(one: Node, other: Node) -> bool:
    return bool(one.box and other.box and one.box.y >= other.box.y + other.box.height)


def _against_reading(stops: Sequence[Stop]) -> Stop | None:
    """Two steps one after the other to the left in a line, or upwards in a column."""
    steps = [(a, b) for a, b in pairwise(stops)]
    for (a, b), (_, c) in pairwise(steps):
        if a.frame == b.frame == c.frame and (
            (_left(a, b) and _left(b, c)) or (_above(a, b) and _above(b, c))
        ):
            return b
    return None


def _leapt(stops: Sequence[Stop]) -> Stop | None:
    """A neighbour in the line that is reached only after the one behind it."""
    steps = list(pairwise(stops))
    for (a, b), (_, c) in pairwise(steps):
        around = {(s.frame, s.selector.rpartition(" > ")[0]) for s in (a, b, c)}
        if len(around) == 1 and _in_line(a, b) and _in_line(b, c) and _x(a) < _x(c) < _x(b):
            return c
    return None


def _in_line(one: Stop, other: Stop) -> bool:
    """Whether both stand in the same line, to be seen."""
    if not one.box or not other.box or one.offscreen or other.offscreen:
        return False
    return abs((one.box.y + one.box.height / 2) - (other.box.y + other.box.height / 2)) < 8


def _x(stop: Stop) -> float:
    return stop.box.x if stop.box else 0.0


def _left(one: Stop, then: Stop) -> bool:
    """Whether the next stop stands in the same line, to the left."""
    if not one.box or not then.box or not _in_line(one, then):
        return False
    return 0 <= one.box.x - (then.box.x + then.box.width) < 120


def _above(one: Stop, then: Stop) -> bool:
    """Whether the next stop stands in the same column, right above."""
    if not one.box or not then.box or one.offscreen or then.offscreen:
        return False
    return abs(one.box.x - then.box.x) < 8 and 0 <= one.box.y - (then.box.y + then.box.height) < 120


def only_operable(case: Case) -> Iterable[Observation]:
    """Tab stops only where there is something to do."""
    for page, seen in tried(case):
        idle = [o for o in seen.operables if o.focusable and o.plain and o.tabindex is not None and o.name]
        yield from (failed(page, "idle", **at(page, o)) for o in idle)
        if seen.stops and not idle:
            yield passed(page)
    yield from untried(case)


def access_keys(case: Case) -> Iterable[Observation]:
    """Pages claim no keys that belong to browser and screen reader."""
    for page, seen in tried(case):
        claimed = [o for o in seen.operables if o.accesskey.strip()]
        yield from (failed(page, "claimed", **at(page, o), key=o.accesskey) for o in claimed)
        if seen.stops and not claimed:
            yield passed(page)
    yield from untried(case)


# --- is it seen? --------------------------------------------------------------------------------------------


def visible(case: Case) -> Iterable[Observation]:
    """One sees where the focus is (WCAG 2.4.7), measured by the pixels that change."""
    for page, seen in tried(case):
        known = [s for s in seen.stops if s.ring != "unmeasured" and (s.name or not s.offscreen)]
        known = [s for s in known if s.tag not in _EMBEDS]
        for stop in known:
            if stop.ring == "none" and stop.tag == _ON_A_MAP:
                yield cant_tell(page, "on-a-map", **at(page, stop))
            elif stop.ring == "none" and stop.covered == 0:
                yield failed(page, "off-screen" if stop.offscreen else "nothing-changes", **at(page, stop))
        doubt = next((s for s in known if s.ring == "unclear" or (s.ring == "none" and s.covered > 0)), None)
        if doubt is not None:
            yield cant_tell(page, "restless", **at(page, doubt))
        elif any(s.ring in {"shown", "caret"} for s in known):
            yield well(page, seen)
    yield from untried(case)


def not_hidden(case: Case) -> Iterable[Observation]:
    """What has the focus is not wholly hidden behind something fixed (WCAG 2.2, 2.4.11)."""
    for page, seen in tried(case):
        hidden = [s for s in seen.stops if s.covered >= 1]
        for stop in hidden:
            answer = cant_tell if stop.banner else failed
            yield answer(
                page, "behind-banner" if stop.banner else "behind", **at(page, stop), cover=stop.cover
            )
        if seen.stops and not hidden:
            yield well(page, seen)
    yield from untried(case)


# --- does it go on by itself, or not at all? ------------------------------------------------------------------


def quiet(case: Case) -> Iterable[Observation]:
    """Nothing happens merely because the focus comes (WCAG 3.2.1)."""
    for page, seen in tried(case):
        for moved in seen.moved:
            yield _happening(page, seen, moved)
        if seen.stops and not seen.moved:
            yield well(page, seen)
    yield from untried(case)


def _happening(page: Page, seen: Keyboard, moved: Moved) -> Observation:
    """A failure only where a script of the element itself listens to focus or keys: a timer may be the reason else."""
    listening = {o.selector for o in seen.operables if o.reacts or o.keys == "own"}
    stop = next((s for s in (moved.to, moved.left) if s and s.selector in listening), None)
    if stop is not None:
        return failed(page, moved.kind, **at(page, stop))
    at_all = moved.to or moved.left
    where = at(page, at_all) if at_all else {"element": "–"}
    return cant_tell(page, "perhaps-by-focus", **where)


def no_trap(case: Case) -> Iterable[Observation]:
    """Whoever has come somewhere with the keyboard gets away again (WCAG 2.1.2)."""
    for page, seen in tried(case):
        trap = seen.trap
        if trap is None:
            if seen.stops:
                yield passed(page) if seen.complete else untested(Reason.BUDGET, page)
            continue
        if trap.overlay and (trap.escape or trap.back):
            yield passed(page)
            continue
        stop = trap.stops[0]
        if trap.overlay:
            yield cant_tell(page, "dialog-holds", **at(page, stop))
        elif trap.back or trap.escape or not trap.outside or _doubtful(page, trap):
            yield cant_tell(page, "perhaps-caught", **at(page, stop))
        else:
            yield failed(page, "caught", **at(page, stop), outside=trap.outside)
    yield from untried(case)


def _doubtful(page: Page, trap: Trap) -> bool:
    """Whether typing something may free the focus, or a key that the page names."""
    if not trap.sure or any(s.ring == "caret" for s in trap.stops):
        return True
    words = "\n".join(b.text for b in main_document(page).blocks)
    return re.search(data("keyboard")["advice"], words, re.IGNORECASE) is not None
