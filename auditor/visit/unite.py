"""One answer of axe-core out of two: with the cookie banner standing there, and behind it."""

from __future__ import annotations

from auditor.evidence.model import AxeResult, AxeRule, Frame


def unite(after: list[Frame], before: list[Frame]) -> list[Frame]:
    """Add what axe-core found while the banner stood there to what it found behind it."""
    earlier = {f.id: f.axe for f in before if f.axe is not None}
    return [
        f.model_copy(update={"axe": _united(f.axe, earlier[f.id])}) if f.axe and f.id in earlier else f
        for f in after
    ]


def _united(after: AxeResult, before: AxeResult) -> AxeResult:
    violations = _rules_united(after.violations, before.violations)
    incomplete = _rules_united(after.incomplete, before.incomplete)
    return after.model_copy(
        update={
            "violations": violations,
            "incomplete": incomplete,
            "passes": tuple(sorted({*after.passes, *before.passes})),
        }
    )


def _rules_united(after: tuple[AxeRule, ...], before: tuple[AxeRule, ...]) -> tuple[AxeRule, ...]:
    rules = {r.id: r for r in after}
    for rule in before:
        known = {n.target for n in rules[rule.id].nodes} if rule.id in rules else set()
        new = tuple(n for n in rule.nodes if n.target not in known)
        base = rules.get(rule.id, rule.model_copy(update={"nodes": ()}))
        rules[rule.id] = base.model_copy(update={"nodes": base.nodes + new})
    return tuple(rules[i] for i in sorted(rules))
