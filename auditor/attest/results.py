"""What a sheet needs to know of services that were measured, out of a results.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from auditor.attest.model import AttestError, Problem
from auditor.checks.case import Outcome


@dataclass(frozen=True)
class Place:
    """A place that a person must look at: which rule doubts, on which page, why, and the element."""

    fingerprint: str
    rule: str
    page: str
    why: str
    element: str


@dataclass(frozen=True)
class Measured:
    """A service of a report. ``left_out`` counts the places of a rule beyond those that are listed."""

    url: str
    name: str
    slug: str
    places: tuple[Place, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


def read_results(path: Path) -> tuple[Measured, ...]:
    """The services of a results.json in its order.

    Raises:
        AttestError: it cannot be read or is no results.json.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(map(_measured, tree["services"]))
    except OSError as error:
        problem = Problem(str(path), 1, "unreadable", "mend-file", {"detail": error.strerror or str(error)})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        problem = Problem(str(path), 1, "no-results", "mend-results")
    raise AttestError([problem])


def _measured(service: dict[str, Any]) -> Measured:
    doubtful = [each for each in service["outcomes"] if each["outcome"] == Outcome.CANT_TELL]
    return Measured(
        url=str(service["url"]),
        name=str(service["name"] or ""),
        slug=PurePosixPath(service["scorecard"]).stem,
        places=tuple(place for each in service["outcomes"] for place in _places(each)),
        left_out=tuple((str(each["rule"]), int(each["more"])) for each in doubtful if each.get("more")),
    )


def _places(outcome: dict[str, Any]) -> Iterator[Place]:
    """Also the doubtful places of a rule that failed elsewhere."""
    for finding in outcome["findings"]:
        if finding.get("outcome", outcome["outcome"]) == Outcome.CANT_TELL:
            yield Place(
                fingerprint=str(finding["fingerprint"]),
                rule=str(outcome["rule"]),
                page=str(finding["url"]),
                why=str(finding["message"]),
                element=str(finding["target"]),
            )
