"""Parts of a page that are in another language say so, and say the right one (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from auditor.checks.case import Case, Observation, cant_tell, failed, passed
from auditor.checks.look import data
from auditor.checks.markup import structures, unread
from auditor.checks.prose import excerpt, word_set
from auditor.checks.readability import words


def parts(case: Case) -> Iterable[Observation]:
    """The language a part claims is the one it is written in."""
    for page, frame, _, structure in structures(case):
        for part in structure.parts:
            claimed = primary(part.lang)
            if claimed not in word_set("languages", "spoken"):
                continue
            where = {"node": part, "frame": frame, "claimed": claimed, "text": excerpt(part.text, 80)}
            spoken, sure = contradicts(part.text, claimed)
            if spoken and sure:
                yield failed(page, "other", spoken=spoken, **where)
            elif spoken:
                yield cant_tell(page, "perhaps-other", spoken=spoken, **where)
            else:
                yield passed(page)
    yield from unread(case)


def primary(tag: str) -> str:
    """The language of a tag: „de“ of „de-AT“."""
    return tag.strip().lower().replace("_", "-").split("-")[0]


def contradicts(text: str, claimed: str) -> tuple[str, bool]:
    """Another language that the text is in, and whether that is sure; empty if it may be the claimed one."""
    found = words(text)
    limits = data("languages")
    if not _enough(found, limits["perhaps"]):
        return "", False
    ranks = dict(_rank(" ".join(found)))
    best = max(ranks, key=lambda language: ranks[language])
    margin = ranks[best] - ranks.get(claimed, ranks[best])
    if best == claimed or margin < limits["perhaps"]["margin"] or _alike(best, claimed):
        return "", False
    return best, margin >= limits["sure"]["margin"] and _enough(found, limits["sure"])


def _enough(found: tuple[str, ...], limit: dict[str, int]) -> bool:
    return len(found) >= limit["words"] and sum(map(len, found)) >= limit["letters"]


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in data("languages")["alike"])


def _rank(text: str) -> list[tuple[str, float]]:
    return [(str(language), float(score)) for language, score in _identifier().rank(text)]


@cache
def _identifier() -> Any:
    """The language model, read when first asked for; only languages of our table are considered."""
    from py3langid import langid  # noqa: PLC0415 - takes seconds to load, and few pages need it

    langid.set_languages(sorted(word_set("languages", "spoken")))
    return langid
