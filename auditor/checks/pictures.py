"""Pictures: what their alternative text is worth, and whom they are meant for (WCAG 1.1.1, 1.4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.look import plain
from auditor.checks.markup import meant, structures, unread
from auditor.checks.prose import excerpt
from auditor.checks.readability import words
from auditor.evidence.model import FURNITURE, Document, Frame, Page
from auditor.evidence.structure import Picture

_BARE_ROLES = frozenset({"presentation", "none"})
_TELLING_SIDE, _TELLING_AREA = 40, 8000  # CSS pixels; smaller pictures are mostly ornaments
_MOST = 5  # pictures without words named on a page


def _pictures(case: Case) -> Iterator[tuple[Page, Frame, Document, Picture]]:
    for page, frame, document, structure in structures(case):
        for picture in structure.pictures:
            if picture.exposed and not picture.hidden:
                yield page, frame, document, picture


def _alternative(picture: Picture) -> str:
    return plain(picture.label or picture.alt or "")


def alt_words(case: Case) -> Iterable[Observation]:
    """An alternative text is no file name and no placeholder (failure F30 of WCAG)."""
    for page, frame, _, picture in _pictures(case):
        text = _alternative(picture)
        if not text or picture.written_role in _BARE_ROLES or not picture.visible:
            continue
        where = {"node": picture, "frame": frame, "text": excerpt(text, 80)}
        if meant("file-name").fullmatch(text):
            yield failed(page, "file-name", **where)
        elif meant("placeholder-alt").fullmatch(text.strip(" .:")):
            yield failed(page, "placeholder", **where)
        elif meant("vague-alt").fullmatch(text.strip(" .:")):
            yield cant_tell(page, "vague", **where)
        else:
            yield passed(page)
    yield from unread(case)


def purpose_clear(case: Case) -> Iterable[Observation]:
    """A picture is either named or an ornament, and says the same in all its attributes."""
    for page, frame, _, picture in _pictures(case):
        if picture.tag not in {"img", "input"}:
            continue
        alt, title = plain(picture.alt or ""), plain(picture.title)
        where = {"node": picture, "frame": frame, "alt": excerpt(alt, 60), "title": excerpt(title, 60)}
        if picture.written_role in _BARE_ROLES and alt:
            yield cant_tell(page, "ornament-with-words", **where)
        elif picture.alt is not None and not alt and title and not picture.label:
            yield cant_tell(page, "only-title", **where)
        elif alt and title and not _same(alt, title) and not picture.label:
            yield cant_tell(page, "two-texts", **where)
        elif alt:
            yield passed(page)
    yield from unread(case)


def _same(one: str, other: str) -> bool:
    """One repeats the other, or is part of it as credits are („Rathaus“, „Rathaus, Foto: Stadt“)."""
    first, second = one.casefold().strip(" ."), other.casefold().strip(" .")
    return first == second or (len(first) > 8 and (first in second or second in first))


def perhaps_informative(case: Case) -> Iterable[Observation]:
    """Pictures in the content that are kept from screen readers are ornaments."""
    told: dict[str, int] = {}
    for page, frame, document, picture in _pictures(case):
        if not _stands_alone(document, picture):
            continue
        told[page.id] = told.get(page.id, 0) + 1
        if told[page.id] <= _MOST:
            yield cant_tell(page, "silent", node=picture, frame=frame, source=_file(picture))
    for page, _, _, picture in _pictures(case):
        if page.id not in told and picture.tag == "img" and picture.visible:
            yield passed(page)
            told[page.id] = 0
    yield from unread(case)


def _stands_alone(document: Document, picture: Picture) -> bool:
    """Big, in the content, without words of its own, in a figure or in a link around it."""
    wordless = picture.alt is not None and not picture.alt.strip() and not (picture.title or picture.label)
    box = picture.box
    big = box is not None and min(box.width, box.height) >= _TELLING_SIDE and picture.natural_width > 2
    big = big and box is not None and box.width * box.height >= _TELLING_AREA
    landmark = next((i.landmark for i in document.images if i.box == box), "none")
    alone = not picture.linked and not picture.caption
    return (
        picture.tag == "img" and picture.visible and wordless and big and alone and landmark not in FURNITURE
    )


def _file(picture: Picture) -> str:
    return picture.src.partition("?")[0].rsplit("/", 1)[-1][:60] or picture.tag


def drawn_text(case: Case) -> Iterable[Observation]:
    """Words are written, not drawn in a picture."""
    for page, frame, _, picture in _pictures(case):
        if picture.tag != "img" or not picture.visible:
            continue
        if len(words(picture.drawn_text)) >= 2:
            yield cant_tell(page, "drawn", node=picture, frame=frame, text=excerpt(picture.drawn_text, 80))
        elif picture.src.startswith("data:image/svg"):
            yield passed(page)
    yield from unread(case)
