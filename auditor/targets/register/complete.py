"""What the register knows of a target: missing facts are filled in, contradictions and unknown keys are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor.targets.model import Note, Problem, Target
from auditor.targets.register.model import Municipality, Register
from auditor.targets.values import fold


def completed(target: Target, register: Register) -> Iterator[Target | Problem | Note]:
    """The target with name, Land and population of its municipality; never a guess from a name.

    A key the register does not know is a note: the register may be of another year. A key and a name that belong to
    two different municipalities are a mistake, because one of them would be blamed for the other.
    """
    service = target.service
    if service.ags is None:
        yield target
        return
    found = register.municipality(service.ags)
    if found is None:
        yield target
        yield _unknown(target, service.ags, register)
        return
    other = _other(service.municipality, found, register)
    if other is not None:
        params = {
            "value": found.ags,
            "name": found.name,
            "other": service.municipality or "",
            "suggestion": other.ags,
        }
        yield Problem(target.place, "register-other", params, "mend-register-other")
        return
    known: dict[str, Any] = {
        "municipality": found.short,
        "land": found.land or None,
        "population": found.population,
    }
    missing = {name: value for name, value in known.items() if getattr(service, name) is None}
    yield Target(service.model_copy(update=missing), target.place, target.key)


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


def _unknown(target: Target, ags: str, register: Register) -> Note:
    day = register.as_of.isoformat() if register.as_of is not None else ""
    params = {"value": ags, "day": day}
    district = register.district(ags[:5])
    if district and ags.endswith("000"):
        return Note(target.place, "register-district", {**params, "name": district}, "mend-register-district")
    named = register.named(target.service.municipality or "")
    near = named if len(named) == 1 else register.near(ags)
    if not near:
        return Note(target.place, "register-unknown", params, "mend-register-unknown")
    meant = f"{near[0].ags} {near[0].name}"
    return Note(target.place, "register-unknown", {**params, "suggestion": meant}, "did-you-mean")
