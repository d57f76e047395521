"""The made-up country's site, written once and served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from auditor.publish.site.run import build_site
from auditor.ranking.model import Ranking
from auditor.rulebook.load import load_rulebook
from auditor.rulebook.model import Rulebook
from tests.publish.site.country import PUBLISHER, country, details


@pytest.fixture(scope="session")
def ranking() -> Ranking:
    return country()


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def small(rulebook: Rulebook) -> Rulebook:
    """A rulebook of a few rules, for sites that are about something else."""
    wanted = ("contact-route", "end-to-end", "axe/color-contrast", "axe/label")
    return replace(rulebook, rules=tuple(rule for rule in rulebook.rules if rule.id in wanted))


@pytest.fixture(scope="session")
def built(ranking: Ranking, rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site in both languages."""
    out = tmp_path_factory.mktemp("public")
    build_site(ranking, details(ranking), rulebook, out, publisher=PUBLISHER, processes=1)
    return out


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
