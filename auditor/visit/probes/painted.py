"""Contrast of text in front of gradients and pictures: the page is pictured with and without its text.

Where both pictures differ there are letters; the second shows what stands behind each point of them.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageChops

from auditor.evidence.appearance import Painted
from auditor.visit.scripts import script
from auditor.visit.worlds import World

_MOST = 12
_TALLEST = 6_000  # CSS pixels: what lies deeper is not pictured
_FAINT = 12  # steps of 255, summed over the colours: less is no letter but noise
_SLACK = 0.1  # of a ratio: edges of letters are blends
_FEW = 25  # points; fewer prove nothing

_Colour = tuple[int, int, int]
_Box = tuple[int, int, int, int]


async def read_painted(world: World, frame: str, limit: float) -> list[Painted]:
    """The contrast of every such text of the page itself, as far as it can be pictured. Leaves nothing behind.

    Raises:
        SilentFrameError: the page gives no answer.
    """
    listed = json.loads(await world.call(script("painted"), '"list"', str(_MOST), limit=limit))
    shown = [each for each in listed if _bottom(each["lines"]) <= _TALLEST]
    if not shown:
        return []
    clip = _around([line for each in shown for line in each["lines"]])
    lettered = await _picture(world, clip, limit)
    try:
        await world.call(script("painted"), '"hide"', "0", limit=limit)
        bare = await _picture(world, clip, limit)
    finally:
        await world.call(script("painted"), '"show"', "0", limit=limit)
    found = (_measured(each, lettered, bare, (clip["x"], clip["y"])) for each in shown)
    return [painted.model_copy(update={"frame": frame}) for painted in found if painted is not None]


def _bottom(lines: list[dict[str, float]]) -> float:
    return max((line["y"] + line["height"] for line in lines), default=_TALLEST + 1)


def _around(lines: list[dict[str, float]]) -> dict[str, float]:
    left, top = max(0.0, min(b["x"] for b in lines)), max(0.0, min(b["y"] for b in lines))
    right, bottom = max(b["x"] + b["width"] for b in lines), max(b["y"] + b["height"] for b in lines)
    return {"x": int(left), "y": int(top), "width": int(right - left) + 2, "height": int(bottom - top) + 2}


async def _picture(world: World, clip: dict[str, float], limit: float) -> Image.Image:
    request = {"format": "png", "captureBeyondViewport": True, "clip": {**clip, "scale": 1}}
    shot = await world.send("Page.captureScreenshot", request, limit=limit)
    return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def _measured(
    raw: dict[str, Any], lettered: Image.Image, bare: Image.Image, origin: tuple[float, float]
) -> Painted | None:
    """How much of the letters stands out too little; None where no letters were seen."""
    ink: _Colour = tuple(raw["ink"])
    ratios = [
        contrast(blended(ink, raw["alpha"], ground), ground)
        for line in raw["lines"]
        for ground in _grounds(_crop(line, origin, bare.size), lettered, bare)
    ]
    if len(ratios) < _FEW:
        return None
    low = sum(ratio < raw["needed"] - _SLACK for ratio in ratios)
    return Painted(
        node=raw["node"],
        text=raw["text"],
        needed=raw["needed"],
        share=round(low / len(ratios), 2),
        worst=round(min(ratios), 1),
        best=round(max(ratios), 1),
        brand=raw["brand"],
    )


def _crop(line: dict[str, float], origin: tuple[float, float], size: tuple[int, int]) -> _Box:
    left, top = int(line["x"] - origin[0]), int(line["y"] - origin[1])
    right, bottom = left + int(line["width"]) + 1, top + int(line["height"]) + 1
    return max(0, left), max(0, top), min(size[0], right), min(size[1], bottom)


def _grounds(box: _Box, lettered: Image.Image, bare: Image.Image) -> Iterator[_Colour]:
    """What stands behind each point of the letters."""
    if box[2] <= box[0] or box[3] <= box[1]:
        return
    under = bare.crop(box)
    change = ImageChops.difference(lettered.crop(box), under).tobytes()
    ground = under.tobytes()
    for at in range(0, len(change), 3):
        if sum(change[at : at + 3]) > _FAINT:
            yield ground[at], ground[at + 1], ground[at + 2]


def blended(ink: _Colour, alpha: float, ground: _Colour) -> _Colour:
    """A transparent colour as it looks on a ground."""
    red, green, blue = (round(i * alpha + g * (1 - alpha)) for i, g in zip(ink, ground, strict=True))
    return red, green, blue


def contrast(one: _Colour, other: _Colour) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: _Colour) -> float:
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
