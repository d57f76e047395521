"""Names that say something: of fields, frames and links, and where ARIA gives them (WCAG 2.4, 4.1.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.look import plain, same_page
from auditor.checks.markup import meant, structures, unread
from auditor.checks.prose import excerpt, main_title
from auditor.checks.readability import words
from auditor.evidence.model import Control, Document, Frame, Link, Page, TextBlock
from auditor.evidence.structure import Structure, Twin

# --- labels -------------------------------------------------------------------------------------------------


def label_words(case: Case) -> Iterable[Observation]:
    """A label says what belongs into the field, a button what it does."""
    for page, frame, document, _ in structures(case):
        for control in document.controls:
            if control.visible and not control.disabled and (control.label or control.name):
                yield _label(page, frame, control)
    yield from unread(case)


def _label(page: Page, frame: Frame, control: Control) -> Observation:
    text = plain(control.label or control.name).strip(" *:.")
    where = {"node": control, "frame": frame, "text": excerpt(text, 60)}
    if control.kind in {"radio", "checkbox", "custom"} and control.group:
        return passed(page)  # the question makes sense of a short answer
    if meant("placeholder-label").fullmatch(text):
        return (
            failed(page, "placeholder", **where) if not control.group else cant_tell(page, "vague", **where)
        )
    if not text or meant("vague-label").fullmatch(text):
        return cant_tell(page, "vague", **where)
    return passed(page)


# --- frames -------------------------------------------------------------------------------------------------


def frame_title(case: Case) -> Iterable[Observation]:
    """The title of an embedded page tells what it shows."""
    for page in case.flow:
        for frame in page.frames:
            title = plain(frame.title)
            if frame.parent is None or not title or frame.offset is None:
                continue
            yield _frame_title(page, frame, title)
    yield from unread(case)


def _frame_title(page: Page, frame: Frame, title: str) -> Observation:
    where = {"title": excerpt(title, 60), "target": frame.selector, "box": frame.offset, "subject": frame.url}
    if meant("placeholder-frame").fullmatch(title):
        return failed(page, "placeholder", **where)
    if meant("file-name").fullmatch(title) or re.fullmatch(r"\S+\.(html?|php|aspx?)", title):
        return failed(page, "placeholder", **where)
    if meant("vague-frame").fullmatch(title):
        return cant_tell(page, "vague", **where)
    shown = frame.document
    if shown is None or not (heading := plain(main_title(shown) or shown.title)):
        return passed(page)
    said = {
        w.casefold() for w in words(" ".join([heading, shown.title, *(b.text for b in shown.blocks[:40])]))
    }
    if said and not said & {w.casefold() for w in words(title)} and len(words(title)) <= 2:
        return cant_tell(page, "other", heading=excerpt(heading, 60), **where)
    return passed(page)


def frame_reached(case: Case) -> Iterable[Observation]:
    """What can be operated in an embedded page can be reached with the Tab key."""
    for page in case.flow:
        for frame in page.frames:
            if frame.document is None or not _in_sight(frame) or not (target := _operable(frame.document)):
                continue
            if frame.tabindex is not None and frame.tabindex < 0:
                name = excerpt(target, 60)
                place = {"target": frame.selector, "box": frame.offset, "subject": frame.url}
                yield failed(page, "left-out", name=name, title=frame.title, **place)
            else:
                yield passed(page)
    yield from unread(case)


_LEAST = 24  # CSS pixels: in a smaller frame nothing can be seen


def _in_sight(frame: Frame) -> bool:
    """An embedded page big enough to be used, which is not put to sleep."""
    box = frame.offset
    return (
        frame.parent is not None
        and not frame.asleep
        and box is not None
        and min(box.width, box.height) >= _LEAST
    )


def _operable(document: Document) -> str:
    """The first thing in it that Tab would stop at."""
    usable = (c for c in document.controls if c.visible and not c.disabled and c.kind != "hidden")
    things: tuple[Control | Link, ...] = (*document.links, *usable)
    return next((plain(n.name) or n.tag for n in things if n.visible and _in_order(n)), "")


def _in_order(node: Control | Link) -> bool:
    return re.search(r'tabindex="-', node.html) is None


# --- ARIA ---------------------------------------------------------------------------------------------------


def unheard_names(case: Case) -> Iterable[Observation]:
    """ARIA names stand where they are read out."""
    for page, frame, _, structure in structures(case):
        for unheard in structure.unheard:
            where = {"attribute": unheard.attribute, "text": excerpt(unheard.value, 60), "tag": unheard.tag}
            yield failed(page, "unheard", node=unheard, frame=frame, **where)
        if not structure.unheard and _has_names(structure, document_of(frame)):
            yield passed(page)
    yield from unread(case)


def document_of(frame: Frame) -> Document:
    """The content of a frame that was read."""
    return frame.document or Document()


def _has_names(structure: Structure, document: Document) -> bool:
    nodes = (*document.landmarks, *document.controls, *document.links, *structure.pictures)
    return any("aria-label" in node.html for node in nodes)


# --- links --------------------------------------------------------------------------------------------------

_VAGUE_LINK = re.compile(
    r"(klicken sie )?(bitte )?(hier|da|dort)( klicken)?"
    r"|(lesen sie |erfahren sie )?mehr( erfahren| lesen| infos?| dazu)?"
    r"|weiter(lesen)?|details?|link|zur seite|ansehen|anzeigen|öffnen|(click )?here|(read |learn )?more|go|info",
    re.IGNORECASE,
)


def same_name(case: Case) -> Iterable[Observation]:
    """Links of one name in one place lead to the same."""
    for page, frame, _, structure in structures(case):
        groups: dict[tuple[str, str], list[Twin]] = defaultdict(list)
        for twin in structure.twins:
            if twin.context != "described":
                groups[plain(twin.name).casefold(), twin.place].append(twin)
        alike = [g for g in groups.values() if len({t.href for t in g}) > 1]
        for group in alike:
            yield _apart(case, page, frame, group)
        if not alike and any(d.links for _, d in documents(page)):
            yield passed(page)
    yield from unread(case)


def _apart(case: Case, page: Page, frame: Frame, group: list[Twin]) -> Observation:
    first, other = group[0], next(t for t in group if t.href != group[0].href)
    where = {"node": other, "frame": frame, "name": excerpt(first.name, 60)}
    where |= {"one": first.href[:200], "other": other.href[:200]}
    if _differ(_visited(case, first.href), _visited(case, other.href)):
        return failed(page, "elsewhere", **where)
    return cant_tell(page, "perhaps", **where)


def _visited(case: Case, href: str) -> Page | None:
    return next(
        (p for p in case.loaded if same_page(p.requested_url, href) or same_page(p.final_url, href)), None
    )


def _differ(one: Page | None, other: Page | None) -> bool:
    """Both were seen, and they are other pages: another heading and hardly a word in common."""
    if one is None or other is None or same_page(one.final_url, other.final_url):
        return False
    texts = [_vocabulary(p) for p in (one, other)]
    common = len(texts[0] & texts[1]) / max(1, len(texts[0] | texts[1]))
    titles = [main_title(d) for p in (one, other) for f, d in documents(p) if f.parent is None]
    return len(set(titles)) > 1 and common < _ALIKE


_ALIKE = 0.5


def _vocabulary(page: Page) -> frozenset[str]:
    blocks: Iterator[TextBlock] = (b for _, d in documents(page) for b in d.blocks)
    return frozenset(w.casefold() for b in blocks for w in words(b.text))


def link_purpose(case: Case) -> Iterable[Observation]:
    """A link says where it leads, by its words or those around it (WCAG 2.4.4)."""
    for page in case.flow:
        for frame, document in documents(page):
            for link in document.links:
                if link.visible and (name := plain(link.name or link.text)):
                    yield _says_where(page, frame, document, link, name)


def _says_where(page: Page, frame: Frame, document: Document, link: Link, name: str) -> Observation:
    if not _VAGUE_LINK.fullmatch(re.sub(r"[\s.…»›>→]+$", "", name)):
        return passed(page)
    if any(_holds(block, link) for block in document.blocks):
        return passed(page)
    if link.heading or link.landmark == "navigation":
        return cant_tell(
            page, "vague-under-heading", node=link, frame=frame, words=name, heading=link.heading
        )
    return failed(page, "vague", node=link, frame=frame, words=name)


def _holds(block: TextBlock, link: Link) -> bool:
    """The link stands in a sentence that says more than the link."""
    more = len(words(block.text)) - len(words(link.text))
    return not block.in_link and more >= 3 and link.selector.startswith(block.selector)


# --- instructions -------------------------------------------------------------------------------------------


def by_looks(case: Case) -> Iterable[Observation]:
    """Instructions do not point by looks or place alone."""
    pattern = meant("by-looks")
    for page, frame, document, _ in structures(case):
        found = [(b, m) for b in document.blocks if b.visible and (m := pattern.search(plain(b.text)))]
        for block, match in found:
            yield cant_tell(page, "points", node=block, frame=frame, text=excerpt(match[0], 80))
        if not found and any(len(words(b.text)) >= _SENTENCE for b in document.blocks):
            yield passed(page)
    yield from unread(case)


_SENTENCE = 4  # words
