"""Pages that many services share — imprint, privacy notice … — are loaded once in a run, not once per service."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from auditor.evidence.model import FLOW_ROLES, Frame, Page
from auditor.visit.leads import key_of
from auditor.visit.plan import Plan

_MOST = 200


@dataclass(frozen=True)
class _Kept:
    page: Page
    files: dict[str, bytes]


@dataclass
class Shelf:
    """The latest shared pages by address."""

    _kept: OrderedDict[str, _Kept] = field(default_factory=OrderedDict)

    def put(self, page: Page, files: dict[str, bytes]) -> None:
        """Keep a measured page that is not part of the way to one application."""
        if page.reason is None and page.role not in FLOW_ROLES:
            self._kept[key_of(page.requested_url)] = _Kept(page, dict(files))
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def take(self, plan: Plan) -> tuple[Page, dict[str, bytes]] | None:
        """The page at the plan's address under the plan's id, with its files renamed alike; None if not kept."""
        kept = self._kept.get(key_of(plan.url))
        if kept is None or plan.role in FLOW_ROLES:
            return None
        old, new = kept.page.id, plan.id
        files = {_renamed(name, old, new): data for name, data in kept.files.items()}
        page = kept.page.model_copy(
            update={
                "id": new,
                "role": plan.role,
                "step": plan.step,
                "found_on": plan.found_on,
                "found_by": plan.found_by,
                "reused": True,
                "aria": kept.page.aria and _renamed(kept.page.aria, old, new),
                "frames": tuple(_frame(f, old, new) for f in kept.page.frames),
                "views": tuple(
                    v.model_copy(update={"screenshot": v.screenshot and _renamed(v.screenshot, old, new)})
                    for v in kept.page.views
                ),
            }
        )
        return page, files


def _frame(frame: Frame, old: str, new: str) -> Frame:
    names = {name: getattr(frame, name) for name in ("id", "parent", "dom")}
    return frame.model_copy(update={k: v and _renamed(v, old, new) for k, v in names.items()})


def _renamed(name: str, old: str, new: str) -> str:
    """Replace the page id at the start of a frame id or of a file's base name: ``dom/p3f0.html``, ``p3f0``."""
    folder, slash, base = name.rpartition("/")
    return f"{folder}{slash}{new}{base[len(old) :]}" if base.startswith(old) else name
