"""Everything the operator named – addresses, files, standard input – as one list of targets."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from auditor.judge.fingerprint import address_key
from auditor.targets.address import check_address, same_key
from auditor.targets.fault import Fault
from auditor.targets.line import line_of
from auditor.targets.model import STDIN, Absent, Duplicate, Note, Place, Problem, Target, Targets
from auditor.targets.offer import Offer
from auditor.targets.register.complete import completed
from auditor.targets.register.model import Register
from auditor.targets.rows import rows_of
from auditor.targets.text import decode
from auditor.targets.xzufi import Dump, Entry, entries, is_xml

Item = Target | Absent | Problem | Note

_ADDRESS_LIKE = re.compile(r"[a-z][a-z0-9+.-]{1,}:/|https?[:;/]|www\.", re.IGNORECASE)
_LIST_NAMES = (".csv", ".tsv", ".txt", ".lst", ".list", ".yaml", ".yml", ".json", ".xml")
_PATTERN = re.compile(r"[*?\[]")


def load_targets(args: Sequence[str], register: Register | None = None) -> Targets:
    """Read every argument: an address, a file or ``-`` for standard input.

    Mistakes never raise; they are collected with file and line, and what could be read is returned beside them. The
    register, if there is one, fills in what the lists leave out about a municipality.
    """
    dump = Dump()
    items = [item for arg in args for item in _read(arg, dump)]
    items += _dumped(dump, register)
    if register is not None:
        items = [each for item in items for each in _completed(item, register)]
    targets, duplicates = _once(item for item in items if isinstance(item, Target))
    problems = tuple(item for item in items if isinstance(item, Problem))
    notes = {item.text(): item for item in items if isinstance(item, Note)}
    return Targets(
        tuple(targets), problems, tuple(duplicates), tuple(notes.values()), tuple(_offers(items, targets))
    )


def _dumped(dump: Dump, register: Register | None) -> Iterator[Item]:
    """The targets of all XZuFi files together, because one may hold what another refers to."""
    for entry in entries(dump, register):
        if isinstance(entry, Entry):
            yield from _items(entry.place, entry.cells)
        else:
            yield entry


def _completed(item: Item, register: Register) -> Iterator[Item]:
    return completed(item, register) if isinstance(item, Target | Absent) else iter((item,))


def _once(found: Iterable[Target]) -> tuple[list[Target], list[Duplicate]]:
    first: dict[str, Target] = {}
    duplicates = []
    for target in found:
        known = first.setdefault(target.key, target)
        if known is not target:
            duplicates.append(Duplicate(target, known))
    return list(first.values()), duplicates


def _offers(items: Iterable[Item], audited: Iterable[Target]) -> Iterator[Offer]:
    """What the lists say, each once; an offer leads to the result of the spelling that is audited."""
    address = {target.key: address_key(target.service.url) for target in audited}
    said = (
        replace(item.offer, address=address[item.key]) if isinstance(item, Target) else item.offer
        for item in items
        if isinstance(item, Target | Absent) and item.offer is not None
    )
    return iter(dict.fromkeys(said))


def _read(arg: str, dump: Dump) -> Iterator[Item]:
    if arg == STDIN:
        return _list(STDIN, "", sys.stdin.buffer.read(), dump)
    if _ADDRESS_LIKE.match(arg) and not _exists(arg):
        return _items(Place(), {"url": arg})
    return _file(arg, dump)


def _exists(arg: str) -> bool:
    try:
        return Path(arg).exists()
    except (OSError, ValueError):
        return False


def _file(arg: str, dump: Dump) -> Iterator[Item]:
    path = Path(arg)
    place = Place(arg)
    try:
        if path.is_dir():
            yield _problem(place, Fault("folder", "mend-folder", {"value": arg}))
            return
        data = path.read_bytes()
    except FileNotFoundError:
        yield _problem(*_missing(arg))
        return
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        yield _problem(place, Fault("unreadable", "mend-missing", {"detail": detail}))
        return
    yield from _list(arg, path.name, data, dump)


def _missing(arg: str) -> tuple[Place, Fault]:
    """Why a name that is no file is none: a pattern, a file mistyped, or an address without its scheme."""
    path = Path(arg)
    if _PATTERN.search(arg):
        return Place(arg), Fault("no-match", "mend-missing")
    named_like_list = arg.lower().endswith(_LIST_NAMES)
    if not named_like_list:
        address = check_address(arg)
        if isinstance(address, Fault) and address.key == "no-scheme":
            return Place(), address
    siblings = [p.name for p in path.parent.iterdir() if p.is_file()] if path.parent.is_dir() else []
    near = get_close_matches(path.name, siblings, n=1, cutoff=0.75)
    if near:
        return Place(arg), Fault("missing", "did-you-mean", {"suggestion": str(path.with_name(near[0]))})
    if named_like_list or re.search(r"[/\\]", arg):
        return Place(arg), Fault("missing", "mend-missing")
    return Place(), Fault("no-target", "mend-target", {"value": arg})


def _list(source: str, name: str, data: bytes, dump: Dump) -> Iterator[Item]:
    if is_xml(data):
        yield from dump.read(source, data)
        return
    text = decode(data)
    if isinstance(text, Fault):
        yield _problem(Place(source), text)
        return
    empty = True
    for row in rows_of(text, name):
        empty = False
        place = Place(source, row.line)
        if row.fault is not None:
            yield _problem(place, row.fault)
        else:
            yield from _items(place, row.cells)
    if empty:
        yield _problem(Place(source), Fault("empty", "mend-empty"))


def _items(place: Place, cells: dict[str, str]) -> Iterator[Item]:
    line = line_of(cells)
    if isinstance(line, tuple):
        yield from (_problem(place, fault) for fault in line)
    elif line.service is not None:
        yield Target(line.service, place, same_key(line.service.url), line.offer)
    elif line.offer is not None:
        yield Absent(line.offer, place, line.municipality)


def _problem(place: Place, fault: Fault) -> Problem:
    return Problem(place, fault.key, fault.params, fault.hint)
