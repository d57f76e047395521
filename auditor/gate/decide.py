"""Puts results against the gate and the baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase

from auditor.checks.case import Outcome
from auditor.evidence.model import FLOW_ROLES, Reason
from auditor.gate.model import Checked, Decision, Entry, Gate, Place, Shortfall, State, Weighed
from auditor.judge.fingerprint import service_key
from auditor.judge.result import Finding, RuleOutcome, ServiceResult
from auditor.rulebook.model import Obligation, Rule, Rulebook

_RANK = {Obligation.MUSS: 0, Obligation.SOLLTE: 1, Obligation.KANN: 2}

#: Pages that nobody could measure from outside, or that we chose not to: no fault of the run.
_EXPECTED = frozenset(
    {
        Reason.LOGIN,
        Reason.CAPTCHA,
        Reason.ROBOTS,
        Reason.OFF_SCOPE,
        Reason.DOWNLOAD,
        Reason.UNSUPPORTED,
        Reason.BUDGET,
        Reason.GUARD,
        Reason.PRIVATE_ADDRESS,
        Reason.NOT_VISITED,
    }
)


def decide(
    results: Sequence[ServiceResult],
    places: Mapping[str, Place],
    rulebook: Rulebook,
    gate: Gate,
    baseline: Iterable[Entry],
    today: date,
) -> Decision:
    """Which findings count, which are known, and whether everything was measured.

    Args:
        results: the verdicts in the order of the list.
        places: where each service was listed, by slug.
        rulebook: the rules they were judged by.
        gate: what makes the check fail.
        baseline: known findings.
        today: the day on which entries of the baseline expire.
    """
    known = {(entry.rule, entry.fingerprint): entry for entry in baseline}
    rules = {rule.id: rule for rule in rulebook.rules}
    services = tuple(
        Checked(
            result=result,
            place=places.get(result.slug, Place()),
            findings=tuple(_weighed(result, rules, gate, known, today)),
            shortfalls=tuple(_shortfalls(result, gate, rulebook)),
            gaps=tuple(_gaps(result)),
        )
        for result in results
    )
    return Decision(gate, services, tuple(_stale(known.values(), services)))


def _weighed(
    result: ServiceResult,
    rules: Mapping[str, Rule],
    gate: Gate,
    known: Mapping[tuple[str, str], Entry],
    today: date,
) -> Iterator[Weighed]:
    for outcome in result.outcomes:
        rule = rules.get(outcome.rule)
        if rule is None:  # an axe rule that the rulebook does not know yet
            continue
        for finding in outcome.findings:
            entry = known.get((outcome.rule, finding.fingerprint))
            yield Weighed(rule, finding, _state(rule, outcome, finding, gate, entry, today), entry)


def _state(
    rule: Rule, outcome: RuleOutcome, finding: Finding, gate: Gate, entry: Entry | None, today: date
) -> State:
    if finding.outcome is not Outcome.FAILED:
        return State.REVIEW
    if not counts_at(rule, gate, counts=outcome.counts):
        return State.APART
    if entry is None:
        return State.NEW
    return State.EXPIRED if entry.expires is not None and entry.expires < today else State.KNOWN


def counts_at(rule: Rule, gate: Gate, *, counts: bool) -> bool:
    """Whether a proven failure of this rule makes the check fail."""
    return (
        (counts or gate.informing)
        and _RANK[rule.obligation] <= _RANK[gate.fail_on]
        and rule.severity >= gate.min_severity
        and (not gate.rules or _named(rule.id, gate.rules))
        and not _named(rule.id, gate.skip)
    )


def _named(rule_id: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(rule_id, pattern) for pattern in patterns)


def _shortfalls(result: ServiceResult, gate: Gate, rulebook: Rulebook) -> Iterator[Shortfall]:
    if gate.fail_under is not None and result.score is not None and result.score.low < gate.fail_under:
        yield Shortfall("score", f"{gate.fail_under:g}", f"{result.score.low:g}")
    if gate.profile is not None and result.measured:
        order = [profile.id for profile in rulebook.profiles]
        wanted = order.index(gate.profile)
        missed = next(
            (r for r in result.profile if r.state == "missed" and order.index(r.id) <= wanted), None
        )
        if missed is not None:
            yield Shortfall("profile", gate.profile, missed.id, missed.failed)


def _gaps(result: ServiceResult) -> Iterator[tuple[str, str]]:
    """Pages on the resident's way that failed to load for a technical reason."""
    if not result.measured:
        return
    for page in result.pages:
        if page.reason is not None and page.reason not in _EXPECTED and page.role in FLOW_ROLES:
            yield page.url, page.reason.value


def _stale(known: Iterable[Entry], services: Sequence[Checked]) -> Iterator[Entry]:
    """Entries whose service was measured and whose rule was judged, without their finding."""
    found = {(w.rule.id, w.finding.fingerprint) for each in services for w in each.findings}
    judged = {
        (service_key(each.result.service), outcome.rule)
        for each in services
        if each.complete
        for outcome in each.result.outcomes
        if outcome.outcome is not Outcome.UNTESTED
    }
    for entry in known:
        if (entry.rule, entry.fingerprint) not in found and (entry.service, entry.rule) in judged:
            yield entry
