"""Jinja2, set up so that nothing audited can become markup and nothing missing goes unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from auditor.paths import data_dir
from auditor.publish.catalogue import Catalogue
from auditor.publish.clean import clean


def environment(
    catalogue: Catalogue, shared: dict[str, Any], folders: Sequence[str] = ("templates",)
) -> Environment:
    """The templates of these folders of ``reports``, the first that has one wins, with the words of one language."""
    env = Environment(
        loader=FileSystemLoader([data_dir("reports") / folder for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
        auto_reload=False,  # templates do not change while pages are made, and looking costs more than some pages
    )
    env.globals.update(
        lang=catalogue.lang,
        t=catalogue.text,
        n=catalogue.count,
        num=catalogue.number,
        pct=catalogue.percent,
        moment=catalogue.moment,
        day=catalogue.day,
        date=catalogue.date,
        month=catalogue.month,
        signed=catalogue.signed,
        icon=icon,
        **shared,
    )
    return env


def _finalize(value: object) -> object:
    """Last look at every value written into a page."""
    return clean(value) if type(value) is str else value


@cache
def icon(name: str) -> Markup:
    """An inline drawing; decoration, since words stand beside every icon."""
    path: Path = data_dir("reports") / "icons" / f"{name}.svg"
    return Markup(path.read_text(encoding="utf-8").strip())  # noqa: S704 - a file of the package
