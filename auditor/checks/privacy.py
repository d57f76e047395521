"""5.8 Datenschutzfreundlichkeit: what is asked for, who learns of it, and what the resident is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.evidence.model import Control, Cookie, Document, Form, Frame, Page, Role

# --- before consent -----------------------------------------------------------------------------------------


def no_third_party_before_consent(case: Case) -> Iterator[Observation]:
    """5.8.4: no server of somebody else is called before the resident has chosen anything."""
    own = _own_sites(case)
    reported: set[str] = set()
    for page in case.loaded:
        strangers = sorted({r.host for r in page.requests if r.phase == "load" and not r.first_party} - {""})
        strangers = [h for h in strangers if look.site(h) not in own and not _own_machine(h)]
        if not strangers:
            yield passed(page)
        for host in strangers:
            if host not in reported:
                reported.add(host)
                yield _stranger(page, host)


def _own_machine(host: str) -> bool:
    """The resident's own computer, where the AusweisApp answers."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _own_sites(case: Case) -> frozenset[str]:
    """Domains of the service itself: of its pages, and of embedded frames that ask for input."""
    pages = {look.host_of(p.final_url) for p in case.loaded}
    frames = {look.host_of(f.url) for p in case.loaded for f, d in documents(p) if _asks_input(d)}
    return frozenset(look.site(h) for h in pages | frames if h and not look.vendor(h))


def _asks_input(document: Document) -> bool:
    return any(c.kind not in {"hidden", "button", "submit", "search"} for c in document.controls)


def _stranger(page: Page, host: str) -> Observation:
    known = look.vendor(host)
    if known and known.proof:
        return failed(page, "known", vendor=known.name, host=host, page=look.title(page), subject=host)
    if known:
        return cant_tell(page, "contract", vendor=known.name, host=host, page=look.title(page), subject=host)
    return cant_tell(page, "stranger", host=host, page=look.title(page), subject=host)


def no_tracking_storage_before_consent(case: Case) -> Iterator[Observation]:
    """5.8.4, § 25 TDDDG: nothing that recognises the resident is stored on the device unasked."""
    reported: set[str] = set()
    for page in case.loaded:
        found = [o for o in _stored(page) if o.subject not in reported]
        reported |= {o.subject for o in found}
        yield from found or [passed(page)]


def _stored(page: Page) -> Iterator[Observation]:
    for cookie in page.cookies:
        yield from _judge_name(page, cookie.name, first_party=cookie.first_party, unknown=_is_lasting(cookie))
    for item in page.storage:
        yield from _judge_name(page, item.key, first_party=True, unknown=item.kind == "local")


def _is_lasting(cookie: Cookie) -> bool:
    return cookie.days is not None or not cookie.first_party


def _judge_name(page: Page, name: str, *, first_party: bool, unknown: bool) -> Iterator[Observation]:
    """A well-known name is judged by the table, an unknown one only if it outlives the visit."""
    kind, of = look.storage_kind(name, first_party=first_party)
    if kind == "tracking":
        yield failed(page, "tracking", name=name, vendor=of, page=look.title(page), subject=name)
    elif kind == "unclear":
        yield cant_tell(page, "unclear", name=name, vendor=of, page=look.title(page), subject=name)
    elif not kind and unknown:
        yield cant_tell(page, "unknown", name=name, page=look.title(page), subject=name)


def preticked_consent(case: Case) -> Iterator[Observation]:
    """5.8.4: no consent is ticked beforehand."""
    for page in case.loaded:
        for frame, control in look.controls(page):
            if control.kind in {"checkbox", "custom"} and not control.disabled:
                yield from _ticked(page, frame, control)


def _ticked(page: Page, frame: Frame, control: Control) -> Iterator[Observation]:
    words = look.plain(control.label or control.name)
    strong = look.phrase("consent-strong").search(words)
    in_banner = page.consent is not None and look.phrase("consent-weak").search(words)
    acknowledges = look.phrase("not-a-consent").search(words)
    if (
        not (strong or in_banner)
        or re.search(r"\b(nicht|kein\w*)\b", words, re.IGNORECASE)
        or look.phrase("consent-necessary").search(words)
    ):
        return
    if not control.checked:
        yield passed(page)
    elif acknowledges:
        yield cant_tell(page, "acknowledged", label=words, page=look.title(page), node=control, frame=frame)
    else:
        yield failed(page, "ticked", label=words, page=look.title(page), node=control, frame=frame)


def refuse_as_easy_as_accept(case: Case) -> Iterator[Observation]:
    """§ 25 TDDDG: who can agree on the first layer can refuse there."""
    for page in case.loaded:
        consent = page.consent
        if consent is None or consent.accept is None:
            continue
        if consent.refuse is not None:
            yield passed(page)
        elif look.phrase("refuse-word").search(consent.text) or not look.phrase("accept-word").search(
            consent.accept
        ):
            yield cant_tell(page, "unsure", label=consent.accept, page=look.title(page), node=consent.node)
        else:
            yield failed(page, "no-refusal", label=consent.accept, page=look.title(page), node=consent.node)


# --- what the resident is told ------------------------------------------------------------------------------


def privacy_notice_reachable(case: Case) -> Iterator[Observation]:
    """5.8.5: the privacy notice is one click away on every page of the way."""
    imprints = case.pages(Role.IMPRINT)
    for page in case.flow:
        written = look.links_to(page, "privacy")
        gone = [link for link in written if look.dead(case, link, Role.PRIVACY)]
        if len(written) > len(gone) or (not written and look.offers(page, "privacy")):
            yield passed(page)
        elif look.blind(page):
            yield cant_tell(page, "unsure", page=look.title(page))
        elif gone:
            yield failed(page, "dead", page=look.title(page), node=gone[0])
        elif look.links_to(page, "imprint") and any(look.offers(p, "privacy") for p in imprints):
            yield cant_tell(page, "imprint", page=look.title(page))
        elif words := look.hint(page, "privacy"):
            yield cant_tell(page, "perhaps", page=look.title(page), words=words)
        else:
            yield failed(page, "missing", page=look.title(page))
    yield from look.unseen(case)


