"""Lists saved as YAML: addresses, or entries with the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from auditor.targets.fault import Fault
from auditor.targets.row import Row, column_twice
from auditor.targets.values import IGNORED, column_of, unknown_column

_NULL = "tag:yaml.org,2002:null"
LIST_KEYS = ("services", "targets", "dienste", "leistungen")


def yaml_rows(text: str) -> Iterator[Row]:
    """The entries of a YAML list."""
    # nodes keep every value as it was written, so a municipality key keeps its leading zero
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        detail = getattr(error, "problem", None) or type(error).__name__
        line = mark.line + 1 if mark is not None else 1
        yield Row(line, fault=Fault("broken-yaml", "mend-yaml", {"detail": str(detail)}))
        return
    if root is None:
        return
    entries = _entries(root)
    if entries is None:
        yield Row(_line(root), fault=Fault("yaml-shape", "mend-yaml"))
        return
    for entry in entries:
        yield from _yaml_row(entry)


def _entries(root: Node) -> list[Node] | None:
    if isinstance(root, SequenceNode):
        return list(root.value)
    if isinstance(root, MappingNode):
        for key, value in root.value:
            if str(key.value).lower() in LIST_KEYS and isinstance(value, SequenceNode):
                return list(value.value)
    return None


def _yaml_row(entry: Node) -> Iterator[Row]:
    if isinstance(entry, ScalarNode):
        yield Row(_line(entry), {"url": _scalar(entry)})
        return
    if not isinstance(entry, MappingNode):
        yield Row(_line(entry), fault=Fault("yaml-shape", "mend-yaml"))
        return
    cells: dict[str, str] = {}
    names: dict[str, str] = {}
    faults: list[Row] = []
    for key, value in entry.value:
        name = str(key.value)
        column = column_of(name)
        if name.startswith(IGNORED):
            continue
        if column is None:
            faults.append(Row(_line(key), fault=unknown_column(name)))
        elif column in names:
            faults.append(Row(_line(key), fault=column_twice(column, names[column], name)))
        elif not isinstance(value, ScalarNode):
            faults.append(Row(_line(value), fault=Fault("yaml-value", "mend-yaml", {"column": name})))
        else:
            names[column] = name
            cells[column] = _scalar(value)
    yield from faults
    yield Row(_line(entry), cells)


def _scalar(node: ScalarNode) -> str:
    return "" if node.tag == _NULL else str(node.value)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
