"""Plain German, one trait of a text at a time (criterion 6). No norm sets a number, so nothing here fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from auditor.checks.case import Case, Observation, cant_tell, passed
from auditor.checks.look import blind, data, phrase, plain
from auditor.checks.prose import excerpt, language, running_german, word_set
from auditor.checks.readability import measure, sentences, words
from auditor.evidence.model import Frame, Page, TextBlock

_MOST = 3  # sentences quoted for a page and rule
_NOMINAL = re.compile(r"[A-ZÄÖÜ][\wäöüß-]{3,}(?:ung|heit|keit|schaft|nis|tion)(?:en|s|se)?")
_TO_BE_DONE = re.compile(r"\b(?:wird|werden|wurde|wurden|worden)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:\w*ge[a-zäöüß]{2,}(?:t|en)|(?:be|ver|er|ent|zer|über|unter|wider|voll)[a-zäöüß]{2,}t|\w+iert)"
)
_CAPITALS = re.compile(r"(?<![\w/&.-])[A-ZÄÖÜ]{2,6}(?![\w-])")


def _texts(case: Case) -> Iterator[tuple[Page, list[tuple[Frame, TextBlock, str]]]]:
    """Pages with enough running German text to be judged, and its sentences."""
    for page in case.flow:
        runs = list(running_german(page))
        every = [plain(block.text) for _, block in runs]
        enough = sum(len(words(text)) for text in every) >= data("usability")["enough_words"]
        if enough and language(every) == "de":
            yield page, [(f, b, s) for (f, b), text in zip(runs, every, strict=True) for s in sentences(text)]


def readability_index(case: Case) -> Iterable[Observation]:
    """Formulas call the text easy."""
    for page in case.flow:
        runs = [plain(block.text) for _, block in running_german(page)]
        figures = measure(runs)
        if figures.words < data("usability")["enough_words"] or language(runs) != "de":
            continue
        numbers = {
            "mean": f"{figures.mean_sentence:.0f}",
            "year": f"{figures.vienna:.0f}",
            "range": f"{min(figures.viennas):.0f}–{max(figures.viennas):.0f}",
            "flesch": f"{figures.flesch:.0f}",
            "lix": f"{figures.lix:.0f}",
        }
        worst = max((s for run in runs for s in sentences(run)), key=lambda s: len(words(s)))
        where = {"quote": excerpt(worst, 400), "subject": "text", **numbers}
        easy = (
            figures.vienna <= data("plain")["easy_vienna"] and figures.flesch >= data("plain")["easy_flesch"]
        )
        hard = (
            figures.mean_sentence > data("usability")["mean_sentence"]
            or figures.vienna > data("usability")["hard_text"]
            or figures.flesch < data("plain")["hard_flesch"]
        )
        if easy and not hard:
            yield passed(page)
        else:
            yield cant_tell(page, "hard" if hard else "middling", **where)


def sentence_length(case: Case) -> Iterable[Observation]:
    """No sentence is longer than one breath."""
    limit = data("usability")["long_sentence"]
    for page, found in _texts(case):
        long = sorted((x for x in found if len(words(x[2])) > limit), key=lambda x: -len(words(x[2])))
        yield from _quoted(page, long, lambda s: {"count": len(words(s))})


def nominal_style(case: Case) -> Iterable[Observation]:
    """What happens is said with verbs."""
    table = data("plain")
    for page, found in _texts(case):
        dense = sorted(
            (x for x in found if len(_nominal(x[2])) >= table["nouns_in_sentence"] - 1),
            key=lambda x: -len(_nominal(x[2])),
        )
        nouns = sum(len(_nominal(s)) for _, _, s in found)
        share = 100 * nouns / sum(len(words(s)) for _, _, s in found)
        heavy = dense and len(_nominal(dense[0][2])) >= table["nouns_in_sentence"]
        if share > table["nouns_per_100"] or heavy:
            yield from _quoted(page, dense, lambda s: {"nouns": ", ".join(_nominal(s)[:6])})
        if share <= table["nouns_per_100"] and not heavy and not blind(page):
            yield passed(page)


def _nominal(sentence: str) -> list[str]:
    return [
        w
        for w in words(sentence)
        if _NOMINAL.fullmatch(w) and w.lower() not in word_set("plain", "everyday_nouns")
    ]


def passive_voice(case: Case) -> Iterable[Observation]:
    """It is said who does what."""
    for page, found in _texts(case):
        hidden = [x for x in found if is_passive(x[2])]
        if len(hidden) > data("plain")["passive_share"] * len(found):
            share = round(100 * len(hidden) / len(found))
            yield from _quoted(page, hidden, lambda s, share=share: {"share": share})  # type: ignore[misc]
        elif not blind(page):
            yield passed(page)


def is_passive(sentence: str) -> bool:
    """„wird“ or „werden“ with a participle; the future tense is none."""
    if not _TO_BE_DONE.search(sentence):
        return False
    return any(_is_participle(w) for w in words(sentence) if w[0].islower())


@cache
def _is_participle(word: str) -> bool:
    if word in word_set("plain", "no_participle"):
        return False
    return word in word_set("plain", "strong_participles") or _PARTICIPLE.fullmatch(word) is not None


def abbreviations(case: Case) -> Iterable[Observation]:
    """Abbreviations are written out or explained."""
    for page, found in _texts(case):
        whole = " ".join(s for _, _, s in found)
        unknown: dict[str, tuple[Frame, TextBlock, str, str]] = {}
        for frame, block, sentence in found:
            for short, long in _shortened(sentence, whole):
                unknown.setdefault(short, (frame, block, sentence, long))
        for short, (frame, block, sentence, long) in list(unknown.items())[:_MOST]:
            where = {"node": block, "frame": frame, "quote": excerpt(sentence, 300), "subject": short}
            yield cant_tell(page, "known" if long else "capitals", short=short, long=long, **where)
        if not unknown and not blind(page):
            yield passed(page)


def _shortened(sentence: str, whole: str) -> Iterator[tuple[str, str]]:
    """Abbreviations nobody explains, with the words they stand for if those are known."""
    for entry in data("plain")["hard_abbreviations"]:
        if match := re.search(entry["short"], sentence):
            yield match[0], entry["long"]
    shouted = sum(w.isupper() and len(w) > 1 for w in words(sentence)) > len(words(sentence)) / 3
    for match in () if shouted else _CAPITALS.finditer(sentence):
        short = match[0]
        explained = re.search(rf"\w{{4,}}[^.]{{0,40}}\({short}\)|\b{short}\s?[(:=–-]\s?\w{{4,}}", whole)
        after_law = re.search(rf"(§|Art\.|Abs\.|Nr\.|Artikel)[^.]{{0,30}}{short}", sentence)
        if short not in word_set("plain", "known_capitals") and not explained and not after_law:
            yield short, ""


def paragraphs(case: Case) -> Iterable[Observation]:
    """Running text does without paragraphs of law."""
    for page, found in _texts(case):
        cited = [
            x for x in found if phrase("reference", "plain").search(x[2]) and not _legal_part(x[1], x[2])
        ]
        if len(cited) >= data("plain")["references"]:
            yield from _quoted(page, cited, lambda s: {"law": phrase("reference", "plain").search(s)[0]})  # type: ignore[index]
        elif not blind(page):
            yield passed(page)


def _legal_part(block: TextBlock, sentence: str) -> bool:
    """Where law belongs: under its own heading, or in brackets at the end of a sentence."""
    bare = re.sub(r"\([^()]*\)", "", sentence)
    return bool(
        phrase("legal-heading", "plain").search(block.heading)
        or not phrase("reference", "plain").search(bare)
    )


def officialese(case: Case) -> Iterable[Observation]:
    """Words are those people use."""
    yield from _replaceable(case, "officialese")


def anglicisms(case: Case) -> Iterable[Observation]:
    """German has a word for it."""
    yield from _replaceable(case, "anglicisms")


def _replaceable(case: Case, name: str) -> Iterator[Observation]:
    for page, found in _texts(case):
        hits: dict[str, tuple[Frame, TextBlock, str, str]] = {}
        for frame, block, sentence in found:
            for entry in data("plain")[name]:
                if match := re.search(entry["word"], sentence, re.IGNORECASE):
                    hits.setdefault(match[0].lower(), (frame, block, sentence, entry["better"]))
        for word, (frame, block, sentence, better) in list(hits.items())[: 2 * _MOST]:
            where = {"node": block, "frame": frame, "quote": excerpt(sentence, 300), "subject": word}
            yield cant_tell(page, "word", word=word, better=better, **where)
        if not hits and not blind(page):
            yield passed(page)


def _quoted(
    page: Page, found: list[tuple[Frame, TextBlock, str]], told: Callable[[str], dict[str, object]]
) -> Iterator[Observation]:
    """The worst sentences for a person to look at; passed if there are none and all of the page was seen."""
    for frame, block, sentence in found[:_MOST]:
        where = {"node": block, "frame": frame, "quote": excerpt(sentence, 400), "subject": sentence[:40]}
        yield cant_tell(page, "sentence", **told(sentence), **where)
    if not found and not blind(page):
        yield passed(page)
