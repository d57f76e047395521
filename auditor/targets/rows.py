"""The rows of a list, in each of the shapes people save them: addresses, table, YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.targets.row import Row
from auditor.targets.sheet import is_header, table_rows
from auditor.targets.tree import LIST_KEYS, yaml_rows

_COMMENT = re.compile(r"(?:^|\s+)#(?:\s.*)?$|^#.*$")
_YAML_START = re.compile(rf"-\s|---|(?:{'|'.join(LIST_KEYS)})\s*:\s*$", re.IGNORECASE)
_YAML_NAMES = (".yaml", ".yml", ".json")
_TABLE_NAMES = (".csv", ".tsv")


def rows_of(text: str, name: str = "") -> Iterator[Row]:
    """The rows of a list; its shape is told by the file's name, else by its first line."""
    lower = name.lower()
    if lower.endswith(_YAML_NAMES):
        return yaml_rows(text)
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if is_header(first) or (lower.endswith(_TABLE_NAMES) and not _is_lone_address(first)):
        return table_rows(text, first)
    return yaml_rows(text) if _YAML_START.match(first) else _addresses(text)


def _is_lone_address(line: str) -> bool:
    return not line or ("://" in line and not re.search(r"[;,\t|]\s*\S", line))


def _addresses(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        value = _COMMENT.sub("", line).strip()
        if value:
            yield Row(number, {"url": value})
