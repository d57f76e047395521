"""Accessibility beyond axe-core, as far as pages at rest show it (5.6.2, 5.6.6, WCAG)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from auditor.checks.case import (
    Case,
    Observation,
    cant_tell,
    documents,
    failed,
    main_document,
    passed,
    untested,
)
from auditor.checks.look import data, plain, same_page, unseen
from auditor.checks.prose import excerpt, language, main_title, word_set
from auditor.checks.readability import words
from auditor.evidence.model import Box, Control, Document, Frame, Link, Node, Page, Reason, TextBlock, View
from auditor.wording import table

# --- screen sizes -------------------------------------------------------------------------------------------

_SLACK = 4  # CSS pixels a page may stick out before anybody has to scroll
_TWO_DIMENSIONAL = re.compile(
    r"(^|[ >])(pre|code|canvas|svg|video|iframe|img|picture|object|embed|map|math)\b"
)
_TABLE = re.compile(r"(^|[ >])(table|thead|tbody|tr|td|th)\b")


def reflow(case: Case) -> Iterable[Observation]:
    """At 320 CSS pixels nobody scrolls sideways (WCAG 1.4.10)."""
    for page in case.flow:
        yield _fits(page, "narrow")
    yield from unseen(case)


def _fits(page: Page, name: str) -> Observation:
    view = _view(page, name)
    if view is None:
        return untested(Reason.NOT_VISITED, page)
    if view.scroll_width <= view.width + _SLACK:
        return passed(page)
    where = {"width": view.width, "needed": view.scroll_width}
    data_table = any(b.tag == "th" for b in main_document(page).blocks)
    culprit = next((n for n in view.overflow if _ought_to_wrap(n, data_table=data_table)), None)
    if culprit is not None:
        return failed(page, "sideways", node=culprit, element=_called(culprit), **where)
    return cant_tell(page, "perhaps-exempt", node=next(iter(view.overflow), None), **where)


def _view(page: Page, name: str) -> View | None:
    return next((v for v in page.views if v.name == name), None)


def _ought_to_wrap(node: Node, *, data_table: bool) -> bool:
    """Content, not decoration, and none of the things that need two dimensions (data tables, maps, code)."""
    place = f"{node.selector} {node.tag}"
    exempt = _TWO_DIMENSIONAL.search(place) or node.role == "toolbar" or (data_table and _TABLE.search(place))
    return bool(node.name.strip()) and not exempt


def _called(node: Node) -> str:
    return excerpt(node.name, 60) or node.tag


def phone(case: Case) -> Iterable[Observation]:
    """Pages are laid out for a phone."""
    for page in case.flow:
        contents = [m.content for m in main_document(page).metas if m.name == "viewport"]
        wide = next(
            (m for c in contents if (m := re.search(r"width\s*=\s*(\d+)", re.sub(r"\w+-width", "", c)))), None
        )
        if not contents:
            yield failed(page, "no-viewport", subject="viewport")
        elif wide and int(wide[1]) > _PHONE:
            yield failed(page, "fixed-width", width=wide[1], subject="viewport")
        else:
            yield _fits(page, "phone")
    yield from unseen(case)


_PHONE = 480  # CSS pixels; hardly a phone is wider when held upright


def target_size(case: Case) -> Iterable[Observation]:
    """Buttons and links are big enough, or far enough apart, for a finger (WCAG 2.2, 2.5.8)."""
    for page in case.flow:
        if (view := _view(page, "phone") or _view(page, "desktop")) is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        for node in view.small_targets:
            size = f"{node.box.width:.0f} × {node.box.height:.0f}" if node.box else "?"
            yield failed(page, "small", node=node, element=_called(node), size=size)
        if not view.small_targets:
            yield passed(page)
    yield from unseen(case)


# --- titles -------------------------------------------------------------------------------------------------


def title(case: Case) -> Iterable[Observation]:
    """The page title begins with what the page is about (WCAG 2.4.2)."""
    for page in case.flow:
        whole_title = main_document(page).title.strip()
        first = _parts(whole_title)[0]
        if not whole_title:
            continue  # axe reports a missing title
        if not re.search(r"\w", first):
            yield failed(page, "front-empty", title=whole_title, subject="title")
        elif _title_is("empty", whole_title):
            yield failed(page, "left-behind", title=whole_title, subject="title")
        elif _title_is("vague", first) and all(_title_is("vague", p) for p in _parts(whole_title)):
            yield cant_tell(page, "vague", title=whole_title, subject="title")
        else:
            yield passed(page)
    yield from unseen(case)


def _parts(whole_title: str) -> list[str]:
    return re.split(data("titles")["separators"], whole_title)


def _title_is(kind: str, words_of_title: str) -> bool:
    pattern = re.sub(r"\|\s+", "|", data("titles")[kind])
    return re.match(pattern, words_of_title.strip(), re.IGNORECASE) is not None


def titles_differ(case: Case) -> Iterable[Observation]:
    """Pages with different content have different titles (WCAG 2.4.2)."""
    by_title: dict[str, list[Page]] = defaultdict(list)
    for page in case.flow:
        if main_document(page).title.strip():
            by_title[plain(main_document(page).title)].append(page)
    if sum(len(pages) for pages in by_title.values()) < 2:
        return
    for name, pages in by_title.items():
        first, others = pages[0], [p for p in pages[1:] if _shows_other_content(pages[0], p)]
        for other in others:
            yield cant_tell(other, "same", title=name, other=first.final_url, subject="title")
        if not others:
            yield passed(first)


def _shows_other_content(one: Page, other: Page) -> bool:
    """Another address and another main heading; the first alone may be the same page with a session in its URL."""
    heading, second = main_title(main_document(one)), main_title(main_document(other))
    return (
        not same_page(one.final_url, other.final_url) and bool(heading) and bool(second) and heading != second
    )


# --- form fields --------------------------------------------------------------------------------------------

_TEXT_KINDS = frozenset({"text", "email", "tel", "number", "date", "url", "textarea", "password"})
_ASKED_KINDS = _TEXT_KINDS | {"select", "radio", "checkbox", "file", "month", "time", "datetime-local"}


def _asked(page: Page) -> Iterator[tuple[Frame, Document, Control]]:
    """Fields a resident fills in; searches and what is hidden, locked or in a site's furniture left out."""
    for frame, document in documents(page):
        for control in document.controls:
            usable = control.visible and not control.disabled and not control.readonly
            if usable and control.kind in _ASKED_KINDS and not _is_search(control):
                yield frame, document, control


