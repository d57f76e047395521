"""Pages of well-kept design systems, made of the examples in their npm packages; nothing of them is kept here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

HERE = Path(__file__).parent
PACKAGES = (
    "govuk-frontend@6.6.0",
    "nhsuk-frontend@10.6.1",
    "@gouvfr/dsfr@1.15.3",
    "@uswds/uswds@3.14.0",
    "@kern-ux/native@2.7.2",
    "twig@2.0.0",
)
#: Examples of one component on a page; more would make pages that nobody has.
_MOST = 14
#: What stands outside the main content and only once.
_FRAME = (
    "header",
    "footer",
    "skip-link",
    "skipnav",
    "banner",
    "identifier",
    "site-alert",
    "service-navigation",
)
#: Folders of DSFR that show no component but lists, icons, or code for counting visitors.
_NO_PAGES = ("analytics/", "utility/", "scheme/", "core/icon", "core/favicon", "core/reset", "core/print")
_IDS = (
    "id",
    "for",
    "headers",
    "form",
    "list",
    "data-aria-controls",
    "data-validation-element",
    "aria-controls",
    "aria-labelledby",
)
_IDS += ("aria-describedby", "aria-owns", "aria-details", "aria-errormessage", "aria-activedescendant")


@dataclass(frozen=True)
class Example:
    """One example of a component: its name and its HTML."""

    name: str
    html: str


@dataclass(frozen=True)
class System:
    """How a page of a system is framed; ``style`` is a path below node_modules."""

    name: str
    style: str
    script: str
    main: str
    body: str = ""


GOVUK = System(
    "govuk",
    "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "import {initAll} from '/node/govuk-frontend/dist/govuk/govuk-frontend.min.js'; initAll();",
    "govuk-main-wrapper govuk-width-container",
    "govuk-template__body js-enabled govuk-frontend-supported",
)
NHSUK = System(
    "nhsuk",
    "nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",
    "import {initAll} from '/node/nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js'; initAll();",
    "nhsuk-main-wrapper nhsuk-width-container",
    "js-enabled nhsuk-frontend-supported",
)
USWDS = System(
    "uswds",
    "@uswds/uswds/dist/css/uswds.min.css",
    "import '/node/@uswds/uswds/dist/js/uswds.min.js';",
    "grid-container usa-prose",
)


def fetch(cache: Path) -> str:
    """Install the packages into a folder; the reason why not, or nothing."""
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not on this machine"
    cache.mkdir(parents=True, exist_ok=True)
    (cache / "package.json").write_text("{}", encoding="utf-8")
    asked = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", *PACKAGES]
    try:
        done = subprocess.run(asked, cwd=cache, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return "npm did not answer"
    return "" if done.returncode == 0 else f"npm could not fetch the packages: {done.stderr.strip()[-200:]}"


def build(cache: Path, into: Path) -> list[str]:
    """Write all pages; their addresses below ``/pages/`` and ``/node/`` (the packages themselves)."""
    node = cache / "node_modules"
    made: list[str] = []
    for system, components in (
        (GOVUK, _fixtures(node / "govuk-frontend/dist/govuk/components")),
        (NHSUK, _fixtures(node / "nhsuk-frontend/dist/nhsuk/components")),
        (USWDS, _rendered(cache)),
    ):
        folder = into / system.name
        folder.mkdir()
        for component, examples in components.items():
            page = _page(system, component, examples)
            (folder / f"{component}.html").write_text(page, encoding="utf-8")
            made.append(f"/pages/{system.name}/{component}.html")
    return made + _kern(into / "kern") + list(_whole_pages(node))


def _kern(folder: Path) -> list[str]:
    """KERN ships style sheets only: the pages are ours, after its documentation."""
    shutil.copytree(HERE / "kern", folder)
    return [f"/pages/kern/{page.name}" for page in sorted(folder.glob("*.html"))]


def _fixtures(folder: Path) -> dict[str, list[Example]]:
    """GOV.UK and NHS.UK ship each example rendered."""
    found = {}
    for file in sorted(folder.glob("*/fixtures.json")):
        fixtures = json.loads(file.read_text(encoding="utf-8"))["fixtures"]
        shown = [Example(f["name"], f["html"]) for f in fixtures if not f.get("hidden") and not _on_dark(f)]
        found[file.parent.name] = shown
    return found


def _on_dark(fixture: dict[str, object]) -> bool:
    """Meant to stand on a dark ground, which our pages do not have."""
    return "reverse" in str(fixture["name"]) or "reverse" in str(fixture["html"])


def _rendered(cache: Path) -> dict[str, list[Example]]:
    """USWDS ships Twig templates and contents."""
    made = subprocess.run(
        ["node", str(HERE / "uswds.mjs")], cwd=cache, capture_output=True, text=True, timeout=120, check=True
    )
    return {
        component: [Example(**example) for example in examples]
        for component, examples in json.loads(made.stdout).items()
    }


def _whole_pages(node: Path) -> Iterator[str]:
    """DSFR ships whole pages, served as they are."""
    root = node / "@gouvfr/dsfr/example"
    for file in sorted(root.rglob("index.html")):
        place = file.relative_to(root).as_posix()
        if not place.startswith(_NO_PAGES) and not _is_list(file):
            yield f"/node/@gouvfr/dsfr/example/{place}"


def _is_list(file: Path) -> bool:
    return any(child.is_dir() for child in file.parent.iterdir())


def _page(system: System, component: str, examples: list[Example]) -> str:
    """The examples of a component one below the other, each under a heading with its name."""
    title = component.removeprefix("usa-").replace("-", " ").capitalize()
    outside = component.removeprefix("usa-") in _FRAME
    parts = [_part(example, number) for number, example in enumerate(examples[: 1 if outside else _MOST])]
    before, after = (
        ("", "") if not outside else (parts[0], "") if "footer" not in component else ("", parts[0])
    )
    inside = "" if outside else "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – examples of {system.name}</title>
<link rel="stylesheet" href="/node/{system.style}"></head>
<body class="{system.body}">
{before}
<main id="main-content" class="{system.main}" tabindex="-1"><h1>{title}</h1>
<p>Examples of the component.</p>
{inside}
</main>
{after}
<script type="module">{system.script}</script>
</body></html>
"""


def _part(example: Example, number: int) -> str:
    soup = BeautifulSoup(example.html, "html.parser")
    for element in soup.find_all(True):
        _rename(element, f"x{number}-")
    language = ' lang="es"' if "lang-es" in example.name else ""
    name = re.sub(r"[~-]+", " ", example.name)
    return f"<h2>{name}</h2>\n<div{language}>{soup}</div>"


def _rename(element: Tag, prefix: str) -> None:
    """Examples side by side must not share ids, nor their radio buttons a name; scripts lengthen ids at the end."""
    for name in _IDS:
        if value := element.get(name):
            words = value if isinstance(value, list) else str(value).split()
            element[name] = " ".join(prefix + word for word in words)
    target = str(element.get("href", ""))
    if any("skip-link" in name for name in element.get("class") or ()):
        element["href"] = "#main-content"
    elif target.startswith("#") and len(target) > 1 and target not in {"#main-content", "#maincontent"}:
        element["href"] = f"#{prefix}{target[1:]}"
    if element.get("type") in {"radio", "checkbox"} and element.get("name"):
        element["name"] = f"{prefix}{element['name']}"
