"""Pictures of the window, and whether two of them differ where an element stands."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable

from PIL import Image, ImageChops

from auditor.visit.worlds import World

Rect = tuple[float, float, float, float]

MARGIN = 10  # CSS pixels around an element within which a focus ring is looked for
_FAINT = 16  # of 255: a smaller change of a colour channel is not seen
_FEW = 6  # changed pixels; fewer are noise
_LIMIT = 5.0


async def shoot(world: World) -> Image.Image:
    """The window as it looks now; one CSS pixel is one pixel.

    Raises:
        SilentFrameError: no picture in time.
        ValueError: the browser gave no picture.
    """
    how = {"format": "png", "optimizeForSpeed": True}
    shot = await world.send("Page.captureScreenshot", how, limit=_LIMIT)
    return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def region(rects: Iterable[Rect], margin: float = MARGIN) -> Rect | None:
    """The smallest rectangle around all of them, with a margin; None without any."""
    boxes = list(rects)
    if not boxes:
        return None
    return (
        min(b[0] for b in boxes) - margin,
        min(b[1] for b in boxes) - margin,
        max(b[2] for b in boxes) + margin,
        max(b[3] for b in boxes) + margin,
    )


def moved(rects: Iterable[Rect], by: tuple[float, float]) -> list[Rect]:
    """The rectangles of a frame, as the window sees them."""
    return [(r[0] + by[0], r[1] + by[1], r[2] + by[0], r[3] + by[1]) for r in rects]


def differ(
    one: Image.Image, other: Image.Image, where: Rect | None = None, without: Rect | None = None
) -> bool:
    """Whether a person could see a difference in ``where`` (everywhere if None), ``without`` left out."""
    if one.size != other.size:
        return True
    change = ImageChops.difference(one, other)
    if without is not None and (cut := _whole(without, one.size)):
        change.paste((0, 0, 0), cut)
    if where is not None:
        spot = _whole(where, one.size)
        if spot is None:
            return False
        change = change.crop(spot)
    red, green, blue = change.split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(strongest.histogram()[_FAINT + 1 :]) >= _FEW


def _whole(rect: Rect, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    left, top = max(0, int(rect[0])), max(0, int(rect[1]))
    right, bottom = min(size[0], int(rect[2]) + 1), min(size[1], int(rect[3]) + 1)
    return (left, top, right, bottom) if right > left and bottom > top else None
