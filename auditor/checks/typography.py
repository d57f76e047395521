"""How comfortably the page's text is set: advice, never a failure (WCAG 1.4.8 is AAA)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditor.checks.appearance import frame_of, measured
from auditor.checks.case import Case, Observation, cant_tell, passed, untested
from auditor.checks.look import data, unseen
from auditor.checks.prose import excerpt
from auditor.evidence.appearance import TypeKind
from auditor.evidence.model import Reason

Doubt = Callable[[TypeKind], bool]


def size(case: Case) -> Iterable[Observation]:
    """Text is not tiny."""
    limits = data("appearance")["type"]
    return _set(case, "small", lambda t: t.size < limits["size"] and t.letters >= limits["size_letters"])


def line_length(case: Case) -> Iterable[Observation]:
    """Lines are not too long to find the next one."""
    limits = data("appearance")["type"]
    return _set(case, "long", lambda t: t.line_length > limits["line_length"])


def line_height(case: Case) -> Iterable[Observation]:
    """Lines do not stand too close."""
    limits = data("appearance")["type"]
    return _set(case, "dense", lambda t: t.lines > 1 and 0 < t.line_height < limits["line_height"])


def justified(case: Case) -> Iterable[Observation]:
    """Text is not justified without hyphenation."""
    limits = data("appearance")["type"]
    enough = limits["justified_letters"]
    return _set(case, "justified", lambda t: t.justified and t.lines > 1 and t.letters >= enough)


def emphasis(case: Case) -> Iterable[Observation]:
    """Long text is neither in capitals nor in italics."""
    limits = data("appearance")["type"]

    def strained(kind: TypeKind) -> bool:
        shouted = kind.capitals and kind.letters >= limits["capitals_letters"]
        return shouted or (kind.italic and kind.letters >= limits["italic_letters"])

    return _set(case, "strained", strained)


def _set(case: Case, message: str, doubtful: Doubt) -> Iterable[Observation]:
    """A person may look at every kind of text that is doubtful; pages without any pass."""
    for page, found in measured(case, "type"):
        if found is None or found.type is None:
            yield untested(Reason.NOT_VISITED, page)
            continue
        doubts = [kind for kind in found.type if doubtful(kind)]
        for kind in doubts:
            facts = {
                "text": excerpt(kind.node.name, 60),
                "size": f"{kind.size:g}",
                "letters": kind.line_length,
                "height": f"{kind.line_height:g}",
            }
            yield cant_tell(page, message, node=kind.node, frame=frame_of(page, kind.frame), **facts)
        if found.type and not doubts:
            yield passed(page)
    yield from unseen(case)
