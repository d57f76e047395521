"""What many pages share, looked up once: who uses what, how groups are spread, who objects to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from auditor.checks.case import Completion
from auditor.publish.ruleview import RuleView, view_rule
from auditor.publish.site import paths
from auditor.publish.site.charts import Group
from auditor.publish.site.page import Site
from auditor.ranking.model import Cell, Correction, Defect, Measured, Objection, Product, Standing

#: What a cell means to a reader, the good first, then the proven bad, then what nobody knows.
VERDICTS = ("yes", "no", "missing", "unknown", "untested", "unlisted", "elsewhere")
#: Verdicts that take part, and of them those that prove nothing.
OPEN = frozenset({"unknown", "untested", "unlisted"})


def verdict(cell: Cell) -> str:
    """One of :data:`VERDICTS`."""
    if cell.state == "measured":
        return cell.completable
    return "untested" if cell.state == "unmeasured" else cell.state


@dataclass(frozen=True, slots=True)
class Seen:
    """A result and the first municipality, in the order of the ranking, that shows it."""

    standing: Standing
    cell: Cell
    result: Measured


@dataclass(frozen=True, slots=True)
class TownLink:
    """A municipality in a list."""

    name: str
    href: str
    land: str


class Index:
    """The site with what its pages look up again and again."""

    def __init__(self, site: Site) -> None:
        self.site, self.ranking, self.words = site, site.ranking, site.words
        self.catalogue = site.words.catalogue
        self.lang = self.catalogue.lang
        self._rules: dict[str, RuleView] = {}
        self._reasons: dict[tuple[str, str], str] = {}
        self._products = {p.name: p for p in self.ranking.products if p.kind == "product"}
        self._forms = {p.name: p for p in self.ranking.products if p.kind == "form"}
        self.defects: dict[tuple[str, str], Defect] = {
            (product.id, defect.rule): defect
            for product in self.ranking.products
            for defect in product.defects
        }
        self.products_by_defect: dict[str, Product] = {
            defect.id: product for product in self.ranking.products for defect in product.defects
        }

    def rule(self, rule_id: str) -> RuleView:
        """A rule for readers."""
        if rule_id not in self._rules:
            self._rules[rule_id] = view_rule(self.words.rule(rule_id), self.words)
        return self._rules[rule_id]

    def reason(self, result: Measured, reason: str) -> str:
        """Why its verdict is what it is, in a sentence."""
        key = (result.kind, reason)
        if key not in self._reasons:
            known = {
                "kind": result.kind,
                "completable": result.completable,
                "maturity": None,
                "reason": reason,
            }
            self._reasons[key] = self.words.verdict_reason(Completion.model_validate(known))
        return self._reasons[key]

    def product(self, result: Measured) -> Product | None:
        """The portal product it runs on, if many use it."""
        return self._products.get(result.product) if result.product else None

    def form(self, result: Measured) -> Product | None:
        """The form it is, if several municipalities share it."""
        return self._forms.get(result.address)

    def sources(self, result: Measured) -> tuple[Product, ...]:
        """The shared form and the product, those that there are; the form first, since it is mended sooner."""
        return tuple(each for each in (self.form(result), self.product(result)) if each is not None)

    def defect(self, result: Measured, rule: str) -> Defect | None:
        """What is broken for many, if this failure is part of it."""
        found = (self.defects.get((source.id, rule)) for source in self.sources(result))
        return next((defect for defect in found if defect is not None), None)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Size classes, for where a municipality stands among its like."""
        lows: dict[str, list[float]] = defaultdict(list)
        for standing in self.ranking.ranked:
            lows[standing.town.size].append(standing.low)
        return {size: Group(values, self.site.size(size), self.catalogue) for size, values in lows.items()}

    @cached_property
    def _objections(self) -> dict[str, list[Objection]]:
        found: dict[str, list[Objection]] = defaultdict(list)
        for each in self.ranking.objections:
            if each.until is None or each.until >= self._day:
                found[each.ags or each.address or ""].append(each)
        return found

    @property
    def _day(self) -> date:
        return self.ranking.as_of

    def objections(self, standing: Standing) -> list[Objection]:
        """All that concern a municipality or an address it shows, in the order they came."""
        own = (standing.town.ags, *standing.town.former)
        keys = dict.fromkeys((*own, *(c.result.address for c in standing.cells if c.result)))
        found = [each for key in keys for each in self._objections.get(key, ())]
        return sorted(found, key=lambda each: (each.received, each.id))

    @cached_property
    def corrections(self) -> dict[str, list[Correction]]:
        """Dated notes by municipality, the newest first."""
        found: dict[str, list[Correction]] = defaultdict(list)
        for each in sorted(self.ranking.corrections, key=lambda each: each.day, reverse=True):
            if each.ags:
                found[each.ags].append(each)
        return found

    @cached_property
    def seen(self) -> dict[int, Seen]:
        """Where the best and the examples of products and defects can be seen."""
        wanted = {p.best.id for p in self.ranking.products if p.best}
        wanted |= {d.example.id for p in self.ranking.products for d in p.defects}
        found: dict[int, Seen] = {}
        for standing in self.ranking.standings:
            for cell in standing.cells:
                if cell.result is not None and cell.result.id in wanted:
                    found.setdefault(cell.result.id, Seen(standing, cell, cell.result))
        return found

    @cached_property
    def _links(self) -> dict[str, TownLink]:
        return {
            s.town.ags: TownLink(s.town.name, paths.town_path(s.town.ags), s.town.land)
            for s in self.ranking.standings
        }

    def links(self, ags: Sequence[str]) -> list[TownLink]:
        """Municipalities by Land and name; those that left the register are left out."""
        known = (self._links[key] for key in ags if key in self._links)
        return sorted(known, key=lambda link: (link.land, link.name, link.href))

    def lands(self, ags: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Names of Länder with the number of these municipalities in them, most first."""
        count = Counter(self._links[key].land for key in ags if key in self._links)
        for land, number in sorted(count.items(), key=lambda pair: (-pair[1], pair[0])):
            yield self.site.land(land), number
