"""The values of a list's columns: what each must look like, and what was meant where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from auditor.catalogue import table
from auditor.evidence.model import Service
from auditor.targets.address import check_address
from auditor.targets.fault import Fault
from auditor.targets.lands import land_of, lands

_HERE = Path(__file__).parent
IGNORED = "_"  #: a column whose name starts so is none of ours
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_GROUPED = re.compile(r"\d{1,3}(?:[. '\u2019\u00a0\u202f,]\d{3})+|\d+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)


def fold(text: str) -> str:
    """The letters and digits of a name, so that spelling variants meet."""
    return re.sub(r"[^a-z0-9]+", "", text.casefold().translate(_UMLAUTS))


@cache
def _columns() -> dict[str, str]:
    names: Mapping[str, list[str]] = table(_HERE / "columns.yaml")
    return {fold(alias): column for column, aliases in names.items() for alias in aliases}


@cache
def _lands() -> dict[str, str]:
    return {
        fold(name): code for code, land in lands().items() for name in (code, f"DE-{code}", *land["names"])
    }


def column_of(name: str) -> str | None:
    """The column a header cell means, None if unknown."""
    return _columns().get(fold(name))


def unknown_column(name: str) -> Fault:
    """The fault of a header cell that means nothing, with the nearest name."""
    near = get_close_matches(fold(name), list(_columns()), n=1, cutoff=0.75)
    if not near:
        return Fault("unknown-column", "mend-column", {"value": name})
    return Fault("unknown-column", "mend-rename", {"value": name, "suggestion": _columns()[near[0]]})


def check_ags(text: str) -> str | Fault:
    """Eight digits."""
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{8}", digits):
        return digits
    if re.fullmatch(r"[0-9]{7}", digits):
        return Fault("bad-ags", "mend-zero", {"value": text, "suggestion": digits.zfill(8)})
    if re.fullmatch(r"[0-9]{12}", digits):
        return Fault("bad-ags", "mend-ars", {"value": text, "suggestion": digits[:5] + digits[9:]})
    return Fault("bad-ags", _digits_hint(digits), {"value": text})


def check_leika(text: str) -> str | Fault:
    """Fourteen digits."""
    digits = re.sub(r"[\s-]", "", text)
    if re.fullmatch(r"[0-9]{14}", digits):
        return digits
    return Fault("bad-leika", _digits_hint(digits), {"value": text})


def check_land(text: str) -> str | Fault:
    """The two letters of a Land."""
    known = _lands()
    folded = fold(text)
    if folded in known:
        return known[folded]
    near = get_close_matches(folded, list(known), n=1, cutoff=0.75)
    if near:
        return Fault("bad-land", "did-you-mean", {"value": text, "suggestion": known[near[0]]})
    codes = ", ".join(sorted(set(known.values())))
    return Fault("bad-land", "mend-land", {"value": text, "codes": codes})


def check_population(text: str) -> int | Fault:
    """A whole number; groups of three may be set apart."""
    value = text.strip()
    if _GROUPED.fullmatch(value) and value.isascii() | bool(re.search(r"[\u2019\u00a0\u202f]", value)):
        return int(re.sub(r"\D", "", value))
    return Fault("bad-population", "mend-digits", {"value": text})


def _digits_hint(digits: str) -> str:
    return "mend-rounded" if _SCIENTIFIC.fullmatch(digits) else "mend-digits"


_CHECKS: Mapping[str, Callable[[str], str | int | Fault]] = {
    "url": check_address,
    "ags": check_ags,
    "leika": check_leika,
    "land": check_land,
    "population": check_population,
}


def service_of(cells: Mapping[str, str]) -> Service | tuple[Fault, ...]:
    """The service a line describes (column → text), or everything that is wrong with the line.

    The Land is taken from the municipality key where the list does not name it.
    """
    values: dict[str, str | int] = {}
    faults: list[Fault] = []
    for column, raw in {"url": "", **cells}.items():
        text = raw.strip()
        if not text and column != "url":
            continue
        value = _CHECKS.get(column, " ".join)(text) if column in _CHECKS else " ".join(text.split())
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[column] = value
    contradiction = _place_in_land(values)
    if contradiction is not None:
        faults.append(contradiction)
    return tuple(faults) if faults else Service.model_validate(values)


def _place_in_land(values: dict[str, str | int]) -> Fault | None:
    ags = values.get("ags")
    home = land_of(str(ags)) if ags is not None else None
    if home is None or values.setdefault("land", home) == home:
        return None
    params = {"value": str(ags), "other": home, "land": str(values["land"])}
    return Fault("land-ags", "mend-land-ags", params)
