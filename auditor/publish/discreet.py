"""What the public may read of a finding: without people, and of some rules without anything that helps an attacker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from auditor.checks.case import Outcome
from auditor.judge.result import Finding
from auditor.publish.mask import masked
from auditor.publish.words import Words
from auditor.ranking.model import Proof
from auditor.rulebook.model import Rule


def public_message(words: Words, rule: Rule, found: Finding | Proof) -> str:
    """What is wrong, for everybody to read; of a discreet rule only the requirement that is not met."""
    if rule.discreet:
        return words.title(rule)
    outcome = found.outcome if isinstance(found, Finding) else Outcome.FAILED
    return words.said(rule, found.message, _masked(found.params), outcome)


def public_proof(rule: Rule, proof: Proof) -> Proof:
    """The proof as it may be shown: people masked; of a discreet rule neither place nor quote nor parameters."""
    if rule.discreet:
        return replace(proof, message="", params={}, url="", step=None, role="", name="", quote="", target="")
    return replace(proof, params=_masked(proof.params), name=masked(proof.name), quote=masked(proof.quote))


def _masked(params: Mapping[str, str]) -> dict[str, str]:
    return {key: masked(value) for key, value in params.items()}
