"""From step to step: the same things in the same place and under the same name, nothing asked twice (WCAG 3.2, 3.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, main_document, passed
from auditor.checks.look import (
    blind,
    controls,
    fillable,
    host_of,
    leads_to,
    links,
    personal,
    phrase,
    plain,
    same_page,
)
from auditor.checks.prose import excerpt, main_title, readable, readable_text
from auditor.checks.readability import sentences
from auditor.evidence.model import FLOW_ROLES, FURNITURE, Control, Frame, Image, Link, Page, Reason
from auditor.wording import table

_ENOUGH_LINKS = 3
_SAME_MENU = 0.8  # share of common entries; lists that fit the page (related topics) have less
_TYPED = frozenset({"text", "email", "tel", "date", "textarea"})


def _says(name: str, words: str) -> bool:
    return bool(phrase(name, "dialogue").search(words))


def _pairs(case: Case) -> Iterator[tuple[Page, Page]]:
    """Pages of the way that follow each other on one host and in one language."""
    by_host: dict[tuple[str, str], list[Page]] = {}
    for page in case.flow:
        by_host.setdefault((host_of(page.final_url), main_document(page).lang[:2]), []).append(page)
    for pages in by_host.values():
        yield from pairwise(pages)


# --- the same place and name --------------------------------------------------------------------------------


def navigation(case: Case) -> Iterable[Observation]:
    """A menu has its entries in the same order on every page (WCAG 3.2.3)."""
    for one, other in _pairs(case):
        before, now = _entries(one), _entries(other)
        common = [key for key in before if key in now]
        if len(common) < max(_ENOUGH_LINKS, _SAME_MENU * max(len(before), len(now))):
            continue
        swapped = next(((a, b) for a, b in pairwise(common) if a[0] == b[0] and now[a][0] > now[b][0]), None)
        if swapped is None:
            yield passed(other)
        else:
            first, second = swapped
            node = now[second][1]
            yield failed(
                other,
                "order",
                node=node,
                first=first[1],
                second=second[1],
                other=one.final_url,
                subject="order",
            )


def _entries(page: Page) -> dict[tuple[str, str], tuple[int, Link]]:
    """Links of the site's menus by list and name, with their place; what stands there twice is left out."""
    found: dict[tuple[str, str], tuple[int, Link]] = {}
    twice: set[tuple[str, str]] = set()
    for place, link in enumerate(main_document(page).links):
        inner = same_page(link.href, page.final_url) and "#" in link.raw
        if link.landmark != "navigation" or not link.visible or inner or " > li" not in link.selector:
            continue
        key = (link.selector.split(" > li")[0], plain(link.name or link.text))
        twice |= {key} & found.keys()
        found[key] = (place, link)
    return {key: entry for key, entry in found.items() if key not in twice and key[1]}


def identification(case: Case) -> Iterable[Observation]:
    """What does the same is called the same (WCAG 3.2.4)."""
    pressed = [(p, plain(b.label)) for p in case.flow if p.walk for b in p.walk.buttons if b.pressed]
    usual = [(p, label) for p, label in pressed if len(label.split()) == 1]
    for (_, before), (page, label) in pairwise(usual):
        if before.casefold() == label.casefold():
            yield passed(page)
        else:
            yield cant_tell(page, "button", label=label, before=before, subject="button")
    for one, other in _pairs(case):
        yield from _renamed(one, other)


def _renamed(one: Page, other: Page) -> Iterator[Observation]:
    before, now = _furniture(one), _furniture(other)
    common = before.keys() & now.keys()
    changed = sorted(href for href in common if before[href].isdisjoint(now[href]))
    for href in changed[:3]:
        yield cant_tell(
            other, "link", label=min(now[href]), before=min(before[href]), href=href, subject=href
        )
    if common and not changed:
        yield passed(other)


