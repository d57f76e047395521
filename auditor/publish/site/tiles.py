"""The sixteen Länder as a map of equal tiles, each roughly where its Land lies.

Lightness shows the share of services proven to be finishable, and the figure stands in the tile. A Land of which
nothing is known is hatched. Links are in the table beside it: a drawing with a text alternative has no room for them.
"""

from __future__ import annotations

from markupsafe import Markup

from auditor.publish.clean import clean
from auditor.publish.site.figures import LandFigures
from auditor.publish.site.page import Site

#: Column and row of each tile.
PLACES = {
    "SH": (3, 0), "HB": (2, 1), "HH": (3, 1), "MV": (4, 1), "NI": (2, 2), "ST": (3, 2), "BE": (4, 2), "BB": (5, 2),
    "NW": (1, 3), "HE": (2, 3), "TH": (3, 3), "SN": (4, 3), "SL": (0, 4), "RP": (1, 4), "BW": (2, 4), "BY": (3, 4),
}  # fmt: skip
#: Where the next darker shade begins; absolute, so that months and Länder can be compared.
STEPS = (0.0, 0.2, 0.4, 0.6, 0.8)
_SIZE, _GAP = 64, 4
_COLUMNS = 1 + max(column for column, _ in PLACES.values())
_ROWS = 1 + max(row for _, row in PLACES.values())


def tile_map(site: Site) -> Markup:
    """The map as inline SVG with its text alternative."""
    words = site.words.catalogue
    told = "; ".join(_told(site, land) for land in sorted(PLACES, key=site.land))
    return Markup(
        '<svg class="tiles" viewBox="0 0 {} {}" role="img" aria-labelledby="tiles-title tiles-desc" focusable="false">'
        '<title id="tiles-title">{}</title><desc id="tiles-desc">{}</desc>{}</svg>'
    ).format(
        _COLUMNS * _SIZE - _GAP,
        _ROWS * _SIZE - _GAP,
        words.text("tiles.title"),
        clean(told),
        Markup().join(_tile(site, land) for land in PLACES),
    )


def legend() -> tuple[tuple[int, float], ...]:
    """Number of each shade, with the share it begins at."""
    return tuple(enumerate(STEPS))


def shade(share: float) -> int:
    """Number of the shade of a share 0–1."""
    return sum(share >= step for step in STEPS) - 1


def _known(site: Site, land: str) -> LandFigures | None:
    return site.figures.by_land.get(land)


def _share(site: Site, land: str) -> float | None:
    known = _known(site, land)
    return known.tally.share if known else None


def _told(site: Site, land: str) -> str:
    words, share = site.words.catalogue, _share(site, land)
    said = words.text("tiles.none") if share is None else words.percent(share)
    return f"{site.land(land)}: {said}"


def _tile(site: Site, land: str) -> Markup:
    column, row = PLACES[land]
    share = _share(site, land)
    x, y, side = column * _SIZE, row * _SIZE, _SIZE - _GAP
    kind = "tile-none" if share is None else f"tile-{shade(share)}"
    said = "–" if share is None else site.words.catalogue.percent(share)
    return Markup(
        '<g class="tile {}"><rect x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="tile-land" x="{}" y="{}">{}</text><text class="tile-share" x="{}" y="{}">{}</text></g>'
    ).format(kind, x, y, side, side, x + side / 2, y + 26, land, x + side / 2, y + 47, said)
