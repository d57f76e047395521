"""Screens of every size: nobody scrolls sideways, and targets are big enough (WCAG 1.4.10, 2.5.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.case import Case, Observation, cant_tell, failed, main_document, passed, untested
from auditor.checks.look import unseen
from auditor.checks.prose import called
from auditor.evidence.model import Node, Page, Reason, View

_PHONE = 480  # CSS pixels; hardly a phone is wider when held upright
_SLACK = 4  # CSS pixels a page may stick out before anybody has to scroll
_TWO_DIMENSIONAL = re.compile(
    r"(^|[ >])(pre|code|canvas|svg|video|iframe|img|picture|object|embed|map|math)\b"
)
_TABLE = re.compile(r"(^|[ >])(table|thead|tbody|tr|td|th)\b")


def reflow(case: Case) -> Iterable[Observation]:
    """At 320 CSS pixels nobody scrolls sideways (WCAG 1.4.10)."""
    for page in case.flow:
        yield _fits(page, "narrow")
    yield from unseen(case)


def _fits(page: Page, name: str) -> Observation:
    view = _view(page, name)
    if view is None:
        return untested(Reason.NOT_VISITED, page)
    if view.scroll_width <= view.width + _SLACK:
        return passed(page)
    where = {"width": view.width, "needed": view.scroll_width}
    data_table = any(b.tag == "th" for b in main_document(page).blocks)
    culprit = next((n for n in view.overflow if _ought_to_wrap(n, data_table=data_table)), None)
    if culprit is not None:
        return failed(page, "sideways", node=culprit, element=called(culprit), **where)
    return cant_tell(page, "perhaps-exempt", node=next(iter(view.overflow), None), **where)


def _view(page: Page, name: str) -> View | None:
    return next((v for v in page.views if v.name == name), None)


def _ought_to_wrap(node: Node, *, data_table: bool) -> bool:
    """Content, not decoration, and none of the things that need two dimensions (data tables, maps, code)."""
    place = f"{node.selector} {node.tag}"
    exempt = _TWO_DIMENSIONAL.search(place) or node.role == "toolbar" or (data_table and _TABLE.search(place))
    return bool(node.name.strip()) and not exempt


def phone(case: Case) -> Iterable[Observation]:
    """Pages are laid out for a phone."""
    for page in case.flow:
        contents = [m.content for m in main_document(page).metas if m.name == "viewport"]
        wide = next(
            (m for c in contents if (m := re.search(r"width\s*=\s*(\d+)", re.sub(r"\w+-width", "", c)))), None
        )
        if not contents:
            yield failed(page, "no-viewport", subject="viewport")
        elif wide and int(wide[1]) > _PHONE:
            yield failed(page, "fixed-width", width=wide[1], subject="viewport")
        else:
            yield _fits(page, "phone")
    yield from unseen(case)


def target_size(case: Case) -> Iterable[Observation]:
    """Buttons and links are big enough, or far enough apart, for a finger (WCAG 2.2, 2.5.8)."""
    for page in case.flow:
        if (view := _view(page, "phone") or _view(page, "desktop")) is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for node in view.small_targets:
            size = f"{node.box.width:.0f} × {node.box.height:.0f}" if node.box else "?"
            yield failed(page, "small", node=node, element=called(node), size=size)
        if not view.small_targets:
            yield passed(page)
    yield from unseen(case)
