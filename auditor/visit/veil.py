"""Keeps the credentials of test accounts out of everything that is kept: evidence, files, pictures, messages."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Protocol
from urllib.parse import quote, quote_plus

from PIL import Image, ImageDraw

from auditor.evidence.model import Evidence
from auditor.visit.scripts import script
from auditor.visit.worlds import SilentFrameError, World

MASK = "•••"
_PICTURES = (".jpg", ".jpeg", ".png", ".pdf")


class Keeper(Protocol):
    """Where files of the bundle go."""

    def add(self, name: str, data: bytes) -> str:
        """Keep a file."""
        ...


@dataclass(frozen=True)
class Veil:
    """Masks some words, however they are written: in addresses, in markup, in JSON, in base64."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.secrets)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """All ways in which the words may be written, the longest first."""
        return tuple(sorted({w for s in self.secrets for w in _written(s)}, key=len, reverse=True))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.spellings)), re.I)

    def text(self, text: str) -> str:
        """The text without the words."""
        return self._pattern.sub(MASK, text) if self else text

    def data(self, name: str, data: bytes) -> bytes:
        """A file without the words; pictures are painted over when they are taken (:func:`cover`)."""
        if not self or name.lower().endswith(_PICTURES):
            return data
        return self.text(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def evidence(self, evidence: Evidence) -> Evidence:
        """The evidence without the words."""
        return Evidence.model_validate_json(self.text(evidence.model_dump_json())) if self else evidence


@dataclass(frozen=True)
class Veiled:
    """A keeper that keeps nothing unmasked."""

    keeper: Keeper
    veil: Veil

    def add(self, name: str, data: bytes) -> str:
        """Keep a file, masked."""
        return self.keeper.add(name, self.veil.data(name, data))


def _written(secret: str) -> Iterator[str]:
    yield from (secret, quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret))
    for plain in (True, False):
        yield json.dumps(secret, ensure_ascii=plain)[1:-1]
    yield html.escape(secret, quote=False)
    yield base64.b64encode(secret.encode()).decode().rstrip("=")


async def cover(picture: bytes, worlds: Iterable[World], veil: Veil, limit: float) -> bytes | None:
    """The picture with every place painted over where one of the words stands; None where that cannot be said.

    Args:
        picture: JPEG of the whole page, one pixel per CSS pixel, from its upper left corner.
        worlds: our place in every frame, the page's own first.
        veil: the words.
        limit: seconds for each frame.
    """
    boxes: list[list[float]] = []
    for index, world in enumerate(worlds):
        try:
            found = json.loads(await world.call(script("where"), json.dumps(veil.secrets), limit=limit))
        except (SilentFrameError, ValueError, TypeError):
            return None
        if index and found:  # where a frame stands in the picture is not known
            return None
        boxes += found
    if not boxes:
        return picture
    image = Image.open(BytesIO(picture)).convert("RGB")
    brush = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        brush.rectangle((left - 2, top - 2, right + 2, bottom + 2), fill=(0, 0, 0))
    out = BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
