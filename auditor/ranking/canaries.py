"""Services whose answer is known: if they come out differently, something is wrong with us.

``canaries:`` is a list; every entry names an address and what is expected there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditor.attest.nodes import Value
from auditor.checks.case import Completion, Outcome
from auditor.judge.fingerprint import address_key
from auditor.judge.result import ServiceResult
from auditor.ranking.cells import Limits
from auditor.ranking.correct import Sample
from auditor.ranking.model import Alarm, Completable, Measured
from auditor.ranking.reading import Reader
from auditor.rulebook.model import Rulebook

_KINDS: tuple[str, ...] = Completion.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
_COMPLETABLE = ("yes", "no", "unknown")
_EXPECTED = ("completable", "kind", "rules")


@dataclass(frozen=True)
class Canary:
    """A service by its address, with what must come out; None and rules not named may come out anyhow."""

    address: str
    completable: Completable | None = None
    kind: str | None = None
    rules: Mapping[str, Outcome] = field(default_factory=dict)


def read_canaries(path: Path, rulebook: Rulebook) -> tuple[Canary, ...]:
    """The canaries of a file.

    Raises:
        RankingError: the file has mistakes; it lists all of them.
    """
    reader = Reader(str(path))
    root = reader.root(path)
    found: list[Canary] = []
    if root is not None:
        items = reader.record(root, ("canaries",)).get("canaries")
        found = [_canary(each, reader, rulebook) for each in items.items()] if items is not None else []
        if not found:
            reader.note(1, "no-canary", "mend-canary")
    reader.finish()
    return tuple(found)


def _canary(value: Value, reader: Reader, rulebook: Rulebook) -> Canary:
    found = reader.record(value, (), ("address", "url", *_EXPECTED))
    if not {"address", "url"} & found.keys():
        reader.note(value.line, "no-place", "mend-place")
    if not set(_EXPECTED) & found.keys():
        reader.note(value.line, "nothing-expected", "mend-expected")
    names = {rule.id for rule in rulebook.rules}
    rules = reader.pairs(found.get("rules"))
    for rule, each in rules.items():
        if rule not in names:
            reader.unknown(each.line, rule, names)
    url = reader.text(found.get("url"))
    completable: Any = reader.choice(found["completable"], _COMPLETABLE) if "completable" in found else None
    return Canary(
        address=address_key(url) if url else reader.text(found.get("address")),
        completable=completable,
        kind=reader.choice(found["kind"], _KINDS) if "kind" in found else None,
        rules={rule: Outcome(reader.choice(each, [*Outcome])) for rule, each in rules.items()},
    )


def canary_alarms(
    canaries: Iterable[Canary], measured: Mapping[str, Measured], limits: Limits, sample: Sample
) -> Iterator[Alarm]:
    """What came out otherwise than expected, or not at all."""
    for canary in canaries:
        result = measured.get(canary.address)
        if result is None or not limits.fresh(result):
            yield _missing(canary, "pending" if result is None else "stale")
        elif not result.measured or result.vain is not None:
            yield _missing(canary, result.reason or result.vain_reason or "not-visited")
        else:
            yield from _wrong(canary, result, sample([result.id]).get(result.id) if canary.rules else None)


def _missing(canary: Canary, reason: str) -> Alarm:
    return Alarm("alarm-canary-missing", {"address": canary.address, "reason": reason})


def _wrong(canary: Canary, result: Measured, whole: ServiceResult | None) -> Iterator[Alarm]:
    outcomes = {each.rule: each.outcome for each in whole.outcomes} if whole is not None else {}
    answers: Sequence[tuple[str, str | None, str]] = (
        ("completable", canary.completable, result.completable),
        ("kind", canary.kind, result.kind),
        *((rule, want, outcomes.get(rule, Outcome.UNTESTED)) for rule, want in canary.rules.items()),
    )
    for what, expected, found in answers:
        if expected is not None and expected != found:
            params = {"address": canary.address, "what": what, "expected": expected, "found": found}
            yield Alarm("alarm-canary-wrong", {key: str(text) for key, text in params.items()})
