"""What is wrong with a file of the ranking, said so that the operator can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from auditor.catalogue import DEFAULT, catalogue

_MESSAGES = Path(__file__).with_name("messages.yaml")


def say(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A message of this room."""
    return catalogue(_MESSAGES).say(key, lang, **params)


@dataclass(frozen=True)
class Problem:
    """A mistake in a file: what is wrong (``key``) and the remedy (``hint``), both with their parameters."""

    file: str
    line: int
    key: str
    hint: str
    params: dict[str, object] = field(default_factory=dict)

    def text(self, lang: str = DEFAULT) -> str:
        """Place, mistake and remedy in one line."""
        place = say("place", lang, file=self.file, line=self.line)
        return f"{place}: {say(self.key, lang, **self.params)} {say(self.hint, lang, **self.params)}"


class RankingError(Exception):
    """A file of the ranking has mistakes and was not used; ``problems`` lists all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(problem.text("en") for problem in self.problems))

    def text(self, lang: str = DEFAULT) -> str:
        """All mistakes, one a line, and their number."""
        lines = [problem.text(lang) for problem in self.problems]
        return "\n".join([*lines, say("summary", lang, count=len(lines))])
