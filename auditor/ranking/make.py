"""Puts a month together: from lists, results and register to the whole ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from auditor.judge.result import ServiceResult
from auditor.ranking.alarm import Thresholds, distribution_alarms
from auditor.ranking.canaries import Canary, canary_alarms
from auditor.ranking.cells import Limits, cells_of
from auditor.ranking.correct import Corrections, Sample
from auditor.ranking.defects import products_of
from auditor.ranking.lands import land_standings
from auditor.ranking.model import Alarm, Basket, Measured, Offer, Ranking, SizeClass
from auditor.ranking.movement import Before, FormerEdition, Rejudged, with_movement
from auditor.ranking.objections import Replies
from auditor.ranking.sensitivity import with_sensitivity
from auditor.ranking.services import service_standings
from auditor.ranking.standing import standings_of, weights_of
from auditor.ranking.towns import Mergers, NoMergers, country_of
from auditor.rulebook.model import Rulebook
from auditor.targets.register import Register

#: Results older than this many days are not published.
MAX_AGE = 30


def no_sample(ids: Iterable[int]) -> Mapping[int, ServiceResult]:
    """No whole verdicts at hand: no gains and no corrections can be computed."""
    return {}


@dataclass(frozen=True)
class Inputs:
    """Everything a month is made of.

    ``measured`` holds the latest visit by address, judged by ``rulebook``. ``former`` is the month before as published,
    ``rejudged`` its results judged again by ``rulebook``, by address. ``sample`` gives whole verdicts for few ids.
    ``months`` are all that were published, with this one.
    """

    month: str
    as_of: date
    made: datetime
    tool: str
    offers: tuple[Offer, ...]
    measured: Mapping[str, Measured]
    register: Register
    basket: Basket
    sizes: tuple[SizeClass, ...]
    rulebook: Rulebook
    mergers: Mergers = field(default_factory=NoMergers)
    former: FormerEdition | None = None
    rejudged: Rejudged = field(default_factory=dict)
    replies: Replies = field(default_factory=Replies)
    sample: Sample = no_sample
    max_age: int = MAX_AGE
    months: tuple[str, ...] = ()
    outdated: int = 0

    @property
    def before(self) -> Before | None:
        """The month before, as the new rulebook sees it."""
        if self.former is None:
            return None
        return Before(self.former, self.rejudged, self.rulebook.version)

    @property
    def limits(self) -> Limits:
        """Which results are in time."""
        return Limits(self.as_of, self.max_age)


def rank(inputs: Inputs) -> Ranking:
    """The whole month. The same inputs give the same ranking, in whatever order they come."""
    weights = weights_of(inputs.basket)
    country = country_of(inputs.register, inputs.mergers, inputs.sizes, inputs.as_of)
    objections = inputs.replies.on(inputs.as_of)
    corrections = Corrections(inputs.measured, objections, inputs.sample, inputs.rulebook)
    cells = cells_of(inputs.offers, corrections.find, inputs.basket, country, inputs.limits)
    if corrections.settle(cells, country):
        cells = cells_of(inputs.offers, corrections.find, inputs.basket, country, inputs.limits)
    standings = standings_of(country.towns.values(), cells, weights)
    standings = with_sensitivity(standings, inputs.basket, inputs.rulebook)
    if inputs.before is not None:
        standings = with_movement(standings, inputs.before, weights)
    return Ranking(
        month=inputs.month,
        as_of=inputs.as_of,
        made=inputs.made,
        rulebook=inputs.rulebook.version,
        tool=inputs.tool,
        basket=inputs.basket,
        sizes=inputs.sizes,
        max_age=inputs.max_age,
        standings=standings,
        services=service_standings(standings, inputs.basket),
        lands=land_standings(standings),
        products=products_of(standings, weights, inputs.rulebook, inputs.sample),
        objections=objections,
        corrections=inputs.replies.corrections,
        previous=inputs.former.month if inputs.former is not None else None,
        months=inputs.months or (inputs.month,),
        outdated=inputs.outdated,
        register_as_of=inputs.register.as_of,
    )


def alarms(
    inputs: Inputs, ranking: Ranking, canaries: Iterable[Canary], thresholds: Thresholds
) -> tuple[Alarm, ...]:
    """Why this month should not be published as it is; none where nothing is wrong."""
    return (
        *canary_alarms(canaries, inputs.measured, inputs.limits, inputs.sample),
        *distribution_alarms(ranking.standings, inputs.before, thresholds),
    )


def forced(ranking: Ranking, overridden: Iterable[Alarm]) -> Ranking:
    """The ranking published in spite of these alarms; its pages say so."""
    return replace(ranking, forced=tuple(overridden))
