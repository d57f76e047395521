"""From ways and words to a verdict. In doubt it is ``unknown``: a wrong accusation is worse than none.

The questions are asked in this order, and the first that can be answered decides:

1. Was the start page seen at all?
2. Do words tie paper, a signature or a visit to the online way? (no)
3. Is the application form there, and can its end be seen? (yes, no or unknown)
4. Does a link promise an online way that could not be seen to its form? (unknown)
5. Do words promise an online way that was not found, or speak only in general? (unknown)
6. Is a document the form, and what does it ask? A visit, a letter, an e-mail the way? (mostly no; unknown where a
   document sends itself or names an online way)
7. Is there only information? (no)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args
from urllib.parse import urlsplit

from auditor.checks.case import Case, Completion, MediaBreak, Quote, documents
from auditor.checks.look import foreign
from auditor.checks.paper.asked import (
    Asked,
    asked,
    by_mail,
    demands,
    explains,
    is_application,
    mailed,
    proves,
)
from auditor.checks.paper.forms import SeenForm, applications, forms, sends_something, shows_work
from auditor.checks.paper.routes import Paper, Routes, Way
from auditor.checks.paper.statements import Statement, in_scope, statements
from auditor.evidence.model import Page, Role
from auditor.wording.source import read
from auditor.wording.tables import table

Kind = Literal["offline", "information", "form-download", "online-with-break", "online", "unknown"]
BreakKind = Literal["print", "sign", "post", "fax", "email-scan", "in-person", "originals", "cash"]

_LEAST_WORDS = 15  # in the text of the start page, to say that something is not there
_NEAR = 1  # blocks
_MOST_QUOTES = 8
#: OZG model as seen from outside: 1 there is information, 2 help with the form, 3 the application can be sent.
_MATURITY: dict[str, Literal[0, 1, 2, 3]] = {
    "offline": 1,
    "information": 1,
    "form-download": 2,
    "online-with-break": 2,
}
#: Demands that may concern the online way, where no other way on the page explains them.
_HEAVY = frozenset({"print", "sign", "sign-needed", "originals", "in-person"})
#: Breaks that a form to download beside the online way does not explain.
_NO_PAPER = frozenset({"in-person"})
_ON_PAPER = frozenset({"print", "sign", "post", "originals"})
_LETTER = frozenset(
    {"post", "fax", "return-to", "written", "sign", "sign-needed", "print", "forms-on-paper", "originals"}
)
#: Ends of a link that promised an online way and are none.
_NO_SERVICE = frozenset({"document", "mail", "appointment"})
_PERHAPS = frozenset({"form", "missed", "login", "bot"})
_VISIT = frozenset({"in-person", "bring", "cash"})
_UNSEEN: tuple[tuple[str, str], ...] = (
    ("login", "login-wall"),
    ("bot", "bot-check"),
    ("missed", "route-not-loaded"),
)


Because = Statement | SeenForm | Way | Paper | Asked


@dataclass(frozen=True)
class Decision:
    """A verdict with the sentences, links and forms that decided it."""

    kind: Kind
    completable: Literal["yes", "no", "unknown"]
    reason: str
    because: tuple[Because, ...] = ()


class Judgement:
    """What is known of one service, and the questions asked of it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.said = statements(case)
        self.routes = Routes(case)
        self.forms = applications(case)

    def decide(self) -> Decision:
        """The first question that can be answered decides."""
        questions: tuple[Callable[[], Decision | None], ...] = (
            self._entry,
            self._paper_after_online,
            self._form,
            self._ways,
            self._words,
            self._news,
            self._online_by_document,
            self._documents,
            self._offline,
        )
        return next((d for q in questions if (d := q())), self._nothing())

    # --- 1
    def _entry(self) -> Decision | None:
        if self.case.entry is not None and self.case.entry.wall is None:
            return None
        for page in self.case.evidence.pages:
            if page.role is Role.ENTRY and (page.wall or page.reason):
                state = self.routes.state_of(page.requested_url)
                reason = {"login": "login-wall", "bot": "bot-check"}.get(state, "entry-not-loaded")
                return Decision("unknown", "unknown", reason)
        return Decision("unknown", "unknown", "entry-not-loaded")

    # --- 2
    def _paper_after_online(self) -> Decision | None:
        found = tuple(s for s in self.said if s.breaks and self._tied(s))
        if not found:
            return None
        if (
            not self.forms
            and self.routes.called_forms
            and all(w.state in {"document", "no-form"} for w in self.routes.ways)
        ):
            return None
        if self._another_way and all(self._of_document(s) for s in found):
            return self._credited(found)
        if all(s.around.modality == "offer" for s in found) and any(f.end == "sent" for f in self.forms):
            return Decision("online", "unknown", "break-unclear", (*found, *self.forms))
        return Decision("online-with-break", "no", "paper-after-online", found)

    @property
    def _another_way(self) -> bool:
        """Whether there is, or may be, an online form beside what is to download."""
        return bool(self.forms) or any(w.state in _PERHAPS for w in self.routes.ways)

    def _of_document(self, statement: Statement) -> bool:
        """Whether a document beside the words demands the same: then they may speak of it, and prove nothing of the
        online form. What follows the sending speaks of nothing that is sent on paper."""
        if "after-sending" in _cues(statement.sentence.text):
            return False
        return any(
            p.page.id == statement.page.id and demands(p, statement.breaks) for p in self.routes.papers
        )

    def _credited(self, found: tuple[Statement, ...]) -> Decision | None:
        if not self.forms or any(f.end == "paper" for f in self.forms):
            return None
        return Decision("online", "unknown", "break-unclear", (*found, *self.forms))

    def _tied(self, statement: Statement) -> bool:
        """Whether the words tie the break to the online way. Beside a form to download, paper speaks of that form,
        unless the same sentence speaks of the online way."""
        if statement.around.conditional or statement.alternative or statement.around.generic:
            return False
        beside_paper = self._papers_on(statement.page)
        if statement.about.get("linked"):
            if statement.around.modality != "duty" and not statement.about.get("duty"):
                return False
            return not (beside_paper and self._another_way) or self._online_in(statement, "sentence")
        if not statement.demanded or statement.signal == "bring" or self._collected(statement):
            return False
        return self._tied_by_place(statement, beside_paper=beside_paper)

    def _tied_by_place(self, statement: Statement, *, beside_paper: bool) -> bool:
        """Whether a plain demand stands where it can only mean the online way."""
        if statement.breaks in {"print", "sign"} and self._online_in(statement, "sentence"):
            return not self._sent_in(statement)
        if beside_paper and (statement.breaks not in _NO_PAPER or not statement.around.after_online):
            return statement.around.sequence and self._online_in(statement, "sentence")
        if statement.page.id in self._form_pages:
            entry = statement.page.role is Role.ENTRY  # text above a form may be older than the form
            plain = statement.signal in _HEAVY and statement.around.of_application
            return statement.around.sequence or (plain and not entry and not self._sent_in(statement))
        if statement.around.after_online:
            return self._online_in(statement, "near")
        return statement.around.sequence and self._online_in(statement, "block")

    def _online_in(self, statement: Statement, where: Literal["sentence", "block", "near"]) -> bool:
        """Whether the online way is spoken of in the same sentence, block, or in the blocks beside it."""
        reach = {"sentence": 0, "block": 0, "near": _NEAR}[where]
        return any(
            o.page is statement.page
            and o.frame is statement.frame
            and abs(statement.place - o.place) <= reach
            and (where != "sentence" or o.sentence is statement.sentence)
            and not o.denied
            for o in self._online
        )

    def _collected(self, statement: Statement) -> bool:
        """Coming by to collect the result; the application is filed by then."""
        return statement.breaks == "in-person" and self._beside(statement, "collect")

    def _sent_in(self, statement: Statement) -> bool:
        """A signed paper that is uploaded again: a nuisance, but no proof of paper."""
        return self._beside(statement, "upload")

    def _beside(self, statement: Statement, signal: str) -> bool:
        return any(o.signal == signal and o.sentence is statement.sentence for o in self.said)

    @cached_property
    def _form_pages(self) -> frozenset[str]:
        return frozenset(f.page.id for f in self.forms)

    def _papers_on(self, page: Page) -> bool:
        """Whether the application itself can be had as a document here; a mandate or power of attorney is not it."""
        return any(p.page.id == page.id and is_application(p) for p in self.routes.called_forms)

    def _explained(self, statement: Statement) -> bool:
        """Whether a form to download on the same page can be what the demand speaks of, as far as it was read."""
        return any(
            p.page.id == statement.page.id and is_application(p) and explains(p, statement.breaks)
            for p in self.routes.papers
        )

    @cached_property
    def _online(self) -> tuple[Statement, ...]:
        """Sentences that speak of an online way to apply; De-Mail and signature cards are none."""
        lawful = {(s.page.id, s.place) for s in self._all("digital-signature")}
        return tuple(s for s in self._all("online") if (s.page.id, s.place) not in lawful)

    def _all(self, *signals: str) -> tuple[Statement, ...]:
        return tuple(s for s in self.said if s.signal in signals)

    # --- 3
    def _form(self) -> Decision | None:
        if not self.forms:
            return None
        ends = {f.end for f in self.forms}
        if "paper" in ends and "sent" not in ends:
            return self._paper_form()
        if doubts := self._doubts():
            return Decision("online", "unknown", "break-unclear", (*doubts, *self.forms))
        if partial := self._all("partial-online"):
            return Decision("online", "unknown", "partial-online", (*partial, *self.forms))
        return self._sendable_form()

    def _paper_form(self) -> Decision:
        """The form ends in a print-out or PDF; only with a demand beside it is that proof."""
        paper = tuple(f for f in self.forms if f.end == "paper")
        demands = tuple(s for s in self.said if s.breaks in _ON_PAPER and s.demanded)
        if demands:
            return Decision("online-with-break", "no", "form-ends-on-paper", (*demands, *paper))
        return Decision("online", "unknown", "end-not-seen", paper)

    def _sendable_form(self) -> Decision:
        """Nothing speaks against the form. The page may promise what it likes; only the form's own end is proof."""
        if sent := tuple(f for f in self.forms if f.end == "sent"):
            return Decision("online", "yes", "sent-online", sent)
        said = tuple(
            s for s in self._all("nothing-on-paper") if not s.around.generic and not s.around.conditional
        )
        return Decision(
            "online", "unknown", "said-not-seen" if said else "end-not-seen", (*said, *self.forms)
        )

    def _doubts(self) -> tuple[Statement, ...]:
        """Demands that nothing explains but perhaps the online way: a form to download explains print and
        signature, not a visit."""
        return tuple(
            s
            for s in self.said
            if s.breaks
            and (s.signal in _HEAVY or (s.about.get("linked") and s.breaks != "print"))
            and s.demanded
            and not self._collected(s)
            and (s.breaks in _NO_PAPER or s.about.get("linked") or not self._explained(s))
        )

    # --- 4
    def _ways(self) -> Decision | None:
        ways = [w for w in (*self.routes.ways, *self.routes.perhaps) if w.state not in _NO_SERVICE]
        for state, reason in _UNSEEN:
            found = tuple(w for w in ways if w.state == state)
            if found:
                external = self._all("external")
                return Decision("unknown", "unknown", "external" if external else reason, (*external, *found))
        if ways and not any(p.named for p in self.routes.papers):
            return Decision("unknown", "unknown", "online-said-not-found", tuple(ways))
        if unclear := tuple(f for f in forms(self.case) if f.kind == "perhaps"):
            return Decision("unknown", "unknown", "form-unclear", unclear)
        return None

    # --- 5
    def _words(self) -> Decision | None:
        if outage := self._all("outage"):
            return Decision("unknown", "unknown", "outage", outage)
        promised = self._promised
        if not promised:
            return None
        for signal, reason in (
            ("soon-online", "announced"),
            ("generic-online", "generic-text"),
            ("partial-online", "partial-online"),
            ("external", "external"),
        ):
            if found := self._all(signal):
                return Decision("unknown", "unknown", reason, found)
        return Decision("unknown", "unknown", "online-said-not-found", promised)

    @cached_property
    def _promised(self) -> tuple[Statement, ...]:
        """Words that hint at an online way, and that nothing else on the pages explains."""
        lawful = {(s.page.id, s.place) for s in self._all("digital-signature")}
        denying = {(s.page.id, s.place, s.sentence.text) for s in self._all("online-not")}
        only_paper = bool(self.routes.ways) and all(w.state in _NO_SERVICE for w in self.routes.ways)
        pseudo = {(s.page.id, s.place) for s in self._all("pseudo-online")}
        if only_paper:
            return self._all("generic-online", "soon-online")
        return tuple(
            s
            for s in self._all("online", "online-hint", "generic-online", "soon-online")
            if (s.page.id, s.place) not in lawful | pseudo
            and (s.page.id, s.place, s.sentence.text) not in denying
        )

    def _news(self) -> Decision | None:
        """A news item proves nothing about the service it reports on."""
        entry, marks = self.case.entry, read("hosts")
        if entry is None:
            return None
        data = [text for _, d in documents(entry) for text in d.json_ld]
        told = any(f'"{kind}"' in text for kind in marks["news_types"] for text in data)
        filed = any(part in urlsplit(entry.final_url).path.lower() for part in marks["news_paths"])
        return Decision("unknown", "unknown", "news") if told or filed else None

    # --- 6
    def _online_by_document(self) -> Decision | None:
        """A document that names an online way, or sends itself, speaks against a „no“."""
        lines = tuple(
            Asked("document-says-online", p.read.quotes["online-instead"], p.page, p.url)
            for p in self.routes.read
            if p.read is not None and "online-instead" in p.read.quotes
        )
        sending = tuple(p for p in self.routes.papers if p.read is not None and p.read.sends_itself)
        kind: Kind = "form-download" if self.routes.papers else "unknown"
        if lines:
            return Decision(kind, "unknown", "document-says-online", (*lines, *self.routes.papers))
        return Decision(kind, "unknown", "document-sends-itself", sending) if sending else None

    def _documents(self) -> Decision | None:
        papers = tuple(p for p in self.routes.papers if p.named or (proves(p) and not self._mail))
        if not papers:
            return None
        words = tuple(s for s in self.said if s.breaks)
        unsigned = tuple(s for s in self._all("nothing-on-paper") if not s.around.authority)
        mail = self._mail
        if unsigned and mail and not words:
            return Decision("form-download", "unknown", "document-by-mail", (*unsigned, *mail, *papers))
        if not words and self._unsigned(papers):
            return Decision("form-download", "unknown", "document-unsigned", (*papers, *mail))
        if not unsigned and (proof := asked(papers)):
            return Decision("form-download", "no", "document-on-paper", (*proof, *papers, *words))
        return Decision("form-download", "no", "document-only", (*papers, *words))

    def _unsigned(self, papers: tuple[Paper, ...]) -> bool:
        """Whether a form was read that wants no signature by hand and may go back by e-mail."""
        return any(
            p.read is not None and by_mail(p.read) and (mailed(p.read) or self._mail)
            for p in papers
            if is_application(p)
        )

    def _offline(self) -> Decision | None:
        usable = tuple(s for s in self.said if not s.denied and s.by_resident and not s.around.generic)
        visit = tuple(s for s in usable if s.signal in _VISIT)
        letter = tuple(s for s in usable if s.signal in _LETTER)
        demanded = any(
            s.demanded and s.signal in {"in-person", "sign", "sign-needed", "originals"} for s in usable
        )
        mail = self._mail
        if mail and not demanded:
            return Decision("offline", "unknown", "mail-only", mail)
        if visit or (not letter and self._appointments):
            return Decision("offline", "no", "visit-only", visit or self._appointments)
        if letter:
            return Decision("offline", "no", "letter-only", letter)
        if any(s.around.generic for s in self.said if s.signal in _VISIT | _LETTER):
            return Decision("unknown", "unknown", "generic-text")
        return None

    @cached_property
    def _mail(self) -> tuple[Statement, ...]:
        return tuple(s for s in self._all("mail") if not s.denied and s.by_resident)

    @cached_property
    def _appointments(self) -> tuple[Statement | SeenForm | Paper, ...]:
        said = tuple(s for s in self._all("appointment") if not s.denied and not s.around.generic)
        booked = tuple(f for f in forms(self.case) if f.kind == "appointment")
        return (*said, *booked, *self.routes.appointments)

    # --- 7
    def _nothing(self) -> Decision:
        if self._word_count < _LEAST_WORDS or any(p.guarded or foreign(p) for p in self.case.flow):
            return Decision("unknown", "unknown", "too-little")
        if any(sends_something(page) for page in self.case.flow):
            return Decision("unknown", "unknown", "form-unclear")
        if any(shows_work(page) for page in self.case.flow):
            return Decision("unknown", "unknown", "work-unseen")
        return Decision("information", "no", "no-route")

    @cached_property
    def _word_count(self) -> int:
        entry = self.case.entry
        if entry is None:
            return 0
        return sum(len(b.text.split()) for _, d in documents(entry) for b in d.blocks if in_scope(b))

    # --- what the contract wants beside the verdict
    def route_names(self) -> tuple[str, ...]:
        """The ways to apply that were seen or spoken of."""
        names = [
            ("online-form", bool(self.forms)),
            ("login", any(w.state == "login" for w in self.routes.ways)),
            ("online-unseen", any(w.state in {"missed", "bot", "no-form"} for w in self.routes.ways)),
            ("form-download", bool(self.routes.papers)),
            ("e-mail", bool(self._mail)),
            ("post", self._usable("post")),
            ("fax", self._usable("fax")),
            ("in-person", self._usable("in-person")),
            ("phone", self._usable("phone")),
            ("appointment", bool(self._appointments)),
            ("external", self._usable("external")),
        ]
        return tuple(name for name, there in names if there)

    def _usable(self, signal: str) -> bool:
        return any(not s.denied and s.by_resident for s in self._all(signal))

    def breaks(self, decision: Decision) -> tuple[MediaBreak, ...]:
        """The media breaks behind a „no“, each kind and sentence once."""
        if decision.completable != "no":
            return ()
        said = self.said
        if decision.kind == "online-with-break":
            decided = {(s.page.id, s.place) for s in decision.because if isinstance(s, Statement)}
            said = tuple(s for s in said if (s.page.id, s.place) in decided)
        found = {
            (s.breaks, s.sentence.text): MediaBreak(
                kind=_break_kind(s.breaks),
                quote=s.sentence.text,
                url=s.page.final_url,
                page=s.page.id,
                step=s.page.step,
            )
            for s in said
            if s.breaks and not s.around.conditional and not s.around.generic
        }
        return (*found.values(), *_breaks_of(decision))


