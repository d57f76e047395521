"""Reads YAML so that every value still knows its line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from auditor.rulebook.errors import Report


def read_text(path: Path, report: Report) -> str:
    """The file as text with plain line feeds.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise report.stop(line, "not UTF-8", "save the file with the encoding UTF-8") from None


@dataclass(frozen=True)
class Mapping:
    """A YAML mapping; ``first`` is the file's line (from 1) where its ``text`` begins."""

    data: dict[str, Any]
    text: str
    first: int

    def line(self, *path: str) -> int:
        """Line of the key at this path, or of its nearest parent that has one."""
        node, line = self._remembering, self.first
        for key in path:
            position = getattr(getattr(node, "lc", None), "data", None) or {}
            if key not in position:
                break
            line = self.first + position[key][0]
            node = node[key]
        return line

    @cached_property
    def _remembering(self) -> Any:
        """The content with the lines of its keys: ten times slower to read, so only for error messages."""
        return YAML(typ="rt").load(self.text)

    def plain(self) -> dict[str, Any]:
        """The content."""
        return self.data


def parse_yaml(text: str, report: Report, first: int = 1) -> Mapping:
    """Parse a YAML mapping.

    Raises:
        UnreadableError: it is no YAML, names a key twice, or is no mapping.
    """
    try:
        data = YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        line = first + error.problem_mark.line if error.problem_mark else first
        what = " ".join(str(error.problem or "this is no YAML").split())
        raise report.stop(line, what, _yaml_remedy(what)) from None
    except YAMLError as error:
        raise report.stop(first, " ".join(str(error).split()), _yaml_remedy("")) from None
    if not isinstance(data, dict):
        raise report.stop(first, "expected “key: value” lines", "see docs/architecture.md for the format")
    return Mapping(data, text, first)


def _yaml_remedy(what: str) -> str:
    if "duplicate key" in what:
        return "keep one of the two"
    return "check indentation and colons; put texts in straight double quotes"
