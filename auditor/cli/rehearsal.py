"""Runs the examples of rules in the real browser and compares the outcomes."""

from __future__ import annotations

from asyncio import Task, create_task, gather
from collections import deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from auditor.checks.case import Case
from auditor.judge.outcome import Identity, judge_rule
from auditor.judge.result import Finding, RuleOutcome
from auditor.rulebook.model import Example, Rule
from auditor.rulebook.texts import blanks
from auditor.visit.rehearse import Stage

#: Examples mostly wait for their page to come to rest, so a few may share a browser.
_AT_A_TIME = 4


@dataclass(frozen=True)
class Trial:
    """One example played: what it should have been, what it was, and what is wrong with the messages."""

    rule: Rule
    example: Example
    outcome: RuleOutcome
    faults: tuple[str, ...]

    @property
    def as_expected(self) -> bool:
        """Whether outcome and messages are right."""
        return self.outcome.outcome.value == self.example.expected and not self.faults


async def play(rules: Iterable[Rule]) -> AsyncIterator[Trial]:
    """Play every example of these rules in one browser, a few at a time, and give them in their order."""
    waiting: deque[Task[Trial]] = deque()
    async with Stage() as stage:
        try:
            for rule, example in ((each, example) for each in rules for example in each.examples):
                waiting.append(create_task(_try(stage, rule, example)))
                if len(waiting) == _AT_A_TIME:
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()
            await gather(*waiting, return_exceptions=True)


async def _try(stage: Stage, rule: Rule, example: Example) -> Trial:
    evidence = await stage.rehearse(example.pages, example.overlay, axe=rule.reads_axe, probes=rule.probes)
    outcome = judge_rule(rule, Case(evidence), Identity(rule.id, rule.automation, rule.counts))
    return Trial(rule, example, outcome, faults_of(rule, outcome))


def faults_of(rule: Rule, outcome: RuleOutcome) -> tuple[str, ...]:
    """What is wrong with the messages of an outcome, each fault once."""
    return tuple(dict.fromkeys(fault for finding in outcome.findings for fault in _faults(rule, finding)))


def _faults(rule: Rule, finding: Finding) -> tuple[str, ...]:
    """A finding must use a message of its rule and fill all its blanks."""
    text = rule.messages.get(finding.message)
    if text is None:
        return (f"message “{finding.message}” is not in the rule file",)
    return tuple(
        f"message “{finding.message}” needs {{{blank}}}, the check does not give it"
        for blank in sorted(blanks(text.de) - set(finding.params))
    )
