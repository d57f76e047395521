"""Test accounts: used on the hosts named and nowhere else, and found in nothing that is kept."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from click.testing import CliRunner

from auditor.cli.audit import command
from auditor.cli.exit import RefusedError
from auditor.visit.accounts import Account, AccountError, accounts_for
from auditor.visit.veil import MASK, Veil
from auditor.visit.walk.lock import Asking, Lock, Ticket
from tests.sites.forms.accounts import PASSWORD, USER
from tests.sites.forms.server import FormServer
from tests.visit.walk.conftest import Walk

HOST = "forms.localhost"
ACCOUNT = {HOST: Account(HOST, USER, PASSWORD)}


@pytest.mark.asyncio(loop_scope="module")
async def test_goes_on_behind_the_login(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    pages = await walk("account-at-once", accounts=ACCOUNT)
    first, last = pages[0].walk, pages[-1].walk
    assert first is not None
    assert last is not None
    assert [(f.meaning, f.value) for f in first.filled] == [("username", MASK), ("password", MASK)]
    assert last.stop == "final-reached", last.why
    assert len(pages) == 3
    assert forms.finals("account-at-once", before) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_nothing_but_the_login_is_sent(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    await walk("account-tells-others", accounts=ACCOUNT)
    hits = [h for h in forms.log[before:] if h.case == "account-tells-others"]
    assert forms.finals("account-tells-others", before) == []
    assert len([h for h in hits if h.method == "POST" and PASSWORD in h.said]) <= 1
    assert not [h for h in hits if h.method == "GET" and USER in h.said and h.path != "konto"]


@pytest.mark.parametrize("host", ["", "staging.example"])
@pytest.mark.asyncio(loop_scope="module")
async def test_elsewhere_nobody_logs_in(walk: Walk, forms: FormServer, host: str) -> None:
    before = len(forms.log)
    pages = await walk("account-at-once", accounts={host: Account(host, USER, PASSWORD)} if host else None)
    assert pages[-1].walk is not None
    assert pages[-1].walk.stop == "login"
    assert not [h for h in forms.log[before:] if USER in h.said or h.method != "GET"]


@pytest.mark.asyncio(loop_scope="module")
async def test_credentials_never_go_into_an_address(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    pages = await walk("account-by-get", accounts=ACCOUNT)
    assert pages[-1].walk is not None
    assert pages[-1].walk.stop == "login"
    assert not [h for h in forms.log[before:] if USER in h.said]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_refused_account_ends_the_walk(walk: Walk, forms: FormServer) -> None:
    before = len(forms.log)
    pages = await walk("account-at-once", accounts={HOST: Account(HOST, USER, "falsches-kennwort")})
    assert pages[-1].walk is not None
    assert (pages[-1].walk.stop, pages[-1].walk.why) == ("login", "the test account was not let in")
    assert len([h for h in forms.log[before:] if h.method == "POST"]) == 1
    assert all(USER not in page.model_dump_json() for page in pages)


def test_the_lock_allows_one_login() -> None:
    lock = Lock()
    lock.see(())
    lock.login(Ticket("konto.example", (USER, PASSWORD), "https://konto.example/login"))
    post = Asking("POST", "https://konto.example/login", "document", f"u={USER}")
    assert lock.decide(Asking("POST", "https://woanders.example/login", "document"))
    assert lock.decide(Asking("POST", "https://konto.example/login", "ping"))
    assert lock.decide(Asking("POST", "https://konto.example/merken", "fetch", USER))
    assert lock.decide(Asking("GET", f"https://konto.example/?u={USER}", "document"))
    assert not lock.decide(post)
    assert lock.decide(post)
    lock.arrive()
    assert lock.decide(post)


def test_a_login_by_script_is_known_by_what_it_says() -> None:
    ticket = Ticket("konto.example", (USER, PASSWORD))
    assert ticket.admits(Asking("POST", "https://konto.example/api", "fetch", f'{{"u": "{USER}"}}'))
    assert ticket.admits(
        Asking("POST", "https://konto.example/api", "xhr", "u=pruef%2Bkonto%40musterstadt.example")
    )
    assert not ticket.admits(Asking("POST", "https://konto.example/api", "fetch", '{"event": "click"}'))
    assert not ticket.admits(Asking("POST", "https://konto.example/api/absenden", "fetch", USER))


def test_from_environment_and_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    general = {"AUDITOR_USER": "allgemein", "AUDITOR_PASSWORD": "a"}
    own = {"AUDITOR_USER_TEST_STADT_EXAMPLE": "eigenes", "AUDITOR_PASSWORD_TEST_STADT_EXAMPLE": "b"}
    found = accounts_for(["test.stadt.example", "Andere.example"], {**general, **own})
    assert {h: a.secrets for h, a in found.items()} == {
        "test.stadt.example": ("eigenes", "b"),
        "andere.example": ("allgemein", "a"),
    }
    assert "eigenes" not in repr(found)
    ring = ModuleType("keyring")
    entry = SimpleNamespace(username="aus-dem-bund", password="c")
    ring.get_credential = lambda service, user: entry if service.endswith("/ring.example") else None  # type: ignore[attr-defined]
    ring.errors = SimpleNamespace(KeyringError=RuntimeError)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert accounts_for(["ring.example"], {})["ring.example"].secrets == ("aus-dem-bund", "c")
    with pytest.raises(AccountError, match="account-missing"):
        accounts_for(["keiner.example"], {})
    with pytest.raises(AccountError, match="account-short"):
        accounts_for(["kurz.example"], {"AUDITOR_USER": "abc", "AUDITOR_PASSWORD": "d"})


def test_the_veil_knows_every_spelling() -> None:
    veil = Veil((USER, PASSWORD))
    for text in (
        USER,
        USER.upper(),
        "pruef%2Bkonto%40musterstadt.example",
        "Geheim&amp;&lt;7&gt;&quot;ä",
        'Geheim&<7>\\"\\u00e4',
    ):
        assert veil.text(f"x{text}y") == f"x{MASK}y", text
    assert veil.data("a.jpg", USER.encode()) == USER.encode()
    assert not Veil()


def _kept(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte that was produced, also inside archives."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path}!{name}", archive.read(name)) for name in archive.namelist())


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_kept_tells_of_the_account(forms: FormServer, tmp_path: Path) -> None:
    before, out = len(forms.log), tmp_path / "out"
    line = [
        *(Path(sys.executable).with_name("auditor"), "audit", forms.url("account"), "--mode", "walk"),
        *("-o", out, "--account-host", HOST, "--delay", "0", "-v"),
    ]
    env = {**os.environ, "AUDITOR_USER": USER, "AUDITOR_PASSWORD": PASSWORD}
    done = subprocess.run(line, env=env, capture_output=True, timeout=280, check=False)
    logged_in = [h for h in forms.log[before:] if h.path == "login" and PASSWORD in h.said]
    assert len(logged_in) == 1, done.stderr[-2000:]
    assert any(h.path == "2" for h in forms.log[before:])  # and it went on behind the login
    assert forms.finals("account", before) == []
    kept = [*_kept(out), ("stdout", done.stdout), ("stderr", done.stderr)]
    assert any(name.endswith(".jpg") for name, _ in kept)
    assert any("•••".encode() in data for _, data in kept)  # the account was on the pages
    words = [w for s in (USER, PASSWORD) for w in Veil((s,)).spellings]
    for name, data in kept:
        for word in words:
            assert word.lower().encode() not in data.lower(), (name, word)


@pytest.mark.parametrize(
    ("mode", "environment", "said"),
    [
        ("observe", {"AUDITOR_USER": "testkonto", "AUDITOR_PASSWORD": "x"}, "--account-host"),
        ("walk", {}, "AUDITOR_USER_TEST_EXAMPLE"),
        ("walk", {"AUDITOR_USER": "abc", "AUDITOR_PASSWORD": "x"}, "Zeichen"),
    ],
)
def test_the_operator_is_told(
    mode: str, environment: dict[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUDITOR_USER", "AUDITOR_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    line = ["https://test.example", "--mode", mode, "--account-host", "test.example", "-o", str(tmp_path)]
    result = CliRunner().invoke(command, line)
    assert isinstance(result.exception, RefusedError)
    assert said in str(result.exception)
