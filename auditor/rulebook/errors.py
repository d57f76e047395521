"""What is wrong with a rulebook, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: file below ``rules/``, line (from 1), what is wrong, how to mend it."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} – {self.remedy}"


class RulebookError(Exception):
    """The rulebook cannot be used; ``problems`` lists every mistake of all files, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class UnreadableError(Exception):
    """A file is too broken to go on reading; the problem stands in its report."""


@dataclass
class Report:
    """Collects the problems of one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, what: str, remedy: str) -> None:
        """Note a mistake and go on."""
        self.problems.append(Problem(self.file, max(line, 1), what, remedy))

    def stop(self, line: int, what: str, remedy: str) -> UnreadableError:
        """Note a mistake after which the file makes no sense; to be raised by the caller."""
        self.add(line, what, remedy)
        return UnreadableError()


def choose(word: str, known: Iterable[str]) -> str:
    """A remedy for a word that is not in a vocabulary: the nearest one, or all of them."""
    options = sorted(known)
    near = get_close_matches(word.strip().lower(), options, n=1, cutoff=0.6)
    return f"did you mean “{near[0]}”?" if near else f"choose one of: {', '.join(options)}"
