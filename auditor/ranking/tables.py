"""The basket of services and the size classes, from YAML tables that everybody can read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from auditor.attest.nodes import Value
from auditor.paths import data_dir
from auditor.ranking.model import Basket, BasketService, SizeClass
from auditor.ranking.reading import Reader
from auditor.rulebook.model import Text

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEIKA = re.compile(r"99[0-9]{6,12}")
_DIGITS = 12
_NO_WORDS = Text(de="", en="")


def basket_file() -> Path:
    """The basket that comes with the program."""
    return data_dir("rules") / "ranking" / "basket.yaml"


def load_basket(path: Path | None = None) -> Basket:
    """The basket in a file, by default our own. Its version is made of what it says, not of comments or layout.

    Raises:
        RankingError: the file has mistakes; it lists all of them.
    """
    file = path or basket_file()
    reader = Reader(str(file))
    entries = _entries(file, reader, "mend-basket")
    services = [_service(key, value, reader) for key, value in entries]
    _set_apart(services, dict(entries), reader)
    reader.finish()
    return Basket(version=_version(services), services=tuple(services))


def load_sizes(path: Path | None = None) -> tuple[SizeClass, ...]:
    """The size classes in a file, by default our own, the smallest first.

    Raises:
        RankingError: the file has mistakes; it lists all of them.
    """
    file = path or data_dir("rules") / "ranking" / "sizes.yaml"
    reader = Reader(str(file))
    lines: dict[int, int] = {}
    found = []
    for key, value in _entries(file, reader, "mend-sizes"):
        each = _size(key, value, reader)
        if each.least in lines:
            reader.note(value.line, "sizes-twice", "mend-sizes", word=each.least)
        lines.setdefault(each.least, value.line)
        found.append(each)
    if lines and 0 not in lines:
        reader.note(min(lines.values()), "sizes-start", "mend-sizes")
    reader.finish()
    return tuple(sorted(found, key=lambda each: each.least))


def _entries(file: Path, reader: Reader, hint: str) -> list[tuple[str, Value]]:
    root = reader.root(file)
    if root is None:
        return []
    if root.is_empty:
        reader.note(1, "empty-table", hint)
        return []
    found = list(reader.pairs(root).items())
    for key, value in found:
        if not _ID.fullmatch(key):
            reader.note(value.line, "bad-id", "mend-id", word=key)
    return found


def _service(key: str, value: Value, reader: Reader) -> BasketService:
    found = reader.record(value, ("title",), ("about", "leika", "words", "weight"))
    weight = reader.number(found["weight"]) if "weight" in found else 1.0
    if weight == 0 and reader.text(found["weight"]).strip("0.") == "":
        reader.note(found["weight"].line, "no-weight", "mend-weight")
    title = reader.pair(found.get("title"))
    return BasketService(
        id=key,
        title=title or _NO_WORDS,
        leika=_keys(found.get("leika"), reader),
        words=reader.texts(found.get("words")),
        weight=weight,
        about=reader.pair(found.get("about")),
    )


def _keys(value: Value | None, reader: Reader) -> tuple[str, ...]:
    found = reader.texts(value)
    for key in found:
        if value is not None and not _LEIKA.fullmatch(key):
            reader.note(value.line, "bad-leika", "mend-leika", word=key)
    return found


def _set_apart(services: Sequence[BasketService], entries: Mapping[str, Value], reader: Reader) -> None:
    """No key may mean two services: which of them an offer belongs to would be chance."""
    for one, other in combinations(services, 2):
        for key in other.leika:
            if any(key.startswith(each) or each.startswith(key) for each in one.leika):
                line = entries[other.id].line
                reader.note(line, "leika-taken", "mend-leika-taken", word=key, other=one.id)


def _size(key: str, value: Value, reader: Reader) -> SizeClass:
    found = reader.record(value, ("least", "title"))
    least = reader.number(found["least"]) if "least" in found else 0.0
    return SizeClass(id=key, least=int(least), title=reader.pair(found.get("title")) or _NO_WORDS)


def _version(services: Iterable[BasketService]) -> str:
    parts = []
    for each in services:
        about = (each.about.de, each.about.en) if each.about else ()
        said = (each.id, each.title.de, each.title.en, *about, repr(each.weight))
        parts.append("\x1f".join((*said, "leika", *each.leika, "words", *each.words)))
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:_DIGITS]
