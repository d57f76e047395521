"""The words of a ranking: what a list says, what was measured, and how a municipality stands in a month.

Everything is plain and small, since a month holds more than a hundred thousand of most of it. Scores are intervals
0–100: everything unknown counted as failed … as passed. Shares and coverages are 0–1. A month is ``2026-11``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from auditor.checks.case import MediaBreak, Quote
from auditor.rulebook.model import Text
from auditor.targets.offer import Offer as Offer  # noqa: PLC0414 - the contract re-exports it

Completable = Literal["yes", "no", "unknown"]

State = Literal["measured", "unmeasured", "unlisted", "missing", "elsewhere"]
"""How a service of the basket stands in a municipality.

``measured``: a result not older than the limit. ``unmeasured``: listed, but no usable result (the reason is told).
``unlisted``: the lists say nothing of it; unknown, like unmeasured. ``missing``: somebody looked and found that the
municipality does not offer it online; it counts 0. ``elsewhere``: another body is in charge; it takes no part.
"""


@dataclass(frozen=True, slots=True)
class BasketService:
    """One service that everybody is measured by.

    ``id`` is stable and readable. ``leika`` are keys or beginnings of keys of 14 digits. ``words`` is what
    municipalities call it; by them it is found, never judged. ``weight`` is relative to the others.
    """

    id: str
    title: Text
    leika: tuple[str, ...]
    words: tuple[str, ...] = ()
    weight: float = 1.0
    about: Text | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """The services everybody is measured by; ``version`` changes with any of them."""

    version: str
    services: tuple[BasketService, ...]


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Municipalities from ``least`` inhabitants on, up to the next class."""

    id: str
    least: int
    title: Text


@dataclass(frozen=True, slots=True)
class ChapterValue:
    """Score and coverage of one chapter in which a rule applied."""

    chapter: str
    low: float
    high: float
    coverage: float


@dataclass(frozen=True, slots=True)
class CapValue:
    """A limit above which a score cannot be; ``low`` only binds the lower end."""

    kind: Literal["completion", "muss", "muss-severe"]
    limit: float
    bound: Literal["low", "high", "both"]


@dataclass(frozen=True, slots=True)
class Measured:
    """One visit to one address, judged; the slim side of a ServiceResult.

    ``id`` leads to its details in the store, ``bundle`` to its evidence on disk. ``visited`` is when the browser was
    there. ``low`` and ``high`` are None where nothing could be measured, then ``reason`` says why. ``caps`` are
    those that bind. ``failed`` are the rules that count and are proven broken. ``vain`` is a later visit that measured
    nothing, and ``vain_reason`` why; the one before still stands for the address.
    """

    id: int
    address: str
    url: str
    visited: datetime
    mode: str
    rulebook: str
    tool: str
    measured: bool
    reason: str | None
    kind: str
    completable: Completable
    maturity: int | None
    low: float | None
    high: float | None
    coverage: float
    grade: str | None
    product: str | None
    bundle: str | None = None
    chapters: tuple[ChapterValue, ...] = ()
    caps: tuple[CapValue, ...] = ()
    failed: tuple[str, ...] = ()
    vain: datetime | None = None
    vain_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One service of the basket in one municipality in one month.

    ``low`` … ``high`` is 0 … 100 where nothing is known, 0 … 0 where it is missing; an ``elsewhere`` cell takes no
    part. ``by`` names the association that offers it for its members. ``reason`` is why it is unmeasured: a word of
    :class:`auditor.evidence.terms.Reason`, ``stale`` (older than the limit) or ``pending`` (not visited this month).
    """

    service: str
    state: State
    low: float = 0.0
    high: float = 100.0
    coverage: float = 0.0
    completable: Completable = "unknown"
    offer: Offer | None = None
    result: Measured | None = None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A rank among ``of``, shared by ``tied`` others.

    ``best`` … ``worst`` is how far it moves when a weight changes by 20 %.
    """

    rank: int
    of: int
    tied: int = 0
    best: int | None = None
    worst: int | None = None


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality as the site shows it; ``land`` in two letters, ``size`` the id of its size class.

    ``provider`` is the association that administers for it. ``former`` are the keys of municipalities merged into it.
    """

    ags: str
    name: str
    land: str
    district: str
    population: int
    size: str
    kind: str = ""
    provider: str | None = None
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """How a municipality moved since the month before.

    ``points`` is the change of the lower end; ``service`` the part by changed services, ``rule`` the part by changed
    rules (the old evidence judged by the new rulebook), both None where old evidence was not kept. ``lists`` is the
    part by changed lists or basket, and by what could be measured in one of the two months only: nobody knows whether
    that service changed. ``changed`` are the services whose completion changed, where both are known.
    ``rank_before`` is None where it had none.
    """

    rank_before: int | None
    points: float
    service: float | None
    rule: float | None
    lists: float = 0.0
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a municipality stands in a month.

    ``unranked`` says why it has no place: ``coverage`` (too little could be judged) or ``empty`` (nothing of the basket
    takes part). ``movement`` is None in its first month; then ``joined`` names merged predecessors, if any.
    """

    town: Town
    low: float
    high: float
    coverage: float
    cells: tuple[Cell, ...]
    overall: Place | None = None
    in_land: Place | None = None
    in_size: Place | None = None
    unranked: Literal["coverage", "empty"] | None = None
    movement: Movement | None = None

    @property
    def finishable(self) -> tuple[int, int, int]:
        """How many services can be finished online, proven; cannot, proven; and how many nobody knows."""
        part = [cell for cell in self.cells if cell.state != "elsewhere"]
        yes = sum(cell.state == "measured" and cell.completable == "yes" for cell in part)
        no = sum(
            cell.state == "missing" or (cell.state == "measured" and cell.completable == "no")
            for cell in part
        )
        return yes, no, len(part) - yes - no


