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

from collections.abc import Callable
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from auditor.checks.case import Case, Completion, documents
from auditor.checks.look import foreign
from auditor.checks.paper.account import breaks, quotes, route_names
from auditor.checks.paper.asked import Asked, asked, by_mail, is_application, mailed, proves
from auditor.checks.paper.decision import Decision, Kind
from auditor.checks.paper.forms import forms, sends_something, shows_work
from auditor.checks.paper.known import HEAVY, NO_PAPER, NO_SERVICE, Known
from auditor.checks.paper.routes import Paper
from auditor.checks.paper.statements import Statement
from auditor.checks.paper.ties import paper_after_online
from auditor.evidence.model import Role
from auditor.wording.source import read

_LEAST_WORDS = 15  # in the text of the start page, to say that something is not there
#: OZG model as seen from outside: 1 there is information, 2 help with the form, 3 the application can be sent.
_MATURITY: dict[str, Literal[0, 1, 2, 3]] = {
    "offline": 1,
    "information": 1,
    "form-download": 2,
    "online-with-break": 2,
}
_ON_PAPER = frozenset({"print", "sign", "post", "originals"})
_LETTER = frozenset(
    {"post", "fax", "return-to", "written", "sign", "sign-needed", "print", "forms-on-paper", "originals"}
)
_VISIT = frozenset({"in-person", "bring", "cash"})
_UNSEEN: tuple[tuple[str, str], ...] = (
    ("login", "login-wall"),
    ("bot", "bot-check"),
    ("missed", "route-not-loaded"),
)


