"""Whether the title of a page or link names a service that somebody looks for, and how sure that is.

German compounds, plurals, umlauts and the order of the words do not matter: „Hundesteuer-Anmeldung“, „Hundesteuer
anmelden“ and „Anmeldung zur Hundesteuer“ are one. What is *done* does matter: who looks for the registration of a
trade is not helped by its deregistration. The words are data (``titles.yaml``); nothing is ever judged by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from auditor.wording.fold import normalise
from auditor.wording.source import read_file

Grade = Literal["sure", "likely", "look"]
GRADES: tuple[Grade, ...] = ("sure", "likely", "look")

_FILE = Path(__file__).with_name("titles.yaml")
_LONGEST = 200  # characters; what is longer is a paragraph, and only its beginning names it
_MOST_REST = 3  # words about something else beyond which a title is hardly about the service
_LEAST_STEM = 4
_LEAST_PART = 5  # letters a word needs before a longer word that holds it counts as its compound
_END = 3
_ENDING = re.compile(r"(?:innen|ern|en|er|es|em|e|s|n)\Z")
_WORD = re.compile(r"-?\w[\w'’]*-?")
_TOGETHER = re.compile(r"(\w+)-(?=\w)")
_PATH_PARTS = 2
_PATH_CUT = re.compile(r"[-_+.,;:()\s]+|(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_SUFFIX = re.compile(r"\.(?:html?|php|aspx?|jsp|do)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """A title names the service. ``words`` are those of the service's names that fitted; ``rest`` counts words of the
    title that say something else."""

    grade: Grade
    words: str
    rest: int

    @property
    def rank(self) -> tuple[int, int]:
        """Orders matches, the surest first."""
        return GRADES.index(self.grade), self.rest

    def at_best(self, grade: Grade) -> Match:
        """The same match, no surer than ``grade``."""
        worse = max(GRADES.index(self.grade), GRADES.index(grade))
        return Match(GRADES[worse], self.words, self.rest)


@dataclass(frozen=True, slots=True)
class Reading:
    """A title taken apart: what it is about, and what is done.

    ``topics`` are stems, ``written`` the same words as they stand there (a hyphen at the end says that the rest is left
    out). ``acts`` leaves out those that are plain. ``never`` says that it is about something else altogether.
    """

    topics: tuple[str, ...]
    written: tuple[str, ...]
    acts: frozenset[str]
    never: bool

    @property
    def silent(self) -> bool:
        """Whether it says nothing of the matter („Online beantragen“, „mehr“)."""
        return not self.topics and not self.acts


class Names:
    """The names of one service, ready to be looked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._phrases = tuple(
            (phrase, read_title(phrase)) for phrase in dict.fromkeys(words) if phrase.strip()
        )
        self._acts = frozenset(act for _, reading in self._phrases for act in reading.acts)
        self._own = frozenset(topic for _, reading in self._phrases for topic in reading.topics)
        moves = [reading.acts & _moves() for _, reading in self._phrases if reading.acts & _moves()]
        # „Gewerbe an-, um- und abmelden“ names two services more than the one that all of its names have in common
        self._core = frozenset.intersection(*moves) if moves else frozenset()
        self._core = self._core or frozenset(act for acts in moves for act in acts)
        self._ends = frozenset(end for topic in self._own for end in _ends(topic))
        self._bare = any(not reading.topics for _, reading in self._phrases)
        self._never = any(reading.never for _, reading in self._phrases)

    @property
    def letters(self) -> frozenset[str]:
        """The first letters under which an A–Z may list the service; capitals, without umlauts."""
        words = (word for phrase, _ in self._phrases for word in _words(normalise(phrase)))
        return frozenset(
            word[0].upper() for word in words if word not in _table()["silent"] and word[0].isalpha()
        )

    def match(self, title: str) -> Match | None:
        """How the title names the service; None if it does not."""
        reading = read_title(title)
        if (reading.never and not self._never) or not self._may_fit(reading):
            return None
        found = (self._fit(phrase, wanted, reading) for phrase, wanted in self._phrases)
        fits = [match for match in found if match is not None]
        # among equals the longest name, then the alphabet, so that the order of names does not matter
        return min(fits, key=lambda m: (m.rank, -len(m.words), m.words), default=None)

    def _may_fit(self, title: Reading) -> bool:
        """A cheap question first: most addresses of a sitemap share no beginning or end of a word with a service."""
        if not title.topics:
            return self._bare
        return any(not self._ends.isdisjoint(_ends(topic)) for topic in title.topics)

    def _fit(self, phrase: str, wanted: Reading, title: Reading) -> Match | None:
        covered = _covered(wanted, title)
        acts = self._telling(title.acts)
        if covered is None or self._opposed(acts):
            return None
        strange = set(title.topics) - covered.topics
        rest = len(strange - self._own)
        if not wanted.topics and (strange or not wanted.acts & acts):
            return None  # „Ummeldung“ alone is found in „Ummeldung“, not in that of a trade
        vague = not wanted.topics and acts <= _vague()
        if covered.partly or vague or rest > _MOST_REST or (acts and not acts & (wanted.acts or self._acts)):
            grade: Grade = "look"
        elif rest or (wanted.acts and not acts):
            grade = "likely"
        else:
            grade = "sure"
        return Match(grade, phrase, rest)

    def _telling(self, acts: frozenset[str]) -> frozenset[str]:
        """Where nothing is registered, changed or deregistered, „anmelden“ is just another word for applying."""
        return acts if self._acts & _moves() else acts - {"register"}

    def _opposed(self, acts: frozenset[str]) -> bool:
        """Whether the title is of a sister service: the deregistration, where the registration is looked for."""
        told = acts & _moves()
        return bool(self._core and told) and not self._core & told


