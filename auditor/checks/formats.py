"""Fields that take what people type: names, numbers, dates as they are written (5.6.2, ISO 9241-110).

What a field refuses is read off its ``pattern`` and ``maxlength``: the browser itself would stop the resident.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.geometry import gap
from auditor.checks.look import blind, data, fillable, phrase, plain, unseen
from auditor.checks.prose import excerpt, readable
from auditor.evidence.model import Control, Frame, Page, TextBlock

_NEAR = 60  # CSS pixels
_LONGEST_PATTERN = 300
_SHORT_TEXT = 14  # a pattern that may run wild is tried on no longer text
_RUNS_WILD = re.compile(r"[+*}]\??\)[+*{]|\(\?[<=!]")
#: Not the same in a browser and here: sets of letters by name, operations on sets, look-behinds.
_OTHER = re.compile(r"\\p\{|\\P\{|\[[^\]]*(&&|--)|\(\?<|\\k<|\\b\{")


@lru_cache(maxsize=4096)
def takes(pattern: str, text: str) -> bool | None:
    """Whether a browser would take the text in a field of this pattern; None if we do not understand the pattern."""
    if len(pattern) > _LONGEST_PATTERN or _OTHER.search(pattern):
        return None
    if _RUNS_WILD.search(pattern) and len(text) > _SHORT_TEXT:
        return None
    try:
        return re.fullmatch(pattern, text, re.ASCII) is not None
    except (re.error, RecursionError, OverflowError):
        return None


def _fields(case: Case, name: str) -> Iterator[tuple[Page, Frame, Control, Any]]:
    """Fields of this kind, told by their whole label."""
    table = data("formats")["fields"][name]
    for page in case.flow:
        for frame, control in fillable(page):
            bare = re.sub(
                r"\s*(\*|\((?!mobil|n\)).*?\)|:|pflichtfeld|optional)\s*",
                " ",
                plain(control.label),
                flags=re.I,
            )
            if (
                control.visible
                and control.kind in table["kinds"]
                and re.fullmatch(table["label"], bare.strip(), re.I)
            ):
                yield page, frame, control, table


def _refused(control: Control, entries: Any) -> tuple[str, str]:
    """The first thing people type that the field does not take though it takes its like; empty if there is none."""
    for what, entry in (entries or {}).items():
        known = any(_fits(control, text) is True for text in entry["like"])
        if known and all(_fits(control, text) is False for text in entry["texts"]):
            return what, entry["texts"][0]
    return "", ""


def _fits(control: Control, text: str) -> bool | None:
    """Whether it may be typed; None where we do not understand the pattern."""
    if control.maxlength is not None and control.maxlength < len(text):
        return False
    return takes(control.pattern, text) if control.pattern else True


def _tolerant(case: Case, name: str, *, elsewhere: str = "") -> Iterator[Observation]:
    """Fields of this kind take every common way of writing; ``elsewhere`` names fields that take the rest."""
    for page, frame, control, table in _fields(case, name):
        what, text = _refused(control, table["refuses"])
        rare = _refused(control, table.get("rare"))[1]
        where = {"node": control, "frame": frame, "field": excerpt(control.label, 60)}
        if what and not (elsewhere and _stands(page, elsewhere)):
            yield failed(page, what, example=text, **where)
        elif rare:
            yield cant_tell(page, "rare", example=rare, **where)
        else:
            yield passed(page)


def _stands(page: Page, name: str) -> bool:
    pattern = phrase(name, "formats")
    return any(pattern.search(plain(f"{c.label} {c.field} {c.placeholder}")) for _, c in fillable(page))


def names(case: Case) -> Iterable[Observation]:
    """Names may be written as they are: with umlauts, hyphens, apostrophes."""
    yield from _tolerant(case, "name")


def phone(case: Case) -> Iterable[Observation]:
    """A telephone number may be written with +49, blanks or slashes."""
    for page, frame, control in _numbers(case, "phone"):
        yield failed(page, "number", node=control, frame=frame, field=excerpt(control.label, 60))
    yield from _tolerant(case, "phone", elsewhere="phone-parts")


def house_number(case: Case) -> Iterable[Observation]:
    """A house number may have a letter."""
    for page, frame, control in _numbers(case, "house-number"):
        where = {"node": control, "frame": frame, "field": excerpt(control.label, 60)}
        yield passed(page) if _stands(page, "house-number-extra") else failed(page, "number", **where)
    yield from _tolerant(case, "house-number", elsewhere="house-number-extra")


def _numbers(case: Case, name: str) -> Iterator[tuple[Page, Frame, Control]]:
    """Fields of this kind that the browser takes for an amount."""
    label = data("formats")["fields"][name]["label"]
    for page in case.flow:
        for frame, control in fillable(page):
            bare = plain(control.label).rstrip(" *:")
            if control.kind == "number" and control.visible and re.fullmatch(label, bare, re.I):
                yield page, frame, control


def e_mail(case: Case) -> Iterable[Observation]:
    """Every valid e-mail address is taken."""
    yield from _tolerant(case, "e-mail")


def date(case: Case) -> Iterable[Observation]:
    """A date may be written as 1.1.2000."""
    yield from _tolerant(case, "date")


def postcode(case: Case) -> Iterable[Observation]:
    """Postcodes of other countries are taken (SDG Regulation)."""
    yield from _tolerant(case, "postcode")


# --- what is told of it -------------------------------------------------------------------------------------


def format_hint(case: Case) -> Iterable[Observation]:
    """Where the form of an entry matters, it is shown (WCAG 3.3.2)."""
    for page in case.flow:
        for frame, control in fillable(page):
            if not control.pattern or not control.visible or control.kind not in {"text", "tel"}:
                continue
            where = {"node": control, "frame": frame, "field": excerpt(control.label or control.field, 60)}
            told = (
                f"{control.label} {control.description} {control.placeholder} {control.group} {control.html}"
            )
            if phrase("self-explaining", "formats").search(control.label) or _shows(
                told.replace(control.pattern, "")
            ):
                yield passed(page)
            elif blind(page) or control.box is None or _beside(frame, control):
                yield cant_tell(page, "perhaps-told", **where)
            else:
                yield failed(page, "untold", **where)
    yield from unseen(case)


def _shows(text: str) -> bool:
    """A hint, be it only in the ``title`` of the field."""
    words = re.sub(r"<\w+|\b(?!title|placeholder)[\w-]+=(\"[^\"]*\"|\S+)", " ", text)
    return "title=" in words or bool(phrase("shows-format", "formats").search(words))


_NO_HINTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "button", "label"})


def _beside(frame: Frame, control: Control) -> list[TextBlock]:
    """Visible texts at the field besides its own label, headings and buttons."""
    blocks = frame.document.blocks if frame.document else ()
    label = plain(control.label)
    return [
        b
        for b in blocks
        if b.visible
        and b.tag not in _NO_HINTS
        and b.box
        and control.box
        and plain(b.text) != label
        and gap(b.box, control.box) <= _NEAR
    ]


def placeholder_hint(case: Case) -> Iterable[Observation]:
    """How to fill in a field still stands there while one types (advice)."""
    for page in case.flow:
        for frame, control in fillable(page):
            if not control.visible or not phrase("shows-format", "formats").search(control.placeholder):
                continue
            beside = " ".join(b.text for b in _beside(frame, control))
            told = f"{control.label} {control.description} {beside}"
            if phrase("shows-format", "formats").search(told):
                yield passed(page)
            else:
                yield cant_tell(
                    page,
                    "vanishes",
                    node=control,
                    frame=frame,
                    field=excerpt(control.label, 60),
                    hint=control.placeholder,
                )


def upload_limits(case: Case) -> Iterable[Observation]:
    """Which files may be uploaded, and how big, is told before (5.6.2)."""
    for page in case.flow:
        said = "\n".join(plain(b.text) for _, b in readable(page))
        for frame, control in fillable(page):
            if control.kind != "file" or not (control.visible or control.label):
                continue
            told = f"{said}\n{control.label}\n{control.description}\n{control.group}"
            where = {"node": control, "frame": frame, "field": excerpt(control.label or control.field, 60)}
            kinds = bool(phrase("file-kinds", "formats").search(told))
            if control.accept and not kinds:
                yield (cant_tell if blind(page) else failed)(
                    page, "kinds", accept=control.accept[:80], **where
                )
            elif not phrase("file-size", "formats").search(told):
                yield cant_tell(page, "size", **where)
            else:
                yield passed(page)


_ROOMY = 4000  # characters; who writes more knows that it is a lot


def length_told(case: Case) -> Iterable[Observation]:
    """Where a text may only have so many characters, the number is told (advice)."""
    for page in case.flow:
        for frame, control in fillable(page):
            if control.kind != "textarea" or not control.maxlength or control.maxlength >= _ROOMY:
                continue
            told = f"{control.label} {control.description} " + " ".join(
                b.text for b in _beside(frame, control)
            )
            number = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", told)
            if str(control.maxlength) in number or phrase("length-told", "formats").search(told):
                yield passed(page)
            else:
                yield cant_tell(
                    page,
                    "untold",
                    node=control,
                    frame=frame,
                    field=excerpt(control.label, 60),
                    limit=control.maxlength,
                )
