"""Loads the whole rulebook, or says everything that is wrong with it at once."""

from __future__ import annotations

import hashlib
from codecs import BOM_UTF8
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from auditor.paths import data_dir
from auditor.rulebook import axe, chapters, profiles
from auditor.rulebook.errors import Problem, Report, RulebookError, UnreadableError, choose
from auditor.rulebook.model import Chapter, Profile, Rule, Rulebook
from auditor.rulebook.rulefile import read_rule

_README = "readme.md"
_TABLES = frozenset({"axe", "tables", "wording", "ranking"})  # folders of tables, not of rules
_APART = "ranking"  # what is compared, not how it is judged: it has a version of its own
_VERSION_DIGITS = 12


def load_rulebook(folder: Path | None = None) -> Rulebook:
    """The rulebook in ``folder``, by default the one that comes with the program.

    Raises:
        RulebookError: at least one file is wrong; it lists all mistakes of all files.
        FileNotFoundError: there is no such folder.
    """
    root = folder if folder is not None else data_dir("rules")
    if not root.is_dir():
        raise FileNotFoundError(f"{root} is no folder")
    return _load(root, content_hash(root))


@lru_cache(maxsize=2)
def _load(root: Path, version: str) -> Rulebook:
    """Parsing takes a second, so the same content is parsed once."""
    problems: list[Problem] = []
    known = _chapters(root, problems)
    rules = [*_rules(root, known, problems), *_axe_family(root, problems)]
    _unique(rules, problems)
    ladder = () if problems else _ladder(root, known, rules, problems)
    if problems:
        raise RulebookError(problems)
    return Rulebook(tuple(sorted(rules, key=lambda rule: rule.id)), known, version, ladder)


def _chapters(root: Path, problems: list[Problem]) -> tuple[Chapter, ...]:
    report = Report(chapters.FILE, problems)
    try:
        return chapters.read_chapters(root / chapters.FILE, report)
    except UnreadableError:
        return ()


def _rules(root: Path, known: tuple[Chapter, ...], problems: list[Problem]) -> list[Rule]:
    names = set() if problems else {chapter.id for chapter in known}  # a broken table would blame sound rules
    rules = []
    for path in sorted(root.rglob("*.md")):
        place = path.relative_to(root)
        if path.name.lower() == _README or place.parts[0] in _TABLES:
            continue
        report = Report(place.as_posix())
        if len(place.parts) != 2 or (names and place.parts[0] not in names):
            remedy = choose(place.parts[0], names) if names else "put it there"
            report.add(1, "a rule lives in the folder of its chapter", remedy)
        with suppress(UnreadableError):
            rule = read_rule(path, report)
            rules += [rule] if rule else []
        problems += report.problems
    return rules


def _axe_family(root: Path, problems: list[Problem]) -> tuple[Rule, ...]:
    path = root / axe.FILE
    if not path.is_file():
        return ()
    report = Report(axe.FILE, problems)
    try:
        return axe.read_family(path, report)
    except UnreadableError:
        return ()


def _ladder(
    root: Path, known: tuple[Chapter, ...], rules: list[Rule], problems: list[Problem]
) -> tuple[Profile, ...]:
    """Read last: it names chapters and rules."""
    path = root / profiles.FILE
    if not path.is_file():
        return ()
    report = Report(profiles.FILE, problems)
    try:
        return profiles.read_profiles(path, report, {c.id for c in known}, {r.id for r in rules})
    except UnreadableError:
        return ()


def _unique(rules: list[Rule], problems: list[Problem]) -> None:
    first: dict[str, str] = {}
    for rule in rules:
        if rule.id in first:
            what = f"id “{rule.id}” is already taken by {first[rule.id]}"
            problems.append(
                Problem(rule.source, 2, what, "choose another id; ids are never shared or reused")
            )
        first.setdefault(rule.id, rule.source)


def content_hash(root: Path) -> str:
    """12 hex digits over the rules and tables of a folder.

    The order in which a file system lists files, byte order marks and line endings do not matter.
    """
    digest = hashlib.sha256()
    files = {p.relative_to(root).as_posix(): p for suffix in ("*.md", "*.yaml") for p in root.rglob(suffix)}
    for name, path in sorted(files.items()):
        if path.name.lower() != _README and not name.startswith(f"{_APART}/"):
            content = path.read_bytes().removeprefix(BOM_UTF8).replace(b"\r\n", b"\n").rstrip()
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:_VERSION_DIGITS]
