"""YAML in which every value keeps its line and its text as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_NULL = "tag:yaml.org,2002:null"


class BrokenYamlError(Exception):
    """The text is no YAML; ``line`` from 1."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line, self.detail = line, detail


@dataclass(frozen=True)
class Value:
    """A value and the line of its key, from 1. ``node`` is None for an empty file."""

    line: int
    node: Any

    @property
    def text(self) -> str | None:
        """Its words on one line; None where it is no plain text."""
        if not isinstance(self.node, ScalarNode):
            return None
        return "" if self.node.tag == _NULL else " ".join(str(self.node.value).split())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return self.node is None or self.text == ""

    def pairs(self) -> Iterator[tuple[str, Value]] | None:
        """Keys and values of a mapping in order, repeated ones too; None where it is no mapping."""
        if not isinstance(self.node, MappingNode):
            return None
        return ((str(key.value), Value(_line(key), value)) for key, value in self.node.value)

    def items(self) -> tuple[Value, ...]:
        """The entries of a list; a single value is a list of one."""
        if isinstance(self.node, SequenceNode):
            return tuple(Value(_line(each), each) for each in self.node.value)
        return (self,)


def compose(text: str) -> Value:
    """The whole file.

    Raises:
        BrokenYamlError: it is no YAML.
    """
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, RecursionError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        detail = " ".join(str(getattr(error, "problem", None) or type(error).__name__).split())
        raise BrokenYamlError(mark.line + 1 if mark is not None else 1, detail) from None
    return Value(1, root)


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
