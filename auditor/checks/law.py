"""Neighbouring law that binds a municipal service beside the standard: imprint, review before sending, copy after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, failed, passed, untested
from auditor.evidence.model import Mode, Page, Reason, Role

# --- imprint ------------------------------------------------------------------------------------------------


def imprint_reachable(case: Case) -> Iterator[Observation]:
    """§ 5 DDG: the imprint is one click away on every page, also on the host of the form."""
    for page in case.flow:
        written = look.links_to(page, "imprint")
        gone = [link for link in written if look.dead(case, link, Role.IMPRINT)]
        if len(written) > len(gone) or (not written and look.offers(page, "imprint")):
            yield passed(page)
        elif look.blind(page) or (not gone and look.offers(page, "contact")):
            # The courts accept an imprint behind “Kontakt”; what stands there must be read.
            yield cant_tell(page, "unsure", page=look.title(page))
        elif gone:
            yield failed(page, "dead", page=look.title(page), node=gone[0])
        elif words := look.hint(page, "imprint"):
            yield cant_tell(page, "perhaps", page=look.title(page), words=words)
        else:
            yield failed(page, "missing", page=look.title(page), host=look.host_of(page.final_url))
    yield from look.unseen(case)


def imprint_parts(case: Case) -> Iterator[Observation]:
    """§ 5 DDG: address, e-mail, a second direct way and who represents the body."""
    for page in case.pages(Role.IMPRINT):
        yield from list(_lacking_parts(page)) or [passed(page)]


def _lacking_parts(page: Page) -> Iterator[Observation]:
    words = look.text(page)
    where = {"page": look.title(page)}
    surely = not look.blind(page) and len(words) > 40
    if not re.search(look.phrase("postal-address").pattern, words):
        # A foreign or pictured address escapes the pattern; with no five digits at all there is none in words.
        digits = re.search(r"\d{4,5}", words) or look.silent_images(page) or not surely
        yield cant_tell(page, "address-unsure", **where) if digits else failed(page, "address", **where)
    if not look.has_mail(page):
        written = look.phrase("mail-word").search(words) or _mail_link(page)
        hinted = written or look.silent_images(page) or not surely
        yield cant_tell(page, "mail-unsure", **where) if hinted else failed(page, "mail", **where)
    if not (
        look.has_phone(page) or look.phrase("second-contact").search(words) or look.offers(page, "contact")
    ):
        yield cant_tell(page, "second", **where)
    if not look.phrase("representative").search(words):
        yield cant_tell(page, "representative", **where)


def _mail_link(page: Page) -> bool:
    """A link that scripts turn into an address, or whose words promise one."""
    return any(
        link.href.lower().startswith("javascript:")
        or look.phrase("mail-word").search(look.plain(link.text or link.name))
        for _, link in look.links(page)
    )


def outdated_law_cited(case: Case) -> Iterator[Observation]:
    """Imprint and privacy notice cite law in force: DDG, TDDDG, MStV instead of TMG, TTDSG, RStV."""
    for page in (*case.pages(Role.IMPRINT), *case.pages(Role.PRIVACY)):
        stale = list(_stale_sentences(page))
        for law, sentence in stale:
            yield failed(page, "outdated", page=look.title(page), law=law, quote=sentence, subject=law)
        if not stale and look.phrase("cites-law").search(look.text(page)):
            yield passed(page)


def _stale_sentences(page: Page) -> Iterator[tuple[str, str]]:
    """Each repealed law once, with the paragraph that cites it as if it were in force."""
    seen: set[str] = set()
    for _, block in look.blocks(page):
        words = look.plain(block.text)
        match = look.phrase("outdated-law").search(words)
        if match and not look.phrase("current-law").search(words) and match[0] not in seen:
            seen.add(match[0])
            yield match[0].strip(), words[:300]


# --- before and after sending -------------------------------------------------------------------------------


def summary_before_submit(case: Case) -> Iterator[Observation]:
    """§ 9a (2) OZG: before sending, the whole declaration can be checked."""
    pages = look.application_pages(case)
    if not pages:
        return
    shown = next((page for page in pages if _announces(page, "summary")), None)
    if shown:
        yield passed(shown)
        return
    last = pages[-1]
    if any(_sends(page) for page in pages):
        yield cant_tell(last, "sends-unchecked", page=look.title(last))
    else:
        yield untested(Reason.NOT_VISITED, last)


def _announces(page: Page, name: str) -> bool:
    """The words stand on the page: as a step, a heading, a button or in the text."""
    buttons = (look.plain(c.label) for _, c in look.controls(page) if c.kind in {"button", "submit"})
    return bool(look.says(page, name)) or any(look.phrase(name).search(words) for words in buttons)


def _sends(page: Page) -> bool:
    """The page has the button that sends the application."""
    return any(
        "final" in look.button_purposes(look.plain(c.label or c.name))
        for _, c in look.controls(page)
        if c.kind in {"button", "submit"}
    )


def copy_after_submit(case: Case) -> Iterator[Observation]:
    """§ 9a (4) OZG: after sending, a copy of the declaration can be had."""
    pages = look.application_pages(case)
    if not pages:
        return
    told = (*case.flow,)
    copied = next((page for page in told if look.says(page, "copy-promised")), None)
    receipt = next((page for page in told if look.says(page, "receipt-promised")), None)
    if copied:
        yield passed(copied)
    elif receipt:
        yield cant_tell(
            receipt, "receipt", page=look.title(receipt), quote=look.says(receipt, "receipt-promised")
        )
    elif case.evidence.mode is Mode.SUBMIT:
        yield cant_tell(pages[-1], "unseen", page=look.title(pages[-1]))
    else:
        yield untested(Reason.NOT_VISITED, pages[-1])
