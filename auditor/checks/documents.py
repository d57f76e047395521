"""Documents linked as the way to apply: what they ask of a resident, and whether everybody can read them (5.6.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from auditor.checks.case import Case, Observation, cant_tell, failed, passed, untested
from auditor.checks.look import data
from auditor.checks.prose import excerpt, language
from auditor.evidence.model import DocumentFile, Page, Reason
from auditor.wording import classify_label, table

_KEY = "documents.papers"
_QUOTE = 200  # characters
#: Ways a paper goes back to the authority, the surest words first.
_CHANNELS = ("post", "hand-in", "fax", "address")
#: Signals that only correct others.
_INNER = frozenset({"office-signature", "no-signature", "signature-alone"})
#: What the label of a link says of a form, as the visit reads it.
_FORMS = frozenset({"form", "form-download", "apply-online"})


# --- what a document asks -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A document as read. ``quotes`` holds, by signal, the line that says so: ``signature``, ``address``, ``post``,
    ``fax``, ``hand-in``, ``mail``, ``online-instead``, ``form``, ``rules``."""

    document: DocumentFile
    page: Page | None
    kind: Literal["form", "leaflet", "unknown"]
    quotes: dict[str, str] = field(default_factory=dict)

    @property
    def legible(self) -> bool:
        """Whether its words could be read; if not, their absence proves nothing."""
        return self.document.reason is None and bool(self.document.text) and self.document.xfa != "dynamic"

    @property
    def signed(self) -> str:
        """The line that asks for a signature by hand; empty if there is none."""
        return self.quotes.get("signature", "")

    @property
    def returned(self) -> str:
        """The line that says where the paper goes; empty if there is none."""
        return next((self.quotes[c] for c in _CHANNELS if c in self.quotes), "")

    @property
    def sends_itself(self) -> bool:
        """A button of the document sends it to a web address: then paper is not proved."""
        target = self.document.submit_target
        return self.document.has_submit_button and not target.startswith("mailto:")

    @property
    def proves_paper(self) -> bool:
        """A form to be signed, posted or handed in that does not send itself. An address at its head is no proof."""
        asked = self.quotes.keys() & {"signature", "post", "hand-in"}
        return self.kind == "form" and bool(asked) and not self.sends_itself


def papers(case: Case) -> tuple[Paper, ...]:
    """All documents that were linked as the form, in the order of their addresses."""
    found = case.memo.get(_KEY)
    if found is None:
        pages = {page.id: page for page in case.evidence.pages}
        found = case.memo[_KEY] = tuple(
            read(document, pages.get(document.found_on or "")) for document in case.evidence.documents
        )
    return found  # type: ignore[return-value]


def read(document: DocumentFile, page: Page | None = None) -> Paper:
    """What a document asks of a resident."""
    quotes = _quotes(document.text)
    return Paper(document, page, _kind(document, quotes), quotes)


def _kind(document: DocumentFile, quotes: dict[str, str]) -> Literal["form", "leaflet", "unknown"]:
    """Fields or a line to sign make a form; words alone must say so more than once."""
    if document.kind not in {"pdf", "office", "odf"}:
        return "unknown"
    if document.fillable or document.signature_fields or document.xfa != "none":
        return "form"
    said = {words.casefold() for words in _said("form", document.text)}
    if len(said) >= data("documents")["form_signals"]:
        return "form"
    if "rules" in quotes:
        return "leaflet"
    return "form" if "signature" in quotes else "unknown"


def _quotes(text: str) -> dict[str, str]:
    """By signal, the first line that gives it."""
    plain = _pattern("ruled").sub(" ", text)
    hits = table("paper-forms").search(plain)
    own = [(h.start, h.end) for h in hits if h.signal == "office-signature"]
    found: dict[str, str] = {}
    for hit in hits:
        if hit.signal == "signature" and any(a < hit.end and hit.start < b for a, b in own):
            continue  # the authority's line
        if hit.signal not in _INNER:
            found.setdefault(hit.signal, _line(plain, hit.start, hit.end))
    if "signature" not in found and (alone := _alone(plain)):
        found["signature"] = alone
    if any(h.signal == "no-signature" for h in hits):
        found.pop("signature", None)
    if match := _pattern("address").search(plain):
        found["address"] = " ".join(match.group().split())[:_QUOTE]
    return found


def _said(signal: str, text: str) -> Iterator[str]:
    return (h.text for h in table("paper-forms").search(text) if h.signal == signal)