@dataclass(frozen=True, slots=True)
class PastCell:
    """A cell as it was published; ``result`` is the id of the result it rested on, ``by`` as in :class:`Cell`."""

    ags: str
    service: str
    state: State
    low: float
    high: float
    coverage: float
    completable: Completable
    result: int | None
    address: str | None
    rulebook: str | None
    reason: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PastStanding:
    """How a municipality stood in a published month; ranks and among how many, in all, in its Land, in its size."""

    ags: str
    low: float
    high: float
    coverage: float
    rank: int | None
    of: int | None
    land_rank: int | None = None
    land_of: int | None = None
    size_rank: int | None = None
    size_of: int | None = None
    unranked: Literal["coverage", "empty"] | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A month in a municipality's history; ``rank`` is None where it had none."""

    month: str
    low: float
    high: float
    coverage: float
    rank: int | None
    of: int | None
    rulebook: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """One broken rule in one product or shared form.

    ``kind`` and ``source`` say what is broken: a product by name, or a form by its address. ``gain`` is how many
    points the services gain in the middle (median) when only this is mended, and ``town_gain`` the municipalities;
    both None where it was not computed. ``example`` is a result in which it can be seen.
    """

    id: str
    kind: Literal["product", "form"]
    source: str
    rule: str
    towns: tuple[str, ...]
    services: int
    gain: float | None
    town_gain: float | None
    example: Measured


@dataclass(frozen=True, slots=True)
class Product:
    """A portal product or a form that several municipalities share, with all that is broken in it for many.

    ``towns`` are the AGS of who uses it, ``results`` the distinct addresses measured. ``low`` and ``high`` are medians.
    ``best`` is the result with the highest lower end.
    """

    id: str
    kind: Literal["product", "form"]
    name: str
    towns: tuple[str, ...]
    services: tuple[str, ...]
    results: int
    low: float
    high: float
    completable: Mapping[Completable, int]
    best: Measured | None
    defects: tuple[Defect, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """One service of the basket over all municipalities; ``best`` are AGS, best first, equal ones by name."""

    service: BasketService
    states: Mapping[State, int]
    completable: Mapping[Completable, int]
    low: float | None
    high: float | None
    best: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LandStanding:
    """A Land: municipalities in all and ranked, services by completion, and the median interval of the ranked."""

    land: str
    towns: int
    ranked: int
    completable: Mapping[Completable, int]
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody says against a finding or explains about it, and what was decided.

    It concerns one municipality (``ags``) or one address, and within it one rule, or one place (``fingerprint``).
    ``decision``: ``open`` (received, not decided), ``noted`` (an explanation, shown beside the finding), ``rejected``,
    or ``corrected``: then ``outcome`` replaces what was measured. After ``until`` it no longer holds.
    """

    id: str
    kind: Literal["objection", "explanation"]
    rule: str
    by: str
    received: date
    statement: Text
    decision: Literal["open", "noted", "rejected", "corrected"]
    ags: str | None = None
    service: str | None = None
    address: str | None = None
    fingerprint: str | None = None
    outcome: Literal["passed", "cantTell", "inapplicable"] | None = None
    reason: Text | None = None
    decided: date | None = None
    reviewer: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why publication should stop: a key of the message table with its parameters."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated note that a published month was changed, and why."""

    day: date
    month: str
    text: Text
    ags: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """A rule that counts and is broken, with the first place it was seen; ``places`` counts all of them."""

    rule: str
    message: str
    params: Mapping[str, str]
    url: str
    step: int | None
    role: str
    name: str
    quote: str
    target: str
    fingerprint: str
    places: int


@dataclass(frozen=True, slots=True)
class Detail:
    """What a page shows of one result beyond the figures. ``look`` counts rules that a person must look at."""

    id: int
    breaks: tuple[MediaBreak, ...]
    quotes: tuple[Quote, ...]
    proofs: tuple[Proof, ...]
    look: int
    completion_reason: str = ""


class Details(Protocol):
    """Reads details and histories in portions, so that the whole country never is in memory."""

    def details(self, ids: Sequence[int]) -> Mapping[int, Detail]:
        """By :attr:`Measured.id`; ids that are not there are left out."""

    def histories(self, ags: Sequence[str]) -> Mapping[str, tuple[Point, ...]]:
        """Published months of these municipalities up to the ranked one, the oldest first."""


@dataclass(frozen=True)
class Ranking:
    """One month, whole. Municipalities stand in the order of their lower end, the unranked after the ranked.

    ``as_of`` is the day from which results were not older than ``max_age`` days. ``outdated`` counts results that an
    older rulebook judged and that could not be judged again. ``forced`` holds the alarms the operator overrode.
    """

    month: str
    as_of: date
    made: datetime
    rulebook: str
    tool: str
    basket: Basket
    sizes: tuple[SizeClass, ...]
    max_age: int
    standings: tuple[Standing, ...]
    services: tuple[ServiceStanding, ...]
    lands: tuple[LandStanding, ...]
    products: tuple[Product, ...]
    objections: tuple[Objection, ...] = ()
    corrections: tuple[Correction, ...] = ()
    forced: tuple[Alarm, ...] = ()
    previous: str | None = None
    months: tuple[str, ...] = ()
    outdated: int = 0
    register_as_of: date | None = None

    @property
    def ranked(self) -> Iterator[Standing]:
        """Those with a place."""
        return (each for each in self.standings if each.overall is not None)
