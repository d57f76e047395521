"""The language a page or a part of it claims is the one it is written in (WCAG 3.1.1, 3.1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from auditor.checks.case import Case, Observation, cant_tell, documents, failed, passed
from auditor.checks.look import data
from auditor.checks.markup import structures, unread
from auditor.checks.prose import excerpt, language, word_set
from auditor.checks.readability import words
from auditor.evidence.model import TextBlock
from auditor.evidence.structure import Structure

_ENOUGH = 50  # words
_CODE = frozenset({"pre", "code", "kbd", "samp"})


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


# --- passages in another language ---------------------------------------------------------------------------


def passages(case: Case) -> Iterable[Observation]:
    """A passage in another language than the page's says so."""
    for page, frame, document, structure in structures(case):
        claimed = primary(document.lang)
        if claimed not in word_set("languages", "spoken"):
            continue
        found = [
            (b, _foreign(b, claimed, structure)) for b in document.blocks if b.visible and b.tag not in _CODE
        ]
        running = [b for b, _ in found if len(words(b.text)) >= _SENTENCE]
        foreign = [(b, spoken, sure) for b, (spoken, sure) in found if spoken]
        if len(foreign) > len(running) / 2 and len(running) > 1:
            continue  # the page itself is in another language than it says
        for block, spoken, sure in foreign:
            where = {"node": block, "frame": frame, "text": excerpt(block.text, 80), "spoken": spoken}
            yield failed(page, "unmarked", **where) if sure else cant_tell(page, "perhaps-unmarked", **where)
        if running and not foreign:
            yield passed(page)
    yield from unread(case)


_SENTENCE = 4  # words


def _foreign(block: TextBlock, claimed: str, structure: Structure) -> tuple[str, bool]:
    """The other language of a block that is not marked, and whether that is sure."""
    if block.lang and primary(block.lang) != claimed:
        return "", False
    text = _unmarked(block, claimed, structure)
    if len(text) < _FEW_LETTERS and (tongue := _own_name(text, claimed)):
        return tongue, False
    spoken, _ = contradicts(text, claimed)
    count = len(words(text))
    weight = _margin(text, spoken, claimed) if spoken else 0.0
    limits = data("languages")["passage"]
    if not spoken or count < limits["perhaps"]["words"] or weight < limits["perhaps"]["word"] * count:
        return "", False
    known = language([text]) == spoken if {spoken, claimed} == {"de", "en"} else bool(_STOP.search(text))
    needed = limits["sure"]["word"] * count
    return spoken, known and count >= limits["sure"]["words"] and weight >= needed


_FEW_LETTERS = 60
_STOP = re.compile(r"[.!?…]")


def _unmarked(block: TextBlock, claimed: str, structure: Structure) -> str:
    """The block's text without what is marked as another language; nothing if that cannot be told apart."""
    text = " ".join(block.text.split())
    for part in structure.parts:
        inside = part.selector.startswith(block.selector) and part.selector != block.selector
        if primary(part.lang) == claimed or not (inside or part.text[:20] in text):
            continue
        if part.text not in text:
            return ""
        text = text.replace(part.text, " ")
    return text


def _own_name(text: str, claimed: str) -> str:
    """The language that a short text calls by its own name, as the choice of languages does."""
    names = data("languages")["own_names"].items()
    return next(
        (tag for tag, name in names if tag != claimed and re.search(rf"\b{name}\b", text, re.IGNORECASE)), ""
    )


def _margin(text: str, one: str, other: str) -> float:
    """How much likelier the text is in one language than in the other, as difference of logarithms."""
    ranks = dict(_rank(" ".join(words(text))))
    return ranks.get(one, 0.0) - ranks.get(other, ranks.get(one, 0.0))


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
            if sum(len(words(t)) for t in texts) < _ENOUGH or claimed not in {"de", "en"}:
                if spoken := _surely_other(texts, claimed):
                    where = {"frame": frame, "claimed": claimed, "spoken": spoken, "subject": "lang"}
                    yield failed(page, "other-language", **where)
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


def _surely_other(texts: list[str], claimed: str) -> str:
    """The language of a page with few words, or that claims another than German or English; empty unless proven."""
    text = " ".join(texts)
    limits = data("languages")["passage"]["sure"]
    if claimed not in word_set("languages", "spoken"):
        return ""
    spoken, sure = contradicts(text, claimed)
    count = len(words(text))
    if not sure or count < limits["words"] or _margin(text, spoken, claimed) < limits["word"] * count:
        return ""
    return spoken if spoken not in {"de", "en"} or language([text]) == spoken else ""
