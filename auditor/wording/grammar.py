"""Reads the words around a signal: denied or not, duty or offer, by whom, about what, on what condition.

The cue words are data (``rules/wording/grammar.yaml``). A sentence falls into parts (clauses); a part without a
modal word of its own („…, unterschreiben und einsenden“) belongs to the part before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal

from auditor.wording.pattern import compile_pattern
from auditor.wording.source import read
from auditor.wording.tables import Span, table

Modality = Literal["duty", "offer", "plain"]

_LEFT, _RIGHT = 6, 5  # words within which a negation reaches a signal
_MARKS = re.compile(r"[,;:()]|\s-\s")
_OWN_VERB = frozenset({"duty", "offer", "authority", "verb"})


@cache
def _cuts() -> re.Pattern[str]:
    words = "|".join(f"(?:{compile_pattern(p).regex.pattern})" for p in read("grammar")["cuts"])
    return re.compile(rf"{_MARKS.pattern}|(?={words})")


@dataclass(frozen=True)
class Around:
    """What the words around a signal say of it."""

    negated: bool
    modality: Modality
    authority: bool
    conditional: bool
    alternative: bool
    generic: bool
    sequence: bool
    after_online: bool
    objects: frozenset[str]
    of_application: bool


class Grammar:
    """The cues of one folded sentence."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.cues = table("grammar").spans(folded)

    @cached_property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Start and end of the parts, those without a modal word joined to the one before."""
        bounds = [0, *sorted({m.end() for m in _cuts().finditer(self.folded)}), len(self.folded)]
        joined: list[tuple[int, int]] = []
        for start, end in pairwise(bounds):
            if start >= end:
                continue
            own = any(c.signal in _OWN_VERB and start <= c.start < end for c in self.cues)
            if joined and not own:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)

    def around(self, span: Span, before: Grammar | None = None) -> Around:
        """What the sentence (and the one before it) says of a signal in it."""
        start = next((s for s, e in self.parts if s <= span.start < e), 0)
        end = next((e for s, e in self.parts if s < span.end <= e), len(self.folded))
        return Around(
            negated=self._negated(span, start, end),
            modality="offer" if self._courteous(before) else self._modality(span, start, end),
            authority=self._has("authority", start, end),
            conditional=self._conditional(start, end),
            alternative=self.mentions("alternative"),
            generic=self._has("generic", start, end),
            sequence=self.mentions("sequence") or self.mentions("after-online"),
            after_online=self.mentions("after-online"),
            objects=self._objects(start, end, before),
            of_application=self.mentions("application")
            or (self.mentions("pronoun") and before is not None and before.mentions("application")),
        )

    def mentions(self, cue: str) -> bool:
        """Whether the sentence holds the cue anywhere."""
        return any(c.signal == cue for c in self.cues)

    def follows(self, start: int, end: int) -> bool:
        """Whether a word of sequence („danach“, „aber“) stands between two places."""
        return self._has("sequence", start, end) or self._has("after-online", start, end)

    def _has(self, cue: str, start: int, end: int) -> bool:
        return any(c.signal == cue and c.start < end and c.end > start for c in self.cues)

    def _courteous(self, before: Grammar | None) -> bool:
        """An invitation („Kommen Sie gern vorbei“), or the answer to „Haben Sie Fragen?“."""
        return self.mentions("courtesy") or (before is not None and before.mentions("courtesy"))

    def _negated(self, span: Span, start: int, end: int) -> bool:
        harmless = [c for c in self.cues if c.signal == "not-a-negation"]
        for cue in self.cues:
            if cue.signal == "far-negation" and cue.start < span.end:
                return True
            if cue.signal != "negation" or cue.start < start or cue.end > end:
                continue
            if any(h.start <= cue.start < h.end for h in harmless):
                continue
            if _words(self.folded, cue.end, span.start) <= _LEFT and cue.start < span.end:
                return True
            if cue.start >= span.end and _words(self.folded, span.end, cue.start) < _RIGHT:
                return True
        return False

    def _modality(self, span: Span, start: int, end: int) -> Modality:
        best: tuple[int, int, Modality] | None = None
        for cue in self.cues:
            if cue.signal not in {"duty", "offer"} or cue.start >= end or cue.end <= start:
                continue
            distance = max(cue.start - span.end, span.start - cue.end, 0)
            kind: Modality = "duty" if cue.signal == "duty" else "offer"
            rank = (distance, 0 if kind == "duty" else 1, kind)
            best = rank if best is None or rank[:2] < best[:2] else best
        return best[2] if best else "plain"

    def _conditional(self, start: int, end: int) -> bool:
        """A condition in this part, or a clause of condition that opens the sentence."""
        timely = [c for c in self.cues if c.signal == "not-a-condition"]
        conditions = [
            c
            for c in self.cues
            if c.signal == "condition" and not any(t.start <= c.start < t.end for t in timely)
        ]
        first = self.parts[0] if self.parts else (0, 0)
        return any(start <= c.start < end or c.start < first[0] + 12 or c.start >= end for c in conditions)

    def _objects(self, start: int, end: int, before: Grammar | None) -> frozenset[str]:
        kinds = ("application", "result", "third", "appointment")
        here = frozenset(k for k in kinds if self._has(k, start, end))
        if here:
            return here
        earlier = frozenset(k for k in kinds if self._has(k, 0, start))
        if earlier or before is None:
            return earlier
        return frozenset(k for k in kinds if before.mentions(k))


def _words(folded: str, start: int, end: int) -> int:
    return len(folded[start:end].split()) if end > start else 0
