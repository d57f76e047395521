"""What an opened form asks of a resident on its way back: the breaks it proves, each with its own line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor.checks.documents import Paper as Read
from auditor.checks.paper.routes import Paper
from auditor.evidence.model import DocumentFile, Page
from auditor.wording.tables import table

Break = Literal["print", "sign", "post", "fax", "in-person"]


@dataclass(frozen=True)
class Asked:
    """A line of a document that makes residents change the medium, or that speaks against a „no“."""

    signal: str
    quote: str
    page: Page
    url: str


def by_hand(read: Read) -> str:
    """The line for a signature in ink. Where the file has a field for a digital one, it proves no paper."""
    return "" if read.document.signature_fields else read.signed


def proves(paper: Paper) -> bool:
    """Whether the document itself shows that it goes back on paper."""
    read = paper.read
    if read is None or not read.proves_paper or "online-instead" in read.quotes:
        return False
    return bool(by_hand(read)) or any(_channels(read))


def asked(papers: Iterable[Paper]) -> tuple[Asked, ...]:
    """The breaks that documents prove, one line for each kind. A mandate beside the application is not asked."""
    proving = tuple(p for p in papers if proves(p))
    found: dict[str, Asked] = {}
    for paper in tuple(p for p in proving if is_application(p)) or proving:
        if paper.read is not None:
            for kind, quote in _breaks(paper.read):
                found.setdefault(kind, Asked(kind, quote, paper.page, paper.url))
    return tuple(found.values())


def is_application(paper: Paper) -> bool:
    """By its label; a mandate or power of attorney is not the application."""
    cues = table("grammar").signals(paper.label)
    return "application" in cues or "third" not in cues


def explains(paper: Paper, kind: str | None) -> bool:
    """Whether a demand of this kind beside the document may mean the document. Unread, it may mean anything."""
    read = paper.read
    if not paper.real:
        return False
    if read is None or not read.legible or read.kind != "form":
        return True
    return bool(read.signed) if kind in {"sign", "email-scan"} else True


def demands(paper: Paper, kind: str | None) -> bool:
    """Whether the document demands just this by its own words; what is signed or posted is printed, too."""
    if paper.read is None or not paper.read.proves_paper:
        return False
    own = {k for k, _ in _breaks(paper.read)}
    return kind in own or (kind in {"print", "email-scan"} and bool(own))


def by_mail(read: Read) -> bool:
    """A form that can be read, wants no signature by hand and may go back by e-mail."""
    asks = by_hand(read) or any(_channels(read))
    return read.kind == "form" and read.legible and not read.document.text_truncated and not asks


def mailed(read: Read) -> bool:
    """Whether the document names an e-mail address as its way back."""
    document = read.document
    return "mail" in read.quotes or bool(document.mail_links) or document.submit_target.startswith("mailto:")


def _breaks(read: Read) -> Iterator[tuple[Break, str]]:
    if line := by_hand(read):
        if _flat(read.document):
            yield "print", line
        yield "sign", line
    yield from _channels(read)


def _channels(read: Read) -> Iterator[tuple[Break, str]]:
    """How it must go back: by one way alone. Where e-mail is allowed, post is an offer; so are fax and counter beside
    post."""
    quotes = read.quotes
    if mailed(read):
        return
    if line := quotes.get("post") or quotes.get("address"):
        yield "post", line
    elif "hand-in" in quotes:
        yield "in-person", quotes["hand-in"]
    elif "fax" in quotes:
        yield "fax", quotes["fax"]


def _flat(document: DocumentFile) -> bool:
    """Nothing to type into: a pen and a print-out it must be. A word processor could fill an Office file."""
    return (
        document.kind == "pdf"
        and document.reason is None
        and not document.fillable
        and document.xfa == "none"
    )
