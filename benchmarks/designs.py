"""``make bench-designs``: whom the auditor accuses on pages of well-kept design systems, and what its probes cost.

Whatever fails is listed with page and element, so that a person can confirm or refute it; ``docs/accuracy.md`` tells
what became of it. The packages are fetched by npm into a cache outside the repository.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from auditor.checks.case import Outcome
from auditor.judge.result import ServiceResult
from auditor.rulebook.load import load_rulebook
from auditor.visit.probes import PROBES, Probe, Subject
from benchmarks import designsystems
from benchmarks.pages import serve, visit_pages

ENV = "AUDITOR_DESIGNS"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "din66336-auditor" / "designs"
#: Duties of a whole service, which examples of components have no reason to meet.
_OF_SERVICES = frozenset(
    {
        "described",
        "no-media-break",
        "accessibility-statement",
        "accessibility-feedback",
        "easy-language-offered",
        "sign-language-offered",
    }
)
_LEVELS = frozenset({None, "A", "AA"})
#: Seconds each probe took, by address; filled in the processes that visit.
_SPENT: dict[str, dict[str, float]] = defaultdict(dict)


@dataclass(frozen=True)
class Accused:
    """A rule that failed at one place."""

    rule: str
    message: str
    target: str
    html: str
    quote: str
    params: dict[str, str]


@dataclass(frozen=True)
class Seen:
    """What became of a page: what failed, which rules want a person, and the seconds of each probe."""

    reason: str = ""
    failed: tuple[Accused, ...] = ()
    doubts: tuple[str, ...] = ()
    spent: tuple[tuple[str, float], ...] = ()


def main() -> int:
    """Fetch, build, visit, list; without npm say so and do nothing."""
    asked = _asked()
    if problem := designsystems.fetch(asked.cache):
        print(f"skipped: {problem}")
        return 0
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        paths = [
            p for p in designsystems.build(asked.cache, Path(folder)) if not asked.only or asked.only in p
        ]
        mounts = {"/pages/": Path(folder), "/node/": asked.cache / "node_modules"}
        with serve(mounts) as base:
            found = visit_pages([base + p for p in paths], asked.processes, summary, watch_probes)
    pages = {url.removeprefix(base): seen for url, seen in found.items()}
    report(pages)
    print(f"{len(pages)} pages in {time.monotonic() - started:.0f} s, {asked.processes} processes")
    if asked.json:
        text = json.dumps(
            {path: asdict(seen) for path, seen in sorted(pages.items())}, indent=1, ensure_ascii=False
        )
        asked.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    cache = Path(os.environ.get(ENV) or CACHE)
    parser.add_argument("--cache", type=Path, default=cache, help=f"where packages are kept (or {ENV})")
    parser.add_argument("--only", help="pages whose address contains this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write everything here")
    return parser.parse_args()


def report(pages: dict[str, Seen]) -> None:
    """Failures by rule with page and element, doubts as counts, unread pages, what the probes cost."""
    by_rule: dict[str, list[tuple[str, Accused]]] = defaultdict(list)
    doubts: dict[str, int] = defaultdict(int)
    for path, seen in sorted(pages.items()):
        for accused in seen.failed:
            by_rule[accused.rule].append((path, accused))
        for rule in seen.doubts:
            doubts[rule] += 1
        if seen.reason:
            print(f"not read: {path}: {seen.reason}")
    for rule, places in sorted(by_rule.items()):
        print(f"\n{rule}: failed on {len({path for path, _ in places})} pages")
        for path, accused in places:
            what = accused.html or accused.quote or accused.target
            print(
                f"  {path} {accused.message} {json.dumps(accused.params, ensure_ascii=False)}\n      {what[:160]}"
            )
    print("\nfor a person (pages): " + ", ".join(f"{rule} {n}" for rule, n in sorted(doubts.items())))
    _costs(pages)


def _costs(pages: dict[str, Seen]) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    for seen in pages.values():
        for name, seconds in seen.spent:
            spent[name].append(seconds)
    for name, all_of_it in spent.items():
        print(
            f"probe {name}: median {statistics.median(all_of_it):.2f} s a page, longest {max(all_of_it):.2f} s, "
            f"on {len(all_of_it)} pages"
        )


def watch_probes() -> None:
    """Put a clock on every probe of this process."""
    for name, work in PROBES.items():
        PROBES[name] = functools.partial(_timed, name, work)


async def _timed(name: str, work: Probe, subject: Subject) -> dict[str, Any]:
    started = time.monotonic()
    try:
        return await work(subject)
    finally:
        _SPENT[subject.live.url][name] = time.monotonic() - started


def summary(url: str, result: ServiceResult) -> Seen:
    """What failed and what is doubtful, as far as a component can be to blame."""
    spent = tuple(_SPENT.pop(url, {}).items())
    if not result.measured:
        return Seen(reason=result.reason.value if result.reason else "unknown", spent=spent)
    rules = _about_components()
    about = [each for each in result.outcomes if each.rule in rules]
    return Seen(
        failed=tuple(
            Accused(o.rule, f.message, f.target, f.html, f.quote, f.params)
            for o in about
            for f in o.findings
            if f.outcome is Outcome.FAILED
        ),
        doubts=tuple(each.rule for each in about if each.outcome is Outcome.CANT_TELL),
        spent=spent,
    )


@functools.cache
def _about_components() -> frozenset[str]:
    """Accessibility at level A and AA, and usability, less the duties of whole services."""
    return frozenset(
        rule.id
        for rule in load_rulebook().rules
        if rule.level in _LEVELS
        and (rule.wcag or rule.act or rule.id.startswith("axe/") or rule.chapter == "5.6")
        and rule.id not in _OF_SERVICES
    )


if __name__ == "__main__":
    sys.exit(main())
