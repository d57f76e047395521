"""Criterion 11: how fast and how heavy pages feel on a phone. One machine measured, so nothing here ever fails."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, passed
from auditor.evidence.model import Image


def _limit(name: str) -> float:
    return float(look.data("speed")[name])


def appears_promptly(case: Case) -> Iterator[Observation]:
    """The main thing shows up at once (largest contentful paint)."""
    for page in case.flow:
        lcp = page.metrics.lcp
        if lcp is not None and lcp > _limit("largest_paint_ms"):
            yield cant_tell(page, "slow", page=look.title(page), seconds=f"{lcp / 1000:.1f}")
        elif lcp is not None:
            yield passed(page)


def stands_still(case: Case) -> Iterator[Observation]:
    """Content does not jump while loading (cumulative layout shift)."""
    for page in case.flow:
        shift = page.metrics.cls
        if shift is not None and shift > _limit("layout_shift"):
            yield cant_tell(page, "jumps", page=look.title(page), shift=f"{shift:.2f}")
        elif shift is not None:
            yield passed(page)


def light_pages(case: Case) -> Iterator[Observation]:
    """A page does not use up the data of a mobile contract, and does not ask a hundred times."""
    for page in case.flow:
        measured = page.metrics
        heavy = measured.bytes > _limit("page_bytes")
        if heavy:
            yield cant_tell(page, "heavy", page=look.title(page), megabytes=f"{measured.bytes / 1e6:.0f}")
        if measured.requests > _limit("requests"):
            yield cant_tell(page, "many", page=look.title(page), count=measured.requests, subject="requests")
        elif measured.bytes and not heavy:
            yield passed(page)


def answers_at_once(case: Case) -> Iterator[Observation]:
    """While loading, the page is not busy for so long that a tap finds no answer."""
    for page in case.flow:
        busy = page.metrics.long_tasks
        if busy is not None and busy > _limit("busy_ms"):
            yield cant_tell(page, "busy", page=look.title(page), seconds=f"{busy / 1000:.1f}")
        elif busy is not None:
            yield passed(page)


def images_fit(case: Case) -> Iterator[Observation]:
    """Images are not sent many times larger than they are shown."""
    for page in case.flow:
        shown = [(frame, i) for frame, d in documents(page) for i in d.images if _is_raster(i)]
        wide = [(frame, image) for frame, image in shown if _too_wide(image)]
        for frame, image in wide:
            width = round(image.box.width) if image.box else 0
            yield cant_tell(
                page, "wide", page=look.title(page), sent=image.width, shown=width, node=image, frame=frame
            )
        if shown and not wide:
            yield passed(page)


def _is_raster(image: Image) -> bool:
    """A picture made of dots; drawings (SVG) have no size of their own."""
    path = image.src.partition("?")[0].lower()
    return (
        bool(image.width and image.box and image.visible)
        and not path.endswith(".svg")
        and "svg+xml" not in path
    )


def _too_wide(image: Image) -> bool:
    """Far more dots than even a sharp screen can show."""
    shown = image.box.width if image.box else 0
    return image.width > _limit("image_least_px") and image.width > shown * _limit("image_times")
