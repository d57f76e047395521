"""What ``auditor register`` says of municipalities and of changes, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from auditor.cli.words import say
from auditor.targets.register import Changes, Comparison, Municipality, Register, Sum
from auditor.targets.register.model import kind_name

_MEMBERS = 12


def facts(each: Municipality, register: Register, known: Changes, lang: str) -> Iterator[str]:
    """All the register knows of a municipality, and the keys it had."""
    yield each.name
    facts = {
        "register-key": each.ags,
        "register-ars": each.ars,
        "register-land": each.land,
        "register-district-name": f"{each.district} ({each.district_key})",
        "register-kind": kind_name(each.kind, lang),
        "register-population": _grouped(each.population, lang),
        "register-area": f"{_decimal(each.area_ha / 100, lang)} km²",
        **_provided(each, register, lang),
        **_former(each, register, known, lang),
        "register-day": each.as_of.isoformat(),
    }
    yield from (f"{say(key, lang)}: {value}" for key, value in facts.items())


def _provided(each: Municipality, register: Register, lang: str) -> dict[str, str]:
    """By whom it is administered, or for whom it does that, and who else is in it."""
    group = each.association
    if group is None or not (group.shared or group.partly):
        return {}
    kind = kind_name(group.kind, lang)
    members = [member.short for member in register.members(group.key)]
    if each.provider is not None:
        carrier = register.municipality(group.carrier) if group.carrier is not None else None
        by = f"{group.name} ({kind}, {group.key})"
        if carrier is not None:
            by = f"{carrier.name} ({kind}, {carrier.ags})"
        return {"register-provider": by, "register-members": _some(members)}
    if group.partly:
        return {"register-partly": f"{group.name} ({kind}, {group.key})", "register-members": _some(members)}
    return {"register-carries": _some([name for name in members if name != each.short])}


def _former(each: Municipality, register: Register, known: Changes, lang: str) -> dict[str, str]:
    """Which keys it has had, or taken over, until when."""
    keys = known.former(each.ags, register.as_of or date.min)
    ends = [known.ended(key)[0] for key in keys]
    told = [f"{end.old} {end.old_name}".strip() for end in ends]
    ended = [
        say("register-ended", lang, town=town, day=end.day) for town, end in zip(told, ends, strict=True)
    ]
    return {"register-former": ", ".join(ended)} if ended else {}


def listed(found: Sequence[Municipality], wanted: str, lang: str) -> Iterator[str]:
    """Several municipalities of a name."""
    yield say("register-several", lang, count=len(found), value=wanted)
    for each in sorted(found, key=lambda each: each.ags):
        yield f"{each.ags} {each.name} ({each.district}, {each.land})"


def nobody(register: Register, known: Changes, wanted: str, lang: str) -> str:
    """That nobody is known by this name or key, and what may have been meant."""
    parts = [say("register-no-such", lang, value=wanted)]
    split = [each for each in known.ended(wanted) if each.kind == "split"]
    if split:
        into = ", ".join(f"{each.new} {each.new_name}".strip() for each in split)
        return " ".join([*parts, say("register-split", lang, day=split[0].day, into=into)])
    near = ", ".join(f"{each.ags} {each.name}" for each in register.near(wanted))
    if near:
        parts.append(say("register-nearest", lang, near=near))
    return " ".join(parts)


def proposal(found: Comparison, lang: str) -> Iterator[tuple[str, list[str]]]:
    """How the mergers add up, and what is left to a person: each a title and its lines."""
    if found.sums:
        yield say("changes-sums", lang, count=len(found.sums)), [_added_up(each, lang) for each in found.sums]
    left = [("changes-gone", town) for town in found.gone] + [("changes-new", town) for town in found.new]
    if not left:
        return
    lines = [say(key, lang, **_sized(town, lang)) for key, town in left]
    for was, town in found.grown:
        areas = f"{_grouped(was.area_ha, lang)} → {_grouped(town.area_ha, lang)}"
        lines.append(say("changes-grown", lang, name=town.name, ags=town.ags, areas=areas))
    yield say("changes-open", lang, count=len(left)), lines


def _added_up(each: Sum, lang: str) -> str:
    areas = " + ".join(f"{_grouped(old.area_ha, lang)} ({old.short})" for old in each.olds)
    people = " + ".join(_grouped(old.population, lang) for old in each.olds)
    sums = {
        "sum": _grouped(sum(old.area_ha for old in each.olds), lang),
        "all": _grouped(sum(old.population for old in each.olds), lang),
    }
    return say("changes-sum", lang, areas=areas, people=people, **sums, **_sized(each.receiver, lang))


def _sized(town: Municipality, lang: str) -> dict[str, str]:
    area, people = _grouped(town.area_ha, lang), _grouped(town.population, lang)
    return {"name": town.name, "ags": town.ags, "area": area, "population": people}


def _some(names: Sequence[str]) -> str:
    more = [f"… ({len(names)})"] if len(names) > _MEMBERS else []
    return ", ".join([*names[:_MEMBERS], *more])


def _grouped(number: int, lang: str) -> str:
    text = f"{number:,}"
    return text if lang == "en" else text.replace(",", ".")


def _decimal(number: float, lang: str) -> str:
    text = f"{number:,.2f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))
