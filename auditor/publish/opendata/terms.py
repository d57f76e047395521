"""Formats, licences and texts of the open data, read from ``terms.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditor.catalogue import DEFAULT, Catalogue, table
from auditor.publish.inputs import Publisher, PublisherError
from auditor.rulebook.model import Text

_FILE = Path(__file__).with_name("terms.yaml")
DEFAULT_LICENCE = "dl-by-de/2.0"


def entry(name: str) -> Any:
    """A part of the table."""
    return table(_FILE)[name]


def say(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A text of the open data in German or English."""
    return Catalogue(entry("texts")).say(key, lang, **params)


def tell(key: str, lang: str = DEFAULT, /, **params: object) -> str:
    """A message to the operator in German or English."""
    return Catalogue(entry("messages")).say(key, lang, **params)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of the list that DCAT-AP.de keeps; ``id`` is its place there."""

    id: str
    name: Text
    url: str


def licence_of(publisher: Publisher, given: str | None = None) -> Licence:
    """The licence that was given, else the publisher's, else Datenlizenz Deutschland – Namensnennung.

    Raises:
        PublisherError: it is not in the list.
    """
    key = given or publisher.licence or DEFAULT_LICENCE
    known = entry("licences")
    if key not in known:
        raise PublisherError(tell("licence", "en", given=key, known=", ".join(known)))
    return Licence(key, Text(**known[key]["name"]), known[key]["url"])


def attribution(publisher: Publisher, month: str, lang: str = DEFAULT) -> str:
    """How the data are to be quoted."""
    return say("attribution", lang, who=publisher.name or say("nobody", lang), month=month)
