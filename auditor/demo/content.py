"""Loads what the demo shows: towns, services, forms and the templates they are poured into."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from auditor.demo.forms import Form
from auditor.demo.pdf import Line

SITES = Path(__file__).resolve().parent / "sites"
#: What is different a month later, in the same places: pages and forms as a whole, of towns only what changed.
LATER = Path(__file__).resolve().parent / "later"
_MONTHS = [
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(_Model):
    """A service a town lists. ``target`` says whether it belongs to the audited ones; ``gone`` that its page is."""

    slug: str
    name: str
    service: str
    teaser: str
    topic: str
    portal: str | None = None
    target: bool = True
    gone: bool = False
    pause: float = 0.0
    counted: bool = False


class Paper(_Model):
    """A form on paper: its title and its lines."""

    title: str
    lines: tuple[Line, ...]
    tagged: bool = False

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Town(_Model):
    """A made-up municipality. ``key`` is the first label of its host name."""

    key: str
    name: str
    short: str
    kind: str
    ags: str
    land: str
    population: int
    postcode: str
    street: str
    phone: str
    fax: str
    mail: str
    mayor: str
    exemplary: bool = False
    services: tuple[Offer, ...]
    papers: dict[str, Paper] = {}

    def offer(self, slug: str) -> Offer | None:
        """The service with this address, if the town has it."""
        return next((offer for offer in self.services if offer.slug == slug), None)


def read_yaml(path: Path) -> Any:
    """A YAML file as plain Python data."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def folders(*, later: bool = False) -> tuple[Path, ...]:
    """Where to look for a file, in this order."""
    return (LATER, SITES) if later else (SITES,)


@cache
def towns(*, later: bool = False) -> dict[str, Town]:
    """All towns by key, the smallest first, as they are or a month later."""
    trees = [read_yaml(path) for path in SITES.glob("*/town.yaml")]
    found = [Town.model_validate(_changed(tree) if later else tree) for tree in trees]
    return {town.key: town for town in sorted(found, key=lambda town: town.population)}


def _changed(tree: dict[str, Any]) -> dict[str, Any]:
    path = LATER / tree["key"] / "town.yaml"
    if not path.is_file():
        return tree
    changes = {offer["slug"]: offer for offer in read_yaml(path)["services"]}
    return {**tree, "services": [{**offer, **changes.get(offer["slug"], {})} for offer in tree["services"]]}


@cache
def forms(*, later: bool = False) -> dict[tuple[str, str], Form]:
    """All forms by host and id, as they are or a month later."""
    paths = [
        path for folder in reversed(folders(later=later)) for path in sorted(folder.glob("*/forms/*.yaml"))
    ]
    found = [Form.model_validate(read_yaml(path)) for path in paths]
    return {(form.host, form.id): form for form in found}


def templates(port: int, *, later: bool = False) -> Environment:
    """The templates, with addresses made for this port."""

    def url(host: str, path: str = "/") -> str:
        return f"http://{host}.localhost:{port}{path}"

    environment = Environment(
        loader=FileSystemLoader(folders(later=later)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "url": url,
        "reviewed": reviewed(),
        "expires": expires(),
        "towns": towns(later=later),
    }
    return environment


def reviewed() -> str:
    """The day a well-kept statement was last looked at: the first of this month."""
    today = datetime.now(UTC)
    return f"1. {_MONTHS[today.month - 1]} {today.year}"


def expires() -> str:
    """When the demo's security.txt ends: at the start of the year after next, as RFC 3339."""
    return f"{datetime.now(UTC).year + 1}-12-31T23:00:00Z"
