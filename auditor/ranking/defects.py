"""Mend once, help many: what is broken in a product or a shared form, and what mending it would bring.

A product is the portal software that a result names. A form is one address that at least two holders offer. A rule that
counts and is proven broken in one of them is a defect once it hits two municipalities.

**Gain.** For some of the results that break the rule, the whole verdict is scored again with this one rule met and
everything else as it is; the median of the differences is the gain of the services. A municipality gains its share
of that: the weight of its services that have the defect, within its basket. Which results are taken never depends on
chance, so the same month gives the same figures.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from statistics import median
from typing import Literal

from auditor.checks.case import Outcome
from auditor.evidence.slug import slugify
from auditor.judge.result import ServiceResult
from auditor.judge.score import assess
from auditor.ranking.correct import Sample
from auditor.ranking.model import Completable, Defect, Measured, Product, Standing
from auditor.ranking.standing import tenth
from auditor.rulebook.model import Rulebook

#: A defect of one municipality is its own; from so many on it is the product's.
LEAST_TOWNS = 2
LEAST_HOLDERS = 2

#: Whole verdicts loaded for one product, and of these scored again for one defect: enough for a median.
MOST_RESULTS = 40
MOST_FLIPS = 9

#: Gains are computed for so many products and forms, those with the most municipalities first: the others show their
#: defects all the same, without a figure.
MOST_SOURCES = 200

#: Rules that stand between a service and its end: met, it can be finished online.
FINISHING = frozenset({"no-media-break"})

Kind = Literal["product", "form"]

_DIGITS = 6


@dataclass(frozen=True)
class _Broken:
    """A rule that is broken: at which addresses, and whom it hits, by AGS with the services in question."""

    addresses: tuple[str, ...]
    hit: Mapping[str, frozenset[str]]


@dataclass
class _Source:
    """Everything measured on one product or form. ``uses``: municipality, service, and the result that holds for it."""

    kind: Kind
    name: str
    uses: list[tuple[str, str, Measured]] = field(default_factory=list)
    holders: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """Readable, and another one for another name."""
        mark = hashlib.sha256(f"{self.kind}\x1f{self.name}".encode()).hexdigest()[:_DIGITS]
        return f"{self.kind}-{slugify(self.name)}-{mark}"

    @cached_property
    def towns(self) -> tuple[str, ...]:
        """The municipalities that use it, in the order of their keys."""
        return tuple(sorted({ags for ags, _, _ in self.uses}))

    @cached_property
    def results(self) -> Mapping[str, Measured]:
        """By address; of one that was corrected for a single municipality, what holds for the others."""
        found: dict[str, Measured] = {}
        for _, _, result in self.uses:
            known = found.setdefault(result.address, result)
            if len(result.failed) > len(known.failed):
                found[result.address] = result
        return dict(sorted(found.items()))

    @cached_property
    def popular(self) -> Mapping[str, int]:
        """How often each address is used."""
        return Counter(result.address for _, _, result in self.uses)

    @cached_property
    def broken(self) -> Mapping[str, _Broken]:
        """By rule, those that hit enough municipalities; the one that hits most first."""
        addresses: dict[str, set[str]] = defaultdict(set)
        hit: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for ags, service, result in self.uses:
            for rule in result.failed:
                addresses[rule].add(result.address)
                hit[rule][ags].add(service)
        many = sorted((-len(towns), rule) for rule, towns in hit.items() if len(towns) >= LEAST_TOWNS)
        return {
            rule: _Broken(
                tuple(sorted(addresses[rule])),
                {ags: frozenset(services) for ags, services in sorted(hit[rule].items())},
            )
            for _, rule in many
        }


def products_of(
    standings: Sequence[Standing], weights: Mapping[str, float], rulebook: Rulebook, sample: Sample
) -> tuple[Product, ...]:
    """All products and shared forms, those with the most municipalities first."""
    sources = sorted(_sources(standings), key=lambda each: (-len(each.towns), each.kind, each.name))
    shares = _Shares(standings, weights)
    found = []
    for n, source in enumerate(sources):
        gains = _gains(source, rulebook, sample) if n < MOST_SOURCES else {}
        found.append(_product(source, shares, gains, rulebook))
    return tuple(found)


def _sources(standings: Iterable[Standing]) -> Iterator[_Source]:
    found: dict[tuple[Kind, str], _Source] = {}
    for standing in standings:
        for cell in standing.cells:
            result = cell.result
            if cell.state != "measured" or result is None or cell.offer is None:
                continue
            names: list[tuple[Kind, str]] = [("form", result.address)]
            names += [("product", result.product)] if result.product else []
            for kind, name in names:
                source = found.setdefault((kind, name), _Source(kind, name))
                source.uses.append((standing.town.ags, cell.service, result))
                source.holders.add(cell.by or standing.town.ags)
    return (each for each in found.values() if each.kind == "product" or len(each.holders) >= LEAST_HOLDERS)


class _Shares:
    """How much a service weighs within the basket of a municipality."""

    def __init__(self, standings: Iterable[Standing], weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._totals = {
            each.town.ags: fsum(
                weights.get(cell.service, 0.0) for cell in each.cells if cell.state != "elsewhere"
            )
            for each in standings
        }

    def of(self, ags: str, services: Iterable[str]) -> float:
        """Their part, 0–1."""
        total = self._totals[ags]
        return fsum(self._weights.get(each, 0.0) for each in services) / total if total else 0.0


def _product(source: _Source, shares: _Shares, gains: Mapping[str, float], rulebook: Rulebook) -> Product:
    results = list(source.results.values())
    known = {rule.id for rule in rulebook.rules if rule.counts}
    defects = [_defect(source, rule, shares, gains.get(rule)) for rule in source.broken if rule in known]
    counted = Counter(each.completable for each in results)
    completable: dict[Completable, int] = {
        "yes": counted["yes"],
        "no": counted["no"],
        "unknown": counted["unknown"],
    }
    return Product(
        id=source.id,
        kind=source.kind,
        name=source.name,
        towns=source.towns,
        services=tuple(sorted({service for _, service, _ in source.uses})),
        results=len(results),
        low=tenth(median(each.low or 0.0 for each in results)),
        high=tenth(median(each.high or 0.0 for each in results)),
        completable=completable,
        best=max(results, key=lambda each: (each.low or 0.0, -(each.high or 0.0), each.address)),
        defects=tuple(sorted(defects, key=_weight, reverse=True)),
    )


def _weight(defect: Defect) -> tuple[float, int, str]:
    """What mending it brings to all together comes first."""
    return (defect.town_gain or 0.0) * len(defect.towns), len(defect.towns), defect.id


def _defect(source: _Source, rule: str, shares: _Shares, gain: float | None) -> Defect:
    broken = source.broken[rule]
    share = median(shares.of(ags, services) for ags, services in broken.hit.items())
    most = max(broken.addresses, key=lambda each: (source.popular[each], each))
    return Defect(
        id=f"{source.id}--{slugify(rule)}",
        kind=source.kind,
        source=source.name,
        rule=rule,
        towns=tuple(broken.hit),
        services=len(broken.addresses),
        gain=None if gain is None else tenth(gain),
        town_gain=None if gain is None else tenth(gain * share),
        example=source.results[most],
    )


def _gains(source: _Source, rulebook: Rulebook, sample: Sample) -> dict[str, float]:
    """The median gain of the services by defect; none where no verdict was found."""
    broken = source.broken
    if not broken:
        return {}
    chosen = _chosen(broken)
    verdicts = sample([source.results[address].id for address in chosen])
    places = {rule: frozenset(each.addresses) for rule, each in broken.items()}
    found: dict[str, list[float]] = defaultdict(list)
    for address in chosen:
        result = source.results[address]
        whole = verdicts.get(result.id)
        wanted = [rule for rule in broken if address in places[rule] and len(found[rule]) < MOST_FLIPS]
        if whole is not None and wanted:
            for rule, gain in _mended(whole, result.completable, wanted, rulebook):
                found[rule].append(gain)
    return {rule: median(gains) for rule, gains in found.items() if gains}


def _chosen(broken: Mapping[str, _Broken]) -> Sequence[str]:
    """Addresses by which every defect is seen, as far as they go; then others, in an order that favours nobody."""
    concerned = {address for each in broken.values() for address in each.addresses}
    mixed = sorted(concerned, key=lambda each: hashlib.sha256(each.encode()).digest())
    order = {address: n for n, address in enumerate(mixed)}
    first = (min(each.addresses, key=order.__getitem__) for each in broken.values())
    return list(dict.fromkeys([*first, *mixed]))[:MOST_RESULTS]


def _mended(
    whole: ServiceResult, completable: Completable, rules: Iterable[str], rulebook: Rulebook
) -> Iterator[tuple[str, float]]:
    """What the lower end gains when one of these rules is met and nothing else changes.

    Where paper, signature or a visit is no longer asked for, the service can be finished online.
    """
    outcomes = {each.rule: each for each in whole.outcomes if each.counts}
    before = assess(outcomes.values(), rulebook, completable).score.low
    for rule in rules:
        outcome = outcomes.get(rule)
        if outcome is not None and outcome.outcome is Outcome.FAILED:
            mended = outcome.model_copy(update={"outcome": Outcome.PASSED})
            then: Completable = "yes" if rule in FINISHING else completable
            yield rule, assess((outcomes | {rule: mended}).values(), rulebook, then).score.low - before
