"""The axe-core script: the one axe-playwright-python carries, or a newer one by option."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

_VERSION = re.compile(r"axe v(\d+\.\d+\.\d+)")


@dataclass(frozen=True)
class Engine:
    """axe-core's source and version."""

    source: str
    version: str


class EngineError(Exception):
    """The chosen file is not axe-core."""


def load_engine(path: Path | None = None) -> Engine:
    """Read axe-core from ``path``, or the bundled one.

    Raises:
        EngineError: the file is missing or no axe-core.
    """
    # Read as data: importing the package decodes the script in the machine's code page, which fails on Windows.
    place = path or files("axe_playwright_python").joinpath("axe.min.js")
    try:
        source = place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EngineError(
            f"{place}: cannot be read as axe-core ({error}); give the path of axe.min.js"
        ) from error
    found = _VERSION.search(source[:2000])
    if not found:
        raise EngineError(f"{place}: this is not axe-core (no version line); give the path of axe.min.js")
    return Engine(source, found.group(1))
