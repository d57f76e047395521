"""Reads ``rules/chapters.yaml``."""

from __future__ import annotations

from pathlib import Path

from auditor.rulebook.errors import Report, choose
from auditor.rulebook.model import Chapter
from auditor.rulebook.source import Mapping, parse_yaml, read_text
from auditor.rulebook.texts import read_text_pair

FILE = "chapters.yaml"
_TEXTS = ("title", "about", "reason")


def read_chapters(path: Path, report: Report) -> tuple[Chapter, ...]:
    """The chapters in the order of the file; mistakes are in the report.

    Raises:
        UnreadableError: the file is missing or no YAML.
    """
    if not path.is_file():
        raise report.stop(1, "the file is missing", "every rulebook needs its table of chapters")
    source = parse_yaml(read_text(path, report), report)
    found = (_chapter(str(key), value, source, report) for key, value in source.plain().items())
    return tuple(chapter for chapter in found if chapter)


def _chapter(key: str, value: object, source: Mapping, report: Report) -> Chapter | None:
    if not isinstance(value, dict):
        report.add(
            source.line(key), f"chapter {key} is no mapping", "give it title, about, weight and reason"
        )
        return None
    for name in sorted(set(value) - {*_TEXTS, "weight"}):
        report.add(source.line(key, name), f"unknown key “{name}”", choose(name, [*_TEXTS, "weight"]))
    texts = {name: read_text_pair(value.get(name), source, (key, name), report) for name in _TEXTS}
    weight = value.get("weight")
    if not isinstance(weight, int) or isinstance(weight, bool) or weight < 0:
        report.add(
            source.line(key, "weight"), f"weight of chapter {key} is no whole number", "write weight: 5"
        )
        return None
    if None in texts.values():
        return None
    return Chapter.model_validate({"id": key, "weight": weight, **texts})
