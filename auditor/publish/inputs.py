"""What publishing needs to be given, besides the rulebook."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Protocol

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from auditor.judge.result import ServiceResult


class StoredResult(Protocol):
    """A result as the store hands it out; ``bundle`` is the evidence on disk, if it was kept."""

    @property
    def position(self) -> int:
        """Place in the operator's list."""

    @property
    def result(self) -> ServiceResult:
        """The verdict."""

    @property
    def bundle(self) -> Path | None:
        """Where the evidence lies."""


@dataclass(frozen=True)
class Publisher:
    """Who answers for the published report; empty fields are left out and said to be missing.

    ``imprint`` and ``privacy`` are addresses of the publisher's own pages, used instead of the built-in ones.
    ``licence`` is the place of the open data's licence in DCAT-AP.de's list (dl-by-de/2.0), ``contributor`` the
    publisher's own in its list of contributors.
    """

    name: str = ""
    address: str = ""
    represented_by: str = ""
    email: str = ""
    phone: str = ""
    imprint: str = ""
    privacy: str = ""
    licence: str = ""
    contributor: str = ""


class PublisherError(Exception):
    """The file that says who publishes cannot be used; the text names the file and the remedy."""


def load_publisher(path: Path) -> Publisher:
    """Read who answers for the report from a YAML mapping of texts.

    Raises:
        PublisherError: unreadable, no mapping, an unknown key, or a value that is no text.
    """
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise PublisherError(
            f"{path}: cannot be read ({reason}); write lines like “name: Stadt …”"
        ) from error
    known = [f.name for f in fields(Publisher)]
    if not isinstance(data, dict):
        raise PublisherError(f"{path}: holds no “key: value” lines; known keys: {', '.join(known)}")
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"did you mean “{near[0]}”?" if near else f"known keys: {', '.join(known)}"
            raise PublisherError(f"{path}: unknown key “{key}”; {hint}")
        if not isinstance(value, str):
            raise PublisherError(f"{path}: “{key}” is no text; put it in quotes")
    return Publisher(**data)
