"""Kept evidence judged again for a month's ranking: by today's rules, and with those that count in that month."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property, partial
from multiprocessing import get_context
from pathlib import Path

from auditor.evidence.bundle import BundleError, open_bundle
from auditor.judge.result import ServiceResult
from auditor.judge.run import judge
from auditor.judge.score import counts
from auditor.ranking.correct import cap_values, chapter_values, failing
from auditor.ranking.model import Measured
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook
from auditor.store import Store
from auditor.store.rejudged import remember, remembered

log = logging.getLogger(__name__)

_WORTH_A_PROCESS = 20  # bundles; below that starting processes takes longer than judging
_AT_ONCE = 500  # bundles between two notes in the store, so that an interruption loses no more

#: Databases keep a time less exactly than evidence does.
_SAME_VISIT = timedelta(seconds=1)


@dataclass(frozen=True)
class Yardstick:
    """The rules of a month: the rulebook, where it was read from (None: our own), and which month's rules count."""

    rulebook: Rulebook
    folder: Path | None
    month: str

    @property
    def name(self) -> str:
        """What verdicts by it are remembered under."""
        return f"{self.rulebook.version}/{self.month}"

    def judged(self, result: Measured) -> bool:
        """Whether the stored verdict is already by these rules."""
        return result.rulebook == self.rulebook.version and self.counts_alike(f"{result.visited:%Y-%m}")

    def counts_alike(self, month: str) -> bool:
        """Whether the same rules count in another month."""
        if month not in self._alike:
            self._alike[month] = all(
                counts(rule, month) == counts(rule, self.month) for rule in self.rulebook.rules
            )
        return self._alike[month]

    @cached_property
    def _alike(self) -> dict[str, bool]:
        return {}


def judged_again(
    store: Store, results: Sequence[Measured], yardstick: Yardstick, workers: int
) -> Iterator[Measured]:
    """The results as these rules judge them; those whose evidence was not kept are left out.

    What was judged is remembered in the store, so a second call costs nothing.
    """
    known = {each.id: each for each in remembered(store, results, yardstick.name)}
    yield from (_named(each, yardstick) for each in known.values())
    todo = [each for each in results if each.id not in known and each.bundle is not None]
    for start in range(0, len(todo), _AT_ONCE):
        done = list(_judge_all(todo[start : start + _AT_ONCE], yardstick, workers))
        remember(store, [replace(each, rulebook=yardstick.name) for each in done])
        yield from done


def _named(result: Measured, yardstick: Yardstick) -> Measured:
    return replace(result, rulebook=yardstick.rulebook.version)


def _judge_all(todo: Sequence[Measured], yardstick: Yardstick, workers: int) -> Iterator[Measured]:
    workers = min(workers, len(todo) // _WORTH_A_PROCESS)
    if workers < 2:
        found: Iterable[Measured | None] = (
            _judge(each, yardstick.rulebook, yardstick.month) for each in todo
        )
        yield from (each for each in found if each is not None)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        one = partial(_judge_apart, folder=yardstick.folder, month=yardstick.month)
        yield from (each for each in pool.map(one, todo, chunksize=8) if each is not None)


_rulebook = cache(load_rulebook)


def _judge_apart(result: Measured, folder: Path | None, month: str) -> Measured | None:
    """In a process of its own, which reads the rulebook once."""
    return _judge(result, _rulebook(folder), month)


def _judge(result: Measured, rulebook: Rulebook, month: str) -> Measured | None:
    """None where the evidence is gone or cannot be read; the old verdict then stands and is told."""
    try:
        with open_bundle(Path(result.bundle or "")) as bundle:
            if abs(bundle.evidence.started - result.visited) > _SAME_VISIT:
                log.warning("%s cannot be judged again: %s is of another visit", result.url, result.bundle)
                return None
            return _as_judged(result, judge(bundle.evidence, rulebook, "", month=month))
    except (BundleError, OSError) as error:
        log.warning("%s cannot be judged again: %s", result.url, error)
        return None


def _as_judged(before: Measured, now: ServiceResult) -> Measured:
    return replace(
        before,
        rulebook=now.rulebook,
        measured=now.measured,
        reason=now.reason,
        kind=now.completion.kind,
        completable=now.completion.completable,
        maturity=now.completion.maturity,
        low=now.score.low if now.score else None,
        high=now.score.high if now.score else None,
        coverage=now.coverage,
        grade=now.grade,
        chapters=chapter_values(now.chapters),
        caps=cap_values(now.caps),
        failed=failing(now.outcomes),
    )
