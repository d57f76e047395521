"""Short messages in German and English, kept as data beside the code that says them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DEFAULT = "de"


class Catalogue:
    """The messages of one YAML file: ``key: {de: "…", en: "…"}`` with blanks in braces."""

    def __init__(self, messages: Mapping[str, Mapping[str, str]]) -> None:
        self._messages = messages

    def say(self, key: str, lang: str = DEFAULT, /, **params: object) -> str:
        """The message in German or English with its blanks filled.

        Raises:
            KeyError: there is no such message, or a blank has no value.
        """
        words = self._messages[key]
        return words["en" if lang == "en" else "de"].format(**params)

    def keys(self) -> frozenset[str]:
        """Names of all messages."""
        return frozenset(self._messages)


@cache
def table(path: Path) -> Any:
    """The content of a YAML file of the package, read once."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@cache
def catalogue(path: Path) -> Catalogue:
    """The messages of a YAML file, read once."""
    return Catalogue(table(path))
