"""Which forms on the pages are the application, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from auditor.checks.case import Case, documents
from auditor.checks.paper.scope import pages
from auditor.checks.paper.statements import in_scope
from auditor.evidence.model import FURNITURE, Control, Document, Frame, Page, Role
from auditor.wording.fold import normalise
from auditor.wording.labels import classify_label
from auditor.wording.source import read
from auditor.wording.tables import table

Kind = Literal["application", "appointment", "perhaps", "other"]
End = Literal["sent", "paper", "unseen"]

_BUTTONS = frozenset({"submit", "button", "image"})
_NOT_DATA = _BUTTONS | {"reset", "hidden"}
#: Fields that any form may hold; a form of nothing else is a contact form, not an application.
_CONTACT = frozenset({"name", "email", "phone", "message", "privacy", "captcha", "gender", ""})
#: One of these makes a form something other than an application.
_ELSEWHERE = {"login", "newsletter", "cookies", "feedback"}
_FEW_FIELDS = 2
_FEW_TASKS = 2


#: Buttons of forms that are no application, whatever they post.
_EXPLAINED = frozenset({"search", "login", "consent-accept", "consent-refuse", "consent-settings", "cancel"})


@dataclass(frozen=True)
class SeenForm:
    """A form on a page: its fields by purpose, its buttons by meaning."""

    page: Page
    frame: Frame
    document: Document
    fields: tuple[Control, ...]
    buttons: tuple[Control, ...]

    @cached_property
    def purposes(self) -> tuple[str, ...]:
        """What each field asks for, empty where unknown."""
        return tuple(_purpose(c) for c in self.fields)

    @cached_property
    def acts(self) -> frozenset[str]:
        """What its buttons do."""
        return frozenset(act for b in self.buttons for act in _acts(b))

    @cached_property
    def kind(self) -> Kind:
        """Whether this is the application, a booking of an appointment, something else, or not to be told."""
        asked = set(self.purposes)
        if (aside := self._aside(asked)) is not None:
            return aside
        personal = sum(1 for p in self.purposes if p in personal_kinds())
        if personal >= _FEW_FIELDS or (personal and len(self.fields) > _FEW_FIELDS):
            return "application"
        reached = self.page.role in {Role.FORM, Role.ROUTE} or self.frame.parent is not None
        if not self.acts & {"forward", "final", "pseudo-final"}:
            return "other"
        return "application" if reached else "perhaps"

    def _aside(self, asked: set[str]) -> Kind | None:
        """What the form is if it is none to apply with: a search, a letter to the town, a booking of an appointment."""
        if (asked & _ELSEWHERE and not asked & personal_kinds()) or self._searches(asked):
            return "other"
        if asked & {"feedback", "message"} and self._opinion:
            return "perhaps"
        if "appointment" in asked or any(
            "appointment" in classify_label(b.label or b.name) for b in self.buttons
        ):
            return "appointment"
        if self._contact(asked):
            return "other" if "contact-words" in table("formkinds").signals(self._surroundings) else "perhaps"
        return None

    def _searches(self, asked: set[str]) -> bool:
        return ("search" in self.acts and not self.acts & {"final", "forward"}) or (
            "search" in asked and len(self.fields) <= _FEW_FIELDS
        )

    def _contact(self, asked: set[str]) -> bool:
        """Name, address of reply and a message: a letter to the town, unless the page calls it the application."""
        if not asked <= _CONTACT or "message" not in asked:
            return False
        return self.purposes.count("") <= 1 and len(self.fields) <= 8

    @property
    def _opinion(self) -> bool:
        """Whether the whole page asks for an opinion, or is the town's letter box: no application, whatever else the
        form asks for. Title and main heading say so; a box for remarks at the end of an application does not."""
        heads = [h.text for h in self.document.headings if h.level == 1 and h.visible]
        return any(
            "opinion-page" in table("formkinds").signals(text) for text in heads or [self.document.title]
        )

    @property
    def _surroundings(self) -> str:
        """The heading above the form, its groups and buttons."""
        first = self.fields[0].label if self.fields else ""
        above = next((b.heading for b in self.document.blocks if first and first in b.text), "")
        groups = {f.group for f in self.fields}
        return " ; ".join([above, *sorted(groups), *(b.label or b.name for b in self.buttons)])

    @cached_property
    def end(self) -> End:
        """How the form ends, as far as it can be seen: sent, on paper, or out of sight."""
        if self._more_steps:
            return "unseen"
        if "final" in self.acts and (not self._forward_shown or self._steps_in_page):
            return "sent"
        if "pseudo-final" in self.acts and not self.acts & {"final", "forward"}:
            return "paper"
        return "unseen"

    @cached_property
    def _forward_shown(self) -> bool:
        return any("forward" in _acts(b) and "final" not in _acts(b) for b in self.buttons)

    @cached_property
    def _steps_in_page(self) -> bool:
        """All steps stand in the page, all but one of them hidden."""
        hidden = [b for b in self.buttons if not b.visible]
        return any("final" in _acts(b) for b in hidden) and any(
            "pseudo-final" not in _acts(b) for b in hidden
        )

    @cached_property
    def _more_steps(self) -> bool:
        """The page counts its steps, and this is not the last."""
        if self._steps_in_page:
            return False
        for block in self.document.blocks:
            if not in_scope(block):
                continue
            folded = normalise(block.text)
            for span in table("signals").spans(folded):
                if span.signal == "step":
                    numbers = [int(n) for n in folded[span.start : span.end].split() if n.isdigit()]
                    if len(numbers) == _FEW_FIELDS and numbers[0] < numbers[1]:
                        return True
        return False


def forms(case: Case) -> tuple[SeenForm, ...]:
    """All forms of the pages on the resident's way."""
    key = "paper.forms"
    found = case.memo.get(key)
    if found is None:
        found = case.memo[key] = tuple(f for page in pages(case) for f in _of_page(page))
    return found  # type: ignore[return-value]


