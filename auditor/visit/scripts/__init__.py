"""The JavaScript that runs in the pages, read once."""

from functools import cache
from importlib.resources import files


@cache
def script(name: str) -> str:
    """Source of ``<name>.js`` without its comments' newline trouble: an expression, ready to be called."""
    source = files(__name__).joinpath(f"{name}.js").read_text(encoding="utf-8")
    lines = source.splitlines()
    while lines and lines[0].startswith("//"):
        lines.pop(0)
    return "\n".join(lines).strip()
