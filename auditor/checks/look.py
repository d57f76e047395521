"""Look-ups that several chapters share: links by purpose, words in a text, hosts and who is behind them."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

import tldextract
from ruamel.yaml import YAML

from auditor.checks.case import (
    Case,
    Observation,
    documents,
    main_document,
    untested,
)
from auditor.evidence.model import FLOW_ROLES, Control, Frame, Link, Page, Reason, Role, TextBlock
from auditor.paths import data_dir
from auditor.wording import classify_label

_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
_NOT_A_PAGE = frozenset({Reason.DOWNLOAD, Reason.UNSUPPORTED})
_GONE = frozenset({404, 410})


# --- data ---------------------------------------------------------------------------------------------------


@cache
def data(name: str) -> Any:
    """The table ``rules/tables/<name>.yaml``."""
    return YAML(typ="safe").load((data_dir("rules") / "tables" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def phrase(name: str, of: str = "phrases") -> re.Pattern[str]:
    """One entry of ``rules/tables/phrases.yaml``, or of another table: alternatives joined, case ignored."""
    return re.compile("|".join(f"(?:{part})" for part in data(of)[name]), re.IGNORECASE)


@dataclass(frozen=True)
class Vendor:
    """Somebody whose server pages call; ``proof`` when calling it unasked already breaks data protection."""

    name: str
    purpose: str
    proof: bool


@lru_cache(maxsize=4096)
def vendor(host: str) -> Vendor | None:
    """Who runs this host, if it is one of the well-known third parties."""
    for entry in data("third-parties")["vendors"]:
        if any(host == suffix or host.endswith("." + suffix) for suffix in entry["hosts"]):
            return Vendor(entry["name"], entry["purpose"], entry.get("proof", False))
    return None


def storage_kind(name: str, *, first_party: bool = True) -> tuple[str, str]:
    """What a cookie or storage key is for (a kind of ``rules/tables/storage.yaml``; empty if unknown), and whose."""
    for entry in data("storage")["names"]:
        exact = entry["kind"] in {"tracking", "unclear"}
        if entry.get("third_party") and first_party:
            continue
        if re.fullmatch(entry["name"], name, 0 if exact else re.IGNORECASE):
            return entry["kind"], entry.get("of", "")
    return "", ""


# --- addresses ----------------------------------------------------------------------------------------------


def host_of(url: str) -> str:
    """Host name in lower case; empty for mailto:, data: and what is no address at all."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def site(host: str) -> str:
    """Registrable domain; the host itself for addresses and single names."""
    found = _SUFFIXES(host)
    if found.suffix and found.domain:
        return f"{found.domain}.{found.suffix}"
    return host if _is_address(host) else ".".join(host.split(".")[-2:])


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def local(url: str) -> bool:
    """An address that is not on the public net: a test machine, a container, an IP address."""
    host = host_of(url)
    return (
        _is_address(host) or "." not in host or host.endswith((".localhost", ".local", ".internal", ".test"))
    )


def same_page(one: str, other: str) -> bool:
    """Equal but for fragment and trailing slash."""
    return one.partition("#")[0].rstrip("/") == other.partition("#")[0].rstrip("/")


# --- pages --------------------------------------------------------------------------------------------------


def title(page: Page) -> str:
    """What to call a page in a message."""
    return main_document(page).title.strip() or page.final_url


def unseen(case: Case) -> Iterator[Observation]:
    """Pages on the resident's way that could not be judged; a linked document is no page."""
    for page in case.missed(*FLOW_ROLES):
        if page.reason is not None and page.reason not in _NOT_A_PAGE:
            yield untested(page.reason, page)


def blind(page: Page) -> bool:
    """Whether words on the page may have escaped us, so that their absence proves nothing."""
    return hidden(page) or foreign(page)


