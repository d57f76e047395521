"""The demo as an operator would list it, and what is true of it.

Every name, address and number is invented. The AGS lie in the district key 999 of a real Land, which is not
assigned to any district, so that conditions per Land work and no real municipality is meant. Postcodes come from
ranges the post does not use, telephone numbers from those set aside for films.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from auditor.demo.content import LATER, Offer, Town, read_yaml, towns
from auditor.evidence.model import Mode, Reason, Service

_COLUMNS = ("url", "name", "municipality", "ags", "leika", "service", "land", "population", "portal")

Class = Literal["offline", "information", "form-download", "online-with-break", "online", "unknown"]
Break = Literal["print", "sign", "post", "fax", "email-scan", "in-person", "originals", "cash"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Verdict(_Model):
    """What may be said of a service.

    Several values mean that the evidence honestly supports each of them; the best comes first. ``media_breaks`` must
    all be found, ``may_break`` may be found, any other would be a false accusation.
    """

    classes: tuple[Class, ...]
    completable: tuple[Literal["yes", "no", "unknown"], ...]
    maturity: tuple[Literal[0, 1, 2, 3] | None, ...]
    media_breaks: tuple[Break, ...] = ()
    may_break: tuple[Break, ...] = ()


class Expectation(_Model):
    """The label of one service. ``fails`` and ``passes`` are rule ids that are certain in observe mode."""

    level: str
    status: Literal["measured", "untested"] = "measured"
    reason: Reason | None = None
    observe: Verdict | None = None
    walk: Verdict | None = None
    fails: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()

    def verdict(self, mode: Mode) -> Verdict | None:
        """The verdict of a mode; ``submit`` sees no less than ``walk``."""
        return self.observe if mode is Mode.OBSERVE else self.walk


def targets(port: int) -> list[Service]:
    """Every service of the demo that is audited, with the address it has on this port."""
    return [
        _service(town, offer, port) for town in towns().values() for offer in town.services if offer.target
    ]


def expectations(*, later: bool = False) -> dict[str, Expectation]:
    """The labels, by ``<town>/<service>`` as in the path of a service's address."""
    labels = read_yaml(Path(__file__).resolve().parent / "expected.yaml")
    if later:
        labels |= read_yaml(LATER / "expected.yaml")
    return {key: Expectation.model_validate(label) for key, label in labels.items()}


def key_of(service: Service) -> str:
    """The key of a demo service in :func:`expectations`."""
    host, _, path = service.url.removeprefix("http://").partition("/")
    return f"{host.partition('.')[0]}/{path.rpartition('/')[2]}"


def write_csv(port: int, path: Path) -> Path:
    """Write the list an operator could pass to ``auditor audit``; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(service.model_dump() for service in targets(port))
    return path


def write_ranking(folder: Path) -> Path:
    """Write what a ranking of the demo needs besides its list: register, basket, what others are in charge of.

    Returns the last, which is to be audited beside the list.
    """
    for source in sorted((Path(__file__).resolve().parent / "ranking").iterdir()):
        (folder / source.name).write_bytes(source.read_bytes())
    return folder / "demo-offers.csv"


def _service(town: Town, offer: Offer, port: int) -> Service:
    return Service(
        url=f"http://{town.key}.localhost:{port}/dienstleistungen/{offer.slug}",
        name=offer.name,
        municipality=town.name,
        ags=town.ags,
        service=offer.service,
        land=town.land,
        population=town.population,
        portal=offer.portal,
    )
