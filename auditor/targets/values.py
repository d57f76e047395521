"""The values of a list's columns: what each must look like, and what was meant where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from auditor.catalogue import table
from auditor.targets.address import check_address
from auditor.targets.days import read_date
from auditor.targets.fault import Fault
from auditor.targets.lands import city_state, land_of, lands

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


@cache
def _states() -> dict[str, str]:
    names: Mapping[str, list[str]] = table(_HERE / "states.yaml")
    return {fold(alias): state for state, aliases in names.items() for alias in aliases}


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


def check_ars(text: str) -> str | Fault:
    """Twelve digits."""
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{12}", digits):
        known = not _wide(digits) or city_state(digits) is not None
        return digits if known else Fault("wide-ars", "mend-wide", {"value": text})
    if re.fullmatch(r"[0-9]{11}", digits):
        return Fault("bad-ars", "mend-zero", {"value": text, "suggestion": digits.zfill(12)})
    if re.fullmatch(r"[0-9]{9}", digits):
        return Fault("bad-ars", "mend-association", {"value": text, "suggestion": f"{digits}000"})
    if re.fullmatch(r"[0-9]{8}", digits):
        return Fault("bad-ars", "mend-ags-column", {"value": text})
    return Fault("bad-ars", _digits_hint(digits), {"value": text})


def _wide(ars: str) -> bool:
    """Whether it is the key of the federation, a Land or a Regierungsbezirk."""
    return not ars[3:].strip("0")


def is_association(ars: str) -> bool:
    """Whether a regional key names an association of municipalities, none of its members."""
    return ars.endswith("000") and ars[5:9] != "0000"


def check_state(text: str) -> str | Fault:
    """online, missing or elsewhere."""
    known = _states()
    folded = fold(text)
    if folded in known:
        return known[folded]
    near = get_close_matches(folded, list(known), n=1, cutoff=0.75)
    if near:
        return Fault("bad-state", "did-you-mean", {"value": text, "suggestion": known[near[0]]})
    return Fault("bad-state", "mend-state", {"value": text})


def check_day(text: str) -> date | Fault:
    """A day as it is written in German or ISO 8601."""
    return read_date(text) or Fault("bad-day", "mend-day", {"value": text})


def _digits_hint(digits: str) -> str:
    return "mend-rounded" if _SCIENTIFIC.fullmatch(digits) else "mend-digits"


Value = str | int | date

_CHECKS: Mapping[str, Callable[[str], Value | Fault]] = {
    "url": check_address,
    "ags": check_ags,
    "leika": check_leika,
    "land": check_land,
    "population": check_population,
    "ars": check_ars,
    "state": check_state,
    "checked": check_day,
}


def values_of(cells: Mapping[str, str]) -> Mapping[str, Value] | tuple[Fault, ...]:
    """The values of a line (column → text), or everything that is wrong with them.

    A municipality's regional key gives its ``ags``; the Land is taken from the keys where the list does not name it.
    """
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for column, raw in _in_their_columns(cells).items():
        text = raw.strip()
        if not text:
            continue
        value = _CHECKS[column](text) if column in _CHECKS else " ".join(text.split())
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[column] = value
    faults += [*_keys_agree(values), *_place_in_land(values)]
    return tuple(faults) or values


def _in_their_columns(cells: Mapping[str, str]) -> Mapping[str, str]:
    """``state`` once was a name of the column ``land``, and in old lists it still is."""
    if cells.get("land") or fold(cells.get("state", "")) not in _lands():
        return cells
    return {**cells, "land": cells["state"], "state": ""}


def _keys_agree(values: dict[str, Value]) -> Iterator[Fault]:
    ars = values.get("ars")
    if ars is None:
        return
    digits, ags = str(ars), values.get("ags")
    if is_association(digits):
        if ags is not None:
            yield Fault("ars-of-many", "mend-ars-of-many", {"value": digits, "ags": str(ags)})
    elif values.setdefault("ags", digits[:5] + digits[9:]) != digits[:5] + digits[9:]:
        yield Fault("ars-ags", "mend-ars-ags", {"value": digits, "ags": str(ags)})


def _place_in_land(values: dict[str, Value]) -> Iterator[Fault]:
    key = values.get("ags", values.get("ars"))
    home = land_of(str(key)) if key is not None else None
    if home is not None and values.setdefault("land", home) != home:
        params = {"value": str(key), "other": home, "land": str(values["land"])}
        yield Fault("land-ags", "mend-land-ags", params)
