"""Reads the data files of ``rules/wording`` and says clearly what is wrong with them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from auditor.paths import data_dir


class WordingError(ValueError):
    """A wording file is broken; the message names file, line, fault and remedy."""

    def __init__(self, path: Path, line: int, fault: str, remedy: str) -> None:
        super().__init__(f"{path.name}:{line}: {fault}. {remedy}")
        self.path, self.line, self.fault, self.remedy = path, line, fault, remedy


def path_of(name: str) -> Path:
    """The file behind a table name."""
    return data_dir("rules") / "wording" / f"{name}.yaml"


@cache
def read(name: str) -> Any:
    """The content of ``rules/wording/<name>.yaml``.

    Raises:
        WordingError: the file is missing or no YAML.
    """
    return read_file(path_of(name))


def read_file(path: Path) -> Any:
    """The content of a YAML file.

    Raises:
        WordingError: the file is missing or no YAML.
    """
    try:
        return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise WordingError(
            path, 0, "file is missing", "Reinstall, or restore it from the repository"
        ) from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise WordingError(
            path, line, f"not valid YAML ({error.problem})", "Mend the indentation or quote the value"
        ) from error


def line_of(path: Path, words: str) -> int:
    """The first line of the file that contains these words, 0 if none does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if words in line), 0)
