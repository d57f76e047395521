"""Cuts pictures for the report out of full-page screenshots: what a finding points at, and each page at a glance."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PIL import Image, ImageDraw

from auditor.evidence.bundle import Bundle, BundleError, open_bundle
from auditor.evidence.model import Box, Evidence, View
from auditor.judge.result import Finding, PageSummary

PAD = 24  # CSS px of surroundings on each side
MIN_WIDTH, MIN_HEIGHT = 420, 160  # CSS px; smaller says nothing about where one is
MAX_WIDTH, MAX_HEIGHT = 1000, 480  # CSS px; larger shows a page, not a place
OUTPUT_WIDTH = 900  # picture px
THUMB = (480, 320)  # picture px
_OUTLINE = (196, 24, 30)
_HALO = (255, 255, 255)
_QUALITY = 72
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Picture:
    """A picture in the report; ``path`` is relative to the report's folder, sizes are picture px."""

    path: str
    width: int
    height: int


class Album:
    """All pictures of one service; ``save`` writes bytes to a path relative to the report.

    A context manager, since it keeps the evidence open. Evidence that is gone or damaged means no pictures.
    """

    def __init__(self, slug: str, bundle: Path | None, save: Callable[[str, bytes], None]) -> None:
        self.slug, self._save = slug, save
        self._bundle = _opened(bundle)
        self._sheets: dict[str, Image.Image | None] = {}

    def __enter__(self) -> Album:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bundle:
            self._bundle.close()

    @property
    def evidence(self) -> Evidence | None:
        """The evidence itself, if it can still be read."""
        return self._bundle.evidence if self._bundle else None

    def crop(self, finding: Finding, page: PageSummary | None) -> Picture | None:
        """The element a finding points at, outlined, with its surroundings; None where nothing can be seen."""
        box = finding.box
        view = self._view(finding, page) if page else None
        sheet = self._sheet(view.screenshot) if view else None
        if view is None or sheet is None or box is None or box.width < 1 or box.height < 1:
            return None
        image = _cut(sheet, box, view.screenshot_scale)
        return self._keep(image, _file_name(finding.fingerprint)) if image else None

    def thumbnail(self, page: PageSummary) -> Picture | None:
        """The top of the page, as a resident sees it first."""
        sheet = self._sheet(page.screenshot)
        if sheet is None or sheet.width < 2:
            return None
        height = min(sheet.height, round(sheet.width * THUMB[1] / THUMB[0]))
        image = sheet.crop((0, 0, sheet.width, height))
        small = image.resize(
            (THUMB[0], max(1, round(THUMB[0] * height / sheet.width))), Image.Resampling.LANCZOS
        )
        return self._keep(small, f"page-{_file_name(page.id)}")

    def _view(self, finding: Finding, page: PageSummary) -> View | None:
        """The screen size in which the finding's box was measured: the desktop, unless a smaller one names it."""
        views = [
            v for p in (self.evidence.pages if self.evidence else ()) if p.id == page.id for v in p.views
        ]
        smaller = (v for v in views if v.name != "desktop" and _names(v, finding))
        desktop = (v for v in views if v.screenshot == page.screenshot)
        return next(smaller, None) or next(desktop, None)

    def _keep(self, image: Image.Image, name: str) -> Picture:
        path = f"shots/{self.slug}/{name}.webp"
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=_QUALITY, method=4)
        self._save(path, buffer.getvalue())
        return Picture(path, image.width, image.height)

    def _sheet(self, name: str | None) -> Image.Image | None:
        """A full-page screenshot; only the last one stays in memory, since findings come page by page."""
        if not name or self._bundle is None:
            return None
        if name not in self._sheets:
            self._sheets = {name: _load(self._bundle, name)}
        return self._sheets[name]


def _opened(path: Path | None) -> Bundle | None:
    try:
        return open_bundle(path) if path else None
    except BundleError:
        return None


def _load(bundle: Bundle, name: str) -> Image.Image | None:
    try:
        return Image.open(io.BytesIO(bundle.read(name))).convert("RGB")
    except (BundleError, KeyError, OSError, Image.DecompressionBombError):
        return None


def _names(view: View, finding: Finding) -> bool:
    """Whether this view lists the very element of the finding; its size tells it from the one on the desktop."""
    box = finding.box
    return box is not None and any(
        node.selector == finding.target
        and node.box
        and (node.box.width, node.box.height) == (box.width, box.height)
        for node in (*view.overflow, *view.small_targets)
    )


def _file_name(text: str) -> str:
    text = text.replace("#", "-")
    return text if _SAFE.fullmatch(text) else hashlib.sha256(text.encode()).hexdigest()[:20]


def _span(start: float, size: float, least: int, most: int, limit: float) -> tuple[float, float]:
    """Start and end of the cut along one axis: the element in the middle, or its beginning where it is long."""
    length = min(max(size + 2 * PAD, least), most, limit)
    begin = start - PAD if size + 2 * PAD > length else start + size / 2 - length / 2
    begin = min(max(begin, 0), limit - length)
    return begin, begin + length


def _cut(sheet: Image.Image, box: Box, scale: float) -> Image.Image | None:
    """Cut the box out of the full page; None where it lies outside the picture."""
    page_width, page_height = sheet.width / scale, sheet.height / scale
    if box.x >= page_width or box.y >= page_height or box.x + box.width <= 0 or box.y + box.height <= 0:
        return None
    left, right = _span(box.x, box.width, MIN_WIDTH, MAX_WIDTH, page_width)
    top, bottom = _span(box.y, box.height, MIN_HEIGHT, MAX_HEIGHT, page_height)
    edges = [round(v * scale) for v in (left, top, right, bottom)]
    image = sheet.crop((edges[0], edges[1], max(edges[2], edges[0] + 1), max(edges[3], edges[1] + 1)))
    ratio = min(1.0, OUTPUT_WIDTH / image.width)
    if ratio < 1:
        size = (round(image.width * ratio), max(1, round(image.height * ratio)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    _outline(image, Box(x=box.x - left, y=box.y - top, width=box.width, height=box.height), scale * ratio)
    return image


def _outline(image: Image.Image, box: Box, scale: float) -> None:
    """A red frame with a white halo, so that it stands out on any colour."""
    draw = ImageDraw.Draw(image)
    x0, y0 = box.x * scale - 4, box.y * scale - 4
    x1, y1 = (box.x + box.width) * scale + 4, (box.y + box.height) * scale + 4
    inside = (max(x0, 2), max(y0, 2), min(x1, image.width - 3), min(y1, image.height - 3))
    if inside[2] <= inside[0] or inside[3] <= inside[1]:
        return
    outer = (inside[0] - 2, inside[1] - 2, inside[2] + 2, inside[3] + 2)
    draw.rectangle(outer, outline=_HALO, width=7)
    draw.rectangle(inside, outline=_OUTLINE, width=3)
