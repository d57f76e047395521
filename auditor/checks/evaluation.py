"""5.12 Evaluation und Weiterentwicklung: residents are asked, freely and anonymously, and use is measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.evidence.model import Control, Document, Frame, Page, Role

_PERSONAL_BASICS = frozenset({"name", "e-mail", "phone", "birth-date", "street"})


@dataclass(frozen=True)
class Rating:
    """A scale on which residents rate the service, with the controls of the same form."""

    frame: Frame
    control: Control
    beside: tuple[Control, ...]


def ratings(page: Page) -> Iterator[Rating]:
    """Rating scales of a page: a group of three or more steps, a slider or a list of marks."""
    for frame, document in documents(page):
        for scale in _scales(document):
            beside = tuple(c for c in document.controls if c.form == scale.form and c.kind != "hidden")
            yield Rating(frame, scale, beside if scale.form is not None else ())


def _scales(document: Document) -> Iterator[Control]:
    groups: dict[tuple[str, str, int | None], list[Control]] = defaultdict(list)
    for control in document.controls:
        if control.kind == "radio":
            groups[control.group, control.field, control.form].append(control)
        elif _is_scale(control):
            yield control
    for (group, field, _), steps in groups.items():
        labels = tuple(c.label for c in steps)
        asked = " ".join([group or _headings(document), field, *labels])
        if _graded(labels) and look.phrase("rating").search(look.plain(asked)):
            yield steps[0].model_copy(update={"required": any(c.required for c in steps)})


def _is_scale(control: Control) -> bool:
    """A slider or a list of marks."""
    asks = bool(look.phrase("rating").search(look.plain(control.label)))
    return asks and (control.kind == "range" or (control.kind == "select" and _graded(control.options)))


def _graded(labels: tuple[str, ...]) -> bool:
    """Three or more choices that read like marks, but for one such as „Bitte wählen“."""
    marks = sum(bool(look.phrase("rating-step").search(look.plain(label))) for label in labels)
    return marks >= 3 and marks >= len(labels) - 1


def _headings(document: Document) -> str:
    """A scale without a legend is asked for by a heading."""
    return " ".join(h.text for h in document.headings)


def feedback_channel(case: Case) -> Iterator[Observation]:
    """5.12.1: residents can say what they think of this service, at best with a mark and in their own words."""
    pages = (*case.flow, *case.pages(Role.CONTACT))
    entry = case.entry
    if entry is None:
        return
    asking = next((page for page in pages if _asks_opinion(page)), None)
    if asking:
        yield passed(asking)
    elif any(look.offers(page, "contact") or look.mail_or_phone(page) for page in pages):
        yield cant_tell(entry, "only-contact", page=look.title(entry))
    elif _may_ask_later(case) or any(look.blind(page) for page in pages):
        yield cant_tell(entry, "later", page=look.title(entry))
    else:
        yield failed(entry, "missing", page=look.title(entry))


def _asks_opinion(page: Page) -> bool:
    return look.offers(page, "feedback") or bool(look.says(page, "feedback-words")) or any(ratings(page))


def _may_ask_later(case: Case) -> bool:
    """The page after submission, where such questions usually stand, was not seen."""
    return bool(case.pages(Role.FORM) or look.application_pages(case) or case.missed(Role.FORM, Role.ROUTE))


def feedback_scale_and_words(case: Case) -> Iterator[Observation]:
    """5.12.1: who gives feedback can give a mark and say why."""
    for page in (*case.flow, *case.pages(Role.CONTACT)):
        for rating in ratings(page):
            if _is_application(rating):
                continue
            if any(c.kind == "textarea" for c in rating.beside):
                yield passed(page)
            else:
                label = look.plain(rating.control.group or rating.control.label)
                yield cant_tell(
                    page,
                    "no-words",
                    page=look.title(page),
                    node=rating.control,
                    frame=rating.frame,
                    label=label,
                )


def feedback_anonymous(case: Case) -> Iterator[Observation]:
    """5.12.1: who rates the service need not say who they are."""
    for page in (*case.flow, *case.pages(Role.CONTACT)):
        for rating in ratings(page):
            if _is_application(rating):
                continue
            asked = [c for c in rating.beside if look.personal(c) in _PERSONAL_BASICS]
            forced = [c for c in asked if c.required]
            if forced:
                label = look.plain(forced[0].label)
                yield failed(
                    page, "asks", label=label, page=look.title(page), node=forced[0], frame=rating.frame
                )
            elif asked:
                label = look.plain(asked[0].label)
                yield cant_tell(
                    page, "invites", label=label, page=look.title(page), node=asked[0], frame=rating.frame
                )
            else:
                yield passed(page)


def _is_application(rating: Rating) -> bool:
    """A form with more than a name and an address for answers is the application itself."""
    return len({look.personal(c) for c in rating.beside} - {"", "e-mail", "name"}) > 0


def feedback_voluntary(case: Case) -> Iterator[Observation]:
    """5.12.1: the application can be finished without rating it."""
    for page in case.flow:
        for rating in ratings(page):
            if rating.control.required and _is_application(rating):
                label = look.plain(rating.control.group or rating.control.label)
                yield failed(
                    page,
                    "forced",
                    label=label,
                    page=look.title(page),
                    node=rating.control,
                    frame=rating.frame,
                )
            else:
                yield passed(page)


def usage_measured_privacy_friendly(case: Case) -> Iterator[Observation]:
    """5.12.2: use is measured by a tool that respects data protection."""
    seen = list(_measuring(case))
    told = next((page for page in case.pages(Role.PRIVACY) if look.says(page, "measuring-word")), None)
    for page, host, name, proof in seen:
        if proof:
            yield failed(page, "unlawful", vendor=name, host=host, page=look.title(page), subject=host)
        elif told:
            yield passed(page)
        else:
            yield cant_tell(page, "untold", vendor=name, host=host, page=look.title(page), subject=host)
    entry = case.entry
    if not seen and entry is not None:
        yield cant_tell(entry, "told-only" if told else "unseen", page=look.title(entry))


def _measuring(case: Case) -> Iterator[tuple[Page, str, str, bool]]:
    """Each measuring tool once: page, host, name, and whether calling it unasked is unlawful."""
    seen: set[str] = set()
    for page in case.flow:
        for request in page.requests:
            vendor = look.vendor(request.host)
            own = bool(look.phrase("matomo").search(request.url))
            is_tool = own or (vendor is not None and vendor.purpose == "analytics")
            if request.phase != "load" or not is_tool or request.host in seen:
                continue
            seen.add(request.host)
            yield page, request.host, vendor.name if vendor else "Matomo", bool(vendor and vendor.proof)
