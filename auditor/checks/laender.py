"""What differs from Land to Land, read from ``rules/tables/laender.yaml`` and ``enforcement.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from auditor.checks.look import data
from auditor.evidence.model import Service
from auditor.wording import normalise


class Duty(StrEnum):
    """Whether a Land asks its municipalities for easy language and sign language."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Land:
    """One Land; ``key`` is the beginning of its municipalities' AGS."""

    code: str
    key: str
    name: str
    duty: Duty
    note: str = ""


@cache
def laender() -> tuple[Land, ...]:
    """All sixteen."""
    return tuple(
        Land(code, r["key"], r["name"], Duty(r["duty"]), r.get("note", ""))
        for code, r in data("laender").items()
    )


def land_of(service: Service) -> Land | None:
    """The Land of a service by its name or code (also DE-NW), else by its AGS; None if neither is known."""
    wanted = normalise(service.land or "").removeprefix("de-")
    key = (service.ags or "")[:2]
    for land in laender():
        if wanted in {land.code.lower(), normalise(land.name)} or (not wanted and key == land.key):
            return land
    return None


@dataclass(frozen=True)
class Body:
    """Who helps where a public body does not mend a barrier; ``pattern`` finds its name or address in a text."""

    name: str
    pattern: re.Pattern[str]


@cache
def enforcement() -> dict[str, Body]:
    """The bodies of the Länder whose own pages were read, by code of the Land."""
    return {
        code: Body(r["name"], re.compile("|".join(f"(?:{mark})" for mark in r["marks"]), re.IGNORECASE))
        for code, r in data("enforcement")["bodies"].items()
    }
