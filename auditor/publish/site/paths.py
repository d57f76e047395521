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
SERVICE_METHOD = "methodology-services.html"
CONTACT = "contact.html"
DATA = "daten/index.html"
LANDS = "laender/index.html"
SIZES = "groessen/index.html"
LETTERS = "a-z/index.html"
CHANGELOG = "changelog.html"
FEED = "feed.xml"


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


def land_path(land: str, number: int = 1) -> str:
    """Ranking of a Land, by its two letters; pages are numbered from 1."""
    return f"laender/{_numbered(land, number)}.html"


def size_path(size: str, number: int = 1) -> str:
    """Ranking of a size class; pages are numbered from 1."""
    return f"groessen/{_numbered(size, number)}.html"


def unranked_path(number: int = 1) -> str:
    """Municipalities without a rank; pages are numbered from 1."""
    return f"rangliste/{_numbered('ohne-rang', number)}.html"


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-seite-{number}"


def letter_path(letter: str) -> str:
    """Municipalities whose name begins with a letter; ``0`` for those that begin with none."""
    return f"a-z/{letter.lower()}.html"


def ranking_path(number: int) -> str:
    """Page of the ranking by its number from 1."""
    return RANKING if number == 1 else f"rangliste/seite-{number}.html"