def _is_search(control: Control) -> bool:
    words_of_it = f"{control.label} {control.field} {control.id} {control.placeholder}"
    furniture = control.landmark in {"search", "banner", "navigation", "contentinfo"}
    return furniture or bool(
        re.search(r"such(e|en|begriff|wort)|search|query|\bq\b|finder", words_of_it, re.IGNORECASE)
    )


def required_marked(case: Case) -> Iterable[Observation]:
    """Who looks at a form sees which fields must be filled in (WCAG 3.3.2)."""
    for page in case.flow:
        for frame, document in documents(page):
            fields = _questions(c for f, _, c in _asked(page) if f is frame)
            yield from _marks(page, frame, document, fields)
    yield from unseen(case)


def _questions(fields: Iterable[Control]) -> list[Control]:
    """One field a question: of radio buttons the first, required if any of them is."""
    found: dict[object, Control] = {}
    for control in fields:
        key = (control.form, control.field) if control.kind == "radio" and control.field else control.selector
        if key not in found or control.required:
            found[key] = control
    return list(found.values())


def _marks(page: Page, frame: Frame, document: Document, fields: list[Control]) -> Iterator[Observation]:
    must = [c for c in fields if c.required]
    bare = [
        c for c in must if not (c.required_marked or _signals(c) & {"required-note"} or _starred(document, c))
    ]
    if not must or len(fields) < 2:
        return
    stated = any("required-note" in table("fields").signals(b.text) for b in document.blocks)
    may = [c for c in fields if not c.required]
    optional = [c for c in may if _signals(c) & {"optional-mark"}]
    if not bare or stated or (may and len(optional) == len(may)):
        yield passed(page)
    elif may and not optional and len(bare) == len(must):
        for control in bare:
            yield failed(page, "unmarked", node=control, frame=frame, field=_field(control))
    else:
        yield cant_tell(page, "no-note", node=bare[0], frame=frame, count=len(bare), field=_field(bare[0]))


_MARK = r"(\*|\(?\s*(pflicht(feld|angabe)?|erforderlich|required)\s*\)?)"


def _starred(document: Document, control: Control) -> bool:
    """The label is shown a second time with a mark, for the eye only; what is read out is without it."""
    if not (label := re.escape(plain(control.label))):
        return False
    shown = re.compile(rf"{_MARK}\s*{label}|{label}\s*:?\s*{_MARK}\s*:?", re.IGNORECASE)
    return any(b.visible and shown.fullmatch(plain(b.text)) for b in document.blocks)


def _signals(control: Control) -> frozenset[str]:
    return table("fields").signals(f"{control.group} . {control.label} . {control.description}")


def _field(control: Control) -> str:
    return excerpt(control.label or control.placeholder or control.name or control.field or control.kind, 80)


def autocomplete(case: Case) -> Iterable[Observation]:
    """Fields for the user's own data say so to the browser (WCAG 1.3.5)."""
    for page in case.flow:
        for frame, _, control in _asked(page):
            if control.kind in _TEXT_KINDS - {"textarea", "password"} and (purpose := _purpose(control)):
                yield _token_fits(page, frame, control, purpose)


def _purpose(control: Control) -> str:
    """Kind of personal data the whole label names, or an empty string."""
    bare_label = re.sub(
        r"\s*(\*|\(.*?\)|:|pflichtfeld|optional)\s*", " ", plain(control.label), flags=re.IGNORECASE
    )
    for purpose, row in data("autocomplete")["purposes"].items():
        if re.fullmatch(row["label"], bare_label.strip(), re.IGNORECASE):
            return str(purpose)
    return ""