def applications(case: Case) -> tuple[SeenForm, ...]:
    """The forms that are the application."""
    return tuple(f for f in forms(case) if f.kind == "application")


def _of_page(page: Page) -> Iterator[SeenForm]:
    for frame, document in documents(page):
        groups: dict[int | None, list[Control]] = {}
        for control in document.controls:
            if control.landmark not in FURNITURE and control.kind != "hidden":
                groups.setdefault(control.form, []).append(control)
        loose = [c for c in groups.get(None, []) if _is_button(c)]
        for index, controls in groups.items():
            fields = tuple(c for c in controls if c.kind not in _NOT_DATA and not _is_button(c))
            buttons = tuple(c for c in controls if _is_button(c))
            if index is not None and not any(_acts(b) for b in buttons):
                buttons += tuple(loose)
            if fields or (page.role is Role.FORM and _ends(buttons)):
                yield SeenForm(page, frame, document, fields, buttons)


def sends_something(page: Page) -> bool:
    """Whether a form of the content could send something by post that no purpose explains: the last step of an
    application has a button and no field. A search, a login, a refusal of cookies are explained."""
    for _, document in documents(page):
        posting = {form.index for form in document.forms if form.method == "post"}
        for control in document.controls:
            shown = control.visible and control.landmark not in FURNITURE and not control.disabled
            if shown and control.form in posting and _is_button(control) and not _acts(control) & _EXPLAINED:
                return True
    return False


def shows_work(page: Page) -> bool:
    """Whether the page counts its steps or lists tasks with what is still to be done: a service at work, though no
    form was seen."""
    texts = [b.text for _, d in documents(page) for b in d.blocks if in_scope(b)]
    tasks = sum("task-open" in table("formkinds").signals(text) for text in texts)
    return tasks >= _FEW_TASKS or any("step" in table("signals").signals(text) for text in texts)


def _is_button(control: Control) -> bool:
    return control.kind in _BUTTONS or (control.kind == "custom" and control.role == "button")


def _ends(buttons: tuple[Control, ...]) -> bool:
    """Whether one of them ends the form: a summary page has nothing else."""
    return any(_acts(b) & {"final", "pseudo-final"} for b in buttons)


def _acts(button: Control) -> frozenset[str]:
    return classify_label(button.label or button.name or button.value, "button")


def _purpose(control: Control) -> str:
    """What the field asks for: the first purpose of the table that fits its words."""
    words = f"{control.autocomplete} ; {control.label} ; {control.placeholder} ; {control.field.replace('_', ' ')}"
    found = table("formkinds").signals(words)
    return next((kind for kind in table("formkinds").entries if kind in found), "")


def personal_kinds() -> frozenset[str]:
    """Purposes that only somebody who files something is asked for."""
    return frozenset(read("formkinds")["lists"]["personal"])