def _alone(text: str) -> str:
    """A line that is nothing but “Unterschrift”, and not the authority's."""
    for line in text.splitlines():
        said = table("paper-forms").signals(line)
        if "signature-alone" in said and "office-signature" not in said:
            return line.strip()
    return ""


def _line(text: str, start: int, end: int) -> str:
    """The whole lines around a match, on one line."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return " ".join(text[first : last if last >= 0 else len(text)].split())[:_QUOTE]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``rules/tables/documents.yaml``; case counts for addresses only."""
    flags = 0 if name == "address" else re.IGNORECASE
    return re.compile("|".join(data("documents")[name]), flags)


# --- whether everybody can read it --------------------------------------------------------------------------

_NOT_THERE = frozenset({Reason.NOT_FOUND, Reason.EMPTY})
_ENOUGH = 50  # words, to tell a language


def accessible(case: Case) -> Iterable[Observation]:
    """PDFs that are the form are tagged, named, in a known language, with labelled fields (EN 301 549, 10)."""
    for paper in papers(case):
        document, page = paper.document, paper.page or case.entry
        if page is None or _is_none(document) or not (paper.kind == "form" or _says_form(paper)):
            continue
        if document.reason is not None and not document.encrypted:
            yield untested(document.reason, page)
        elif document.kind == "pdf":
            flaws, name = tuple(_flaws(document)), _name(document)
            for prove, message, more in flaws:
                yield prove(page, message, document=name, subject=f"{message} {name}", **more)
            if not flaws:
                yield passed(page)
    yield from _unread(case)


def _says_form(paper: Paper) -> bool:
    """The link calls it the form and nothing else, and its own words do not object."""
    label = paper.document.link
    said = table("documents").signals(label)
    called = "form" in said or classify_label(label) & _FORMS
    return bool(called) and "leaflet" not in said and paper.kind != "leaflet"


def _is_none(document: DocumentFile) -> bool:
    """No document behind the link, or none that this rule speaks of."""
    return document.reason in _NOT_THERE or (document.kind == "other" and document.status is not None)


def _unread(case: Case) -> Iterator[Observation]:
    """Documents left aside: more than a visit opens."""
    opened = {d.url for d in case.evidence.documents}
    for candidate in case.evidence.candidates:
        if (
            candidate.outcome == "document"
            and candidate.url not in opened
            and classify_label(candidate.text) & _FORMS
        ):
            page = next((p for p in case.evidence.pages if p.id == candidate.page), None)
            yield untested(Reason.NOT_VISITED, page)


Flaw = tuple[Callable[..., Observation], str, dict[str, object]]


def _flaws(document: DocumentFile) -> Iterator[Flaw]:
    if document.reason is not None:
        yield cant_tell, "locked", {}
        return
    if document.xfa == "dynamic":
        yield cant_tell, "xfa", {}
        return
    yield from _content(document)
    if not document.language:
        yield failed, "no-language", {}
    else:
        yield from _language(document)
    if not document.title or _pattern("empty_titles").search(document.title.strip()):
        yield cant_tell, "no-title", {"title": document.title or "–"}
    if document.blocks_readers:
        yield cant_tell, "shut", {}
    if document.unlabelled:
        yield cant_tell, "unlabelled", {"count": document.unlabelled}


def _content(document: DocumentFile) -> Iterator[Flaw]:
    """Whether there is text at all, and a structure in it."""
    if document.image_only:
        yield (cant_tell if document.tagged is not False else failed), "scan", {}
    elif document.tagged is False:
        yield (failed if document.text else cant_tell), "untagged", {}
    elif document.tagged is None:
        yield cant_tell, "half-tagged", {}
    elif document.figures_without_text:
        yield cant_tell, "figures", {"count": document.figures_without_text}


def _language(document: DocumentFile) -> Iterator[Flaw]:
    """A German form that calls itself English is read out with an English voice."""
    claimed = document.language.lower().split("-")[0]
    if claimed not in {"de", "en"} or len(document.text.split()) < _ENOUGH:
        return
    spoken = language(document.text.splitlines())
    if spoken and spoken != claimed:
        yield failed, "other-language", {"claimed": document.language, "spoken": spoken}


def _name(document: DocumentFile) -> str:
    """What a resident knows the document by."""
    return excerpt(document.link or document.title or PurePosixPath(urlsplit(document.url).path).name, 80)
