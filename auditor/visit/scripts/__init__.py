"""The JavaScript that runs in the pages, read once."""

import re
from functools import cache
from importlib.resources import files

#: Where a script wants the functions of another one.
_WANTS = re.compile(r"/\* (\w+)\.js \*/")


@cache
def script(name: str) -> str:
    """Source of ``<name>.js`` as an expression, ready to be called; ``/* other.js */`` stands for that file."""
    return _WANTS.sub(lambda wanted: _source(wanted[1]), _source(name))


def _source(name: str) -> str:
    lines = files(__name__).joinpath(f"{name}.js").read_text(encoding="utf-8").splitlines()
    while lines and lines[0].startswith("//"):
        lines.pop(0)
    return "\n".join(lines).strip()
