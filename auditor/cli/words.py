"""What the commands say, in German and English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.catalogue import DEFAULT, catalogue

_FILE = Path(__file__).with_name("words.yaml")
LANGS = ("de", "en")


def say(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A message of the command line."""
    return catalogue(_FILE).say(key, lang, **params)


def language_of(args: Sequence[str]) -> str:
    """The language asked for on a command line that may not even be valid."""
    for this, after in zip(args, [*args[1:], ""], strict=True):
        value = after if this == "--lang" else this.removeprefix("--lang=")
        if this.startswith("--lang") and value in LANGS:
            return value
    return DEFAULT
