"""The walk through a multi-page service of the GOV.UK Prototype Kit and its own page templates, fetched from npm."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from auditor.checks.case import Case
from auditor.checks.paper import completion
from auditor.evidence.model import Evidence, Mode, Service, Step
from auditor.visit.settings import VisitSettings
from auditor.visit.visitor import Visitor
from tests.external.npm import npm

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420), pytest.mark.asyncio(loop_scope="module")]

PACKAGES = (
    "govuk-prototype-kit@13.20.3",
    "govuk-frontend@6.6.0",
    "@govuk-prototype-kit/common-templates@3.0.1",
)
HOST = "kit.localhost"
_QUESTIONS = (
    ("name", "What is your name?", "Full name"),
    ("email", "What is your email address?", "Email address"),
    ("dog", "What is your dog called?", "Name of the dog"),
)
_ASK = '{{ govukInput({ id: "FIELD", name: "FIELD", label: { text: "LABEL" } }) }}'
#: Every request that would be binding, written down by the service itself.
_ROUTES = """
const fs = require('fs');
const kit = require('govuk-prototype-kit');
const router = kit.requests.setupRouter();
router.all(/confirmation$/, (req, res, next) => {
  fs.appendFileSync('filed.log', req.method + ' ' + req.path + '\\n');
  next();
});
"""


@dataclass
class Kit:
    """The running kit and what was filed with it."""

    folder: Path
    port: int

    def url(self, service: str) -> str:
        """The start page of a service."""
        return f"http://{HOST}:{self.port}/{service}/start"

    def filed(self) -> list[str]:
        """Binding requests so far."""
        log = self.folder / "filed.log"
        return log.read_text(encoding="utf-8").splitlines() if log.is_file() else []


def _pages(templates: Path, service: str, *, counted: bool) -> Iterator[tuple[str, str]]:
    """The kit's own templates, wired to each other; ``counted`` adds its caption above the question."""

    def template(name: str) -> str:
        return (templates / f"{name}.html").read_text(encoding="utf-8")

    yield "start", re.sub(r'href: "#",(\s+isStartButton)', rf'href: "/{service}/1",\1', template("start"))
    for number, (field, heading, label) in enumerate(_QUESTIONS, 1):
        onward = str(number + 1) if number < len(_QUESTIONS) else "check-answers"
        count = len(_QUESTIONS) + 1
        caption = f'<span class="govuk-caption-l">Step {number} of {count}</span>' if counted else ""
        ask = _ASK.replace("FIELD", field).replace("LABEL", label)
        page = template("question").replace("/path/of/next/page", f"/{service}/{onward}")
        page = page.replace('<h1 class="govuk-heading-l">', f'{caption}<h1 class="govuk-heading-l">')
        page = page.replace("Heading or question goes here", heading)
        yield str(number), re.sub(r"<p>\s+\[Insert.*?</p>", ask, page, flags=re.S)
    yield "check-answers", template("check-answers").replace("/confirmation", f"/{service}/confirmation")
    yield "confirmation", template("confirmation")


def _build(folder: Path) -> None:
    npm(folder, "init", "-y")
    npm(folder, "install", "--no-audit", "--no-fund", *PACKAGES)
    modules = folder / "node_modules"
    shutil.copytree(modules / "govuk-prototype-kit" / "prototype-starter" / "app", folder / "app")
    (folder / "app" / "routes.js").write_text(_ROUTES, encoding="utf-8")
    templates = modules / "@govuk-prototype-kit" / "common-templates" / "templates"
    for service, counted in (("counted", True), ("plain", False)):
        views = folder / "app" / "views" / service
        views.mkdir()
        for name, text in _pages(templates, service, counted=counted):
            (views / f"{name}.html").write_text(text, encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, running: subprocess.Popen[bytes], seconds: float = 90.0) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail("the kit does not start")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    folder = tmp_path_factory.mktemp("kit")
    _build(folder)
    port = _free_port()
    env = {
        **os.environ,
        "PORT": str(port),
        "USE_BROWSER_SYNC": "false",
        "USE_HTTPS": "false",
        "NODE_ENV": "development",
    }
    with (folder / "kit.log").open("wb") as log:
        running = subprocess.Popen(
            ["node", "node_modules/govuk-prototype-kit/listen-on-port.js"],
            cwd=folder,
            env=env,
            stdout=log,
            stderr=log,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/counted/start", running)
            yield Kit(folder, port)
        finally:
            running.terminate()
            running.wait(20)


class _Bin:
    def add(self, name: str, data: bytes) -> str:
        return name


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walking() -> AsyncIterator[Visitor]:
    async with Visitor(VisitSettings(mode=Mode.WALK, delay=0.0, screenshots=False)) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sending() -> AsyncIterator[Visitor]:
    hosts = frozenset({HOST})
    settings = VisitSettings(mode=Mode.SUBMIT, delay=0.0, screenshots=False, submit_hosts=hosts)
    async with Visitor(settings) as running:
        yield running


async def _visit(visitor: Visitor, kit: Kit, service: str) -> tuple[Evidence, list[Step]]:
    evidence = await visitor.visit(Service(url=kit.url(service), name="Register your dog"), _Bin())
    return evidence, [page.walk for page in evidence.pages if page.walk is not None]


async def test_the_walk_reaches_the_last_step_and_files_nothing(walking: Visitor, kit: Kit) -> None:
    before = kit.filed()
    evidence, steps = await _visit(walking, kit, "counted")
    assert kit.filed() == before
    assert steps, evidence.detail
    assert steps[-1].stop == "final-reached", [(s.heading, s.stop, s.stuck_at, s.why) for s in steps]
    assert steps[-1].stuck_at == "Accept and send"
    assert [len(s.filled) for s in steps] == [1, 1, 1, 0]
    assert completion(Case(evidence)).completable == "yes"


async def test_continue_alone_is_not_pressed_on(walking: Visitor, kit: Kit) -> None:
    before = kit.filed()
    evidence, steps = await _visit(walking, kit, "plain")
    assert kit.filed() == before
    assert [(s.stop, s.stuck_at) for s in steps] == [("unknown-button", "Continue")]
    assert completion(Case(evidence)).completable == "unknown"


@pytest.mark.parametrize("service", ["plain", "counted"])
async def test_on_the_own_host_it_is_sent_and_confirmed(sending: Visitor, kit: Kit, service: str) -> None:
    before = kit.filed()
    _, steps = await _visit(sending, kit, service)
    assert kit.filed()[len(before) :] == [f"POST /{service}/confirmation", f"GET /{service}/confirmation"]
    assert (steps[-1].kind, steps[-1].stop) == ("confirmation", "confirmed"), steps[-1].why