def _furniture(page: Page) -> dict[str, frozenset[str]]:
    """Names of the links around the content, by address."""
    found: dict[str, set[str]] = {}
    for link in main_document(page).links:
        name = plain(link.name or link.text)
        if link.landmark in FURNITURE and link.visible and name and link.href.startswith("http"):
            found.setdefault(link.href, set()).add(name)
    return {href: frozenset(names) for href, names in found.items()}


def help_place(case: Case) -> Iterable[Observation]:
    """Help stands in the same place on every page (WCAG 2.2, 3.2.6)."""
    for one, other in _pairs(case):
        before, now = _help(one), _help(other)
        for name in sorted(before.keys() & now.keys()):
            places = (before[name].landmark, now[name].landmark)
            where = {"node": now[name], "name": name, "other": one.final_url}
            if places[0] == places[1]:
                yield passed(other)
            elif set(places) == {"banner", "contentinfo"}:
                yield failed(other, "moved", **where)
            else:
                yield cant_tell(other, "perhaps-moved", **where)


def _help(page: Page) -> dict[str, Link]:
    """Links to help and contact that stand on the page once."""
    found = [
        link
        for _, link in links(page)
        if link.visible and (leads_to(link, "contact") or leads_to(link, "help"))
    ]
    names = [plain(link.name or link.text).casefold() for link in found]
    return {name: link for name, link in zip(names, found, strict=True) if names.count(name) == 1}


def step_named(case: Case) -> Iterable[Observation]:
    """Every step says which it is, in title, heading or progress (WCAG 2.4.2, 2.4.6)."""
    steps = [
        p for p in case.flow if p.walk is not None and p.walk.kind in {"start", "step", "summary", "end"}
    ]
    for before, page in pairwise(steps):
        old, new = main_document(before), main_document(page)
        progress = (before.walk.progress if before.walk else "", page.walk.progress if page.walk else "")
        told = {h.text for h in new.headings if h.visible} - {h.text for h in old.headings if h.visible}
        if old.title != new.title or main_title(old) != main_title(new) or progress[0] != progress[1] or told:
            yield passed(page)
        else:
            yield cant_tell(page, "same", title=new.title, heading=main_title(new), subject="step")


# --- what is asked ------------------------------------------------------------------------------------------


def redundant_entry(case: Case) -> Iterable[Observation]:
    """Nothing has to be typed twice (WCAG 2.2, 3.3.7)."""
    steps = [p for p in case.flow if p.walk is not None]
    seen: dict[tuple[str, str], Page] = {}
    for page in steps:
        asked = {
            _asked(c): (f, c) for f, c in fillable(page) if c.visible and c.kind in _TYPED and personal(c)
        }
        again = {key for key in asked if key in seen}
        again = set() if _comes_back(page, steps) else again
        offered = any(_says("copy-offered", _words(c)) for _, c in controls(page))
        offered = offered or _says("copy-offered", readable_text(page))
        for key in sorted(again):
            yield _asked_again(page, seen[key], asked[key], offered=offered)
        if seen and asked and not again:
            yield passed(page)
        for key in asked:
            seen.setdefault(key, page)


def _comes_back(page: Page, steps: list[Page]) -> bool:
    """Whether the step shows all fields of an earlier one: it is the same form once more, or grows longer."""
    now = {_asked(c) for _, c in fillable(page)}
    earlier = ({_asked(c) for _, c in fillable(p)} for p in steps[: steps.index(page)])
    return any(asked and asked <= now for asked in earlier)


def _asked(control: Control) -> tuple[str, str]:
    return plain(control.label).rstrip(" *:").casefold(), plain(control.group).casefold()


def _words(control: Control) -> str:
    return plain(f"{control.label} {control.group}")


def _asked_again(page: Page, first: Page, field: tuple[Frame, Control], *, offered: bool) -> Observation:
    frame, control = field
    signals = table("fields").signals(f"{control.group} . {control.label}")
    other = main_title(main_document(first))
    where = {"node": control, "frame": frame, "field": excerpt(control.label, 60), "other": other}
    if control.value.strip() or offered:
        return passed(page)
    if control.group and "own" in signals and "other" not in signals and control.required:
        return failed(page, "twice", **where)
    return cant_tell(page, "perhaps-twice", **where)


