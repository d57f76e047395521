"""What a step says about our input: the state after a press that did not leave it."""

from __future__ import annotations

from typing import Literal

from auditor.evidence.base import Model, Node


class NewText(Node):
    """Text that was not on the page before the press. ``live`` says that it stands in a live region, ``fields`` are the
    places (in :attr:`ErrorState.fields`) of the fields that name it as their description, error message or label,
    ``leads_to`` those its links lead to."""

    text: str
    live: bool = False
    fields: tuple[int, ...] = ()
    leads_to: tuple[int, ...] = ()


class FieldState(Node):
    """A field after the press. ``invalid`` is ``aria-invalid``, ``looks_wrong`` a class that says so, ``refused`` the
    browser's own verdict where the form lets it speak. ``described`` are the texts that describe it. The
    value of a password is never kept."""

    label: str = ""
    kind: str = ""
    field: str = ""
    group: str = ""
    value: str = ""
    checked: bool = False
    required: bool = False
    invalid: bool = False
    looks_wrong: bool = False
    refused: bool = False
    described: str = ""


class Given(Model):
    """What had been filled in before the press: synthetic test data, never anybody's own."""

    selector: str = ""
    field: str = ""
    label: str = ""
    kind: str = ""


class ErrorState(Model):
    """A step that was not left, and what had changed on it.

    ``cause`` says whether our test data were refused or, on the operator's own hosts only, an empty form was sent.
    ``frame`` is the id of the frame it was seen in. ``reloaded`` means that a new document came. ``focus`` is the
    element that has the focus now, None if it is nowhere; ``focus_on_text`` says that it holds one of the new texts.
    ``live_regions`` counts the places of the frame whose changes are read out. ``spoken`` are the words of dialogs
    that the press opened. ``low_contrast`` are elements of this state that axe-core finds too pale, and that were
    not so before; None if the engine did not run.
    """

    cause: Literal["input", "empty"] = "input"
    frame: str = ""
    reloaded: bool = False
    title: str = ""
    title_before: str = ""
    texts: tuple[NewText, ...] = ()
    fields: tuple[FieldState, ...] = ()
    given: tuple[Given, ...] = ()
    focus: Node | None = None
    focus_on_text: bool = False
    focus_on_field: int | None = None
    live_regions: int = 0
    spoken: tuple[str, ...] = ()
    low_contrast: tuple[Node, ...] | None = None
