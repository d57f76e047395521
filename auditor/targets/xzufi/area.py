"""Areas: which municipality a key means, if it means one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditor.targets.lands import city_state, land_of, lands
from auditor.targets.register.model import Register
from auditor.targets.values import is_association
from auditor.targets.xzufi.objects import Area

_ARS = 12
_AGS = 8
_DISTRICT = 5


@dataclass(frozen=True)
class Where:
    """The columns an area gives a target, and what the area is called if it is neither a municipality's nor the area of
    an association that offers services for its members."""

    cells: dict[str, str] = field(default_factory=dict)
    wide: str = ""


def where(area: Area, register: Register | None, names: Mapping[str, str]) -> Where:
    """The place an area means. Never a guess: a district is not told from a town of its own without a register."""
    digits = area.text
    name = names.get(digits, "")
    lengths = {_ARS, _AGS} if area.digits is None else {area.digits}
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in lengths:
        return Where(wide=_shown(digits, name))
    if len(digits) != _AGS:
        digits = digits.ljust(_ARS, "0")
    code = land_of(digits)
    cells = {} if code is None else {"land": code}
    ags = _municipality(digits, register)
    if ags is None and is_association(digits):
        return Where({**cells, "ars": digits})
    if ags is None:
        return Where(cells, _shown(digits, name or _area_name(digits, register)))
    known = register.municipality(ags) if register is not None else None
    town = name or (known.short if known is not None else city_state(ags) or "")
    return Where({**cells, "ags": ags, "municipality": town})


def _area_name(digits: str, register: Register | None) -> str:
    """What a federal, Land or district key is called."""
    code = land_of(digits)
    if not digits.strip("0"):
        return "Bund"
    if code is not None and not digits[2:].strip("0"):
        return str(lands()[code]["names"][0])
    return (register.district(digits[:_DISTRICT]) or "") if register is not None else ""


def _municipality(digits: str, register: Register | None) -> str | None:
    """The municipality key in a regional key, if it is certain that it names a municipality."""
    ags = digits if len(digits) == _AGS else digits[:_DISTRICT] + digits[-3:]
    if register is not None and register.municipality(ags) is not None:
        inside = len(digits) == _AGS or register.by_ars(digits) is not None or not digits.endswith("000")
        return ags if inside else None
    if not ags.endswith("000"):
        return ags
    return ags if city_state(ags) is not None and not ags[2:].strip("0") else None


def _shown(digits: str, name: str) -> str:
    return f"{digits} ({name})" if name else digits