def paste_allowed(case: Case) -> Iterable[Observation]:
    """What was copied may be pasted (WCAG 2.2, 3.3.8); above all where one logs in."""
    logins = (p for p in case.evidence.pages if p.reason is Reason.LOGIN and p.role in FLOW_ROLES)
    for page in (*case.flow, *logins):
        for frame, control in fillable(page):
            if control.kind not in _TYPED | {"password"}:
                continue
            blocked = _says("paste-blocked", control.html)
            where = {"node": control, "frame": frame, "field": excerpt(control.label, 60)}
            yield failed(page, "blocked", **where) if blocked else passed(page)


def captcha(case: Case) -> Iterable[Observation]:
    """A riddle against robots can also be solved without seeing (WCAG 1.1.1)."""
    for page in case.flow:
        services = [f for f in page.frames if _says("captcha-service", f.url)]
        if services:
            yield cant_tell(page, "service", host=host_of(services[0].url), subject="captcha")
            continue
        riddles = list(_riddles(page))
        if not riddles and any(_says("captcha-text", c.label) for _, c in fillable(page)):
            yield passed(page)
        for frame, image in riddles[:1]:
            words = [readable_text(page), image.alt or ""] + [c.label or c.name for _, c in controls(page)]
            words += [link.name or link.text for _, link in links(page)]
            heard = any(d.media for _, d in documents(page)) or any(c.isdigit() for c in image.alt or "")
            if heard or any(_says("captcha-other-way", plain(w)) for w in words):
                yield cant_tell(page, "other-way", node=image, frame=frame)
            else:
                yield (cant_tell if blind(page) else failed)(page, "picture-only", node=image, frame=frame)


def _riddles(page: Page) -> Iterator[tuple[Frame, Image]]:
    """Pictures of a riddle, beside a field for the answer."""
    answered = any(_says("captcha-field", f"{c.label} {c.field} {c.id}") for _, c in fillable(page))
    for frame, document in documents(page):
        for image in document.images:
            named = _says("captcha-picture", f"{image.src} {image.alt} {image.html}")
            if answered and image.visible and named:
                yield frame, image


# --- surprises ----------------------------------------------------------------------------------------------


def on_input(case: Case) -> Iterable[Observation]:
    """Choosing an answer does not send the form or leave the page (WCAG 3.2.2)."""
    for page in case.flow:
        fields = [(f, c) for f, c in fillable(page) if c.visible and c.landmark not in FURNITURE]
        told = _says("told-before", readable_text(page))
        acting = [
            (f, c) for f, c in fields if _says("sends-on-input", c.html) or _says("reloads-on-input", c.html)
        ]
        for frame, control in acting:
            where = {"node": control, "frame": frame, "field": excerpt(control.label or control.field, 60)}
            sure = not told and _says("sends-on-input", control.html)
            yield failed(page, "sends", **where) if sure else cant_tell(page, "told", **where)
        stopped = next(
            (r for r in page.requests if r.type == "document" and "without a press" in r.why), None
        )
        if stopped is not None and not acting:
            yield cant_tell(page, "walk", url=stopped.url[:120], subject="walk")
        elif page.walk is not None and page.walk.filled and not acting:
            yield passed(page)


def time_limit(case: Case) -> Iterable[Observation]:
    """Who needs longer is given longer (WCAG 2.2.1)."""
    for page in case.flow:
        extends = _says("session-extends", readable_text(page)) or any(
            _says("session-extends", c.label or c.name) for _, c in controls(page)
        )
        limits = [
            (f, b, s) for f, b in readable(page) for s in sentences(plain(b.text)) if _says("session-ends", s)
        ]
        for frame, block, sentence in limits[:1]:
            where = {"node": block, "frame": frame, "quote": excerpt(sentence, 300)}
            yield passed(page) if extends else cant_tell(page, "limit", **where)
