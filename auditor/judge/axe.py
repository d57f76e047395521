"""From axe-core's answers to the outcomes of the rules ``axe/<id>``.

Every frame of every page has to answer. A frame or page that did not is ``untested`` for every rule of the family:
what was not seen may hold any barrier, so it lowers coverage and never passes in silence. Exempt are documents that
are no web pages, pages that do not exist, and silent frames that take up no room.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.checks.case import Case, Observation, Outcome
from auditor.evidence.model import AxeNode, AxeResult, AxeRule, Frame, Node, Page, Reason
from auditor.judge.applies import NO_WEB_PAGE

PREFIX = "axe/"

#: Message keys of the family: axe is sure, axe asks for a person. Their blank ``count`` is the number of elements of
#: the frame that the rule objects to.
VIOLATION = "violation"
REVIEW = "review"

#: Frames up to this area (px²) are tracking pixels and the like, which nobody sees or reaches.
_NO_ROOM = 1.0

#: Rules whose violation proves something only of the words right in the element, and of letters in it.
_OWN_WORDS = frozenset({"avoid-inline-spacing"})
_OWN_LETTERS = frozenset({"color-contrast", "color-contrast-enhanced"})

_OPENING_TAG = re.compile(r"\s*<([a-zA-Z][\w-]*)")


@dataclass
class Family:
    """What axe-core said of all frames, by rule id without prefix."""

    seen: dict[str, list[Observation]] = field(default_factory=lambda: defaultdict(list))
    silent: list[Observation] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def observations(self, axe_id: str, *, top_only: bool) -> tuple[Observation, ...]:
        """All observations of one rule; ``top_only`` leaves embedded frames out.

        A rule that the engine in use does not have was not tried, which is not the same as inapplicable.
        """
        found = [*self.seen.get(axe_id, ()), *self.silent]
        if self.known and axe_id not in self.known:
            found.append(Observation(Outcome.UNTESTED, reason=Reason.NOT_VISITED))
        return tuple(each for each in found if not (top_only and _embedded(each)))

    def objecting(self) -> frozenset[str]:
        """Ids of the rules that found something, known to the rulebook or not."""
        return frozenset(
            axe_id
            for axe_id, found in self.seen.items()
            if any(each.outcome is not Outcome.PASSED for each in found)
        )


def collect(case: Case) -> Family:
    """Read axe-core's answers of all pages."""
    family = Family()
    for page in case.evidence.pages:
        if page.reason is not None:
            if page.reason not in NO_WEB_PAGE:
                family.silent.append(Observation(Outcome.UNTESTED, page, reason=page.reason))
            continue
        if not page.frames:
            family.silent.append(Observation(Outcome.UNTESTED, page, reason=Reason.FRAME_SILENT))
        for frame in page.frames:
            _read(page, frame, family)
    return family


def _read(page: Page, frame: Frame, family: Family) -> None:
    if frame.axe is None:
        if not _without_room(frame):
            reason = frame.axe_reason or frame.reason or Reason.FRAME_SILENT
            family.silent.append(Observation(Outcome.UNTESTED, page, frame=frame, reason=reason))
        return
    family.known.update(_ids(frame.axe))
    for axe_id in frame.axe.passes:
        family.seen[axe_id].append(Observation(Outcome.PASSED, page, frame=frame))
    for rules, outcome, message in (
        (frame.axe.violations, Outcome.FAILED, VIOLATION),
        (frame.axe.incomplete, Outcome.CANT_TELL, REVIEW),
    ):
        for rule in rules:
            family.seen[rule.id].extend(_places(page, frame, rule, outcome, message))


def _ids(answer: AxeResult) -> Iterator[str]:
    yield from answer.passes
    yield from answer.inapplicable
    yield from (rule.id for rule in (*answer.violations, *answer.incomplete))


def _places(page: Page, frame: Frame, rule: AxeRule, outcome: Outcome, message: str) -> Iterator[Observation]:
    nodes = rule.nodes or (AxeNode(target=()),)
    for node in nodes:
        params = {"count": str(len(nodes)), "summary": node.summary}
        sure = outcome is not Outcome.FAILED or _proved(rule.id, node)
        seen, key = (outcome, message) if sure else (Outcome.CANT_TELL, REVIEW)
        yield Observation(seen, page, key, params, node=_node(node), frame=frame)


def _proved(axe_id: str, node: AxeNode) -> bool:
    """Whether axe-core's verdict on an element's text is about text that is there.

    A spacing that an element without words of its own pins may be mended further inside, and the contrast of what
    holds neither letter nor digit (a row of dashes between links) keeps nobody from reading.
    """
    if node.text is None:
        return True
    if axe_id in _OWN_WORDS:
        return bool(node.text)
    return axe_id not in _OWN_LETTERS or not node.text or any(c.isalnum() for c in node.text)


def _node(node: AxeNode) -> Node:
    tag = _OPENING_TAG.match(node.html)
    return Node(
        selector=" ".join(node.target),
        tag=tag[1].lower() if tag else "",
        role=node.role,
        name=node.name,
        box=node.box,
        html=node.html,
    )


def _embedded(observation: Observation) -> bool:
    return observation.frame is not None and observation.frame.parent is not None


def _without_room(frame: Frame) -> bool:
    offset = frame.offset
    return frame.parent is not None and offset is not None and offset.width * offset.height <= _NO_ROOM
