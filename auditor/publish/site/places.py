"""Municipalities, services, products and shared defects: one after the other, since details are read only once."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.publish.site import product, service, town
from auditor.publish.site.index import Index
from auditor.publish.site.page import Page, Site

OWN: tuple[str, ...] = (*town.OWN, *service.OWN, *product.OWN)


def pages(site: Site) -> Iterator[Page]:
    """Municipalities first: what services need of the details is counted on their way."""
    index, tally = Index(site), town.Tally()
    yield from town.pages(index, tally)
    yield from service.pages(index, tally)
    yield from product.pages(index)
