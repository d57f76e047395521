"""Who offers what: shared forms of vendors, own pages, associations that offer for their members, and nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from auditor.evidence.slug import slugify
from auditor.judge.fingerprint import address_key
from auditor.ranking.model import Basket, BasketService, Offer
from auditor.targets.offer import OfferState
from auditor.targets.register import Register

PRODUCTS = 25

#: Share of what is offered online that is a vendor's form, used by many as it is.
_SHARED = 0.6
#: Of a basket's services the first so many are the association's for its members.
_JOINT = 7
#: Online, missing, elsewhere; the rest is in no list. By the inhabitants of whoever would offer it.
_STATES: tuple[tuple[int, tuple[float, float, float]], ...] = (
    (100_000, (0.97, 0.02, 0.01)),
    (20_000, (0.95, 0.03, 0.01)),
    (5_000, (0.92, 0.05, 0.01)),
    (0, (0.88, 0.06, 0.02)),
)
_OLD_PAGE = 0.02  # share of offers beside which an old page still stands
_HOSTILE = 0.005
_KEY_DIGITS = 14
_WORDS = (
    '"><script>alert(1)</script>',
    "' OR 1=1 --",
    "=HYPERLINK(1)",
    "Donaudampfschifffahrtsgesellschaft" * 4,
)


@dataclass(frozen=True)
class Form:
    """A vendor's form for one service, at one address."""

    url: str
    service: str
    product: str


@dataclass(frozen=True)
class Place:
    """An address that is visited; ``form`` is None for a page of one's own, ``holder`` who offers it first."""

    url: str
    service: BasketService
    holder: str
    name: str
    form: Form | None = None


@dataclass(frozen=True)
class Lists:
    """Everything the lists of the month say, and the addresses in them, each once."""

    offers: tuple[Offer, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class _Holder:
    """Whoever offers services: a municipality or an association."""

    key: str
    name: str
    land: str
    people: int
    services: tuple[BasketService, ...]


def product_names() -> tuple[str, ...]:
    """The products; the first is the most used."""
    return tuple(f"Formularwerk {n:02}" for n in range(1, PRODUCTS + 1))


def forms(basket: Basket, number: int) -> tuple[Form, ...]:
    """So many forms, as many for every service, the products in turn."""
    names, services = product_names(), basket.services
    found = []
    for n in range(number):
        product, service = names[(n * n + n // len(services)) % PRODUCTS], services[n % len(services)]
        url = f"https://{slugify(product)}.example/{service.id}/v{n // len(services) + 1}"
        found.append(Form(url, service.id, product))
    return tuple(found)


def lists(register: Register, basket: Basket, forms: Sequence[Form], day: date, seed: int) -> Lists:
    """What the lists say on a day; the same seed says the same."""
    dice = random.Random(f"{seed}/lists")
    choice = _Choice(forms, dice)
    offers: list[Offer] = []
    places: dict[str, Place] = {}
    for holder in _holders(register, basket):
        for service in holder.services:
            for offer, place in _said(holder, service, choice, day, dice):
                offers.append(offer)
                if place is not None:
                    places.setdefault(place.url, place)
    return Lists(tuple(offers), tuple(places.values()))


def _holders(register: Register, basket: Basket) -> Iterator[_Holder]:
    joint, own = basket.services[:_JOINT], basket.services[_JOINT:]
    groups: dict[str, _Holder] = {}
    for each in register.municipalities:
        group = each.association
        if group is None or not group.shared:
            yield _Holder(each.ags, each.short, each.land, each.population, basket.services)
            continue
        yield _Holder(each.ags, each.short, each.land, each.population, own)
        people = groups[group.key].people if group.key in groups else 0
        groups[group.key] = _Holder(group.key, group.name, each.land, people + each.population, joint)
    yield from groups.values()


class _Choice:
    """Which vendor's form: in every Land others are in use, some much more than others."""

    def __init__(self, forms: Sequence[Form], dice: random.Random) -> None:
        self._forms, self._dice = forms, dice
        self._of: dict[tuple[str, str], tuple[Sequence[Form], Sequence[float]]] = {}

    def form(self, land: str, service: str) -> Form:
        """A form for a service in a Land."""
        if (land, service) not in self._of:
            forms = [each for each in self._forms if each.service == service]
            self._dice.shuffle(forms)
            self._of[land, service] = forms, list(accumulate(1 / (n + 1) ** 1.3 for n in range(len(forms))))
        own, weights = self._of[land, service]
        return self._dice.choices(own, cum_weights=weights)[0]


_Said = tuple[Offer, Place | None]


def _said(
    holder: _Holder, service: BasketService, choice: _Choice, day: date, dice: random.Random
) -> Iterator[_Said]:
    online, missing, elsewhere = next(shares for least, shares in _STATES if holder.people >= least)
    thrown = dice.random()
    if thrown < online:
        form = choice.form(holder.land, service.id) if dice.random() < _SHARED else None
        yield _online(holder, service, form, dice)
        if dice.random() < _OLD_PAGE:
            yield _online(holder, service, None, dice, "alt/")
    elif thrown < online + missing:
        looked = day - timedelta(days=dice.randint(1, 200))
        yield _offer(holder, service, "missing", source="Website der Gemeinde", day=looked), None
    elif thrown < online + missing + elsewhere:
        yield _offer(holder, service, "elsewhere", provider=f"Landkreis {holder.name}"), None


def _online(
    holder: _Holder, service: BasketService, form: Form | None, dice: random.Random, folder: str = ""
) -> _Said:
    host = f"www.{slugify(holder.name)}-{holder.key}.example"
    url = form.url if form else f"https://{host}/{folder}{service.id}"
    name = f"{service.title.de} – {holder.name}"
    if dice.random() < _HOSTILE:
        name = f"{dice.choice(_WORDS)} {name}"
    offer = _offer(holder, service, "online", address=address_key(url), url=url, name=name)
    return offer, Place(url, service, holder.key, name, form)


def _offer(holder: _Holder, service: BasketService, state: OfferState, **rest: object) -> Offer:
    return Offer(holder.key, leika_of(service), service.id, state, **rest)  # type: ignore[arg-type]


def leika_of(service: BasketService) -> str | None:
    """A whole key for a service that has one."""
    return service.leika[0].ljust(_KEY_DIGITS, "0") if service.leika else None
