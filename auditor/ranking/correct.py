"""A finding that was decided to be wrong is put right before anything is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from auditor.checks.case import Outcome
from auditor.judge.result import Cap, ChapterScore, RuleOutcome, ServiceResult
from auditor.judge.score import assess
from auditor.ranking.model import CapValue, Cell, ChapterValue, Completable, Measured, Objection
from auditor.ranking.towns import Country
from auditor.rulebook.model import Rulebook

#: What is objected to where it is not a rule but whether the service can be finished online.
COMPLETION = "completion"

Sample = Callable[[Sequence[int]], Mapping[int, ServiceResult]]
"""Whole verdicts by :attr:`Measured.id`; ids that are not there are left out."""

_COMPLETABLE: Mapping[str, Completable] = {"passed": "yes", "cantTell": "unknown"}
_KIND: Mapping[Completable, str] = {"yes": "online", "unknown": "unknown"}


def corrected(
    measured: Measured, result: ServiceResult, decisions: Iterable[Objection], rulebook: Rulebook
) -> Measured:
    """The result as it stands after these decisions; ``result`` is its whole verdict.

    A decision on one place changes the rule only if no other place breaks it. Nothing is corrected where nothing was
    measured.
    """
    if not result.measured:
        return measured
    outcomes = {each.rule: each for each in result.outcomes}
    completable: Completable = measured.completable
    for decision in decisions:
        if decision.rule == COMPLETION:
            completable = _COMPLETABLE.get(decision.outcome or "", completable)
        elif decision.rule in outcomes and decision.outcome is not None:
            outcomes[decision.rule] = _settled(outcomes[decision.rule], Outcome(decision.outcome), decision)
    verdict = assess(outcomes.values(), rulebook, completable)
    other = completable != measured.completable
    return replace(
        measured,
        completable=completable,
        kind=_KIND[completable] if other else measured.kind,
        maturity=None if other else measured.maturity,
        low=verdict.score.low,
        high=verdict.score.high,
        coverage=verdict.coverage,
        grade=verdict.grade,
        chapters=chapter_values(verdict.chapters),
        caps=cap_values(verdict.caps),
        failed=failing(outcomes.values()),
    )


def chapter_values(chapters: Iterable[ChapterScore]) -> tuple[ChapterValue, ...]:
    """The chapters in which a rule applied."""
    return tuple(
        ChapterValue(each.chapter, each.low, each.high, each.coverage)
        for each in chapters
        if each.low is not None and each.high is not None and each.coverage is not None
    )


def cap_values(caps: Iterable[Cap]) -> tuple[CapValue, ...]:
    """The limits that bind."""
    return tuple(CapValue(each.kind, each.limit, each.bound) for each in caps)


def failing(outcomes: Iterable[RuleOutcome]) -> tuple[str, ...]:
    """The rules that count and are proven broken."""
    return tuple(each.rule for each in outcomes if each.counts and each.outcome is Outcome.FAILED)


def _settled(outcome: RuleOutcome, to: Outcome, decision: Objection) -> RuleOutcome:
    findings = outcome.findings
    if decision.fingerprint is not None:
        findings = tuple(each for each in findings if each.fingerprint != decision.fingerprint)
        if outcome.more or any(each.outcome is Outcome.FAILED for each in findings):
            return outcome.model_copy(update={"findings": findings})
    return outcome.model_copy(update={"outcome": to, "findings": findings})


class Corrections:
    """The results as they hold for every municipality, after what was decided on objections.

    A decision that names an address holds for everybody who uses it; one that names a municipality for that one only.
    """

    def __init__(
        self,
        measured: Mapping[str, Measured],
        objections: Iterable[Objection],
        sample: Sample,
        rulebook: Rulebook,
    ) -> None:
        self._measured = dict(measured)
        self._sample, self._rulebook = sample, rulebook
        self._local: dict[tuple[str, str], Measured] = {}
        self._decided = [each for each in objections if each.decision == "corrected"]
        shared = [each for each in self._decided if each.address is not None and each.ags is None]
        for address in dict.fromkeys(each.address for each in shared):
            if address in self._measured:
                concerned = [each for each in shared if each.address == address]
                self._measured[address] = self._corrected(self._measured[address], concerned)

    def find(self, ags: str, address: str) -> Measured | None:
        """The result of an address as it holds for a municipality."""
        return self._local.get((ags, address)) or self._measured.get(address)

    def settle(self, cells: Mapping[str, tuple[Cell, ...]], country: Country) -> frozenset[str]:
        """Correct what was decided for single municipalities; their keys are returned.

        ``cells`` say which results are theirs; they have to be chosen anew afterwards.
        """
        for (ags, address), decisions in self._concerned(cells, country).items():
            if address in self._measured:
                self._local[ags, address] = self._corrected(self._measured[address], decisions)
        return frozenset(ags for ags, _ in self._local)

    def _concerned(
        self, cells: Mapping[str, tuple[Cell, ...]], country: Country
    ) -> Mapping[tuple[str, str], Sequence[Objection]]:
        found: dict[tuple[str, str], list[Objection]] = defaultdict(list)
        for each in self._decided:
            today = country.holder(each.ags) if each.ags is not None else None
            if today is None:
                continue
            results = [
                cell.result.address
                for cell in cells.get(today, ())
                if cell.result is not None and each.service in {None, cell.service}
            ]
            for address in [each.address] if each.address is not None else dict.fromkeys(results):
                found[today, address].append(each)
        return found

    def _corrected(self, measured: Measured, decisions: Sequence[Objection]) -> Measured:
        result = self._sample([measured.id]).get(measured.id)
        return corrected(measured, result, decisions, self._rulebook) if result is not None else measured
