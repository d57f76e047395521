"""Prints the confusion matrix of the completion verdict over the labelled mini services.

``python benchmarks/verdicts.py`` ends with 1 if anybody is accused wrongly or too few are judged right.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "corpus")]

from mini_services import HALVES, Mini, load  # noqa: E402

from auditor.checks.case import Case, Completion  # noqa: E402
from auditor.checks.paper import completion  # noqa: E402

ANSWERS = ("yes", "no", "unknown")
LEAST_RIGHT = 0.9


def main() -> int:
    """Judge all, print a matrix per half and what went wrong."""
    judged = [(m, completion(Case(m.evidence))) for m in load()]
    bad = False
    for half in HALVES:
        bad |= _report(half, [(m, v) for m, v in judged if m.half == half])
    print("\nBoth halves were mended after their first judgement; tests/corpus/README.md has those rates.")
    return int(bad)


def _report(half: str, judged: list[tuple[Mini, Completion]]) -> bool:
    matrix = Counter((m.expect["completable"], v.completable) for m, v in judged)
    right = sum(matrix[a, a] for a in ANSWERS)
    classes = sum(m.expect["class"] == v.kind for m, v in judged)
    accused = matrix["yes", "no"]
    wanted = [(v, kind) for m, v in judged for kind in m.expect.get("breaks", ())]
    named = sum(kind in {b.kind for b in v.media_breaks} for v, kind in wanted)
    print(f"\n{half}: {len(judged)} services")
    print(f"{'label':>10} |" + "".join(f"{a:>9}" for a in ANSWERS) + "   (verdict)")
    for label in ANSWERS:
        print(f"{label:>10} |" + "".join(f"{matrix[label, a]:>9}" for a in ANSWERS))
    print(
        f"right on completable: {right}/{len(judged)} ({right / len(judged):.1%}), on class: {classes}/{len(judged)}"
    )
    print(f"false accusations: {accused}, media breaks named: {named}/{len(wanted)}")
    for m, v in judged:
        if (m.expect["completable"], m.expect["class"]) != (v.completable, v.kind):
            print(
                f"  {m.id}: {m.expect['class']}/{m.expect['completable']} judged {v.kind}/{v.completable} ({v.reason})"
            )
    return accused > 0 or right / len(judged) < LEAST_RIGHT


if __name__ == "__main__":
    sys.exit(main())