def _token_fits(page: Page, frame: Frame, control: Control, purpose: str) -> Observation:
    tokens = control.autocomplete.lower().split()
    known = [t for t in tokens if t in word_set("autocomplete", "tokens")]
    where = {"node": control, "frame": frame, "field": _field(control)}
    wanted = data("autocomplete")["purposes"][purpose]["tokens"]
    signals = _signals(control)
    if known and known[-1] in wanted:
        return passed(page)
    if known and purpose in {"e-mail", "phone"} and "username" not in known:
        return failed(page, "wrong", token=known[-1], wanted=wanted[0], **where)
    if known:
        return passed(page)
    if "own" in signals and "other" not in signals:
        return failed(page, "missing", wanted=wanted[0], **where)
    return cant_tell(page, "whose", wanted=wanted[0], **where)


def placeholder_label(case: Case) -> Iterable[Observation]:
    """A field keeps its label while one types (WCAG 3.3.2)."""
    for page in case.flow:
        for frame, document, control in _asked(page):
            if control.kind not in _TEXT_KINDS or control.label_source == "none":
                continue  # a field without any name is axe's finding
            if control.label_source != "placeholder":
                yield passed(page)
            elif _text_beside(document, control):
                yield cant_tell(page, "text-beside", node=control, frame=frame, field=_field(control))
            else:
                yield failed(page, "placeholder-only", node=control, frame=frame, field=_field(control))


_NEAR = 48  # CSS pixels


def _text_beside(document: Document, control: Control) -> bool:
    """Text just above or left of a field may be its label, though nothing ties them together."""
    if control.box is None:
        return True
    shown = (b for b in document.blocks if b.visible and b.box and b.selector != control.selector)
    return any(_adjoins(block.box, control.box) for block in shown if block.box)


def _adjoins(text: Box, field: Box) -> bool:
    above = (
        0 <= field.y - (text.y + text.height) < _NEAR
        and text.x < field.x + field.width
        and field.x < text.x + text.width
    )
    left = 0 <= field.x - (text.x + text.width) < 4 * _NEAR and abs(text.y - field.y) < _NEAR
    return above or left


def grouped_choices(case: Case) -> Iterable[Observation]:
    """The question belongs to its answers (WCAG 1.3.1)."""
    for page in case.flow:
        for frame, document in documents(page):
            for choices in _radio_groups(document):
                yield _grouped(page, frame, choices)


def _radio_groups(document: Document) -> Iterator[list[Control]]:
    groups: dict[tuple[int | None, str], list[Control]] = defaultdict(list)
    for control in document.controls:
        if control.kind == "radio" and control.field and (control.visible or control.label):
            groups[control.form, control.field].append(control)
    yield from (g for g in groups.values() if len(g) > 1)


def _grouped(page: Page, frame: Frame, choices: list[Control]) -> Observation:
    if all(c.group or c.description for c in choices):
        return passed(page)
    answers = " / ".join(_field(c) for c in choices[:4])
    where = {"node": choices[0], "frame": frame, "answers": answers}
    if all(len(words(c.label)) <= 1 for c in choices):
        return failed(page, "no-question", **where)
    return cant_tell(page, "perhaps-clear", **where)


# --- links --------------------------------------------------------------------------------------------------

_VAGUE_LINK = re.compile(
    r"(klicken sie )?(bitte )?(hier|da|dort)( klicken)?"
    r"|(lesen sie |erfahren sie )?mehr( erfahren| lesen| infos?| dazu)?"
    r"|weiter(lesen)?|details?|link|zur seite|ansehen|anzeigen|öffnen|(click )?here|(read |learn )?more|go|info",
    re.IGNORECASE,
)


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


# --- language, moving pictures ------------------------------------------------------------------------------

_ENOUGH = 50  # words


def language_matches(case: Case) -> Iterable[Observation]:
    """The language a page claims is the one it is written in (WCAG 3.1.1)."""
    for page in case.flow:
        for frame, document in documents(page):
            claimed = document.lang.lower().split("-")[0]
            texts = [b.text for b in document.blocks if b.lang.lower().split("-")[0] in {"", claimed}]
            if claimed not in {"de", "en"} or sum(len(words(t)) for t in texts) < _ENOUGH:
                continue
            spoken = language(texts)
            if spoken == claimed:
                yield passed(page)
            elif spoken:
                yield failed(
                    page, "other-language", frame=frame, claimed=claimed, spoken=spoken, subject="lang"
                )
            else:
                yield cant_tell(page, "mixed", frame=frame, claimed=claimed, subject="lang")


_PAUSE = re.compile(r"paus|stop|anhalten|abspielen|play|video|animation", re.IGNORECASE)


def moving_media(case: Case) -> Iterable[Observation]:
    """A film that starts by itself can be stopped (WCAG 2.2.2)."""
    for page in case.flow:
        for frame, document in documents(page):
            for media in document.media:
                if media.tag != "video" or not media.autoplay or not media.visible:
                    continue
                if media.controls or any(_PAUSE.search(c.label) for c in document.controls if c.visible):
                    yield passed(page)
                else:
                    yield cant_tell(page, "no-stop", node=media, frame=frame)
