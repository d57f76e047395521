"""Distances on a page, in CSS pixels."""

from __future__ import annotations

from auditor.evidence.model import Box


def gap(one: Box, other: Box) -> float:
    """How far two boxes are apart, in the direction they are farther; 0 where they touch."""
    down = max(other.y - (one.y + one.height), one.y - (other.y + other.height), 0.0)
    across = max(other.x - (one.x + one.width), one.x - (other.x + other.width), 0.0)
    return max(down, across)
