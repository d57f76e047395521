"""What a server's answers tell browsers to do, and what they give away (criterion 9, 5.8.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from auditor.checks import look
from auditor.checks.case import Case, Observation, cant_tell, documents, failed, main_document, passed
from auditor.evidence.model import Page


def header(page: Page, name: str) -> str:
    """A header of the page's own answer; empty if it was not sent."""
    return next((value for key, value in page.headers.items() if key.lower() == name), "")


def meta(page: Page, name: str) -> str:
    """The content of a meta element of the page itself."""
    return next((m.content for m in main_document(page).metas if m.name == name), "")


def _one_per_host(case: Case) -> Iterator[tuple[str, Page]]:
    """The first page of each public host whose answer was kept."""
    seen: set[str] = set()
    for page in case.flow:
        host = look.host_of(page.final_url)
        if page.headers and not look.local(page.final_url) and host not in seen:
            seen.add(host)
            yield host, page


def content_security_policy(case: Case) -> Iterator[Observation]:
    """The server names the sources a page may load scripts from (Content Security Policy)."""
    for host, page in _one_per_host(case):
        policy = header(page, "content-security-policy") or meta(page, "content-security-policy")
        where = {"host": host, "subject": host}
        if not policy:
            yield failed(page, "missing", **where)
        elif weakness := _weakness(policy):
            yield cant_tell(page, weakness, **where)
        else:
            yield passed(page)


def _weakness(policy: str) -> str:
    """Why a policy hardly holds injected scripts back; empty if it does."""
    scripts = _sources(policy, "script-src-elem", "script-src", "default-src")
    if scripts is None:
        return "no-scripts"
    bound = any(re.match(r"'(nonce-|sha\d{3}-|strict-dynamic)", source) for source in scripts)
    if "'unsafe-inline'" in scripts and not bound:
        return "inline"
    return "anything" if {"*", "http:", "https:"} & set(scripts) and not bound else ""


def _sources(policy: str, *names: str) -> list[str] | None:
    """The sources of the first of these directives that the policy has."""
    directives = [part.lower().split() for part in re.split(r"[;,]", policy)]
    return next((part[1:] for name in names for part in directives if part and part[0] == name), None)


def no_content_sniffing(case: Case) -> Iterator[Observation]:
    """Browsers do not guess what kind of file they got (X-Content-Type-Options)."""
    for host, page in _one_per_host(case):
        sent = "nosniff" in header(page, "x-content-type-options").lower()
        yield passed(page) if sent else failed(page, "missing", host=host, subject=host)


#: Policies that tell every other server the whole address of the page.
_TELLTALE = frozenset({"unsafe-url", "no-referrer-when-downgrade"})
#: What a browser understands; of several values the last one it knows holds.
_POLICIES = _TELLTALE | {
    "no-referrer", "origin", "origin-when-cross-origin", "same-origin", "strict-origin",
    "strict-origin-when-cross-origin",
}  # fmt: skip


def address_kept(case: Case) -> Iterator[Observation]:
    """5.8.4: other servers do not learn the whole address of the page the resident was on."""
    for page in case.flow:
        if look.local(page.final_url):
            continue
        policy = _referrer_policy(page)
        if policy not in _TELLTALE:
            yield passed(page)
        elif "?" in page.final_url or page in look.application_pages(case):
            yield failed(page, "told", page=look.title(page), policy=policy, subject=policy)
        else:
            yield cant_tell(page, "public", page=look.title(page), policy=policy, subject=policy)


def _referrer_policy(page: Page) -> str:
    """A meta element overrides the header; without either the browser keeps the path to itself."""
    written = meta(page, "referrer") or header(page, "referrer-policy")
    known = [word for word in re.split(r"[,\s]+", written.lower()) if word in _POLICIES]
    return known[-1] if known else ""


def scripts_bound(case: Case) -> Iterator[Observation]:
    """Scripts from other people's servers are bound to the content that was checked (subresource integrity)."""
    for page in case.flow:
        own = look.site(look.host_of(page.final_url))
        scripts = [(look.host_of(s.src), s.integrity) for _, d in documents(page) for s in d.scripts]
        strange = [(host, bound) for host, bound in scripts if host and look.site(host) != own]
        loose = sorted({host for host, bound in strange if not bound})
        for host in loose:
            yield cant_tell(page, "loose", page=look.title(page), host=host, subject=host)
        if strange and not loose:
            yield passed(page)


