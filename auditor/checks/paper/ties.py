"""Whether words tie paper, a signature or a visit to the online way."""

from __future__ import annotations

from auditor.checks.paper.asked import demands
from auditor.checks.paper.decision import Decision
from auditor.checks.paper.known import HEAVY, NO_PAPER, Known
from auditor.checks.paper.statements import Statement
from auditor.evidence.model import Role
from auditor.wording.tables import table

_PERHAPS = frozenset({"form", "missed", "login", "bot"})


def paper_after_online(known: Known) -> Decision | None:
    """A „no“ where words tie a break to the online way; None where they do not."""
    found = tuple(s for s in known.said if s.breaks and _tied(known, s))
    if not found:
        return None
    if (
        not known.forms
        and known.routes.called_forms
        and all(w.state in {"document", "no-form"} for w in known.routes.ways)
    ):
        return None
    if _another_way(known) and all(_of_document(known, s) for s in found):
        return _credited(known, found)
    if all(s.around.modality == "offer" for s in found) and any(f.end == "sent" for f in known.forms):
        return Decision("online", "unknown", "break-unclear", (*found, *known.forms))
    return Decision("online-with-break", "no", "paper-after-online", found)


def _another_way(known: Known) -> bool:
    """Whether there is, or may be, an online form beside what is to download."""
    return bool(known.forms) or any(w.state in _PERHAPS for w in known.routes.ways)


def _of_document(known: Known, statement: Statement) -> bool:
    """Whether a document beside the words demands the same: then they may speak of it, and prove nothing of the
    online form. What follows the sending speaks of nothing that is sent on paper."""
    if "after-sending" in table("grammar").signals(statement.sentence.text):
        return False
    return any(p.page.id == statement.page.id and demands(p, statement.breaks) for p in known.routes.papers)


def _credited(known: Known, found: tuple[Statement, ...]) -> Decision | None:
    if not known.forms or any(f.end == "paper" for f in known.forms):
        return None
    return Decision("online", "unknown", "break-unclear", (*found, *known.forms))


def _tied(known: Known, statement: Statement) -> bool:
    """Whether the words tie the break to the online way. Beside a form to download, paper speaks of that form,
    unless the same sentence speaks of the online way."""
    if statement.around.conditional or statement.alternative or statement.around.generic:
        return False
    beside_paper = known.papers_on(statement.page)
    if statement.about.get("linked"):
        if statement.around.modality != "duty" and not statement.about.get("duty"):
            return False
        return not (beside_paper and _another_way(known)) or known.online_in(statement, "sentence")
    if not statement.demanded or statement.signal == "bring" or known.collected(statement):
        return False
    return _tied_by_place(known, statement, beside_paper=beside_paper)


def _tied_by_place(known: Known, statement: Statement, *, beside_paper: bool) -> bool:
    """Whether a plain demand stands where it can only mean the online way."""
    if statement.breaks in {"print", "sign"} and known.online_in(statement, "sentence"):
        return not known.sent_in(statement)
    if beside_paper and (statement.breaks not in NO_PAPER or not statement.around.after_online):
        return statement.around.sequence and known.online_in(statement, "sentence")
    if statement.page.id in known.form_pages:
        entry = statement.page.role is Role.ENTRY  # text above a form may be older than the form
        plain = statement.signal in HEAVY and statement.around.of_application
        return statement.around.sequence or (plain and not entry and not known.sent_in(statement))
    if statement.around.after_online:
        return known.online_in(statement, "near")
    return statement.around.sequence and known.online_in(statement, "block")
