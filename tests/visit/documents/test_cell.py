"""Documents that mean harm, through the real child process: the parent always gets an answer or a reason."""

import asyncio
import os
import sys
import time

import psutil
import pytest

from auditor.evidence.model import DocumentFile, Reason
from auditor.visit.documents import cell
from tests.visit.documents.papers import flat, hostile, saved

HOSTILE = hostile()


async def _facts(data: bytes, seconds: float = cell.SECONDS) -> dict:
    try:
        return await cell.facts_of(data, seconds)
    except cell.ReadingError as error:
        return {"reason": error.reason.value}


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_hostile_documents_harm_nobody(name: str) -> None:
    start = time.monotonic()
    facts = await _facts(HOSTILE[name])
    assert time.monotonic() - start < cell.SECONDS
    document = DocumentFile.model_validate({"url": "https://stadt.example/f", **facts})
    assert document.reason is not None or document.kind in {"pdf", "office"}
    assert "ha" not in document.text
    assert len(document.fields) <= 60


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("header-only", Reason.UNSUPPORTED),
        ("zip-broken", Reason.UNSUPPORTED),
        ("zip-bomb", Reason.TOO_LARGE),
        ("laughing-xml", Reason.UNSUPPORTED),
        ("outside-entity", Reason.UNSUPPORTED),
    ],
)
async def test_why_it_was_not_read(name: str, reason: Reason) -> None:
    assert (await _facts(HOSTILE[name]))["reason"] == reason


@pytest.mark.parametrize(
    "name",
    [
        "claims-a-billion-pages",
        "no-xref",
        "fields-in-a-ring",
        "types-mixed-up",
        "javascript",
        "umlauts-of-old-programs",
    ],
)
async def test_what_a_resident_can_open_we_can(name: str) -> None:
    facts = await _facts(HOSTILE[name])
    assert facts.get("reason") is None
    assert facts["pages"] == 1


async def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell, "_COMMAND", ("-c", "while True: pass"))
    before = {p.pid for p in psutil.Process().children(recursive=True)}
    assert await _facts(b"%PDF-", 0.5) == {"reason": "timeout"}
    assert {p.pid for p in psutil.Process().children(recursive=True)} <= before


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "print('kein JSON')",
        "print('[1]')",
        "import sys; sys.stdin.read(); sys.stdout.write('x' * 3_000_000)",
        "",
    ],
)
async def test_a_child_that_dies_or_talks_nonsense(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(cell, "_COMMAND", ("-c", script))
    assert await _facts(saved(flat())) == {"reason": "crash"}


async def test_a_visit_that_is_called_off_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell, "_COMMAND", ("-c", "while True: pass"))
    before = {p.pid for p in psutil.Process().children(recursive=True)}
    reading = asyncio.create_task(cell.facts_of(b"%PDF-"))
    await asyncio.sleep(0.3)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert {p.pid for p in psutil.Process().children(recursive=True)} <= before


async def test_the_child_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_PASSWORD", "geheim")
    monkeypatch.setattr(cell, "_COMMAND", ("-c", "import os, json; print(json.dumps(dict(os.environ)))"))
    assert "geheim" not in str(await cell.facts_of(b""))
    assert "AUDITOR_PASSWORD" in os.environ


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
async def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = "from auditor.visit.documents import reader; reader.confine(); x = bytearray(2_000_000_000); print('{}')"
    monkeypatch.setattr(cell, "_COMMAND", ("-c", greedy))
    assert await _facts(b"") == {"reason": "crash"}
