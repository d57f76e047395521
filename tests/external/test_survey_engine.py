"""The walk through a form engine that nobody here wrote: SurveyJS from the npm registry, fetched, never committed."""

from __future__ import annotations

import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from auditor.checks.case import Case
from auditor.checks.paper import completion
from auditor.evidence.model import Mode, Service
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from tests.external.npm import npm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PACKAGES = ("survey-core@2.5.38", "survey-js-ui@2.5.38")

FORM = {
    "locale": "de",
    "title": "Hund anmelden",
    "showPreviewBeforeComplete": True,
    "showProgressBar": True,
    "pages": [
        {
            "title": "Ihre Angaben",
            "elements": [
                {"type": "text", "name": "vorname", "title": "Vorname", "isRequired": True},
                {"type": "text", "name": "nachname", "title": "Nachname", "isRequired": True},
                {
                    "type": "text",
                    "name": "mail",
                    "title": "E-Mail-Adresse",
                    "inputType": "email",
                    "isRequired": True,
                },
            ],
        },
        {
            "title": "Ihr Hund",
            "elements": [
                {"type": "text", "name": "rufname", "title": "Rufname des Hundes", "isRequired": True},
                {
                    "type": "text",
                    "name": "seit",
                    "title": "In Ihrem Haushalt seit",
                    "inputType": "date",
                    "isRequired": True,
                },
                {
                    "type": "radiogroup",
                    "name": "art",
                    "title": "Erster Hund?",
                    "choices": ["Ja", "Nein"],
                    "isRequired": True,
                },
                {
                    "type": "dropdown",
                    "name": "groesse",
                    "title": "Größe",
                    "choices": ["klein", "mittel", "groß"],
                },
            ],
        },
        {
            "title": "Bankverbindung",
            "elements": [{"type": "text", "name": "iban", "title": "IBAN", "isRequired": True}],
        },
    ],
}
PAGE = f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Hund anmelden – Musterstadt</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/survey-core/survey-core.fontless.min.css">
<script src="/survey-core/survey.core.min.js"></script><script src="/survey-core/survey.i18n.min.js"></script>
<script src="/survey-js-ui/survey-js-ui.min.js"></script></head><body><main><div id="form"></div></main><script>
const model = new Survey.Model({json.dumps(FORM)});
model.onComplete.add((sender) => fetch("/abgesendet", {{ method: "POST", body: JSON.stringify(sender.data) }}));
model.render(document.getElementById("form"));
</script></body></html>"""


@dataclass
class Engine:
    """The running service and what was posted to it."""

    url: str
    posted: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("surveyjs")
    npm(folder, "pack", *PACKAGES)
    for name in ("survey-core", "survey-js-ui"):
        with tarfile.open(next(folder.glob(f"{name}-*.tgz"))) as archive:
            archive.extractall(folder / name, filter="data")
        (folder / name / "package").rename(folder / "package")
        shutil.rmtree(folder / name)
        (folder / "package").rename(folder / name)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    running = Engine("")

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, directory=str(folder), **more)  # type: ignore[arg-type]

        def do_POST(self) -> None:
            running.posted.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the terminal quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    running.url = f"http://hund.localhost:{server.server_address[1]}/"
    yield running
    server.shutdown()
    server.server_close()


class Bin:
    """Takes a bundle's files and forgets them."""

    def add(self, name: str, data: bytes) -> str:
        return name


async def test_the_walk_reaches_the_preview_and_sends_nothing(engine: Engine) -> None:
    async with Visitor(VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False)) as visitor:
        evidence = await visitor.visit(Service(url=engine.url, name="Hund anmelden"), Bin())
    steps = [page.walk for page in evidence.pages if page.walk is not None]
    assert engine.posted == []
    assert steps, evidence.detail
    assert steps[-1].stop is not None
    assert steps[-1].stop == "final-reached", [(s.heading, s.stop, s.stuck_at, s.why) for s in steps]
    assert len(steps) >= 4
    labels = {f.label for s in steps for f in s.filled}
    assert any("IBAN" in label for label in labels)
    assert completion(Case(evidence)).completable != "no"