class Judgement:
    """The questions asked of what is known."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def decide(self) -> Decision:
        """The first question that can be answered decides."""
        questions: tuple[Callable[[], Decision | None], ...] = (
            self._entry,
            partial(paper_after_online, self.known),
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
        if self.known.case.entry is not None and self.known.case.entry.wall is None:
            return None
        for page in self.known.case.evidence.pages:
            if page.role is Role.ENTRY and (page.wall or page.reason):
                state = self.known.routes.state_of(page.requested_url)
                reason = {"login": "login-wall", "bot": "bot-check"}.get(state, "entry-not-loaded")
                return Decision("unknown", "unknown", reason)
        return Decision("unknown", "unknown", "entry-not-loaded")

    # --- 3
    def _form(self) -> Decision | None:
        if not self.known.forms:
            return None
        ends = {f.end for f in self.known.forms}
        if "paper" in ends and "sent" not in ends:
            return self._paper_form()
        if doubts := self._doubts():
            return Decision("online", "unknown", "break-unclear", (*doubts, *self.known.forms))
        if partly := self.known.all("partial-online"):
            return Decision("online", "unknown", "partial-online", (*partly, *self.known.forms))
        return self._sendable_form()

    def _paper_form(self) -> Decision:
        """The form ends in a print-out or PDF; only with a demand beside it is that proof."""
        paper = tuple(f for f in self.known.forms if f.end == "paper")
        demands = tuple(s for s in self.known.said if s.breaks in _ON_PAPER and s.demanded)
        if demands:
            return Decision("online-with-break", "no", "form-ends-on-paper", (*demands, *paper))
        return Decision("online", "unknown", "end-not-seen", paper)

    def _sendable_form(self) -> Decision:
        """Nothing speaks against the form. The page may promise what it likes; only the form's own end is proof."""
        if sent := tuple(f for f in self.known.forms if f.end == "sent"):
            return Decision("online", "yes", "sent-online", sent)
        said = tuple(
            s for s in self.known.all("nothing-on-paper") if not s.around.generic and not s.around.conditional
        )
        return Decision(
            "online", "unknown", "said-not-seen" if said else "end-not-seen", (*said, *self.known.forms)
        )

    def _doubts(self) -> tuple[Statement, ...]:
        """Demands that nothing explains but perhaps the online way: a form to download explains print and
        signature, not a visit."""
        return tuple(
            s
            for s in self.known.said
            if s.breaks
            and (s.signal in HEAVY or (s.about.get("linked") and s.breaks != "print"))
            and s.demanded
            and not self.known.collected(s)
            and (s.breaks in NO_PAPER or s.about.get("linked") or not self.known.explained(s))
        )

    # --- 4
    def _ways(self) -> Decision | None:
        ways = [w for w in (*self.known.routes.ways, *self.known.routes.perhaps) if w.state not in NO_SERVICE]
        for state, reason in _UNSEEN:
            found = tuple(w for w in ways if w.state == state)
            if found:
                external = self.known.all("external")
                return Decision("unknown", "unknown", "external" if external else reason, (*external, *found))
        if ways and not any(p.named for p in self.known.routes.papers):
            return Decision("unknown", "unknown", "online-said-not-found", tuple(ways))
        if unclear := tuple(f for f in forms(self.known.case) if f.kind == "perhaps"):
            return Decision("unknown", "unknown", "form-unclear", unclear)
        return None

    # --- 5
    def _words(self) -> Decision | None:
        if outage := self.known.all("outage"):
            return Decision("unknown", "unknown", "outage", outage)
        promised = self.known.promised
        if not promised:
            return None
        for signal, reason in (
            ("soon-online", "announced"),
            ("generic-online", "generic-text"),
            ("partial-online", "partial-online"),
            ("external", "external"),
        ):
            if found := self.known.all(signal):
                return Decision("unknown", "unknown", reason, found)
        return Decision("unknown", "unknown", "online-said-not-found", promised)

    def _news(self) -> Decision | None:
        """A news item proves nothing about the service it reports on."""
        entry, marks = self.known.case.entry, read("hosts")
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
            for p in self.known.routes.read
            if p.read is not None and "online-instead" in p.read.quotes
        )
        sending = tuple(p for p in self.known.routes.papers if p.read is not None and p.read.sends_itself)
        kind: Kind = "form-download" if self.known.routes.papers else "unknown"
        if lines:
            return Decision(kind, "unknown", "document-says-online", (*lines, *self.known.routes.papers))
        return Decision(kind, "unknown", "document-sends-itself", sending) if sending else None

    def _documents(self) -> Decision | None:
        papers = tuple(p for p in self.known.routes.papers if p.named or (proves(p) and not self.known.mail))
        if not papers:
            return None
        words = tuple(s for s in self.known.said if s.breaks)
        unsigned = tuple(s for s in self.known.all("nothing-on-paper") if not s.around.authority)
        mail = self.known.mail
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
            p.read is not None and by_mail(p.read) and (mailed(p.read) or self.known.mail)
            for p in papers
            if is_application(p)
        )

    def _offline(self) -> Decision | None:
        usable = tuple(s for s in self.known.said if not s.denied and s.by_resident and not s.around.generic)
        visit = tuple(s for s in usable if s.signal in _VISIT)
        letter = tuple(s for s in usable if s.signal in _LETTER)
        demanded = any(
            s.demanded and s.signal in {"in-person", "sign", "sign-needed", "originals"} for s in usable
        )
        mail = self.known.mail
        if mail and not demanded:
            return Decision("offline", "unknown", "mail-only", mail)
        if visit or (not letter and self.known.appointments):
            return Decision("offline", "no", "visit-only", visit or self.known.appointments)
        if letter:
            return Decision("offline", "no", "letter-only", letter)
        if any(s.around.generic for s in self.known.said if s.signal in _VISIT | _LETTER):
            return Decision("unknown", "unknown", "generic-text")
        return None

    # --- 7
    def _nothing(self) -> Decision:
        if self.known.word_count < _LEAST_WORDS or any(p.guarded or foreign(p) for p in self.known.case.flow):
            return Decision("unknown", "unknown", "too-little")
        if any(sends_something(page) for page in self.known.case.flow):
            return Decision("unknown", "unknown", "form-unclear")
        if any(shows_work(page) for page in self.known.case.flow):
            return Decision("unknown", "unknown", "work-unseen")
        return Decision("information", "no", "no-route")


def completion_of(case: Case) -> Completion:
    """The verdict on one service with its breaks, ways and quotes."""
    known = Known(case)
    decision = Judgement(known).decide()
    return Completion(
        kind=decision.kind,
        completable=decision.completable,
        maturity=3 if decision.completable == "yes" else _MATURITY.get(decision.kind),
        media_breaks=breaks(known, decision),
        routes=route_names(known),
        reason=decision.reason,
        evidence=tuple(quotes(decision.because)),
    )
