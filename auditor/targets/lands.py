"""The sixteen Länder: their codes, and the first digits of the municipality keys in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from auditor.catalogue import table

_TABLE = Path(__file__).with_name("lands.yaml")


def lands() -> Mapping[str, Any]:
    """The table: code → first two digits of the key (``ags``), names, ``city`` for a Land that is one municipality."""
    return table(_TABLE)  # type: ignore[no-any-return]


@cache
def _by_key() -> dict[str, str]:
    return {land["ags"]: code for code, land in lands().items()}


def land_of(key: str) -> str | None:
    """The Land a municipality or regional key belongs to."""
    return _by_key().get(key[:2])


def city_state(key: str) -> str | None:
    """The name of the Land with this two-digit key that is a single municipality."""
    code = land_of(key)
    land = lands()[code] if code is not None else {}
    return str(land["names"][0]) if land.get("city") else None