@dataclass(frozen=True, slots=True)
class _Cover:
    """Which topics of a title the topics of a name account for; ``partly`` if only as part of a compound."""

    topics: frozenset[str]
    partly: bool


def _covered(wanted: Reading, title: Reading) -> _Cover | None:
    used: set[str] = set()
    partly = False
    if (together := stem("".join(wanted.written))) in title.topics:
        return _Cover(frozenset({together}), partly=False)
    for topic, word in zip(wanted.topics, wanted.written, strict=True):
        if whole := _whole(topic, word, title):
            used |= whole
            continue
        parts = {other for other in title.topics if len(topic) >= _LEAST_PART and _compound(topic, other)}
        if not parts:
            return None
        used |= parts
        partly = True
    return _Cover(frozenset(used), partly)


def _whole(topic: str, word: str, title: Reading) -> set[str]:
    """The topics of the title that are this one: as one word, as two („Parkausweis für Bewohner“), or with a part
    left out („Geburts- und Sterbeurkunde“)."""
    if topic in title.topics:
        return {topic}
    pairs = list(zip(title.topics, title.written, strict=True))
    for first, written in pairs:
        rest = word.removeprefix(written.rstrip("-"))
        if rest in {word, ""}:
            continue
        left_out = written.endswith("-")
        for second, other in pairs:
            if second != first and (_joins(rest, other) or (left_out and other.endswith(rest))):
                return {first, second} if _joins(rest, other) else {first}
    return set()


def _joins(rest: str, second: str) -> bool:
    """Whether ``rest`` of a compound is this word, with the sounds that join compounds between."""
    same = {stem(joint + second) for joint in ("", "s", "n", "en", "er", "e", "es")}
    return len(second) >= _LEAST_STEM and stem(rest) in same


def _ends(topic: str) -> tuple[str, str]:
    """How a word begins and ends; what fits it, whole or in part, shares one of both."""
    return f"{topic[:_END]}…", f"…{topic[-_END:]}"


def _compound(topic: str, other: str) -> bool:
    """Whether the longer word is mostly this one: a „Gewerbegebiet“ has little of a trade in it."""
    return len(topic) * 2 > len(other) and (other.startswith(topic) or other.endswith(topic))


