"""What a step says about our input: messages, and the fields they belong to."""

from __future__ import annotations

from auditor.evidence.model import StepError
from auditor.visit.walk.state import Asked, Look

_MOST = 20
_LABEL = 24  # letters; a shorter text inside a longer message is a label, not the message again


def errors_of(look: Look, before: Look | None = None) -> tuple[StepError, ...]:
    """Messages of the present state; those that stood there before the press do not count."""
    old = set(before.alerts) if before else set()
    found = [StepError(field=_name(f), text=_text(f)) for f in look.fields if _wrong(f) and _text(f)]
    told = [_core(e.text) for e in found]
    told += [_core(f.label) for f in look.fields if f.label]
    for alert in look.alerts:
        core = _core(alert)
        if alert not in old and not any(core in t or (t in core and len(t) > _LABEL) for t in told):
            found.append(StepError(text=alert))
            told.append(core)
    return tuple(dict.fromkeys(found))[:_MOST]


def wrong_fields(look: Look, errors: tuple[StepError, ...]) -> frozenset[str]:
    """Keys of the fields that were refused: marked so, or named in a message."""
    texts = " ".join(e.text for e in errors).lower()
    return frozenset(
        f.key
        for f in look.fields
        if _wrong(f) or (len(f.label) > 3 and f.label.rstrip(" *").lower() in texts)
    )


def _wrong(field: Asked) -> bool:
    return field.invalid or field.refused or bool(field.error)


def _text(field: Asked) -> str:
    return (
        field.error or (field.message if field.refused else "") or ("aria-invalid" if field.invalid else "")
    )


def _name(field: Asked) -> str:
    return field.group if field.kind == "radio" and field.group else field.label or field.name


def _core(text: str) -> str:
    """A message without blanks, to know it again inside another."""
    return "".join(text.split())
