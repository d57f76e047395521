"""What is told beside the verdict: media breaks, ways to apply, and the words that decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from auditor.checks.case import MediaBreak, Quote
from auditor.checks.paper.asked import Asked
from auditor.checks.paper.decision import Because, Decision
from auditor.checks.paper.forms import SeenForm
from auditor.checks.paper.known import Known
from auditor.checks.paper.routes import Paper, Way
from auditor.checks.paper.statements import Statement

BreakKind = Literal["print", "sign", "post", "fax", "email-scan", "in-person", "originals", "cash"]

_MOST_QUOTES = 8


def route_names(known: Known) -> tuple[str, ...]:
    """The ways to apply that were seen or spoken of."""
    names = [
        ("online-form", bool(known.forms)),
        ("login", any(w.state == "login" for w in known.routes.ways)),
        ("online-unseen", any(w.state in {"missed", "bot", "no-form"} for w in known.routes.ways)),
        ("form-download", bool(known.routes.papers)),
        ("e-mail", bool(known.mail)),
        ("post", known.usable("post")),
        ("fax", known.usable("fax")),
        ("in-person", known.usable("in-person")),
        ("phone", known.usable("phone")),
        ("appointment", bool(known.appointments)),
        ("external", known.usable("external")),
    ]
    return tuple(name for name, there in names if there)


def breaks(known: Known, decision: Decision) -> tuple[MediaBreak, ...]:
    """The media breaks behind a „no“, each kind and sentence once."""
    if decision.completable != "no":
        return ()
    said = known.said
    if decision.kind == "online-with-break":
        decided = {(s.page.id, s.place) for s in decision.because if isinstance(s, Statement)}
        said = tuple(s for s in said if (s.page.id, s.place) in decided)
    found = {
        (s.breaks, s.sentence.text): MediaBreak(
            kind=_break_kind(s.breaks),
            quote=s.sentence.text,
            url=s.page.final_url,
            page=s.page.id,
            step=s.page.step,
        )
        for s in said
        if s.breaks and not s.around.conditional and not s.around.generic
    }
    return (*found.values(), *_breaks_of(decision))


def _breaks_of(decision: Decision) -> Iterator[MediaBreak]:
    """The breaks that the forms to download prove by their own words."""
    for item in decision.because:
        if isinstance(item, Asked):
            yield MediaBreak(
                kind=_break_kind(item.signal),
                quote=item.quote,
                url=item.url,
                page=item.page.id,
                step=item.page.step,
            )


def _break_kind(kind: str) -> BreakKind:
    if kind not in get_args(BreakKind):
        raise ValueError(f"unknown kind of media break in rules/wording/signals.yaml: {kind}")
    return kind  # type: ignore[return-value]


def quotes(because: Iterable[Because]) -> list[Quote]:
    """The words that decided, each once."""
    found: dict[tuple[str, str], Quote] = {}
    for item in because:
        match item:
            case Statement():
                signal, words = item.signal, item.sentence.text
            case SeenForm():
                labels = [b.label or b.name for b in item.buttons]
                signal, words = "online-form", " · ".join(dict.fromkeys(x for x in labels if x))
            case Way():
                signal, words = f"way-{item.state}", item.label or item.url
            case Paper():
                signal, words = "form-document", item.label
            case Asked():
                signal, words = item.signal, item.quote
        page = item.page
        found.setdefault(
            (signal, words),
            Quote(signal=signal, quote=words, url=_address(item), page=page.id, step=page.step),
        )
    return list(found.values())[:_MOST_QUOTES]


def _address(item: Because) -> str:
    """Where the words stand: in the document, else on the page."""
    return item.url if isinstance(item, Asked) else item.page.final_url