def hidden(page: Page) -> bool:
    """Whether a part of the page was not seen."""
    cut = any(f.reason is not None or f.document is None or f.document.truncated for f in page.frames)
    return page.guarded or page.wall is not None or page.ready == "not-loaded" or cut


def foreign(page: Page, known: frozenset[str] = frozenset({"de", "en"})) -> bool:
    """Whether the page says it is written in a language whose words are not known here."""
    tag = main_document(page).lang.strip().lower().replace("_", "-").split("-")[0]
    return bool(re.fullmatch(r"[a-z]{2,3}", tag)) and tag not in known


# --- words --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Composed characters, no soft hyphens, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u200b", "")).split())


def blocks(page: Page) -> Iterator[tuple[Frame, TextBlock]]:
    """All runs of text of a page and its frames."""
    for frame, document in documents(page):
        for block in document.blocks:
            yield frame, block


def text(page: Page) -> str:
    """All words of a page and its frames, one run of text a line."""
    return "\n".join(plain(block.text) for _, block in blocks(page))


def says(page: Page, name: str) -> str:
    """The first run of text that matches the phrase, or an empty string."""
    pattern = phrase(name)
    return next((plain(b.text) for _, b in blocks(page) if pattern.search(plain(b.text))), "")


# --- links and buttons --------------------------------------------------------------------------------------


def links(page: Page) -> Iterator[tuple[Frame, Link]]:
    """All links of a page and its frames."""
    for frame, document in documents(page):
        for link in document.links:
            yield frame, link


def controls(page: Page) -> Iterator[tuple[Frame, Control]]:
    """All form controls of a page and its frames."""
    for frame, document in documents(page):
        for control in document.controls:
            yield frame, control


def purposes(label: str) -> frozenset[str]:
    """What a link or button with this label leads to, in the words of ``auditor.wording``."""
    return classify_label(label)


def button_purposes(label: str) -> frozenset[str]:
    """What a button with this label does, in the words of ``auditor.wording``."""
    return classify_label(label, "button")


def leads_to(link: Link, purpose: str) -> bool:
    """Whether the link's words, or its name for assistive technology, say this purpose."""
    return any(purpose in purposes(words) for words in {link.text, link.name} if words)


def links_to(page: Page, purpose: str) -> tuple[Link, ...]:
    """Links of this purpose that a resident can reach."""
    return tuple(link for _, link in links(page) if leads_to(link, purpose))


def offers(page: Page, purpose: str) -> bool:
    """A link or a button of this purpose, or the thing itself under its own heading."""
    buttons = (c for _, c in controls(page) if c.kind in {"button", "submit"})
    headings = (h.text for _, d in documents(page) for h in d.headings)
    return (
        bool(links_to(page, purpose))
        or any(purpose in purposes(c.label or c.name) for c in buttons)
        or any(purpose in purposes(words) for words in headings)
    )


def hint(page: Page, purpose: str) -> str:
    """Words of a link, button or heading that may mean this purpose, for a person to follow; else empty."""
    pattern = phrase(f"perhaps-{purpose}")
    shown = [words for _, link in links(page) for words in (link.text, link.name)]
    shown += [c.label or c.name for _, c in controls(page) if c.kind in {"button", "submit"}]
    shown += [h.text for _, d in documents(page) for h in d.headings]
    return next((plain(words)[:80] for words in shown if pattern.search(plain(words))), "")


def number(page: Page) -> str:
    """Digits that may be a telephone number nobody called one; else empty."""
    found = phrase("perhaps-phone").search(text(page))
    return found[0].strip() if found else ""


def dead(case: Case, link: Link, *roles: Role) -> bool:
    """Whether the page behind the link was asked for and is gone."""
    return any(
        p.role in roles and p.status in _GONE and same_page(p.requested_url, link.href)
        for p in case.evidence.pages
    )


# --- contact ------------------------------------------------------------------------------------------------


def mail_or_phone(page: Page) -> bool:
    """An e-mail address or telephone number, as a link or in the text."""
    return has_mail(page) or has_phone(page)


