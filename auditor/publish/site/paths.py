"""Where pages lie: the same path in both languages, below the folder of the language.

Paths are addresses that people link to, so they never change with names: municipalities lie under their official key.
"""

from __future__ import annotations

from auditor.rulebook.model import Lang

#: Folder of each language below the site's.
FOLDER: dict[Lang, str] = {"de": "", "en": "en/"}

FRONT = "index.html"
RANKING = "rangliste/index.html"
SERVICES = "dienste/index.html"
PRODUCTS = "produkte/index.html"
METHODOLOGY = "methodology.html"
DATA = "daten/index.html"


def town_path(ags: str) -> str:
    """Page of a municipality."""
    return f"gemeinden/{ags}.html"


def service_path(service: str) -> str:
    """Page of a service of the basket."""
    return f"dienste/{service}.html"


def product_path(product: str) -> str:
    """Page of a product or shared form."""
    return f"produkte/{product}.html"


def defect_path(defect: str) -> str:
    """Page of a shared defect."""
    return f"maengel/{defect}.html"


def land_path(land: str) -> str:
    """Ranking of a Land, by its two letters."""
    return f"laender/{land}.html"


def size_path(size: str) -> str:
    """Ranking of a size class."""
    return f"groessen/{size}.html"


def letter_path(letter: str) -> str:
    """Municipalities whose name begins with a letter; ``0`` for those that begin with none."""
    return f"a-z/{letter.lower()}.html"


def ranking_path(number: int) -> str:
    """Page of the ranking by its number from 1."""
    return RANKING if number == 1 else f"rangliste/seite-{number}.html"
