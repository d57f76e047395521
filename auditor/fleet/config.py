"""The settings of a run that change what is measured, as data: kept with the run, compared before it is resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from auditor import __version__
from auditor.visit.settings import VisitSettings

#: Where a run finds its browser and its test hosts does not change what it measures; headers and accounts are secrets.
_ELSEWHERE = frozenset({"browser", "hosts", "axe", "sandbox", "headers", "accounts"})


def config_of(settings: VisitSettings, rulebook: str) -> dict[str, Any]:
    """Everything that decides the verdicts, in JSON's types; ``rulebook`` is its version."""
    kept = {name: _plain(value) for name, value in asdict(settings).items() if name not in _ELSEWHERE}
    kept["accounts"] = sorted(settings.accounts)  # the hosts, never who logs in there
    if settings.axe is not None:
        kept["axe"] = hashlib.sha256(settings.axe.read_bytes()).hexdigest()[:12]
    return {"tool": __version__, "rulebook": rulebook, **kept}


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of the settings in which two runs differ."""
    return tuple(sorted(key for key in {*one, *other} if one.get(key) != other.get(key)))


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset, tuple, list)):
        return sorted(map(str, value))
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)
