"""One step of a walk through a form: what stood there, what was filled in, why it ended."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model


class Filled(Model):
    """What the walk put into a field: synthetic test data, never anybody's own. ``tries`` counts from 1; more than
    one says that the service did not take the first value."""

    label: str
    field: str = ""
    selector: str = ""
    kind: str = ""
    meaning: str = ""
    value: str = ""
    required: bool = False
    tries: int = 1


class StepButton(Model):
    """A button or link of a step and what the walk took it for; ``why`` names the signs."""

    label: str
    verdict: str
    why: tuple[str, ...] = ()
    selector: str = ""
    pressed: bool = False


class StepError(Model):
    """A message the service showed about our input; ``field`` is the label it belongs to, if that is known."""

    field: str = ""
    text: str


StepKind = Literal["start", "step", "summary", "confirmation", "stuck", "end"]
Stop = Literal[
    "final-reached",
    "paper",
    "captcha",
    "login",
    "payment",
    "signature",
    "unknown-button",
    "stuck",
    "guard",
    "limit",
    "confirmed",
    "failed",
]


class Step(Model):
    """One state of a form on the walk through it. ``stop`` says why the walk ended here, ``stuck_at`` at which field or
    button, ``why`` in which words; ``barriers`` are captcha, payment, login or signature seen on this step."""

    number: int
    kind: StepKind
    heading: str = ""
    progress: str = ""
    buttons: tuple[StepButton, ...] = ()
    filled: tuple[Filled, ...] = ()
    errors: tuple[StepError, ...] = ()
    barriers: tuple[str, ...] = ()
    stop: Stop | None = None
    stuck_at: str = ""
    why: str = ""
