"""Where on the full page an element of a frame stands."""

from __future__ import annotations

from auditor.evidence.model import Box, Frame


def on_page(frame: Frame | None, box: Box | None) -> Box | None:
    """The box in coordinates of the full page; None where the frame's own place is not known."""
    if box is None or frame is None or frame.parent is None:
        return box
    if frame.offset is None:
        return None
    return box.model_copy(update={"x": box.x + frame.offset.x, "y": box.y + frame.offset.y})
