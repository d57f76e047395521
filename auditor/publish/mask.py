"""Takes people out of what is quoted from audited pages: names, personal addresses, direct dials, bank accounts.

Where it is not sure it masks: a masked noun hurts nobody, a published clerk does. What is known to be no person
stays: offices, laws, streets, fees, dates, 115. All words are data (``mask.yaml``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

from auditor.publish.clean import clean
from auditor.publish.mask_names import NAME, without_names
from auditor.publish.mask_words import either, fold, words

MAIL, DIAL, ACCOUNT = "[E-Mail]", "[Tel.]", "[IBAN]"

_SOFT_HYPHEN = "\u00ad"
_AT = r"(?:@|%40|\s?(?:\(at\)|\[at\]|\{at\}|\(ät\)|\[ät\])\s?)"
_LOCAL = r"[^\W_](?:[\w.+'’-]*\w)?"
_DOMAIN = r"[^\W_][\w-]*(?:(?:\.|\s?(?:\(dot\)|\[dot\]|\(punkt\)|\[punkt\])\s?)[\w-]+)*"
_ADDRESS = re.compile(rf"(?<![\w.+'’-])({_LOCAL}){_AT}({_DOMAIN})", re.IGNORECASE)
_PARTS = re.compile(r"[._+-]+")

_GERMAN_ACCOUNT = re.compile(r"(?<!\w)DE\d{2}(?:[\s.-]?\d{4}){4}[\s.-]?\d{2}(?!\d)", re.IGNORECASE)
_ANY_ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?(?!\w)")

_DATE = r"\d{1,2}[-/ ]\d{1,2}[-/ ]\d{4}(?!\d)"
_GAP = r"[ \t\u00a0\u202f]?[-–/()][ \t\u00a0\u202f]?|[ \t\u00a0\u202f]"
_NUMBER = re.compile(
    rf"(?<![\w.,§/])(?!{_DATE})(?:\+\d{{2}}|\(?\+\d{{2}}\)?|\(?0)(?:(?:{_GAP}){{0,2}}\d+)+(?!\w|[.,]\d)"
)
_LEAST_DIGITS = 7  # an area code and a short number; a postcode has five
_CENTRAL = re.compile(r"[-–]\s?0{1,3}$")
_EXTENSION = re.compile(r"\d[^\d-]+\d{2,}\s?[-–]\s?\d{1,5}$|\d{2,}[-–]\d{2,}\s?[-–]\s?\d{1,5}$")
_COUNTRY = re.compile(r"^\(?(?:\+|00)49\)?[\s-]*(?:\(0\))?[\s-]*")


@lru_cache(maxsize=1 << 14)  # what a shared form says is quoted on hundreds of pages
def masked(text: str) -> str:
    """The text without people: markers in brackets stand for them.

    Masking twice changes nothing. Invisible characters that could split a name are dropped.
    """
    text = clean(unicodedata.normalize("NFC", clean(text))).replace(_SOFT_HYPHEN, "")
    while (once := _once(text)) != text:  # each round leaves fewer characters outside the markers
        text = once
    return text


def _once(text: str) -> str:
    steps: tuple[Callable[[str], str], ...] = (_accounts, _addresses, without_names, _dials, _numbers)
    for step in steps:
        text = step(text)
    return text


def _accounts(text: str) -> str:
    text = _GERMAN_ACCOUNT.sub(ACCOUNT, text)
    return _ANY_ACCOUNT.sub(lambda m: ACCOUNT if _checks(m.group()) else m.group(), text)


def _checks(account: str) -> bool:
    """The check digits of ISO 13616: the number, its first four characters last, leaves 1 when divided by 97."""
    plain = re.sub(r"\s", "", account)
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def _addresses(text: str) -> str:
    return _ADDRESS.sub(
        lambda m: m.group() if _of_an_office(m[1], m[2]) else f"{MAIL}@{m[2]}",
        text,
    )


def _of_an_office(local: str, domain: str) -> bool:
    """Whether nothing before the @ could be a person's name."""
    own = frozenset(_PARTS.split(fold(domain)))
    whole = fold(local)
    if whole in words("mail", "offices"):
        return True
    return all(not part or part in own or _office(part) for part in _PARTS.split(whole))


def _office(part: str) -> bool:
    return part.isdigit() or part in words("mail", "offices") or _shaped().fullmatch(part) is not None


@cache
def _shaped() -> re.Pattern[str]:
    """A word for an office by its beginning, its end, or a department's letters and number."""
    begins, ends = either("mail", "beginnings"), either("mail", "ends")
    departments = either("mail", "departments")
    return re.compile(rf"(?:{begins})\w*|\w+(?:{ends})|(?:{departments})?\d+[a-z]?")


def _dials(text: str) -> str:
    """Extensions behind a word: „Durchwahl 123“."""
    return _dial().sub(lambda m: f"{m[1]}{DIAL}" if m[2].strip("0") else m.group(), text)


@cache
def _dial() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)((?:{either('numbers', 'dials')})(?:[ ]?Nr\.)?[ ]?:?\s{{0,2}}[-–]?\s?)(\d{{1,6}})(?![\w.,]\d|\d|\w)",
        re.IGNORECASE,
    )


def _numbers(text: str) -> str:
    """Telephone numbers: those with an extension; beside a person also those that may be theirs."""
    person = NAME in text or MAIL in text
    return _NUMBER.sub(lambda m: DIAL if _of_a_person(m.group(), person) else m.group(), text)


def _of_a_person(number: str, person: bool) -> bool:
    digits = re.sub(r"\D", "", number)
    plain = ("+" if number.lstrip("(").startswith("+") else "") + digits
    if len(digits) < _LEAST_DIGITS or plain.startswith(tuple(words("numbers", "services"))):
        return False
    if _CENTRAL.search(number):
        return False
    return person or _EXTENSION.search(_COUNTRY.sub("0", number)) is not None
