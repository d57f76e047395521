"""What municipalities say against findings, and which months were changed: YAML that somebody has reviewed.

A file has one or both of the lists ``objections`` and ``corrections``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from auditor.attest.dates import months_after
from auditor.attest.nodes import Value
from auditor.judge.fingerprint import address_key
from auditor.ranking.correct import COMPLETION
from auditor.ranking.errors import Problem, RankingError
from auditor.ranking.model import Basket, Correction, Objection
from auditor.ranking.reading import Reader, Values
from auditor.rulebook.model import Rulebook, Text
from auditor.targets.values import check_ags

#: An explanation or a correction holds so long at most: what nobody confirms for a year is measured again.
MOST_MONTHS = 12

_KINDS = ("objection", "explanation")
_DECISIONS = ("open", "noted", "rejected", "corrected")
_OUTCOMES = ("passed", "cantTell", "inapplicable")
_COMPLETION_OUTCOMES = ("passed", "cantTell")
_REASONED = frozenset({"rejected", "corrected"})
_NEEDED = ("id", "kind", "rule", "by", "received", "statement", "decision")
_POSSIBLE = (
    *("ags", "service", "address", "url", "fingerprint"),
    *("outcome", "reason", "decided", "reviewer", "until"),
)
_SUFFIXES = frozenset({".yaml", ".yml"})
_FINGERPRINT = re.compile(r"[0-9a-f]{16}(#[0-9]+)?")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NO_WORDS = Text(de="", en="")


@dataclass(frozen=True)
class Known:
    """What a file may speak of. ``town`` says whether a municipality has, or had, this key."""

    rulebook: Rulebook
    basket: Basket
    town: Callable[[str], bool]


@dataclass(frozen=True)
class Replies:
    """Everything the files say, in their order."""

    objections: tuple[Objection, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def on(self, day: date) -> tuple[Objection, ...]:
        """The objections that hold on a day: received by then and not expired."""
        return tuple(
            each
            for each in self.objections
            if each.received <= day and (each.until is None or day <= each.until)
        )


def read_replies(paths: Iterable[Path], known: Known, today: date) -> Replies:
    """All files, or all YAML files of folders. ``today``: nothing may be received or decided later.

    Raises:
        RankingError: at least one file has mistakes; it lists all mistakes of all of them.
    """
    objections: list[Objection] = []
    corrections: list[Correction] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for path in paths:
        for file in _files(path):
            reader = _Reader(str(file), problems, known, today, seen)
            said = reader.read(file)
            objections += said.objections
            corrections += said.corrections
    if problems:
        raise RankingError(sorted(problems, key=lambda each: (each.file, each.line)))
    return Replies(tuple(objections), tuple(sorted(corrections, key=lambda each: each.day)))


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return (path,)
    return sorted(each for each in path.iterdir() if each.suffix.lower() in _SUFFIXES)


class _Reader(Reader):
    """Reads one file; ``seen`` are the ids of all files."""

    def __init__(
        self, file: str, problems: list[Problem], known: Known, today: date, seen: dict[str, str]
    ) -> None:
        super().__init__(file, problems)
        self.known, self.today, self.seen = known, today, seen

    def read(self, path: Path) -> Replies:
        """What the file says; empty where nothing could be made of it."""
        root = self.root(path)
        if root is None or root.is_empty:
            return Replies()
        head = self.record(root, (), ("objections", "corrections"))
        return Replies(
            tuple(self._objection(each) for each in _items(head, "objections")),
            tuple(self._correction(each) for each in _items(head, "corrections")),
        )

    def _objection(self, value: Value) -> Objection:
        found = self.record(value, _NEEDED, _POSSIBLE)
        received = self._past(found.get("received")) or self.today
        decided = self._past(found.get("decided"))
        decision: Any = self.choice(found.get("decision"), _DECISIONS)
        kind: Any = self.choice(found.get("kind"), _KINDS)
        return Objection(
            id=self._id(found.get("id")),
            kind=kind,
            rule=self._rule(found.get("rule")),
            by=self.text(found.get("by")),
            received=received,
            statement=self.pair(found.get("statement"), both=False) or _NO_WORDS,
            decision=decision,
            **self._place(value, found),
            fingerprint=self._fingerprint(found.get("fingerprint")),
            outcome=self._outcome(value, found, decision),
            reason=self._reason(value, found, decision),
            decided=decided,
            reviewer=self.text(found.get("reviewer")) or None,
            until=self._until(found, decided or received),
        )

    def _id(self, value: Value | None) -> str:
        found = self.text(value)
        if value is not None and found in self.seen:
            self.note(value.line, "id-taken", "mend-id-taken", word=found, file=self.seen[found])
        self.seen.setdefault(found, self.file)
        return found

    def _rule(self, value: Value | None) -> str:
        found = self.text(value)
        names = {COMPLETION, *(rule.id for rule in self.known.rulebook.rules)}
        if value is not None and found not in names:
            near = get_close_matches(found, sorted(names), n=1)
            hint, params = ("near", {"near": near[0]}) if near else ("mend-rule", {})
            self.note(value.line, "unknown-rule", hint, word=found, **params)
        return found

    def _place(self, value: Value, found: Values) -> dict[str, Any]:
        """Which municipality or address it concerns; one of both at least."""
        address = self.text(found.get("address")) or None
        if "url" in found:
            address = address_key(self.text(found["url"]))
        if "ags" not in found and address is None:
            self.note(value.line, "no-place", "mend-place")
        service = None
        if "service" in found:
            service = self.choice(found["service"], [each.id for each in self.known.basket.services])
        return {"ags": self._ags(found.get("ags")), "service": service, "address": address}

    def _ags(self, value: Value | None) -> str | None:
        if value is None:
            return None
        found = self.text(value)
        key = check_ags(found)
        if not isinstance(key, str) or key != found:
            self.note(value.line, "bad-ags", "mend-ags", word=found)
        elif not self.known.town(key):
            self.note(value.line, "unknown-ags", "mend-ags-known", word=found)
        return found

    def _fingerprint(self, value: Value | None) -> str | None:
        found = self.text(value) or None
        if value is not None and found is not None and not _FINGERPRINT.fullmatch(found):
            self.note(value.line, "bad-fingerprint", "mend-fingerprint", word=found)
        return found

    def _outcome(self, value: Value, found: Values, decision: str) -> Any:
        """What a correction puts in place of the finding; nothing else has one."""
        if decision != "corrected":
            if "outcome" in found:
                self.note(found["outcome"].line, "outcome-alone", "mend-outcome-alone")
            return None
        completion = self.text(found.get("rule")) == COMPLETION
        names = _COMPLETION_OUTCOMES if completion else _OUTCOMES
        if "outcome" not in found:
            self.note(value.line, "no-outcome", "choose", known=", ".join(names))
            return None
        return self.choice(found["outcome"], names)

    def _reason(self, value: Value, found: Values, decision: str) -> Text | None:
        """A decision against somebody, or in favour of somebody, is given with its reason, day and reviewer."""
        if decision in _REASONED:
            for key in ("reason", "decided", "reviewer"):
                if key not in found or found[key].is_empty:
                    self.note(value.line, "undecided", "mend-undecided", word=key)
        return self.pair(found.get("reason"), both=False)

    def _until(self, found: Values, begun: date) -> date:
        latest = months_after(begun, MOST_MONTHS)
        until = self.day(found.get("until"))
        if until is None:
            return latest
        if not begun <= until <= latest:
            line = found["until"].line
            self.note(line, "bad-until", "mend-until", word=until.isoformat(), latest=latest.isoformat())
        return until

    def _past(self, value: Value | None) -> date | None:
        found = self.day(value)
        if value is not None and found is not None and found > self.today:
            self.note(value.line, "future", "mend-future", word=found.isoformat())
        return found

    def _correction(self, value: Value) -> Correction:
        found = self.record(value, ("day", "month", "text"), ("ags",))
        month = self.text(found.get("month"))
        if "month" in found and not _MONTH.fullmatch(month):
            self.note(found["month"].line, "bad-month", "mend-month", word=month)
        return Correction(
            day=self._past(found.get("day")) or self.today,
            month=month,
            text=self.pair(found.get("text"), both=False) or _NO_WORDS,
            ags=self._ags(found.get("ags")),
        )


def _items(head: Values, key: str) -> tuple[Value, ...]:
    return () if key not in head or head[key].is_empty else head[key].items()
