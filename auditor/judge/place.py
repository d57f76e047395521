"""Where on the full page an element of a frame stands."""

from __future__ import annotations

from auditor.evidence.model import Box, Frame, Page


def on_page(page: Page | None, frame: Frame | None, box: Box | None) -> Box | None:
    """The box in coordinates of the full page; None where the frame's own place is not known."""
    if box is None or page is None or frame is None:
        return box
    known = {each.id: each for each in page.frames}
    x, y = box.x, box.y
    passed: set[str] = set()
    while frame.parent is not None:
        if frame.offset is None or frame.id in passed or frame.parent not in known:
            return None
        passed.add(frame.id)
        x, y = x + frame.offset.x, y + frame.offset.y
        frame = known[frame.parent]
    return box.model_copy(update={"x": x, "y": y})