@lru_cache(maxsize=65536)
def read_title(text: str) -> Reading:
    """Take a title apart."""
    folded = normalise(text[:_LONGEST])
    never = any(word in folded.replace("-", "") for word in _table()["never"])
    topics: dict[str, str] = {}
    acts: set[str] = set()
    for word in _words(folded):
        topic, act = _split(word)
        if act is not None and not _table()["acts"][act].get("plain"):
            acts.add(act)
        if topic and topic not in _table()["silent"]:
            key = stem(topic.rstrip("-"))
            topics[key] = min(topics.get(key, topic), topic, key=len)  # „Bewohnerinnen und Bewohner“ are one
    return Reading(tuple(topics), tuple(topics.values()), frozenset(acts), never)


def _words(folded: str) -> Iterator[str]:
    """The words, those joined by a hyphen apart; „An- und Abmeldung“ has both its words."""
    elliptic = _table()["elliptic"]
    particles = "|".join(elliptic["particles"])
    for found in _WORD.findall(_TOGETHER.sub(r"\1 ", folded)):
        left_out = re.fullmatch(rf"-?(\w*?)({particles})-", found)
        word = f"{left_out[1]}{left_out[2]}{elliptic['completed']}" if left_out else found.lstrip("-")
        if len(word.rstrip("-")) > 1 and not word.isdigit():
            yield word


def _split(word: str) -> tuple[str, str | None]:
    """A word as its topic and its act: „gewerbeanmeldung“ → „gewerbe“, register."""
    for form, act in _stems():
        at = word.find(form)
        if (at == 0 or at >= _LEAST_STEM - 1) and _is_ending(word[at + len(form) :]):
            return word[:at], act
    return word, None


@lru_cache(maxsize=4096)
def _is_ending(rest: str) -> bool:
    data = _table()
    if rest in data["endings"]:
        return True
    return any(rest.endswith(tail) and rest.removesuffix(tail) in data["endings"] for tail in data["tails"])


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its inflection: „Hunde“, „Hund“ and „Hundes“ are one. Not for reading."""
    bare = word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    while len(shorter := _ENDING.sub("", bare)) >= _LEAST_STEM and shorter != bare:
        bare = shorter
    return bare


@lru_cache(maxsize=65536)
def path_title(url: str) -> str:
    """What the end of an address's path says, as words: ``/a-z/hundesteuer-anmelden.html`` → „hundesteuer anmelden“."""
    parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
    last = next(
        (part for part in reversed(parts[-_PATH_PARTS:]) if re.search(r"[^\W\d_]{3}", _bare(part))), ""
    )
    return " ".join(
        word for word in _PATH_CUT.split(_bare(last)) if not re.search(r"\d", word) and len(word) > 1
    )


def _bare(part: str) -> str:
    name = _SUFFIX.sub("", part)
    return "" if name.lower() in {"index", "show", "detail", "details", "default", "start"} else name


@lru_cache(maxsize=65536)
def doubtful_path(url: str) -> bool:
    """Whether the address stands among news, archives or law."""
    parts = {part.lower() for part in urlsplit(url).path.split("/")[:-1]}
    return bool(parts & set(_table()["doubtful_paths"]))


@cache
def _table() -> dict[str, Any]:
    data: dict[str, Any] = read_file(_FILE)
    return {**data, "silent": frozenset(data["silent"]), "endings": frozenset(data["endings"])}


@cache
def _moves() -> frozenset[str]:
    """The acts of which one service has one, and its sisters the others."""
    return frozenset(act for act, about in _table()["acts"].items() if about.get("move"))


@cache
def _vague() -> frozenset[str]:
    """The acts that alone may be something else: „Anmeldung“ is what logins are called as well."""
    return frozenset(act for act, about in _table()["acts"].items() if about.get("vague"))


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    """Stems with their acts, the longest first."""
    pairs = [(form, act) for act, about in _table()["acts"].items() for form in about["stems"]]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))
