"""What is known of one service: what it says, the ways and forms that were seen, and what follows from them."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from auditor.checks.case import Case, documents
from auditor.checks.paper.asked import explains, is_application
from auditor.checks.paper.forms import SeenForm, applications, forms
from auditor.checks.paper.routes import Paper, Routes
from auditor.checks.paper.statements import Statement, in_scope, statements
from auditor.evidence.model import Page

_NEAR = 1  # blocks
#: Ends of a link that promised an online way and are none.
NO_SERVICE = frozenset({"document", "mail", "appointment"})
#: Demands that may concern the online way, where no other way on the page explains them.
HEAVY = frozenset({"print", "sign", "sign-needed", "originals", "in-person"})
#: Breaks that a form to download beside the online way does not explain.
NO_PAPER = frozenset({"in-person"})


class Known:
    """All that the questions ask for, looked up once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.said = statements(case)
        self.routes = Routes(case)
        self.forms = applications(case)

    def all(self, *signals: str) -> tuple[Statement, ...]:
        """Statements of these kinds."""
        return tuple(s for s in self.said if s.signal in signals)

    @cached_property
    def online(self) -> tuple[Statement, ...]:
        """Sentences that speak of an online way to apply; De-Mail and signature cards are none."""
        lawful = {(s.page.id, s.place) for s in self.all("digital-signature")}
        return tuple(s for s in self.all("online") if (s.page.id, s.place) not in lawful)

    @cached_property
    def promised(self) -> tuple[Statement, ...]:
        """Words that hint at an online way, and that nothing else on the pages explains."""
        lawful = {(s.page.id, s.place) for s in self.all("digital-signature")}
        denying = {(s.page.id, s.place, s.sentence.text) for s in self.all("online-not")}
        only_paper = bool(self.routes.ways) and all(w.state in NO_SERVICE for w in self.routes.ways)
        pseudo = {(s.page.id, s.place) for s in self.all("pseudo-online")}
        if only_paper:
            return self.all("generic-online", "soon-online")
        return tuple(
            s
            for s in self.all("online", "online-hint", "generic-online", "soon-online")
            if (s.page.id, s.place) not in lawful | pseudo
            and (s.page.id, s.place, s.sentence.text) not in denying
        )

    @cached_property
    def mail(self) -> tuple[Statement, ...]:
        """Words by which the resident may apply by e-mail."""
        return tuple(s for s in self.all("mail") if not s.denied and s.by_resident)

    @cached_property
    def appointments(self) -> tuple[Statement | SeenForm | Paper, ...]:
        """Words, booking forms and links for an appointment."""
        said = tuple(s for s in self.all("appointment") if not s.denied and not s.around.generic)
        booked = tuple(f for f in forms(self.case) if f.kind == "appointment")
        return (*said, *booked, *self.routes.appointments)

    def usable(self, signal: str) -> bool:
        """Whether a way is spoken of that a resident may go."""
        return any(not s.denied and s.by_resident for s in self.all(signal))

    def online_in(self, statement: Statement, where: Literal["sentence", "block", "near"]) -> bool:
        """Whether the online way is spoken of in the same sentence, block, or in the blocks beside it."""
        reach = {"sentence": 0, "block": 0, "near": _NEAR}[where]
        return any(
            o.page is statement.page
            and o.frame is statement.frame
            and abs(statement.place - o.place) <= reach
            and (where != "sentence" or o.sentence is statement.sentence)
            and not o.denied
            for o in self.online
        )

    def collected(self, statement: Statement) -> bool:
        """Coming by to collect the result; the application is filed by then."""
        return statement.breaks == "in-person" and self._beside(statement, "collect")

    def sent_in(self, statement: Statement) -> bool:
        """A signed paper that is uploaded again: a nuisance, but no proof of paper."""
        return self._beside(statement, "upload")

    def _beside(self, statement: Statement, signal: str) -> bool:
        return any(o.signal == signal and o.sentence is statement.sentence for o in self.said)

    @cached_property
    def form_pages(self) -> frozenset[str]:
        """Ids of the pages the application form stands on."""
        return frozenset(f.page.id for f in self.forms)

    def papers_on(self, page: Page) -> bool:
        """Whether the application itself can be had as a document here; a mandate or power of attorney is not it."""
        return any(p.page.id == page.id and is_application(p) for p in self.routes.called_forms)

    def explained(self, statement: Statement) -> bool:
        """Whether a form to download on the same page can be what the demand speaks of, as far as it was read."""
        return any(
            p.page.id == statement.page.id and is_application(p) and explains(p, statement.breaks)
            for p in self.routes.papers
        )

    @cached_property
    def word_count(self) -> int:
        """Words of the start page that belong to the service."""
        entry = self.case.entry
        if entry is None:
            return 0
        return sum(len(b.text.split()) for _, d in documents(entry) for b in d.blocks if in_scope(b))
