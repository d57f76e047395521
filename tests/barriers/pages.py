"""The barrier corpus: one barrier per page, and the same page without it.

``python -m tests.barriers.pages`` prints how many pages each criterion has; with a folder it writes them all as files.
"""

from __future__ import annotations

import base64
import html
import io
import re
import sys
import wave
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

HERE = Path(__file__).parent

#: ``{~~bad~>good~~}``, ``{--only bad--}``, ``{++only good++}``
_CHANGE = re.compile(r"\{~~(.*?)~>(.*?)~~\}|\{--(.*?)--\}|\{\+\+(.*?)\+\+\}", re.DOTALL)
_ENTRY = re.compile(r"^## (?P<slug>\S+)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"^- (\w+): (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ASSET = re.compile(r"assets/([a-z]+\.[a-z]+)")

_TYPES = {".svg": "image/svg+xml", ".webm": "video/webm", ".wav": "audio/wav"}
_PLAIN = """<!DOCTYPE html>
<html $html>
<head><meta charset="utf-8"><meta name="viewport" content="$viewport"><title>$title</title>
<style>
$base
</style>
$css</head>
<body>
$main
$js</body>
</html>
"""


@dataclass(frozen=True)
class Barrier:
    """A barrier, the page that has it, and its innocent twin.

    ``sc`` is the criterion broken, ``also`` names others that the same barrier breaks by itself; ``person`` says
    that in the end only a person can tell.
    """

    id: str
    sc: str
    sentence: str
    bad: str
    good: str
    also: tuple[str, ...] = ()
    person: bool = False

    @property
    def criteria(self) -> frozenset[str]:
        """All criteria by which the barrier may rightly be reported."""
        return frozenset({self.sc, *self.also})


def load(folder: Path = HERE / "criteria") -> list[Barrier]:
    """All barriers, by criterion."""
    files = sorted(folder.glob("*.md"), key=lambda f: [int(n) for n in f.stem.split(".")])
    return [barrier for file in files for barrier in _read(file)]


def index(barriers: list[Barrier]) -> dict[str, int]:
    """How many pages there are for each criterion."""
    return dict(Counter(b.sc for b in barriers))


def _read(file: Path) -> Iterator[Barrier]:
    for entry in _ENTRY.finditer(file.read_text(encoding="utf-8")):
        head, _, code = entry["body"].partition("```")
        blanks = dict(_BLANK.findall(head))
        parts = dict(_FENCE.findall("```" + code))
        yield Barrier(
            id=f"{file.stem}/{entry['slug']}",
            sc=file.stem,
            sentence=_BLANK.sub("", head).strip(),
            bad=_page(blanks, parts, good=False),
            good=_page(blanks, parts, good=True),
            also=tuple(re.split(r",\s*", blanks["also"])) if "also" in blanks else (),
            person=blanks.get("person") == "yes",
        )


def _side(text: str, *, good: bool) -> str:
    """The text as it stands on the bad or on the good page."""
    return _CHANGE.sub(lambda m: (m[2] or m[4] or "") if good else (m[1] or m[3] or ""), text)


def _page(blanks: dict[str, str], parts: dict[str, str], *, good: bool) -> str:
    parts = {name: _side(text, good=good) for name, text in parts.items()}
    css, script = parts.get("css", "").strip(), parts.get("js", "").strip()
    head = _side(blanks.get("head", ""), good=good)
    page = Template(_shell(blanks["page"])).substitute(
        html=_side(blanks.get("html", 'lang="de"'), good=good),
        viewport=_side(blanks.get("viewport", "width=device-width, initial-scale=1"), good=good),
        title=_side(blanks["title"], good=good) if "title" in blanks else _title(parts["html"]),
        css=head + (f"<style>\n{css}\n</style>\n" if css else ""),
        base=(HERE / "base.css").read_text(encoding="utf-8").strip(),
        main=parts["html"].strip(),
        js=f"<script>\n{script}\n</script>\n" if script else "",
    )
    return _ASSET.sub(lambda m: _asset(m[1]), page)


def _title(main: str) -> str:
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", main, re.DOTALL)
    return f"{html.unescape(heading[1]) if heading else 'Bürgerservice'} – Online-Dienste"


@cache
def _shell(name: str) -> str:
    return _PLAIN if name == "none" else (HERE / "shells" / f"{name}.html").read_text(encoding="utf-8")


@cache
def _asset(name: str) -> str:
    """A picture, film or sound as data address, so that every page stands alone."""
    data = _tone() if name == "ton.wav" else (HERE / "assets" / name).read_bytes()
    return f"data:{_TYPES[Path(name).suffix]};base64,{base64.b64encode(data).decode()}"


def _tone(seconds: int = 6, rate: int = 4000) -> bytes:
    """A tone long enough to need a control (1.4.2 speaks of three seconds)."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(bytes(128 + 40 * (1 if t // 5 % 2 else -1) for t in range(seconds * rate)))
    return out.getvalue()


def write(folder: Path, barriers: list[Barrier]) -> None:
    """Every page as a file: ``1.1.1/name/bad.html`` and beside it ``good.html``."""
    for barrier in barriers:
        place = folder / barrier.id
        place.mkdir(parents=True, exist_ok=True)
        (place / "bad.html").write_text(barrier.bad, encoding="utf-8")
        (place / "good.html").write_text(barrier.good, encoding="utf-8")


if __name__ == "__main__":
    found = load()
    for criterion, count in index(found).items():
        print(f"{criterion:8}{count:3}")
    print(f"{len(found)} barriers, {sum(b.person for b in found)} for a person to decide")
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), found)
