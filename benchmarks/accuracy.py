"""``make bench-accuracy``: what the whole engine finds and whom it accuses wrongly, on pages nobody tuned it to.

Three corpora: W3C ACT test cases, the barriers of the accessibility-tool-audit (both outside the project), and our
own barriers with innocent twins. axe-core alone stands beside it, from the same visits.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rule
from benchmarks.corpora import (
    Act,
    Barrier,
    Barriers,
    Pair,
    read_act,
    read_barriers,
    read_own,
    rules_for,
)
from benchmarks.pages import Found, Judged, judge_pages, serve

ROOT = Path(__file__).resolve().parents[1]
ENV = "AUDITOR_CORPORA"
#: A finding that so many pages of a corpus share belongs to the frame all its pages have, and is nobody's barrier.
_SHARED = 10
_AXE = "axe/"

Pages = dict[str, Judged]


@dataclass(frozen=True)
class Tally:
    """Failed pairs found, missed, wrongly accused; doubts and unread pages apart."""

    right: int = 0
    missed: int = 0
    false: int = 0
    clean: int = 0
    doubt_failed: int = 0
    doubt_clean: int = 0
    unread: int = 0

    @property
    def recall(self) -> float:
        """Share of failed pairs that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def false_rate(self) -> float:
        """Share of passed and inapplicable pairs that were accused."""
        return self.false / max(1, self.false + self.clean)


def main() -> int:
    """Measure what is there; what is not there is said and skipped."""
    asked = _asked()
    started = time.monotonic()
    rules = load_rulebook().rules
    figures: dict[str, Any] = {}
    act = read_act(asked.corpora / "act")
    barriers = read_barriers(asked.corpora / "barriers")
    for name, corpus, place in (
        ("ACT", act, asked.corpora / "act"),
        ("barriers", barriers, asked.corpora / "barriers"),
    ):
        if corpus is None:
            print(f"{name}: not at {place}, skipped")
    with TemporaryDirectory() as folder:
        own = read_own(Path(folder))
        pages = _judged(act, barriers, own, asked)
    if act:
        figures["act"] = report_act(act, pages, rules, details=asked.details)
    if barriers:
        figures["barriers"] = report_barriers(barriers, pages, details=asked.details)
    figures["own"] = report_own(own, pages, rules, details=asked.details)
    unread = Counter(page.reason for page in pages.values() if page.reason)
    print(
        "\nnot read: " + (", ".join(f"{count} {reason}" for reason, count in unread.most_common()) or "none")
    )
    print(f"{len(pages)} pages in {time.monotonic() - started:.0f} s, {asked.processes} processes")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    default = Path(os.environ.get(ENV) or ROOT.parent / "shared" / "corpora")
    parser.add_argument("--corpora", type=Path, default=default, help=f"their folder (or {ENV})")
    parser.add_argument("--only", help="pages whose address contains this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--details", action="store_true", help="name every miss and every false alarm")
    return parser.parse_args()


def _judged(act: Act | None, barriers: Barriers | None, own: Barriers, asked: argparse.Namespace) -> Pages:
    """Every page once; the key is its path."""
    mounts: dict[str, Path] = {}
    paths: set[str] = set()
    for corpus in (act, barriers, own):
        if corpus:
            mounts |= corpus.mounts
    if act:
        paths |= {pair.path for pair in act.pairs}
    for some in (barriers, own):
        if some:
            paths |= (
                {b.path for b in some.barriers}
                | {b.twin for b in some.barriers if b.twin}
                | set(some.innocent)
            )
    wanted = sorted(p for p in paths if not asked.only or asked.only in p)
    if not wanted:
        return {}
    with serve(mounts) as base:
        found = judge_pages([base + path for path in wanted], asked.processes)
        return {url.removeprefix(base): judged for url, judged in found.items()}


# --- ACT ----------------------------------------------------------------------------------------------------


