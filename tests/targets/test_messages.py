"""Every message the room uses exists in both languages, with the same blanks."""

import re
from pathlib import Path
from string import Formatter

from auditor import targets
from auditor.catalogue import table

ROOM = Path(targets.__file__).parent


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_blanks() -> None:
    for key, words in table(ROOM / "messages.yaml").items():
        assert set(words) == {"de", "en"}, key
        assert blanks(words["de"]) == blanks(words["en"]), key


def test_every_message_is_used_and_every_used_one_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
    for key in table(ROOM / "messages.yaml"):
        assert f'"{key}"' in code, f"{key} is never said"
    for key, hint in re.findall(r'Fault\(\s*"([a-z-]+)",\s*"([a-z-]+)"', code):
        assert {key, hint} <= set(table(ROOM / "messages.yaml"))
