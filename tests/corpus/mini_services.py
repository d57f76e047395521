"""Makes evidence of the mini services without a browser: good enough for text, links and forms, not for looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from ruamel.yaml import YAML

from auditor.evidence.model import (
    Candidate,
    Control,
    Document,
    DocumentFile,
    Evidence,
    Form,
    Frame,
    Heading,
    Link,
    Page,
    Reason,
    Role,
    Service,
    TextBlock,
    Tool,
    Wall,
)
from auditor.wording import classify_label

HERE = Path(__file__).resolve().parent
HALVES = ("work", "validation")
BASE = "https://www.musterstadt.example"

_MACROS = {
    "person": '<label for="vn">Vorname</label><input id="vn" name="vorname" required>'
    '<label for="nn">Familienname</label><input id="nn" name="nachname" required>',
    "address": '<label>Straße und Hausnummer <input name="strasse" autocomplete="street-address"></label>'
    '<label>Postleitzahl <input name="plz"></label><label>Ort <input name="ort"></label>',
    "mail": '<label>E-Mail-Adresse <input type="email" name="email"></label>',
    "privacy": '<label><input type="checkbox" name="ds" required> Ich habe die Datenschutzhinweise gelesen.</label>',
}
_INLINE = {"a", "b", "strong", "em", "i", "span", "abbr", "u", "small", "sup", "sub", "font"}
_SKIP = {"script", "style", "template", "noscript", "head", "textarea", "option", "iframe", "svg"}
_LANDMARKS = {"main": "main", "nav": "navigation", "aside": "complementary", "search": "search"}
_DOCUMENTS = re.compile(r"\.(pdf|docx?|odt|rtf|xlsx?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Mini:
    """A labelled mini service."""

    id: str
    half: str
    expect: dict[str, Any]
    evidence: Evidence
    traps: tuple[str, ...] = ()


def load() -> Iterator[Mini]:
    """All mini services of both halves."""
    for half in HALVES:
        path = HERE / f"{half}.yaml"
        if path.exists():
            for row in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")):
                seen = evidence_of(row["pages"], row.get("documents", {}))
                yield Mini(row["id"], half, row["expect"], seen, tuple(row.get("traps", ())))


def evidence_of(pages: dict[str, Any], documents: dict[str, Any] | None = None) -> Evidence:
    """Evidence of pages given as HTML by address; the first is the entry. ``documents`` are the facts of those that
    were opened, by address; plain text stands for a flat PDF."""
    rows = {
        urljoin(BASE, path): row if isinstance(row, dict) else {"html": row} for path, row in pages.items()
    }
    soups = {url: _soup(row.get("html", "")) for url, row in rows.items()}
    framed = {
        urljoin(url, f["src"]) for url, soup in soups.items() for f in soup.find_all("iframe", src=True)
    }
    built: list[Page] = []
    for number, (url, row) in enumerate((u, r) for u, r in rows.items() if u not in framed):
        built.append(_page(f"p{number + 1}", url, row, soups, first=number == 0))
    ids = {p.requested_url: p.id for p in built}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Evidence(
        tool=Tool(version="0", browser="none", axe="0", user_agent="test"),
        service=Service(url=built[0].requested_url),
        started=now,
        finished=now,
        pages=tuple(built),
        documents=tuple(_opened(urljoin(BASE, path), row, built) for path, row in (documents or {}).items()),
        candidates=tuple(c for p in built for c in _candidates(p, ids)),
    )


def _opened(url: str, row: dict[str, Any] | str, pages: list[Page]) -> DocumentFile:
    """A document as the visit would have read it; it must be linked."""
    facts = {"text": row} if isinstance(row, str) else row
    links = ((p, li) for p in pages for f in p.frames if f.document for li in f.document.links)
    page, link = next((p, li) for p, li in links if li.href == url)
    seen = {
        "url": url,
        "final_url": url,
        "found_on": page.id,
        "link": link.text,
        "status": 200,
        "kind": "pdf",
    }
    return DocumentFile.model_validate({**seen, **facts})


def _page(
    page_id: str, url: str, row: dict[str, Any], soups: dict[str, BeautifulSoup], *, first: bool
) -> Page:
    reason = Reason(row["reason"]) if row.get("reason") else None
    wall = Wall(kind=row["wall"], quote="Anmeldung") if row.get("wall") else None
    frames: list[Frame] = []
    if reason is None:
        frames.append(Frame(id=f"{page_id}f0", url=url, document=_document(soups[url], url)))
        for i, frame in enumerate(soups[url].find_all("iframe", src=True), 1):
            src = urljoin(url, frame["src"])
            inner = _document(soups[src], src) if src in soups else None
            frames.append(
                Frame(
                    id=f"{page_id}f{i}",
                    url=src,
                    parent=f"{page_id}f0",
                    document=inner,
                    reason=None if inner else Reason.FRAME_SILENT,
                )
            )
    has_form = any(len(f.document.controls) > 1 for f in frames if f.document)
    role = (
        Role(row["role"]) if "role" in row else Role.ENTRY if first else Role.FORM if has_form else Role.ROUTE
    )
    return Page(
        id=page_id, role=role, step=row.get("step"), requested_url=url, final_url=url,
        reason=reason, wall=wall, status=200,
        ready="not-loaded" if reason else "quiet", frames=tuple(frames),
    )  # fmt: skip


def _candidates(page: Page, ids: dict[str, str]) -> Iterator[Candidate]:
    for frame in page.frames:
        for link in frame.document.links if frame.document else ():
            labels = classify_label(link.text)
            if link.landmark in {"navigation", "contentinfo", "banner"} or link.teaser:
                continue
            if link.href in ids:
                yield _candidate(page, link, "visited", ids[link.href])
            elif _DOCUMENTS.search(urlsplit(link.href).path):
                if labels & {"form", "form-download", "apply-online"}:
                    yield _candidate(page, link, "document")
            elif link.href.startswith("mailto:"):
                yield _candidate(page, link, "mail")
            elif labels & {"apply-online", "form"} and not labels & {"appointment", "contact"}:
                yield _candidate(page, link, "budget")


def _candidate(page: Page, link: Link, outcome: Any, visited: str | None = None) -> Candidate:
    return Candidate(
        page=page.id, url=link.href, text=link.text, role=Role.ROUTE, outcome=outcome, visited=visited
    )


def _soup(html: str) -> BeautifulSoup:
    html = re.sub(r"<x-(\w+)/>", lambda m: _MACROS[m.group(1)], html)
    if "<main" not in html and "<body" not in html:
        html = f"<main>{html}</main>"
    return BeautifulSoup(html, "lxml")


def _document(soup: BeautifulSoup, url: str) -> Document:
    body = soup.body or soup
    blocks = list(_blocks(body))
    headings = [
        Heading(selector=h.name, tag=h.name, level=int(h.name[1]), text=_flat(h))
        for h in body.find_all(re.compile("^h[1-6]$"))
    ]
    forms = body.find_all("form")
    return Document(
        title=_flat(soup.title) if soup.title else "",
        lang=(soup.html.get("lang") or "de") if soup.html else "de",
        doctype="html",
        blocks=tuple(blocks),
        headings=tuple(headings),
        links=tuple(_link(a, url) for a in body.find_all("a", href=True)),
        forms=tuple(
            Form(
                selector="form",
                tag="form",
                index=i,
                method=f.get("method", "get"),
                action=urljoin(url, f.get("action", "")),
            )
            for i, f in enumerate(forms)
        ),
        controls=tuple(_control(c, forms) for c in body.find_all(["input", "select", "textarea", "button"])),
        node_count=len(body.find_all(True)),
    )


def _blocks(body: Tag) -> list[TextBlock]:
    reader = _Reader()
    reader.walk(body)
    reader.flush()
    return reader.blocks


class _Reader:
    """Joins inline text into blocks, as the browser side does."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.heading = ""
        self.owner: Tag | None = None
        self.text = ""
        self.linked = True

    def flush(self) -> None:
        words = " ".join(self.text.split())
        if self.owner is not None and words:
            name, facts = self.owner.name, _facts(self.owner)
            block = TextBlock(
                selector=name, tag=name, text=words, heading=self.heading, in_link=self.linked, **facts
            )
            self.blocks.append(block)
        self.owner, self.text, self.linked = None, "", True

    def walk(self, el: Tag) -> None:
        if el.name in _SKIP:
            return
        block = el.name not in _INLINE and el.name != "br"
        if block:
            self.flush()
        if re.fullmatch("h[1-6]", el.name):
            self.heading = _flat(el)
        for child in el.children:
            if isinstance(child, Tag):
                self.walk(child)
            elif isinstance(child, NavigableString):
                self._take(el, str(child))
        if block:
            self.flush()

    def _take(self, el: Tag, words: str) -> None:
        if not words.strip():
            self.text += " "
            return
        owner = el
        while owner.name in _INLINE and owner.parent is not None:
            owner = owner.parent
        if self.owner is not owner:
            self.flush()
            self.owner = owner
        self.text += words
        self.linked = self.linked and (el.name == "a" or el.find_parent("a") is not None)


