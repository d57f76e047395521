"""The ways to apply that a service offers: links, documents, mail addresses, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from auditor.checks.case import Case, documents
from auditor.checks.documents import Paper as Read
from auditor.checks.documents import papers as opened
from auditor.checks.paper.forms import applications, forms
from auditor.checks.paper.scope import key_of, label_of, links, pages, same_page, stranger
from auditor.checks.paper.statements import statements
from auditor.evidence.model import FLOW_ROLES, FURNITURE, Candidate, Document, Frame, Link, Page, Reason
from auditor.wording.fold import normalise
from auditor.wording.labels import classify_label
from auditor.wording.source import read
from auditor.wording.tables import table

State = Literal["form", "no-form", "document", "mail", "appointment", "login", "bot", "missed"]

_DOCUMENTS = frozenset({".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods"})
_OFFICE = frozenset({"pdf", "office", "odf"})
_AS_DOCUMENT = frozenset({Reason.DOWNLOAD, Reason.UNSUPPORTED})
#: Signals of sentences that say what a resident does with a form on paper.
_HANDLING = frozenset({"print", "sign", "mail-scan", "pseudo-online"})
_NOUN = 8  # letters of a word that names a paper
_STEM = 4  # letters that two words must share to be of one topic
_BOT = frozenset({Reason.CAPTCHA, Reason.BLOCKED, Reason.RATE_LIMITED})
_NOT_THE_WAY = frozenset(
    {"appointment", "login", "imprint", "privacy", "accessibility", "contact", "feedback", "status"}
)


@dataclass(frozen=True)
class Way:
    """A link or button that promises the online application, and where it ended."""

    page: Page
    label: str
    url: str
    state: State


@dataclass(frozen=True)
class Paper:
    """A linked document that is the form. ``named``: its label says so, or a sentence beside it; else only its content.
    ``read`` is None where it was not opened."""

    page: Page
    label: str
    url: str
    named: bool = True
    read: Read | None = None

    @property
    def real(self) -> bool:
        """Whether it is a form at all: a leaflet is none, and no page that only sounds like a document."""
        return self.read is None or (self.read.kind != "leaflet" and not _is_other(self.read))


class Routes:
    """All ways on the pages of the resident's way."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._tried = {key_of(c.url): c for c in case.evidence.candidates if c.role in FLOW_ROLES}
        self._pages = {key_of(u): p for p in case.evidence.pages for u in (p.requested_url, p.final_url)}
        self._read = {key_of(u): r for r in opened(case) for u in (r.document.final_url, r.document.url) if u}
        self._form_pages = {f.page.id for f in applications(case)}
        self._calendars = {f.page.id for f in forms(case) if f.kind == "appointment"}

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The online ways: by link or button, by page, by frame."""
        ways = {
            (key_of(w.url), w.label): w
            for w in (*self._linked(), *self._missed_pages(), *self._silent_frames())
        }
        return tuple(ways.values())

    @cached_property
    def perhaps(self) -> tuple[Way, ...]:
        """Links that may be the way in and were not followed: they name the act of this service („Hund anmelden“),
        or say nothing („hier“) in a sentence about the form."""
        return tuple(
            Way(page, label_of(link), link.href, "missed")
            for page in pages(self.case)
            for link, _ in links(page)
            if not classify_label(label_of(link)) & _NOT_THE_WAY
            and not same_page(link, page)
            and urlsplit(link.href).scheme in {"http", "https"}
            and self.state_of(link.href) == "missed"
            and (self._names_the_act(link) or self._told_of(link, page))
        )

    def _names_the_act(self, link: Link) -> bool:
        topic = _stems(
            " ".join(h.text for _, d in self._entry for h in d.headings if h.level == 1) or self._title
        )
        return "apply" in classify_label(label_of(link)) and any(
            a[:_STEM] == b[:_STEM] for a in topic for b in _stems(label_of(link))
        )

    def _told_of(self, link: Link, page: Page) -> bool:
        if "vague" not in classify_label(label_of(link)):
            return False
        if urlsplit(link.href).hostname != urlsplit(page.final_url).hostname and "portal" in normalise(
            label_of(link)
        ):
            return True
        said = (s for s in statements(self.case) if s.page is page and s.signal in {"form-mention", "online"})
        return any(label_of(link) in s.sentence.text for s in said)

    @property
    def _entry(self) -> tuple[tuple[Frame, Document], ...]:
        return tuple(documents(self.case.entry)) if self.case.entry else ()

    @property
    def _title(self) -> str:
        return " ".join(d.title for _, d in self._entry)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Forms to download. Leaflets, by-laws and fee lists are none."""
        return tuple(p for p in self.called_forms if p.real)

    @cached_property
    def called_forms(self) -> tuple[Paper, ...]:
        """Documents that are the form, and those that are only called so."""
        return tuple({key_of(p.url): p for page in pages(self.case) for p in self._papers(page)}.values())

    @cached_property
    def read(self) -> tuple[Paper, ...]:
        """All documents that were opened on the way, whatever they are."""
        here = {p.id: p for p in pages(self.case)}
        return tuple(
            Paper(here[d.found_on], d.link, d.url, read=r)
            for r in opened(self.case)
            if (d := r.document).found_on in here
        )

    def _filled_in(self, link: Link) -> bool:
        """Whether a sentence says that the linked paper is to be printed, signed or handed in."""
        return bool(_nouns(label_of(link)) & self._handled)

    @cached_property
    def _handled(self) -> frozenset[str]:
        """Words of the sentences that say what to do with a paper."""
        told = {s.sentence.text for s in statements(self.case) if s.signal in _HANDLING and not s.denied}
        return frozenset[str]().union(*(_nouns(text) for text in told))

    @cached_property
    def appointments(self) -> tuple[Paper, ...]:
        """Links to book an appointment."""
        return tuple(
            Paper(page, label_of(link), link.href)
            for page in pages(self.case)
            for link, _ in links(page)
            if "appointment" in classify_label(label_of(link))
        )

    def state_of(self, url: str) -> State:
        """What became of an address."""
        page, read = self._pages.get(key_of(url)), self._read.get(key_of(url))
        if read is not None and (page is None or page.reason in _AS_DOCUMENT):
            return self._state_of_document(url, read)
        return self._state_of_address(url)

    def _state_of_document(self, url: str, read: Read) -> State:
        if read.kind == "leaflet":
            return "no-form"
        if _is_other(read):
            page = self._pages.get(key_of(read.document.final_url))
            return self._state_of_page(page) if page is not None and page.role in FLOW_ROLES else "missed"
        return "document" if read.document.kind in _OFFICE else self._state_of_address(url)

    def _state_of_address(self, url: str) -> State:
        page = self._pages.get(key_of(url))
        if page is not None and page.role in FLOW_ROLES:
            return self._state_of_page(page)
        tried = self._tried.get(key_of(url))
        if tried is not None:
            return self._state_of_candidate(tried)
        if urlsplit(url).scheme == "mailto":
            return "mail"
        return "document" if _suffix(url) in _DOCUMENTS else "missed"

    def _state_of_page(self, page: Page) -> State:
        if page.reason in _AS_DOCUMENT:
            return "document"
        if page.reason is Reason.LOGIN or (page.wall and page.wall.kind == "login"):
            return "login"
        if page.reason in _BOT or page.wall:
            return "bot"
        if page.reason is not None:
            return "missed"
        if page.id in self._form_pages:
            return "form"
        return "appointment" if page.id in self._calendars else "no-form"

    def _state_of_candidate(self, tried: Candidate) -> State:
        if tried.outcome == "document":
            return "document"
        if tried.outcome == "mail":
            return "mail"
        page = next((p for p in self.case.evidence.pages if p.id == tried.visited), None)
        return self._state_of_page(page) if page is not None else "missed"

    def _linked(self) -> Iterator[Way]:
        for page in pages(self.case):
            for link, _ in links(page):
                label = label_of(link)
                meant = classify_label(label)
                state = self.state_of(link.href)
                promised = {"apply-online", "form"} | self._promises_more(link)
                if not meant & promised or meant & _NOT_THE_WAY or same_page(link, page):
                    continue
                if "apply-online" in meant or state not in {"document", "mail", "no-form"}:
                    yield Way(
                        page, label, link.href, "document" if link.download and state == "missed" else state
                    )
            if page.id not in self._form_pages:
                yield from _buttons(page)

    def _promises_more(self, link: Link) -> set[str]:
        """A form „to download“ that turned out to be no document may be the online form."""
        read = self._read.get(key_of(link.href))
        return {"form-download"} if read is not None and _is_other(read) else set()

    def _missed_pages(self) -> Iterator[Way]:
        for page in self.case.evidence.pages:
            state = self._state_of_page(page)
            if (
                page.role in FLOW_ROLES
                and state in {"login", "bot", "missed"}
                and not stranger(self.case, page)
            ):
                yield Way(page, page.found_by, page.requested_url, state)

    def _silent_frames(self) -> Iterator[Way]:
        harmless = tuple(read("hosts")["frames_without_forms"])
        for page in pages(self.case):
            for frame in page.frames:
                silent = frame.document is None and frame.parent is not None and frame.url
                if silent and not any(h in frame.url for h in harmless):
                    yield Way(page, frame.title, frame.url, "missed")

    def _papers(self, page: Page) -> Iterator[Paper]:
        for link, _ in links(page):
            read = self._read.get(key_of(link.href))
            if read is None and not link.download and self.state_of(link.href) != "document":
                continue
            named = _is_form(link) or self._filled_in(link)
            if named or (read is not None and _form_inside(link, read)):
                yield Paper(page, label_of(link), link.href, named, read)


