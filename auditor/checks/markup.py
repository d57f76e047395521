"""What the markup says: headings, lists, landmarks, and elements that stand in for style sheets (WCAG 1.3.1, 2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed, untested
from auditor.checks.look import data, plain, unseen
from auditor.checks.prose import excerpt
from auditor.checks.readability import words
from auditor.evidence.model import FURNITURE, Document, Frame, Heading, Node, Page, Reason, TextBlock
from auditor.evidence.structure import Structure


def structures(case: Case) -> Iterator[tuple[Page, Frame, Document, Structure]]:
    """The structure of every frame on the resident's way."""
    for page in case.flow:
        for frame, document in documents(page):
            if document.structure is not None:
                yield page, frame, document, document.structure


def unread(case: Case) -> Iterator[Observation]:
    """Pages and frames whose structure was not read."""
    for page in case.flow:
        if any(document.structure is None for _, document in documents(page)):
            yield untested(Reason.FRAME_SILENT, page)
    yield from unseen(case)


@cache
def meant(name: str) -> re.Pattern[str]:
    """An entry of ``rules/tables/markup.yaml`` that a whole text must match; case ignored."""
    return re.compile("|".join(f"(?:{part})" for part in data("markup")[name]), re.IGNORECASE)


# --- headings and lists -------------------------------------------------------------------------------------

_ENOUGH = 20  # words of content that want a heading, or a landmark
_SENTENCE = re.compile(r"[.,;!?]$")