def _facts(el: Tag) -> dict[str, Any]:
    chain = [el, *el.parents]
    landmark = "none"
    for at in chain:
        role = at.get("role") if isinstance(at, Tag) and at.name != "[document]" else None
        if role in {"search", "navigation", "banner", "contentinfo", "complementary"}:
            landmark = str(role)
            break
        if at.name in _LANDMARKS:
            landmark = _LANDMARKS[at.name]
            break
        if at.name in {"header", "footer"} and not at.find_parent(
            ["main", "article", "section", "aside", "nav"]
        ):
            landmark = "banner" if at.name == "header" else "contentinfo"
            break
    tags = [at for at in chain if isinstance(at, Tag) and at.name != "[document]"]
    details = next((at for at in tags if at.name == "details" and not at.has_attr("open")), None)
    collapsed = details is not None and el.name != "summary"
    hidden = any(
        at.has_attr("hidden") or "display:none" in str(at.get("style", "")).replace(" ", "") for at in tags
    )
    teaser = any(re.search(r"teaser|related|aktuelles", " ".join(at.get("class") or [])) for at in tags)
    return {
        "landmark": landmark,
        "collapsed": collapsed,
        "visible": not hidden and not collapsed,
        "teaser": teaser,
    }


def _link(a: Tag, url: str) -> Link:
    facts = _facts(a)
    facts.pop("collapsed")
    before = a.find_previous(re.compile("^h[1-6]$"))
    text = _flat(a)
    return Link(
        selector="a", tag="a", role="link", name=a.get("aria-label") or text, href=urljoin(url, a["href"]),
        raw=a["href"], text=text, heading=_flat(before) if before else "", download=a.has_attr("download"), **facts,
    )  # fmt: skip