def report_act(act: Act, pages: Pages, rules: tuple[Rule, ...], *, details: bool) -> dict[str, Any]:
    """The table of ACT rules: all of ours, and axe-core alone."""
    pairs = [pair for pair in act.pairs if pair.path in pages]
    ours, alone = (_tallies(pairs, pages, _chooser(act, rules, only)) for only in ("", _AXE))
    print(f"\nACT: {len(pairs)} pairs of {len(ours)} rules; all of ours | axe-core alone")
    print(f"{'rule':<8}{'found':>9}{'false':>7}{'look':>6} |{'found':>9}{'false':>7}  name")
    names = {pair.rule: pair.name for pair in pairs}
    for rule in sorted(ours):
        print(f"{rule:<8}{_cells(ours[rule], look=True)} |{_cells(alone[rule])}  {names[rule][:60]}")
    total, axe_total = _sum(ours.values()), _sum(alone.values())
    print(f"{'all':<8}{_cells(total, look=True)} |{_cells(axe_total)}")
    for name, tally in (("all of ours", total), ("axe alone", axe_total)):
        print(
            f"{name}: recall {tally.recall:.1%}, false alarms {tally.false_rate:.1%}; "
            f"a person is asked on {tally.doubt_failed} failed and {tally.doubt_clean} other pairs, "
            f"unread {tally.unread}"
        )
    crude = _sum(_tallies(pairs, pages, lambda pair: _of_criteria(pair, rules)).values())
    print(
        f"whoever heeds the success criterion alone: recall {crude.recall:.1%}, false alarms {crude.false_rate:.1%}"
    )
    if details:
        _explain(pairs, pages, _chooser(act, rules, ""))
    return {"ours": _figures(total, ours), "axe": _figures(axe_total, alone)}


Chooser = Callable[[Pair], frozenset[str]]


def _chooser(act: Act, rules: tuple[Rule, ...], prefix: str) -> Chooser:
    some = tuple(rule for rule in rules if rule.id.startswith(prefix))
    return lambda pair: frozenset(r for r in rules_for(pair, some, act.axe) if r.startswith(prefix))


def _of_criteria(pair: Pair, rules: tuple[Rule, ...]) -> frozenset[str]:
    return frozenset(rule.id for rule in rules if pair.criteria & set(rule.wcag))


def _tallies(pairs: list[Pair], pages: Pages, choose: Chooser) -> dict[str, Tally]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        counts[pair.rule].update(_outcome(pair, pages[pair.path], choose(pair)))
    return {rule: Tally(**count) for rule, count in counts.items()}


def _outcome(pair: Pair, judged: Judged, rules: frozenset[str]) -> Iterable[str]:
    found, doubt = judged.failing(rules), judged.doubting(rules)
    if judged.reason:
        yield "unread"
    if pair.expected == "failed":
        yield "right" if found else "missed"
        if doubt and not found:
            yield "doubt_failed"
    else:
        yield "false" if found else "clean"
        if doubt and not found:
            yield "doubt_clean"


def _sum(tallies: Iterable[Tally]) -> Tally:
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(vars(tally))
    return Tally(**total)


def _cells(tally: Tally, *, look: bool = False) -> str:
    cells = f"{tally.right:>4}/{tally.right + tally.missed:<4}{tally.false:>7}"
    return cells + (f"{tally.doubt_failed:>6}" if look else "")


def _figures(total: Tally, by_rule: dict[str, Tally]) -> dict[str, Any]:
    return {
        "recall": round(total.recall, 4),
        "false_alarms": round(total.false_rate, 4),
        "total": vars(total),
        "rules": {rule: vars(tally) for rule, tally in sorted(by_rule.items())},
    }


def _explain(pairs: list[Pair], pages: Pages, choose: Chooser) -> None:
    for pair in pairs:
        judged, rules = pages[pair.path], choose(pair)
        word = next(iter(set(_outcome(pair, judged, rules)) & {"missed", "false"}), "")
        if word:
            guilty = sorted({f"{f.rule}:{f.message}" for f in judged.found if f.rule in rules})
            print(f"  {word:<7}{pair.rule} {pair.title} {pair.path[-45:]} {judged.reason} {' '.join(guilty)}")


# --- barriers -----------------------------------------------------------------------------------------------


def report_barriers(corpus: Barriers, pages: Pages, *, details: bool) -> dict[str, Any]:
    """Barriers found: for certain, and for certain or put to a person; axe-core alone beside it."""
    barriers = [b for b in corpus.barriers if b.path in pages]
    furniture = _furniture([pages[b.path] for b in barriers])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for barrier in barriers:
        found = [f for f in pages[barrier.path].found if f.rule in barrier.rules and _key(f) not in furniture]
        hits = _hits(found)
        counts[barrier.group].update([*hits, "all"])
        if details and "look" not in hits:
            print(f"  not found: {barrier.group}: {barrier.name} {pages[barrier.path].reason}")
    return _barrier_table("barriers of the accessibility-tool-audit", counts)


