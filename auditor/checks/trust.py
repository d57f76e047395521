"""5.9 Sicherheit und Vertrauenswürdigkeit, as far as the outside shows (criterion 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, main_document, passed
from auditor.evidence.model import FLOW_ROLES, Cookie, Page, Reason, Role, Tls

HSTS_LEAST = 15_552_000  # seconds: 180 days
EXPIRY_NOTICE = 14 * 86_400  # seconds before the end of a certificate


# --- transport ----------------------------------------------------------------------------------------------


def https_only(case: Case) -> Iterator[Observation]:
    """Every page of the way comes over an encrypted connection."""
    for page in _public(case):
        if urlsplit(page.final_url).scheme == "https":
            yield passed(page)
        else:
            yield failed(page, "plain", page=look.title(page), host=look.host_of(page.final_url))


def _public(case: Case) -> Iterator[Page]:
    """Pages of the way on the public net; test machines have neither certificates nor a need for them."""
    yield from (page for page in case.flow if not look.local(page.final_url))


def _one_per_host(case: Case) -> Iterator[Page]:
    """The first encrypted page of each host."""
    seen: set[str] = set()
    for page in _public(case):
        host = look.host_of(page.final_url)
        if urlsplit(page.final_url).scheme == "https" and host not in seen:
            seen.add(host)
            yield page


def hsts(case: Case) -> Iterator[Observation]:
    """Browsers are told to come back encrypted (HTTP Strict Transport Security)."""
    for page in _one_per_host(case):
        if not page.headers:
            continue
        host = look.host_of(page.final_url)
        value = next((v for k, v in page.headers.items() if k.lower() == "strict-transport-security"), "")
        age = re.search(r"max-age\s*=\s*\"?(\d+)", value, re.IGNORECASE)
        if age is None:
            yield failed(page, "missing", host=host, subject=host)
        elif int(age[1]) < HSTS_LEAST:
            yield failed(page, "short", host=host, days=int(age[1]) // 86_400, subject=host)
        else:
            yield passed(page)


def no_mixed_content(case: Case) -> Iterator[Observation]:
    """An encrypted page loads nothing and sends nothing in the clear."""
    for page in _public(case):
        if urlsplit(page.final_url).scheme == "https":
            yield from list(_in_the_clear(page)) or [passed(page)]


def _in_the_clear(page: Page) -> Iterator[Observation]:
    plain = {r.host for r in page.requests if r.url.startswith("http:") and not look.local(r.url)}
    lines = [line.text for line in page.console if "automatically upgraded" not in line.text]
    said = (re.search(r"Mixed Content.*?insecure [^']*'http://([^/':]+)", text) for text in lines)
    for host in sorted(plain | {match[1] for match in said if match}):
        yield failed(page, "loads", host=host, page=look.title(page), subject=host)
    for frame, document in documents(page):
        for form in document.forms:
            if form.action.startswith("http:") and not look.local(form.action):
                yield failed(
                    page,
                    "sends",
                    host=look.host_of(form.action),
                    page=look.title(page),
                    node=form,
                    frame=frame,
                )


def session_cookie_flags(case: Case) -> Iterator[Observation]:
    """The cookie that opens the resident's session is kept from scripts and from unencrypted lines."""
    reported: set[tuple[str, str]] = set()
    for page in _public(case):
        if urlsplit(page.final_url).scheme != "https":
            continue
        for cookie in page.cookies:
            if cookie.first_party and (cookie.domain, cookie.name) not in reported:
                reported.add((cookie.domain, cookie.name))
                yield from _judge_flags(page, cookie)


def _judge_flags(page: Page, cookie: Cookie) -> Iterator[Observation]:
    """Well-known session cookies are judged; one that is only named like a session is put to a person."""
    kind, _ = look.storage_kind(cookie.name)
    if kind not in {"session", "session-like"}:
        return
    where = {"name": cookie.name, "host": cookie.domain.lstrip("."), "subject": cookie.name}
    if cookie.secure and cookie.http_only:
        yield passed(page)
    elif kind == "session-like":
        yield cant_tell(page, "perhaps", **where)
    elif not cookie.secure:
        yield failed(page, "not-secure", **where)
    else:
        yield failed(page, "not-http-only", **where)


def certificate_valid(case: Case) -> Iterator[Observation]:
    """The certificate is accepted by the browser, in time, and the protocol is not outdated."""
    for page in case.missed(*FLOW_ROLES):
        if page.reason is Reason.TLS and not look.local(page.requested_url):
            host = look.host_of(page.requested_url)
            yield failed(page, "refused", host=host, subject=host)
    now = case.evidence.started.timestamp()
    for page in _one_per_host(case):
        if page.tls is not None:
            yield _judge_tls(page, page.tls, now)