def _breaks_of(decision: Decision) -> Iterator[MediaBreak]:
    """The breaks that the forms to download prove by their own words."""
    for item in decision.because:
        if isinstance(item, Asked):
            yield MediaBreak(
                kind=_break_kind(item.signal),
                quote=item.quote,
                url=item.url,
                page=item.page.id,
                step=item.page.step,
            )


def _cues(label: str) -> frozenset[str]:
    return table("grammar").signals(label)


def _break_kind(kind: str) -> BreakKind:
    if kind not in get_args(BreakKind):
        raise ValueError(f"unknown kind of media break in rules/wording/signals.yaml: {kind}")
    return kind  # type: ignore[return-value]


def completion_of(case: Case) -> Completion:
    """The verdict on one service with its breaks, ways and quotes."""
    judgement = Judgement(case)
    decision = judgement.decide()
    return Completion(
        kind=decision.kind,
        completable=decision.completable,
        maturity=3 if decision.completable == "yes" else _MATURITY.get(decision.kind),
        media_breaks=judgement.breaks(decision),
        routes=judgement.route_names(),
        reason=decision.reason,
        evidence=tuple(_quotes(decision.because)),
    )


def _quotes(because: Iterable[Because]) -> list[Quote]:
    quotes: dict[tuple[str, str], Quote] = {}
    for item in because:
        match item:
            case Statement():
                signal, words = item.signal, item.sentence.text
            case SeenForm():
                labels = [b.label or b.name for b in item.buttons]
                signal, words = "online-form", " · ".join(dict.fromkeys(x for x in labels if x))
            case Way():
                signal, words = f"way-{item.state}", item.label or item.url
            case Paper():
                signal, words = "form-document", item.label
            case Asked():
                signal, words = item.signal, item.quote
        page = item.page
        quotes.setdefault(
            (signal, words),
            Quote(signal=signal, quote=words, url=_address(item), page=page.id, step=page.step),
        )
    return list(quotes.values())[:_MOST_QUOTES]


def _address(item: Because) -> str:
    """Where the words stand: in the document, else on the page."""
    return item.url if isinstance(item, Asked) else item.page.final_url