def pseudo_heading(case: Case) -> Iterable[Observation]:
    """What looks like a heading is one."""
    for page, frame, document, structure in structures(case):
        lines = [b for b in structure.bolds if b.exposed and b.following >= 2 * len(b.text) // 3]
        alike = [b for b in lines if not _SENTENCE.search(b.text) and b.following >= _LEAST_BODY]
        for bold in alike:
            yield cant_tell(page, "looks-like", node=bold, frame=frame, text=excerpt(bold.text, 80))
        if not alike and any(h.visible for h in document.headings):
            yield passed(page)
    yield from unread(case)


_LEAST_BODY = 30  # letters of the text under it


def pseudo_list(case: Case) -> Iterable[Observation]:
    """What looks like a list is one."""
    for page, frame, document, structure in structures(case):
        found = [run for run in _runs(document) if len(run) >= _LEAST_ITEMS]
        for run in found:
            first, mark = run[0]
            where = {"node": first, "frame": frame, "text": excerpt(first.text, 80)}
            yield failed(page, "bullets", **where) if mark == "bullet" else cant_tell(page, "lines", **where)
        if not found and structure.elements and any(b.tag == "li" for b in document.blocks):
            yield passed(page)
    yield from unread(case)


_LEAST_ITEMS = 3
_MARKS = {"bullet": re.compile(r"[•▪►‣◦·]\s*\S"), "line": re.compile(r"[-–*]\s+\S")}
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+\S")
_NO_LIST = frozenset({"li", "dd", "dt", "pre", "code", "button", "option"})


def _runs(document: Document) -> Iterator[list[tuple[TextBlock, str]]]:
    """Lines one after the other that begin with the same mark, or count on."""
    run: list[tuple[TextBlock, str]] = []
    last = ""
    for block in document.blocks:
        lines = block.text.split("\n") if block.visible and block.tag not in _NO_LIST else [""]
        for line in lines:
            mark, key = _mark(line.strip(), last)
            if not mark or (run and mark != run[0][1]):
                yield run
                run = []
            if mark:
                run.append((block, mark))
            last = key
    yield run


def _mark(line: str, last: str) -> tuple[str, str]:
    """The kind of mark a line begins with, and what the next one must follow."""
    if number := _NUMBER.match(line):
        counted = int(number[1])
        follows = counted == 1 or last == f"number {counted - 1}"
        return ("number", f"number {counted}") if follows else ("", "")
    for kind, pattern in _MARKS.items():
        if pattern.match(line):
            return f"{kind}" if kind == "bullet" else f"line {line[0]}", line[0]
    return "", ""


# --- content: heading and landmark --------------------------------------------------------------------------


def content_heading(case: Case) -> Iterable[Observation]:
    """What a page is about has a heading that everybody meets."""
    for page, frame, document, structure in _tops(case):
        content = _content(document)
        if sum(len(words(b.text)) for b in content) < _ENOUGH:
            continue
        if structure.headings:
            yield passed(page)
        elif structure.veiled or document.truncated or len(page.frames) > 1:
            yield cant_tell(page, "unsure", frame=frame, subject="heading")
        else:
            yield failed(page, "none", subject="heading", text=excerpt(content[0].text, 60))
    yield from unread(case)


def _tops(case: Case) -> Iterator[tuple[Page, Frame, Document, Structure]]:
    """Whole pages that have something besides their content, which a reader may want to skip."""
    return (found for found in structures(case) if found[1].parent is None and _has_furniture(found[2]))


def _has_furniture(document: Document) -> bool:
    beside = any(mark.role in FURNITURE | {"complementary"} for mark in document.landmarks)
    return beside or any(link.visible for link in document.links)


def _content(document: Document) -> list[TextBlock]:
    """Text of the page's own, as far as landmarks and the usual names of furniture tell."""
    return [
        b
        for b in document.blocks
        if b.visible and b.landmark not in FURNITURE and b.landmark != "complementary"
    ]


def content_landmark(case: Case) -> Iterable[Observation]:
    """What a page is about stands in a landmark that a screen reader can jump to."""
    for page, frame, document, structure in _tops(case):
        loose = [b for b in _content(document) if b.landmark == "none"]
        if sum(len(words(b.text)) for b in _content(document)) < _ENOUGH:
            continue
        marks = [mark for mark in document.landmarks if mark.role not in FURNITURE]
        if any(mark.visible and not _silenced(mark) for mark in marks):
            yield passed(page)
        elif structure.veiled or document.truncated or len(page.frames) > 1:
            yield cant_tell(page, "unsure", frame=frame, subject="main")
        elif loose or any(_silenced(mark) for mark in marks):
            text = excerpt((loose or _content(document))[0].text, 60)
            yield failed(page, "none", subject="main", text=text)
        else:
            yield cant_tell(page, "unsure", frame=frame, subject="main")
    yield from unread(case)


def _silenced(node: Node) -> bool:
    return 'aria-hidden="true"' in node.html


# --- headings' words ----------------------------------------------------------------------------------------


def heading_words(case: Case) -> Iterable[Observation]:
    """A heading says what comes under it; one left behind by a template says nothing."""
    for page, frame, document, _ in structures(case):
        for heading in document.headings:
            if not heading.visible or not heading.text.strip():
                continue
            yield _says(page, frame, heading)
    yield from unread(case)


def _says(page: Page, frame: Frame, heading: Heading) -> Observation:
    text = plain(heading.text).strip(" .:…")
    if meant("placeholder-heading").fullmatch(text):
        return failed(page, "placeholder", node=heading, frame=frame, text=excerpt(text, 60))
    if meant("vague-heading").fullmatch(text):
        return cant_tell(page, "vague", node=heading, frame=frame, text=excerpt(text, 60))
    return passed(page)


# --- stand-ins for style sheets -----------------------------------------------------------------------------


def deprecated_elements(case: Case) -> Iterable[Observation]:
    """No element is used that HTML gave up."""
    yield from _odd(case, "deprecated")


def empty_paragraphs(case: Case) -> Iterable[Observation]:
    """Gaps are no paragraphs."""
    yield from _odd(case, "empty-paragraph")


def spacer_images(case: Case) -> Iterable[Observation]:
    """Gaps are no pictures."""
    yield from _odd(case, "spacer")


def _odd(case: Case, kind: str) -> Iterator[Observation]:
    for page, frame, _, structure in structures(case):
        found = [o for o in structure.odd if o.kind == kind]
        for odd in found:
            yield failed(page, "used", node=odd, frame=frame, element=odd.tag)
        if not found and structure.elements:
            yield passed(page)
    yield from unread(case)


# --- words pulled apart -------------------------------------------------------------------------------------

_APART = re.compile(r"(?<![\w.,-])[^\W\d_](?:[ \u00a0][^\W\d_]){4,}(?![\w.-])")
_VOWEL = re.compile(r"[aeiouyäöü]", re.IGNORECASE)


def spaced_words(case: Case) -> Iterable[Observation]:
    """No word is pulled apart with blanks."""
    for page, frame, document, _ in structures(case):
        found = [
            (b, m[0]) for b in document.blocks if b.visible for m in _APART.finditer(b.text) if _is_word(m[0])
        ]
        for block, text in found:
            where = {"node": block, "frame": frame, "text": text, "word": text.replace(" ", "")}
            yield (
                cant_tell(page, "perhaps-apart", **where)
                if text.isupper()
                else failed(page, "apart", **where)
            )
        if not found and any(words(b.text) for b in document.blocks):
            yield passed(page)
    yield from unread(case)


def _is_word(text: str) -> bool:
    """Not a row of letters such as those of the alphabet: vowels and others, and in no order."""
    letters = re.sub(r"\s", "", text)
    lower = letters.casefold()
    mixed = 0 < len(_VOWEL.findall(lower)) < len(lower)
    written = letters[1:].islower() or letters.isupper()
    return mixed and written and list(lower) != sorted(lower)