NOTICE_PARTS = (
    "notice-controller", "notice-officer", "notice-purposes", "notice-basis", "notice-recipients", "notice-storage",
    "notice-access", "notice-correction", "notice-objection", "notice-complaint",
)  # fmt: skip


def privacy_notice_parts(case: Case) -> Iterator[Observation]:
    """5.8.5, Art. 13 GDPR: the fullest privacy notice seen has all its parts."""
    notices = case.pages(Role.PRIVACY)
    if not notices:
        return
    lacking = {page.id: _lacking(page) for page in notices}
    best = min(notices, key=lambda page: len(lacking[page.id]))
    if not lacking[best.id]:
        yield passed(best)
    for part in lacking[best.id]:
        yield cant_tell(best, part, page=look.title(best), subject=part)


def _lacking(page: Page) -> tuple[str, ...]:
    words = look.text(page)
    return tuple(part for part in NOTICE_PARTS if not look.phrase(part).search(words))


def retention_period_stated(case: Case) -> Iterator[Observation]:
    """5.8.6: the notice says how long data are kept, or by what this is decided."""
    for page in case.pages(Role.PRIVACY):
        about = [s for s in _sentences(page) if look.phrase("period-topic").search(s)]
        vague = [s for s in about if look.phrase("period-vague").search(s)]
        if any(look.phrase("period-concrete").search(s) for s in about):
            yield passed(page)
        elif vague:
            yield cant_tell(page, "vague", page=look.title(page), quote=vague[0])
        else:
            yield cant_tell(page, "missing", page=look.title(page))


def _sentences(page: Page) -> Iterator[str]:
    for _, block in look.blocks(page):
        yield from re.split(r"(?<=[a-zäöüß)][.!?])\s+", look.plain(block.text))


# --- what is asked for --------------------------------------------------------------------------------------

_QUESTIONABLE = frozenset(
    {
        "salutation",
        "gender",
        "academic-title",
        "phone",
        "nationality",
        "birth-place",
        "marital-status",
        "religion",
    }
)


def data_minimisation(case: Case) -> Iterator[Observation]:
    """5.8.3: fields that a service seldom needs are not compulsory, at least not without a reason."""
    for page in case.flow:
        asked = [(frame, c) for frame, c in look.fillable(page) if look.personal(c)]
        doubtful = list(_doubtful(page))
        yield from doubtful or ([passed(page)] if asked else [])


def _doubtful(page: Page) -> Iterator[Observation]:
    seen: set[tuple[str, str]] = set()
    for frame, control in look.fillable(page):
        kind = _doubtful_kind(control)
        key = (kind, control.field or control.id)
        if not kind or key in seen or not _compulsory(page, frame, control):
            continue
        seen.add(key)
        label = look.plain(control.group if control.kind == "radio" else control.label)
        where = {"label": label, "page": look.title(page), "node": control, "frame": frame}
        if kind == "salutation" and _only_two(frame, control):
            yield failed(page, "two-salutations", **where)
        else:
            yield cant_tell(page, "reason", **where)


def _doubtful_kind(control: Control) -> str:
    """The group speaks for radio buttons: „Anrede“ stands there, „Herr“ at the button."""
    asked = control.model_copy(update={"label": control.group}) if control.kind == "radio" else control
    kind = look.personal(asked)
    return kind if kind in _QUESTIONABLE else ""


def _compulsory(page: Page, frame: Frame, control: Control) -> bool:
    return control.required or (
        control.required_marked and not re.search("freiwillig|optional", look.words_of(control))
    )


def _only_two(frame: Frame, control: Control) -> bool:
    """Herr or Frau and nothing else to choose; whatever a third choice is called, it is one."""
    if control.kind == "select":
        choices = [look.plain(o) for o in control.options]
    elif control.kind == "radio" and frame.document:
        choices = [
            look.plain(c.label)
            for c in frame.document.controls
            if c.kind == "radio" and c.group == control.group
        ]
    else:
        return False
    offered = {c.casefold() for c in choices if c and not look.phrase("no-choice").fullmatch(c)}
    return len(offered) == 2 and all(look.phrase("two-salutations").fullmatch(c) for c in offered)


_GIVES_AWAY = frozenset({"e-mail", "phone", "birth-date", "birth-place", "bank-account", "identity-number"})


def no_personal_data_in_url(case: Case) -> Iterator[Observation]:
    """5.8.4: a form that asks for personal data does not send them in the address of the next page."""
    for page in case.flow:
        for frame, document in documents(page):
            for form in document.forms:
                yield from _sent_openly(page, frame, document, form)


def _sent_openly(page: Page, frame: Frame, document: Document, form: Form) -> Iterator[Observation]:
    kinds = {look.personal(c) for c in document.controls if c.form == form.index and c.kind != "hidden"} - {
        ""
    }
    if len(kinds) < 2 or not kinds & _GIVES_AWAY:
        return
    own_address = look.same_page(form.action.partition("?")[0], frame.url.partition("?")[0])
    if form.method != "get":
        yield passed(page)
    elif own_address or not re.search(r"\bmethod\s*=\s*[\"']?get\b", form.html, re.IGNORECASE):
        # A script often takes over a form that does not say how and where to send; its markup proves nothing.
        yield cant_tell(page, "perhaps", page=look.title(page), node=form, frame=frame)
    else:
        yield failed(page, "in-address", page=look.title(page), node=form, frame=frame)