def _is_other(read: Read) -> bool:
    """The link did not lead to a document."""
    return read.document.kind == "other" and read.document.status is not None


def _form_inside(link: Link, read: Read) -> bool:
    """A form by its content, and not somebody else's consent or a mandate."""
    names = f"{label_of(link)} ; {read.document.title}"
    return read.kind == "form" and "third" not in table("grammar").signals(names)


def _nouns(text: str) -> frozenset[str]:
    return frozenset(w for w in re.findall(r"[a-z]+", normalise(text)) if len(w) >= _NOUN)


def _is_form(link: Link) -> bool:
    """The label decides; a label that says neither is decided by the heading above the link."""
    said = table("documents").signals(label_of(link)) or table("documents").signals(_name(link.href))
    if "leaflet" in said and not classify_label(label_of(link)) & {"form", "apply-online"}:
        return False
    if "form" in said or classify_label(label_of(link)) & {"form", "form-download", "apply-online"}:
        return True
    return "form" in table("documents").signals(link.heading) and "leaflet" not in said


def _buttons(page: Page) -> Iterator[Way]:
    """Buttons outside forms that promise the application; nothing is pressed, so what they do is not known."""
    for _, document in documents(page):
        for control in document.controls:
            label = control.label or control.name
            if control.landmark in FURNITURE or control.kind not in {"button", "submit", "custom"}:
                continue
            if "apply-online" in classify_label(label) or "start" in classify_label(label, "button"):
                yield Way(page, label, page.final_url, "missed")


def _stems(text: str) -> frozenset[str]:
    """The nouns of a short text, as they begin."""
    return frozenset(
        w for w in normalise(text).split() if len(w) >= _STEM and not classify_label(w) and w.isalpha()
    )


def _suffix(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).suffix.lower()


def _name(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).stem.replace("_", " ").replace("-", " ")