def http_redirects(case: Case) -> Iterator[Observation]:
    """Who types the address without https is led to the encrypted page at once."""
    entry = case.entry
    for fetch in case.evidence.fetches:
        if entry is None or fetch.purpose != "https" or urlsplit(fetch.url).scheme != "http":
            continue
        host = look.host_of(fetch.url)
        if fetch.reason is None and fetch.final_url.startswith("https:"):
            yield passed(entry)
        elif fetch.status == 200 and not re.search(
            r"http-equiv=.?refresh|location", fetch.text, re.IGNORECASE
        ):
            yield failed(entry, "open", host=host, subject=host)
        elif fetch.status == 200:
            yield cant_tell(entry, "by-script", host=host, subject=host)


def not_framed(case: Case) -> Iterator[Observation]:
    """A form cannot be shown inside a stranger's page, where clicks could be stolen."""
    for page in look.application_pages(case):
        if not page.headers or look.local(page.final_url):
            continue
        own = re.search(r"\b(deny|sameorigin)\b", header(page, "x-frame-options"), re.IGNORECASE)
        ancestors = _sources(header(page, "content-security-policy"), "frame-ancestors")
        held = bool(own) or ancestors not in (None, ["*"])
        host = look.host_of(page.final_url)
        yield (
            passed(page)
            if held
            else cant_tell(page, "anybody", host=host, page=look.title(page), subject=host)
        )


def version_kept(case: Case) -> Iterator[Observation]:
    """Answers do not name the version of the server's software."""
    for host, page in _one_per_host(case):
        telling = [name for name in _SOFTWARE if re.search(r"\d+\.\d+", header(page, name))]
        for name in telling:
            # Neither software nor version is repeated here: a report is public.
            yield failed(page, "named", host=host, header=name, subject=f"{host} {name}")
        if not telling:
            yield passed(page)


_SOFTWARE = ("server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator")


def data_sent_encrypted(case: Case) -> Iterator[Observation]:
    """What a resident types never travels in the clear."""
    for page in case.flow:
        if look.local(page.final_url):
            continue
        asked = [(frame, c) for frame, c in look.fillable(page) if look.personal(c) or c.kind == "password"]
        if not asked:
            continue
        open_forms = list(_open_forms(page))
        if urlsplit(page.final_url).scheme != "https":
            frame, control = asked[0]
            yield failed(page, "page", page=look.title(page), node=control, frame=frame)
        yield from open_forms
        if urlsplit(page.final_url).scheme == "https" and not open_forms:
            yield passed(page)


def _open_forms(page: Page) -> Iterator[Observation]:
    for frame, document in documents(page):
        personal = {c.form for c in document.controls if look.personal(c) or c.kind == "password"}
        for form in document.forms:
            if form.index in personal and form.action.startswith("http:") and not look.local(form.action):
                host = look.host_of(form.action)
                yield failed(page, "form", page=look.title(page), host=host, node=form, frame=frame)


def direct_way(case: Case) -> Iterator[Observation]:
    """The way to the service does not lead over addresses of strangers."""
    for page in case.flow:
        own = {look.site(look.host_of(page.final_url)), look.site(look.host_of(page.requested_url))}
        hops = [look.host_of(hop.url) for hop in page.redirects]
        shortened = [host for host in (*hops, look.host_of(page.requested_url)) if _shortens(host)]
        strange = [host for host in hops if host and look.site(host) not in own]
        if shortened:
            yield failed(page, "shortened", page=look.title(page), host=shortened[0], subject=shortened[0])
        elif strange:
            yield cant_tell(page, "strange", page=look.title(page), host=strange[0], subject=strange[0])
        elif page.redirects:
            yield passed(page)


def _shortens(host: str) -> bool:
    """A public service that turns any address into a short one."""
    return host.removeprefix("www.") in look.data("domains")["shorteners"]
