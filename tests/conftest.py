"""Fixtures shared by all tests: the zoo."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.sites.zoo import Zoo

# No test depends on how fast the machine is.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")


@pytest.fixture(scope="session")
def zoo() -> Iterator[Zoo]:
    """The running zoo."""
    with Zoo() as running:
        yield running
