"""No check breaks on evidence that is empty, hostile or huge."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from auditor.checks import (
    evaluation,
    headers,
    inclusion,
    law,
    look,
    notice,
    openness,
    privacy,
    responsibility,
    speed,
    support,
    told,
    trust,
)
from auditor.checks.case import Case, Observation, Outcome
from auditor.evidence.model import Cookie, Form, Reason, Role

CHECKS: dict[str, Callable[[Case], Iterable[Observation]]] = {
    name: check
    for module in (
        evaluation,
        headers,
        inclusion,
        law,
        notice,
        openness,
        privacy,
        responsibility,
        speed,
        support,
        told,
        trust,
    )
    for name, check in vars(module).items()
    if getattr(check, "__module__", "") == module.__name__
    and getattr(check, "__annotations__", {}).get("case")
    if not name.startswith("_")
}
HOSTILE = "\u202e<script>alert(1)</script> ((((((( [at] § § § 0000000000 =cmd|' /C calc'!A1"


def test_all_checks_were_found() -> None:
    assert len(CHECKS) >= 60


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_seen_proves_nothing(build: Any, name: str) -> None:
    for case in (build.case(), build.case(build.page(reason=Reason.DNS)), build.case(municipality=None)):
        assert not [o for o in CHECKS[name](case) if o.outcome in {Outcome.FAILED, Outcome.PASSED}]


@pytest.mark.parametrize("name", CHECKS)
def test_hostile_pages(build: Any, name: str) -> None:
    pages = [
        build.page(
            role,
            title=HOSTILE,
            texts=[HOSTILE],
            links=[(HOSTILE, "http://[bad"), ("", "mailto:"), ("Impressum", "http://[bad")],
            controls=[
                build.control(HOSTILE, kind, options=(HOSTILE,))
                for kind in ("text", "radio", "select", "checkbox")
            ],
            forms=[Form(selector="f", tag="form", index=0, action="http://[bad", method="dialog")],
            images=[None, HOSTILE],
            cookies=(Cookie(name=HOSTILE, domain=""),),
        )
        for role in (Role.ENTRY, Role.FORM, Role.IMPRINT, Role.PRIVACY)
    ]
    assert all(o.outcome for o in CHECKS[name](build.case(*pages)))


@pytest.mark.parametrize(
    "words", ["a" * 4000, "0 " * 2000, "nicht " * 700, "§ 5 " * 1000, "a@" * 2000, "oder telefon " * 300]
)
def test_phrases_take_no_time(words: str) -> None:
    start = time.perf_counter()
    for name in look.data("phrases"):
        look.phrase(name).search(words)
    assert time.perf_counter() - start < 2
