"""The labelled pages: W3C ACT test cases, the barriers of alphagov, our own barriers with their innocent twins."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from auditor.rulebook.model import Rule
from tests.barriers.pages import Barrier as OwnBarrier
from tests.barriers.pages import load, write

HERE = Path(__file__).parent
_ACT_PREFIX = "/WAI/content-assets/wcag-act-rules/"
_BARRIER_PREFIX, _OWN_PREFIX = "/barriers/", "/own/"


@dataclass(frozen=True)
class Pair:
    """An ACT rule and a page; ``expected`` is failed, passed or inapplicable."""

    rule: str
    name: str
    path: str
    title: str
    expected: str
    criteria: frozenset[str]


@dataclass(frozen=True)
class Barrier:
    """A page with one barrier; ``rules`` are those of ours whose finding is that barrier.

    ``person``: in the end only a person can tell.
    """

    group: str
    name: str
    path: str
    rules: frozenset[str]
    criteria: frozenset[str] = frozenset()
    twin: str = ""
    person: bool = False


@dataclass(frozen=True)
class Act:
    """The ACT test cases, and which rules of axe-core its makers say implement which ACT rule."""

    pairs: tuple[Pair, ...]
    axe: dict[str, frozenset[str]]
    mounts: dict[str, Path]


@dataclass(frozen=True)
class Barriers:
    """Pages with one barrier each, and innocent pages without any."""

    barriers: tuple[Barrier, ...]
    innocent: tuple[str, ...]
    mounts: dict[str, Path]


def read_act(folder: Path) -> Act | None:
    """The ACT test cases below ``folder``, None where they are not there."""
    if not (folder / "testcases.json").is_file():
        return None
    cases = json.loads((folder / "testcases.json").read_text(encoding="utf-8"))["testcases"]
    published = json.loads((folder / "implementations" / "axe-core.json").read_text(encoding="utf-8"))
    axe: dict[str, set[str]] = defaultdict(set)
    for entry in next(iter(published.values())):
        axe[entry["ruleId"]] |= {f"axe/{name}" for name in entry["procedures"]}
    return Act(
        tuple(map(_pair, cases)),
        {rule: frozenset(names) for rule, names in axe.items()},
        {_ACT_PREFIX: folder},
    )


def _pair(case: dict[str, Any]) -> Pair:
    return Pair(
        case["ruleId"],
        case["ruleName"],
        _ACT_PREFIX + case["relativePath"],
        case["testcaseTitle"],
        case["expected"],
        frozenset(m[1] for key in case["requirements"] if (m := re.fullmatch(r"wcag2\d:([\d.]+)", key))),
    )


def read_barriers(folder: Path) -> Barriers | None:
    """The barriers of the accessibility-tool-audit, with our table of what counts as finding which."""
    if not (folder / "barriers.json").is_file():
        return None
    listed = json.loads((folder / "barriers.json").read_text(encoding="utf-8"))
    meant = _barrier_table()
    found = (
        Barrier(
            group, name, _BARRIER_PREFIX + entry["page"], frozenset((meant.get(group) or {}).get(name) or ())
        )
        for group, entries in listed.items()
        for name, entry in entries.items()
    )
    return Barriers(tuple(found), (), {_BARRIER_PREFIX: folder})


def _barrier_table() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(
        (HERE / "barriers.yaml").read_text(encoding="utf-8")
    )
    return table


def named_rules() -> frozenset[str]:
    """Rules that our table of barriers names."""
    return frozenset(
        rule for group in _barrier_table().values() for rules in group.values() for rule in rules
    )


def read_own(into: Path) -> Barriers:
    """Our own barriers and their innocent twins, written into a folder to be served."""
    own = load()
    write(into, own)
    barriers = tuple(_own(barrier) for barrier in own)
    return Barriers(barriers, tuple(b.twin for b in barriers), {_OWN_PREFIX: into})


def _own(barrier: OwnBarrier) -> Barrier:
    place = _OWN_PREFIX + barrier.id
    return Barrier(
        barrier.sc,
        barrier.sentence,
        f"{place}/bad.html",
        frozenset(),
        barrier.criteria,
        f"{place}/good.html",
        person=barrier.person,
    )


def rules_for(pair: Pair, rules: tuple[Rule, ...], axe: dict[str, frozenset[str]]) -> frozenset[str]:
    """Rules of ours that speak of a pair: those that name its ACT rule, else those of its success criteria."""
    published = axe.get(pair.rule, frozenset())
    named = {r.id for r in rules if pair.rule in r.act or r.id in published}
    return frozenset(named or {r.id for r in rules if pair.criteria & set(r.wcag)})
