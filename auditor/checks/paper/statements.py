"""What the pages of a service say about the way to apply, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.checks.case import Case, documents
from auditor.checks.paper.scope import pages
from auditor.evidence.model import FURNITURE, Frame, Page, TextBlock
from auditor.wording.fold import normalise
from auditor.wording.grammar import Around, Grammar
from auditor.wording.sentences import Sentence, sentences
from auditor.wording.tables import Entry, Span, Table, table

_ASIDE = FURNITURE | {"complementary"}
_LABEL_WORDS = 4
_LOOK_BACK = 200  # characters
_TITLES = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "legend"})
_KEY = "paper.statements"
#: Objects that make printing and signing harmless: the permit, the receipt, the confirmation of an appointment.
_NOT_THE_APPLICATION = frozenset({"result", "appointment"})
#: Signals that the authority itself may do: then they are no burden on the resident.
_EITHER_SIDE = frozenset(
    {"print", "sign", "post", "fax", "mail", "mail-scan", "written", "return-to", "originals"}
)
#: Ways and acts that need no paper: after „oder“ they make a demand one way among others.
_WITHOUT_PAPER = frozenset({"online", "upload", "account", "e-pay", "fully-digital", "nothing-on-paper"})
_CHANNELS = frozenset({"post", "fax", "return-to", "in-person", "originals", "written"})
_PAPER_HEADINGS = frozenset(
    {"post", "fax", "written", "in-person", "print", "forms-on-paper", "paper-heading"}
)
#: A signature under somebody else's paper, to be enclosed: the application may still be digital.
_ENCLOSED = frozenset({"sign", "written", "mail-scan"})


@dataclass(frozen=True)
class Statement:
    """A signal in a sentence, with what the words around it make of it."""

    signal: str
    span: Span
    sentence: Sentence
    around: Around
    entry: Entry
    page: Page
    frame: Frame
    block: TextBlock
    place: int  # running number of the block on its page, for what stands near
    alternative: bool  # one way among others, as the sentence or the heading above it says

    @property
    def about(self) -> Any:
        """What the table says of the signal."""
        return self.entry.about

    @property
    def denied(self) -> bool:
        """The sentence says the opposite."""
        return self.around.negated and not self.about.get("fixed")

    @property
    def by_resident(self) -> bool:
        """It concerns what the resident does with the application, not what the authority sends back."""
        if self.signal in _EITHER_SIDE and self.around.authority:
            return False
        if self.signal in {"print", "sign"} and self.around.objects & _NOT_THE_APPLICATION:
            return "application" in self.around.objects and "appointment" not in self.around.objects
        return not (self.signal in _ENCLOSED and "third" in self.around.objects)

    @property
    def demanded(self) -> bool:
        """A duty of everybody: not an offer, not for some cases only, not as one way among others."""
        return (
            (self.around.modality == "duty" or bool(self.about.get("duty")))
            and not self.around.conditional
            and not self.alternative
            and not self.around.generic
        )

    @property
    def breaks(self) -> str | None:
        """The kind of media break this speaks of, if it is not denied and on the resident's side."""
        kind = self.about.get("break")
        return str(kind) if kind and not self.denied and self.by_resident else None


def statements(case: Case) -> tuple[Statement, ...]:
    """All statements on the pages of the resident's way, in reading order."""
    found = case.memo.get(_KEY)
    if found is None:
        found = case.memo[_KEY] = tuple(s for page in pages(case) for s in _of_page(page))
    return found  # type: ignore[return-value]


def in_scope(block: TextBlock) -> bool:
    """Whether a block is the service's own text: no menu, no footer, no teaser, and readable or folded away."""
    return block.landmark not in _ASIDE and not block.teaser and (block.visible or block.collapsed)


def _of_page(page: Page) -> Iterator[Statement]:
    signals = table("signals")
    place = 0
    for frame, document in documents(page):
        before: Grammar | None = None
        for block in document.blocks:
            if not in_scope(block) or block.in_link or block.tag == "button":
                continue
            place += 1
            folded = normalise(block.text)
            if not signals.spans(folded) or any(s.signal == "consent" for s in table("walls").spans(folded)):
                before = Grammar(normalise(block.text[-_LOOK_BACK:])) if block.tag in _TITLES else None
                continue
            aside = _paper_heading(block.heading) or _paper_heading(_opening(block.text))
            for sentence in sentences(block.text):
                grammar = Grammar(sentence.folded)
                spans = _kept(signals, sentence.folded)
                for span in spans:
                    around = grammar.around(span, before)
                    alternative = (
                        aside
                        or around.alternative
                        or (before is not None and before.mentions("alternative"))
                        or _other_way(span, spans, grammar)
                    )
                    yield Statement(
                        span.signal,
                        span,
                        sentence,
                        around,
                        signals.entries[span.signal],
                        page,
                        frame,
                        block,
                        place,
                        alternative,
                    )
                before = grammar


def _kept(signals: Table, folded: str) -> tuple[Span, ...]:
    """The signals of a sentence. An online calendar, a digital photo are not what they sound like."""
    spans = signals.spans(folded)
    harmless = [s for s in spans if s.signal == "online-harmless"]
    kept = [s for s in spans if s.signal != "online-harmless"]
    kept = [
        s
        for s in kept
        if s.signal != "online" or not any(h.start <= s.start and s.end <= h.end for h in harmless)
    ]
    if harmless and not any(s.signal == "online" for s in kept):
        kept = [s for s in kept if s.signal != "online-hint"]
    return tuple(kept)


@cache
def _paper_heading(heading: str) -> bool:
    """A heading that opens the paper way („Per Post“, „Kein Internet?“), so what follows is an alternative."""
    if Grammar(normalise(heading)).mentions("alternative"):
        return True
    found = table("signals").signals(heading)
    return bool(found & _PAPER_HEADINGS) and not found & {"online", "online-hint"}


def _opening(text: str) -> str:
    """The label that opens a list item („Per Post: …“), empty if there is none."""
    label, colon, _ = text.partition(":")
    return label if colon and len(label.split()) <= _LABEL_WORDS else ""


def _other_way(span: Span, spans: tuple[Span, ...], grammar: Grammar) -> bool:
    """Whether „oder“ sets a way without paper beside this signal."""
    others = [
        s
        for s in spans
        if (s.signal in _WITHOUT_PAPER or (s.signal == "mail" and span.signal in _CHANNELS))
        and not (s.start < span.end and span.start < s.end)
    ]
    for join in (c for c in grammar.cues if c.signal == "either"):
        if span.end <= join.start and any(o.start >= join.end for o in others):
            return True
        if span.start >= join.end and any(
            o.end <= join.start and not grammar.follows(o.end, span.start) for o in others
        ):
            return True
    return False