def has_mail(page: Page) -> bool:
    """An e-mail address, as a link or in the text; „Seite empfehlen“ without a recipient is none."""
    written = any(re.match(r"mailto:[^?]*(@|%40)", link.href, re.IGNORECASE) for _, link in links(page))
    return written or bool(phrase("e-mail-address").search(text(page)))


def has_phone(page: Page) -> bool:
    """A telephone number, as a link or in the text beside a word that says so."""
    written = any(re.match(r"tel:\+?[\d]", link.href, re.IGNORECASE) for _, link in links(page))
    return written or bool(phrase("phone-number").search(text(page)))


def silent_images(page: Page) -> bool:
    """Whether pictures or icon links without words may show what the words do not say."""
    pictures = any(not (i.alt or i.name).strip() for _, d in documents(page) for i in d.images)
    return pictures or any(link.visible and not (link.text or link.name).strip() for _, link in links(page))


# --- who runs it --------------------------------------------------------------------------------------------


def bodies(page: Page) -> frozenset[str]:
    """Names of public bodies that the page shows: „Stadt Musterstadt“ gives „musterstadt“."""
    shown = [main_document(page).title, text(page)]
    shown += [i.alt or i.name for _, d in documents(page) for i in d.images]
    shown += [link.name for _, link in links(page)]
    found = re.finditer(data("bodies")["pattern"], "\n".join(plain(words) for words in shown))
    return frozenset(match["name"].casefold() for match in found) - frozenset(data("bodies")["not_names"])


def place_names(case: Case) -> frozenset[str]:
    """How the municipality may be called: as the operator listed it, else as the start page shows it."""
    listed = case.evidence.service.municipality
    if listed:
        short = re.split(r"[,(/]", re.sub(data("bodies")["prefix"], "", plain(listed)))[0].strip()
        return frozenset({short.casefold()}) if short else frozenset()
    return bodies(case.entry) if case.entry else frozenset()


def names_any(page: Page, names: Iterable[str]) -> bool:
    """Whether one of the names stands on the page, in its title or as the alternative text of an image."""
    words = [main_document(page).title, text(page)]
    words += [i.alt or i.name for _, d in documents(page) for i in d.images]
    words += [link.name for _, link in links(page)]
    shown = "\n".join(plain(w) for w in words).casefold()
    return any(re.search(rf"\b{re.escape(name)}", shown) for name in names)


# --- forms --------------------------------------------------------------------------------------------------

_NOT_FILLED = frozenset({"button", "submit", "reset", "image", "hidden", "search"})


def words_of(control: Control) -> str:
    """Label, group and technical name of a control, for matching."""
    return plain(f"{control.group} {control.label} {control.field}")


def fillable(page: Page) -> Iterator[tuple[Frame, Control]]:
    """Controls a resident would fill in, without buttons, searches and hidden ones."""
    for frame, control in controls(page):
        searched = phrase("search-field").search(f"{control.label} {control.field} {control.placeholder}")
        if control.kind not in _NOT_FILLED and not control.disabled and not searched:
            yield frame, control


def personal(control: Control) -> str:
    """Kind of personal data a control asks for (name, e-mail, phone …), or an empty string."""
    for kind, pattern in data("personal-fields").items():
        if control.autocomplete.split(" ")[-1] in pattern["autocomplete"]:
            return str(kind)
        if re.search(pattern["label"], plain(control.label), re.IGNORECASE):
            return str(kind)
    return ""


def application_pages(case: Case) -> tuple[Page, ...]:
    """Pages of the way with something of a form to fill in: three fields or more, one of them personal."""
    return tuple(p for p in case.flow if _is_application(p))


def _is_application(page: Page) -> bool:
    asked = [c for _, c in fillable(page)]
    return len(asked) >= 3 and any(personal(c) for c in asked)
