"""The JavaScript that runs in the pages, read once."""

from functools import cache
from importlib.resources import files

#: Where a script wants the functions of ``names.js``.
_NAMES = "/* names.js */"


@cache
def script(name: str) -> str:
    """Source of ``<name>.js`` as an expression, ready to be called."""
    source = _source(name)
    return source.replace(_NAMES, _source("names")) if _NAMES in source else source


def _source(name: str) -> str:
    lines = files(__name__).joinpath(f"{name}.js").read_text(encoding="utf-8").splitlines()
    while lines and lines[0].startswith("//"):
        lines.pop(0)
    return "\n".join(lines).strip()
