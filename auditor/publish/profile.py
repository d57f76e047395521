"""The profile ladder in the words of a reader: how each rung stands, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.judge.ladder import places, top
from auditor.judge.result import RuleOutcome, Rung, ServiceResult
from auditor.publish.words import Words, rank

SHOWN = 3  # broken rules named at one rung; the rest is counted


@dataclass(frozen=True)
class Broken:
    """A rule that holds a rung back, and where the scorecard speaks of it."""

    title: str
    anchor: str


@dataclass(frozen=True)
class Count:
    """Something that leaves a rung open: ``key`` says what, ``anchor`` is the part of the scorecard."""

    key: str
    number: int
    anchor: str


@dataclass(frozen=True)
class RungView:
    """One rung. What already holds back a lower one is not told again; ``held`` is the state of the rung below where
    it decides. ``told`` is the state if people are believed, where it differs."""

    id: str
    number: int
    title: str
    about: str
    clean: str
    state: str
    completable: str | None
    broken: tuple[Broken, ...]
    more_broken: int
    counts: tuple[Count, ...]
    held: str | None
    told: str | None


@dataclass(frozen=True)
class TopView:
    """The highest rung that holds; ``number`` 0 where none does."""

    number: int
    title: str
    state: str


def ladder(result: ServiceResult, words: Words) -> tuple[RungView, ...]:
    """All rungs, lowest first; none where the result has no ladder."""
    said = {rung.id: rung.state for rung in result.testimony.profile} if result.testimony else {}
    outcomes = {each.rule: each for each in result.outcomes}
    views = []
    for number, rung in enumerate(result.profile):
        views.append(_Desk(words, outcomes, result.profile[:number]).view(rung, said.get(rung.id)))
    return tuple(views)


def top_view(result: ServiceResult, words: Words) -> TopView | None:
    """How far the service comes; None where the result has no ladder."""
    if not result.profile:
        return None
    highest = top(result.profile)
    if highest is None:
        return TopView(0, "", result.profile[0].state)
    return TopView(result.profile.index(highest) + 1, words.profile(highest.id).title, highest.state)


@dataclass(frozen=True)
class _Desk:
    """Lays out a rung above those in ``below``."""

    words: Words
    outcomes: Mapping[str, RuleOutcome]
    below: Sequence[Rung]

    def view(self, rung: Rung, said: str | None) -> RungView:
        profile = self.words.profile(rung.id)
        broken = sorted((self.words.rule(rule) for rule in self._new(rung, "failed")), key=rank)
        counts = self._counts(rung) if rung.own == "open" else ()
        missed, unclear = broken or rung.completable == "no", counts or rung.completable == "unknown"
        explained = missed if rung.state == "missed" else unclear
        return RungView(
            id=rung.id,
            number=len(self.below) + 1,
            title=profile.title,
            about=profile.about,
            clean=profile.clean if rung.own in {"unrefuted", "open"} and not rung.failed else "",
            state=rung.state,
            completable=rung.completable if rung.completable != "yes" else None,
            broken=tuple(Broken(self.words.title(r), _anchor(r.id)) for r in broken[:SHOWN]),
            more_broken=max(0, len(broken) - SHOWN),
            counts=counts,
            held=self.below[-1].state if self.below and not explained else None,
            told=said if said != rung.state else None,
        )

    def _counts(self, rung: Rung) -> tuple[Count, ...]:
        look = sum(places(self.outcomes[rule]) for rule in self._new(rung, "look"))
        found = (
            Count("look", look, "look"),
            Count("untested", len(self._new(rung, "untested")), "untested"),
            Count("attest", len(self._new(rung, "attest")), "attested"),
        )
        return tuple(each for each in found if each.number)

    def _new(self, rung: Rung, kind: str) -> list[str]:
        told = {rule for lower in self.below for rule in getattr(lower, kind)}
        return [rule for rule in getattr(rung, kind) if rule not in told]


def _anchor(rule: str) -> str:
    return f"failed-{rule.replace('/', '-')}"
