"""Finds the names of people in German text: after a title, a task, a room, or by a known first name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from auditor.publish.mask_words import either, ends, fold, words

NAME = "[Name]"

How = Literal["courtesy", "learned", "sure", "loose", "known"]
"""What leads to a name. ``courtesy`` (Frau) and ``learned`` (Dr.): what follows is one. ``sure`` (Sachbearbeiter): it
is one unless it looks like an office or a thing. ``loose`` (Leitung): likewise, but one unknown word is no name.
``known``: only with a first name, a frequent surname or an initial."""

_MOST_WORDS = 3
_MOST_DEGREES = 8
_BLANK = r"[ \t\u00a0\u202f]"
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"{_BLANK}*((?:{_LETTER}\.{_BLANK}?-?){{1,3}}(?!\w)|(?:{_LETTER}|['’](?={_LETTER})|-(?={_LETTER}))+)(?![\d_])"
)
_HOUSE_NUMBER = re.compile(r"\.?\s*\d")
_COMMA = re.compile(rf",{_BLANK}*")
_AND = re.compile(rf"{_BLANK}*(?:und|oder|bzw\.|and|or|[/&,]){_BLANK}*")
_GENDER = r"(?:(?:[*:_/]|/-|\()?[iI]n(?:nen)?\)?|/-?in)?"
_BEFORE = r"(?<![\w-])"


@dataclass(frozen=True)
class _Word:
    """One word after a lead; ``start`` … ``end`` without the blanks before it."""

    text: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def initial(self) -> bool:
        return self.text.endswith(".")

    @property
    def first_name(self) -> bool:
        return all(part in words("first_names") for part in self.folded.split("-"))

    @property
    def surname(self) -> bool:
        return any(part in words("surnames") for part in self.folded.split("-"))

    @property
    def known(self) -> bool:
        return self.initial or self.first_name or self.surname


def without_names(text: str) -> str:
    """The text with a marker for every name of a person."""
    for lead, how in _leads():
        text = _after(text, lead, how)
    return _bare(_before_rooms(text))


@cache
def _leads() -> tuple[tuple[re.Pattern[str], How], ...]:
    colon = rf"(?:{_BLANK}*[:(–-]|{_BLANK}+(?:ist|sind|war|is|are)(?=\s)|)\s{{1,3}}|(?<=\(|:)"
    lookback = r"(?<!bis )(?<![-–,+&] )(?<![-–,+&])(?<!und )(?<!u\. )"
    room = rf"(?:{either('numbers', 'rooms')})(?:{_BLANK}?Nr\.?)?{_BLANK}?[A-Z]?{_BLANK}?\d[\d./]*[a-z]?"
    return (
        (re.compile(rf"{_BEFORE}(?i:{either('courtesy')})(?:(?<=\.)\s{{0,2}}|\s{{1,2}})"), "courtesy"),
        (re.compile(rf"{_BEFORE}(?i:{either('learned')})(?:(?<=\.)\s{{0,2}}|\s{{1,2}})"), "learned"),
        (re.compile(rf"{_BEFORE}{lookback}(?i:{either('doubtful')})\s{{0,2}}"), "sure"),
        (re.compile(rf"{_BEFORE}(?i:{either('roles')}){_GENDER}(?:{colon}\(?)"), "sure"),
        (re.compile(rf"{_BEFORE}(?i:{either('loose')}){_GENDER}(?:{colon}\(?)"), "loose"),
        (re.compile(rf"{_BEFORE}(?i:{room})\s?[:(]\s?"), "sure"),
        (re.compile(rf"{_BEFORE}(?i:{room})\s?[,–-]?\s"), "known"),
    )


def _after(text: str, lead: re.Pattern[str], how: How) -> str:
    out, at = [], 0
    for match in lead.finditer(text):
        if match.start() < at:
            continue
        for start, end in _spans(text, _degrees(text, match.end()), how):
            out += [text[at:start], NAME]
            at = end
    return "".join([*out, text[at:]])


def _degrees(text: str, at: int) -> int:
    """The place behind academic and other titles."""
    match = _degrees_there().match(text, at)
    return match.end() if match else at


@cache
def _degrees_there() -> re.Pattern[str]:
    return re.compile(rf"(?:(?i:{either('degrees')})(?:(?<=\.){_BLANK}*|{_BLANK}+)){{1,{_MOST_DEGREES}}}")


def _spans(text: str, at: int, how: How) -> Iterator[tuple[int, int]]:
    """The name at a place, and known ones joined to it by „und“ or a stroke."""
    span = _name(text, at, how)
    while span is not None:
        yield span
        joint = _AND.match(text, span[1])
        span = _name(text, _degrees(text, joint.end()), "known") if joint else None


def _name(text: str, at: int, how: How) -> tuple[int, int] | None:
    found = _words(text, at, how)
    if not found or (found[-1].initial and len(found) == 1 and how not in {"courtesy", "learned"}):
        return None
    if how == "known" and not any(each.known for each in found):
        return None
    if how == "loose" and len(found) == 1 and not found[0].known:
        return None
    end = found[-1].end
    if (comma := _COMMA.match(text, end)) and (given := _word(text, comma.end())) and given.first_name:
        end = given.end  # „Müller, Anna“
    begin = _word(text, at)  # a particle or the name itself
    return (begin or found[0]).start, end


def _words(text: str, at: int, how: How) -> list[_Word]:
    """The words of the name; none where it is the name of a street or a house."""
    found: list[_Word] = []
    while len(found) < _MOST_WORDS:
        start = _particles(text, at, found)
        word = _word(text, start)
        place = _place(text, word, found, how) if word else ""
        if place == "whole":
            return []
        if word is None or place == "next" or not _may(word, found, how):
            break
        found.append(word)
        at = word.end
    else:
        follower = _word(text, at)
        if follower and _place(text, follower, found, how) == "whole":
            return []
    return found


def _word(text: str, at: int) -> _Word | None:
    match = _TOKEN.match(text, at)
    if match is None:
        return None
    return _Word(match[1].rstrip(), match.start(1), match.start(1) + len(match[1].rstrip()))


def _particles(text: str, at: int, found: list[_Word]) -> int:
    """The place behind „von der“, at the beginning of a name or behind a first name."""
    if found and not (found[-1].first_name or found[-1].initial):
        return at
    while (word := _word(text, at)) and word.text.islower() and word.folded in words("particles"):
        at = word.end
    return at


def _may(word: _Word, found: list[_Word], how: How) -> bool:
    """Whether the word can belong to a name that begins with the ones found."""
    folded = word.folded
    if folded in words("never") or not (
        word.text[0].isupper() or (folded in words("surnames") and how == "courtesy")
    ):
        return False
    led = how in {"courtesy", "learned"} and not found
    if led or word.initial:
        return True
    if folded.endswith(ends("office_ends")):
        return False
    if found and (found[-1].first_name or found[-1].initial):
        return True
    return folded not in words("seldom") and not folded.endswith(ends("thing_ends"))


def _place(text: str, word: _Word, found: list[_Word], how: How) -> Literal["", "whole", "next"]:
    """Whether the word makes the ones before it a place (whole), or begins an address behind them (next)."""
    *before, last = word.folded.split("-")
    numbered = _HOUSE_NUMBER.match(text, word.end) is not None
    given = all(each.first_name for each in found)
    if before:
        place = last in words("places", "sure") | words("places", "hyphened")
        if place or (numbered and last in words("places", "numbered")):
            return "whole" if given else "next"
        return ""
    if not found or (given and len(found) == 1 and not numbered and last not in words("places", "sure")):
        return ""
    if last in words("places", "sure") and (numbered or how != "courtesy"):
        return "whole"
    if last in words("places", "numbered") and (numbered or (how in {"learned", "known"} and not given)):
        return "whole"
    return "next" if len(last) > len("strasse") and last.endswith(ends("places", "ends")) else ""


@cache
def _room_after() -> re.Pattern[str]:
    rooms = rf"(?:{either('numbers', 'rooms')})(?:{_BLANK}?Nr\.?)?{_BLANK}?[A-Z]?{_BLANK}?\d"
    word = rf"{_LETTER}(?:{_LETTER}|['’-]){{0,60}}"
    run = (
        rf"(?:{_LETTER}\.{_BLANK}?-?){{0,3}}{word}(?:,?{_BLANK}(?:{_LETTER}\.{_BLANK}?){{0,2}}{word}){{0,2}}"
    )
    return re.compile(
        rf"(^|[;:|•·\n(]\s?|[.,]\s|{_BLANK}){_BEFORE}({run})(?={_BLANK}?[,(–-]?{_BLANK}?(?i:{rooms}))",
        re.MULTILINE,
    )


def _before_rooms(text: str) -> str:
    """Names in a directory: „Müller, Zimmer 12“."""

    def put(match: re.Match[str]) -> str:
        begins = match[1] == "" or match[1][0] in ";:|•·\n"
        how: How = "sure" if begins and not fold(match[2]).endswith(ends("places", "towns")) else "known"
        span = _name(match[2], 0, how)
        whole = span is not None and span == (0, len(match[2]))
        return match[1] + NAME if whole else match.group()

    return _room_after().sub(put, text)


def _bare(text: str) -> str:
    """Names without a lead: a known first name and a surname, or an initial and a frequent surname."""
    out, at, scan = [], 0, 0
    while match := _CAPITAL.search(text, scan):
        start = match.start()
        span = _known(text, start) if text[start].isupper() else None
        if span is None:
            scan = _end_of_token(text, start)
            continue
        out += [text[at : span[0]], NAME]
        at = scan = span[1]
    return "".join([*out, text[at:]])


_CAPITAL = re.compile(rf"(?<![\w'’.-]){_LETTER}")
_LAST_WORD = re.compile(r"(\S+)\s$")


def _end_of_token(text: str, at: int) -> int:
    match = _TOKEN.match(text, at)
    return match.end() if match else at + 1


def _begins(text: str, at: int) -> bool:
    """Whether a name may begin here: not behind „St.“, nor behind another initial („z. B.“)."""
    before = _LAST_WORD.search(text[max(0, at - 20) : at])
    return before is None or (
        fold(before[1]) not in words("places", "before") and re.fullmatch(rf"{_LETTER}\.", before[1]) is None
    )


def _known(text: str, at: int) -> tuple[int, int] | None:
    first = _word(text, at)
    if first is None or not first.known or not _begins(text, at):
        return None
    if first.surname and (comma := _COMMA.match(text, first.end)):
        given = _word(text, comma.end())
        if given and given.first_name and given.text[0].isupper():
            return first.start, given.end
    if not (first.first_name or first.initial):
        return None
    found = _words(text, at, "known")
    if len(found) < 2 or (first.initial and not any(each.surname for each in found[1:])):
        return None
    return found[0].start, found[-1].end
