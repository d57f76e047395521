"""What is known of the step under way, why a walk ends on it, and how that is written down."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.evidence.errors import ErrorState
from auditor.evidence.model import Page, Step, StepButton, StepError, StepKind, Stop
from auditor.visit.walk.barriers import barriers_of
from auditor.visit.walk.buttons import Situation, Weighed
from auditor.visit.walk.fill import Filler
from auditor.visit.walk.state import Look
from auditor.wording import table

_MOST_BUTTONS = 20
_TOLD: frozenset[str] = frozenset({"forward", "final", "unknown", "paper", "pay", "login", "back", "save"})


@dataclass
class Halt(Exception):  # noqa: N818 - ends a walk, is no error
    """The walk ends on this step."""

    stop: Stop
    why: str
    at: str = ""


@dataclass
class Notes:
    """What is known of the step under way."""

    number: int
    look: Look
    weighed: tuple[Weighed, ...]
    situation: Situation
    filler: Filler
    kind: StepKind = "step"
    pressed: str = ""
    trusted: Weighed | None = None
    errors: tuple[StepError, ...] = ()
    complained: ErrorState | None = None


def step_of(notes: Notes, page: Page, halt: Halt | None) -> Step:
    """The step as evidence; ``halt`` is None where the walk went on."""
    kind = notes.kind
    if halt and halt.stop in {"stuck", "unknown-button", "guard", "failed", "limit"}:
        kind = "stuck"
    elif halt and halt.stop == "final-reached" and kind == "step":
        kind = "end"
    headings = next((s.headings for s in notes.look.sights if s.headings), ())
    return Step(
        number=notes.number,
        kind=kind,
        heading=_heading(page) or (headings[0] if headings else ""),
        progress=notes.situation.progress.text,
        buttons=tuple(_told(w, notes) for w in notes.weighed if w.verdict in _TOLD)[:_MOST_BUTTONS],
        filled=tuple(notes.filler.done.values()),
        errors=notes.errors,
        barriers=barriers_of(notes.look) if halt else (),
        stop=halt.stop if halt else None,
        stuck_at=halt.at if halt else "",
        why=halt.why if halt else "",
    )


def kind_of(notes: Notes) -> StepKind:
    """What kind of step it is, before anything is pressed."""
    if notes.situation.summary:
        return "summary"
    return "step" if any(notes.look.fields) else "start"


def _heading(page: Page) -> str:
    """The heading of the form's own part of the page, the deepest of the first two levels."""
    found = [
        h.text
        for f in page.frames
        if f.document is not None
        for h in f.document.headings
        if h.visible and h.level <= 2 and h.landmark in {"main", "none"}
    ]
    return found[-1] if len(found) <= 2 and found else found[0] if found else ""


def _told(weighed: Weighed, notes: Notes) -> StepButton:
    button = weighed.button
    return StepButton(
        label=button.label or button.title or button.value,
        verdict=weighed.verdict,
        why=tuple(w for w in weighed.why if w),
        selector=button.selector,
        pressed=bool(notes.pressed)
        and button.label == notes.pressed
        and (weighed.verdict in {"forward", "final"} or weighed == notes.trusted),
    )


def end_of(notes: Notes) -> Halt:
    """Why nothing is pressed any more."""
    order: tuple[tuple[str, Stop], ...] = (
        ("final", "final-reached"),
        ("paper", "paper"),
        ("pay", "payment"),
        ("unknown", "unknown-button"),
        ("login", "login"),
    )
    for verdict, stop in order:
        for weighed in notes.weighed:
            if weighed.verdict == verdict:
                return Halt(stop, "; ".join(w for w in weighed.why if w), weighed.button.label)
    return Halt("stuck", "no button goes forward")


def confirmation_of(notes: Notes) -> str:
    """The words that confirm an application, on a page that asks and offers nothing more."""
    if any(notes.look.fields) or any(w.verdict in {"forward", "final"} for w in notes.weighed):
        return ""
    heads = [h for s in notes.look.sights for h in (*s.headings, s.title)]
    return next((h for h in heads if "confirmation" in table("walk").signals(h)), "")
