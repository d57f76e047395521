"""From what a check observed to the outcome of its rule."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from auditor.checks.case import Case, Observation, Outcome, untested
from auditor.evidence.model import Box, Reason
from auditor.judge.applies import applies, missing, unseen
from auditor.judge.fingerprint import fingerprint, numbered
from auditor.judge.place import on_page
from auditor.judge.resolve import resolve
from auditor.judge.result import Finding, RuleOutcome
from auditor.rulebook.model import Automation, Rule

log = logging.getLogger(__name__)

#: Findings listed for one rule and service; the rest is only counted.
MAX_FINDINGS = 50

#: The worst observation is the outcome of the rule.
WORST_FIRST = (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED, Outcome.PASSED, Outcome.INAPPLICABLE)

_FINDINGS = frozenset({Outcome.FAILED, Outcome.CANT_TELL})


@dataclass(frozen=True)
class Identity:
    """Whose outcome it is: id of the rule, who can decide, whether it enters the score, and how many findings are
    listed at most."""

    rule: str
    automation: Automation | None
    counts: bool
    most: int = MAX_FINDINGS


def judge_rule(rule: Rule, case: Case, identity: Identity) -> RuleOutcome:
    """The outcome of one rule for one service; a check that crashes is untested, never a pass and never a crash."""
    if rule.automation is Automation.ATTESTED:
        return _bare(identity, Outcome.UNTESTED)
    if not applies(rule, case):
        return _bare(identity, Outcome.INAPPLICABLE)
    reason = missing(rule, case)
    if reason is not None:
        return _bare(identity, Outcome.UNTESTED, reason)
    outcome = settle(_observe(rule, case), case, identity)
    if outcome.outcome is Outcome.INAPPLICABLE and (reason := unseen(rule, case)) is not None:
        return _bare(identity, Outcome.UNTESTED, reason)
    return outcome


def settle(observations: Iterable[Observation], case: Case, identity: Identity) -> RuleOutcome:
    """The worst observation decides; failures and doubts become findings."""
    seen = [_doubting_guard(each) for each in observations]
    outcome = min((each.outcome for each in seen), key=WORST_FIRST.index, default=Outcome.INAPPLICABLE)
    reason = _first_reason(seen, case) if outcome is Outcome.UNTESTED else None
    findings = _findings([each for each in seen if each.outcome in _FINDINGS], case, identity.rule)
    return RuleOutcome(
        rule=identity.rule,
        outcome=outcome,
        automation=identity.automation,
        counts=identity.counts,
        reason=reason,
        findings=findings[: identity.most],
        more=max(0, len(findings) - identity.most),
    )


def all_untested(rules: Iterable[Identity], reason: Reason) -> tuple[RuleOutcome, ...]:
    """Outcomes of a service that could not be measured; attested rules stay open for their own reason."""
    return tuple(
        _bare(each, Outcome.UNTESTED, None if each.automation is Automation.ATTESTED else reason)
        for each in rules
    )


def _bare(identity: Identity, outcome: Outcome, reason: Reason | None = None) -> RuleOutcome:
    return RuleOutcome(
        rule=identity.rule,
        outcome=outcome,
        automation=identity.automation,
        counts=identity.counts,
        reason=reason,
    )


def _observe(rule: Rule, case: Case) -> Sequence[Observation]:
    try:
        return tuple(resolve(rule.check or "")(case))
    except Exception:
        log.exception("rule %s could not be judged for %s", rule.id, case.evidence.service.url)
        return (untested(Reason.RULE_ERROR),)


def _doubting_guard(observation: Observation) -> Observation:
    """A failure on a page that our own network guard may have broken proves nothing: a person must look."""
    guarded = observation.page is not None and observation.page.guarded
    if guarded and observation.outcome is Outcome.FAILED:
        return replace(observation, outcome=Outcome.CANT_TELL)
    return observation


def _first_reason(observations: Iterable[Observation], case: Case) -> Reason:
    order = _page_order(case)
    reasons = [
        (order.get(each.page.id, len(order)) if each.page else -1, (each.reason or Reason.INTERNAL).value)
        for each in observations
        if each.outcome is Outcome.UNTESTED
    ]
    return Reason(min(reasons)[1])


def _page_order(case: Case) -> dict[str, int]:
    return {page.id: number for number, page in enumerate(case.evidence.pages)}


def _findings(observations: list[Observation], case: Case, rule: str) -> tuple[Finding, ...]:
    order = _page_order(case)
    ordered = sorted(observations, key=lambda each: _sort_key(each, order))
    service = case.evidence.service
    names = numbered(fingerprint(rule, service, each) for each in ordered)
    return tuple(_finding(each, name, service.url) for each, name in zip(ordered, names, strict=True))


def _sort_key(observation: Observation, order: dict[str, int]) -> tuple[object, ...]:
    """Failures first, then as a reader meets them: page, frame, from top to bottom."""
    page, frame, box = observation.page, observation.frame, _box(observation)
    frames = [each.id for each in page.frames] if page else []
    return (
        WORST_FIRST.index(observation.outcome),
        order.get(page.id, len(order)) if page else -1,
        frames.index(frame.id) if frame is not None and frame.id in frames else -1,
        (box.y, box.x) if box else (-1.0, -1.0),
        _target(observation),
        observation.message,
        sorted(observation.params.items()),
        observation.quote,
        observation.subject,
        observation.html,
    )


def _finding(observation: Observation, name: str, service: str) -> Finding:
    page, frame, node = observation.page, observation.frame, observation.node
    embedded = frame if frame is not None and frame.parent is not None else None
    return Finding(
        message=observation.message,
        params=dict(sorted(observation.params.items())),
        outcome=observation.outcome,
        page=page.id if page else "",
        url=(page.final_url or page.requested_url) if page else service,
        step=page.step if page else None,
        frame=embedded.id if embedded else None,
        frame_url=embedded.url if embedded else None,
        target=_target(observation),
        html=observation.html or (node.html if node else ""),
        role=node.role if node else "",
        name=node.name if node else "",
        quote=observation.quote,
        box=on_page(frame, _box(observation)),
        fingerprint=name,
    )


def _box(observation: Observation) -> Box | None:
    return observation.box or (observation.node.box if observation.node else None)


def _target(observation: Observation) -> str:
    return observation.target or (observation.node.selector if observation.node else "")