def _control(el: Tag, forms: list[Tag]) -> Control:
    kind = (
        el.get("type", "text")
        if el.name == "input"
        else el.get("type", "submit")
        if el.name == "button"
        else el.name
    )
    facts = _facts(el)
    for key in ("collapsed", "teaser"):
        facts.pop(key)
    label = _label(el, kind)
    parent = el.find_parent("form")
    return Control(
        selector=el.name, tag=el.name, name=label, kind=kind, field=el.get("name", ""), id=el.get("id", ""),
        label=label,
        label_source="label" if label else "none", placeholder=el.get("placeholder", ""),
        required=el.has_attr("required"), autocomplete=el.get("autocomplete", ""), value=el.get("value", ""),
        options=tuple(_flat(o) for o in el.find_all("option")), html=str(el)[:240],
        form=next((i for i, f in enumerate(forms) if f is parent), None), **facts,
    )  # fmt: skip


def _label(el: Tag, kind: str) -> str:
    if el.name == "button":
        return el.get("aria-label") or _flat(el)
    if kind in {"submit", "button", "reset"}:
        return str(el.get("value", ""))
    if el.get("aria-label"):
        return str(el["aria-label"])
    if el.get("id"):
        root = next(p for p in el.parents if p.parent is None)
        if by := root.find("label", attrs={"for": el["id"]}):
            return _flat(by)
    around = el.find_parent("label")
    return (
        " ".join(
            t.strip() for t in around.find_all(string=True) if t.parent.name not in {"option"} and t.strip()
        )
        if around
        else ""
    )


def _flat(el: Tag) -> str:
    return " ".join(el.get_text(" ").split())
