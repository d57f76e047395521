"""File patterns, for shells that leave them to the program (Windows) and for quoted ones."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterable
from pathlib import Path

_PATTERN = re.compile(r"[*?\[]")


def expand(args: Iterable[str]) -> list[str]:
    """Every argument that is a pattern and matches files is replaced by them, sorted; addresses are left alone."""
    return [path for arg in args for path in _matches(arg)]


def _matches(arg: str) -> list[str]:
    if "://" in arg or not _PATTERN.search(arg) or Path(arg).exists():
        return [arg]
    return sorted(glob.glob(arg, recursive=True)) or [arg]  # noqa: PTH207 - also absolute patterns
