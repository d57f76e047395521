"""The language a page or a part of it claims is the one it is written in (WCAG 3.1.1, 3.1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.look import data
from auditor.checks.markup import structures, unread
from auditor.checks.prose import excerpt, language, word_set
from auditor.checks.readability import words

_ENOUGH = 50  # words


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
    best = max(ranks, key=lambda tongue: ranks[tongue])
    margin = ranks[best] - ranks.get(claimed, ranks[best])
    if best == claimed or margin < limits["perhaps"]["margin"] or _alike(best, claimed):
        return "", False
    return best, margin >= limits["sure"]["margin"] and _enough(found, limits["sure"])


def _enough(found: tuple[str, ...], limit: dict[str, int]) -> bool:
    return len(found) >= limit["words"] and sum(map(len, found)) >= limit["letters"]


def _alike(one: str, other: str) -> bool:
    return any(one in group and other in group for group in data("languages")["alike"])


def _rank(text: str) -> list[tuple[str, float]]:
    return [(str(tongue), float(score)) for tongue, score in _identifier().rank(text)]


@cache
def _identifier() -> Any:
    """The language model, read when first asked for; only languages of our table are considered."""
    from py3langid import langid  # noqa: PLC0415 - takes seconds to load, and few pages need it

    langid.set_languages(sorted(word_set("languages", "spoken")))
    return langid


def language_matches(case: Case) -> Iterable[Observation]:
    """The language a page claims is the one it is written in (WCAG 3.1.1)."""
    for page in case.flow:
        for frame, document in documents(page):
            claimed = document.lang.lower().split("-")[0]
            texts = [b.text for b in document.blocks if b.lang.lower().split("-")[0] in {"", claimed}]
            if claimed not in {"de", "en"} or sum(len(words(t)) for t in texts) < _ENOUGH:
                continue
            spoken = language(texts)
            if spoken == claimed:
                yield passed(page)
            elif spoken:
                yield failed(
                    page, "other-language", frame=frame, claimed=claimed, spoken=spoken, subject="lang"
                )
            else:
                yield cant_tell(page, "mixed", frame=frame, claimed=claimed, subject="lang")