def _hits(found: list[Found]) -> list[str]:
    """In which columns a barrier counts."""
    axe = [f for f in found if f.rule.startswith(_AXE)]
    columns = (
        ("failed", any(f.failed for f in found)),
        ("look", bool(found)),
        ("axe_failed", any(f.failed for f in axe)),
        ("axe_look", bool(axe)),
    )
    return [name for name, hit in columns if hit]


def _key(found: Found) -> tuple[str, str, str]:
    return found.rule, found.message, found.target


def _furniture(pages: list[Judged]) -> frozenset[tuple[str, str, str]]:
    """Findings that many pages share: they speak of the frame around every page."""
    seen = Counter(key for page in pages for key in {_key(f) for f in page.found})
    return frozenset(key for key, count in seen.items() if count >= _SHARED)


def _barrier_table(title: str, counts: dict[str, Counter[str]]) -> dict[str, Any]:
    total: Counter[str] = sum(counts.values(), Counter())
    print(f"\n{total['all']} {title}; all of ours | axe-core alone")
    print(f"{'group':<24}{'all':>4}{'failed':>8}{'or look':>9} |{'failed':>8}{'or look':>9}")
    for group, count in [*counts.items(), ("all", total)]:
        ours = f"{count['all']:>4}{count['failed']:>8}{count['look']:>9}"
        print(f"{group:<24}{ours} |{count['axe_failed']:>8}{count['axe_look']:>9}")
    share = {
        name: total[name] / max(1, total["all"]) for name in ("failed", "look", "axe_failed", "axe_look")
    }
    print(f"found for certain {share['failed']:.0%}, or put to a person {share['look']:.0%}; ", end="")
    print(f"axe alone {share['axe_failed']:.0%}, {share['axe_look']:.0%}")
    return {"total": dict(total), "groups": {group: dict(count) for group, count in counts.items()}}


def report_own(corpus: Barriers, pages: Pages, rules: tuple[Rule, ...], *, details: bool) -> dict[str, Any]:
    """Our own barriers: found is what a page has and its twin has not; a failure on a twin is a false alarm."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    decidable: Counter[str] = Counter()
    for barrier in (b for b in corpus.barriers if b.path in pages):
        hits = [*_hits(_beyond_twin(barrier, pages, rules)), "all"]
        counts[barrier.group].update(hits)
        decidable.update([] if barrier.person else hits)
        if details and "look" not in hits:
            print(
                f"  not found: {barrier.group} {barrier.name} ({barrier.path}) {pages[barrier.path].reason}"
            )
    figures = _barrier_table("own barriers", counts)
    print(
        f"of {decidable['all']} that need no person to decide: {decidable['failed']} found for certain, "
        f"{decidable['look']} or put to a person; axe alone {decidable['axe_failed']}, {decidable['axe_look']}"
    )
    innocent = [pages[path] for path in corpus.innocent if path in pages]
    duty = {rule.id for rule in rules if rule.level in {None, "A", "AA"}}
    accused = {
        page.url: sorted({f.rule for f in page.found if f.failed and f.rule in duty}) for page in innocent
    }
    guilty = {url: names for url, names in accused.items() if names}
    print(f"{len(innocent)} innocent pages, {len(guilty)} of them accused")
    for url, names in guilty.items():
        print(f"  false alarm: {url.partition('/own/')[2]}: {', '.join(names)}")
    return {**figures, "decidable": dict(decidable), "innocent": len(innocent), "accused": len(guilty)}


def _beyond_twin(barrier: Barrier, pages: Pages, rules: tuple[Rule, ...]) -> list[Found]:
    wanted = barrier.rules | {r.id for r in rules if barrier.criteria & set(r.wcag)}
    twin = pages.get(barrier.twin)
    excused = Counter((f.rule, f.failed) for f in twin.found) if twin else Counter()
    found = []
    for each in pages[barrier.path].found:
        if each.rule not in wanted:
            continue
        if excused[each.rule, each.failed] > 0:
            excused[each.rule, each.failed] -= 1
        else:
            found.append(each)
    return found


if __name__ == "__main__":
    sys.exit(main())
