"""What a step says about our input: messages, and the fields they belong to."""

from __future__ import annotations

from auditor.evidence.model import StepError
from auditor.visit.walk.state import Asked, Look

_MOST = 20
_LABEL = 24  # letters; a shorter text inside a longer message is a label, not the message again


def errors_of(look: Look, before: Look | None = None) -> tuple[StepError, ...]:
    """Messages of the present state; those that stood there before the press do not count. The browser's own words
    count only where the service says nothing: a form built anew is empty, and so invalid to the browser."""
    old = set(before.alerts) if before else set()
    found = [StepError(field=_name(f), text=f.error or "aria-invalid") for f in look.fields if _told(f)]
    told = [_core(e.text) for e in found]
    told += [_core(f.label) for f in look.fields if f.label]
    for alert in look.alerts:
        core = _core(alert)
        if alert not in old and not any(core in t or (t in core and len(t) > _LABEL) for t in told):
            found.append(StepError(text=alert))
            told.append(core)
    if not found:
        found = [StepError(field=_name(f), text=f.message) for f in look.fields if f.refused]
    return tuple(dict.fromkeys(found))[:_MOST]


def wrong_fields(look: Look, errors: tuple[StepError, ...]) -> frozenset[str]:
    """Keys of the fields that were refused: marked so, named in a message, or else refused by the browser."""
    texts = " ".join(e.text for e in errors).lower()
    named = {f.key for f in look.fields if len(f.label) > 3 and f.label.rstrip(" *").lower() in texts}
    told = {f.key for f in look.fields if _told(f)} | named
    return frozenset(told or {f.key for f in look.fields if f.refused})


def _told(field: Asked) -> bool:
    return field.invalid or bool(field.error)


def _name(field: Asked) -> str:
    return field.group if field.kind == "radio" and field.group else field.label or field.name


def _core(text: str) -> str:
    """A message without blanks, to know it again inside another."""
    return "".join(text.split())
