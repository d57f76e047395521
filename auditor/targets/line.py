"""One line of a list: a service to audit, or what is said of one that is not online."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditor.evidence.model import Service
from auditor.targets.address import check_address
from auditor.targets.fault import Fault
from auditor.targets.offer import Offer
from auditor.targets.values import Value, is_association, values_of

_ASSOCIATION = 9


@dataclass(frozen=True)
class Line:
    """``service`` is None where there is nothing to audit, ``offer`` where it is not said whose service it is.

    The offer's ``address`` comes later, when it is known under which of several spellings a service is audited.
    """

    service: Service | None
    offer: Offer | None
    municipality: str | None = None


def line_of(cells: Mapping[str, str]) -> Line | tuple[Fault, ...]:
    """What a line (column → text) says, or everything that is wrong with it."""
    values = values_of(cells)
    if isinstance(values, tuple):
        return values
    online = values.get("state", "online") == "online"
    faults = tuple(_no_address(values) if online else _unfounded(values))
    if faults:
        return faults
    known: dict[str, Any] = {name: values[name] for name in Service.model_fields if name in values}
    service = Service.model_validate(known) if online else None
    return Line(service, _offer(values), known.get("municipality"))


def _no_address(values: Mapping[str, Value]) -> Iterator[Fault]:
    if "url" not in values and isinstance(fault := check_address(""), Fault):
        yield fault


def _unfounded(values: Mapping[str, Value]) -> Iterator[Fault]:
    """What is lacking to say in public that a service is not online: whose, which, where and when one looked."""
    state = str(values["state"])
    if values.keys().isdisjoint({"ags", "ars"}):
        yield Fault("state-whose", "mend-whose", {"value": state})
    if values.keys().isdisjoint({"leika", "service"}):
        yield Fault("state-what", "mend-what", {"value": state})
    if state == "missing":
        lacking = [name for name in ("checked", "source") if name not in values]
        if lacking:
            yield Fault("missing-unproven", "mend-unproven", {"value": ", ".join(lacking)})


def _offer(values: Mapping[str, Any]) -> Offer | None:
    """The offer in a line, if it says whose it is."""
    holder = _holder(values)
    if holder is None:
        return None
    return Offer(
        holder=holder,
        leika=values.get("leika"),
        service=values.get("service"),
        state=values.get("state", "online"),
        url=values.get("url"),
        name=values.get("name"),
        provider=values.get("provider"),
        source=values.get("source"),
        day=values.get("checked"),
    )


def _holder(values: Mapping[str, Any]) -> str | None:
    ars = values.get("ars")
    if ars is not None and is_association(ars):
        return str(ars[:_ASSOCIATION])
    return values.get("ags")
