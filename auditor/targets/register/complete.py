"""What the register knows of a target: missing facts are filled in, contradictions and unknown keys are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from auditor.targets.model import Absent, Note, Problem, Target
from auditor.targets.register.model import Municipality, Register
from auditor.targets.values import fold

_AGS = 8


def completed(target: Target | Absent, register: Register) -> Iterator[Target | Absent | Problem | Note]:
    """The target with name, Land and population of its municipality; never a guess from a name.

    A key the register does not know is a note: the register may be of another year. A key and a name that belong to
    two different municipalities are a mistake, because one of them would be blamed for the other.
    """
    holder = target.offer.holder if target.offer is not None else None
    found = register.municipality(holder or "")
    if holder is None or found is None:
        yield target
        if holder is not None:
            yield from _unknown(target, holder, register)
        return
    name = _name(target)
    other = _other(name, found, register)
    if other is not None:
        params = {
            "value": found.ags,
            "name": found.name,
            "other": name or "",
            "suggestion": other.ags,
        }
        yield Problem(target.place, "register-other", params, "mend-register-other")
        return
    if isinstance(target, Absent):
        yield target
        return
    known: dict[str, Any] = {
        "municipality": found.short,
        "land": found.land or None,
        "population": found.population,
    }
    missing = {name: value for name, value in known.items() if getattr(target.service, name) is None}
    yield replace(target, service=target.service.model_copy(update=missing))


def _other(name: str | None, found: Municipality, register: Register) -> Municipality | None:
    """Another municipality that bears this very name, if the one of the key does not bear anything like it."""
    if name is None:
        return None
    own = [found.name, found.short, found.district]
    if found.association is not None:
        own.append(found.association.name)
    if any(_alike(name, each) for each in own):
        return None
    return next(iter(register.named(name)), None)


def _alike(one: str, other: str) -> bool:
    """Whether all words of one name are among those of the other: „Stadt Mühlbach“ and „Mühlbach“."""
    words, others = ({fold(word) for word in re.findall(r"\w+", name)} for name in (one, other))
    return fold(one) == fold(other) or bool(words and others and (words <= others or others <= words))


def _unknown(target: Target | Absent, ags: str, register: Register) -> Iterator[Note]:
    """That the register does not know a municipality or an association."""
    day = register.as_of.isoformat() if register.as_of is not None else ""
    params = {"value": ags, "day": day}
    if len(ags) != _AGS:
        if not register.members(ags):
            yield Note(target.place, "register-association", params, "mend-register-unknown")
        return
    district = register.district(ags[:5])
    if district and ags.endswith("000"):
        yield Note(target.place, "register-district", {**params, "name": district}, "mend-register-district")
        return
    named = register.named(_name(target) or "")
    near = named if len(named) == 1 else register.near(ags)
    if not near:
        yield Note(target.place, "register-unknown", params, "mend-register-unknown")
        return
    meant = f"{near[0].ags} {near[0].name}"
    yield Note(target.place, "register-unknown", {**params, "suggestion": meant}, "did-you-mean")


def _name(target: Target | Absent) -> str | None:
    return target.service.municipality if isinstance(target, Target) else target.municipality