def _judge_tls(page: Page, tls: Tls, now: float) -> Observation:
    host = look.host_of(page.final_url)
    if tls.valid_to is not None and tls.valid_to < now:
        return failed(page, "expired", host=host, subject=host)
    if re.fullmatch(r"(SSL.*|TLS ?v?1(\.[01])?)", tls.protocol.strip(), re.IGNORECASE):
        return failed(page, "old-protocol", host=host, protocol=tls.protocol, subject=host)
    if tls.valid_to is not None and tls.valid_to < now + EXPIRY_NOTICE:
        return cant_tell(page, "ends-soon", host=host, days=int((tls.valid_to - now) // 86_400), subject=host)
    return passed(page)


# --- help along the journey ---------------------------------------------------------------------------------


def contact_along_journey(case: Case) -> Iterator[Observation]:
    """After the start page, too, every page offers contact or help without a detour."""
    later = tuple(page for page in case.flow if page.role is not Role.ENTRY)
    for page in later:
        if look.mail_or_phone(page) or look.offers(page, "contact") or _offers_help(page):
            yield passed(page)
        elif look.blind(page) or look.offers(page, "imprint"):
            yield cant_tell(page, "unsure", page=look.title(page))
        else:
            yield failed(page, "missing", page=look.title(page))
    if later:
        yield from (o for o in look.unseen(case) if o.page and o.page.role is not Role.ENTRY)


def _offers_help(page: Page) -> bool:
    """A link or button that leads to help."""
    pattern = look.phrase("help")
    linked = any(pattern.search(look.plain(link.text or link.name)) for _, link in look.links(page))
    return linked or any(
        pattern.search(look.plain(c.label or c.name))
        for _, c in look.controls(page)
        if c.kind in {"button", "submit"}
    )


def help_while_filling(case: Case) -> Iterator[Observation]:
    """Pages that ask for something explain how to fill it in."""
    for page in look.application_pages(case):
        described = any(c.description for _, c in look.fillable(page))
        if described or _offers_help(page) or look.says(page, "example-hint") or look.says(page, "support"):
            yield passed(page)
        else:
            yield cant_tell(page, "none", page=look.title(page))


def alternative_channel(case: Case) -> Iterator[Observation]:
    """Where a form is offered, the start page tells of another way for those who need one."""
    entry = case.entry
    if entry is None or not (case.pages(Role.FORM) or look.application_pages(case)):
        return
    way = look.says(entry, "other-way")
    open_office = look.says(entry, "opening-hours") and look.has_phone(entry)
    yield passed(entry) if way or open_office else cant_tell(entry, "none", page=look.title(entry))


# --- whom one deals with ------------------------------------------------------------------------------------


def trustworthy_domain(case: Case) -> Iterator[Observation]:
    """The service lives at an address that shows a public body, not where anybody can open a site."""
    names = _as_domains(look.place_names(case))
    seen: set[str] = set()
    for page in _public(case):
        host = look.host_of(page.final_url)
        if host in seen:
            continue
        seen.add(host)
        if _under(host, "free_hosting"):
            yield failed(page, "anybody", host=host, subject=host)
        elif _under(host, "public") or any(name in host for name in names):
            yield passed(page)
        else:
            yield cant_tell(page, "unknown", host=host, subject=host)


def _under(host: str, kind: str) -> bool:
    return any(host == suffix or host.endswith("." + suffix) for suffix in look.data("domains")[kind])


def _as_domains(names: frozenset[str]) -> frozenset[str]:
    """How a place may be spelt in a host name: „Bad Köstritz“ gives bad-koestritz and badkoestritz."""
    folded = {n.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss") for n in names}
    plain = {re.sub(r"[^a-z0-9]+", "-", n).strip("-") for n in folded}
    return frozenset(form for n in plain for form in (n, n.replace("-", "")) if len(form) > 2)


def recognisable_public_body(case: Case) -> Iterator[Observation]:
    """Each page of the way shows that an authority stands behind it: its name with arms, logo or a statement."""
    names = look.place_names(case)
    for page in case.flow:
        named = bool(look.bodies(page)) or look.names_any(page, names)
        if named and (_shows_arms(page) or _in_furniture(page, names)):
            yield passed(page)
        else:
            yield cant_tell(page, "unrecognised", page=look.title(page))


def _shows_arms(page: Page) -> bool:
    pictures = (i.alt or i.name for _, d in documents(page) for i in d.images)
    return any(look.phrase("arms").search(words) for words in pictures) or bool(look.says(page, "official"))


def _in_furniture(page: Page, names: frozenset[str]) -> bool:
    """The body's name in header, footer or title, where every visitor looks for it."""
    words = [main_document(page).title]
    words += [b.text for _, b in look.blocks(page) if b.landmark in {"banner", "contentinfo"}]
    shown = look.plain(" · ".join(words))
    return bool(re.search(look.data("bodies")["pattern"], shown)) or any(n in shown.casefold() for n in names)
