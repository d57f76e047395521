"""Writes files where they changed, and remembers which belong to a run, so that leftovers of an earlier one can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment

from auditor.paths import data_dir


@dataclass
class Press:
    """A folder that pages are written to. ``changed`` counts the files whose bytes were new."""

    out: Path
    env: Environment
    written: set[str] = field(default_factory=set)
    changed: int = 0

    def page(self, path: str, template: str, **values: Any) -> None:
        """Render a page; ``root`` leads from it to the folder, unless ``values`` says something else."""
        self.text(path, self.rendered(path, template, **values))

    def rendered(self, path: str, template: str, **values: Any) -> str:
        """The text of a page that is not written yet."""
        return self.env.get_template(template).render({"root": root_of(path), "path": path} | values)

    def text(self, path: str, text: str) -> None:
        """Write a text in UTF-8."""
        self.data(path, text.encode("utf-8"))

    def data(self, path: str, data: bytes) -> None:
        """Write a file, unless it already holds exactly this."""
        target = self.out / path
        self.written.add(path)
        if _holds(target, data):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.changed += 1

    def copy_assets(self, names: Iterable[str]) -> None:
        """Style sheets, scripts and the icon, as they are."""
        for name in names:
            self.data(f"assets/{name}", (data_dir("reports") / "assets" / name).read_bytes())

    def sweep(self, patterns: Sequence[str]) -> None:
        """Remove what matches our own ``patterns`` and was not written in this run."""
        for stale in list(self._leftovers(patterns)):
            stale.unlink()

    def _leftovers(self, patterns: Sequence[str]) -> Iterator[Path]:
        for pattern in patterns:
            for path in self.out.glob(pattern):
                if path.relative_to(self.out).as_posix() not in self.written:
                    yield path


def root_of(path: str) -> str:
    """The way from a page to the folder its path starts in."""
    return "../" * (len(PurePosixPath(path).parts) - 1)


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except FileNotFoundError:
        return False
