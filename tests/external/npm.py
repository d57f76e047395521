"""What external subjects need of npm: fetched by the test, never committed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_SECONDS = 240
_OUT_OF_REACH = (
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "E404",
    "network",
    "certificate",
)


def npm(folder: Path, *words: str) -> None:
    """Run npm in a folder; the test is skipped, and says why, where npm or its registry is out of reach."""
    program = shutil.which("npm")
    if program is None:
        pytest.skip("npm is not on this machine")
    try:
        done = subprocess.run(
            [program, *words, "--loglevel=error"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm {words[0]} took more than {_SECONDS} s")
    if done.returncode != 0:
        if any(word in done.stderr for word in _OUT_OF_REACH):
            pytest.skip(f"the npm registry is out of reach: {done.stderr[-200:]}")
        pytest.fail(f"npm {words[0]}: {done.stderr[-600:]}")
